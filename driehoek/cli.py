"""`driehoek` on the command line. Commands import what they need when they run: `driehoek --help` answers at once.

Exit status 0 with an answer; 2 with one clear line on standard error.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence

# command → module with `add_parser(subparsers)`, which sets `run` on the parser
_COMMANDS = [
    "driehoek.engine.command",  # verdict
    "driehoek.figures.command",  # figures, picture
    "driehoek.plans.command",  # plan
    "driehoek.web.command",  # thread, serve, backup, restore, manage
    "driehoek.demo.command",  # demo
]


def main(argv: Sequence[str] | None = None) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "driehoek.config.settings")
    parser = argparse.ArgumentParser(
        prog="driehoek", description="De beleidscyclus integrale veiligheid, van cijfer tot besluit."
    )
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="opdracht")
    for module in _COMMANDS:
        importlib.import_module(module).add_parser(subparsers)
    arguments = parser.parse_args(argv)
    status: int = arguments.run(arguments)
    return status


if __name__ == "__main__":
    sys.exit(main())
