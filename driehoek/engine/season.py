"""Season, trend and rest of monthly or weekly series: STL, with a season that is the same every year.

Equal to R's `stl(x, s.window = "periodic")`, interpolation included, and what R takes for the median of an even number of
distances included too (see `_middle_of_r`). The series of a batch go through every step together.
"""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from driehoek.engine.special import Floats

_ROUNDS_PLAIN, _ROUNDS_ROBUST = (2, 0), (1, 15)  # inner, outer: the defaults of R


@dataclass(frozen=True, slots=True)
class Decomposition:
    """observed = seasonal + trend + remainder, each (m, n) in the unit of the counts.

    weight: from 1 for a usual period to 0 for one that stands so far out that it was left aside.
    """

    seasonal: Floats
    trend: Floats
    remainder: Floats
    weight: Floats


@dataclass(frozen=True, slots=True)
class _Window:
    length: int
    degree: int
    step: int  # the curve is computed at every so many points, and drawn straight in between

    @classmethod
    def of(cls, length: int, degree: int) -> "_Window":
        return cls(length, degree, -(-length // 10))


def decompose(observed: Any, per_year: int = 12, *, robust: bool = True, middle: Literal["r", "median"] = "r") -> Decomposition:
    """Split every row of `observed` in a season that repeats, a smooth trend and what remains.

    observed  (m, n) or (n,), finite, in time and without gaps; at least two years and one period
    per_year  periods in a year: 12 or 52
    robust    give odd periods less weight, in 15 rounds, so that one wild month does not bend season and trend
    middle    what the distance of a usual period is: as R has it, or the true median. They differ only in series of even
              length, and there the season may differ by some per cent

    Always (m, n) out. Raises ValueError on a series that is too short or not finite.
    Source: Cleveland, Cleveland, McRae & Terpenning 1990, STL, Journal of Official Statistics 6:3.
    """
    y = np.atleast_2d(np.asarray(observed, dtype=np.float64))
    n = y.shape[1]
    if y.ndim != 2 or not np.all(np.isfinite(y)):
        raise ValueError("a series holds finite numbers, one row per series")
    if per_year < 2 or n <= 2 * per_year:
        raise ValueError("a season needs more than two years of counts")
    season = 10 * n + 1
    trend = _odd(1.5 * per_year / (1 - 1.5 / season))
    windows = _Window.of(season, 0), _Window.of(trend, 1), _Window.of(_odd(per_year), 1)
    inner, outer = _ROUNDS_ROBUST if robust else _ROUNDS_PLAIN
    seasonal, smooth, weight = np.zeros_like(y), np.zeros_like(y), np.ones_like(y)
    for i in range(outer + 1):
        if i:
            weight = _weights(y - seasonal - smooth, middle)
        for _ in range(inner):
            seasonal, smooth = _round(y, smooth, weight, per_year, windows)
    place = np.arange(n) % per_year
    mean = np.stack([seasonal[:, place == part].mean(axis=1) for part in range(per_year)], axis=1)
    seasonal = mean[:, place]
    return Decomposition(seasonal, smooth, y - seasonal - smooth, weight)


def _odd(length: float) -> int:
    """The nearest odd number upwards."""
    whole = int(np.ceil(length))
    return whole + 1 - whole % 2


def _round(
    y: Floats, trend: Floats, weight: Floats, per_year: int, windows: tuple[_Window, _Window, _Window]
) -> tuple[Floats, Floats]:
    """Season and trend anew, from the trend of the round before."""
    n = y.shape[1]
    for_season, for_trend, for_level = windows
    cycles = np.empty((len(y), n + 2 * per_year))  # one period before the first and one after the last, in each part of the year
    for part in range(per_year):
        cycles[:, part::per_year] = _stretched((y - trend)[:, part::per_year], weight[:, part::per_year], for_season)
    level = _means(_means(_means(cycles, per_year), per_year), 3)
    seasonal = cycles[:, per_year : per_year + n] - _smooth(level, np.ones_like(level), for_level)
    return seasonal, _smooth(y - seasonal, weight, for_trend)


def _stretched(y: Floats, weight: Floats, window: _Window) -> Floats:
    """The smoothed years of one part of the year, with one more at either end."""
    k = y.shape[1]
    near = min(window.length, k)
    before = _at(y, weight, 0, 0, near, window)
    after = _at(y, weight, k + 1, k - near, k, window)
    middle = _smooth(y, weight, window)
    before = np.where(np.isnan(before), middle[:, 0], before)
    after = np.where(np.isnan(after), middle[:, -1], after)
    return np.concatenate([before[:, None], middle, after[:, None]], axis=1)


def _means(y: Floats, over: int) -> Floats:
    """Moving means of `over` periods; so much shorter."""
    total = np.cumsum(np.pad(y, ((0, 0), (1, 0))), axis=1)
    out: Floats = (total[:, over:] - total[:, :-over]) / over
    return out


def _smooth(y: Floats, weight: Floats, window: _Window) -> Floats:
    """Loess at every `step`-th point and at the last, and straight lines in between."""
    n = y.shape[1]
    step = min(window.step, n - 1)
    points = list(range(1, n + 1, step))
    if points[-1] != n:
        points.append(n)
    found = []
    for point in points:
        first = min(max(point - (window.length + 1) // 2, 0), max(n - window.length, 0))
        if point == n and (n - 1) % step:
            first = _last_first(n, step, window.length)
        here = _at(y, weight, point, first, min(first + window.length, n), window)
        found.append(np.where(np.isnan(here), y[:, point - 1], here))
    values = np.stack(found, axis=1)
    at = np.arange(1, n + 1)
    after = np.clip(np.searchsorted(points, at, side="left"), 1, len(points) - 1)
    left, right = np.array(points)[after - 1], np.array(points)[after]
    share = (at - left) / (right - left)
    out: Floats = values[:, after - 1] + (values[:, after] - values[:, after - 1]) * share
    return out


def _last_first(n: int, step: int, length: int) -> int:
    """Where the window of the very last point begins: R leaves it where that of the last regular point was."""
    if length >= n:
        return 0
    point = (n - 1) // step * step + 1
    return min(max(point - (length + 1) // 2, 0), n - length)


def _at(y: Floats, weight: Floats, point: int, first: int, end: int, window: _Window) -> Floats:
    """Loess at one point (from 1; 0 and n + 1 too) from periods first..end − 1; NaN where no weight is left. Shape (m,)."""
    n = y.shape[1]
    at = np.arange(first + 1, end + 1, dtype=float)
    reach = float(max(point - (first + 1), end - point) + max(window.length - n, 0) // 2)
    far = np.abs(at - point)
    kernel = np.where(far <= 0.001 * reach, 1.0, (1 - (far / max(reach, 1e-300)) ** 3) ** 3) * (far <= 0.999 * reach)
    w = kernel * weight[:, first:end]
    total = w.sum(axis=1, keepdims=True)
    alive = total[:, 0] > 0
    w = w / np.where(total > 0, total, 1.0)
    if window.degree and reach > 0:
        middle = w @ at
        spread = np.sum(w * (at - middle[:, None]) ** 2, axis=1)
        wide = np.sqrt(spread) > 0.001 * (n - 1)
        slope = np.where(wide, (point - middle) / np.where(wide, spread, 1.0), 0.0)
        w = w * (slope[:, None] * (at - middle[:, None]) + 1)
    return np.where(alive, np.sum(w * y[:, first:end], axis=1), np.nan)


def _weights(remainder: Floats, middle: str) -> Floats:
    """Bisquare weights: 1 near the fit, 0 beyond six times the middle distance. A perfect fit leaves all at 1."""
    far = np.abs(remainder)
    if middle == "r" and far.shape[1] % 2 == 0:
        limit = 6 * np.array([[_middle_of_r(row)] for row in far.tolist()])
    else:
        limit = 6 * np.median(far, axis=1, keepdims=True)
    inside = (1 - (far / np.where(limit > 0, limit, 1.0)) ** 2) ** 2 * (far <= 0.999 * limit)
    return np.where(far <= 0.001 * limit, 1.0, inside)


def _middle_of_r(values: list[float]) -> float:
    """What R takes for the median of an even number of values.

    It sorts only as far as the two in the middle need, and asks for the upper one first while its sort expects the lower
    one first. Where a split falls between the two, it goes on in the shorter part alone, so the value on the other side may
    not be the one that belongs there. We follow, because a decomposition that is to be held against R's must be the same.
    """
    a, low, high = list(values), len(values) // 2 - 1, len(values) // 2
    first, last = 0, len(a) - 1
    while first < last:
        if last - first <= 10 and first > 0:
            a[first : last + 1] = sorted(a[first : last + 1])
            break
        left, right = _split(a, first, last)
        if left - first <= last - right:
            first, last = (first, left) if low <= left else (right, last)
        else:
            first, last = (right, last) if high >= right else (first, left)
    return (a[low] + a[high]) / 2


def _split(a: list[float], first: int, last: int) -> tuple[int, int]:
    """Part a[first..last] around the middle one of three (Singleton 1969).

    Up to the first index returned all are at most, from the second on all at least as large as the pivot.
    """
    half = (first + last) // 2
    for one, other in ((first, half), (half, last), (first, half)):
        if a[other] < a[one]:
            a[one], a[other] = a[other], a[one]
    pivot, left, right = a[half], last, first
    while True:
        left -= 1
        while a[left] > pivot:
            left -= 1
        right += 1
        while a[right] < pivot:
            right += 1
        if right > left:
            return left, right
        a[left], a[right] = a[right], a[left]
