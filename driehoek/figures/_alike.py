"""Municipalities of like size, and the figures of one laid beside theirs. Both the page of a figure and the sheet rest on it.

Who is alike goes by inhabitants alone: how urban a municipality is, is in no table that Driehoek holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from driehoek.engine import peers
from driehoek.engine.peers import Funnel, PeerGroup, Place
from driehoek.engine.special import Floats
from driehoek.figures._cells import Cell
from driehoek.figures._store import EMPTY, Block, holdings, population
from driehoek.organisations.models import AreaLevel

_IN_TOWN = 3  # one degree of urbanisation for all: it is not known, so it does not part them


@dataclass(frozen=True)
class Laid:
    """A municipality (first row) with its peers, for several figures (columns).

    codes             the municipality, then its peers
    counts, exposure  of the newest year of the municipality; NaN where a peer was not counted over that same year
    funnel            only its first row is judged, and corrected (Holm) for these figures
    nearest           whether its own size class is too small, so that the peers only come nearest
    """

    codes: tuple[str, ...]
    counts: Floats
    exposure: Floats
    funnel: Funnel
    nearest: bool


def lay_beside(area: str, cells: Sequence[Cell]) -> Laid | None:
    """The figures of a municipality beside its peers. None without a cell of a whole year, or for what is no municipality."""
    if not cells or any(cell.area.level != AreaLevel.MUNICIPALITY or not cell.series.blocks for cell in cells):
        return None
    group = _groups(_places()).get(area)
    if group is None or not group.peers:
        return None
    codes = (area, *group.peers)
    blocks = [_blocks(cell, codes) for cell in cells]
    counts = np.array([[np.nan if block is None else block.count for block in column] for column in blocks]).T
    exposure = np.array([[1.0 if block is None else block.exposure for block in column] for column in blocks]).T
    beside = np.zeros((len(codes), len(codes)), bool)
    beside[0, 1:] = True
    return Laid(codes, counts, exposure, peers.compare(counts, exposure, beside), nearest=group.size_steps > 0)


def _places() -> tuple[Place, ...]:
    """The municipalities of today with the inhabitants of their newest year."""
    newest: dict[str, tuple[int, int]] = {}
    for (area, year), number in population().items():
        if number > 0 and year >= newest.get(area, (0, 0))[0]:
            newest[area] = year, number
    return tuple(Place(area, number, _IN_TOWN) for area, (_year, number) in sorted(newest.items()))


@lru_cache(maxsize=4)
def _groups(places: tuple[Place, ...]) -> dict[str, PeerGroup]:
    return {group.area: group for group in peers.choose_peers(places)}


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
