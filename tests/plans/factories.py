"""Plans, pieces and versions with a canary in each text, told apart by who may read it."""

from __future__ import annotations

from datetime import date

from driehoek.organisations.viewer import SYSTEM
from driehoek.plans import commands
from driehoek.plans.models import (
    Adoption,
    Goal,
    HigherPlan,
    HigherTheme,
    Layer,
    Plan,
    Priority,
    Version,
)
from driehoek.plans.queries import read
from tests.factories import PUBLIC, Place, World, either, factory, right

LOCAL = right("plans.read_local")
JOINT = right("plans.read_joint", on="team")
READY = either(LOCAL, right("plans.read_ready"))
OFFERED = either(READY, right("plans.read_offered"))


def _plan(area: str, title: str) -> Plan:
    """Each plan has years of its own, long ago: two plans of one team in the same years are refused."""
    year = 1000 + 5 * Plan.objects.count()
    days = {"starts_on": date(year, 1, 1), "ends_on": date(year + 3, 12, 31)}
    return commands.start_plan(SYSTEM, area=area, title=title, **days)


def _whole(place: Place, plan: Plan) -> Priority:
    """A priority with all that it needs, in the own plan of a municipality; a canary in each text."""
    new = commands.NewPiece
    under = [
        new("reason", body=place.canary("reden")),
        new("ambition", body=place.canary("ambitie")),
        new(
            "goal",
            place.canary("doel"),
            facts={"indicator": place.canary("cijfer")},
            children=[new("measure", place.canary("doe"))],
        ),
    ]
    tree = [new("priority", place.canary("prioriteit"), children=under), new("line", place.canary("lijn"))]
    commands.add_tree(SYSTEM, plan.pk, place.municipality, tree)
    return Priority.objects.get(plan=plan)


def _released(place: Place, *steps: str) -> Version:
    plan = _plan(place.municipality, place.canary("plan"))
    _whole(place, plan)
    commands.take_plan_step(SYSTEM, plan.pk, "agree", despite="Voor de test")
    commands.take_part_step(SYSTEM, plan.pk, place.municipality, "report_ready")
    version = commands.release_version(SYSTEM, plan.pk, place.municipality)
    for step in steps:
        commands.take_part_step(SYSTEM, plan.pk, place.municipality, step)
    return version


@factory("plans.adoption", sees=PUBLIC)
def adoption(world: World, place: Place) -> Adoption:
    version = _released(place, "offer")
    decision = {"decided_on": date(2024, 2, 1), "decision_number": place.canary("besluit")}
    return commands.adopt_version(SYSTEM, version.pk, **decision)


@factory("plans.version:released", sees=READY)
def released(world: World, place: Place) -> Version:
    return _released(place)


@factory("plans.version:offered", sees=OFFERED)
def offered(world: World, place: Place) -> Version:
    return _released(place, "offer")


@factory("plans.plan:own", sees=LOCAL)
def own_draft(world: World, place: Place) -> Plan:
    """The draft of one municipality, alone."""
    plan = _plan(place.municipality, place.canary("plan"))
    _whole(place, plan)
    return plan


@factory("plans.plan:ready", sees=READY)
def ready_draft(world: World, place: Place) -> Plan:
    plan = _plan(place.municipality, place.canary("plan"))
    _whole(place, plan)
    commands.take_part_step(SYSTEM, plan.pk, place.municipality, "report_ready")
    return plan


@factory("plans.plan", sees=JOINT)
def joint_draft(world: World, place: Place) -> Plan:
    """The draft of a team: a joint text that the table of the team reads."""
    plan = _plan(place.team, place.canary("plan"))
    words = {"title": place.canary("deel"), "body": place.canary("tekst"), "facts": {"open": place.canary("invullen")}}
    commands.add_piece(SYSTEM, plan.pk, None, "section", **words)
    return plan


@factory("plans.layer", sees=LOCAL)
def layer(world: World, place: Place) -> Layer:
    """What a municipality makes of the joint text of its team: replaced, left out, added, filled; each with a reason."""
    plan = _plan(place.team, "Plan van het team")
    for title in ("Vervangen", "Weggelaten"):
        commands.add_piece(SYSTEM, plan.pk, None, "section", title=title)
    found = Layer.objects.get(plan=plan, municipality=place.municipality)
    replaced, left_out = read(found).lines
    words = {"title": place.canary("eigen"), "body": "", "reason": place.canary("reden")}
    commands.edit_piece(SYSTEM, replaced.piece, place.municipality, seen=replaced.written.id, **words)
    commands.leave_out(SYSTEM, left_out.piece, place.municipality, reason=place.canary("weg"))
    commands.add_piece(SYSTEM, plan.pk, place.municipality, "prose", body=place.canary("erbij"))
    commands.fill_values(SYSTEM, plan.pk, place.municipality, {"gemeente": place.canary("naam")})
    return found


@factory("plans.goal:revised", sees=LOCAL)
def revised(world: World, place: Place) -> Goal:
    """Adopted, and being rewritten: the new words are for its own people, the adopted ones for everyone."""
    plan = _plan(place.municipality, "Plan in herziening")
    goal = commands.NewPiece("goal", "Vastgesteld doel", facts={"indicator": "Iets"})
    under = [commands.NewPiece("reason", body="Daarom."), commands.NewPiece("ambition", body="Daarheen."), goal]
    commands.add_tree(SYSTEM, plan.pk, place.municipality, [commands.NewPiece("priority", "Onderwerp", children=under)])
    commands.take_plan_step(SYSTEM, plan.pk, "agree")
    commands.take_part_step(SYSTEM, plan.pk, place.municipality, "report_ready")
    version = commands.release_version(SYSTEM, plan.pk, place.municipality)
    commands.take_part_step(SYSTEM, plan.pk, place.municipality, "offer")
    commands.adopt_version(SYSTEM, version.pk, decided_on=date(2024, 2, 1), decision_number="B1")
    commands.take_plan_step(SYSTEM, plan.pk, "revise", reason=place.canary("herziening"))
    commands.take_part_step(SYSTEM, plan.pk, place.municipality, "reopen", reason="Herzien")
    found = Goal.objects.get(plan=plan)
    seen = next(line.written.id for line in read(found.home).lines if line.piece == found.pk)
    commands.edit_piece(SYSTEM, found.pk, place.municipality, seen=seen, title=place.canary("nieuw"), body="")
    return Goal.objects.get(pk=found.pk)


@factory("plans.highertheme", sees=PUBLIC)
def theme(world: World, place: Place) -> HigherTheme:
    days = {"starts_on": date(2023, 1, 1), "ends_on": date(2026, 12, 31)}
    plan = commands.add_higher_plan(SYSTEM, title=place.canary("hoger plan"), level="unit", source=place.canary("bron"), **days)
    return commands.add_theme(SYSTEM, plan.pk, title=place.canary("thema"), body=place.canary("kern"))


@factory("plans.higherplan", sees=PUBLIC)
def higher_plan(world: World, place: Place) -> HigherPlan:
    days = {"starts_on": date(2023, 1, 1), "ends_on": date(2026, 12, 31)}
    return commands.add_higher_plan(SYSTEM, title=place.canary("agenda"), level="national", source="Rijk", **days)
