"""The table of speeds, each beside its peer: `make bench`, or `python -m bench [ROW…]`.

    python -m bench                    every row but the demo
    python -m bench list http          only these (see NAMES); `incidents` and `spark` take minutes and 1 GB of disk
    python -m bench --strict           a goal that is missed also gives exit status 1
    python -m bench --smoke            at a twentieth of the size: only whether the answers are right
    python -m bench --demo             also `make demo` from a fresh clone, twice

Contenders run in turns in processes of their own, and must agree before they are timed: a wrong answer is exit status 1.
Judged are ratios, the median of those of each round; the figures only help reading and depend on the machine. In the process
it is processor time that counts. The statements per page are counted by a test: tests/statements.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from bench import demo, rows, web
from bench.rounds import ROOT, Goal, Row, WrongError, environment

ROWS, ROUNDS = 200, 7
NAMES = (
    "list", "http", "public", "sessions", "verdicts", "rates", "surveillance", "spatial", "incidents", "query", "spark", "nation",
    "picture", "demo",
)  # fmt: skip


def make_data(folder: Path, count: int) -> dict[str, object]:
    command = [sys.executable, "-m", "bench.data", "--rows", str(count)]
    made = subprocess.run(command, cwd=ROOT, env=environment(folder), capture_output=True, text=True)
    if made.returncode:
        raise WrongError(made.stderr[-2000:])
    return json.loads(made.stdout.splitlines()[-1])


def measure(call: Callable[[int], Row | None], rounds: int) -> Row | None:
    """The row; once more when it was noisy, and then as it is."""
    row = call(rounds)
    return call(rounds) if row is not None and row.noisy else row


def _own_bench(file: str, share: float, *more: str) -> str | None:
    """What a bench said that runs its own contenders, once they were found equal; None when it was only a look at that."""
    command = [sys.executable, f"bench/{file}.py", "--share", str(share), *more]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=os.environ | {"PYTHONPATH": str(ROOT)})
    print(done.stdout.rstrip() if share == 1 else "", flush=True)
    if "equal" not in done.stdout:
        raise WrongError(done.stderr[-2000:])
    return done.stdout if share == 1 else None


_GOAL = re.compile(r"^(?P<words>[^\n]*?) (?P<value>[\d.]+) ?[×s]? \(goal (?P<sign>[≥≤<]) (?P<limit>[\d.]+)", re.MULTILINE)


def own(name: str, file: str, *more: str) -> Callable[[int], Row | None]:
    """A row of a bench that runs its own contenders: each of its lines `words 1.2× (goal ≤ 3×)` is a goal."""

    def call(rounds: int) -> Row | None:
        if (said := _own_bench(file, 1.0 if rounds else 0.05, *more)) is None:
            return None
        found = [(one["words"], float(one["value"]), float(one["limit"]), one["sign"] == "≥") for one in _GOAL.finditer(said)]
        if not found:
            raise WrongError(f"{file} names no goal")
        return Row(name, [Goal(words, value, limit, at_least, "") for words, value, limit, at_least in found])

    return call


def picture(share: float) -> Row | None:
    """The pages of the picture: processor time against a limit in milliseconds, since nobody else makes them."""
    command = [sys.executable, "bench/picture.py", "--share", str(share)]
    done = subprocess.run(command, cwd=ROOT, env=environment(Path("unused")), capture_output=True, text=True)
    if "are the same" not in done.stdout:
        raise WrongError(done.stderr[-2000:])
    if share < 1:
        return None
    lines = [line for line in done.stdout.splitlines() if "processor" in line]
    slowest = max(float(line.rpartition("p95 ")[2].removesuffix("ms")) for line in lines)
    goal = Goal("p95 of the slowest page, of 300 ms:", slowest / 300, 1.0, at_least=False)
    return Row("pages of the picture", [goal], note="\n    ".join(lines))


def all_rows(names: list[str], folder: Path, smoke: bool) -> list[Row]:
    made = make_data(folder, ROWS // 20 if smoke else ROWS)
    rounds = 0 if smoke else ROUNDS
    calls: dict[str, list[Callable[[int], Row | None]]] = {
        "list": [lambda n: rows.list_page(folder, made, n)],
        "http": [lambda n, c=c: web.list_page(folder, made, n, c) for c in (8, 64)],
        "public": [lambda n: web.public_page(folder, made, n)],
        "sessions": [lambda n: rows.signed_in(folder, made, n)],
        "verdicts": [own("national verdicts against a plain loop", "verdicts")],
        "rates": [own("rates of small areas against pandas", "rates")],
        "surveillance": [own("newest month of 17,100 series", "surveillance")],
        "spatial": [own("Gi* of 14,000 areas × 50 against esda", "spatial")],
        "incidents": [own("10⁸ incidents through Ibis", "aggregation")],
        "query": [own("small query through Ibis", "aggregation", "--what", "small")],
        "spark": [own("10⁷ incidents on Spark through Ibis", "aggregation", "--what", "spark")],
        "nation": [own("whole country, seconds", "nation")],
        "picture": [lambda n: picture(1.0 if n else 0.05)],
        "demo": [lambda n: demo.first_and_second_start(folder / "demo") if n else None],
    }
    found = []
    for name in names:
        for call in calls[name]:
            row = measure(call, rounds)
            print(row or f"{name}: the answers are right", flush=True)
            if row:
                found.append(row)
    return found


def table(found: list[Row]) -> str:
    lines = []
    for row in found:
        for goal in row.goals:
            sign, met = "≥" if goal.at_least else "≤", "met" if goal.met else "MISSED"
            words = f"{row.name}: {goal.words}"[:90]
            lines.append(f"{words:92} {goal.ratio:7.2f}{goal.unit} {sign} {goal.limit:g}{goal.unit}  {met}")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("rows", nargs="*", metavar="ROW", help=", ".join(NAMES))
    parser.add_argument("--strict", action="store_true", help="exit 1 when a goal is missed")
    parser.add_argument("--smoke", action="store_true", help="only whether the answers are right")
    parser.add_argument("--demo", action="store_true", help="also make demo, from a clone")
    asked = parser.parse_args()
    if unknown := set(asked.rows) - set(NAMES):
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    names = asked.rows or [name for name in NAMES if name != "demo" or asked.demo]
    packages = ", ".join(f"{name} {version(name)}" for name in ("django", "jinja2", "granian", "gunicorn"))
    print(f"Python {platform.python_version()}, {packages}; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; SQLite\n")
    with tempfile.TemporaryDirectory(prefix="driehoek-bench-") as folder:
        try:
            found = all_rows(names, Path(folder), asked.smoke)
        except WrongError as wrong:
            print(f"wrong: {wrong}", file=sys.stderr)
            return 1
    print(f"\n{table(found)}\nload at the end {os.getloadavg()[0]:.1f}" if found else "")
    return 1 if asked.strict and not all(goal.met for row in found for goal in row.goals) else 0


if __name__ == "__main__":
    sys.exit(main())
