"""A municipality beside municipalities like it: higher, lower, or not to be told apart. No league table.

Who is alike is data: size class and degree of urbanisation. The band comes from the peers themselves: their common rate,
widened by how much they differ among each other (a funnel with overdispersion).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from driehoek.engine import conditional, family
from driehoek.engine.conditional import ALPHA, Bools, Comparison
from driehoek.engine.sentences import whole
from driehoek.engine.special import Floats

FEWEST_PEERS = 10
SIZE_CLASSES = (5_000, 10_000, 20_000, 50_000, 100_000, 150_000, 250_000)
"""Inhabitants from which the next size class of municipalities begins, as CBS draws them."""
_WIDENING = ((0, 0), (0, 1), (1, 1), (1, 2), (2, 2), (3, 4), (8, 4))  # classes of size, degrees of urbanisation
_TRIMMED = 0.1
_NORMAL = 0.678706  # variance of a standard normal of which a tenth on each side is drawn in to its quantile


class Standing(StrEnum):
    """How a municipality stands beside its peers; the value is what the reader sees."""

    HIGHER = "hoger dan vergelijkbare gemeenten"
    LOWER = "lager dan vergelijkbare gemeenten"
    NOT_APART = "niet te onderscheiden"
    CANNOT_TELL = "niet te zeggen"


@dataclass(frozen=True, slots=True)
class Place:
    """What decides who is alike. urbanisation: 1 (very strongly urban) to 5 (not urban), as CBS gives it."""

    area: str
    inhabitants: int
    urbanisation: int


@dataclass(frozen=True, slots=True)
class PeerGroup:
    """The peers of one area, in the order in which places were given, and how far they had to be looked for.

    size_steps, urbanisation_steps   how many classes of size and degrees of urbanisation they may lie from it; 0, 0: the same
    """

    area: str
    peers: tuple[str, ...]
    size_steps: int
    urbanisation_steps: int


def choose_peers(
    places: Sequence[Place], *, fewest: int = FEWEST_PEERS, bounds: Sequence[int] = SIZE_CLASSES
) -> tuple[PeerGroup, ...]:
    """The peers of each place: the same size class and urbanisation, or just so much wider that there are enough.

    bounds   inhabitants from which the next size class begins, rising
    errors   ValueError on a double area, or urbanisation outside 1..5
    """
    if len({place.area for place in places}) < len(places) or any(not 1 <= place.urbanisation <= 5 for place in places):
        raise ValueError("each area stands in the list once, with an urbanisation of 1 to 5")
    size = np.searchsorted(np.array(bounds), [place.inhabitants for place in places], side="right")
    urban = np.array([place.urbanisation for place in places], np.int64)
    groups = []
    for i, place in enumerate(places):
        for size_steps, urban_steps in _WIDENING:
            alike = (np.abs(size - size[i]) <= size_steps) & (np.abs(urban - urban[i]) <= urban_steps)
            alike[i] = False
            if alike.sum() >= fewest:
                break
        groups.append(
            PeerGroup(
                place.area, tuple(other.area for other, same in zip(places, alike, strict=True) if same), size_steps, urban_steps
            )
        )
    return tuple(groups)


def as_matrix(groups: Sequence[PeerGroup]) -> Bools:
    """Areas × areas: whether the area of the column is a peer of that of the row. Peers that have no row are left out."""
    place = {group.area: i for i, group in enumerate(groups)}
    matrix = np.zeros((len(groups), len(groups)), bool)
    for i, group in enumerate(groups):
        matrix[i, [place[area] for area in group.peers if area in place]] = True
    return matrix


@dataclass(frozen=True)
class Funnel:
    """Areas beside their peers, areas × phenomena; NaN where there is nothing to say.

    count        as it was given
    peers        how many peers have a count
    expected     the count at the common rate of the peers
    low, high    smallest and largest whole count that is usual among peers; infinite where a float cannot tell
    ratio        count / expected, with its limits at 95 %
    dispersion   φ ≥ 1: how many times more the peers vary than chance
    p, p_adjusted   of the cell alone, and adjusted (Holm) for the family that a reader sees
    """

    count: Floats
    peers: Floats
    expected: Floats
    low: Floats
    high: Floats
    ratio: Floats
    ratio_low: Floats
    ratio_high: Floats
    dispersion: Floats
    p: Floats
    p_adjusted: Floats

    def standing(self, area: int, phenomenon: int) -> Standing:
        """In words. No colour without p_adjusted ≤ .05."""
        adjusted = self.p_adjusted[area, phenomenon]
        if np.isnan(adjusted):
            return Standing.CANNOT_TELL
        if adjusted > ALPHA:
            return Standing.NOT_APART
        return Standing.HIGHER if self.ratio[area, phenomenon] > 1 else Standing.LOWER

    def sentence(self, area: int, phenomenon: int) -> str:
        """The count, the band of the peers and the standing, in plain Dutch."""
        standing = self.standing(area, phenomenon)
        count, low, high = (float(of[area, phenomenon]) for of in (self.count, self.low, self.high))
        if standing is Standing.CANNOT_TELL:
            return "Er is te weinig om met vergelijkbare gemeenten te vergelijken: niet te zeggen."
        usual = f"{whole(int(low))} tot {whole(int(high))}" if np.isfinite(high) else f"{whole(int(low))} of meer"
        start = (
            f"Het zijn er {whole(int(count))}. Bij {int(self.peers[area, phenomenon])} vergelijkbare gemeenten is {usual} gewoon"
        )
        if standing is not Standing.NOT_APART or low <= count <= high:
            return f"{start}. Dit is {standing.value}."
        return f"{start}. Dit valt daar net buiten, maar op een bladzijde met veel cijfers kan dat toeval zijn: {standing.value}."


def compare(
    counts: ArrayLike,
    exposure: ArrayLike,
    peers: Bools,
    *,
    fewest: int = 5,
    family_of: Literal["area", "phenomenon"] = "area",
) -> Funnel:
    """Each area against its own peers, without itself, for all phenomena at once.

    counts     ≥ 0, areas × phenomena; NaN is unknown: no answer there, and no peer
    exposure   > 0, one per area or areas × phenomena
    peers      areas × areas (`as_matrix`); the diagonal does not count
    fewest     with fewer peers than this that have a count nothing is said
    family_of  what stands on one page: the phenomena of one area, or the areas for one phenomenon
    errors     ValueError on a negative count, an exposure that is not above 0, or shapes that do not fit
    source     Spiegelhalter 2005, Statistics in Medicine 24 (funnel, multiplicative dispersion, a tenth winsorised on each
               side). Departures, which keep the level: φ is divided by what winsorising takes from it under a normal; peers
               differ by a share of their rate, so what φ has above chance grows with the expected count (its random effects);
               limits and p come from the exact test of two counts, with Student's t for the doubt about φ, which is larger
               the more skewed the peers are.
    """
    x, e = _given(counts, exposure, peers)
    known = ~np.isnan(x)
    others = peers & ~np.eye(len(x), dtype=bool)
    weights = others.astype(float)
    base, base_exposure = weights @ np.where(known, x, 0.0), weights @ np.where(known, e, 0.0)
    size = weights @ known.astype(float)
    judged = known & (size >= max(fewest, 2)) & (base + np.where(known, x, 0.0) > 0)
    phi = _dispersion(x, e, others, base, base_exposure)[judged]
    of_base, exposed, of_exposure = base[judged], e[judged], base_exposure[judged]
    df = certainty(size[judged], phi, of_base * exposed / of_exposure)
    case = Comparison(of_base, exposed, of_exposure, phi, df)
    latest = x[judged]
    with np.errstate(divide="ignore"):
        ratio = latest / case.expected
    found = (
        case.expected, *conditional.band(case), ratio, *conditional.ratio_limits(case, latest), case.phi,
        conditional.p_value(case, latest),
    )  # fmt: skip
    filled = [_fill(judged, one) for one in found]
    filled.append(_adjust(filled[-1], family_of))
    return Funnel(x, size, *filled)


def winsorised_dispersion(z: ArrayLike) -> float:
    """φ of Spiegelhalter 2005: the mean square of z-scores, of which a tenth on each side is drawn in to its quantile.

    z   one per unit; NaN is left out. Not bounded from below, and not corrected for the drawing in.
    """
    row = np.asarray(z, float)[None, :]
    return float(_winsorised_square(row, np.sum(~np.isnan(row), axis=1))[0])


def _given(counts: ArrayLike, exposure: ArrayLike, peers: Bools) -> tuple[Floats, Floats]:
    x, e = np.asarray(counts, float), np.asarray(exposure, float)
    if x.ndim != 2 or peers.shape != (len(x), len(x)):
        raise ValueError("counts are areas × phenomena, and peers areas × areas")
    e = np.broadcast_to(e[:, None] if e.ndim == 1 else e, x.shape)
    if np.any(x < 0) or not np.all(e > 0):
        raise ValueError("a count is at least 0 and an exposure is above 0")
    return x, e


def _dispersion(x: Floats, e: Floats, others: Bools, base: Floats, base_exposure: Floats) -> Floats:
    """φ for each area from its peers, areas × phenomena; 1 where they vary no more than chance.

    Peers whose rates differ by a share τ vary as μ + τ²μ², so φ − 1 = τ²μ: that of the peers is carried to the area's own μ.
    """
    phi = np.ones(x.shape)
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = base / base_exposure
        for kind in range(x.shape[1]):
            expected = rate[:, kind, None] * e[None, :, kind]
            z = np.where(others, (x[None, :, kind] - expected) / np.sqrt(expected), np.nan)
            n = np.sum(~np.isnan(z), axis=1)
            square = _winsorised_square(z, n) * n / np.maximum(n - 1, 1) / _NORMAL
            above = np.maximum(np.nan_to_num(square) - 1, 0.0)
            usual = np.sum(np.where(np.isnan(z), 0.0, expected), axis=1) / np.maximum(n, 1)
            own = np.where(usual > 0, rate[:, kind] * e[:, kind] / usual, 1.0)
            phi[:, kind] = np.where(n > 1, 1 + above * np.nan_to_num(own, nan=1.0), 1.0)
    return phi


def certainty(peers: Floats, phi: Floats, expected: Floats) -> Floats:
    """Degrees of freedom of φ: those of a winsorised variance (Yuen 1974), fewer for skewed rates.

    A variance that is estimated from n values varies as (2 + κ)/n, with κ the excess kurtosis; rates that differ by τ² follow
    a gamma distribution with κ = 6τ², and τ² = (φ − 1)/μ.
    """
    kurtosis = 6 * (phi - 1) / np.where(expected > 0, expected, np.inf)
    return np.maximum(((1 - 2 * _TRIMMED) * peers - 1) * 2 / (2 + kurtosis), 1.0)


def _winsorised_square(z: Floats, n: NDArray[np.int64]) -> Floats:
    """Mean of z² per row after winsorising; `n` numbers per row, the rest NaN. Sorted once, since NaN goes last."""
    row = np.sort(z, axis=1)
    low, high = (_quantile(row, n, share)[:, None] for share in (_TRIMMED, 1 - _TRIMMED))
    return np.nansum(np.clip(row, low, high) ** 2, axis=1) / np.maximum(n, 1)


def _quantile(row: Floats, n: NDArray[np.int64], share: float) -> Floats:
    at = share * np.maximum(n - 1, 0)
    below = np.floor(at).astype(np.int64)
    above = np.minimum(below + 1, np.maximum(n - 1, 0))
    each = np.arange(len(row))
    here = row[each, below]
    return here + (at - below) * (row[each, above] - here)


def _fill(where: Bools, values: Floats) -> Floats:
    out = np.full(where.shape, np.nan)
    out[where] = values
    return out


def _adjust(p: Floats, family_of: Literal["area", "phenomenon"]) -> Floats:
    """Holm within each family, the cells without a p left out."""
    out = np.full(p.shape, np.nan)
    rows, found = (p, out) if family_of == "area" else (p.T, out.T)
    for row, adjusted in zip(rows, found, strict=True):
        some = ~np.isnan(row)
        adjusted[some] = family.holm(row[some])
    return out
