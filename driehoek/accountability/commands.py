"""The verbs of this room: make a report, write in it, check it, and walk it to the council. Its only writers."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from driehoek.accountability import queries, rules
from driehoek.accountability.models import Report, ReportText, ReportVersion
from driehoek.accountability.process import COMPUTED, OPEN_STATES, REPORT
from driehoek.common import clock
from driehoek.common.errors import NotNow, Outdated, Refused
from driehoek.common.events import record
from driehoek.common.models import Event
from driehoek.common.process import Step
from driehoek.common.undo import undoes
from driehoek.documents.text import canonical
from driehoek.organisations.models import Area
from driehoek.organisations.rights import require
from driehoek.organisations.viewer import Viewer
from driehoek.plans.models import Plan, Priority
from driehoek.plans.queries import titles

__all__ = [
    "change_period",
    "check_report",
    "correct_report",
    "make_report",
    "note_report",
    "offer_report",
    "publish_report",
    "reopen_report",
    "start_writing",
    "write_text",
]


@transaction.atomic
def make_report(by: Viewer, plan_id: UUID, municipality: str, *, since: date, until: date) -> Report:
    """Begin a progress report of one municipality that takes part in the plan."""
    plan = Plan.objects.visible_to(by).get(pk=plan_id)
    area = Area.objects.visible_to(by).get(pk=municipality)
    require(by, "accountability.start", municipality)
    if plan.municipality_id != municipality and not plan.participations.filter(until=None, municipality=area).exists():
        raise Refused(_("%(area)s doet niet mee aan dit plan. Kies een plan waaraan de gemeente meedoet.") % {"area": area.name})
    _refuse_period(plan, since, until)
    if Report.objects.filter(plan=plan, municipality=area, since=since, until=until, predecessor=None).exists():
        raise Refused({"until": _("Over deze periode is er al een verslag. Open dat, of kies een andere periode.")})
    report = Report(plan=plan, municipality=area, since=since, until=until, made_at=clock.now(), made_by=by.name)
    report.save(force_insert=True)
    record(by, "report.made", report, within=plan, area_code=municipality)
    return report


def _refuse_period(plan: Plan, since: date, until: date) -> None:
    if until < since:
        raise Refused({"until": _("De einddatum ligt vóór de begindatum. Kies een latere einddatum.")})
    if since > plan.ends_on or until < plan.starts_on:
        raise Refused({"since": _("Deze periode valt buiten de looptijd van het plan. Kies een periode waarin het plan loopt.")})


def locked(by: Viewer, report_id: UUID) -> Report:
    rows = Report.objects.visible_to(by).select_for_update(of=("self",)).select_related("plan", "municipality")
    return rows.get(pk=report_id)


def _refuse_stale(report: Report, seen: int) -> None:
    if report.version != seen:
        raise Outdated(
            _("Iemand anders heeft dit verslag intussen veranderd. Bekijk wat er nu staat en probeer het opnieuw."),
            current={"state": report.state_label},
        )


def _open(by: Viewer, report_id: UUID) -> Report:
    """The report, locked, when its words may be changed by this viewer."""
    report = locked(by, report_id)
    require(by, "accountability.write", report.municipality_id)
    if report.state not in OPEN_STATES:
        raise NotNow(_("Dit verslag is vastgezet. Haal het eerst terug naar concept, of maak een correctie."))
    return report


@transaction.atomic
def change_period(by: Viewer, report_id: UUID, *, seen: int, since: date, until: date) -> Event | None:
    """Let the report be about another period. Nothing changed: None."""
    report = _open(by, report_id)
    _refuse_stale(report, seen)
    return _set_period(by, report, since, until)


def _set_period(by: Viewer, report: Report, since: date, until: date, undoes: Event | None = None) -> Event | None:
    before = [report.since.isoformat(), report.until.isoformat()]
    after = [since.isoformat(), until.isoformat()]
    if before == after:
        return None
    _refuse_period(report.plan, since, until)
    others = Report.objects.filter(plan=report.plan, municipality=report.municipality, since=since, until=until)
    if report.predecessor_id is None and others.filter(predecessor=None).exclude(pk=report.pk).exists():
        raise Refused({"until": _("Over deze periode is er al een verslag. Open dat, of kies een andere periode.")})
    report.since, report.until, report.version = since, until, report.version + 1
    report.save(update_fields=["since", "until", "version"])
    return record(
        by, "report.period_changed", report, within=report.plan, area_code=report.municipality_id, undoes=undoes,
        before=before, after=after,
    )  # fmt: skip


@undoes("report.period_changed")
def _period_back(by: Viewer, event: Event) -> None:
    report = _open(by, UUID(event.object_id))
    if [report.since.isoformat(), report.until.isoformat()] != event.data["after"]:
        raise Outdated(_("De periode is daarna nog veranderd. Draai die verandering eerst terug."))
    since, until = map(date.fromisoformat, event.data["before"])
    _set_period(by, report, since, until, undoes=event)


@transaction.atomic
def write_text(by: Viewer, report_id: UUID, key: str, body: str, *, seen: int) -> Event | None:
    """Write the introduction, the conclusion or the answer to a priority. Nothing changed: None.

    seen  version of the text on the screen; 0 where there was none yet. Raises Outdated, with the words that stand there now.
    """
    report = _open(by, report_id)
    place = _place(by, report, key)
    words = canonical(body)
    if len(words) > rules.MOST_TEXT:
        raise Refused({"body": _("Deze tekst is te lang. Maak er hoogstens %(n)s tekens van.") % {"n": rules.MOST_TEXT}})
    text = ReportText.objects.select_for_update().filter(report=report, key=key).first()
    now, version = (text.body, text.version) if text else ("", 0)
    if words == now:
        return None
    if seen != version:
        raise Outdated(
            _("Iemand anders heeft deze tekst intussen veranderd. Hieronder staan beide; kies wat erin komt."), current=now
        )
    return _set_text(by, report, text, key, place, words)


def _place(by: Viewer, report: Report, key: str) -> str:
    """What the place is called. Raises Priority.DoesNotExist for a place that this report does not have."""
    if key == rules.INTRODUCTION:
        return _("inleiding")
    if key == rules.CONCLUSION:
        return _("conclusie")
    kind, _colon, piece = key.partition(":")
    try:
        found = Priority.objects.visible_to(by).get(pk=UUID(piece), plan=report.plan)
    except ValueError as error:
        raise Priority.DoesNotExist from error
    if key != rules.priority_key(found.pk) or kind != "priority":
        raise Priority.DoesNotExist
    return titles([found], by).get(found.pk, found.title)


def _set_text(
    by: Viewer, report: Report, text: ReportText | None, key: str, place: str, words: str, undoes: Event | None = None
) -> Event:
    before = text.body if text else ""
    if text is None:
        text = ReportText(report=report, key=key, version=0)
    text.body, text.by_name, text.at, text.version = words, by.name, clock.now(), text.version + 1
    text.save()
    if report.state == "collecting":
        _move(report, REPORT.step("collecting", "draft"))
    return record(
        by, "report.text_written", report, within=report.plan, area_code=report.municipality_id, undoes=undoes,
        key=key, place=place, before=before, after=words,
    )  # fmt: skip


@undoes("report.text_written")
def _text_back(by: Viewer, event: Event) -> None:
    report = _open(by, UUID(event.object_id))
    text = ReportText.objects.select_for_update().get(report=report, key=event.data["key"])
    if text.body != event.data["after"]:
        raise Outdated(_("Deze tekst is daarna nog veranderd. Draai die verandering eerst terug."), current=text.body)
    _set_text(by, report, text, text.key, event.data["place"], event.data["before"], undoes=event)


def _move(report: Report, step: Step, **values: Any) -> None:
    report.state, report.version = step.target, report.version + 1
    for name, value in values.items():
        setattr(report, name, value)
    report.save(update_fields=["state", "version", *values])


def _take(by: Viewer, report_id: UUID, verb: str, seen: int) -> tuple[Report, Step]:
    """The report, locked, with the step that this viewer may take from where it is."""
    report = locked(by, report_id)
    right = next(step.right for step in REPORT.steps if step.verb == verb and step.right != COMPUTED)
    require(by, right, report.municipality_id)
    step = REPORT.step(report.state, verb)
    _refuse_stale(report, seen)
    return report, step


def _tell(by: Viewer, verb: str, report: Report, reason: str = "", **data: Any) -> Event:
    return record(by, verb, report, within=report.plan, area_code=report.municipality_id, reason=reason.strip(), **data)


@transaction.atomic
def start_writing(by: Viewer, report_id: UUID, *, seen: int) -> Event:
    """The figures are in: begin to write."""
    report, step = _take(by, report_id, "draft", seen)
    _move(report, step)
    return _tell(by, "report.drafted", report)


@transaction.atomic
def check_report(by: Viewer, report_id: UUID, *, seen: int, despite: str = "") -> ReportVersion:
    """Freeze the report as it reads now. Needs a control list without open ends, or in `despite` why it goes on without."""
    report, step = _take(by, report_id, "check", seen)
    now = queries.shown(by, report, clock.today())
    if (left := rules.unfinished(now.checks)) and not despite.strip():
        names = ", ".join(f"‘{check.label}’" for check in left[:3]) + (f" (+{len(left) - 3})" if len(left) > 3 else "")
        raise Refused(
            {"despite": _("Nog niet klaar: %(names)s. Maak het af, of schrijf hier waarom het zo kan.") % {"names": names}}
        )
    content = queries.content_of(now.composed)
    last = report.versions.aggregate(last=Max("number"))["last"] or 0
    version = ReportVersion.objects.create(
        report=report,
        number=last + 1,
        content=content,
        sha256=rules.digest(content),
        frozen_by=by.name,
        frozen_at=clock.now(),
    )
    _move(report, step)
    _tell(by, "report.checked", report, despite, number=version.number, sha256=version.sha256, left=[one.code for one in left])
    return version


@transaction.atomic
def reopen_report(by: Viewer, report_id: UUID, *, seen: int, reason: str) -> Event:
    """Back to draft, before it was offered. The frozen version stays."""
    report, step = _take(by, report_id, "reopen", seen)
    if not reason.strip():
        raise Refused({"reason": _("Schrijf op waarom. Dan is het later terug te lezen.")})
    _move(report, step)
    return _tell(by, "report.reopened", report, reason)


@transaction.atomic
def offer_report(by: Viewer, report_id: UUID, *, seen: int, on: date | None = None) -> Event:
    """The college offers it to the council: from now on the council reads it, and it never changes. A correction takes the
    place of the report that it corrects at this moment."""
    report, step = _take(by, report_id, "offer", seen)
    day = _past_day(on)
    _move(report, step, offered_on=day)
    if report.predecessor_id:
        old = Report.objects.select_for_update(of=("self",)).select_related("plan", "municipality").get(pk=report.predecessor_id)
        _move(old, REPORT.step(old.state, "correct"))
        _tell(by, "report.corrected", old, report.correction, successor=str(report.pk))
    return _tell(by, "report.offered", report, on=day.isoformat())


def _past_day(on: date | None) -> date:
    today = clock.today()
    if on is not None and on > today:
        raise Refused({"on": _("Deze dag is nog niet geweest. Leg het vast als het zover is.")})
    return on or today


@transaction.atomic
def note_report(by: Viewer, report_id: UUID, *, seen: int, on: date | None = None, decision_number: str = "") -> Event:
    """The council took note of it; its clerk puts that in the book."""
    report, step = _take(by, report_id, "note", seen)
    day, number = _past_day(on), " ".join(decision_number.split())[:60]
    if report.offered_on and day < report.offered_on:
        raise Refused({"on": _("De raad kreeg het verslag later. Kies de dag waarop de raad het besprak.")})
    _move(report, step, noted_on=day, decision_number=number)
    return _tell(by, "report.noted", report, on=day.isoformat(), number=number)


@transaction.atomic
def publish_report(by: Viewer, report_id: UUID, *, seen: int) -> Event:
    """Everyone may read it, without signing in."""
    report, step = _take(by, report_id, "publish", seen)
    _move(report, step, published_on=clock.today())
    return _tell(by, "report.published", report)


@transaction.atomic
def correct_report(by: Viewer, report_id: UUID, *, seen: int, reason: str) -> Report:
    """Begin a new report that says what was wrong with this one, with its words to start from. The old one stands until then."""
    old = locked(by, report_id)
    require(by, "accountability.start", old.municipality_id)
    REPORT.step(old.state, "correct")
    _refuse_stale(old, seen)
    if not reason.strip():
        raise Refused({"reason": _("Schrijf op wat er niet klopte. De raad leest dat bij het nieuwe verslag.")})
    if Report.objects.filter(predecessor=old).exists():
        raise Refused(_("Er is al een correctie van dit verslag. Open die."))
    new = Report(
        plan=old.plan, municipality=old.municipality, since=old.since, until=old.until, state="drafting", predecessor=old,
        correction=reason.strip(), made_at=clock.now(), made_by=by.name,
    )  # fmt: skip
    new.save(force_insert=True)
    now = clock.now()
    texts = [ReportText(report=new, key=key, body=body, by_name=by.name, at=now) for key, body in queries.texts_of(old).items()]
    ReportText.objects.bulk_create(texts)
    _tell(by, "report.made", new, reason, corrects=str(old.pk))
    return new
