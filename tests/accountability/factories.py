"""Reports with a canary in the words of the adviser, in every state that changes who reads them."""

from __future__ import annotations

from datetime import date

from driehoek.accountability import commands
from driehoek.accountability.models import Report
from driehoek.organisations.viewer import SYSTEM
from driehoek.plans.models import Layer, LocalPart, Participation, Plan
from tests.factories import PUBLIC, Place, World, either, factory, right

DRAFT = right("accountability.read")
CHECKED = either(DRAFT, right("accountability.read_checked"))
OFFERED = either(CHECKED, right("accountability.read_offered"))


def _report(place: Place, year: int) -> Report:
    """Of a plan without a text: all that there is to see is the report itself."""
    plan = Plan.objects.create(
        title="Plan van vroeger", municipality_id=place.municipality, starts_on=date(2001, 1, 1), ends_on=date(2004, 12, 31)
    )
    layer = Layer.objects.create(plan=plan, municipality_id=place.municipality)
    LocalPart.objects.create(layer=layer)
    Participation.objects.create(plan=plan, municipality_id=place.municipality, from_date=date(2001, 1, 1))
    days = {"since": date(year, 1, 1), "until": date(year, 12, 31)}
    made = commands.make_report(SYSTEM, plan.pk, place.municipality, **days)
    commands.write_text(SYSTEM, made.pk, "introduction", place.canary("inleiding"), seen=0)
    made.refresh_from_db()
    return made


def _checked(place: Place, year: int) -> Report:
    made = _report(place, year)
    commands.check_report(SYSTEM, made.pk, seen=made.version, despite="Het kan zo.")
    made.refresh_from_db()
    return made


def _offered(place: Place, year: int) -> Report:
    made = _checked(place, year)
    commands.offer_report(SYSTEM, made.pk, seen=made.version)
    made.refresh_from_db()
    return made


@factory("accountability.report", sees=DRAFT)
def draft(world: World, place: Place) -> Report:
    return _report(place, 2001)


@factory("accountability.report:checked", sees=CHECKED)
def checked(world: World, place: Place) -> Report:
    return _checked(place, 2002)


@factory("accountability.report:offered", sees=OFFERED)
def offered(world: World, place: Place) -> Report:
    return _offered(place, 2003)


@factory("accountability.report:published", sees=PUBLIC)
def published(world: World, place: Place) -> Report:
    made = _offered(place, 2004)
    commands.note_report(SYSTEM, made.pk, seen=made.version)
    commands.publish_report(SYSTEM, made.pk, seen=made.version + 1)
    made.refresh_from_db()
    return made
