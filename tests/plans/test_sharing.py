"""Joining shows nothing, sharing changes no text, leaving loses nothing."""

from datetime import date

import pytest

from driehoek.common import clock
from driehoek.common.errors import NotAllowed, NotNow, Refused
from driehoek.organisations.models import Area, AreaMembership
from driehoek.plans import commands
from driehoek.plans.models import Piece, Plan, Priority
from tests.plans.conftest import MIDDLE, NORTH, SOUTH, TEAM, World, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def alone(team, people):
    """A plan that one municipality made by itself."""
    plan = commands.start_plan(
        people.north, area=NORTH, title="Plan van Noorddorp", starts_on=date(2025, 1, 1), ends_on=date(2028, 12, 31)
    )
    return World(plan, people)


def join(world):
    commands.join_municipality(world.people.north, world.plan.pk, MIDDLE)
    world.plan = Plan.objects.get(pk=world.plan.pk)


def test_a_plan_of_one_municipality_lives_in_its_own_layer(alone):
    made = alone.whole_priority("Jeugd", NORTH)
    assert alone.titles(NORTH)[0] == "Jeugd"
    assert Priority.objects.get(pk=made.priority.pk).municipality_id == NORTH
    assert not alone.plan.layers.joint().exists()


def test_joining_makes_the_plan_the_teams_and_shows_the_newcomer_nothing(alone, people):
    alone.whole_priority("Jeugd", NORTH)
    before = alone.titles(NORTH)
    join(alone)
    assert alone.plan.team_id == TEAM
    assert alone.titles(NORTH) == before
    assert alone.titles() == [] == alone.titles(MIDDLE)
    for newcomer in (people.middle, people.strategic):
        assert not Priority.objects.visible_to(newcomer).exists()
        assert not Piece.objects.visible_to(newcomer).exists()


def test_a_stranger_cannot_let_a_municipality_join(alone, people):
    with pytest.raises(Plan.DoesNotExist):
        commands.join_municipality(people.middle, alone.plan.pk, MIDDLE)


def test_joining_without_a_team_says_what_to_do(alone, people):
    AreaMembership.objects.all().delete()
    with pytest.raises(Refused, match="nog niet bij een basisteam"):
        commands.join_municipality(people.north, alone.plan.pk, MIDDLE)


def test_sharing_in_one_go_changes_no_text_and_keeps_the_past(alone, people):
    alone.add(municipality=NORTH, title="Begin")
    alone.whole_priority("Jeugd", NORTH)
    alone.add(municipality=NORTH, title="Slot")
    join(alone)
    lines, moment = alone.text(NORTH).lines, clock.now()
    count = commands.share_pieces(people.north, alone.plan.pk, NORTH, [line.piece for line in lines])
    assert count == len(lines)
    now = [line.title for line in lines]
    assert alone.titles(NORTH) == now == alone.titles(MIDDLE) == alone.titles()
    assert alone.titles(NORTH, moment) == now
    assert alone.titles(MIDDLE, moment) == []
    assert {line.how for line in alone.text(NORTH).lines} == {"joint"}
    assert Priority.objects.get().municipality_id is None


def test_a_part_is_shared_in_its_place_and_the_rest_stays_its_own(alone, people):
    made = alone.whole_priority("Jeugd", NORTH)
    alone.add(municipality=NORTH, title="Slot")
    join(alone)
    commands.share_pieces(people.north, alone.plan.pk, NORTH, [made.priority.pk])
    assert alone.titles(MIDDLE) == ["Jeugd"]
    assert alone.titles(NORTH) == ["Jeugd", "", "", "Meer zicht", "Controles", "Slot"]


def test_a_piece_under_an_own_piece_is_not_shared_alone(alone, people):
    made = alone.whole_priority("Jeugd", NORTH)
    join(alone)
    with pytest.raises(Refused, match="Deel dat ook"):
        commands.share_pieces(people.north, alone.plan.pk, NORTH, [made.goal.pk])
    assert alone.titles() == []


def test_a_neighbour_cannot_share_what_is_not_his(alone, people):
    made = alone.whole_priority("Jeugd", NORTH)
    join(alone)
    assert commands.share_pieces(people.middle, alone.plan.pk, MIDDLE, [made.priority.pk]) == 0
    with pytest.raises(NotAllowed):
        commands.share_pieces(people.clerk, alone.plan.pk, NORTH, [made.priority.pk])


def test_who_leaves_keeps_its_text_and_no_longer_counts(world, people):
    world.whole_priority()
    before = world.titles(NORTH)
    south = person("safety_adviser", SOUTH)
    commands.leave_plan(south, world.plan.pk, SOUTH, until=date(2026, 1, 1), reason="Ander team")
    world.agree()
    world.adopt(NORTH)
    world.adopt(MIDDLE)
    assert Plan.objects.get().state == "adopted"
    assert world.titles(SOUTH) == before
    with pytest.raises(NotNow):
        world.add("prose", SOUTH, title="Te laat")


def test_a_new_municipality_of_the_team_joins_with_an_empty_layer(world, people):
    Area.objects.create(code="GM9104", level="municipality", name="Nieuwland")
    commands.join_municipality(people.strategic, world.plan.pk, "GM9104")
    world.add(title="Gezamenlijk")
    assert world.titles("GM9104") == ["Gezamenlijk"]
    with pytest.raises(NotNow, match="doet al mee"):
        commands.join_municipality(people.strategic, world.plan.pk, "GM9104")


def test_the_owner_shares_in_a_plan_that_a_strategic_adviser_writes_and_she_can_take_it_up(world, people):
    own = world.add(municipality=NORTH, title="Van ons")
    with pytest.raises(NotAllowed):
        commands.share_pieces(people.clerk, world.plan.pk, NORTH, [own.pk])
    assert commands.share_pieces(people.north, world.plan.pk, NORTH, [own.pk]) == 1
    commands.edit_piece(people.strategic, own.pk, None, seen=world.seen(own), title="Van ons allen", body="")
    assert world.titles(MIDDLE) == ["Van ons allen"]


def test_nothing_is_shared_into_a_text_that_the_triangle_agreed_on(world, people):
    own = world.add(municipality=NORTH, title="Te laat")
    world.agree()
    with pytest.raises(NotNow, match="ligt vast"):
        commands.share_pieces(people.north, world.plan.pk, NORTH, [own.pk])
