"""A municipality beside municipalities of its size: who stands apart once all that the page shows is counted in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from django.utils.translation import gettext as _

from driehoek.engine import family
from driehoek.engine.peers import Funnel, Standing
from driehoek.figures._alike import lay_beside
from driehoek.figures._cells import Cell


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


def beside_peers(cells: Iterable[Cell]) -> dict[tuple[str, str], Beside]:
    """Each cell of a municipality beside its peers, by (area, indicator); together they are one family (Holm, 5 %)."""
    by_area: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        if cell.series.blocks:
            by_area[cell.area.pk].append(cell)
    found = [
        (cell, laid.funnel, at)
        for area, own in by_area.items()
        if (laid := lay_beside(area, own)) is not None
        for at, cell in enumerate(own)
    ]
    p = np.array([funnel.p[0, at] for _cell, funnel, at in found], float)
    known = ~np.isnan(p)
    p[known] = family.holm(p[known]) if known.any() else p[known]
    return {
        (cell.area.pk, cell.indicator.pk): _said(cell, funnel, at, adjusted)
        for (cell, funnel, at), adjusted in zip(found, p, strict=True)
    }


def _said(cell: Cell, funnel: Funnel, at: int, adjusted: float) -> Beside:
    """The standing at the level of the page: of the funnel by itself the figures of one municipality are the family."""
    level = funnel.p_adjusted.copy()
    level[0, at] = adjusted
    there = replace(funnel, p_adjusted=level)
    return Beside(cell, there.standing(0, at), there.sentence(0, at))


def words(standing: Standing) -> str:
    """`hoger`, `lager`: short, for in a cell; the sentence says the rest."""
    return {Standing.HIGHER: _("hoger"), Standing.LOWER: _("lager")}.get(standing, standing.value)
