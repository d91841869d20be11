"""The pages of programmes: what we promised, one programme as list or board, its steps and its decisions."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from driehoek.common import clock
from driehoek.organisations.models import Area
from driehoek.organisations.queries import municipalities_of
from driehoek.organisations.rights import require
from driehoek.organisations.viewer import Viewer
from driehoek.plans.models import Plan, Priority
from driehoek.plans.queries import titles
from driehoek.programme import commands, queries
from driehoek.programme.actions._writing import steps_for
from driehoek.programme.models import Action, Programme, ProgrammeAdoption, Sight
from driehoek.programme.process import ACTION, ASKS, PROGRAMME
from driehoek.programme.programmes import listing
from driehoek.programme.programmes.forms import AdoptForm, ProgrammeForm, StartForm
from driehoek.ui.shortcuts import done, redirect, render


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The programmes I work in, and all that was promised to one council with where it stands."""
    viewer, today = request.viewer, clock.today()
    places = _places(viewer, today)
    codes = [place.pk for place in places]
    here = request.GET.get("gemeente") if request.GET.get("gemeente") in codes else (codes[0] if codes else "")
    promises = queries.promises(viewer, here, today) if here else []
    counted = queries.my_programmes(viewer, today)
    near = {place.pk for place in places} | viewer.teams
    page = {
        "working": [one for one in counted if _is_near(one.programme, viewer, near)],
        "rest": [one for one in counted if not _is_near(one.programme, viewer, near)],
        "waiting": queries.waiting_for(viewer, today),
        "places": places,
        "place_options": [(place.pk, place.name) for place in places],
        "municipality": next((place for place in places if place.pk == here), None),
        "groups": _grouped(promises),
        "promises": promises,
        "may_start": bool(viewer.areas_with("programme.write")),
    }
    return render(request, "programme/overview.html", page)


def _is_near(programme: Programme, viewer: Viewer, near: set[str]) -> bool:
    """One works in it, or it is of one's own area; a draft that one sees is always one's own business."""
    mine = programme.area_id in viewer.area_codes and programme.area_id in near
    return programme.sight(viewer) == Sight.INSIDE or mine or programme.adopted_on is None


def _places(viewer: Viewer, today: date) -> list[Area]:
    """The municipalities of which this viewer may ask what was promised: his own first, then those of his team.

    The public: all that adopted a programme.
    """
    if viewer.is_public:
        adopted = Programme.objects.adopted()
        return list(Area.objects.municipalities().filter(pk__in=_adopting(adopted)).order_by("name"))
    own = list(Area.objects.filter(pk__in=viewer.municipalities).order_by("name"))
    around: dict[str, Area] = {}
    for team in sorted(viewer.teams):
        around |= {area.pk: area for area in municipalities_of(team, today) if area.pk not in viewer.municipalities}
    return own + sorted(around.values(), key=lambda area: area.name)


def _adopting(programmes: QuerySet[Programme]) -> QuerySet[ProgrammeAdoption, Any]:
    return ProgrammeAdoption.objects.filter(programme__in=programmes).values("municipality")


def _grouped(promises: list[queries.Promise]) -> list[tuple[str, list[queries.Promise]]]:
    groups: dict[str, list[queries.Promise]] = {}
    for promise in promises:
        groups.setdefault(promise.priority, []).append(promise)
    return list(groups.items())


@require_safe
def programme(request: HttpRequest, programme_id: int) -> HttpResponse:
    """One programme, as a list or as a board. Filters, order and page stand in the address."""
    viewer, today = request.viewer, clock.today()
    subject = _seen(viewer, programme_id)
    filters = listing.Filters.read(request.GET)
    rows = listing.found(subject, viewer, filters, today)
    totals = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    page: dict[str, Any] = {"page": None, "columns": None}
    if filters.view == "bord":
        page["columns"] = listing.board(rows, totals)
        shown = [action for column in page["columns"] for action in column.actions]
    else:
        page["page"] = Paginator(rows, listing.PAGE).get_page(filters.page)
        shown = list(page["page"].object_list)
    lines = [queries.line_of(action, viewer, today) for action in shown]
    page |= {
        "programme": subject,
        "sight": subject.sight(viewer),
        "filters": filters,
        "lines": lines,
        "by_action": {line.action.pk: line for line in lines},
        "today": today,
        "asks": ASKS,
        "card_steps": partial(steps_for, viewer),
        "named": queries.priorities_of(shown, viewer),
        "totals": totals,
        "states": ACTION,
        "rights": _rights(viewer, subject),
        **_choices(subject, viewer),
        **_header(subject, viewer, today),
    }
    return render(request, "programme/programme.html", page, block="actions")


