"""The months of a series beside what each of them usually is: trend and season from the five years before. No verdicts.

A month on its own shows little, and twelve looks are twelve tests, so no month gets a colour; the year is judged elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from driehoek.engine import surveillance, tails
from driehoek.engine.counts import Kind, read_period
from driehoek.engine.surveillance import Model
from driehoek.figures._store import Series

SHOWN = 12
_PLAIN = Model(backtest=0)


@dataclass(frozen=True)
class Month:
    """One month: what was counted, and the band in which 95 of 100 such months would lie."""

    period: str
    count: int
    expected: float
    low: int
    high: int
    provisional: bool

    @property
    def outside(self) -> bool:
        return not self.low <= self.count <= self.high


def months_of(series: Series) -> tuple[Month, ...]:
    """The newest twelve months, oldest first; none where the series is not of months, or shorter than five years before them."""
    newest = read_period(series.periods[-1]) if series.periods else None
    if newest is None or newest.kind is not Kind.MONTH:
        return ()
    counts, exposure = np.array([series.counts], float), np.array([series.exposures], float)
    ends = [end for end in range(len(series.periods) - SHOWN + 1, len(series.periods) + 1) if end >= _PLAIN.needed()]
    found = []
    for end in ends:
        judged = surveillance.judge_newest(counts[:, :end], exposure=exposure[:, :end], model=_PLAIN)
        expected, dispersion = judged.expected, judged.dispersion
        if not np.isfinite(expected[0]) or expected[0] <= 0:
            continue
        low, high = (tails.quantile(part, expected, dispersion)[0] for part in (0.025, 0.975))
        period = series.periods[end - 1]
        found.append(Month(period, series.counts[end - 1], float(expected[0]), int(low), int(high), period in series.provisional))
    return tuple(found)
