"""Farrington's method for months and weeks, as published in 1996 and made flexible in 2013, for many series at once.

It answers one question: is this count higher than those of about the same time in earlier years allow? It is here as a
known measure to hold others against. It alarms too often in the far tail; `surveillance.judge_newest` is the honest variant.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, Literal

import numpy as np

from driehoek.engine import tails
from driehoek.engine.quasipoisson import CHUNK, Bools, Fit, chunks, counts_of, fit, leverage
from driehoek.engine.special import Floats, normal_below, normal_quantile, student_below


@dataclass(frozen=True, slots=True)
class Settings:
    """How the baseline is chosen and the bound is drawn. Names in brackets are those of the R package.

    per_year           periods in a year: 12 or 52
    years              how many years back [b]
    half_window        periods on either side of the same period in those years [w]
    seasons            parts of a year, the window one of them; 1: only the windows are used [noPeriods]
    left_out           newest periods that are not used, beside the judged one [pastWeeksNotIncluded]
    trend              whether a trend is tried; it stays with at least three years, p < trend_level, and an expected
                       count not above the largest in the baseline [trend, pThresholdTrend]
    weights_above      residual from which a past count weighs less; None: no reweighting [reweight, weightsThreshold]
    above              chance of a count above the bound when nothing changed; the R package takes its alpha for the flexible
                       method, and half of it for the original [alpha]
    bound              "negative binomial" (2013, plug-in) or "two thirds" (1996, normal after the power ⅔)
    fewest, within     no answer with less than `fewest` cases in the newest `within` periods [limit54]
    trend_test         "weights": the test of the trend as the R package of the flexible method does it, which puts the
                       prior weights in the place of the working weights; "pearson": the usual test
    """

    per_year: int = 12
    years: int = 5
    half_window: int = 3
    seasons: int = 1
    left_out: int = 3
    trend: bool = True
    trend_level: float = 0.05
    weights_above: float | None = 2.58
    above: float = 0.025
    bound: Literal["negative binomial", "two thirds"] = "negative binomial"
    fewest: int = 5
    within: int = 4
    trend_test: Literal["weights", "pearson"] = "weights"


ORIGINAL = Settings(per_year=52, left_out=-1, weights_above=1.0, bound="two thirds", trend_test="pearson")
FLEXIBLE = Settings(per_year=52, seasons=10, left_out=26)


@dataclass(frozen=True, slots=True)
class Bounds:
    """One value per series and judged period, shape (m, k). NaN and False where there is no answer.

    expected, upper   counts per period; upper is a whole number under the negative binomial
    dispersion        ≥ 1
    p                 P(Y ≥ y)
    trend             whether the trend stayed
    alarm             the count lies above `upper`
    """

    expected: Floats
    upper: Floats
    dispersion: Floats
    p: Floats
    trend: Bools
    alarm: Bools


@dataclass(frozen=True, slots=True)
class _Layout:
    """Which periods before the judged one form the baseline, and the part of the year of each (0 is the window)."""

    back: tuple[int, ...]
    season: tuple[int, ...]

    def design(self, trend: bool) -> Floats:
        """Intercept, trend that is 0 in the judged period, and a column for each other part of the year."""
        span = max(1, -self.back[0])
        columns = [np.ones(len(self.back))]
        columns += [np.array(self.back) / span] if trend else []
        columns += [np.array(self.season) == part for part in sorted(set(self.season) - {0})]
        return np.stack(columns, axis=1).astype(float)


def farrington(
    counts: Any,
    settings: Settings,
    *,
    at: Sequence[int] | None = None,
    dates: Sequence[date] | None = None,
    exposure: Any = None,
    chunk: int = CHUNK,
) -> Bounds:
    """Upper bound and alarm for every series, in every period of `at`.

    counts    (m, n), whole, ≥ 0, in time; no gaps
    at        periods to judge, from 0; every one with a whole baseline where None
    dates     (n,), first day of each week: "the same week" is then the nearest one by date, also in years of 53 weeks
    exposure  (m, n) or (n,), > 0; for example inhabitants

    Raises ValueError on counts that are not right, or a period without a whole baseline.
    Source: Farrington et al. 1996, JRSS A 159:547; Noufaily et al. 2013, Stat Med 32:1206; settings as in the R package
    surveillance (Salmon, Schumacher & Höhle 2016, J Stat Softw 70(10)).
    """
    y = counts_of(counts)
    off = None if exposure is None else np.log(np.broadcast_to(np.asarray(exposure, float), y.shape))
    layouts = {now: _layout(now, settings, dates) for now in (range(y.shape[1]) if at is None else at)}
    missing = [now for now, layout in layouts.items() if layout is None]
    if at is not None and missing:
        raise ValueError(f"no whole baseline for period {missing[0]}")
    judged = [now for now, layout in layouts.items() if layout is not None]
    same: dict[_Layout, list[int]] = defaultdict(list)
    for now, layout in layouts.items():
        if layout is not None:
            same[layout].append(now)
    shape = (len(y), len(judged))
    out = Bounds(
        expected=np.full(shape, np.nan),
        upper=np.full(shape, np.nan),
        dispersion=np.full(shape, np.nan),
        p=np.full(shape, np.nan),
        trend=np.zeros(shape, bool),
        alarm=np.zeros(shape, bool),
    )
    for layout, periods in same.items():
        _fill(out, [judged.index(now) for now in periods], layout, np.array(periods), y, off, settings, chunk)
    return out


def _layout(now: int, settings: Settings, dates: Sequence[date] | None) -> _Layout | None:
    """The baseline of one period, or None where a year of it is missing."""
    marks = _same_time_in_earlier_years(now, settings, dates)
    w, parts = settings.half_window, settings.seasons
    if marks is None or marks[-1] - w < 0:
        return None
    season = dict.fromkeys(range(now - w, now + 1), 0)
    for later, mark in pairwise(marks):
        season |= dict.fromkeys(range(mark - w, mark + w + 1), 0)
        if parts > 1:
            between = range(mark + w + 1, later - w)
            size, rest = divmod(len(between), parts - 1)
            ends = np.cumsum([size + (part < rest) for part in range(parts - 1)])
            season |= {period: int(np.searchsorted(ends, i, side="right")) + 1 for i, period in enumerate(between)}
    used = sorted(period for period in season if period < now - max(settings.left_out, -1) and period < now)
    if settings.left_out < 0:  # 1996: the years before, not the weeks just before
        used = [period for period in used if period <= marks[1] + w]
    return _Layout(tuple(period - now for period in used), tuple(season[period] for period in used))


def _same_time_in_earlier_years(now: int, settings: Settings, dates: Sequence[date] | None) -> list[int] | None:
    """The judged period and its like in each earlier year, newest first."""
    if dates is None:
        return [now - settings.per_year * back for back in range(settings.years + 1)]
    marks = []
    for back in range(settings.years + 1):
        day = _years_before(dates[now], back)
        behind = (day.weekday() - dates[now].weekday()) % 7
        nearest = day - timedelta(days=behind) if behind <= 3 else day + timedelta(days=7 - behind)
        mark, rest = divmod((nearest - dates[0]).days, 7)
        if mark < 0 or rest:
            return None
        marks.append(mark)
    return marks


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return date(day.year - years, 3, 1)


def _fill(
    out: Bounds, columns: list[int], layout: _Layout, periods: Any, y: Floats, off: Floats | None, settings: Settings, chunk: int
) -> None:
    """Judge all series in the periods that share a layout; every pair of a series and a period is a row of its own."""
    rows = np.repeat(np.arange(len(y)), len(periods))
    now = np.tile(periods, len(y))
    column = np.tile(np.array(columns), len(y))
    back = np.array(layout.back)
    recent = np.arange(settings.within)
    for part in chunks(len(rows), chunk):
        row, when = rows[part, None], now[part, None]
        base = y[row, when + back]
        offset = None if off is None else off[row, when + back] - off[row, when]
        found = _judge(layout, base, offset, y[rows[part], now[part]], settings)
        enough = np.sum(y[row, np.maximum(when - recent, 0)] * (when - recent >= 0), axis=1) >= settings.fewest
        place = rows[part], column[part]
        for into, values in zip((out.expected, out.upper, out.dispersion, out.p), found[:4], strict=True):
            into[place] = np.where(enough, values, np.nan)
        out.trend[place] = found[4] & enough
        out.alarm[place] = enough & (y[rows[part], now[part]] > found[1])


def _judge(
    layout: _Layout, base: Floats, off: Floats | None, newest: Floats, settings: Settings
) -> tuple[Floats, Floats, Floats, Floats, Bools]:
    """Expected count, upper bound, dispersion, p and whether the trend stayed, one value per row of `base`."""
    without = layout.design(trend=False)
    fitted, _ = _reweighted(without, base, off, settings)
    expected, variance, phi, good = _predict(fitted)
    kept = np.zeros(len(base), bool)
    if settings.trend and settings.years >= 3:
        design = layout.design(trend=True)
        trendy, weights = _reweighted(design, base, off, settings)
        at_trend = _predict(trendy)
        kept = trendy.converged & _trend_stays(trendy, weights, base, at_trend[0], settings)
        expected, variance, phi, good = (
            np.where(kept, a, b) for a, b in zip(at_trend, (expected, variance, phi, good), strict=True)
        )
    expected = np.where(good, expected, np.nan)
    if settings.bound == "two thirds":
        upper, p = _two_thirds(newest, expected, variance, phi, settings.above)
    else:
        upper = tails.quantile(1 - settings.above, expected, phi)
        p = np.where(good, tails.at_least(newest, np.where(good, expected, 1.0), phi), np.nan)
    return expected, upper, phi, p, kept


def _reweighted(design: Floats, base: Floats, off: Floats | None, settings: Settings) -> tuple[Fit, Floats | None]:
    """The fit, after past outbreaks were given less weight by their Anscombe residuals; and those weights."""
    first = fit(design, base, offset=off)
    if settings.weights_above is None:
        return first, None
    phi = np.maximum(first.dispersion, 1.0)[:, None]
    residual = 1.5 * (base ** (2 / 3) * first.mean ** (-1 / 6) - np.sqrt(first.mean))
    residual /= np.sqrt(phi * (1 - leverage(design, first)))
    weights = np.where(residual > settings.weights_above, np.maximum(residual, 1e-9) ** -2, 1.0)
    weights *= weights.shape[1] / weights.sum(axis=1, keepdims=True)
    again = fit(design, base, offset=off, weights=weights)
    return replace(again, converged=first.converged & again.converged), weights


def _predict(of: Fit) -> tuple[Floats, Floats, Floats, Bools]:
    """Expected count in the judged period, its variance, the dispersion, and whether there is an answer."""
    phi = np.maximum(of.dispersion, 1.0)
    expected = np.exp(np.clip(of.coefficients[:, 0], -700, 700))
    return expected, expected**2 * of.covariance()[:, 0, 0] * phi, phi, of.converged


def _trend_stays(of: Fit, weights: Floats | None, base: Floats, expected: Floats, settings: Settings) -> Bools:
    dispersion = of.dispersion
    df = base.shape[1] - of.coefficients.shape[1]
    if settings.trend_test == "weights" and weights is not None:
        dispersion = np.sum(weights * ((base - of.mean) / of.mean) ** 2, axis=1) / df
    t = of.coefficients[:, 1] / np.sqrt(np.maximum(dispersion * of.covariance()[:, 1, 1], 1e-300))
    p = 2 * student_below(df, -np.abs(t))
    stays: Bools = (p < settings.trend_level) & (expected <= base.max(axis=1))
    return stays


def _two_thirds(y: Floats, mean: Floats, variance: Floats, phi: Floats, above: float) -> tuple[Floats, Floats]:
    """Upper bound and p of 1996: normal after the power ⅔, with the variance of the estimate."""
    se = np.sqrt(4 / 9 * np.cbrt(mean) * (phi + variance / mean))
    upper = (mean ** (2 / 3) + normal_quantile(1 - above) * se) ** 1.5
    return upper, normal_below((mean ** (2 / 3) - y ** (2 / 3)) / se)
