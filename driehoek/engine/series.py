"""From loose counts to series in blocks of 12 months, as flat arrays."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from numbers import Integral

import numpy as np
from numpy.typing import NDArray

from driehoek.engine.counts import (
    LARGEST_COUNT,
    LARGEST_EXPOSURE,
    PER_YEAR,
    SMALLEST_EXPOSURE,
    BadCounts,
    Count,
    Kind,
    Period,
    Problem,
    read_period,
)
from driehoek.engine.special import Floats

type Ints = NDArray[np.int64]

_KINDS = tuple(Kind)
_PER_YEAR = np.array([PER_YEAR[kind] for kind in _KINDS])


@dataclass(frozen=True)
class Panel:
    """Series in blocks. Blocks of one series lie together and in time: those of series i at start[i]:start[i + 1].

    keys        (area, phenomenon) of each series, in the order in which the counts named them first
    phenomena   the different phenomena, sorted; `phenomenon_of` points into it, one per series
    kind        index of the kind of period, one per series
    per_block   periods in one block, one per series: 1, 4 or 12; 1 in a series of at most two rows
    latest      ordinal of the latest period of each series
    start       int, one more than there are series
    count, exposure   float, one per block
    begins, ends      ordinals of the first and last period in each block
    """

    keys: tuple[tuple[str, str], ...]
    phenomena: tuple[str, ...]
    phenomenon_of: Ints
    kind: Ints
    per_block: Ints
    latest: Ints
    start: Ints
    count: Floats
    exposure: Floats
    begins: Ints
    ends: Ints

    @cached_property
    def blocks(self) -> Ints:
        """Number of blocks of each series; 0 where less than 12 months were counted."""
        return np.diff(self.start)

    def period(self, series: int, ordinal: int | np.int64) -> Period:
        """The period that an ordinal means in this series."""
        return Period(_KINDS[self.kind[series]], int(ordinal))

    def sums(self, values: Floats, begin: Ints, end: Ints) -> Floats:
        """Sum of values[begin[i]:end[i]] for each i, 0 where that is empty. Block by block, so no rounding leaks in."""
        bounds = np.stack([begin, end], axis=1).ravel()
        out = np.add.reduceat(np.append(values, 0.0), bounds)[::2] if len(begin) else np.zeros(0)
        return np.where(end > begin, out, 0.0)


def lay_out(counts: Sequence[Count], lines: Sequence[int] | None = None) -> Panel:
    """Check the counts and lay them out in blocks of 12 months that end at each series' own latest period.

    Months and quarters are summed and an older rest is left out. A series of at most two rows keeps its rows.
    `lines` are line numbers for the problems, one per count. Raises BadCounts with every problem found.
    """
    keys: dict[tuple[str, str], int] = {}
    of = np.empty(len(counts), np.int64)
    kind = np.empty(len(counts), np.int64)
    ordinal = np.empty(len(counts), np.int64)
    problems: list[Problem] = []
    for row, count in enumerate(counts):
        period = read_period(count.period)
        if period is None or type(count.count) is not int or not 0 <= count.count <= LARGEST_COUNT:
            problems += _row_problems(count, lines[row] if lines else None)
            if period is None:
                continue
        of[row] = keys.setdefault((count.area, count.phenomenon), len(keys))
        kind[row], ordinal[row] = _KINDS.index(period.kind), period.ordinal
    exposure = np.array([count.exposure for count in counts], np.float64)
    for bad in np.flatnonzero(~((exposure >= SMALLEST_EXPOSURE) & (exposure <= LARGEST_EXPOSURE))).tolist():
        problems.append(_exposure_problem(counts[bad], lines[bad] if lines else None))
    if problems:
        raise BadCounts(sorted(problems, key=lambda problem: problem.line or 0))
    number = np.array([count.count for count in counts], np.float64)
    order = np.lexsort((ordinal, kind, of))
    _check_series(counts, lines, order, of, kind, ordinal)
    return _in_blocks(tuple(keys), of[order], kind[order], ordinal[order], number[order], exposure[order])


def _in_blocks(keys: tuple[tuple[str, str], ...], of: Ints, kind: Ints, ordinal: Ints, number: Floats, exposure: Floats) -> Panel:
    """The panel from rows that are sorted by series and period and hold no gaps."""
    rows = np.bincount(of, minlength=len(keys))
    last = np.cumsum(rows) - 1
    per_block = np.where(rows > 2, _PER_YEAR[kind[last]], 1) if len(keys) else np.zeros(0, np.int64)
    kept = np.arange(len(of)) > (last - (rows // np.maximum(per_block, 1)) * per_block)[of]
    place = (last[of] - np.arange(len(of)))[kept] % per_block[of][kept]
    opens = np.flatnonzero(place == per_block[of][kept] - 1)
    closes = np.flatnonzero(place == 0)
    phenomena = tuple(sorted({phenomenon for _, phenomenon in keys}))
    index = {phenomenon: i for i, phenomenon in enumerate(phenomena)}
    empty = np.zeros(0)
    return Panel(
        keys=keys,
        phenomena=phenomena,
        phenomenon_of=np.array([index[phenomenon] for _, phenomenon in keys], np.int64),
        kind=kind[last],
        per_block=per_block,
        latest=ordinal[last],
        start=np.concatenate([[0], np.cumsum(rows // np.maximum(per_block, 1))]),
        count=np.add.reduceat(number[kept], opens) if len(opens) else empty,
        exposure=np.add.reduceat(exposure[kept], opens) if len(opens) else empty,
        begins=ordinal[kept][opens],
        ends=ordinal[kept][closes],
    )


def _key(count: Count) -> str:
    return f"{count.area} / {count.phenomenon} / {count.period}"


def _row_problems(count: Count, line: int | None) -> list[Problem]:
    """What is wrong with the period and the number of one row."""
    found = []
    if read_period(count.period) is None:
        found.append(
            Problem(line, _key(count), "period", str(count.period),
                    "dit is geen periode.", "Schrijf een jaar, kwartaal of maand als 2024, 2024-KW3 of 2024-07.")
        )  # fmt: skip
    whole = isinstance(count.count, Integral) or (isinstance(count.count, float) and count.count.is_integer())
    if not whole or count.count < 0:
        wrong = "dit is geen heel getal van nul of meer."
        found.append(
            Problem(line, _key(count), "count", str(count.count), wrong, "Vul in hoe vaak het voorkwam, als heel getal.")
        )
    elif count.count > LARGEST_COUNT:
        wrong = "dit aantal is te groot voor een telling."
        found.append(Problem(line, _key(count), "count", str(count.count), wrong, "Kijk of er cijfers te veel staan."))
    return found


def _exposure_problem(count: Count, line: int | None) -> Problem:
    wrong = "dit is geen getal groter dan nul." if not count.exposure > 0 else "dit getal is niet bruikbaar."
    remedy = "Vul het aantal inwoners (maal de tijd) in, of 1 als dat niet wisselt."
    return Problem(line, _key(count), "exposure", str(count.exposure), wrong, remedy)


def _check_series(counts: Sequence[Count], lines: Sequence[int] | None, order: Ints, of: Ints, kind: Ints, ordinal: Ints) -> None:
    """Raise BadCounts on a double row, mixed kinds of period, or a gap in a series of more than two rows."""
    same = of[order][1:] == of[order][:-1]
    mixed = same & (kind[order][1:] != kind[order][:-1])
    step = np.diff(ordinal[order])
    double = same & ~mixed & (step == 0)
    long = (np.bincount(of, minlength=1) > 2)[of[order][1:]] if len(of) else same
    gap = same & ~mixed & (step > 1) & long
    problems = []
    for at in np.flatnonzero(mixed | double | gap):
        pair = sorted((int(order[at]), int(order[at + 1])))
        before, after = (counts[row] for row in pair)
        line, earlier = (lines[pair[1]], f" (regel {lines[pair[0]]})") if lines else (None, "")
        series = f"{after.area} / {after.phenomenon}"
        if mixed[at]:
            wrong = f"de reeks {series} telt ook per {_kind_of(before)}{earlier}."
            remedy = "Geef een reeks alleen in jaren, alleen in kwartalen of alleen in maanden."
        elif double[at]:
            wrong = f"de reeks {series} heeft deze periode al{earlier}."
            remedy = "Laat per gebied, verschijnsel en periode één regel staan."
        else:
            first, last = (counts[int(order[at + i])].period for i in (0, 1))
            wrong = f"in de reeks {series} ontbreekt wat tussen {first} en {last} ligt."
            remedy = "Vul de ontbrekende periodes aan (ook als het aantal 0 is), of laat de oudere weg."
        problems.append(Problem(line, _key(after), "period", after.period, wrong, remedy))
    if problems:
        raise BadCounts(sorted(problems, key=lambda problem: problem.line or 0))


def _kind_of(count: Count) -> str:
    period = read_period(count.period)
    return str(period.kind) if period else ""
