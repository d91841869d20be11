"""All tests: on SQLite (with the browser, the style, the types and the architecture), and all that touches a database again
on PostgreSQL. Ends with pytest's own closing line, which counts both.

The PostgreSQL half runs first and leaves its outcome to the second half, whose closing line a reader (or a machine) takes as
the verdict: when the first half failed, the second fails too, whatever it finds.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Whole files go to a worker, in the order of tests/conftest.py: what takes longest first, so that both end together.
PYTEST = [str(ROOT / ".venv/bin/python"), "-m", "pytest", "-n", "2", "--dist", "loadfile", "--no-loadscope-reorder", "-q"]


def main(extra: list[str]) -> int:
    postgres = [sys.executable, str(ROOT / "tools/with_postgres.py"), *PYTEST]
    print("— PostgreSQL —", flush=True)
    first = subprocess.run([*postgres, "-m", "not house", *extra], cwd=ROOT).returncode
    print("— SQLite, browser, style, types, architecture —", flush=True)
    second = subprocess.run([*PYTEST, *extra], cwd=ROOT, env=os.environ | {"DRIEHOEK_PG": ""}).returncode
    return first or second


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