def _seen(viewer: Viewer, programme_id: int) -> Programme:
    return get_object_or_404(Programme.objects.visible_to(viewer).select_related("plan", "area"), pk=programme_id)


def _rights(viewer: Viewer, subject: Programme) -> dict[str, bool]:
    open_ = subject.state != "closed"
    return {
        "write": open_ and viewer.may("programme.write", subject.area_id),
        "propose": open_ and (viewer.may("programme.propose", subject.area_id) or viewer.may("programme.write", subject.area_id)),
        "adopt": open_ and bool(viewer.areas_with("programme.adopt")),
    }


def _header(subject: Programme, viewer: Viewer, today: date) -> dict[str, Any]:
    """Numbers over the whole programme, its decisions and its steps."""
    counted = queries.my_programmes(viewer, today, Programme.objects.filter(pk=subject.pk))[0]
    adoptions = list(subject.adoptions.select_related("municipality"))
    steps = [step for step in PROGRAMME.steps_from(subject.state) if step.verb in commands.PROGRAMME_STEPS]
    if not subject.is_joint:
        steps = [step for step in steps if step.verb != "agree"]
    elif subject.state == "drafting":
        steps = [step for step in steps if step.verb != "offer"]
    return {
        "counted": counted,
        "adoptions": adoptions,
        "colleges": len(queries.municipalities(subject)),
        "steps": steps if viewer.may("programme.write", subject.area_id) else [],
        "may_adopt": any(step.verb == "adopt" for step in PROGRAMME.steps_from(subject.state))
        and bool(viewer.areas_with("programme.adopt")),
    }


def _choices(subject: Programme, viewer: Viewer) -> dict[str, Any]:
    """What the filters offer: what really occurs in this programme."""
    actions = Action.objects.visible_to(viewer).standing().filter(programme=subject).order_by()
    priorities = Priority.objects.visible_to(viewer).filter(measures__actions__in=actions).distinct()
    names = titles(list(priorities), viewer)
    people = sorted({name for name in actions.values_list("owner_name", flat=True).distinct() if name})
    return {
        "priorities": [(str(key), name) for key, name in names.items()],
        "owner_options": [(name, name) for name in people] if subject.sight(viewer) == Sight.INSIDE else [],
        "lead_options": list(Area.objects.filter(pk__in=actions.values("lead")).order_by("name").values_list("pk", "name")),
        "alerts": listing.ALERTS if subject.sight(viewer) else listing.ALERTS[:1],
    }


@require_http_methods(["GET", "POST"])
@login_required
def start(request: HttpRequest) -> HttpResponse:
    """Begin a programme under a plan that one may work out."""
    viewer = request.viewer
    choices = _where(viewer)
    form = StartForm(request.POST or None, initial=_suggested(viewer, request.GET.get("plan", ""), choices))
    form.fields["where"].choices = [(f"{plan.pk}/{area.pk}", label) for plan, area, label in choices]
    if form.is_valid():
        plan_id, _slash, area = form.cleaned_data["where"].partition("/")
        values = {name: form.cleaned_data[name] for name in ("title", "starts_on", "ends_on")}
        try:
            made = commands.start_programme(viewer, plan_id, area_code=area, **values)
        except ValidationError as refusal:
            add_refusal(form, refusal)
        else:
            done(request, _("Het programma is begonnen. Zet er nu acties in."))
            return redirect(request, made)
    page = {"form": form, "choices": choices}
    return render(request, "programme/start.html", page, status=422 if form.errors else 200)


