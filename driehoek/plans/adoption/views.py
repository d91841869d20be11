"""The way to the councils on one page: where the plan is, where each municipality is, and the next step for who may take it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from driehoek.common import clock
from driehoek.common.errors import NotNow
from driehoek.common.process import Process, Step
from driehoek.plans import commands
from driehoek.plans.adoption.forms import AdoptForm, RevokeForm, StepForm
from driehoek.plans.adoption.models import Adoption, LocalPart, Version
from driehoek.plans.pages import posted, unseen_is_not_there, viewer_of
from driehoek.plans.process import COMPUTED, LOCAL_PART, PLAN
from driehoek.plans.sharing.models import Participation
from driehoek.plans.writing.models import Layer, Plan
from driehoek.plans.writing.page import frozen_blocks
from driehoek.ui.shortcuts import done, redirect, render

_WAY = ("preparing", "drafting", "agreed", "before_councils", "adopted", "in_force")


@require_safe
@unseen_is_not_there
def adoption(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    viewer, today = viewer_of(request), clock.today()
    plan = get_object_or_404(Plan.objects.visible_to(viewer).select_related("team", "municipality"), pk=plan_id)
    state = plan.state_on(today)
    rows = _councils(viewer, plan)
    context = {
        "plan": plan, "state": state, "label": plan.label_on(today), "rows": rows, "way": _way(state),
        "adopted": sum(row["adoption"] is not None for row in rows),
        "steps": [step for step in PLAN.steps_from(plan.state) if _may(viewer, step, plan.area_code)],
    }  # fmt: skip
    return render(request, "plans/adoption.html", context)


def _may(viewer: Any, step: Step, area: str) -> bool:
    return step.right != COMPUTED and viewer.may(step.right, area)


def _way(state: str) -> list[tuple[str, str, str]]:
    """The main way with where it is now; a state beside it stands for the nearest one on it."""
    beside = {"consultation": "drafting", "processing": "drafting", "partly_adopted": "before_councils", "revising": "drafting"}
    nearest = beside.get(state, state)
    at = _WAY.index(nearest) if nearest in _WAY else len(_WAY)
    way = []
    for number, one in enumerate(_WAY):
        mark = "done" if number < at else "current" if number == at else "todo"
        way.append((PLAN.label(one), mark, PLAN.label(state) if number == at and one != state else ""))
    return way


def _councils(viewer: Any, plan: Plan) -> list[dict[str, Any]]:
    layers = set(Layer.objects.visible_to(viewer).filter(plan=plan).values_list("municipality_id", flat=True))
    parts = {part.layer.municipality_id: part for part in LocalPart.objects.filter(layer__plan=plan).select_related("layer")}
    versions: dict[str, Version] = {}
    for version in Version.objects.visible_to(viewer).filter(plan=plan).defer("content").order_by("number"):
        versions[str(version.municipality_id)] = version
    standing = Adoption.objects.standing().filter(plan=plan).order_by("decided_on").select_related("version")
    adoptions = {one.municipality_id: one for one in standing}
    rows = []
    for row in Participation.objects.current().filter(plan=plan).select_related("municipality").order_by("municipality__name"):
        code, part = row.municipality_id, parts[row.municipality_id]
        adopted = adoptions.get(code)
        rows.append(
            {
                "area": row.municipality, "adoption": adopted, "version": versions.get(code), "part": part,
                "label": part.state_label if code in layers or adopted else _("Nog niet vastgesteld"),
                "tone": _tone(part.state) if code in layers or adopted else "neutral",
                "steps": _part_steps(viewer, plan, part, str(code)) if code in layers else [],
            }
        )  # fmt: skip
    return rows


_TONES = {"adopted": "good", "rejected": "late", "revoked": "late", "postponed": "attention", "empty": "neutral"}


def _tone(state: str) -> str:
    return _TONES.get(state, "open")


def _part_steps(viewer: Any, plan: Plan, part: LocalPart, code: str) -> list[Step]:
    steps = [step for step in LOCAL_PART.steps_from(part.state) if _may(viewer, step, code)]
    if part.state == "adopted" and plan.state != "revising":
        steps = [step for step in steps if step.verb != "reopen"]
    if plan.state not in ("agreed", "before_councils", "partly_adopted"):
        steps = [step for step in steps if step.verb != "release"]
    return steps


@require_http_methods(["GET", "POST"])
@unseen_is_not_there
def plan_step(request: HttpRequest, plan_id: UUID, verb: str) -> HttpResponse:
    """A step of the plan as a whole: first what it asks, then it is done."""
    viewer = viewer_of(request)
    plan = get_object_or_404(Plan.objects.visible_to(viewer), pk=plan_id)
    step = _step(PLAN, verb, plan.state)
    form = StepForm(
        posted(request), reason=step.reason_needed, day=clock.today() if verb == "agree" else None, despite=verb == "agree"
    )
    if request.method == "POST" and form.is_valid():
        try:
            commands.take_plan_step(viewer, plan_id, verb, **form.cleaned_data)
        except ValidationError as refusal:
            _refuse(form, refusal)
        else:
            done(request, _("Vastgelegd: %(what)s.") % {"what": str(step.label).lower()})
            return redirect(request, "plan_adoption", plan_id)
    return _answer(request, form, plan, step, None)


def _step(process: Process, verb: str, state: str) -> Step:
    """The step that this address names; one that no table has is no page."""
    found = [step for step in process.steps if step.verb == verb and step.right != COMPUTED]
    if not found:
        raise Http404
    return next((step for step in found if step.source == state), found[0])


def _refuse(form: Any, refusal: ValidationError) -> None:
    for name, errors in getattr(refusal, "error_dict", {None: [refusal]}).items():
        form.add_error(name if name in form.fields else None, errors)


def _answer(request: HttpRequest, form: Any, plan: Plan, step: Step, area: Any) -> HttpResponse:
    context = {"form": form, "plan": plan, "step": step, "area": area}
    return render(request, "plans/step.html", context, block="form", status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@unseen_is_not_there
def part_step(request: HttpRequest, plan_id: UUID, municipality: str, verb: str) -> HttpResponse:
    """A step of one municipality: ready, released, offered, decided, withdrawn."""
    viewer = viewer_of(request)
    layer = get_object_or_404(
        Layer.objects.visible_to(viewer).select_related("plan", "municipality", "local_part"),
        plan=plan_id,
        municipality=municipality,
    )
    step = _step(LOCAL_PART, verb, layer.local_part.state)
    today = {"decided_on": clock.today()}
    form: Any
    if verb == "adopt":
        form = AdoptForm(posted(request), initial=today)
    elif verb == "revoke":
        form = RevokeForm(posted(request), initial=today)
    else:
        form = StepForm(posted(request), reason=step.reason_needed, despite=verb == "release")
    if request.method == "POST" and form.is_valid():
        try:
            _take(request, layer, verb, form)
        except ValidationError as refusal:
            _refuse(form, refusal)
        else:
            done(request, _("Vastgelegd: %(what)s.") % {"what": str(step.label).lower()})
            return redirect(request, "plan_adoption", plan_id)
    return _answer(request, form, layer.plan, step, layer.municipality)


def _take(request: HttpRequest, layer: Layer, verb: str, form: Any) -> None:
    viewer, words, code = viewer_of(request), form.cleaned_data, str(layer.municipality_id)
    if verb == "release":
        commands.release_version(viewer, layer.plan_id, code, despite=words["despite"])
    elif verb == "adopt":
        version = Version.objects.filter(layer=layer).order_by("-number").first()
        if version is None:
            raise NotNow(_("Er is nog geen tekst vrijgegeven om over te besluiten."))
        commands.adopt_version(
            viewer, version.pk, decided_on=words["decided_on"], decision_number=words["decision_number"],
            votes=form.votes(), note=words["note"],
        )  # fmt: skip
    elif verb == "revoke":
        standing = Adoption.objects.standing().filter(plan=layer.plan_id, municipality=code).order_by("-decided_on").first()
        if standing is None:
            raise NotNow(_("Er is geen besluit om in te trekken."))
        commands.revoke_adoption(viewer, standing.pk, **words)
    else:
        commands.take_part_step(viewer, layer.plan_id, code, verb, reason=words.get("reason", ""))


@require_safe
@unseen_is_not_there
def plan_version(request: HttpRequest, plan_id: UUID, version_id: UUID) -> HttpResponse:
    """A frozen text as it was released."""
    versions = Version.objects.visible_to(viewer_of(request)).select_related("plan", "municipality", "adoption")
    version = get_object_or_404(versions, pk=version_id, plan=plan_id)
    adopted = getattr(version, "adoption", None)
    revoked = getattr(adopted, "revocation", None) if adopted else None
    context = {
        "version": version,
        "plan": version.plan,
        "blocks": frozen_blocks(version),
        "adoption": adopted,
        "revoked": revoked,
    }
    return render(request, "plans/version.html", context)
