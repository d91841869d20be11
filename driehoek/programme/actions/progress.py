"""Saying how an action goes: one tick and one sentence. The history is append-only; a mistake gets a counter-entry."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from driehoek.common import clock
from driehoek.common.errors import NotNow, Outdated, Refused
from driehoek.common.events import record
from driehoek.common.models import Event
from driehoek.common.undo import undoes
from driehoek.documents.text import clean
from driehoek.organisations.viewer import Viewer
from driehoek.programme.actions._writing import (
    check,
    locked,
    refuse_when_closed,
    refuse_when_removed,
    require_report,
    set_values,
    values_of,
)
from driehoek.programme.actions.commands import refuse_when_written_over
from driehoek.programme.actions.rules import as_json, from_json
from driehoek.programme.models import Action, Progress
from driehoek.programme.process import ACTION


@dataclass(frozen=True)
class Report:
    """What one person says of one action."""

    action_id: int
    tick: str
    sentence: str = ""


@transaction.atomic
def report_progress(by: Viewer, action_id: int, *, tick: str, sentence: str = "", on: date | None = None) -> Event:
    """One tick and one sentence. `done` also takes the action to its state Gereed, with the sentence as its result.

    on  the day it was so; default today, never later
    """
    action = locked(by, action_id)
    require_report(by, action)
    refuse_when_closed(action.programme)
    refuse_when_removed(action)
    today = clock.today()
    day, words = on or today, " ".join(clean(sentence).split())
    _refuse_faulty(action, tick, words, day, today)
    progress = Progress.objects.create(
        action=action, on=day, tick=tick, sentence=words, by=by.code, by_name=by.name, at=clock.now()
    )
    changes = _finish(action, words) if tick == Progress.Tick.DONE else {}
    label = str(Progress.Tick(tick).label)
    return record(
        by, "progress.reported", action, within=action.programme, area_code=action.programme.area_id,
        progress=progress.pk, tick=label, sentence=words, code=action.code, on=day.isoformat(), **changes,
    )  # fmt: skip


@transaction.atomic
def report_on_all(by: Viewer, reports: Iterable[Report]) -> list[Event]:
    """Several actions at once: all or nothing."""
    return [report_progress(by, each.action_id, tick=each.tick, sentence=each.sentence) for each in reports]


def _refuse_faulty(action: Action, tick: str, words: str, day: date, today: date) -> None:
    if tick not in Progress.Tick.values:
        raise Refused({"tick": _("Kies hoe het gaat.")})
    if tick != Progress.Tick.ON_TRACK and not words:
        raise Refused({"sentence": _("Schrijf in één zin wat er aan de hand is.")})
    if len(words) > 500:
        raise Refused({"sentence": _("Dit is te lang. Maak er hoogstens 500 tekens van.")})
    if day > today:
        raise Refused({"on": _("Deze dag is nog niet geweest. Kies vandaag of een dag ervoor.")})
    if action.state not in ("planned", "running", "on_hold"):
        raise NotNow(
            _("Bij een actie met de stand ‘%(state)s’ hoort geen voortgang meer.") % {"state": action.state_label}
            if action.state != "proposed"
            else _("Deze actie is nog maar een voorstel. Plan haar eerst in.")
        )


def _finish(action: Action, words: str) -> dict[str, Any]:
    """Follow the table to done, from planned through running. Returns what the event must hold to take it back."""
    now = values_of(action)
    if action.state == "planned":
        action.state = ACTION.step(action.state, "start").target
    target = ACTION.step(action.state, "finish").target
    changes = {"state": target} if now["result"] else {"state": target, "result": words}
    check({**now, **changes})
    set_values(action, changes)
    action.version += 1
    action.save()
    before = {name: now[name] for name in changes}
    return {"before": as_json(before), "after": as_json(changes), "version": action.version}


@undoes("progress.reported")
def _take_back(by: Viewer, event: Event) -> None:
    """A counter-entry; and the state of before, when the tick had moved it and nobody moved it since."""
    action = locked(by, int(event.object_id))
    require_report(by, action)
    refuse_when_closed(action.programme)
    refuse_when_removed(action)
    entry = Progress.objects.get(pk=event.data["progress"])
    later = Progress.objects.standing().filter(action=action, pk__gt=entry.pk).exists()
    changes: dict[str, Any] = {}
    if "before" in event.data:
        if later:
            raise Outdated(_("Er is daarna nog iets gemeld over deze actie. Neem dat eerst terug."))
        before, after = from_json(event.data["before"]), from_json(event.data["after"])
        refuse_when_written_over(action, after)
        set_values(action, before)
        action.version += 1
        action.save()
        changes = {"before": event.data["after"], "after": event.data["before"], "version": action.version}
    Progress.objects.create(
        action=action, on=clock.today(), tick=entry.tick, by=by.code, by_name=by.name, at=clock.now(), undoes=entry
    )
    shown = {name: event.data[name] for name in ("tick", "sentence", "code", "on", "progress")}
    record(
        by, "progress.taken_back", action, within=action.programme, area_code=action.programme.area_id, undoes=event,
        **shown, **changes,
    )  # fmt: skip
