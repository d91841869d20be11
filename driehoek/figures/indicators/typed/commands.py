"""Type figures in: a delivery like any other, of a source that says that people of here filled it in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from driehoek.common import clock
from driehoek.common.errors import NotNow, Refused
from driehoek.common.events import record
from driehoek.figures._checking import Checked, check
from driehoek.figures._imports import Delivery, Extent, make_snapshot, place_of_today, table_of, write_file
from driehoek.figures.indicators.queries import typed_source
from driehoek.figures.indicators.typed.rules import UNITS, Cell, Figure, holes
from driehoek.figures.models import Indicator, Snapshot, Source, SurveyQuestion
from driehoek.figures.surveys.commands import import_survey
from driehoek.organisations.models import Area, AreaLevel
from driehoek.organisations.rights import require
from driehoek.organisations.viewer import Viewer

RIGHT = "figures.type_in"
_BETTER = {"lower": "lower", "higher": "higher", "keep": "higher"}


@transaction.atomic
def type_in(by: Viewer, code: str, figures: Mapping[Cell, Figure], provisional: frozenset[str]) -> Snapshot | None:
    """Keep what was typed for an indicator, all of it or nothing; None when it is what was there already.

    Earlier deliveries stay. Raises NotAllowed for an area where this viewer may not, Refused with what does not fit.
    """
    indicator = Indicator.objects.visible_to(by).select_related("source").get(pk=code)
    for area in sorted({area for area, _period in figures}):
        require(by, RIGHT, area)
    if indicator.kind == Indicator.Kind.GROUP or indicator.closed_on:
        raise NotNow(_("Bij dit cijfer is niets in te vullen."))
    if not figures:
        raise Refused(_("Vul ten minste één cijfer in."))
    source = _source(indicator)
    keep = _values if indicator.kind == Indicator.Kind.VALUE else _counts
    snapshot = keep(by, indicator, source, figures, provisional)
    if snapshot is not None:
        words = _("%(n)s cijfers") % {"n": len(figures)} if len(figures) != 1 else _("1 cijfer")
        record(by, "figures.typed_in", indicator, name=indicator.label, rows=words, snapshot=snapshot.pk)
    return snapshot


def _source(indicator: Indicator) -> Source:
    code, name, kind = typed_source(indicator)
    return Source.objects.select_for_update().get_or_create(code=code, defaults={"name": name[:120], "kind": kind})[0]


def _delivery(by: Viewer, indicator: Indicator) -> Delivery:
    told = _("ingevuld door %(who)s") % {"who": by.name}
    return Delivery(told, clock.today(), details={"typed": indicator.pk})


def _counts(
    by: Viewer, indicator: Indicator, source: Source, figures: Mapping[Cell, Figure], provisional: frozenset[str]
) -> Snapshot | None:
    if missing := holes(figures):
        raise Refused([f"{area}, {period}: {said}" for (area, period), said in missing.items()])
    lines: list[tuple[int, dict[str, Any]]] = [
        (n, {"area": area, "phenomenon": indicator.phenomenon, "period": period, "count": int(figure.value),
             "provisional": "ja" if period in provisional else "nee"})
        for n, ((area, period), figure) in enumerate(sorted(figures.items()), start=1)
    ]  # fmt: skip
    checked = check(lines, place_of_today())
    if checked.wrong:
        raise Refused([_said(problem.value, problem.wrong, problem.remedy) for problem in checked.problems[:5]])
    sha256, path = write_file(table_of(checked))
    latest = source.snapshots.order_by("-pk").first()
    if latest is not None and latest.sha256 == sha256:
        return None
    return make_snapshot(by, source, sha256, path, _extent(checked), _delivery(by, indicator))


def _said(value: str, wrong: str, remedy: str) -> str:
    return f"{value}: {wrong} {remedy}" if value else f"{wrong} {remedy}"


def _extent(checked: Checked) -> Extent:
    return Extent(len(checked.area), min(checked.period), max(checked.period))


def _values(
    by: Viewer, indicator: Indicator, source: Source, figures: Mapping[Cell, Figure], _provisional: frozenset[str]
) -> Snapshot | None:
    places = {area.pk: area for area in Area.objects.filter(pk__in={area for area, _period in figures})}
    unit = UNITS.get(indicator.unit, str(indicator.get_unit_display()))[:30]
    lines: list[tuple[int, dict[str, Any]]] = [
        (n, {"area": area if places[area].level == AreaLevel.MUNICIPALITY else places[area].name,
             "level": places[area].level, "phenomenon": indicator.phenomenon, "label": indicator.label, "period": period,
             "value": figure.value, "margin": figure.margin if figure.margin is not None else "", "unit": unit})
        for n, ((area, period), figure) in enumerate(sorted(figures.items()), start=1)
    ]  # fmt: skip
    told = _delivery(by, indicator)
    report = import_survey(by, source.code, lines, file_name=told.file_name, details=told.details)
    if report.snapshot is None:
        raise Refused([_said(problem.value, problem.wrong, problem.remedy) for problem in report.problems[:5]])
    if report.unchanged:
        return None
    words = {"label": indicator.label, "field": indicator.field, "better": _BETTER.get(indicator.direction, "")}
    SurveyQuestion.objects.filter(source=source, phenomenon=indicator.phenomenon).update(**words)
    return report.snapshot
