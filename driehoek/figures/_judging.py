"""Judge figures as families: those that a reader sees together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from driehoek.engine.counts import Count
from driehoek.engine.sentences import Noun
from driehoek.engine.verdict import judge
from driehoek.figures import rules
from driehoek.figures._cells import Cell
from driehoek.figures._store import EMPTY, Holdings, Series
from driehoek.figures.models import Indicator
from driehoek.organisations.models import Area


def of_municipalities(
    areas: Sequence[Area], indicators: Sequence[Indicator], held: dict[str, Holdings]
) -> dict[tuple[str, str], Cell]:
    series = {
        (area.pk, indicator.pk): found
        for indicator in indicators
        for area in areas
        if (found := held.get(indicator.source_id, EMPTY).series.get((area.pk, indicator.phenomenon)))
    }
    return judged(areas, indicators, series, held)


def judged(
    areas: Iterable[Area],
    indicators: Iterable[Indicator],
    series: dict[tuple[str, str], Series],
    held: dict[str, Holdings],
) -> dict[tuple[str, str], Cell]:
    """Judge the series as one family. Keys are (area, indicator)."""
    by_code = {area.pk: area for area in areas}
    known = {indicator.pk: indicator for indicator in indicators}
    rows: list[Count] = []
    for (area, indicator), one in series.items():
        rows += one.rows(area, indicator)
    dispersion = {
        pk: found
        for pk, indicator in known.items()
        if (found := held.get(indicator.source_id, EMPTY).dispersion.get(indicator.phenomenon))
    }
    judgement = judge(
        rows,
        dispersion=dispersion,
        provisional=frozenset().union(*(one.provisional for one in series.values())),
        area_names={code: area.name for code, area in by_code.items()},
        nouns={pk: Noun(indicator.one, indicator.many) if indicator.many else indicator.label for pk, indicator in known.items()},
    )
    cells = {}
    for verdict in judgement.series:
        one = series[verdict.area, verdict.phenomenon]
        cells[verdict.area, verdict.phenomenon] = Cell(
            area=by_code[verdict.area],
            indicator=known[verdict.phenomenon],
            series=one,
            verdict=verdict,
            rate=rules.rate_per_1000(verdict.latest, one.blocks[-1].exposure if one.blocks else None),
            provisional=bool(one.blocks) and one.blocks[-1].provisional,
        )
    return cells
