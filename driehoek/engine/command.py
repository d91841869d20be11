"""`driehoek verdict FILE.csv`: the verdict on every series in a file. No database."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from driehoek.engine.counts import BadCounts
    from driehoek.engine.results import Judgement

SCHEMA = 1
_EXPLANATION = """\
De kolommen zijn area, phenomenon, period, count en exposure. Een periode is 2024, 2024-KW3 of 2024-07; exposure is
het aantal inwoners maal de tijd, of 1 als dat niet wisselt. Het hele bestand wordt in één keer beoordeeld."""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `verdict` to the commands of `driehoek`."""
    parser = subparsers.add_parser(
        "verdict",
        help="geef een oordeel over tellingen in een CSV-bestand",
        description="Stijgt het, daalt het, is het als gewoonlijk, of is het niet te zeggen?",
        epilog=_EXPLANATION,
    )
    parser.add_argument("file", metavar="BESTAND.csv", help="het bestand met tellingen")
    parser.add_argument("--format", choices=("json", "text"), default="text", help="vorm van het antwoord (text)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Answer for one file: 0 with the answer on standard output, 2 with one Dutch line on standard error."""
    from driehoek.engine.counts import BadCounts
    from driehoek.engine.csvfile import UnreadableFile, read_counts
    from driehoek.engine.verdict import judge

    try:
        file = read_counts(Path(args.file))
        judgement = judge(file.counts, lines=file.lines)
    except UnreadableFile as error:
        return _refuse(str(error))
    except BadCounts as error:
        return _refuse(_first_of(error, Path(args.file).name))
    _write(as_json(judgement) if args.format == "json" else as_text(judgement))
    return 0


def as_json(judgement: "Judgement") -> str:
    """The shape of the interface; strict JSON, so never NaN or Infinity."""
    answer: dict[str, Any] = {"schema": SCHEMA, **judgement.as_json()}
    return json.dumps(answer, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def as_text(judgement: "Judgement") -> str:
    """A table to read, and a sentence per series."""
    from driehoek.engine.sentences import whole

    rows = [("gebied", "verschijnsel", "periode", "aantal", "gewoonlijk", "oordeel")]
    for one in judgement.series:
        usual = "-" if one.low is None or one.high is None else f"{whole(one.low)} - {whole(one.high)}"
        latest = "-" if one.latest is None else whole(one.latest)
        rows.append((_line(one.area), _line(one.phenomenon), one.period, latest, usual, one.verdict.value))
    widths = [min(40, max(len(row[column]) for row in rows)) for column in range(len(rows[0]))]
    table = [_row(row, widths) for row in rows]
    table.insert(1, "  ".join("-" * width for width in widths))
    sentences = [f"- {_line(one.sentence)}" for one in judgement.series]
    size = judgement.family.size
    together = f"Samen beoordeeld: {whole(size)} {'reeks' if size == 1 else 'reeksen'}."
    return "\n".join([*table, "", *sentences, "", together, ""])


def _row(cells: tuple[str, ...], widths: list[int]) -> str:
    right = (False, False, False, True, True, False)
    shown = (cell if len(cell) <= width else cell[: width - 1] + "…" for cell, width in zip(cells, widths, strict=True))
    padded = (
        cell.rjust(width) if to_right else cell.ljust(width) for cell, width, to_right in zip(shown, widths, right, strict=True)
    )
    return "  ".join(padded).rstrip()


def _line(text: str) -> str:
    """Text on one line, without what would steer a terminal."""
    return "".join(character if character.isprintable() else " " for character in text)


def _first_of(error: "BadCounts", name: str) -> str:
    """One line: the first problem, and how many more there are."""
    more = len(error.problems) - 1
    rest = "" if not more else f" (En nog {more} {'ander probleem' if more == 1 else 'andere problemen'}.)"
    return f"{name}, {error.problems[0]}{rest}"


def _refuse(message: str) -> int:
    print(_line(message), file=sys.stderr)
    return 2


def _write(text: str) -> None:
    """UTF-8 on standard output, whatever the terminal thinks it speaks."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    sys.stdout.buffer.flush()
