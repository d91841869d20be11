"""Pages of indicators: the list and its files, what one means, changing it, adding one, breaks, closing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from driehoek.common.errors import NotAllowed, Outdated
from driehoek.common.models import Event
from driehoek.figures import _files
from driehoek.figures import queries as figures
from driehoek.figures.indicators import commands, queries
from driehoek.figures.indicators.forms import BreakForm, DefinitionForm, ReasonForm
from driehoek.figures.indicators.listing import ORIGINS, Filters
from driehoek.figures.indicators.rules import Definition, changed_names
from driehoek.figures.indicators.sheet import as_xlsx, table_of
from driehoek.figures.models import Indicator
from driehoek.organisations.models import Area
from driehoek.ui.shortcuts import done, redirect, render

ON_A_PAGE = 25
MOST_AREAS = 12
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
type Verb = Callable[[int, str], tuple[Indicator, Event | None]]


@require_GET
def indicators(request: HttpRequest) -> HttpResponse:
    """All indicators that the viewer may see, with search, filters and order."""
    every = queries.listed(request.viewer)
    filters = Filters.read(request.GET)
    nameless = sum(one.indicator.asks_for_a_name for one in every)
    context = {
        "any": bool(every),
        "page": Paginator(filters.apply(every), ON_A_PAGE).get_page(filters.page),
        "filters": filters,
        "fields": [(value, label) for value, label in Indicator.Field.choices if value] + [("geen", _("Nog niet ingedeeld"))],
        "directions": [(value or "geen", label) for value, label in Indicator.Direction.choices],
        "origins": [
            (code, words)
            for code, words in (
                ("driehoek", _("Zoals Driehoek ze levert")), ("veranderd", _("Hier veranderd")),
                ("aanbod", _("Nieuwe omschrijving beschikbaar")), ("eigen", _("Zelf toegevoegd of ingelezen")),
                ("naamloos", _("Vraagt om een naam en veld")),
            )
            if code in ORIGINS
        ],
        "nameless": nameless,
        "may_define": commands.may_define(request.viewer),
    }  # fmt: skip
    return render(request, "figures/indicators.html", context, block="found")


@require_GET
def indicators_file(request: HttpRequest, form: str) -> HttpResponse:
    """The same list as a file, in the order and with the filters of the address."""
    rows = Filters.read(request.GET).apply(queries.listed(request.viewer))
    if form == "json":
        shape = {"schema": 1, "indicators": [_as_json(one.indicator) for one in rows]}
        content = _files.as_json(shape)
    else:
        content = _files.as_csv(table_of(rows)) if form == "csv" else as_xlsx(table_of(rows))
    disposition = content_disposition_header(as_attachment=True, filename=f"indicatoren.{form}")
    return HttpResponse(content, content_type=_TYPES[form], headers={"Content-Disposition": disposition or ""})


def _as_json(indicator: Indicator) -> dict[str, Any]:
    definition = queries.definition_of(indicator).as_json()
    return {"code": indicator.pk, "source": indicator.source_id, "phenomenon": indicator.phenomenon, **definition}


@require_GET
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    """What one figure means, and what it says in the areas the viewer works for."""
    viewer = request.viewer
    found = _found(request, code)
    areas = Area.objects.filter(valid_until=None)
    mine = viewer.teams | viewer.municipalities
    own = areas.filter(pk__in=mine) if mine else areas.teams()
    pictures = [figures.picture(viewer, area.pk, beside="niets", only=code) for area in own.order_by("name")[:MOST_AREAS]]
    context = {
        "indicator": found,
        "cells": [row.own for picture in pictures for row in picture.rows if row.own],
        "listed": next(one for one in queries.listed(viewer) if one.indicator.pk == code),
        "meaning": queries.meaning_of(found),
        "themes": queries.theme_names(found.themes or ([found.theme] if found.theme else [])),
        "parts": queries.parts_of(found, viewer),
        "groups": queries.groups_with(found, viewer),
        "changes": [] if viewer.is_public else queries.changes_of(found),
        "offered": _offered(found),
        "may_define": commands.may_define(viewer),
        "may_type": bool(viewer.areas_with("figures.type_in")) and found.kind != Indicator.Kind.GROUP and not found.closed_on,
    }
    return render(request, "figures/everywhere.html", context)


def _offered(found: Indicator) -> str:
    """What differs in the definition that Driehoek offers."""
    if found.offer is None:
        return ""
    names = changed_names(queries.definition_of(found).as_json(), found.offer)
    return ", ".join(names)


@require_http_methods(["GET", "POST"])
def indicator_edit(request: HttpRequest, code: str) -> HttpResponse:
    found = _mine(request, code)
    now = queries.definition_of(found)
    form = DefinitionForm(
        request.POST or None, initial=DefinitionForm.start(now, found.version), indicator=found,
        countable=queries.countable(request.viewer, found.source_id),
    )  # fmt: skip
    current = None
    if form.is_valid():
        try:
            seen, reason = form.cleaned_data["seen"] or 0, form.cleaned_data["reason"]
            changed, event = commands.change_indicator(request.viewer, code, form.definition(now), reason=reason, seen=seen)
        except Outdated as refusal:
            form.add_error(None, refusal)
            current = found.label
            form.data = request.POST.copy()  # with every theme that was ticked
            form.data["seen"] = str(found.version)  # saving again is a choice
        except ValidationError as refusal:
            _add(form, refusal)
        else:
            done(request, _("Opgeslagen."), event)
            return redirect(request, changed)
    context = {"indicator": found, "form": form, "current": current}
    return render(request, "figures/indicator_edit.html", context, block="form", status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def indicator_new(request: HttpRequest) -> HttpResponse:
    if not commands.may_define(request.viewer):
        raise NotAllowed(_("U mag geen cijfers toevoegen. Vraag het uw functioneel beheerder."))
    start = {"kind": Indicator.Kind.COUNT, "unit": Indicator.Unit.COUNT, "direction": "", "moves_with": ""}
    form = DefinitionForm(request.POST or None, initial=start, countable=queries.countable(request.viewer, commands.OWN[0]))
    if form.is_valid():
        try:
            made, event = commands.add_indicator(request.viewer, form.definition(Definition("")))
        except ValidationError as refusal:
            _add(form, refusal)
        else:
            done(request, _("Het cijfer staat erbij. Vul nu de eerste cijfers in."), event)
            return redirect(request, made)
    context = {"indicator": None, "form": form, "current": None}
    return render(request, "figures/indicator_edit.html", context, block="form", status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def break_new(request: HttpRequest, code: str) -> HttpResponse:
    found = _mine(request, code)
    form = BreakForm(request.POST or None, initial={"seen": found.version})

    def add(seen: int, _reason: str) -> tuple[Indicator, Event | None]:
        return commands.add_break(request.viewer, code, form.wanted(), seen=seen)

    lead = _("Een breuk zegt dat cijfers van vóór en na een moment niet zomaar naast elkaar kunnen. De grafiek laat haar zien.")
    return _asked(request, found, form, add, _("Breuk in de reeks toevoegen"), lead, _("Toevoegen"))


@require_http_methods(["GET", "POST"])
def break_end(request: HttpRequest, code: str) -> HttpResponse:
    """Take a break away; which one is said by the address."""
    found = _mine(request, code)
    first, last = (request.POST.get(name, request.GET.get(name, "")) for name in ("van", "tot"))
    one = next((one for one in queries.breaks_of(found) if (one.first, one.last) == (first, last)), None)
    if one is None:
        raise Http404(_("Deze breuk is er niet meer."))
    form = ReasonForm(request.POST or None, initial={"seen": found.version})

    def end(seen: int, reason: str) -> tuple[Indicator, Event | None]:
        return commands.end_break(request.viewer, code, first, last, reason=reason, seen=seen)

    return _asked(request, found, form, end, _("Breuk weghalen"), one.sentence, _("Weghalen"))


@require_http_methods(["GET", "POST"])
def indicator_close(request: HttpRequest, code: str) -> HttpResponse:
    """Close it, or open it again."""
    found = _mine(request, code)
    form = ReasonForm(request.POST or None, initial={"seen": found.version})
    verb = commands.reopen_indicator if found.closed_on else commands.close_indicator

    def turn(seen: int, reason: str) -> tuple[Indicator, Event | None]:
        return verb(request.viewer, code, reason=reason, seen=seen)

    if found.closed_on:
        lead = _("Daarna is dit cijfer weer te kiezen in formulieren.")
        return _asked(request, found, form, turn, _("Cijfer weer openen"), lead, _("Weer openen"))
    lead = _("Een gesloten cijfer is niet meer te kiezen in formulieren. Wat ermee is geschreven en geteld, blijft staan.")
    return _asked(request, found, form, turn, _("Cijfer sluiten"), lead, _("Sluiten"))


@require_POST
def indicator_offer(request: HttpRequest, code: str) -> HttpResponse:
    """Take over what Driehoek offers, or keep one's own."""
    found = _mine(request, code)
    seen = request.POST.get("seen", "")
    verb = commands.take_offer if request.POST.get("keuze") == "overnemen" else commands.decline_offer
    try:
        changed, event = verb(request.viewer, code, seen=int(seen) if seen.isdecimal() else 0)
    except ValidationError as refusal:
        done(request, " ".join(refusal.messages))
        return redirect(request, found)
    done(request, _("Opgeslagen."), event)
    return redirect(request, changed)


def _asked(request: HttpRequest, found: Indicator, form: Form, verb: Verb, title: str, lead: str, button: str) -> HttpResponse:
    """A small form that does one verb."""
    if form.is_valid():
        try:
            changed, event = verb(form.cleaned_data["seen"], form.cleaned_data["reason"])
        except ValidationError as refusal:
            _add(form, refusal)
        else:
            done(request, _("Opgeslagen."), event)
            return redirect(request, changed)
    context = {"indicator": found, "form": form, "title": title, "lead": lead, "button": button}
    return render(request, "figures/indicator_ask.html", context, block="form", status=422 if form.errors else 200)


def _add(form: Form, refusal: ValidationError) -> None:
    """A refusal stands at its own field; of a field that this form does not have, above it."""
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
        return
    for name, errors in refusal.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


def _found(request: HttpRequest, code: str) -> Indicator:
    return get_object_or_404(Indicator.objects.visible_to(request.viewer).select_related("source"), pk=code)


def _mine(request: HttpRequest, code: str) -> Indicator:
    found = _found(request, code)
    if not commands.may_define(request.viewer):
        raise NotAllowed(_("U mag niet veranderen wat een cijfer betekent. Vraag het uw functioneel beheerder."))
    return found
