"""Taking many actions at once: the differences of a sheet, a paste from Excel, the open actions of the programme before.

All or nothing, and one undo for the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from driehoek.common import clock
from driehoek.common.errors import NotAllowed, NotNow, Outdated, Refused
from driehoek.common.events import record
from driehoek.common.models import Event
from driehoek.common.undo import undoes
from driehoek.organisations.commands import notify
from driehoek.organisations.models import User
from driehoek.organisations.rights import require
from driehoek.organisations.viewer import Viewer
from driehoek.programme.actions import mails
from driehoek.programme.actions._writing import (
    check,
    check_seen,
    may_report,
    refuse_when_closed,
    refuse_when_removed,
    require_report,
    require_write,
    set_values,
    values_of,
)
from driehoek.programme.actions.commands import add_action, refuse_when_written_over
from driehoek.programme.actions.known import refuse_unknown
from driehoek.programme.actions.rules import as_json, from_json, step_between, tidy
from driehoek.programme.models import Action, Programme
from driehoek.programme.process import ACTION, OPEN_STATES, WRITE
from driehoek.programme.programmes.commands import locked


@transaction.atomic
def import_differences(
    by: Viewer,
    programme_id: int,
    *,
    new: Iterable[Mapping[str, Any]] = (),
    changed: Mapping[int, Mapping[str, Any]] | None = None,
    seen: Mapping[int, int] | None = None,
    source: str = "",
) -> Event:
    """Take in what the viewer accepted of a sheet.

    new      values of each new action (names of actions.rules.FIELDS)
    changed  number of an action → the fields that change and their values; a new state must be one step away
    seen     number → the version that was laid beside the sheet
    Raises Outdated when somebody changed one of them since, Refused in words that name the action.
    """
    programme = locked(by, programme_id)
    refuse_when_closed(programme)
    changes, versions = changed or {}, seen or {}
    actions = {action.number: action for action in _locked_actions(by, programme, changes)}
    bulk = Bulk(by, programme)
    for number, values in sorted(changes.items()):
        if number not in actions:
            raise Refused(_("Actie A-%(number)s is er niet meer. Vergelijk het blad opnieuw.") % {"number": number})
        check_seen(actions[number], versions.get(number, 0))
        bulk.change(actions[number], values)
    for values in new:
        bulk.add(values)
    event = bulk.record("programme.sheet_taken_in", source=source or _("een Excelblad"))
    _tell_owners(by, event)
    return event


@transaction.atomic
def paste_actions(by: Viewer, programme_id: int, actions: Iterable[Mapping[str, Any]]) -> Event:
    """Put the accepted lines of a paste in the programme as new actions."""
    programme = locked(by, programme_id)
    bulk = Bulk(by, programme)
    for values in actions:
        bulk.add(values)
    event = bulk.record("programme.actions_pasted")
    _tell_owners(by, event)
    return event


@transaction.atomic
def carry_over(by: Viewer, from_id: int, to_id: int, *, numbers: Iterable[int]) -> Event:
    """Take open actions along to the next programme of the same area. The old ones say where they went."""
    old, programme = locked(by, from_id), locked(by, to_id)
    require(by, "programme.write", programme.area_id)
    if old.area_id != programme.area_id or old.pk == programme.pk:
        raise Refused(_("Kies twee programma's van hetzelfde gebied."))
    refuse_when_closed(old)
    bulk = Bulk(by, programme)
    wanted = set(numbers)
    for action in _locked_actions(by, old, wanted):
        refuse_when_removed(action)
        if action.state not in OPEN_STATES:
            raise NotNow(_("Actie %(code)s is al afgerond en gaat niet mee.") % {"code": action.code})
        values = values_of(action)
        bulk.add(values, carried_from=action)
        if action.state == "proposed":
            bulk.change(action, {"state": "stopped", "reason": _("Meegenomen naar %(title)s.") % {"title": programme.title}})
        else:
            bulk.change(action, {"state": "handed_over", "handed_over_to": programme.title})
    return bulk.record("programme.actions_carried_over", old=old.title)


def _tell_owners(by: Viewer, event: Event) -> None:
    """One mail per person for the whole of it, not one per action."""
    codes = {owner for owner, _title in mails.assigned_in(event)} - {"", by.code}
    for person in User.objects.filter(code__in=codes).order_by("pk"):
        notify(person, "actions-assigned", event)


def _locked_actions(by: Viewer, programme: Programme, numbers: Iterable[int]) -> list[Action]:
    rows = Action.objects.visible_to(by).standing().filter(programme=programme, number__in=list(numbers))
    actions = list(rows.select_for_update(of=("self",)).order_by("number"))
    for action in actions:
        action.programme = programme
    return actions


class Bulk:
    """Writes many actions and remembers what it wrote, for one event that one undo takes back."""

    def __init__(self, by: Viewer, programme: Programme) -> None:
        self.by, self.programme = by, programme
        self.added: list[Action] = []
        self.changed: dict[int, dict[str, Any]] = {}

    def add(self, values: Mapping[str, Any], carried_from: Action | None = None) -> None:
        try:
            action = add_action(self.by, self.programme, values, carried_from=carried_from)
        except Refused as refusal:
            raise _named(str(values.get("title") or _("een actie zonder titel")), refusal) from refusal
        self.added.append(action)
        record(
            self.by, "action.added_from_sheet", action, within=self.programme, area_code=self.programme.area_id,
            code=action.code, version=action.version, removed=False,
        )  # fmt: skip

    def change(self, action: Action, values: Mapping[str, Any], *, undoes: bool = False) -> None:
        """Write these values; without a step of the table for a new state, or without its right, nothing is written."""
        now = values_of(action)
        changes = {name: value for name, value in tidy(values).items() if value != now[name]}
        if not changes:
            return
        if not undoes:
            self._require(action, changes, now)
        try:
            if not undoes:
                refuse_unknown(self.programme, changes, now, clock.today())
            check({**now, **changes})
        except Refused as refusal:
            raise _named(action.code, refusal) from refusal
        set_values(action, changes)
        action.version += 1
        action.save()
        before = as_json({name: now[name] for name in changes})
        said: dict[str, Any] = {"before": before, "after": as_json(changes), "version": action.version}
        self.changed[action.pk] = said
        verb = "action.changed_back" if undoes else "action.changed_from_sheet"
        area = action.programme.area_id
        record(self.by, verb, action, within=action.programme, area_code=area, code=action.code, **said)

    def _require(self, action: Action, changes: Mapping[str, Any], now: Mapping[str, Any]) -> None:
        if not may_report(self.by, action):
            raise NotAllowed(_("U mag actie %(code)s niet veranderen. Haal haar uit de selectie.") % {"code": action.code})
        if "lead" in changes:
            require_write(self.by, action.programme, now["lead"])
        if "state" in changes:
            step = step_between(now["state"], changes["state"])
            if step is None:
                labels = {"old": ACTION.label(now["state"]), "new": ACTION.label(changes["state"]), "code": action.code}
                raise NotNow(_("%(code)s: van ‘%(old)s’ naar ‘%(new)s’ kan niet in één stap.") % labels)
            if step.right == WRITE:
                require_write(self.by, action.programme, now["lead"])

    def record(self, verb: str, **data: Any) -> Event:
        if not self.added and not self.changed:
            raise Refused(_("Er is niets gekozen om in te lezen."))
        return record(
            self.by, verb, self.programme, area_code=self.programme.area_id,
            added=[action.pk for action in self.added], changed={str(pk): said for pk, said in self.changed.items()},
            summary=summary(len(self.added), len(self.changed)), **data,
        )  # fmt: skip


def summary(added: int, changed: int) -> str:
    """`3 nieuwe acties, 1 veranderde`."""
    parts = []
    if added:
        parts.append(ngettext("%(count)s nieuwe actie", "%(count)s nieuwe acties", added) % {"count": added})
    if changed:
        parts.append(ngettext("%(count)s veranderde actie", "%(count)s veranderde acties", changed) % {"count": changed})
    return ", ".join(parts)


def _named(name: str, refusal: Refused) -> Refused:
    return Refused([f"{name}: {sentence}" for sentence in refusal.messages])


# --- undo ----------------------------------------------------------------------------------------------------------------
TAKEN_OUT = {
    "programme.sheet_taken_in": "programme.sheet_taken_out",
    "programme.actions_pasted": "programme.paste_taken_out",
    "programme.actions_carried_over": "programme.actions_carried_back",
}


@undoes("programme.sheet_taken_in")
@undoes("programme.actions_pasted")
@undoes("programme.actions_carried_over")
def _take_out(by: Viewer, event: Event) -> None:
    """Everything as it was before, provided that nobody wrote over any of it. What was added is removed, and can be put back."""
    programme = locked(by, int(event.object_id))
    refuse_when_closed(programme)
    bulk = Bulk(by, programme)
    for action in _their_actions(by, [int(pk) for pk in event.data["changed"]]):
        said = event.data["changed"][str(action.pk)]
        require_report(by, action)
        refuse_when_removed(action)
        refuse_when_closed(action.programme)
        refuse_when_written_over(action, from_json(said["after"]))
        bulk.change(action, from_json(said["before"]), undoes=True)
    for action in _their_actions(by, event.data["added"]):
        require_write(by, programme, action.lead_id or "")
        if action.version != 1 or action.removed:
            raise Outdated(
                _("Actie %(code)s is daarna nog veranderd. Draai die verandering eerst terug.") % {"code": action.code},
                current=values_of(action),
            )
        action.removed = True
        action.version += 1
        action.save()
        record(
            by, "action.removed", action, within=programme, area_code=programme.area_id, code=action.code,
            version=action.version, removed=True,
        )  # fmt: skip
    keys = ("added", "changed", "summary", "source", "old")
    data: dict[str, Any] = {key: event.data[key] for key in keys if key in event.data}
    record(by, TAKEN_OUT[event.verb], programme, area_code=programme.area_id, undoes=event, **data)


def _their_actions(by: Viewer, ids: list[int]) -> list[Action]:
    """The actions, locked; all of them, or NotNow."""
    rows = Action.objects.visible_to(by).filter(pk__in=ids).select_related("programme__plan")
    actions = list(rows.select_for_update(of=("self",)).order_by("pk"))
    if len(actions) != len(ids):
        raise NotNow(_("Een deel van deze acties kunt u niet zien. Vraag een collega om dit terug te draaien."))
    return actions
