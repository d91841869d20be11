"""The picture of an area: every figure with its verdict, laid beside those of others. Reads only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from driehoek.common import clock
from driehoek.common.once import once
from driehoek.figures._cells import Beside, Cell, Picture, Row, Used, named
from driehoek.figures._chart import NARROW, WIDE, chart_png, chart_svg, chart_title, inline_svg
from driehoek.figures._judging import judged, of_municipalities
from driehoek.figures._map import map_svg
from driehoek.figures._store import EMPTY, Holdings, division_year, holdings, population
from driehoek.figures.feeds.commands import Feed, feeds
from driehoek.figures.findings.listing import asked_of, changes_of, for_the_triangle
from driehoek.figures.findings.queries import finding_of
from driehoek.figures.findings.steps import NextStep, next_step
from driehoek.figures.models import Indicator, Snapshot, Source
from driehoek.figures.neighbourhoods.queries import Neighbourhoods, neighbourhood_phenomena, neighbourhood_series
from driehoek.figures.surveys.queries import SurveyCell, survey_cells
from driehoek.organisations.models import Area, AreaLevel
from driehoek.organisations.queries import municipalities_of, neighbours_of, team_of
from driehoek.organisations.viewer import Viewer

__all__ = [
    "NARROW",
    "WIDE",
    "Beside",
    "Cell",
    "Feed",
    "Neighbourhoods",
    "NextStep",
    "Picture",
    "Row",
    "SurveyCell",
    "Used",
    "asked_of",
    "changes_of",
    "chart_png",
    "chart_svg",
    "chart_title",
    "feeds",
    "finding_of",
    "for_the_triangle",
    "indicator_names",
    "inhabitants_of",
    "inline_svg",
    "map_svg",
    "named",
    "neighbourhood_phenomena",
    "neighbourhood_series",
    "next_step",
    "picture",
    "survey_cells",
    "used_by",
    "warm",
]


def picture(viewer: Viewer, code: str, *, beside: str | None = None, only: str | None = None) -> Picture:
    """The picture of an area. Raises Area.DoesNotExist.

    beside  `team`, `buren` or `niets`; what fits the area where it is not said
    only    one indicator: its row, judged together with all the others as on the picture
    The figures of the area itself are one family, those beside it another; dispersion comes from all municipalities.
    """
    area = Area.objects.visible_to(viewer).get(pk=code)
    day = clock.today()
    inside = municipalities_of(code, day)
    team = team_of(code, day) if area.level == AreaLevel.MUNICIPALITY else None
    choices = _choices(area, team)
    chosen: Beside = beside if beside in choices else choices[0]  # type: ignore[assignment]
    others = _others(area, inside, team, chosen)
    indicators = _indicators(viewer)
    held = holdings(typed=not viewer.is_public)
    own = _own(area, inside, indicators, held)
    beside_cells = of_municipalities(others, indicators, held)
    rows = tuple(
        Row(indicator, (own.get(indicator.pk), *(beside_cells.get((other.pk, indicator.pk)) for other in others)))
        for indicator in indicators
        if indicator.pk in own or any((other.pk, indicator.pk) in beside_cells for other in others)
    )
    if only is not None:
        rows = tuple(row for row in rows if row.indicator.pk == only)
    return Picture(
        area=area,
        columns=(area, *others),
        rows=rows,
        used=used_by(viewer, {row.indicator.source_id for row in rows} | _typed(rows)),
        beside=chosen,
        choices=choices,
        team=team,
        inside=tuple(inside) if area.level not in (AreaLevel.MUNICIPALITY, AreaLevel.BASE_TEAM) else (),
        missing=tuple(_without_figures(inside, held)) if not own else (),
        division_year=division_year(),
        own_size=sum(cell.verdict.p is not None for cell in own.values()),
        beside_size=sum(cell.verdict.p is not None for cell in beside_cells.values()),
    )


def warm() -> None:
    """Read the figures and what they vary by (two seconds), so that the first visitor of a process need not wait for it."""
    for held in holdings().values():
        _ = held.dispersion


def inhabitants_of(code: str) -> tuple[int, int] | None:
    """(year, inhabitants) of an area, average of the newest year that all its municipalities have; None when unknown."""
    people = population()
    codes = [area.pk for area in municipalities_of(code, clock.today())]
    years = [{year for area, year in people if area == municipality} for municipality in codes]
    common = set.intersection(*years) if years else set()
    if not common:
        return None
    newest = max(common)
    return newest, sum(people[municipality, newest] for municipality in codes)


@once
def _indicators(viewer: Viewer) -> tuple[Indicator, ...]:
    return tuple(Indicator.objects.visible_to(viewer).select_related("source"))


@once
def indicator_names() -> dict[str, str]:
    """Code → name of every indicator. What is counted is no secret; of some sources only the figures are."""
    return dict(Indicator.objects.values_list("code", "label"))


@once
def _deliveries(viewer: Viewer) -> tuple[Snapshot, ...]:
    """The newest of each source first."""
    return tuple(Snapshot.objects.visible_to(viewer).select_related("source").order_by("source_id", "-pk"))


def _choices(area: Area, team: Area | None) -> tuple[Beside, ...]:
    if area.level == AreaLevel.MUNICIPALITY:
        return ("team", "buren", "niets") if team else ("buren", "niets")
    return ("team",) if area.level == AreaLevel.BASE_TEAM else ("niets",)


def _others(area: Area, inside: list[Area], team: Area | None, beside: Beside) -> list[Area]:
    """The columns beside the area, by name: municipalities only."""
    if beside == "buren":
        return neighbours_of(area.pk)
    if beside == "team":
        found = inside if team is None else municipalities_of(team.pk, clock.today())
        return [other for other in found if other.pk != area.pk]
    return []


def _own(area: Area, inside: list[Area], indicators: Sequence[Indicator], held: dict[str, Holdings]) -> dict[str, Cell]:
    """The figures of the area itself; of a larger area the sum over its municipalities."""
    codes = [municipality.pk for municipality in inside]
    series = {}
    for indicator in indicators:
        found = held.get(indicator.source_id, EMPTY).sum_of(codes, indicator.phenomenon)
        if found is not None:
            series[area.pk, indicator.pk] = found
    return {indicator: cell for (_area, indicator), cell in judged([area], indicators, series, held).items()}


def _without_figures(inside: Iterable[Area], held: dict[str, Holdings]) -> list[Area]:
    counted = {area for one in held.values() for area, _phenomenon in one.series}
    return [area for area in inside if area.pk not in counted]


def _typed(rows: Iterable[Row]) -> set[str]:
    """The sources of what people of here typed in and that stands in these rows."""
    cells = (cell for row in rows for cell in row.cells if cell is not None and cell.series.typed)
    return {cell.source_id for cell in cells}


def used_by(viewer: Viewer, sources: set[str]) -> tuple[Used, ...]:
    """The sources with their newest delivery; the population comes along with counts."""
    newest: dict[str, Used] = {}
    for snapshot in _deliveries(viewer):
        if snapshot.source_id in sources or snapshot.source.kind == Source.Kind.POPULATION:
            newest.setdefault(snapshot.source_id, Used(snapshot.source, snapshot))
    return tuple(newest.values()) if sources else ()
