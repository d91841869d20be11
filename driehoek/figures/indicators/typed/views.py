"""The page where figures are typed in: a grid of areas × years, with a block from a spreadsheet laid on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from driehoek.common import clock
from driehoek.common.errors import NotAllowed
from driehoek.figures.indicators import queries
from driehoek.figures.indicators.typed.commands import RIGHT, type_in
from driehoek.figures.indicators.typed.rules import MOST_PERIODS, Cell, holes, read_cells, read_paste
from driehoek.figures.models import Indicator
from driehoek.organisations.models import Area, AreaLevel
from driehoek.ui.shortcuts import done, redirect, render

YEARS = 6  # columns that a grid starts with


@dataclass(frozen=True)
class Box:
    """One cell on the screen."""

    name: str
    label: str
    text: str
    wrong: str


@require_http_methods(["GET", "POST"])
def typed(request: HttpRequest, code: str) -> HttpResponse:
    found = get_object_or_404(Indicator.objects.visible_to(request.viewer).select_related("source"), pk=code)
    areas = _areas(request, found)
    if not areas or found.kind == Indicator.Kind.GROUP or found.closed_on:
        raise NotAllowed(_("U mag bij dit cijfer niets invullen. Vraag het uw functioneel beheerder."))
    periods = _periods(request)
    before = queries.filled(found, areas)
    texts, provisional = dict(before.texts), before.provisional
    wrong: dict[Cell, str] = {}
    problems: list[str] = []
    if request.method == "POST":
        texts = _sent(request, areas, periods)
        provisional = frozenset(period for period in periods if request.POST.get(f"v-{period}"))
        if request.POST.get("doen") == "plak":
            pasted = read_paste(request.POST.get("plak", ""), _names(areas), periods)
            texts |= pasted.texts
            problems = list(pasted.problems)
            wrong = read_cells(texts, kind=found.kind, unit=found.unit).wrong
        else:
            read = read_cells(texts, kind=found.kind, unit=found.unit)
            wrong = read.wrong or (holes(read.figures) if found.kind != Indicator.Kind.VALUE else {})
            if not wrong:
                try:
                    snapshot = type_in(request.viewer, code, read.figures, provisional)
                except ValidationError as refusal:
                    problems = list(refusal.messages)
                else:
                    done(request, _("De cijfers staan erin.") if snapshot else _("Deze cijfers stonden er al."))
                    return redirect(request, found)
    context = {
        "indicator": found,
        "periods": periods,
        "heads": [{"label": period} for period in periods],
        "rows": [(area, [_box(area, period, texts, wrong) for period in periods]) for area in areas],
        "provisional": provisional,
        "counts": found.kind != Indicator.Kind.VALUE,
        "wrong": [(f"c-{area}-{period}", _name(areas, area), period, said) for (area, period), said in wrong.items()],
        "problems": problems,
        "pasted": request.POST.get("plak", "") if problems else "",
        "deliveries": before.deliveries[:10],
        "first": periods[0],
        "last": periods[-1],
    }
    pasting = request.POST.get("doen") == "plak"
    return render(request, "figures/type_in.html", context, status=422 if (wrong or problems) and not pasting else 200)


def _areas(request: HttpRequest, found: Indicator) -> list[Area]:
    """The areas that this viewer may fill in, by name: municipalities; of a value also teams, which are no sum."""
    levels = [AreaLevel.MUNICIPALITY]
    if found.kind == Indicator.Kind.VALUE:
        levels.append(AreaLevel.BASE_TEAM)
    rows = Area.objects.visible_to(request.viewer).filter(pk__in=request.viewer.areas_with(RIGHT), valid_until=None)
    return sorted(rows.filter(level__in=levels), key=lambda area: (area.level == AreaLevel.MUNICIPALITY, area.name))


def _periods(request: HttpRequest) -> list[str]:
    """The years of the grid: from and to in the address, at most twelve."""
    today = clock.today().year
    last = _year(request.GET.get("tot", ""), today)
    first = _year(request.GET.get("van", ""), last - YEARS + 1)
    first = max(min(first, last), last - MOST_PERIODS + 1)
    return [str(year) for year in range(first, last + 1)]


def _year(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdecimal() and 1990 <= int(text[:5]) <= 2100 else otherwise


def _sent(request: HttpRequest, areas: Sequence[Area], periods: Sequence[str]) -> dict[Cell, str]:
    names = {(area.pk, period): f"c-{area.pk}-{period}" for area in areas for period in periods}
    return {cell: request.POST.get(name, "").replace("\0", "")[:40] for cell, name in names.items()}


def _names(areas: Sequence[Area]) -> dict[str, str]:
    return {area.name.casefold(): area.pk for area in areas} | {area.pk.casefold(): area.pk for area in areas}


def _name(areas: Sequence[Area], code: str) -> str:
    return next((area.name for area in areas if area.pk == code), code)


def _box(area: Area, period: str, texts: Mapping[Cell, str], wrong: Mapping[Cell, str]) -> Box:
    label: Any = _("%(area)s, %(period)s") % {"area": area.name, "period": period}
    return Box(f"c-{area.pk}-{period}", label, texts.get((area.pk, period), ""), wrong.get((area.pk, period), ""))
