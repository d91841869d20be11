"""How numbers, dates, names and differences are written, in Dutch."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from driehoek.common.clock import AMSTERDAM
from driehoek.common.kinds import kind_of
from driehoek.common.money import euros
from driehoek.ui import fields

SPARK_WIDTH, SPARK_HEIGHT, SPARK_MARGIN = 88, 24, 4  # the viewBox of ui.spark
_PARTS = re.compile(r"\w+|\s+|[^\w\s]")


def number(value: float | None, decimals: int = 0) -> str:
    """`1234.5` → `1.235` or, with one decimal, `1.234,5`; nothing → an en dash."""
    if value is None:
        return "–"
    return format_decimal(value, format="#,##0" + ("." + "0" * decimals if decimals else ""), locale="nl_NL")


@lru_cache(maxsize=4096, typed=True)
def long_date(value: date | None) -> str:
    return format_date(value, "d MMMM y", locale="nl_NL") if value else "–"


@lru_cache(maxsize=4096, typed=True)
def short_date(value: date | None) -> str:
    return format_date(value, "d MMM y", locale="nl_NL") if value else "–"


@lru_cache(maxsize=4096, typed=True)
def day_month(value: date | None) -> str:
    """`3 mrt`: for lists in which the year is clear."""
    return format_date(value, "d MMM", locale="nl_NL").rstrip(".") if value else "–"


@lru_cache(maxsize=4096, typed=True)
def month_year(value: date | None) -> str:
    """`augustus 2026`: for what is known no closer."""
    return format_date(value, "MMMM y", locale="nl_NL") if value else "–"


def moment(value: datetime | None) -> str:
    return format_datetime(value.astimezone(AMSTERDAM), "d MMMM y 'om' HH:mm", locale="nl_NL") if value else "–"


def initials(name: str) -> str:
    """`Anna de Vries` → `AV`: the first letters of the first and the last word that begin with a capital."""
    words = str(name).split()
    capitals = [word for word in words if word[:1].isupper()] or words
    return "".join(word[0] for word in (capitals[:1] + capitals[1:][-1:])).upper()


def kind_code(subject: Any) -> str:
    """The code of the kind of an object, as in `/draad/<code>/<id>`."""
    kind = kind_of(subject)
    return kind.code if kind else subject._meta.label_lower


def spark_points(values: Sequence[float | None]) -> list[tuple[float, float] | None]:
    """Where each value stands in the little picture; a flat line stands in the middle."""
    known = [value for value in values if value is not None]
    low, high = (min(known), max(known)) if known else (0, 0)
    step = (SPARK_WIDTH - 2 * SPARK_MARGIN) / max(len(values) - 1, 1)
    height = SPARK_HEIGHT - 2 * SPARK_MARGIN

    def place(index: int, value: float) -> tuple[float, float]:
        share = (value - low) / (high - low) if high > low else 0.5
        return round(SPARK_MARGIN + index * step, 1), round(SPARK_MARGIN + height * (1 - share), 1)

    return [None if value is None else place(index, value) for index, value in enumerate(values)]


def spark_lines(values: Sequence[float | None]) -> list[str]:
    """The points of each unbroken piece of the line, for `<polyline points>`."""
    lines: list[list[str]] = [[]]
    for point in spark_points(values):
        if point is None:
            lines.append([])
        else:
            lines[-1].append(f"{point[0]},{point[1]}")
    return [" ".join(line) for line in lines if len(line) > 1]


def spark_last(values: Sequence[float | None]) -> tuple[float, float] | None:
    known = [point for point in spark_points(values) if point is not None]
    return known[-1] if known else None


def word_diff(old: str, new: str) -> list[tuple[str, str]]:
    """Pieces of text in order: ("same" | "gone" | "came", text). Changes with only a space between them are one change."""
    before, after = _PARTS.findall(old or ""), _PARTS.findall(new or "")
    pieces: list[tuple[str, str]] = []
    gone = came = ""
    operations = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for place, (op, a, b, c, d) in enumerate(operations):
        text = "".join(before[a:b])
        within = 0 < place < len(operations) - 1
        if op == "equal" and not (within and text.isspace()):
            pieces += [*_change(gone, came), ("same", text)]
            gone = came = ""
        else:
            gone += text
            came += "".join(after[c:d])
    return pieces + _change(gone, came)


def _change(gone: str, came: str) -> list[tuple[str, str]]:
    return [piece for piece in (("gone", gone), ("came", came)) if piece[1]]


ALL = {
    "number": number,
    "long_date": long_date,
    "short_date": short_date,
    "day_month": day_month,
    "month_year": month_year,
    "moment": moment,
    "euros": euros,
    "initials": initials,
    "kind_code": kind_code,
    "spark_lines": spark_lines,
    "spark_last": spark_last,
    "word_diff": word_diff,
    **fields.ALL,
}
