"""Rates of small areas, drawn towards the rate of all areas by as much as chance alone would explain.

A village with one burglary more or less jumps to the top or the bottom of every list. A shrunken rate does not: the
fewer people, the more it leans on the others. It orders a map or a list; what differs is said by the test, not by this.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from driehoek.engine import special
from driehoek.engine.special import Floats

type Ints = NDArray[np.int64]

_WIDEST, _NARROWEST = -7.0, 14.0  # ln of the shape of the prior: from hardly any shrinkage to (almost) all
_HALVINGS = 45


@dataclass(frozen=True)
class Shrunken:
    """Rates per unit of exposure, areas × phenomena; NaN where the count is unknown or its group has no exposure.

    rate     the shrunken rate
    raw      count / exposure
    centre   the rate that it is drawn towards: that of its group
    own      how much its own rate counts, 0 to 1; rate = centre + own·(raw − centre)
    """

    rate: Floats
    raw: Floats
    centre: Floats
    own: Floats


@dataclass(frozen=True)
class GammaPoisson(Shrunken):
    """The same, with the limits in which the rate behind the count lies with 95 % chance, given the prior."""

    low: Floats
    high: Floats


def marshall(counts: ArrayLike, exposure: ArrayLike, groups: ArrayLike | None = None) -> Shrunken:
    """Empirical-Bayes rates by moments, of all phenomena at once.

    counts    ≥ 0, areas × phenomena; NaN is unknown and takes no part
    exposure  > 0, one per area, or areas × phenomena
    groups    whole number ≥ 0 per area: each group of like areas is drawn towards its own rate; one group where None
    returns   rates; all own = 0 in a group whose rates differ no more than chance
    errors    ValueError on a negative count, an exposure that is not above 0, or shapes that do not fit
    source    Marshall 1991, Applied Statistics 40, the global estimator (per group)
    """
    x, e, group = _given(counts, exposure, groups)
    known = ~np.isnan(x)
    x0, e0 = np.where(known, x, 0.0), np.where(known, e, 0.0)
    total, people, areas = _sums(x0, group), _sums(e0, group), _sums(known.astype(float), group)
    with np.errstate(divide="ignore", invalid="ignore"):
        raw, mean = x / e, total / people
        spread = _sums(e0 * (np.where(known, raw, 0.0) - np.where(people > 0, mean, 0.0)[group]) ** 2, group) / people
        between = np.maximum(spread - mean * areas / people, 0.0)[group]
        centre = mean[group]
        own = np.where(between > 0, between / (between + centre / e), 0.0)
    own = np.where(known, own, np.nan)
    return Shrunken(centre + own * (raw - centre), raw, np.where(known, centre, np.nan), own)


def gamma_poisson(counts: ArrayLike, exposure: ArrayLike, groups: ArrayLike | None = None) -> GammaPoisson:
    """Empirical-Bayes rates with a gamma prior that is fitted by maximum likelihood, of all phenomena at once.

    counts, exposure, groups, errors   as `marshall`
    returns   as `marshall`, with limits that include the doubt about the mean of the prior, not that about its shape
    source    Clayton & Kaldor 1987; the prior by maximum likelihood of the negative binomial; the doubt: Morris 1983
    """
    x, e, group = _given(counts, exposure, groups)
    known = ~np.isnan(x)
    x0, e0 = np.where(known, x, 0.0), np.where(known, e, 0.0)
    shape, mean = _prior(x0, e0, known, group)
    a, m = shape[group], np.where(mean > 0, mean, np.nan)[group]
    exposed = a / m + e0
    own, rate = e0 / exposed, (a + x0) / exposed
    doubt = 1 / _sums(np.nan_to_num(e0 * a / (m * (a + m * e0))), group).clip(1e-300)[group]  # variance of the mean
    scale = (rate / exposed + (1 - own) ** 2 * doubt) / rate  # of the gamma distribution with that mean and variance
    low, high = (scale * limit(rate / scale, 0.025) for limit in (special.gamma_quantile, special.gamma_quantile_above))
    none = np.where(mean == 0, 0.0, np.nan)[group]  # a group where it never happened has rate 0, a group without counts none
    filled = [np.where(known, np.where(np.isnan(m), none, one), np.nan) for one in (rate, own, low, high, m)]
    rate, own, low, high, centre = filled
    return GammaPoisson(rate, x / e, centre, own, low, high)


def _given(counts: ArrayLike, exposure: ArrayLike, groups: ArrayLike | None) -> tuple[Floats, Floats, Ints]:
    x, e = np.asarray(counts, float), np.asarray(exposure, float)
    if x.ndim != 2:
        raise ValueError("counts are areas × phenomena")
    e = np.broadcast_to(e[:, None] if e.ndim == 1 else e, x.shape)
    if np.any(x < 0) or not np.all(e > 0):
        raise ValueError("a count is at least 0 and an exposure is above 0")
    group = np.zeros(len(x), np.int64) if groups is None else np.asarray(groups, np.int64)
    if group.shape != (len(x),) or np.any(group < 0):
        raise ValueError("groups are one whole number ≥ 0 per area")
    return x, e, group


def _sums(values: Floats, group: Ints) -> Floats:
    """Sum per group, groups × phenomena."""
    if not np.any(group):
        return np.sum(values, axis=0, keepdims=True)
    out = np.zeros((int(group.max(initial=0)) + 1, values.shape[1]))
    np.add.at(out, group, values)
    return out


def _prior(x: Floats, e: Floats, known: NDArray[np.bool_], group: Ints) -> tuple[Floats, Floats]:
    """Shape and mean of the gamma prior per group and phenomenon: those that make the counts likeliest.

    The slope of the likelihood in the shape is halved down to its zero, with the best mean at each look. Where the counts
    vary no more than chance there is no such zero: the shape stays at its largest, and all is drawn to the mean.
    """
    people = _sums(e, group)
    pooled = np.where(people > 0, _sums(x, group) / np.where(people > 0, people, 1.0), np.nan)
    low, high = np.full(pooled.shape, _WIDEST), np.full(pooled.shape, _NARROWEST)
    mean = pooled
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        mean = _best_mean(x, e, np.exp(middle), np.where(mean > 0, mean, 1.0), group)
        rises = _slope(x, e, known, np.exp(middle), mean, group) > 0
        low, high = np.where(rises, middle, low), np.where(rises, high, middle)
    return np.exp((low + high) / 2), np.where(pooled > 0, mean, pooled)


def _best_mean(x: Floats, e: Floats, shape: Floats, mean: Floats, group: Ints) -> Floats:
    """The mean m of the prior at which Σ (x − m·e)·a/(a + m·e) is 0: a fixed point, each step a weighted rate."""
    a = shape[group]
    for _ in range(30):
        weight = a / (a + mean[group] * e)
        below = _sums(weight * e, group)
        new = _sums(weight * x, group) / np.where(below > 0, below, 1.0)
        new = np.where(new > 0, new, mean)
        done = np.all(np.abs(new - mean) <= 1e-12 * mean)
        mean = new
        if done:
            break
    return mean


def _slope(x: Floats, e: Floats, known: NDArray[np.bool_], shape: Floats, mean: Floats, group: Ints) -> Floats:
    """Slope of the log-likelihood of the negative binomial in its shape, per group and phenomenon."""
    a, expected = shape[group], mean[group] * e
    terms = special.digamma(a + x) - special.digamma(a) - np.log1p(expected / a) + (expected - x) / (a + expected)
    return _sums(np.where(known, terms, 0.0), group)
