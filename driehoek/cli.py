"""`driehoek` on the command line. Commands import what they need when they run: `driehoek --help` answers at once.

Exit status 0 with an answer; 2 with one clear line on standard error.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

# command → module with `add_parser(subparsers)`, which sets `run` on the parser
_COMMANDS = [
    "driehoek.engine.command",  # verdict
    "driehoek.figures.command",  # figures, picture
    "driehoek.plans.command",  # plan
    "driehoek.web.command",  # thread, serve, backup, restore, manage
    "driehoek.demo.command",  # demo
]


# What argparse says by itself. It asks gettext, which would need a compiled catalogue in the place where Python looks.
_DUTCH = {
    "usage: ": "gebruik: ",
    "positional arguments": "wat u opgeeft",
    "options": "mogelijkheden",
    "show this help message and exit": "deze uitleg tonen",
    "the following arguments are required: %s": "dit ontbreekt nog: %s",
    "unrecognized arguments: %s": "dit is onbekend: %s",
    "expected one argument": "hier hoort één waarde achter",
    "not allowed with argument %s": "dit gaat niet samen met %s",
    "one of the arguments %s is required": "geef één van deze op: %s",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
    "invalid %(type)s value: %(value)r": "%(value)r past hier niet",
    "invalid choice: %(value)r (choose from %(choices)s)": "%(value)r bestaat niet; kies uit %(choices)s",
}
argparse._ = lambda words: _DUTCH.get(words, words)  # type: ignore[attr-defined]


class _Parser(argparse.ArgumentParser):
    """One clear line on standard error, and status 2."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}. Zie {self.prog} --help\n")


def main(argv: Sequence[str] | None = None) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "driehoek.config.settings")
    parser = _Parser(prog="driehoek", description="De beleidscyclus integrale veiligheid, van cijfer tot besluit.")
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="opdracht")
    for module in _COMMANDS:
        importlib.import_module(module).add_parser(subparsers)
    arguments = parser.parse_args(argv)
    try:
        status: int = arguments.run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read along has seen enough (`| head`)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return status


if __name__ == "__main__":
    sys.exit(main())
