"""The verbs of an action. Each may be undone as long as nobody wrote over it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from driehoek.common import clock
from driehoek.common.errors import NotAllowed, NotNow, Outdated, Refused
from driehoek.common.events import record
from driehoek.common.models import Event
from driehoek.common.undo import undoes
from driehoek.organisations.viewer import Viewer
from driehoek.programme.actions._writing import (
    check,
    locked,
    may_write,
    refuse_when_closed,
    refuse_when_removed,
    require_report,
    require_write,
    set_values,
    tell_owner,
    values_of,
    values_then,
    write,
)
from driehoek.programme.actions.known import refuse_unknown
from driehoek.programme.actions.rules import EMPTY, from_json, tidy
from driehoek.programme.models import Action, Programme
from driehoek.programme.process import ACTION, ASKS, WRITE
from driehoek.programme.rules import merge
from driehoek.programme.sheet.columns import BY_FIELD

PAST = {
    "plan": "action.planned",
    "start": "action.started",
    "finish": "action.finished",
    "embed": "action.embedded",
    "hold": "action.held",
    "resume": "action.resumed",
    "reopen": "action.reopened",
    "stop": "action.stopped",
    "hand_over": "action.handed_over",
}


@transaction.atomic
def propose_action(by: Viewer, programme_id: int, **values: Any) -> Action:
    """Put an action in a programme, in any state its values allow; only who writes the programme may go past `proposed`.

    values  by the names of actions.rules.FIELDS; left out: empty
    """
    programme = Programme.objects.visible_to(by).select_for_update(of=("self",)).select_related("plan").get(pk=programme_id)
    action = add_action(by, programme, values)
    _record_presence(by, action, "action.proposed")
    tell_owner(by, action)
    return action


def add_action(by: Viewer, programme: Programme, values: Mapping[str, Any], *, carried_from: Action | None = None) -> Action:
    """Make the row, with the next number of the locked programme. No event: that is for the caller."""
    refuse_when_closed(programme)
    wanted = {**EMPTY, **tidy(values)}
    if not may_write(by, programme, wanted["lead"]):
        if not by.may("programme.propose", programme.area_id):
            raise NotAllowed(_("U kunt in dit programma geen acties voorstellen. Vraag het uw IV-adviseur."))
        if wanted["state"] != ACTION.start:
            raise NotAllowed(_("U kunt hier een actie voorstellen. Wie het programma schrijft, plant haar in."))
    refuse_unknown(programme, wanted, EMPTY, clock.today())
    check(wanted)
    programme.last_number += 1
    Programme.objects.filter(pk=programme.pk).update(last_number=programme.last_number)
    action = Action(programme=programme, number=programme.last_number, carried_from=carried_from)
    set_values(action, wanted)
    action.save(force_insert=True)
    return action


@transaction.atomic
def change_action(by: Viewer, action_id: int, *, seen: int, **values: Any) -> Event | None:
    """Change what an action says. Somebody else's change of another field is kept; of the same field: Outdated, with a question.

    Outdated.current is {field: (what you typed, what stands there now)}. State goes by its own verbs. Nothing changed: None.
    """
    action = _to_change(by, action_id, values)
    values = {name: value for name, value in tidy(values).items() if name != "state"}
    theirs, base = values_of(action), values_then([action], {action.pk: seen})[action.pk]
    outcome = merge(base, values, theirs)
    if outcome.conflicts:
        raise Outdated(
            _("Iemand anders heeft deze actie intussen ook veranderd. Kies per vraag wat er moet staan."),
            current=outcome.conflicts,
        )
    refuse_unknown(action.programme, outcome.write, theirs, clock.today())
    return write(by, action, outcome.write, "action.changed", fields=fields_in_words(outcome.write))


def _to_change(by: Viewer, action_id: int, values: Mapping[str, Any]) -> Action:
    action = locked(by, action_id)
    require_report(by, action)
    refuse_when_closed(action.programme)
    refuse_when_removed(action)
    if "lead" in values and values["lead"] != (action.lead_id or ""):
        require_write(by, action.programme, action.lead_id or "")
    return action


def fields_in_words(names: Mapping[str, Any]) -> str:
    """`titel, klaar op`: for the timeline."""
    return ", ".join(str(BY_FIELD[name].heading).lower() for name in names)


@transaction.atomic
def move_action(by: Viewer, action_id: int, *, seen: int, measure: str | None = None, safety_field: str = "") -> Event | None:
    """Hang an action under another measure, or under regular work in a field."""
    action = _to_change(by, action_id, {})
    require_write(by, action.programme, action.lead_id or "")
    now, base = values_of(action), values_then([action], {action.pk: seen})[action.pk]
    wanted = {"measure": str(measure) if measure else None, "safety_field": safety_field}
    if merge(base, wanted, now).conflicts:
        raise Outdated(_("Iemand anders heeft de actie intussen verplaatst. Bekijk waar zij nu staat."), current=now)
    refuse_unknown(action.programme, wanted, now, clock.today())
    return write(by, action, wanted, "action.moved")


@transaction.atomic
def step_action(by: Viewer, action_id: int, verb: str, *, seen: int, reason: str = "", **answers: Any) -> Event:
    """Take one step of the table. `answers`: what the step asks (process.ASKS), such as result, anchored_in or ends_on."""
    action = locked(by, action_id)
    require_report(by, action)
    step = ACTION.step(action.state, verb)
    if step.right == WRITE:
        require_write(by, action.programme, action.lead_id or "")
    refuse_when_closed(action.programme)
    refuse_when_removed(action)
    changes = {
        "state": step.target,
        **{name: value for name, value in answers.items() if value and name == ASKS.get(verb, ("",))[0]},
    }
    if step.reason_needed:
        if not reason.strip():
            raise Refused({"reason": _("Schrijf op waarom. Dan is het later terug te lezen.")})
        changes["reason"] = reason
    if values_then([action], {action.pk: seen})[action.pk]["state"] != action.state:
        raise Outdated(_("Iemand anders heeft de stand intussen veranderd. Bekijk wat er nu staat."), current=values_of(action))
    event = write(by, action, changes, PAST[verb], reason=reason.strip())
    assert event is not None  # noqa: S101 a step always changes the state
    return event


def plan_action(by: Viewer, action_id: int, *, seen: int, ends_on: date | None = None) -> Event:
    return step_action(by, action_id, "plan", seen=seen, ends_on=ends_on)


def start_action(by: Viewer, action_id: int, *, seen: int) -> Event:
    return step_action(by, action_id, "start", seen=seen)


def finish_action(by: Viewer, action_id: int, *, seen: int, result: str = "") -> Event:
    return step_action(by, action_id, "finish", seen=seen, result=result)


def embed_action(by: Viewer, action_id: int, *, seen: int, anchored_in: str = "") -> Event:
    return step_action(by, action_id, "embed", seen=seen, anchored_in=anchored_in)


def hold_action(by: Viewer, action_id: int, *, seen: int, reason: str) -> Event:
    return step_action(by, action_id, "hold", seen=seen, reason=reason)


def resume_action(by: Viewer, action_id: int, *, seen: int) -> Event:
    return step_action(by, action_id, "resume", seen=seen)


def reopen_action(by: Viewer, action_id: int, *, seen: int, reason: str) -> Event:
    return step_action(by, action_id, "reopen", seen=seen, reason=reason)


def stop_action(by: Viewer, action_id: int, *, seen: int, reason: str) -> Event:
    return step_action(by, action_id, "stop", seen=seen, reason=reason)


def hand_over_action(by: Viewer, action_id: int, *, seen: int, handed_over_to: str) -> Event:
    return step_action(by, action_id, "hand_over", seen=seen, handed_over_to=handed_over_to)


@transaction.atomic
def remove_action(by: Viewer, action_id: int, *, seen: int) -> Event:
    """Take an action out of its programme. Nothing is lost: it can be put back from the message and from the timeline."""
    action = locked(by, action_id)
    require_write(by, action.programme, action.lead_id or "")
    refuse_when_closed(action.programme)
    refuse_when_removed(action)
    if action.version != seen:
        raise Outdated(_("Iemand anders heeft deze actie net veranderd. Bekijk dat eerst."), current=values_of(action))
    return _set_removed(by, action, True)


@transaction.atomic
def restore_action(by: Viewer, action_id: int) -> Event:
    """Put a removed action back."""
    action = locked(by, action_id)
    require_write(by, action.programme, action.lead_id or "")
    refuse_when_closed(action.programme)
    if not action.removed:
        raise NotNow(_("Deze actie staat er nog."))
    return _set_removed(by, action, False)


def _set_removed(by: Viewer, action: Action, removed: bool, verb: str = "", undoes: Event | None = None) -> Event:
    action.removed = removed
    action.version += 1
    action.save()
    return _record_presence(by, action, verb or ("action.removed" if removed else "action.restored"), undoes)


def _record_presence(by: Viewer, action: Action, verb: str, undoes: Event | None = None) -> Event:
    return record(
        by, verb, action, within=action.programme, area_code=action.programme.area_id, undoes=undoes,
        code=action.code, version=action.version, removed=action.removed,
    )  # fmt: skip


# --- undo ----------------------------------------------------------------------------------------------------------------
def _put_back(by: Viewer, event: Event) -> None:
    """The values of before, provided that none of them was changed since."""
    action = locked(by, int(event.object_id))
    before, after = from_json(event.data["before"]), from_json(event.data["after"])
    require_report(by, action)
    if "state" in before and event.actor != by.code:
        require_write(by, action.programme, action.lead_id or "")
    refuse_when_closed(action.programme)
    refuse_when_removed(action)
    refuse_when_written_over(action, after)
    extra = {name: value for name, value in event.data.items() if name not in ("before", "after", "version", "code")}
    write(by, action, before, event.verb, undoes=event, **extra)


def refuse_when_written_over(action: Action, after: Mapping[str, Any]) -> None:
    now = values_of(action)
    if any(now[name] != value for name, value in after.items()):
        raise Outdated(
            _("Actie %(code)s is daarna nog veranderd. Draai die verandering eerst terug.") % {"code": action.code}, current=now
        )


for _verb in ("action.changed", "action.moved", *PAST.values()):
    undoes(_verb)(_put_back)


@undoes("action.proposed")
@undoes("action.removed")
@undoes("action.restored")
def _turn_presence(by: Viewer, event: Event) -> None:
    """Away again what was added or put back; back again what was removed."""
    action = locked(by, int(event.object_id))
    if event.verb != "action.proposed" or event.actor != by.code:
        require_write(by, action.programme, action.lead_id or "")
    refuse_when_closed(action.programme)
    if action.removed != event.data["removed"] or (not action.removed and action.version != event.data["version"]):
        raise Outdated(
            _("Actie %(code)s is daarna nog veranderd. Draai die verandering eerst terug.") % {"code": action.code},
            current=values_of(action),
        )
    _set_removed(by, action, not action.removed, event.verb, undoes=event)