def _where(viewer: Viewer) -> list[tuple[Plan, Area, str]]:
    """The plans that this viewer may work out, and for which area."""
    writes = viewer.areas_with("programme.write")
    if not writes:
        require(viewer, "programme.write", "")
    areas = {area.pk: area for area in Area.objects.filter(pk__in=writes)}
    plans = Plan.objects.visible_to(viewer).exclude(state="withdrawn").prefetch_related("participations")
    found = []
    for plan in plans.filter(ends_on__gte=clock.today()):
        concerned = {one.municipality_id for one in plan.participations.all() if one.until is None} | {plan.area_code}
        for code in sorted(concerned & set(areas)):
            found.append((plan, areas[code], f"{plan.title} – {areas[code].name}"))
    return found


def _suggested(viewer: Viewer, plan_id: str, choices: list[tuple[Plan, Area, str]]) -> dict[str, Any]:
    """Two years from the first of January that lies in the plan."""
    chosen = next(((plan, area) for plan, area, _label in choices if str(plan.pk) == plan_id), None)
    if chosen is None and choices:
        chosen = choices[0][:2]
    if chosen is None:
        return {}
    plan, area = chosen
    year = max(plan.starts_on.year, clock.today().year)
    ends_on = min(date(year + 1, 12, 31), plan.ends_on)
    return {
        "where": f"{plan.pk}/{area.pk}",
        "title": _("Uitvoeringsprogramma %(from)s-%(to)s") % {"from": year, "to": ends_on.year},
        "starts_on": date(year, 1, 1),
        "ends_on": ends_on,
    }


@require_http_methods(["GET", "POST"])
@login_required
def edit(request: HttpRequest, programme_id: int) -> HttpResponse:
    viewer = request.viewer
    subject = _seen(viewer, programme_id)
    require(viewer, "programme.write", subject.area_id)
    now = {"title": subject.title, "starts_on": subject.starts_on, "ends_on": subject.ends_on}
    form = ProgrammeForm(request.POST or None, initial=now)
    if form.is_valid():
        try:
            event = commands.change_programme(viewer, subject.pk, seen=number_of(request, "seen"), **form.cleaned_data)
        except ValidationError as refusal:
            add_refusal(form, refusal)
        else:
            done(request, _("Het programma is opgeslagen."), event)
            return redirect(request, subject)
    page = {"form": form, "programme": subject}
    return render(request, "programme/programme_edit.html", page, block="form", status=422 if form.errors else 200)


@require_POST
@login_required
def step(request: HttpRequest, programme_id: int, verb: str) -> HttpResponse:
    subject = _seen(request.viewer, programme_id)
    reason = request.POST.get("reason", "")
    try:
        commands.step_programme(request.viewer, subject.pk, verb, seen=number_of(request, "seen"), reason=reason)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        subject.refresh_from_db()
        done(request, _("De stand is nu: %(state)s.") % {"state": subject.state_label})
    return redirect(request, subject)


@require_http_methods(["GET", "POST"])
@login_required
def adopt(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Record the decision of a college."""
    viewer = request.viewer
    subject = _seen(viewer, programme_id)
    decides = viewer.areas_with("programme.adopt")
    open_ = [area for area in queries.municipalities(subject) if area.pk in decides]
    if not open_:
        require(viewer, "programme.adopt", "")
    form = AdoptForm(request.POST or None, initial={"decided_on": clock.today()})
    form.fields["municipality"].choices = [(area.pk, area.name) for area in open_]
    if form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("decided_on", "decision_number")}
        try:
            commands.adopt_programme(viewer, subject.pk, form.cleaned_data["municipality"], **values)
        except ValidationError as refusal:
            add_refusal(form, refusal)
        else:
            done(request, _("Het besluit is vastgelegd."))
            return redirect(request, subject)
    page = {"form": form, "programme": subject}
    return render(request, "programme/adopt.html", page, block="form", status=422 if form.errors else 200)


def number_of(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def add_refusal(form: Any, refusal: ValidationError) -> None:
    """Each sentence at its own field; a field that the form does not have, above it."""
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
        return
    for name, sentences in refusal.message_dict.items():
        form.add_error(name if name in form.fields else None, sentences)
