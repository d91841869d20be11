"""The page of an action: what it is, how it goes, and its verbs."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from driehoek.common import clock
from driehoek.common.errors import NotAllowed, NotNow, Outdated
from driehoek.common.kinds import kind_of
from driehoek.common.timeline import entries
from driehoek.documents.text import to_html
from driehoek.organisations.models import User
from driehoek.organisations.viewer import Viewer
from driehoek.plans.models import Measure
from driehoek.plans.queries import titles
from driehoek.programme import commands, queries
from driehoek.programme.actions._writing import may_report, may_write, steps_for, values_of
from driehoek.programme.actions.forms import FIELD, ActionForm, MoveForm, StepForm, TickForm, initial_of
from driehoek.programme.actions.rules import EMPTY
from driehoek.programme.models import Action, Programme, Progress, Sight
from driehoek.programme.process import ACTION, ASKS, WRITE
from driehoek.programme.programmes.views import add_refusal, number_of
from driehoek.programme.sheet.columns import BY_FIELD, Known
from driehoek.ui.shortcuts import back, done, redirect, render


def seen(viewer: Viewer, programme_id: int, number: int) -> Action:
    """The action with its latest progress, as far as this viewer sees it; else 404."""
    rows = Action.objects.visible_to(viewer).with_progress().select_related("programme__plan", "programme__area", "lead")
    return get_object_or_404(rows, programme_id=programme_id, number=number)


@require_safe
def action(request: HttpRequest, programme_id: int, number: int) -> HttpResponse:
    viewer = request.viewer
    return render(request, "programme/action.html", page_of(viewer, seen(viewer, programme_id, number)), block="state")


def page_of(viewer: Viewer, subject: Action, form: TickForm | None = None) -> dict[str, Any]:
    today = clock.today()
    sight = subject.sight(viewer)
    progress = Progress.objects.visible_to(viewer).standing().filter(action=subject)
    kind = kind_of("programme.action")
    reports = may_report(viewer, subject) and subject.state in ("planned", "running", "on_hold") and not subject.removed
    measure, priority = queries.priorities_of([subject], viewer).get(subject.pk, ("", ""))
    return {
        "action": subject,
        "programme": subject.programme,
        "line": queries.line_of(subject, viewer, today),
        "inside": sight == Sight.INSIDE,
        "sight": sight,
        "measure_title": measure,
        "priority_title": priority,
        "description": to_html(subject.description) if sight else "",
        "progress": list(progress[:50]),
        "steps": steps_for(viewer, subject),
        "asks": ASKS,
        "tick_form": (form or TickForm(action=subject)) if reports else None,
        "may_change": may_report(viewer, subject) and subject.programme.state != "closed" and not subject.removed,
        "may_write": may_write(viewer, subject.programme, subject.lead_id or "") and subject.programme.state != "closed",
        "entries": entries(viewer, kind, subject, limit=30) if sight == Sight.INSIDE and kind else [],
    }


# --- new and change --------------------------------------------------------------------------------------------------------
def grouped_measures(programme: Programme, names: Known, viewer: Viewer) -> list[tuple[str, list[tuple[str, str]]]]:
    """The measures by priority, in the order of the plan: the choices of a form."""
    labels = {key: label for label, key in names.measures.items()}
    found = list(Measure.objects.filter(pk__in=names.measures.values()).select_related("priority").order_by("position"))
    above = titles({one.priority.pk: one.priority for one in found if one.priority}.values(), viewer)
    groups: dict[str, list[tuple[str, str]]] = {}
    for one in found:
        group = above.get(one.priority.pk, "") if one.priority else ""
        groups.setdefault(group or _("Los van een prioriteit"), []).append((str(one.pk), labels[str(one.pk)]))
    return list(groups.items())


def suggested_owners(viewer: Viewer, programme: Programme, names: Known) -> list[str]:
    """The colleagues that the form may name: those this viewer sees, and who owns an action here already.

    A full name that is typed is found among all who have a role here; that needs no list of them.
    """
    seen = {str(code) for code in User.objects.visible_to(viewer).values_list("code", flat=True)}
    inside = programme.sight(viewer) == Sight.INSIDE
    actions = Action.objects.visible_to(viewer).filter(programme=programme)
    seen |= set(actions.values_list("owner_code", flat=True).distinct()) if inside else set()
    return [label for label, (code, _name) in names.people.items() if code in seen]


@require_http_methods(["GET", "POST"])
@login_required
def new(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Propose an action, or plan it at once when one may."""
    viewer = request.viewer
    rows = Programme.objects.visible_to(viewer).select_related("plan", "area")
    programme = get_object_or_404(rows, pk=programme_id)
    writes = viewer.may("programme.write", programme.area_id)
    if not writes and not viewer.may("programme.propose", programme.area_id):
        raise NotAllowed(_("U kunt in dit programma geen acties voorstellen. Vraag het uw IV-adviseur."))
    names = queries.known(programme, clock.today())
    lead = next((code for code in names.areas.values() if code in viewer.municipalities), "")
    start = {**EMPTY, "measure": request.GET.get("maatregel") or None, "lead": lead}
    form = ActionForm(
        request.POST or None, programme=programme, known=names, grouped=grouped_measures(programme, names, viewer),
        initial=initial_of(start, names),
    )  # fmt: skip
    if form.is_valid():
        values = form.values()
        may_plan = writes or (values["lead"] and viewer.may("programme.write", values["lead"]))
        if may_plan and values["ends_on"]:
            values["state"] = "planned"
        try:
            made = commands.propose_action(viewer, programme.pk, **values)
        except ValidationError as refusal:
            _add_to_form(form, refusal)
        else:
            done(request, _("%(code)s is toegevoegd.") % {"code": made.code}, _event(made))
            return redirect(request, made)
    page = {"form": form, "programme": programme, "action": None, "conflicts": {}, "writes": writes}
    page["colleagues"] = suggested_owners(viewer, programme, names)
    return render(request, "programme/action_edit.html", page, block="form", status=422 if form.errors else 200)


