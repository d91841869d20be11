"""The verbs of deciding: the triangle agrees, a municipality releases its text, its council adopts it, each on its own day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from driehoek.common import clock
from driehoek.common.errors import NotNow, Refused
from driehoek.common.events import record
from driehoek.common.process import Step
from driehoek.documents.text import clean, escaped
from driehoek.organisations.rights import require
from driehoek.plans.adoption import rules
from driehoek.plans.adoption.models import Adoption, LocalPart, Printed, Revocation, Version
from driehoek.plans.parts.finding import index_pieces
from driehoek.plans.process import LOCAL_PART, PLAN
from driehoek.plans.sharing.models import Participation
from driehoek.plans.writing import rules as writing
from driehoek.plans.writing import store
from driehoek.plans.writing.models import Layer, Plan
from driehoek.plans.writing.reading import read
from driehoek.plans.writing.rules import Shortcoming

if TYPE_CHECKING:
    from driehoek.organisations.viewer import Viewer


@transaction.atomic
def take_plan_step(
    by: Viewer, plan_id: UUID, verb: str, *, reason: str = "", decided_on: date | None = None, despite: str = ""
) -> Plan:
    """One step of the plan as a whole by its table: draft, consult, close_consultation, agree, reopen, revise, withdraw.

    `agree` is a decision of the triangle: it has a date, and needs a complete text, or in `despite` why it goes on without.
    """
    plan = _lock_plan(by, plan_id)
    step = PLAN.step(plan.state_on(clock.today()) if verb != "revise" else plan.state, verb)
    require(by, step.right, plan.area_code)
    _need_reason(step, reason)
    if verb == "agree":
        decided_on = decided_on or clock.today()
        if decided_on > clock.today():
            raise Refused({"decided_on": _("De driehoek kan niet in de toekomst hebben besloten. Kies een eerdere dag.")})
        if (lacking := shortcomings_of_plan(plan)) and not despite.strip():
            raise Refused({"despite": _lacking(lacking)})
    _move_plan(plan, step)
    when = decided_on.isoformat() if decided_on else None
    record(by, f"plan.{_PAST[verb]}", plan, area_code=plan.area_code, reason=reason or despite, decided_on=when)
    return plan


_PAST: Mapping[str, str] = {
    "draft": "drafted",
    "consult": "offered_for_consultation",
    "close_consultation": "consultation_closed",
    "agree": "agreed",
    "reopen": "reopened",
    "revise": "revised",
    "withdraw": "withdrawn",
}


def shortcomings_of_plan(plan: Plan) -> list[Shortcoming]:
    """What the text of the plan lacks before the triangle agrees. What each municipality fills in itself comes later."""
    layer = plan.layers.filter(municipality__isnull=plan.is_joint).select_related("plan").get()
    found = writing.shortcomings(read(layer).lines, layer.values)
    return [one for one in found if one.rule not in ("piece_left_open", "slot_without_value")]


def _lacking(found: list[Shortcoming]) -> str:
    names = ", ".join(f"‘{one.title}’" for one in found[:3])
    more = f" (+{len(found) - 3})" if len(found) > 3 else ""
    return _(
        "De tekst is nog niet af: %(names)s%(more)s. Maak hem af, of schrijf hier waarom u toch doorgaat."
    ) % {"names": names, "more": more}  # fmt: skip


def _need_reason(step: Step, reason: str) -> None:
    if step.reason_needed and not reason.strip():
        raise Refused({"reason": _("Schrijf erbij waarom.")})


def _lock_plan(by: Viewer, plan_id: UUID) -> Plan:
    return Plan.objects.visible_to(by).select_for_update(of=("self",)).get(pk=plan_id)


def _move_plan(plan: Plan, step: Step) -> None:
    plan.state, plan.version = step.target, plan.version + 1
    plan.save(update_fields=["state", "version"])


@transaction.atomic
def take_part_step(
    by: Viewer, plan_id: UUID, municipality: str, verb: str, *, reason: str = "", planned_on: date | None = None
) -> LocalPart:
    """One step of a municipality's part by its table: decline, report_ready, reopen, take_back, to_committee, offer,
    postpone, reject. (`release` and `adopt` have commands of their own.)"""
    if verb in ("release", "adopt", "revoke", "write"):
        raise NotNow(_("Dit gaat op een andere manier."))
    part = _lock_part(by, plan_id, municipality)
    step = LOCAL_PART.step(part.state, verb)
    require(by, step.right, municipality)
    _need_reason(step, reason)
    if part.state == "adopted" and part.layer.plan.state != "revising":
        raise NotNow(_("De raad heeft deze tekst vastgesteld. Hij gaat pas weer open als de driehoek het plan herziet."))
    if planned_on is not None:
        part.planned_on = planned_on
    _move_part(part, step)
    record(
        by, f"part.{_PART_PAST[verb]}", part.layer, name=str(part.layer.municipality), within=part.layer.plan,
        area_code=municipality, reason=reason, planned_on=planned_on.isoformat() if planned_on else None,
    )  # fmt: skip
    return part


_PART_PAST: Mapping[str, str] = {
    "decline": "declined",
    "report_ready": "reported_ready",
    "reopen": "reopened",
    "take_back": "taken_back",
    "to_committee": "sent_to_committee",
    "offer": "offered",
    "postpone": "postponed",
    "reject": "rejected",
}


def _lock_part(by: Viewer, plan_id: UUID, municipality: str) -> LocalPart:
    layer = store.find_layer(by, plan_id, municipality)
    parts = LocalPart.objects.select_for_update(of=("self",)).select_related("layer__plan", "layer__municipality")
    return parts.get(layer=layer)


def _move_part(part: LocalPart, step: Step) -> None:
    part.state, part.version = step.target, part.version + 1
    part.save(update_fields=["state", "version", "planned_on"])


@transaction.atomic
def release_version(by: Viewer, plan_id: UUID, municipality: str, *, despite: str = "") -> Version:
    """Freeze the whole text of a municipality for its college and council. Needs a complete text, or a reason why not.

    The triangle agreed before; what was frozen is what the council decides on, whatever is written afterwards.
    """
    plan = _lock_plan(by, plan_id)
    part = _lock_part(by, plan_id, municipality)
    step = LOCAL_PART.step(part.state, "release")
    require(by, step.right, municipality)
    if plan.state not in ("agreed", "before_councils", "partly_adopted"):
        raise NotNow(_("De driehoek heeft dit plan nog niet vastgesteld. Daarna kan de tekst naar het college."))
    layer = part.layer
    store.lock_layers(layer)
    text = read(layer)
    if (lacking := list(writing.shortcomings(text.lines, text.values))) and not despite.strip():
        raise Refused({"despite": _lacking(lacking)})
    version = _freeze(by, plan, layer)
    _move_part(part, step)
    if plan.state == "agreed":
        _move_plan(plan, PLAN.step(plan.state, "offer"))
    record(by, "version.released", version, within=plan, area_code=municipality, reason=despite, number=version.number)
    return version


def _freeze(by: Viewer, plan: Plan, layer: Layer) -> Version:
    text = read(layer)
    about = {
        "title": writing.fill(plan.title, text.values),
        "starts_on": plan.starts_on.isoformat(),
        "ends_on": plan.ends_on.isoformat(),
        "municipality": {"code": layer.municipality_id, "name": str(layer.municipality)},
    }
    left_out = [
        {"piece": str(word.piece), "title": store.name_of(text.joint[word.piece]), "reason": word.reason}
        for word in writing.left_out(text.joint, text.own or {})
    ]
    content = rules.content(text.lines, text.values, about, left_out=left_out, escaped=escaped)
    last = Version.objects.filter(layer=layer).order_by("-number").values_list("number", flat=True).first() or 0
    version = Version.objects.create(
        plan=plan, layer=layer, municipality_id=layer.municipality_id, purpose=Version.Purpose.COUNCIL, number=last + 1,
        content=content, sha256=rules.digest(content), released_by=by.name, released_at=clock.now(),
    )  # fmt: skip
    Printed.objects.bulk_create(
        [
            Printed(version=version, piece_id=one["piece"], position=position, title=(one["title"] or _start(one))[:300])
            for position, one in enumerate(content["pieces"])
        ]
    )
    return version


def _start(piece: Mapping[str, str]) -> str:
    line = " ".join(piece["body"].split())
    return line if len(line) <= 90 else line[:88].rsplit(" ", 1)[0] + " …"


@transaction.atomic
def adopt_version(
    by: Viewer,
    version_id: UUID,
    *,
    decided_on: date,
    decision_number: str,
    votes: Mapping[str, int] | None = None,
    note: str = "",
) -> Adoption:
    """The council of one municipality adopts one frozen version of the plan (Politiewet 2012, art. 38b). For good."""
    version = Version.objects.visible_to(by).select_related("plan", "municipality").get(pk=version_id)
    municipality = str(version.municipality_id)
    require(by, "plans.adopt", municipality)
    plan = _lock_plan(by, version.plan_id)
    part = _lock_part(by, version.plan_id, municipality)
    step = LOCAL_PART.step(part.state, "adopt")
    _refuse_decision(version, decided_on, decision_number, votes)
    adoption = Adoption.objects.create(
        version=version, plan=plan, municipality_id=municipality, decided_on=decided_on,
        decision_number=clean(decision_number).strip(), votes=dict(votes) if votes else None, note=clean(note).strip(),
        recorded_by=by.name, recorded_at=clock.now(),
    )  # fmt: skip
    _move_part(part, step)
    _count_councils(plan)
    index_pieces(version.printed.values_list("piece_id", flat=True))
    record(
        by, "plan.adopted", plan, name=str(version.municipality), area_code=municipality,
        decided_on=decided_on.isoformat(), decision_number=adoption.decision_number, version=str(version.pk),
    )  # fmt: skip
    return adoption


def _refuse_decision(version: Version, decided_on: date, number: str, votes: Mapping[str, int] | None) -> None:
    if decided_on > clock.today():
        raise Refused({"decided_on": _("De raad kan niet in de toekomst hebben besloten. Kies een eerdere dag.")})
    if not number.strip():
        raise Refused({"decision_number": _("Vul het nummer van het raadsbesluit in, bijvoorbeeld ‘RB24.061’.")})
    if votes and any(count < 0 for count in votes.values()):
        raise Refused({"votes": _("Een aantal stemmen is nul of meer.")})
    if Version.objects.filter(layer=version.layer_id, number__gt=version.number).exists():
        raise NotNow(_("Er is een nieuwere versie vrijgegeven. De raad besluit over de laatste."))


def _count_councils(plan: Plan) -> None:
    """The state of the plan follows from how many of its councils adopted."""
    everyone = set(Participation.objects.current().filter(plan=plan).values_list("municipality_id", flat=True))
    adopted = set(Adoption.objects.standing().filter(plan=plan).values_list("municipality_id", flat=True))
    verb = rules.adopting_step(plan.state, adopted, everyone)
    if verb is not None:
        _move_plan(plan, PLAN.step(plan.state, verb))


@transaction.atomic
def revoke_adoption(by: Viewer, adoption_id: int, *, decided_on: date, decision_number: str, reason: str) -> Revocation:
    """The council withdraws its decision by another decision. The first stays readable, with what was adopted by it."""
    adoption = Adoption.objects.visible_to(by).select_related("version", "municipality").get(pk=adoption_id)
    municipality = adoption.municipality_id
    require(by, "plans.adopt", municipality)
    plan = _lock_plan(by, adoption.plan_id)
    part = _lock_part(by, adoption.plan_id, municipality)
    if Revocation.objects.filter(adoption=adoption).exists():
        raise NotNow(_("Dit besluit is al ingetrokken."))
    step = LOCAL_PART.step(part.state, "revoke")
    _need_reason(step, reason)
    if decided_on < adoption.decided_on:
        raise Refused({"decided_on": _("De raad kan een besluit niet intrekken voordat het genomen is.")})
    _refuse_decision(adoption.version, decided_on, decision_number, None)
    revocation = Revocation.objects.create(
        adoption=adoption, decided_on=decided_on, decision_number=clean(decision_number).strip(),
        reason=clean(reason).strip(), recorded_by=by.name, recorded_at=clock.now(),
    )  # fmt: skip
    _move_part(part, step)
    _count_councils(plan)
    record(
        by, "plan.adoption_revoked", plan, name=str(adoption.municipality), area_code=municipality, reason=reason,
        decided_on=decided_on.isoformat(), decision_number=revocation.decision_number,
    )  # fmt: skip
    return revocation
