"""What is done with a finding: put before the triangle and ticked off, and a colleague asked what it means."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from driehoek.common import clock
from driehoek.common.errors import NotNow, Outdated, Refused
from driehoek.common.events import record
from driehoek.common.models import Event
from driehoek.common.undo import undoes
from driehoek.figures.findings.asking import people_to_ask
from driehoek.figures.findings.current import current, table_of
from driehoek.figures.findings.mails import ASKED
from driehoek.figures.findings.queries import finding_of
from driehoek.figures.models import MeaningRequest, TriangleNote
from driehoek.figures.talks import rules as talk_rules
from driehoek.figures.talks.commands import tidy
from driehoek.organisations.commands import notify
from driehoek.organisations.rights import require
from driehoek.organisations.viewer import Viewer

PUT, SETTLE, ASK = "figures.put_to_triangle", "figures.settle_note", "figures.ask_meaning"
MOST = 1000


@transaction.atomic
def put_to_triangle(by: Viewer, indicator: str, area: str, *, remark: str = "") -> tuple[TriangleNote, Event]:
    """Remember a finding for the next meeting of the triangle. Raises DoesNotExist for a figure that this viewer has not."""
    seen, cell = current(by, indicator, area)
    table = table_of(cell.area)
    require(by, PUT, table.pk)
    remark = _words("remark", remark)
    if TriangleNote.objects.filter(table=table, area=area, indicator=indicator, removed=False).open().exists():
        raise Refused(_("Dit cijfer staat al op de lijst voor de driehoek."))
    note = TriangleNote.objects.create(
        table=table, area=cell.area, indicator=cell.indicator, period=cell.verdict.period,
        sentence=finding_of(seen, cell).text, remark=remark, by=by.code, by_name=by.name, at=clock.now(),
    )  # fmt: skip
    return note, _tell(by, "figures.put_to_triangle", note, before=None)


@transaction.atomic
def settle_note(by: Viewer, note_id: int, *, seen: int) -> Event:
    """Tick a note off: the triangle spoke of it."""
    note = _locked(by, note_id, seen, SETTLE)
    if note.settled_at is not None:
        raise NotNow(_("Dit punt is al afgevinkt."))
    before = _state(note)
    note.settled_at, note.settled_by = clock.now(), by.name
    return _keep(by, "figures.note_settled", note, before)


@transaction.atomic
def remove_note(by: Viewer, note_id: int, *, seen: int) -> Event:
    """Take a note off the list. The row stays, so that it can come back."""
    note = _locked(by, note_id, seen, PUT)
    before = _state(note)
    note.removed = True
    return _keep(by, "figures.note_removed", note, before)


@undoes("figures.put_to_triangle")
@undoes("figures.note_settled")
@undoes("figures.note_removed")
def put_note_back(by: Viewer, event: Event) -> None:
    """Back to what the list said before, unless somebody changed it since, or the figure stands on it again."""
    note = TriangleNote.objects.select_for_update().get(pk=event.object_id)
    require(by, SETTLE if event.verb == "figures.note_settled" else PUT, note.table_id)
    if _state(note) != event.data["after"]:
        raise Outdated(_("Dit punt is daarna nog veranderd; draai die verandering eerst terug."))
    now, before = _state(note), event.data["before"] or _state(note) | {"removed": True}
    same = TriangleNote.objects.filter(table=note.table_id, area=note.area_id, indicator=note.indicator_id, removed=False)
    if not before["removed"] and not before["settled_by"] and same.open().exclude(pk=note.pk).exists():
        raise Refused(_("Dit cijfer staat al op de lijst voor de driehoek."))
    note.removed, note.settled_by = before["removed"], before["settled_by"]
    if not note.settled_by:
        note.settled_at = None
    note.version += 1
    note.save()
    _tell(by, "figures.note_restored", note, before=now, undoes=event)


@transaction.atomic
def ask_meaning(by: Viewer, indicator: str, area: str, *, person: int, question: str = "") -> MeaningRequest:
    """Ask one colleague what a figure means: a mail, and a line on his start page until he answers or somebody closes it."""
    seen, cell = current(by, indicator, area)
    require(by, ASK, area)
    asked = next((one for one in people_to_ask(by, area) if one.pk == person), None)
    if asked is None:
        raise Refused({"person": _("Kies een collega die bij dit gebied een duiding mag schrijven.")})
    question = _words("question", question)
    open_ones = MeaningRequest.objects.filter(person=asked, area=area, indicator=indicator)
    if open_ones.waiting().exists():
        raise Refused({"person": _("%(name)s is hier al naar gevraagd.") % {"name": asked.name}})
    open_ones.filter(closed_at__isnull=True).update(closed_at=clock.now())  # answered before: it waits for nobody
    asking = MeaningRequest.objects.create(
        person=asked, person_code=str(asked.code), area=cell.area, indicator=cell.indicator, period=cell.verdict.period,
        sentence=finding_of(seen, cell).text, question=question, by=by.code, by_name=by.name, at=clock.now(),
    )  # fmt: skip
    record(by, "figures.meaning_asked", asking, area_code=area, person=asked.name, text=question[:200])
    notify(asked, ASKED, asking)
    return asking


@transaction.atomic
def close_meaning_request(by: Viewer, request_id: int, *, seen: int) -> Event:
    """Let a question rest: by who asked, who no longer needs it, or by who was asked and cannot say."""
    asking = MeaningRequest.objects.visible_to(by).select_for_update(of=("self",)).get(pk=request_id)
    if asking.version != seen:
        raise Outdated(_("Deze vraag is intussen veranderd. Kijk eerst hoe hij er nu bij staat."))
    if asking.closed_at is not None:
        raise NotNow(_("Deze vraag is al gesloten."))
    asking.closed_at, asking.closed_by = clock.now(), by.name
    asking.version += 1
    asking.save()
    return record(by, "figures.meaning_closed", asking, area_code=asking.area_id)


@undoes("figures.meaning_closed")
def open_meaning_request(by: Viewer, event: Event) -> None:
    """The question stands again, unless it was asked anew."""
    asking = MeaningRequest.objects.visible_to(by).select_for_update(of=("self",)).get(pk=event.object_id)
    again = MeaningRequest.objects.filter(
        person=asking.person_id, area=asking.area_id, indicator=asking.indicator_id, closed_at__isnull=True
    )
    if asking.closed_at is None or again.exists():
        raise Outdated(_("Deze vraag is daarna nog veranderd of opnieuw gesteld."))
    asking.closed_at, asking.closed_by = None, ""
    asking.version += 1
    asking.save()
    record(by, "figures.meaning_reopened", asking, area_code=asking.area_id, undoes=event)


def _locked(by: Viewer, note_id: int, seen: int, right: str) -> TriangleNote:
    note = TriangleNote.objects.visible_to(by).select_for_update(of=("self",)).get(pk=note_id)
    require(by, right, note.table_id)
    if note.version != seen:
        raise Outdated(_("Iemand anders heeft dit punt intussen veranderd. Kijk eerst hoe het er nu bij staat."))
    return note


def _keep(by: Viewer, verb: str, note: TriangleNote, before: Any) -> Event:
    note.version += 1
    note.save()
    return _tell(by, verb, note, before=before)


def _state(note: TriangleNote) -> dict[str, Any]:
    return {"removed": note.removed, "settled_by": note.settled_by}


def _tell(by: Viewer, verb: str, note: TriangleNote, *, before: Any, undoes: Event | None = None) -> Event:
    return record(
        by, verb, note, name=note.sentence[:200], within=note.indicator, area_code=note.table_id, undoes=undoes,
        text=note.sentence[:200], before=before, after=_state(note),
    )  # fmt: skip


def _words(field: str, text: str) -> str:
    text = tidy(text)
    if len(text) > MOST:
        raise Refused({field: _("Houd het onder de %(most)s tekens.") % {"most": "1.000"}})
    if problem := talk_rules.person_data(text):
        raise Refused({field: problem})
    return text
