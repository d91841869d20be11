"""How sure one count, one weighted rate or one ratio of two rates is: exact intervals at 95 %, or another level.

All functions take arrays that broadcast and give float arrays. An unknown number (NaN) gives NaN, never a guess.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from driehoek.engine import conditional, special
from driehoek.engine.conditional import Bools, Comparison
from driehoek.engine.special import Floats

LEVEL = 0.95
_TIE = 1 + 1e-7  # outcomes that differ no more than this in likelihood are equally likely


def poisson_interval(count: ArrayLike, *, level: float = LEVEL) -> tuple[Floats, Floats]:
    """Exact limits of the mean behind a Poisson count.

    count    ≥ 0, any shape; divide the limits by the exposure for those of a rate
    returns  low and high, in counts, each tail at most (1 − level)/2; low is 0 where the count is 0
    errors   ValueError on a negative count or a level outside 0..1
    source   Garwood 1936; the same as R's poisson.test
    """
    x, half = _counts(count), _half(level)
    low = np.where(x > 0, special.gamma_quantile(np.where(x > 0, x, 1.0), half), 0.0)
    return np.where(np.isnan(x), np.nan, low), special.gamma_quantile_above(x + 1, half)


def mid_p_interval(count: ArrayLike, *, level: float = LEVEL) -> tuple[Floats, Floats]:
    """Limits of the mean behind a Poisson count, of which half of the chance of the count itself counts in each tail.

    Shorter than the exact interval, and right on average instead of always: it serves where many small counts lie side
    by side and nothing is decided on one of them. What gets a colour rests on the exact test.

    count, returns, errors   as `poisson_interval`
    source   Lancaster 1961; Cohen & Yang 1994
    """
    x, half = _counts(count), _half(level)
    inner = np.where(x > 0, x, 1.0)
    outer_low, outer_high = poisson_interval(x, level=level)

    def low_is_beyond(mean: Floats) -> Bools:
        return special.gamma_below(inner, mean) + special.gamma_below(inner + 1, mean) > 2 * half

    def high_is_beyond(mean: Floats) -> Bools:
        here = np.where(x > 0, special.gamma_above(inner, mean), 0.0) + special.gamma_above(x + 1, mean)
        return here < 2 * half

    low = _halve(low_is_beyond, outer_low, x)
    high = _halve(high_is_beyond, x, outer_high)
    return np.where(x > 0, low, np.where(np.isnan(x), np.nan, 0.0)), high


def gamma_interval(
    counts: ArrayLike, weights: ArrayLike, *, level: float = LEVEL, axis: int = -1
) -> tuple[Floats, Floats, Floats]:
    """A weighted sum of Poisson counts, such as a rate that is standardised by age, with its limits.

    counts   ≥ 0, one per stratum along `axis`
    weights  ≥ 0, of the same shape: share of the stratum in the standard population / exposure of the stratum
    returns  sum, low and high, in the unit of the weights. With equal weights these are the limits of Garwood.
    errors   ValueError on a negative number or when all weights are 0
    source   Fay & Feuer 1997 (the limits are at least as wide as asked for in all that was simulated)
    """
    x, w = np.broadcast_arrays(_counts(counts), np.asarray(weights, float))
    if np.any(w < 0) or np.any(np.all(w == 0, axis=axis)):
        raise ValueError("weights must be at least 0, and one of them above 0")
    half, largest = _half(level), np.max(w, axis=axis)
    total, variance = np.sum(w * x, axis=axis), np.sum(w**2 * x, axis=axis)
    some = total > 0
    per, shape = np.where(some, variance, 1.0) / np.where(some, total, 1.0), np.where(some, total, 1.0)
    low = np.where(some, per * special.gamma_quantile(shape / per, half), 0.0)
    more, scale = total + largest, (variance + largest**2) / (total + largest)
    high = scale * special.gamma_quantile_above(more / scale, half)
    return total, np.where(np.isnan(total), np.nan, low), high


@dataclass(frozen=True)
class RateRatio:
    """Rate of one count over the rate of another, with exact limits at 95 % and p.

    ratio      infinite where only the base is 0; NaN where both counts are
    low, high  limits; 0 below where the count is 0, infinite above where the base is
    p          two-sided, twice the smaller tail: below .05 exactly where the limits leave out 1
    """

    ratio: Floats
    low: Floats
    high: Floats
    p: Floats


def rate_ratio(count: ArrayLike, exposure: ArrayLike, base: ArrayLike, base_exposure: ArrayLike) -> RateRatio:
    """Exact ratio of two rates: count/exposure over base/base_exposure. All broadcast.

    count, base   Poisson counts ≥ 0
    exposure, base_exposure   persons × time in one unit, > 0
    errors   ValueError on a negative count or an exposure that is not above 0
    source   Przyborowski & Wilenski 1940; limits as R's poisson.test (Clopper & Pearson 1934)
    """
    shape, latest, case = _exact(count, exposure, base, base_exposure)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = latest / case.expected
    low, high = conditional.ratio_limits(case, latest)
    found = (ratio, low, high, conditional.p_value(case, latest))
    unknown = np.isnan(latest) | np.isnan(case.base)
    return RateRatio(*(np.where(unknown, np.nan, one).reshape(shape) for one in found))


def p_less_likely(count: ArrayLike, exposure: ArrayLike, base: ArrayLike, base_exposure: ArrayLike) -> Floats:
    """p as R's poisson.test and binom.test give it: the chance of all outcomes that are no likelier than this one.

    Only to lay our numbers beside those of R: it differs from `rate_ratio(…).p` where the exposures differ, and does not
    always agree with the interval. Arguments and errors as `rate_ratio`.
    """
    shape, x, case = _exact(count, exposure, base, base_exposure)
    n, q = x + case.base, case.share
    here, middle = _log_chance(x, n, q), np.clip(np.floor((n + 1) * q), 0, n)
    left = x < middle
    # The chances fall on both sides of the middle, so the outcome on the far side where they get as small is enclosed.
    near, far = middle.copy(), np.where(left, n + 1, -1.0)
    for _ in range(60):
        look = np.floor((near + far) / 2)
        beyond = _log_chance(np.clip(look, 0, n), n, q) <= here + np.log(_TIE)
        open_ = np.abs(far - near) > 1
        near, far = np.where(open_ & ~beyond, look, near), np.where(open_ & beyond, look, far)
    below = np.where(left, x, far)
    above = np.where(left, far, x)
    p = _at_most(below, n, q) + _at_most(n - above, n, 1 - q)  # the second: as many or fewer of the other kind
    return np.where(np.isnan(n), np.nan, np.where(here >= _log_chance(middle, n, q) - np.log(_TIE), 1.0, p)).reshape(shape)


def _counts(count: ArrayLike) -> Floats:
    x = np.asarray(count, float)
    if np.any(x < 0) or np.any(np.isinf(x)):
        raise ValueError("a count is at least 0")
    return x


def _half(level: float) -> float:
    if not 0 < level < 1:
        raise ValueError("a level lies between 0 and 1")
    return (1 - level) / 2


def _exact(
    count: ArrayLike, exposure: ArrayLike, base: ArrayLike, base_exposure: ArrayLike
) -> tuple[tuple[int, ...], Floats, Comparison]:
    """The shape of the answer, and everything flat: the count and the comparison without dispersion."""
    given = np.broadcast_arrays(_counts(count), np.asarray(exposure, float), _counts(base), np.asarray(base_exposure, float))
    latest, here, before, there = (np.ravel(one) for one in given)
    if not np.all(here > 0) or not np.all(there > 0):
        raise ValueError("an exposure is above 0")
    case = Comparison(before, here, there, np.ones(len(latest)), np.full(len(latest), np.inf))
    return given[0].shape, latest, case


def _halve(beyond: Callable[[Floats], Bools], low: Floats, high: Floats) -> Floats:
    """The mean between low and high from which on `beyond` holds, to the last bits of a float."""
    low, high = np.array(low, float), np.array(high, float)
    for _ in range(80):
        middle = (low + high) / 2
        further = beyond(middle)
        low, high = np.where(further, low, middle), np.where(further, middle, high)
    return (low + high) / 2


def _log_chance(k: Floats, n: Floats, q: Floats) -> Floats:
    """ln P(K = k) for a binomial K of n and q."""
    return k * np.log(q) + (n - k) * np.log1p(-q) - np.log(n + 1) - special.log_beta(k + 1, n - k + 1)


def _at_most(k: Floats, n: Floats, q: Floats) -> Floats:
    """P(K ≤ k) for a binomial K of n and q."""
    inside = (k >= 0) & (k < n)
    safe = np.where(inside, k, 0.0)
    return np.where(k < 0, 0.0, np.where(inside, special.beta_below(np.where(inside, n - safe, 1.0), safe + 1, 1 - q), 1.0))
