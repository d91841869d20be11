"""A municipality beside those of like size: its own rows of the funnel, and the careful rate of a small one. No league table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from driehoek.engine import conditional, intervals, peers, shrinkage
from driehoek.engine.conditional import Comparison
from driehoek.engine.peers import Standing
from driehoek.engine.special import Floats
from driehoek.figures._alike import lay_beside
from driehoek.figures._cells import Cell, Picture
from driehoek.figures.findings.rules import Beside, Shrunken


@dataclass(frozen=True)
class Peer:
    """One municipality in the funnel: inhabitants (years lived in the period), count, and rate per 1,000."""

    code: str
    exposure: float
    count: int

    @property
    def rate(self) -> float:
        return 1000 * self.count / self.exposure


@dataclass(frozen=True)
class Curve:
    """The usual rate per 1,000 among the peers, by exposure: what is usual widens where fewer people live."""

    exposure: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    middle: float


@dataclass(frozen=True)
class Among:
    """A figure of a municipality among its peers. `curve` is None where nothing can be said."""

    own: Peer
    peers: tuple[Peer, ...]
    beside: Beside
    shrunken: Shrunken | None
    curve: Curve | None


def among_peers(seen: Picture, cell: Cell) -> Among | None:
    """The figure among municipalities of like size, corrected for all figures of the area on the picture.

    None for what is no municipality, or was not counted for a whole year. Peers count over the same period only.
    """
    cells = [row.own for row in seen.rows if row.own and row.own.series.blocks]
    at = next((n for n, one in enumerate(cells) if one.indicator.pk == cell.indicator.pk), None)
    laid = lay_beside(cell.area.pk, cells) if at is not None else None
    if laid is None or at is None:
        return None
    counts, exposure = laid.counts[:, at], laid.exposure[:, at]
    every = [_peer(code, counts[n], exposure[n]) for n, code in enumerate(laid.codes) if not n or not np.isnan(counts[n])]
    return Among(
        own=every[0],
        peers=tuple(every[1:]),
        beside=_beside(laid.funnel, at, exposure[0], [one.exposure for one in every[1:]], nearest=laid.nearest),
        shrunken=_shrunken(counts[:, None], exposure[:, None]),
        curve=_curve(laid.funnel, at, counts, exposure),
    )


def rate_limits(cell: Cell) -> tuple[float, float] | None:
    """Limits at 95 % of the rate per 1,000 of the newest year, as wide as its dispersion asks for; None where unknown."""
    verdict, blocks = cell.verdict, cell.series.blocks
    if verdict.latest is None or not blocks or verdict.dispersion is None:
        return None
    phi = max(1.0, verdict.dispersion)
    low, high = intervals.poisson_interval(verdict.latest / phi)
    return 1000 * phi * float(low) / blocks[-1].exposure, 1000 * phi * float(high) / blocks[-1].exposure


def _peer(code: str, count: float, exposure: float) -> Peer:
    return Peer(code, float(exposure), 0 if np.isnan(count) else int(count))


def _beside(funnel: peers.Funnel, at: int, exposure: float, people: Sequence[float], *, nearest: bool) -> Beside:
    count, low, high = (float(of[0, at]) for of in (funnel.count, funnel.low, funnel.high))
    judged = funnel.standing(0, at) is not Standing.CANNOT_TELL
    return Beside(
        standing=funnel.standing(0, at),
        peers=len(people),
        smallest=_to_thousands(min(people, default=0.0)),
        largest=_to_thousands(max(people, default=0.0)),
        rate=1000 * count / exposure,
        low=1000 * low / exposure if judged else 0.0,
        high=1000 * high / exposure if judged and np.isfinite(high) else None,
        usual=bool(judged and low <= count <= high),
        nearest=nearest,
    )


def _to_thousands(people: float) -> int:
    return int(round(people / 1000) * 1000) if people >= 1000 else int(people)


def _shrunken(counts: Floats, exposure: Floats) -> Shrunken | None:
    if np.isnan(counts[0, 0]) or np.sum(~np.isnan(counts)) < peers.FEWEST_PEERS:
        return None
    found = shrinkage.gamma_poisson(counts, exposure)
    rate, low, high, own = (float(of[0, 0]) for of in (found.rate, found.low, found.high, found.own))
    return Shrunken(1000 * rate, 1000 * low, 1000 * high, own) if np.isfinite([rate, low, high, own]).all() else None


def _curve(funnel: peers.Funnel, at: int, counts: Floats, exposure: Floats) -> Curve | None:
    """The limits of one figure on its own at every size between the smallest and the largest, 40 of them."""
    if funnel.standing(0, at) is Standing.CANNOT_TELL:
        return None
    others = ~np.isnan(counts)
    others[0] = False
    base, base_exposure = float(counts[others].sum()), float(exposure[others].sum())
    known = exposure[~np.isnan(counts)]
    grid = np.geomspace(known.min() * 0.95, known.max() * 1.05, 40)
    same = np.ones(len(grid))
    phi = 1 + (funnel.dispersion[0, at] - 1) * grid / exposure[0]  # peers differ by a share of their rate
    df = peers.certainty(others.sum() * same, phi, base * grid / base_exposure)
    case = Comparison(base * same, grid, base_exposure * same, phi, df)
    low, high = conditional.band(case)
    if not np.isfinite(high).all():
        return None
    # the limits are whole counts; halfway to the next is where a count falls out of them, which draws an even line
    return Curve(
        tuple(float(one) for one in grid),
        tuple(1000 * max(0.0, float(one) - 0.5) / float(e) for one, e in zip(low, grid, strict=True)),
        tuple(1000 * (float(one) + 0.5) / float(e) for one, e in zip(high, grid, strict=True)),
        1000 * base / base_exposure,
    )