def _event(subject: Action) -> Any:
    from driehoek.common.models import Event

    return Event.objects.filter(kind="programme.action", object_id=str(subject.pk)).order_by("-id").first()


def _add_to_form(form: ActionForm, refusal: ValidationError) -> None:
    if hasattr(refusal, "error_dict"):
        for name, sentences in refusal.message_dict.items():
            form.add_error("serves" if name in ("measure", "safety_field") else name if name in form.fields else None, sentences)
    else:
        form.add_error(None, refusal)


@require_http_methods(["GET", "POST"])
@login_required
def edit(request: HttpRequest, programme_id: int, number: int) -> HttpResponse:
    """Change what an action says. When two people changed the same thing, the page asks which words must stand."""
    viewer = request.viewer
    subject = seen(viewer, programme_id, number)
    _refuse_reader(viewer, subject)
    names = queries.known(subject.programme, clock.today(), [(subject.owner_code, subject.owner_name)])
    now = values_of(subject)
    grouped = grouped_measures(subject.programme, names, viewer)
    first = initial_of(now, names) | {"seen": subject.version}
    form = ActionForm(request.POST or None, programme=subject.programme, known=names, grouped=grouped, initial=first)
    conflicts: dict[str, Any] = {}
    if form.is_valid():
        values = form.values()
        try:
            event = commands.change_action(viewer, subject.pk, seen=form.cleaned_data["seen"] or 0, **values)
        except Outdated as question:
            conflicts = _question(question.current or {}, names)
            form.add_error(None, question)
        except ValidationError as refusal:
            _add_to_form(form, refusal)
        else:
            done(request, _("De actie is opgeslagen.") if event else _("Er was niets veranderd."), event)
            return redirect(request, subject)
    page = {
        "form": form, "programme": subject.programme, "action": subject, "conflicts": conflicts,
        "colleagues": suggested_owners(viewer, subject.programme, names),
        "fresh": Action.objects.values_list("version", flat=True).get(pk=subject.pk) if conflicts else None, "writes": True,
    }  # fmt: skip
    return render(request, "programme/action_edit.html", page, block="form", status=422 if form.errors else 200)


def _question(current: dict[str, tuple[Any, Any]], names: Known) -> dict[str, Any]:
    """Per field: its name, what you typed, what stands there now; as words."""
    shown = {}
    for name, (mine, theirs) in current.items():
        column = BY_FIELD[name]
        words = [str(column.write(value, names) if value is not None else "") for value in (mine, theirs)]
        shown[name] = (str(column.heading), *words)
    return shown


def _refuse_reader(viewer: Viewer, subject: Action) -> None:
    if not may_report(viewer, subject):
        raise NotAllowed(_("Alleen de eigenaar van de actie en wie het programma schrijft, mogen dit."))


