"""Programmes and actions with a canary in each text, told apart by who may read it."""

from __future__ import annotations

from datetime import date

from driehoek.organisations.viewer import SYSTEM
from driehoek.plans.models import Plan
from driehoek.programme import commands
from driehoek.programme.models import Action, Programme
from tests.factories import PUBLIC, Place, World, either, factory, right

READS = right("programme.read")
COUNCIL = either(READS, right("programme.read_adopted"))
DAYS = {"starts_on": date(2024, 1, 1), "ends_on": date(2025, 12, 31)}
AT_WORK = {"state": "running", "starts_on": date(2024, 1, 1), "ends_on": date(2024, 9, 30), "safety_field": "V1"}


def _programme(place: Place, title: str, area: str = "") -> Programme:
    area = area or place.municipality
    of = {"team_id": area} if area.startswith("BT-") else {"municipality_id": area}
    plan = Plan.objects.create(title="Een plan", starts_on=date(2023, 1, 1), ends_on=date(2026, 12, 31), **of)
    return commands.start_programme(SYSTEM, plan.pk, area_code=area, title=title, **DAYS)


def _adopted(place: Place, title: str) -> Programme:
    made = _programme(place, title)
    commands.propose_action(SYSTEM, made.pk, title="Iets om vast te stellen", owner=("", "Iemand"), **AT_WORK)
    commands.step_programme(SYSTEM, made.pk, "offer", seen=1)
    decision = {"decided_on": date(2024, 2, 1), "decision_number": "B1"}
    commands.adopt_programme(SYSTEM, made.pk, place.municipality, **decision)
    made.refresh_from_db()
    return made


@factory("programme.programme", sees=PUBLIC)
def adopted_programme(world: World, place: Place) -> Programme:
    return _adopted(place, place.canary("programma"))


@factory("programme.programme:draft", sees=READS)
def draft_programme(world: World, place: Place) -> Programme:
    return _programme(place, place.canary("concept"))


@factory("programme.programme:joint", sees=right("programme.read", on="team"))
def joint_programme(world: World, place: Place) -> Programme:
    return _programme(place, place.canary("gezamenlijk"), place.team)


@factory("programme.action", sees=PUBLIC)
def public_action(world: World, place: Place) -> Action:
    """Done, so that its result is public."""
    home = world.get("programme.programme", place)
    values = AT_WORK | {"state": "done", "result": place.canary("resultaat")}
    return commands.propose_action(SYSTEM, home.pk, title=place.canary("actie"), **values)


@factory("programme.action:council", sees=COUNCIL)
def action_of_the_council(world: World, place: Place) -> Action:
    """What a council reads of an adopted action and the public does not."""
    home = world.get("programme.programme", place)
    texts = {name: place.canary(name) for name in ("description", "how_noticed", "political_owner")}
    made = commands.propose_action(SYSTEM, home.pk, title="Onder de raad", **AT_WORK, **texts)
    commands.report_progress(SYSTEM, made.pk, tick="stuck", sentence=place.canary("voortgang"))
    return made


@factory("programme.action:inside", sees=READS)
def action_inside(world: World, place: Place) -> Action:
    """Names and reasons: only for who works in the programme."""
    home = world.get("programme.programme", place)
    made = commands.propose_action(SYSTEM, home.pk, title="Intern", owner=("", place.canary("eigenaar")), **AT_WORK)
    commands.hold_action(SYSTEM, made.pk, seen=1, reason=place.canary("reden"))
    return made


@factory("programme.action:proposed", sees=READS)
def proposed_action(world: World, place: Place) -> Action:
    """Proposed in an adopted programme: not yet part of what was adopted."""
    home = world.get("programme.programme", place)
    return commands.propose_action(SYSTEM, home.pk, title=place.canary("voorstel"), safety_field="V2")


@factory("programme.action:draft", sees=READS)
def draft_action(world: World, place: Place) -> Action:
    home = world.get("programme.programme:draft", place)
    return commands.propose_action(SYSTEM, home.pk, title=place.canary("concept"), **AT_WORK)
