"""Talks with partners: the list of an area and its Excel file, one talk, writing one down, changing and removing it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from driehoek.common import clock
from driehoek.common.errors import NotAllowed, Outdated
from driehoek.figures.models import Indicator, InputRequest, PartnerKind, Talk
from driehoek.figures.talks import commands, queries
from driehoek.figures.talks.forms import TalkForm
from driehoek.figures.talks.listing import Filters
from driehoek.figures.talks.rules import Said
from driehoek.figures.talks.sheet import talks_sheet
from driehoek.organisations.models import Area
from driehoek.ui.shortcuts import done, redirect, render

ON_A_PAGE = 25
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def area_of_talks(request: HttpRequest, code: str) -> Area:
    """The area, for who works there: the talks of others do not exist. Who is not signed in is asked to."""
    viewer = request.viewer
    if viewer.is_public:
        raise NotAllowed(_("Log in om de gesprekken te lezen."))
    area = get_object_or_404(Area.objects.visible_to(viewer), pk=code)
    if not queries.places_of(viewer, area.pk)[0]:
        raise Http404(_("Van dit gebied leest u geen gesprekken."))
    return area


@require_GET
def talks(request: HttpRequest, area: str) -> HttpResponse:
    place = area_of_talks(request, area)
    every = queries.talks_in(request.viewer, place.pk)
    filters = Filters.read(request.GET)
    page = Paginator(filters.apply(every), ON_A_PAGE).get_page(filters.page)
    heard = queries.heard(request.viewer, place)
    context = {
        "area": place,
        "any": bool(every),
        "page": page,
        "filters": filters,
        "heard": heard,
        "abouts": sorted({(talk.indicator_id, talk.indicator.label) for talk in every if talk.indicator}, key=lambda one: one[1]),
        "many_places": len({talk.area_id for talk in every}) > 1,
        "kinds": PartnerKind.choices,
        "directions": Talk.Direction.choices,
        "certainties": Talk.Certainty.choices,
        "may_write": request.viewer.may(commands.RIGHT, place.pk),
        "may_ask": request.viewer.may("figures.ask_input", place.pk),
        "requests": list(InputRequest.objects.visible_to(request.viewer).filter(area=place)[:5]),
        "today": clock.today(),
    }
    return render(request, "figures/talks.html", context, block="found")


@require_GET
def talks_file(request: HttpRequest, area: str) -> HttpResponse:
    """The same talks as a workbook, in the order and with the filters of the address."""
    place = area_of_talks(request, area)
    found = Filters.read(request.GET).apply(queries.talks_in(request.viewer, place.pk))
    name = content_disposition_header(as_attachment=True, filename=_("gesprekken-%(area)s.xlsx") % {"area": place.name})
    return HttpResponse(talks_sheet(place, found), content_type=_XLSX, headers={"Content-Disposition": name or ""})


@require_http_methods(["GET", "POST"])
def talk_new(request: HttpRequest, area: str) -> HttpResponse:
    place = area_of_talks(request, area)
    if not request.viewer.may(commands.RIGHT, place.pk):
        raise NotAllowed(_("U mag gesprekken lezen, maar niet opschrijven."))
    form = _form(request, place, {"held_on": clock.today(), "indicator": request.GET.get("over", "")})
    if form.is_valid():
        try:
            _talk, event = commands.record_talk(request.viewer, place.pk, Said(**form.said()))
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            done(request, _("Het gesprek staat erbij."), event)
            return redirect(request, "talks", place.pk)
    context = {"area": place, "form": form, "talk": None, "current": None}
    return render(request, "figures/talk_edit.html", context, block="form", status=422 if form.errors else 200)


@require_GET
def talk(request: HttpRequest, talk_id: int) -> HttpResponse:
    found = _talk(request, talk_id)
    return render(request, "figures/talk.html", _shown(request, found))


@require_http_methods(["GET", "POST"])
def talk_edit(request: HttpRequest, talk_id: int) -> HttpResponse:
    found = _talk(request, talk_id)
    if not request.viewer.may(commands.RIGHT, found.area_id):
        raise NotAllowed(_("U mag dit gesprek lezen, maar niet veranderen."))
    names = ("organisation", "organisation_kind", "held_on", "theme", "direction", "certainty", "quote", "asks")
    start = {name: getattr(found, name) for name in names} | {"indicator": found.indicator_id or "", "seen": found.version}
    form, current = _form(request, found.area, start), None
    if form.is_valid():
        try:
            seen = form.cleaned_data["seen"] or 0
            changed, event = commands.change_talk(request.viewer, found.pk, Said(**form.said()), seen=seen)
        except Outdated as refusal:
            form.add_error(None, refusal)
            current = refusal.current
            # saving again is a choice made with the other text in sight
            form.data = {**request.POST.dict(), "seen": str(found.version)}
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            done(request, _("Opgeslagen."), event)
            return redirect(request, changed)
    context = {"area": found.area, "form": form, "talk": found, "current": current}
    return render(request, "figures/talk_edit.html", context, block="form", status=422 if form.errors else 200)


@require_POST
def talk_remove(request: HttpRequest, talk_id: int) -> HttpResponse:
    found = _talk(request, talk_id)
    seen = request.POST.get("seen", "")
    try:
        event = commands.remove_talk(request.viewer, found.pk, seen=int(seen) if seen.isdecimal() else 0)
    except ValidationError as refusal:
        context = _shown(request, found) | {"refused": refusal.messages}
        return render(request, "figures/talk.html", context, status=422)
    done(request, _("Het gesprek is weggehaald."), event)
    return redirect(request, "talks", found.area_id)


def _talk(request: HttpRequest, talk_id: int) -> Talk:
    known = Talk.objects.visible_to(request.viewer).select_related("area", "indicator", "asked")
    return get_object_or_404(known, pk=talk_id)


def _shown(request: HttpRequest, found: Talk) -> dict[str, Any]:
    return {"talk": found, "may_write": request.viewer.may(commands.RIGHT, found.area_id), "refused": []}


def _form(request: HttpRequest, area: Area, start: dict[str, Any]) -> TalkForm:
    viewer = request.viewer
    partners = queries.known_partners(queries.talks_in(viewer, area.pk))
    known = Indicator.objects.offered_to(viewer, also=start.get("indicator", ""))
    return TalkForm(request.POST or None, initial=start, indicators=known, partners=partners)
