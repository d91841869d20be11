"""A team of three municipalities with a plan, a joint programme and a local one, and the people who work with them."""

from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace

import pytest

from driehoek.organisations.models import Area, AreaMembership, Grant, User
from driehoek.organisations.viewer import PUBLIC, SYSTEM, Viewer, viewer_of
from driehoek.plans import commands as plans
from driehoek.plans.models import Measure, Plan
from driehoek.programme import commands
from driehoek.programme.models import Action, Programme

TEAM = "BT-PROEF"
NORTH, MIDDLE, SOUTH = "GM9101", "GM9102", "GM9103"
NAMES = {NORTH: "Noorddorp", MIDDLE: "Middelstad", SOUTH: "Zuidwijk"}
TODAY = date(2024, 10, 15)
ROLES = {
    "strategic": ("strategic_adviser", TEAM),
    "north": ("safety_adviser", NORTH),
    "middle": ("safety_adviser", MIDDLE),
    "member": ("working_group_member", TEAM),
    "mayor": ("mayor", NORTH),
    "secretary": ("executive_secretary", NORTH),
    "other_secretary": ("executive_secretary", MIDDLE),
    "chief": ("team_chief", TEAM),
    "council": ("council_member", NORTH),
    "employee": ("employee", NORTH),
    "admin": ("functional_admin", NORTH),
}


def account(name: str, *grants: tuple[str, str]) -> User:
    user = User.objects.create_user(
        f"{name.lower()}@voorbeeld.example", "een-lange-zin-voor-de-test", name=f"{name.title()} Jansen"
    )
    for role, area in grants:
        Grant.objects.create(
            user=user, role=role, area_id=area, starts_on=date(2020, 1, 1), ends_on=date(2030, 1, 1), state="granted",
            asked_by="a", decided_by="b",
        )  # fmt: skip
    return user


@dataclass
class World:
    """`joint` and `local` (of Noorddorp) are programmes in the making; `measure` and `other` are joint measures."""

    plan: Plan
    joint: Programme
    local: Programme
    measure: Measure
    other: Measure
    users: SimpleNamespace
    people: SimpleNamespace

    def action(self, programme: Programme | None = None, *, by: Viewer = SYSTEM, **values) -> Action:
        wanted = {"title": "Toezicht bij het station", "measure": str(self.measure.pk)} | values
        if wanted["measure"] is None:
            wanted.pop("measure")
        return commands.propose_action(by, (programme or self.joint).pk, **wanted)

    def running(self, programme: Programme | None = None, **values) -> Action:
        days = {"state": "running", "starts_on": date(2024, 1, 1), "ends_on": date(2024, 12, 31)}
        return self.action(programme, **days | values)

    def adopt(self, programme: Programme | None = None) -> Programme:
        """Adopted by the college of Noorddorp; needs an owner and a term for each planned action."""
        programme = programme or self.joint
        steps = ("agree", "offer") if programme.is_joint else ("offer",)
        for verb in steps:
            commands.step_programme(SYSTEM, programme.pk, verb, seen=self.fresh(programme).version)
        commands.adopt_programme(SYSTEM, programme.pk, NORTH, decided_on=date(2024, 3, 5), decision_number="C24-1")
        return self.fresh(programme)

    @staticmethod
    def fresh(row):
        return type(row).objects.get(pk=row.pk)


@pytest.fixture
def team(db):
    Area.objects.create(code=TEAM, level="base_team", name="Proefteam")
    for code, name in NAMES.items():
        Area.objects.create(code=code, level="municipality", name=name)
        AreaMembership.objects.create(parent_id=TEAM, child_id=code)
    Area.objects.create(code="GM9999", level="municipality", name="Verweg")
    return TEAM


PLAN_DAYS = {"starts_on": date(2023, 1, 1), "ends_on": date(2026, 12, 31)}
DAYS = {"starts_on": date(2024, 1, 1), "ends_on": date(2025, 12, 31)}
MEASURES = ("Controles in het buitengebied", "Voorlichting aan ondernemers")


@pytest.fixture
def world(team):
    users = SimpleNamespace(**{name: account(name, grant) for name, grant in ROLES.items()})
    users.stranger = account("stranger", ("safety_adviser", "GM9999"))
    people = SimpleNamespace(**{name: viewer_of(user, TODAY) for name, user in vars(users).items()}, public=PUBLIC)
    plan = plans.start_plan(SYSTEM, area=TEAM, title="Veiligheidsplan 2023-2026", **PLAN_DAYS)
    priority = plans.add_piece(SYSTEM, plan.pk, None, "priority", title="Ondermijning")
    facts = {"no_indicator_reason": "Geen cijfer."}
    goal = plans.add_piece(SYSTEM, plan.pk, None, "goal", title="Meer zicht", parent=priority.pk, facts=facts)
    pieces = [plans.add_piece(SYSTEM, plan.pk, None, "measure", title=title, parent=goal.pk) for title in MEASURES]
    joint = commands.start_programme(SYSTEM, plan.pk, area_code=TEAM, title="Samen aan de slag", **DAYS)
    local = commands.start_programme(SYSTEM, plan.pk, area_code=NORTH, title="Programma Noorddorp", **DAYS)
    first, second = (Measure.objects.get(pk=piece.pk) for piece in pieces)
    return World(plan, joint, local, first, second, users, people)


@pytest.fixture
def queued(settings):
    """Jobs are rows, as outside the tests: they commit or vanish with the command."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
