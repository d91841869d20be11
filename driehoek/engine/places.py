"""Where it piles up: hot spots with a test, burglaries that follow each other nearby, and a look at the surroundings.

Points lie on a flat map, in metres (Rijksdriehoek). What is found says where more is counted than chance gives, never why.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from scipy.spatial import cKDTree

from driehoek.engine import family, special
from driehoek.engine.conditional import ALPHA
from driehoek.engine.intervals import RateRatio, rate_ratio
from driehoek.engine.sentences import whole
from driehoek.engine.special import Floats

type Ints = NDArray[np.int64]
type Weights = Any  # a scipy.sparse array or matrix, areas × areas


class Spot(StrEnum):
    """What an area with its surroundings is; the value is what the reader sees."""

    HOT = "veel bij elkaar"
    COLD = "weinig bij elkaar"
    NOT_APART = "niet te onderscheiden"
    CANNOT_TELL = "niet te zeggen"


def within(points: ArrayLike, metres: float) -> Weights:
    """Weights for `hot_spots`: 1 for each area whose point lies at most so far away, itself too.

    points   areas × 2, in metres
    returns  sparse, areas × areas
    """
    xy = _points(points)
    pairs = cKDTree(xy).query_pairs(metres, output_type="ndarray")
    return neighbours(len(xy), pairs)


def neighbours(areas: int, pairs: ArrayLike) -> Weights:
    """Weights for `hot_spots` from pairs of areas that touch (rows of two indices; order and repeats do not matter)."""
    i, j = np.asarray(pairs, np.int64).reshape(-1, 2).T
    own = np.arange(areas)
    rows, columns = np.concatenate([i, j, own]), np.concatenate([j, i, own])
    weights = sparse.csr_array((np.ones(len(rows)), (rows, columns)), shape=(areas, areas))
    weights.sum_duplicates()
    weights.data[:] = 1.0
    return weights


@dataclass(frozen=True)
class HotSpots:
    """Gi* of each area and indicator, areas × indicators; NaN where a value is unknown or all values are equal.

    z           standard deviations from what chance gives
    p           two-sided, by the normal distribution
    p_adjusted  Holm per indicator: it decides colour. It holds for any dependence, and neighbours do depend.
    order       Benjamini-Hochberg per indicator: only to put a long list in order

    Each is computed when it is first asked for: sorting all p takes ten times as long as z.
    """

    z: Floats

    @cached_property
    def p(self) -> Floats:
        two_sided: Floats = 2 * special.normal_below(-np.abs(self.z))
        return two_sided

    @cached_property
    def p_adjusted(self) -> Floats:
        return _per_indicator(family.holm, self.p)

    @cached_property
    def order(self) -> Floats:
        return _per_indicator(family.benjamini_hochberg, self.p)

    def spot(self, area: int, indicator: int) -> Spot:
        """In words. No colour without p_adjusted ≤ .05."""
        adjusted = self.p_adjusted[area, indicator]
        if np.isnan(adjusted):
            return Spot.CANNOT_TELL
        if adjusted > ALPHA:
            return Spot.NOT_APART
        return Spot.HOT if self.z[area, indicator] > 0 else Spot.COLD


def hot_spots(values: ArrayLike, weights: Weights) -> HotSpots:
    """Getis-Ord Gi* of many indicators in one sparse product.

    values   areas × indicators, rates rather than counts; NaN is unknown: then the statistic is that of the known areas
    weights  areas × areas, ≥ 0, with the area itself on the diagonal (that is what the star means)
    errors   ValueError where shapes do not fit, a weight is negative, or the diagonal is empty somewhere
    source   Ord & Getis 1995, Geographical Analysis 27; family: Caldas de Castro & Singer 2006
    """
    x, w = np.asarray(values, float), sparse.csr_array(weights, dtype=float)
    if x.ndim != 2 or w.shape != (len(x), len(x)):
        raise ValueError("values are areas × indicators, and weights areas × areas")
    if np.any(w.data < 0) or np.any(w.diagonal() <= 0):
        raise ValueError("weights are at least 0, and above 0 for the area itself")
    return HotSpots(_gi_star(x, w))


def _gi_star(x: Floats, w: Weights) -> Floats:
    known = ~np.isnan(x)
    complete = bool(np.all(known))
    if complete:
        n: Any = len(x)
        total, squares = w.sum(axis=1)[:, None], w.multiply(w).sum(axis=1)[:, None]
    else:
        n = known.sum(axis=0)
        total, squares = w @ known.astype(float), w.multiply(w) @ known.astype(float)
    with np.errstate(divide="ignore", invalid="ignore"):
        from_mean = x - x.mean(axis=0) if complete else np.where(known, x - np.sum(np.where(known, x, 0.0), axis=0) / n, 0.0)
        variance = np.einsum("ij,ij->j", from_mean, from_mean) / n
        below = np.sqrt(variance * (n * squares - total**2) / (n - 1))
        # Where all weigh the same, the denominator is nothing but rounding.
        apart = (
            known & (variance > 1e-24 * np.nanmax(np.abs(x), axis=0, initial=0.0) ** 2) & (n * squares > total**2 * (1 + 1e-12))
        )
        return np.where(apart, (w @ from_mean) / below, np.nan)


def _per_indicator(adjust: Any, p: Floats) -> Floats:
    out = np.full(p.shape, np.nan)
    for column in range(p.shape[1]):
        some = ~np.isnan(p[:, column])
        out[some, column] = adjust(p[some, column])
    return out


@dataclass(frozen=True)
class NearRepeats:
    """How often two lie near in place and in time, by band of distance × band of days.

    pairs       counted
    usual       mean of the same count with the days dealt out anew
    ratio       pairs / usual; NaN where usual is 0
    p           how often chance gives as many or more, at least 1/(permutations + 1)
    p_adjusted  Holm over all bands
    """

    pairs: Ints
    usual: Floats
    ratio: Floats
    p: Floats
    p_adjusted: Floats


def near_repeats(
    points: ArrayLike,
    days: ArrayLike,
    *,
    metres: Sequence[float] = (100.0, 200.0, 400.0),
    within_days: Sequence[int] = (7, 14),
    permutations: int = 999,
    seed: int = 0,
) -> NearRepeats:
    """Whether burglaries follow each other nearby and soon more often than chance: the test of Knox.

    points        n × 2, in metres
    days          n whole numbers: the day of each
    metres        upper ends of the bands of distance, rising: ≤ 100, > 100 and ≤ 200, …
    within_days   upper ends of the bands of days, rising: ≤ 7, > 7 and ≤ 14, …
    permutations  how often the days are dealt out anew over the points; the same seed gives the same answer
    errors        ValueError on an unknown point, shapes that do not fit, or bands that do not rise
    source        Knox 1964; permutation: Johnson & Bowers 2004, Townsley, Homel & Chaseling 2003
    """
    xy, day = _points(points), np.asarray(days, np.int64)
    if day.shape != (len(xy),) or permutations < 1:
        raise ValueError("each point has one day, and there is at least one permutation")
    if np.any(np.diff(metres) <= 0) or np.any(np.diff(within_days) <= 0):
        raise ValueError("bands rise")
    pairs = cKDTree(xy).query_pairs(max(metres), output_type="ndarray").astype(np.int64)
    far = np.searchsorted(metres, np.hypot(*(xy[pairs[:, 0]] - xy[pairs[:, 1]]).T), side="left")
    shape = (len(metres), len(within_days))
    counted = _banded(day[pairs[:, 0]] - day[pairs[:, 1]], far, within_days, shape)
    rng = np.random.default_rng(seed)
    total, as_many = np.zeros(shape), np.zeros(shape)
    for _ in range(permutations):
        dealt = rng.permutation(day)
        again = _banded(dealt[pairs[:, 0]] - dealt[pairs[:, 1]], far, within_days, shape)
        total += again
        as_many += again >= counted
    usual, p = total / permutations, (as_many + 1) / (permutations + 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(usual > 0, counted / usual, np.nan)
    return NearRepeats(counted, usual, ratio, p, family.holm(p.ravel()).reshape(shape))


def _banded(apart: Ints, far: Ints, within_days: Sequence[int], shape: tuple[int, int]) -> Ints:
    """Pairs per band of distance × band of days."""
    soon = np.searchsorted(within_days, np.abs(apart), side="left")
    near = soon < shape[1]
    return np.bincount(far[near] * shape[1] + soon[near], minlength=shape[0] * shape[1]).reshape(shape).astype(np.int64)


@dataclass(frozen=True)
class SideBySide:
    """An area where something was done and its surroundings, before and after: two figures, and no conclusion from them.

    inside, around   rate after over rate before, with exact limits
    sentence         both in plain Dutch
    """

    inside: RateRatio
    around: RateRatio
    sentence: str


def side_by_side(inside: tuple[int, int], around: tuple[int, int], *, before: float = 1.0, after: float = 1.0) -> SideBySide:
    """Whether it may have moved on (the waterbed): the count in the area and that around it, each before and after.

    inside, around  count before and count after; the surroundings do not overlap the area
    before, after   length of the two periods, in one unit, > 0
    errors          ValueError on a negative count or a length that is not above 0
    source          Bowers & Johnson 2003 (compare the target with a buffer). Their quotient is left out on purpose: it makes
                    one figure of two, and so a claim about cause that the counts do not carry.
    """
    found = [rate_ratio(then, after, first, before) for first, then in (inside, around)]
    length = "" if before == after else " De perioden zijn niet even lang; kijk daarom naar het aantal per tijd."
    sentence = (
        f"In het gebied ging het van {whole(inside[0])} naar {whole(inside[1])}, eromheen van {whole(around[0])} naar "
        f"{whole(around[1])}.{length} Of het een met het ander te maken heeft, is met deze cijfers niet te zeggen."
    )
    return SideBySide(found[0], found[1], sentence)


def _points(points: ArrayLike) -> Floats:
    xy = np.asarray(points, float).reshape(-1, 2)
    if not np.all(np.isfinite(xy)):
        raise ValueError("a point has two known coordinates")
    return xy
