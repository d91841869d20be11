"""People of two municipalities of one team, and one elsewhere."""

from __future__ import annotations

import pytest

from driehoek.organisations.models import Grant
from tests.factories import END, START, World, make_person


@pytest.fixture
def world(db: None) -> World:
    return World()


@pytest.fixture
def admin(world):
    return world.viewer("functional_admin", "GM0225")


@pytest.fixture
def adviser(world):
    return world.viewer("safety_adviser", "GM0225")


@pytest.fixture
def stranger(world):
    """A functional admin of another team."""
    return world.viewer("functional_admin", "GM0797")


@pytest.fixture
def asked(world, adviser):
    """A role that the adviser asked for, for a newcomer."""
    return Grant.objects.create(
        user=make_person("", "", name="Nora Nieuw"), role="employee", area_id="GM0225", starts_on=START, ends_on=END,
        asked_by=adviser.code,
    )  # fmt: skip
