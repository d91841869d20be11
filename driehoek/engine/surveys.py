"""What a survey can tell: the margin of a share, and whether two years differ.

People who were asked are a sample, so a share is never exact. Two years are compared as two independent samples.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from driehoek.engine import family, special
from driehoek.engine.results import ALPHA, Verdict
from driehoek.engine.special import Floats

_Z = 1.959963984540054  # Φ⁻¹(.975)
_WIDEST = 40.0  # of z: beyond this p is 0 in a float


@dataclass(frozen=True)
class Estimates:
    """Figures of a survey with their uncertainty, any shape; NaN is unknown. Make one by `shares` or `published`.

    value      share from 0 to 1, or any other unit where the margin was published
    asked      size of the simple sample that would be as sure: respondents / design effect; NaN where a margin was given
    deviation  standard deviation of the value where a margin was given; else NaN
    """

    value: Floats
    asked: Floats
    deviation: Floats

    def limits(self, z: ArrayLike = _Z) -> tuple[Floats, Floats]:
        """Low and high, z standard deviations away: 95 % unless told otherwise. A share stays within 0 and 1 (Wilson 1927)."""
        z = np.asarray(z, float)
        middle = (self.value + z**2 / (2 * self.asked)) / (1 + z**2 / self.asked)
        spread = self.value * (1 - self.value) / self.asked + z**2 / (4 * self.asked**2)
        half = z * np.sqrt(np.maximum(spread, 0.0)) / (1 + z**2 / self.asked)
        given = z * self.deviation
        sample = np.isnan(self.deviation)
        low, high = np.maximum(middle - half, 0.0), np.minimum(middle + half, 1.0)
        return np.where(sample, low, self.value - given), np.where(sample, high, self.value + given)

    @property
    def margin(self) -> Floats:
        """Half the width of the limits at 95 %: the “plus or minus” of a table."""
        low, high = self.limits()
        return (high - low) / 2


def shares(share: ArrayLike, respondents: ArrayLike, design_effect: ArrayLike = 1.0) -> Estimates:
    """Shares of people who were asked.

    share          0 to 1
    respondents    how many answered, > 0
    design_effect  > 0: variance over that of a simple sample; above 1 by weighting and by asking in clusters
    errors         ValueError outside these
    source         Kish 1965 (design effect); Wilson's limits with the effective sample: Franco et al. 2019
    """
    p, n, effect = np.broadcast_arrays(*(np.asarray(one, float) for one in (share, respondents, design_effect)))
    if np.any((p < 0) | (p > 1)) or np.any(n <= 0) or np.any(effect <= 0):
        raise ValueError("a share lies between 0 and 1; respondents and design effect are above 0")
    return Estimates(p, n / effect, np.full(p.shape, np.nan))


def published(value: ArrayLike, margin: ArrayLike) -> Estimates:
    """Figures that were published with a margin at 95 %, such as those of the Veiligheidsmonitor. Any unit; margin > 0."""
    v, m = np.broadcast_arrays(np.asarray(value, float), np.asarray(margin, float))
    if np.any(m <= 0):
        raise ValueError("a margin is above 0")
    return Estimates(v, np.full(v.shape, np.nan), np.where(np.isnan(m), np.inf, m) / _Z)


@dataclass(frozen=True)
class Differences:
    """Later less earlier, flat or of the shape of the estimates. NaN where one of them is unknown.

    difference, low, high   in the unit of the estimates; limits at 95 %
    p, p_adjusted           of each alone, and adjusted by Holm over all that were compared in one call: one family
    verdicts                one per difference, in C order
    """

    difference: Floats
    low: Floats
    high: Floats
    p: Floats
    p_adjusted: Floats
    verdicts: tuple[Verdict, ...]


def compare_years(earlier: Estimates, later: Estimates, *, matters: float | None = None) -> Differences:
    """Whether figures of a survey rose or fell between two years, as one family.

    matters   the smallest difference that matters, > 0, in the unit of the estimates. “Als gewoonlijk” is said only where
              the limits leave out a difference that large, both ways; without `matters` it is never said.
    returns   p is below .05 exactly where the limits leave out 0
    errors    ValueError where `matters` is not above 0
    source    Newcombe 1998, method 10 (limits of each share put together); for published margins this is the root of the
              sum of squares. Both samples are taken to be independent: a panel that is asked twice is surer than this says.
    """
    if matters is not None and not matters > 0:
        raise ValueError("a difference that matters is above 0")
    difference = later.value - earlier.value
    unknown = np.isnan(difference) | np.isinf(earlier.deviation) | np.isinf(later.deviation)
    low, high = _limits(earlier, later, _Z)
    p = np.where(unknown, np.nan, _p(earlier, later, difference))
    adjusted = np.full(p.shape, np.nan)
    adjusted[~unknown] = family.holm(p[~unknown])
    low, high = np.where(unknown, np.nan, low), np.where(unknown, np.nan, high)
    rows = zip(*(np.ravel(one) for one in (difference, low, high, p, adjusted)), strict=True)
    return Differences(difference, low, high, p, adjusted, tuple(_verdict(row, matters) for row in rows))


def _limits(earlier: Estimates, later: Estimates, z: ArrayLike) -> tuple[Floats, Floats]:
    (low_1, high_1), (low_2, high_2) = earlier.limits(z), later.limits(z)
    down = np.sqrt((later.value - low_2) ** 2 + (high_1 - earlier.value) ** 2)
    up = np.sqrt((high_2 - later.value) ** 2 + (earlier.value - low_1) ** 2)
    difference = later.value - earlier.value
    return difference - down, difference + up


def _p(earlier: Estimates, later: Estimates, difference: Floats) -> Floats:
    """Two-sided p that goes with the limits: the level at which they just reach 0."""
    inside, outside = np.zeros(difference.shape), np.full(difference.shape, _WIDEST)
    for _ in range(70):
        z = (inside + outside) / 2
        low, high = _limits(earlier, later, z)
        apart = (low > 0) | (high < 0)
        inside, outside = np.where(apart, z, inside), np.where(apart, outside, z)
    return 2 * special.normal_below(-(inside + outside) / 2)


def _verdict(row: Sequence[float], matters: float | None) -> Verdict:
    difference, low, high, p, adjusted = row
    if np.isnan(adjusted):
        return Verdict.CANNOT_TELL
    if adjusted <= ALPHA:
        return Verdict.RISES if difference > 0 else Verdict.FALLS
    same = matters is not None and -matters < low and high < matters
    return Verdict.AS_USUAL if same and p >= ALPHA else Verdict.CANNOT_TELL
