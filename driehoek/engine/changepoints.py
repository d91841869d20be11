"""Change points: when did the level of a series shift, and how sure is that?

Finds them, and no more. A baseline is only laid anew from a change point when somebody gives a reason for it: that is for
the caller to ask, since a level that shifted for no known reason is news, not noise.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np

from driehoek.engine.special import Floats, normal_log_below

_LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class ChangePoint:
    """The level changes after period `after` (from 1): that is the last period of the old level.

    first, last    95 % interval of `after`, in periods; may reach outside the series where little is known
    before, later  mean of the segments on both sides, in the unit of the series
    """

    after: int
    first: int
    last: int
    before: float
    later: float


def change_points(values: Any, *, shortest: float = 0.15, most: int | None = None) -> tuple[ChangePoint, ...]:
    """Shifts of the mean, oldest first; how many is decided by the Bayesian information criterion (BIC).

    values    (n,), finite, in time, without gaps; take the season out first (`season.decompose`)
    shortest  smallest segment, as a share of the series (< 1) or in periods (≥ 1)
    most      largest number of change points; as many as fit where None

    Equal to `breakpoints(y ~ 1)` of the R package strucchange. Assumes independent errors: in a series that drifts, points
    mark the drift. Raises ValueError where the series is not finite, or too short for one change point.
    Source: Bai & Perron 1998, Econometrica 66:47, and 2003, J Appl Econometrics 18:1; the interval Bai 1997, REStat 79:551.
    """
    y = np.asarray(values, dtype=np.float64)
    if y.ndim != 1 or not np.all(np.isfinite(y)):
        raise ValueError("a series holds finite numbers")
    n = len(y)
    h = int(n * shortest) if shortest < 1 else int(shortest)
    if h < 2 or n < 2 * h:
        raise ValueError("the series is too short for segments of this length")
    if n > 0 and np.ptp(y) <= 1e-12 * max(1.0, float(np.abs(y).max())):
        return ()
    residual = _residual_sums(y)
    fitting = -(-n // h) - 2 if most is None else most
    options = _best_partitions(residual, h, max(1, min(fitting, n // h - 1)))
    chosen = min(options, key=lambda ends: _bic(residual, ends))
    return tuple(_with_interval(y, chosen))


def _residual_sums(y: Floats) -> Floats:
    """Sum of squares about their mean of periods i..j, at [i, j]; infinite where j < i."""
    centred = y - y.mean()
    total = np.concatenate([[0.0], np.cumsum(centred)])
    squares = np.concatenate([[0.0], np.cumsum(centred**2)])
    start, end = np.arange(len(y))[:, None], np.arange(len(y))[None, :]
    size = end - start + 1
    sums = squares[end + 1] - squares[start] - (total[end + 1] - total[start]) ** 2 / np.maximum(size, 1)
    return np.where(size > 0, np.maximum(sums, 0.0), np.inf)


def _best_partitions(residual: Floats, h: int, most: int) -> list[tuple[int, ...]]:
    """For 0, 1, … most change points the partition with the smallest sum of squares; each as ends of its segments."""
    n = len(residual)
    cost = np.full(n, np.inf)
    cost[h - 1 :] = residual[0, h - 1 :]
    allowed = np.where(
        np.arange(n)[None, :] - np.arange(n)[:, None] >= h, 0.0, np.inf
    )  # from the end of one to the end of the next
    step = np.full((n, n), np.inf)
    step[:-1] = residual[1:]
    step = step + allowed
    found: list[tuple[int, ...]] = [(n - 1,)]
    partners = []
    for _ in range(most):
        total = cost[:, None] + step
        partner = np.argmin(total, axis=0)
        cost = total[partner, np.arange(n)]
        partners.append(partner)
        if not np.isfinite(cost[-1]):
            break
        ends = [n - 1]
        for back in reversed(partners):
            ends.append(int(back[ends[-1]]))
        found.append(tuple(reversed(ends)))
    return found


def _bic(residual: Floats, ends: tuple[int, ...]) -> float:
    n = len(residual)
    starts = (0, *(end + 1 for end in ends[:-1]))
    total = sum(float(residual[start, end]) for start, end in zip(starts, ends, strict=True))
    total = max(total, 1e-14 * float(residual[0, -1]))  # below this there is only rounding, which must not choose
    likelihood = -0.5 * n * (np.log(total / n) + 1 + np.log(2 * np.pi))
    return float(-2 * likelihood + np.log(n) * 2 * len(ends))


def _with_interval(y: Floats, ends: tuple[int, ...]) -> list[ChangePoint]:
    """Interval of every change point from the size of the shift and the spread on both sides (Bai 1997)."""
    pieces = np.split(y, [end + 1 for end in ends[:-1]])
    out = []
    for end, (left, right) in zip(ends, pairwise(pieces), strict=False):
        shift2 = max(float((right.mean() - left.mean()) ** 2), 1e-300)
        var, var_later = max(float(left.var()), 1e-12 * shift2), max(float(right.var()), 1e-12 * shift2)
        per = var / shift2
        ratio = var_later / var  # of the variances after and before
        low = _largest(partial(_still_before, ratio))
        high = _largest(partial(_still_after, ratio))
        after = end + 1
        out.append(
            ChangePoint(
                after, after - int(np.ceil(high * per)), after + int(np.ceil(low * per)), float(left.mean()), float(right.mean())
            )
        )
    return out


def _largest(holds: Callable[[float], bool]) -> float:
    """The largest size at which it still holds, where it holds from 0 to somewhere. By doubling, then halving."""
    low, high = 0.0, 1.0
    while holds(high) and high < 1e12:
        low, high = high, 2 * high
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return high


def _still_before(ratio: float, size: float) -> bool:
    return _before_break(size, ratio) >= (1 - _LEVEL) / 2


def _still_after(ratio: float, size: float) -> bool:
    return _after_break(size, ratio) <= (1 + _LEVEL) / 2


def _before_break(size: float, ratio: float) -> float:
    """P(V ≤ −size): V is where a two-sided Brownian motion with drift is largest, in units of variance before / shift²."""
    root, part = np.sqrt(size), 1 / ratio
    steep = float(part * (1 + part) * size / 2 + normal_log_below(-(0.5 + part) * root))
    out = -root * np.exp(-size / 8) / np.sqrt(2 * np.pi)
    out -= ratio * (ratio + 2) / (ratio + 1) * np.exp(min(0.0, steep))
    out += (size / 2 - 2 + (ratio + 2) ** 2 / (ratio + 1)) * np.exp(normal_log_below(-root / 2))
    return float(out)


def _after_break(size: float, ratio: float) -> float:
    """P(V ≤ size), under the same conditions (Bai 1997, appendix B)."""
    root, part = np.sqrt(size), 1 / ratio
    out = 1 + np.sqrt(part) * root * np.exp(-part * size / 8) / np.sqrt(2 * np.pi)
    steep = float((ratio + 1) * size / 2 + normal_log_below(-(ratio + 0.5) / np.sqrt(ratio) * root))
    out += (2 * ratio + 1) / (ratio * (ratio + 1)) * np.exp(min(0.0, steep))  # at most 0 but for rounding
    out -= ((2 * ratio + 1) ** 2 / ((ratio + 1) * ratio) - 2 + part * size / 2) * np.exp(
        normal_log_below(-np.sqrt(part) * root / 2)
    )
    return float(out)
