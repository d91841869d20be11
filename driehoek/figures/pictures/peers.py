"""A municipality beside municipalities of its size: who stands apart once all that the page shows is counted in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from driehoek.engine import family, peers
from driehoek.engine.conditional import ALPHA
from driehoek.engine.peers import Funnel, Standing
from driehoek.figures._cells import Cell
from driehoek.figures._store import EMPTY, Holdings, holdings, population

_ANY = 3  # the degree of urbanisation is not among the open figures, so that size alone says who is alike


@dataclass(frozen=True)
class Beside:
    """How one municipality stands beside its peers for one phenomenon.

    standing   higher, lower, not to be told apart, cannot tell: after Holm over all that the page shows
    sentence   the count, what is usual among the peers, and what that means
    """

    cell: Cell
    standing: Standing
    sentence: str

    @property
    def apart(self) -> bool:
        return self.standing in (Standing.HIGHER, Standing.LOWER)


@dataclass(frozen=True)
class _Country:
    """All municipalities of one source beside their peers, with where each stands in the funnel."""

    funnel: Funnel
    rows: dict[str, int]
    columns: dict[str, int]


_kept: dict[int, tuple[Holdings, _Country]] = {}


def beside_peers(cells: Iterable[Cell]) -> dict[tuple[str, str], Beside]:
    """Each cell of a municipality beside its peers, by (area, indicator); together they are one family (Holm, 5 %)."""
    held = holdings()
    found: list[tuple[Cell, Funnel, int, int]] = []
    for cell in cells:
        country = _country(held.get(cell.indicator.source_id, EMPTY))
        row, column = country.rows.get(cell.area.pk), country.columns.get(cell.indicator.phenomenon)
        if row is not None and column is not None:
            found.append((cell, country.funnel, row, column))
    adjusted = _adjusted([float(funnel.p[row, column]) for _cell, funnel, row, column in found])
    return {
        (cell.area.pk, cell.indicator.pk): _said(cell, funnel, row, column, p)
        for (cell, funnel, row, column), p in zip(found, adjusted, strict=True)
    }


def _adjusted(p: Sequence[float]) -> list[float]:
    values = np.array(p, float)
    known = ~np.isnan(values)
    if known.any():
        values[known] = family.holm(values[known])
    return [float(value) for value in values]


def _said(cell: Cell, funnel: Funnel, row: int, column: int, p: float) -> Beside:
    """The standing at the level of the page: the funnel's own family is another one."""
    at: Any = np.full(funnel.p.shape, np.nan)
    at[row, column] = p
    there = Funnel(**{name: getattr(funnel, name) for name in Funnel.__dataclass_fields__ if name != "p_adjusted"}, p_adjusted=at)
    standing = there.standing(row, column)
    return Beside(cell, standing, there.sentence(row, column))


def _country(held: Holdings) -> _Country:
    """The funnel of a source, kept as long as its figures are: some tenths of a second for the whole country."""
    known = _kept.get(id(held))
    if known is None or known[0] is not held:
        if len(_kept) > 8:
            _kept.clear()
        known = _kept[id(held)] = (held, _compared(held))
    return known[1]


def _compared(held: Holdings) -> _Country:
    people = population()
    newest = dict(sorted(people))
    areas = sorted({area for area, _phenomenon in held.series if area in newest})
    kinds = sorted({phenomenon for _area, phenomenon in held.series})
    counts, exposure = np.full((len(areas), len(kinds)), np.nan), np.ones((len(areas), len(kinds)))
    for row, area in enumerate(areas):
        for column, kind in enumerate(kinds):
            one = held.series.get((area, kind))
            if one and one.blocks and one.blocks[-1].exposure > 0:
                counts[row, column], exposure[row, column] = one.blocks[-1].count, one.blocks[-1].exposure
    groups = peers.choose_peers([peers.Place(area, people[area, newest[area]], _ANY) for area in areas])
    funnel = peers.compare(counts, exposure, peers.as_matrix(groups))
    return _Country(funnel, {area: n for n, area in enumerate(areas)}, {kind: n for n, kind in enumerate(kinds)})


def words(standing: Standing) -> str:
    """`hoger`, `lager`: short, for in a cell; the sentence says the rest."""
    return {Standing.HIGHER: "hoger", Standing.LOWER: "lager"}.get(standing, standing.value)


__all__ = ["ALPHA", "Beside", "beside_peers", "words"]