# --- steps -----------------------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
@login_required
def step(request: HttpRequest, programme_id: int, number: int, verb: str) -> HttpResponse:
    """Take a step of the table. A step that asks something has a page of its own; the others are one button."""
    viewer = request.viewer
    subject = seen(viewer, programme_id, number)
    _refuse_reader(viewer, subject)
    try:
        wanted = ACTION.step(subject.state, verb)
    except NotNow as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect(request, subject)
    if wanted.right == WRITE and wanted not in steps_for(viewer, subject):
        raise NotAllowed(_("Alleen wie dit programma schrijft of de actie trekt, mag dit. Vraag het uw IV-adviseur."))
    first = {"seen": subject.version, "ends_on": subject.ends_on, "result": subject.result, "anchored_in": subject.anchored_in}
    form = StepForm(request.POST or None, step=wanted, initial=first)
    if form.is_valid():
        answers = {name: value for name, value in form.cleaned_data.items() if name != "seen"}
        try:
            event = commands.step_action(viewer, subject.pk, verb, seen=form.cleaned_data["seen"], **answers)
        except ValidationError as refusal:
            add_refusal(form, refusal)
        else:
            state = ACTION.label(wanted.target)
            done(request, _("%(code)s staat nu op ‘%(state)s’.") % {"code": subject.code, "state": state}, event)
            return redirect(request, back(request, subject.get_absolute_url()))
    page = {"form": form, "action": subject, "programme": subject.programme, "step": wanted, "back": request.GET.get("terug", "")}
    return render(request, "programme/step.html", page, block="form", status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@login_required
def move(request: HttpRequest, programme_id: int, number: int) -> HttpResponse:
    """Hang the action under another measure."""
    viewer = request.viewer
    subject = seen(viewer, programme_id, number)
    if not may_write(viewer, subject.programme, subject.lead_id or ""):
        raise NotAllowed(_("Alleen wie dit programma schrijft of de actie trekt, mag dit. Vraag het uw IV-adviseur."))
    names = queries.known(subject.programme, clock.today())
    serves = str(subject.measure_id) if subject.measure_id else FIELD + subject.safety_field
    grouped = grouped_measures(subject.programme, names, viewer)
    form = MoveForm(request.POST or None, known=names, grouped=grouped, initial={"serves": serves, "seen": subject.version})
    if form.is_valid():
        chosen = form.cleaned_data["serves"]
        target = {"safety_field": chosen.removeprefix(FIELD)} if chosen.startswith(FIELD) else {"measure": chosen}
        try:
            event = commands.move_action(viewer, subject.pk, seen=form.cleaned_data["seen"], **target)
        except ValidationError as refusal:
            add_refusal(form, refusal)
        else:
            done(request, _("De actie is verplaatst.") if event else _("Er was niets veranderd."), event)
            return redirect(request, subject)
    page = {"form": form, "action": subject, "programme": subject.programme}
    return render(request, "programme/move.html", page, block="form", status=422 if form.errors else 200)


@require_POST
@login_required
def remove(request: HttpRequest, programme_id: int, number: int) -> HttpResponse:
    subject = seen(request.viewer, programme_id, number)
    try:
        event = commands.remove_action(request.viewer, subject.pk, seen=number_of(request, "seen"))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect(request, subject)
    done(request, _("%(code)s is verwijderd.") % {"code": subject.code}, event)
    return redirect(request, subject.programme)


# --- progress --------------------------------------------------------------------------------------------------------------
@require_POST
@login_required
def report(request: HttpRequest, programme_id: int, number: int) -> HttpResponse:
    """One tick and one sentence, from the page of the action."""
    viewer = request.viewer
    subject = seen(viewer, programme_id, number)
    _refuse_reader(viewer, subject)
    form = TickForm(request.POST, action=subject)
    if form.is_valid():
        try:
            event = commands.report_progress(viewer, subject.pk, **form.cleaned_data)
        except ValidationError as refusal:
            add_refusal(form, refusal)
        else:
            done(request, _("Gemeld: %(tick)s.") % {"tick": event.data["tick"]}, event)
            return redirect(request, subject)
    if subject.state not in ("planned", "running", "on_hold"):
        messages.error(request, " ".join(str(error) for error in form.non_field_errors()))
        return redirect(request, subject)
    return render(request, "programme/action.html", page_of(viewer, subject, form), block="state", status=422)
