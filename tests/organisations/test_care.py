"""Where a municipality has no admin yet, those of its team look after it; where it has two, they no longer do."""

from __future__ import annotations

import pytest

from driehoek.common import clock
from driehoek.organisations.models import Grant
from driehoek.organisations.viewer import viewer_of
from tests.factories import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def lone_admin(world):
    """An admin of Druten, in a team where nobody else manages anything."""
    Grant.objects.filter(role="functional_admin").update(state="withdrawn")
    return make_person("functional_admin", "GM0225")


def may(user, right, area):
    return viewer_of(user, clock.today()).may(f"organisations.{right}", area)


def test_a_neighbour_without_admin_can_be_invited_and_decided_for(lone_admin):
    assert may(lone_admin, "invite", "GM0209")
    assert may(lone_admin, "approve_grant", "GM0209")
    assert may(lone_admin, "invite", "BT-tweestromenland")


def test_another_team_is_never_looked_after(lone_admin):
    assert not may(lone_admin, "invite", "GM0797")
    assert not may(lone_admin, "invite", "BT-meierij")


def test_with_one_admin_of_its_own_a_neighbour_is_only_the_second_person(lone_admin):
    make_person("functional_admin", "GM0209")
    assert not may(lone_admin, "invite", "GM0209")
    assert not may(lone_admin, "withdraw_grant", "GM0209")
    assert may(lone_admin, "approve_grant", "GM0209")


def test_with_two_of_its_own_nothing_is_left(lone_admin):
    for _number in (1, 2):
        make_person("functional_admin", "GM0209")
    assert not may(lone_admin, "approve_grant", "GM0209")
    assert not may(lone_admin, "read_users", "GM0209")


def test_an_adviser_looks_after_nobody(lone_admin):
    adviser = make_person("safety_adviser", "GM0225")
    assert not may(adviser, "invite", "GM0209")
