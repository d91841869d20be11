"""The progress reports of the demo, on their way to the council."""

from __future__ import annotations

from uuid import UUID

from driehoek.accountability import commands
from driehoek.accountability.models import Report
from driehoek.accountability.rules import CONCLUSION, INTRODUCTION
from driehoek.common import clock
from driehoek.demo import content_shapes as shapes
from driehoek.demo.people import Cast
from driehoek.organisations.models import Role


def add_report(report: shapes.Report, plan: UUID, cast: Cast) -> None:
    """Each step on its day, by who may take it."""
    adviser, place = Role.SAFETY_ADVISER, report.municipality
    with clock.moved_to(report.made_on):
        by = cast.acting(adviser, place)
        made = commands.make_report(by, plan, place, since=report.since, until=report.until)
        for key, words in ((INTRODUCTION, report.introduction), (CONCLUSION, report.conclusion)):
            if words:
                commands.write_text(by, made.pk, key, words, seen=0)
    if report.offered_on is None:
        return
    with clock.moved_to(report.offered_on):
        by = cast.acting(adviser, place)
        commands.check_report(by, made.pk, seen=_seen(made), despite=report.despite)
        commands.offer_report(cast.acting(Role.MAYOR, place), made.pk, seen=_seen(made))
    if report.noted_on is None:
        return
    with clock.moved_to(report.noted_on):
        clerk = cast.acting(Role.COUNCIL_CLERK, place)
        commands.note_report(clerk, made.pk, seen=_seen(made), decision_number=report.decision_number)
    if report.published_on is not None:
        with clock.moved_to(report.published_on):
            commands.publish_report(cast.acting(Role.COUNCIL_CLERK, place), made.pk, seen=_seen(made))


def _seen(made: Report) -> int:
    return Report.objects.values_list("version", flat=True).get(pk=made.pk)
