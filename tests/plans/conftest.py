"""A team of three municipalities, the people at its table, and a plan in the making."""

from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace

import pytest

from driehoek.organisations.models import Area, AreaMembership
from driehoek.organisations.viewer import PUBLIC, Held, Viewer
from driehoek.plans import commands
from driehoek.plans.commands import NewPiece
from driehoek.plans.models import Layer, Piece, Plan
from driehoek.plans.queries import read

TEAM = "BT-TEST"
NAMES = {"GM9101": "Noorddorp", "GM9102": "Middelstad", "GM9103": "Zuidwijk"}
NORTH, MIDDLE, SOUTH = NAMES


def person(role: str, area: str, code: str = "") -> Viewer:
    """Someone with one role: in a municipality (and so at the table of the team), or for the team as a whole."""
    of_team = Held(role, TEAM, inside=frozenset(NAMES))
    held = of_team if area == TEAM else Held(role, area, teams=frozenset({TEAM}))
    return Viewer(code=code or f"{role}-{area}", name=f"{role} {area}", user_id=None, held=(held,))


@dataclass
class World:
    """Short names for what a test does; `plan` is the plan of the team."""

    plan: Plan
    people: SimpleNamespace = field(default_factory=SimpleNamespace)

    def add(self, kind="section", municipality=None, *, by=None, **words) -> Piece:
        words.setdefault("title", kind.capitalize())
        by = by or (self.people.strategic if municipality is None else person("safety_adviser", municipality))
        return commands.add_piece(by, self.plan.pk, municipality, kind, **words)

    def layer(self, municipality=None) -> Layer:
        return Layer.objects.select_related("plan", "local_part").get(plan=self.plan, municipality=municipality)

    def text(self, municipality=None, at=None):
        return read(self.layer(municipality), at)

    def titles(self, municipality=None, at=None) -> list[str]:
        return [line.title for line in self.text(municipality, at).lines]

    def seen(self, piece, municipality=None) -> int:
        return self.text(municipality).by_piece[piece.pk].written.id

    def whole_priority(self, title="Ondermijning", municipality=None) -> SimpleNamespace:
        """A priority with all that it needs."""
        by = self.people.strategic if municipality is None else person("safety_adviser", municipality)
        measure = NewPiece("measure", "Controles")
        under = [
            NewPiece("reason", body="Het raakt iedereen."),
            NewPiece("ambition", body="Minder ervan."),
            NewPiece("goal", "Meer zicht", facts={"no_indicator_reason": "Nog geen cijfer."}, children=[measure]),
        ]
        ids = commands.add_tree(by, self.plan.pk, municipality, [NewPiece("priority", title, children=under)])
        found = Piece.objects.in_bulk(ids)
        names = ("priority", "reason", "ambition", "goal", "measure")
        return SimpleNamespace(**{name: found[key] for name, key in zip(names, ids, strict=True)})

    def agree(self):
        return commands.take_plan_step(self.people.mayor, self.plan.pk, "agree", decided_on=date(2024, 10, 1))

    def release(self, municipality):
        commands.take_part_step(person("safety_adviser", municipality), self.plan.pk, municipality, "report_ready")
        return commands.release_version(person("mayor", municipality), self.plan.pk, municipality)

    def adopt(self, municipality, decided_on=date(2024, 10, 10), number="RB-1"):
        version = self.release(municipality)
        commands.take_part_step(person("council_clerk", municipality), self.plan.pk, municipality, "offer")
        clerk = person("council_clerk", municipality)
        return commands.adopt_version(clerk, version.pk, decided_on=decided_on, decision_number=number)


@pytest.fixture
def team(db):
    Area.objects.create(code=TEAM, level="base_team", name="Testteam")
    for code, name in NAMES.items():
        Area.objects.create(code=code, level="municipality", name=name)
        AreaMembership.objects.create(parent_id=TEAM, child_id=code)
    return TEAM


@pytest.fixture
def people():
    return SimpleNamespace(
        strategic=person("strategic_adviser", TEAM),
        north=person("safety_adviser", NORTH),
        middle=person("safety_adviser", MIDDLE),
        mayor=person("mayor", NORTH),
        clerk=person("council_clerk", NORTH),
        council=person("council_member", NORTH),
        prosecutor=person("public_prosecutor", TEAM),
        chief=person("team_chief", TEAM),
        stranger=Viewer(code="stranger", name="Vreemde", held=(Held("safety_adviser", "GM9999"),)),
        public=PUBLIC,
    )


@pytest.fixture
def world(team, people):
    plan = commands.start_plan(
        people.strategic, area=TEAM, title="Veiligheidsplan 2025-2028", starts_on=date(2025, 1, 1), ends_on=date(2028, 12, 31)
    )
    return World(plan, people)
