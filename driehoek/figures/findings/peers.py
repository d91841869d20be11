"""A municipality beside those of like size: its own rows of the funnel, and the careful rate of a small one. No league table.

Who is alike goes by inhabitants alone: how urban a municipality is, is in no table that Driehoek holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from driehoek.engine import conditional, intervals, peers, shrinkage
from driehoek.engine.conditional import Comparison
from driehoek.engine.peers import PeerGroup, Place, Standing
from driehoek.engine.special import Floats
from driehoek.figures._cells import Cell, Picture
from driehoek.figures._store import EMPTY, Block, holdings, population
from driehoek.figures.findings.rules import Beside, Shrunken
from driehoek.organisations.models import AreaLevel

ALIKE_IN_TOWN = 3  # one degree of urbanisation for all: it is not known, so it does not part them


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
    group = _group(cell.area.pk, _places()) if cell.area.level == AreaLevel.MUNICIPALITY else None
    if group is None or not cell.series.blocks:
        return None
    codes = (cell.area.pk, *group.peers)
    cells = [row.own for row in seen.rows if row.own and row.own.series.blocks]
    at = next((n for n, one in enumerate(cells) if one.indicator.pk == cell.indicator.pk), None)
    if at is None:
        return None
    blocks = [_blocks(one, codes) for one in cells]
    counts = np.array([[np.nan if block is None else block.count for block in column] for column in blocks]).T
    exposure = np.array([[1.0 if block is None else block.exposure for block in column] for column in blocks]).T
    mine = np.zeros((len(codes), len(codes)), bool)
    mine[0, 1:] = True  # only the first row is judged: the others have no peers here
    funnel = peers.compare(counts, exposure, mine)
    people = [block.exposure for block in blocks[at][1:] if block is not None]
    return Among(
        own=_peer(codes[0], counts[0, at], exposure[0, at]),
        peers=tuple(
            _peer(code, counts[n, at], exposure[n, at]) for n, code in enumerate(codes) if n and not np.isnan(counts[n, at])
        ),
        beside=_beside(funnel, at, exposure[0, at], people, nearest=group.size_steps > 0),
        shrunken=_shrunken(counts[:, [at]], exposure[:, [at]]),
        curve=_curve(funnel, at, counts[:, at], exposure[:, at]),
    )


def rate_limits(cell: Cell) -> tuple[float, float] | None:
    """Limits at 95 % of the rate per 1,000 of the newest year, as wide as its dispersion asks for; None where unknown."""
    verdict, blocks = cell.verdict, cell.series.blocks
    if verdict.latest is None or not blocks or verdict.dispersion is None:
        return None
    phi = max(1.0, verdict.dispersion)
    low, high = intervals.poisson_interval(verdict.latest / phi)
    return 1000 * phi * float(low) / blocks[-1].exposure, 1000 * phi * float(high) / blocks[-1].exposure


def _places() -> tuple[Place, ...]:
    """The municipalities of today with the inhabitants of their newest year."""
    newest: dict[str, tuple[int, int]] = {}
    for (area, year), number in population().items():
        if number > 0 and year >= newest.get(area, (0, 0))[0]:
            newest[area] = year, number
    return tuple(Place(area, number, ALIKE_IN_TOWN) for area, (_year, number) in sorted(newest.items()))


@lru_cache(maxsize=4)
def _groups(places: tuple[Place, ...]) -> dict[str, PeerGroup]:
    return {group.area: group for group in peers.choose_peers(places)}


def _group(area: str, places: tuple[Place, ...]) -> PeerGroup | None:
    found = _groups(places).get(area)
    return found if found is not None and found.peers else None


def _blocks(cell: Cell, codes: Sequence[str]) -> list[Block | None]:
    """The newest year of each municipality; None where it has none, or of another period."""
    held = holdings().get(cell.indicator.source_id, EMPTY).series
    period = cell.series.blocks[-1]
    found: list[Block | None] = []
    for code in codes:
        series = held.get((code, cell.indicator.phenomenon))
        block = series.blocks[-1] if series is not None and series.blocks else None
        same = block is not None and (block.first, block.last) == (period.first, period.last) and block.exposure > 0
        found.append(block if same else None)
    return found


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
