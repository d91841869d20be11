"""The one place where an action is read as values and written from values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from driehoek.common.errors import NotAllowed, NotNow, Outdated, Refused
from driehoek.common.events import record
from driehoek.common.models import Event
from driehoek.common.process import Step
from driehoek.organisations.commands import notify
from driehoek.organisations.models import User
from driehoek.organisations.viewer import Viewer
from driehoek.plans.models import Priority
from driehoek.programme.actions.rules import FIELDS, as_json, faults, from_json, tidy, values_before
from driehoek.programme.models import Action, Programme
from driehoek.programme.process import ACTION, CLOSED_STATES, WRITE

KIND = "programme.action"


def values_of(action: Action) -> dict[str, Any]:
    """All that an action says, by the names of rules.FIELDS."""
    special: dict[str, Any] = {
        "measure": str(action.measure_id) if action.measure_id else None,
        "lead": action.lead_id or "",
        "owner": (action.owner_code, action.owner_name),
        "partners": tuple(action.partners),
        "target_groups": tuple(action.target_groups),
    }
    return {name: special[name] if name in special else getattr(action, name) for name in FIELDS}


def columns_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """The same as columns of the table."""
    columns: dict[str, Any] = {}
    for name, value in values.items():
        if name == "measure":
            columns["measure_id"] = value
        elif name == "lead":
            columns["lead_id"] = value or None
        elif name == "owner":
            columns["owner_code"], columns["owner_name"] = value
        else:
            columns[name] = list(value) if isinstance(value, tuple) else value
    return columns


def locked(by: Viewer, action_id: int) -> Action:
    """The action, locked, as far as this viewer sees it. Raises Action.DoesNotExist."""
    rows = Action.objects.visible_to(by).select_for_update(of=("self",)).select_related("programme__plan")
    return rows.get(pk=action_id)


def may_write(by: Viewer, programme: Programme, lead: str = "") -> bool:
    """Whoever writes the programme, and for an action that one municipality leads also its own adviser (task sharing)."""
    return by.may("programme.write", programme.area_id) or bool(lead and by.may("programme.write", lead))


def may_report(by: Viewer, action: Action) -> bool:
    """Its owner, and who may write it."""
    mine = bool(by.code) and action.owner_code == by.code
    return mine or may_write(by, action.programme, action.lead_id or "")


def steps_for(viewer: Viewer, subject: Action) -> list[Step]:
    """The steps of the table that this viewer may take now."""
    if subject.removed or subject.programme.state == "closed" or not may_report(viewer, subject):
        return []
    writes = may_write(viewer, subject.programme, subject.lead_id or "")
    return [step for step in ACTION.steps_from(subject.state) if writes or step.right != WRITE]


def require_write(by: Viewer, programme: Programme, lead: str = "") -> None:
    if not may_write(by, programme, lead):
        raise NotAllowed(_("Alleen wie dit programma schrijft of de actie trekt, mag dit. Vraag het uw IV-adviseur."))


def require_report(by: Viewer, action: Action) -> None:
    if not may_report(by, action):
        raise NotAllowed(_("Alleen de eigenaar van de actie en wie het programma schrijft, mogen dit."))


def refuse_when_closed(programme: Programme) -> None:
    if programme.state in CLOSED_STATES:
        raise NotNow(_("Dit programma is afgesloten. Neem de actie mee naar het volgende programma."))


def refuse_when_removed(action: Action) -> None:
    if action.removed:
        raise NotNow(_("Deze actie is verwijderd. Zet haar eerst terug, via de tijdlijn."))


def check_seen(action: Action, seen: int) -> None:
    if action.version != seen:
        raise Outdated(
            _("Iemand anders heeft actie %(code)s intussen veranderd. Bekijk wat er nu staat en probeer het opnieuw.")
            % {"code": action.code},
            current=values_of(action),
        )


def check(values: Mapping[str, Any]) -> None:
    """Raises Refused by field when these values cannot stand."""
    wrong = faults(values)
    if wrong:
        raise Refused(dict(wrong))


def write(
    by: Viewer,
    action: Action,
    changes: Mapping[str, Any],
    verb: str,
    *,
    reason: str = "",
    undoes: Event | None = None,
    **data: Any,
) -> Event | None:
    """Write these values and what happened. Nothing to write: nothing happens, and there is no event."""
    now = values_of(action)
    changes = {name: value for name, value in tidy(changes).items() if value != now[name]}
    if not changes:
        return None
    check({**now, **changes})
    set_values(action, changes)
    action.version += 1
    action.save()
    event = record(
        by, verb, action, within=action.programme, area_code=action.programme.area_id, reason=reason, undoes=undoes,
        before=as_json({name: now[name] for name in changes}), after=as_json(changes), version=action.version,
        code=action.code, **data,
    )  # fmt: skip
    if "owner" in changes:
        tell_owner(by, action)
    return event


def set_values(action: Action, values: Mapping[str, Any]) -> None:
    for name, value in columns_of(values).items():
        setattr(action, name, value)
    if "measure" in values or "safety_field" in values:
        action.regular_id = regular_work(action.programme, action.safety_field)


def regular_work(programme: Programme, safety_field: str) -> Any:
    """The piece of the plan on regular work in this field, when it has one: joint, or of this municipality."""
    if not safety_field:
        return None
    rows = Priority.objects.filter(plan_id=programme.plan_id, regular=True, dropped=False).order_by("position")
    for key, facts, municipality in rows.values_list("pk", "facts", "municipality_id"):
        fields = {facts.get("field"), *(facts.get("fields") or ())}
        if safety_field in fields and municipality in (None, programme.area_id):
            return key
    return None


def tell_owner(by: Viewer, action: Action) -> None:
    """Whoever became the owner hears it, unless he did it himself."""
    if action.owner_code and action.owner_code != by.code:
        person = User.objects.filter(code=action.owner_code).first()
        if person is not None:
            notify(person, "action-assigned", action)


def values_then(actions: Iterable[Action], versions: Mapping[int, int]) -> dict[int, dict[str, Any]]:
    """What actions said at an earlier version: action id → values. One query, and none when all are at that version.

    versions  action id → version; a version that never was, or is still to come, counts as now
    """
    found = {action.pk: action for action in actions}
    old = {pk: versions.get(pk, action.version) for pk, action in found.items()}
    outdated = [str(pk) for pk, version in old.items() if 0 < version < found[pk].version]
    changes: dict[int, list[dict[str, Any]]] = defaultdict(list)
    if outdated:
        events = Event.objects.filter(kind=KIND, object_id__in=outdated, data__has_key="before").order_by("-id")
        for object_id, data in events.values_list("object_id", "data"):
            if data["version"] > old[int(object_id)]:
                changes[int(object_id)].append(from_json(data["before"]))
    return {pk: values_before(values_of(action), changes[pk]) for pk, action in found.items()}
