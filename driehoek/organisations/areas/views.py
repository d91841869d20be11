"""Areas: what lies where, since when, and what it was before; teams made by hand."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from driehoek.common import clock
from driehoek.common.errors import NotAllowed
from driehoek.common.models import Event
from driehoek.organisations.access import with_right
from driehoek.organisations.areas import commands, queries
from driehoek.organisations.areas.forms import JoinForm, LeaveForm, TeamForm
from driehoek.organisations.models import Area, AreaLevel, AreaMembership
from driehoek.ui.shortcuts import done, redirect, render

PER_PAGE = 50


@require_safe
def area_list(request: HttpRequest) -> HttpResponse:
    """Teams first; then the municipalities of today, found by a piece of their name."""
    today, text = clock.today(), request.GET.get("q", "").strip()[:100]
    found = Area.objects.visible_to(request.viewer).municipalities()
    found = found.filter(name__icontains=text) if text else found.on(today)
    page = Paginator(found.order_by("name"), PER_PAGE).get_page(request.GET.get("pagina"))
    teams = Area.objects.visible_to(request.viewer).teams().on(today).order_by("name")
    members = queries.teams_of([area.pk for area in page], today)
    context = {
        "page": page,
        "rows": [(area, members.get(area.pk)) for area in page],
        "teams": [] if text else queries.with_members(teams, today),
        "text": text,
        "may_make": bool(request.viewer.areas_with("organisations.manage_team")),
    }
    return render(request, "organisations/areas.html", context)


@require_safe
def area(request: HttpRequest, code: str) -> HttpResponse:
    shown = get_object_or_404(Area.objects.visible_to(request.viewer), pk=code)
    today = clock.today()
    context = {
        "area": shown,
        "today": today,
        "exists": shown.exists_on(today),
        "around": queries.around(shown.pk, today),
        "members": queries.members_of(shown.pk) if shown.level == AreaLevel.BASE_TEAM else [],
        "parts": queries.parts_of(shown.pk, today) if shown.level != AreaLevel.BASE_TEAM else [],
        "neighbours": queries.neighbours_of(shown.pk) if shown.level == AreaLevel.MUNICIPALITY else [],
        "changes": queries.history_of(shown.pk),
        "may_manage": request.viewer.may("organisations.manage_team", shown.pk),
        "manages": request.viewer.areas_with("organisations.manage_team"),
    }
    return render(request, "organisations/area.html", context)


def _choosable(request: HttpRequest) -> QuerySet[Area]:
    """The municipalities of today."""
    return Area.objects.visible_to(request.viewer).municipalities().on(clock.today()).order_by("name")


@require_http_methods(["GET", "POST"])
@with_right("organisations.manage_team")
def team_new(request: HttpRequest) -> HttpResponse:
    """A team of one's own municipality and its neighbours (all others behind a search)."""
    today, text = clock.today(), request.GET.get("q", "").strip()[:100]
    own = [code for code in request.viewer.areas_with("organisations.manage_team") if code.startswith("GM")]
    areas = _choosable(request)
    near = queries.near(own)
    offered = areas if request.method == "POST" else areas.filter(pk__in=near)
    if text and request.method == "GET":
        offered = areas.filter(name__icontains=text) | areas.filter(pk__in=near)
    start = {"starts_on": today, "municipalities": own}
    form = TeamForm(request.POST or None, areas=offered.distinct(), initial=start)
    if form.is_valid():
        answers = form.cleaned_data
        codes = [each.pk for each in answers["municipalities"]]
        try:
            team = commands.create_team(request.viewer, answers["name"], codes, starts_on=answers["starts_on"])
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            done(request, _("Team %(name)s is gemaakt.") % {"name": team.name})
            return redirect(request, team)
    if request.method == "POST":  # ticked or near: not all 342 again
        ticked = [code for code in request.POST.getlist("municipalities") if code.startswith("GM")]
        form.fields["municipalities"].queryset = areas.filter(pk__in={*near, *ticked})
    status = 422 if form.errors else 200
    return render(request, "organisations/team_new.html", {"form": form, "text": text}, status=status)


@require_http_methods(["GET", "POST"])
@with_right("organisations.manage_team")
def team_join(request: HttpRequest, code: str) -> HttpResponse:
    team = get_object_or_404(Area.objects.visible_to(request.viewer).teams(), pk=code)
    own = request.viewer.areas_with("organisations.manage_team")
    areas = _choosable(request) if team.pk in own else _choosable(request).filter(pk__in=own)
    form = JoinForm(request.POST or None, areas=areas, initial={"starts_on": clock.today()})
    if form.is_valid():
        answers = form.cleaned_data
        try:
            row = commands.join_team(request.viewer, team.pk, answers["municipalities"].pk, starts_on=answers["starts_on"])
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            done(request, _("%(name)s hoort bij het team.") % {"name": row.child.name}, _last("joined", team))
            return redirect(request, team)
    status = 422 if form.errors else 200
    return render(request, "organisations/team_join.html", {"form": form, "team": team}, block="form", status=status)


@require_http_methods(["GET", "POST"])
@with_right("organisations.manage_team")
def team_leave(request: HttpRequest, code: str, membership_id: int) -> HttpResponse:
    rows = AreaMembership.objects.select_related("parent", "child").filter(parent__level=AreaLevel.BASE_TEAM)
    row = rows.filter(pk=membership_id, parent_id=code).first()
    if row is None:
        raise Http404
    if not {row.parent_id, row.child_id} & request.viewer.areas_with("organisations.manage_team"):
        raise NotAllowed(_("Dit is aan het team of aan de gemeente zelf."))
    until = row.valid_until.isoformat() if row.valid_until else ""
    form = LeaveForm(request.POST or None, initial={"on": clock.today(), "seen": until})
    if form.is_valid():
        try:
            commands.leave_team(request.viewer, row.pk, on=form.cleaned_data["on"], seen=form.cleaned_data["seen"])
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            done(request, _("De einddatum is opgeslagen."), _last("left", row.parent))
            return redirect(request, row.parent)
    status = 422 if form.errors else 200
    return render(request, "organisations/team_leave.html", {"form": form, "row": row}, block="form", status=status)


def _last(verb: str, team: Area) -> Event | None:
    """The event that was just recorded, for the undo in the message."""
    events = Event.objects.filter(kind="organisations.area", object_id=team.pk, verb=f"organisations.municipality_{verb}")
    return events.order_by("-pk").first()
