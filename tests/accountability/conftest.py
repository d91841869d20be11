"""Three municipalities with a plan and programmes (as in the tests of programmes), and those who report on them."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from driehoek.accountability import commands
from driehoek.accountability.public import keeping
from driehoek.organisations.viewer import viewer_of
from tests.figures.conftest import all_areas, open_figures, open_folder  # noqa: F401
from tests.programme.conftest import NORTH, TODAY, account, team, world  # noqa: F401

PERIOD = {"since": date(2024, 1, 1), "until": date(2024, 10, 15)}
WORDS = {"introduction": "Dit is de inleiding.", "conclusion": "Zo gaan we **verder**."}


@pytest.fixture(autouse=True)
def nothing_kept():
    """Pages that this process kept are of another test."""
    keeping.memory.forget()


@pytest.fixture
def people(world):  # noqa: F811
    """Those of the world, and the people of the town hall that it lacks."""
    more = {"clerk": ("council_clerk", NORTH), "press": ("communication_adviser", NORTH)}
    users = {name: account(name, grant) for name, grant in more.items()} | vars(world.users)
    return SimpleNamespace(**{name: viewer_of(user, TODAY) for name, user in users.items()}, users=SimpleNamespace(**users))


@pytest.fixture
def report(world, people):  # noqa: F811
    return commands.make_report(people.north, world.plan.pk, NORTH, **PERIOD)


@pytest.fixture
def checked(report, people):
    for key, body in WORDS.items():
        commands.write_text(people.north, report.pk, key, body, seen=0)
    commands.check_report(people.north, report.pk, seen=fresh(report).version, despite="Het plan is nog in de maak.")
    return fresh(report)


@pytest.fixture
def offered(checked, people):
    commands.offer_report(people.mayor, checked.pk, seen=checked.version, on=date(2024, 10, 14))
    return fresh(checked)


@pytest.fixture
def published(offered, people):
    commands.note_report(people.clerk, offered.pk, seen=offered.version, decision_number="LIS-7")
    commands.publish_report(people.press, offered.pk, seen=fresh(offered).version)
    return fresh(offered)


def fresh(row):
    return type(row).objects.get(pk=row.pk)
