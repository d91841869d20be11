"""From the triangle to each council: frozen texts, each decision on its own day, and nothing ever taken back in silence."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from driehoek.common.errors import NotAllowed, NotNow, Refused
from driehoek.plans import commands
from driehoek.plans.models import Adoption, Goal, LocalPart, Plan, Priority, Version
from driehoek.plans.queries import titles
from driehoek.plans.rules import digest
from tests.plans.conftest import MIDDLE, NORTH, SOUTH, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreed(world):
    world.made = world.whole_priority()
    world.agree()
    return world


def test_the_triangle_agrees_only_on_a_text_that_is_whole_or_says_why(world, people):
    world.add("priority", title="Kaal")
    with pytest.raises(Refused, match="nog niet af"):
        world.agree()
    commands.take_plan_step(people.prosecutor, world.plan.pk, "agree", despite="De raad vraagt erom.")
    assert Plan.objects.get().state == "agreed"


def test_an_adviser_of_a_municipality_cannot_agree_for_the_triangle(world, people):
    with pytest.raises(NotAllowed):
        commands.take_plan_step(people.north, world.plan.pk, "agree")
    assert Plan.objects.get().state == "preparing"


def test_each_council_adopts_on_its_own_day_and_the_plan_counts_them(agreed):
    agreed.adopt(NORTH, date(2024, 10, 3))
    assert Plan.objects.get().state == "partly_adopted"
    agreed.adopt(MIDDLE, date(2024, 10, 8))
    agreed.adopt(SOUTH, date(2024, 10, 9))
    plan = Plan.objects.get()
    assert plan.state == "adopted"
    assert plan.state_on(date(2025, 1, 1)) == "in_force"
    assert plan.state_on(date(2029, 1, 1)) == "ended"


def test_only_the_clerk_puts_the_decision_of_a_council_in_the_book(agreed, people):
    version = agreed.release(NORTH)
    commands.take_part_step(people.clerk, agreed.plan.pk, NORTH, "offer")
    for one in (people.north, people.mayor, people.strategic, people.council):
        with pytest.raises(NotAllowed):
            commands.adopt_version(one, version.pk, decided_on=date(2024, 10, 1), decision_number="1")
    with pytest.raises(Version.DoesNotExist):
        commands.adopt_version(person("council_clerk", MIDDLE), version.pk, decided_on=date(2024, 10, 1), decision_number="1")
    assert not Adoption.objects.exists()


def test_a_decision_in_the_future_or_without_a_number_is_refused(agreed, people):
    version = agreed.release(NORTH)
    commands.take_part_step(people.clerk, agreed.plan.pk, NORTH, "offer")
    with pytest.raises(Refused, match="toekomst"):
        commands.adopt_version(people.clerk, version.pk, decided_on=date(2024, 11, 1), decision_number="1")
    with pytest.raises(Refused, match="nummer"):
        commands.adopt_version(people.clerk, version.pk, decided_on=date(2024, 10, 1), decision_number=" ")


def test_what_was_adopted_stays_as_it_was_whatever_is_written_afterwards(agreed, people):
    adoption = agreed.adopt(NORTH)
    before = adoption.version.content
    agreed.adopt(MIDDLE)
    agreed.adopt(SOUTH)
    commands.take_plan_step(people.mayor, agreed.plan.pk, "revise", reason="Evaluatie")
    commands.edit_piece(
        people.strategic, agreed.made.goal.pk, None, seen=agreed.seen(agreed.made.goal), title="Heel iets anders", body=""
    )
    version = Version.objects.get(pk=adoption.version_id)
    assert version.content == before
    assert version.sha256 == digest(version.content)
    goal = Goal.objects.visible_to(people.public).get(pk=agreed.made.goal.pk)
    assert titles([goal], people.public) == {goal.pk: "Meer zicht"}
    assert titles([goal], people.strategic) == {goal.pk: "Heel iets anders"}


@pytest.mark.parametrize("table", ["plans_edit", "plans_version", "plans_printed", "plans_adoption", "plans_filling"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "UPDATE {} SET id = id"])
def test_frozen_rows_refuse_every_change(agreed, table, statement):
    agreed.adopt(NORTH)
    sql = statement.format(table).replace("id = id", "uuid = uuid" if table == "plans_version" else "id = id")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_equal_texts_have_equal_digests_also_when_one_replaced_words_by_the_same(world, people):
    world.made = world.whole_priority()
    world.add("prose", title="Zelfde", facts={"open": "Vul in"})
    piece = world.add("prose", NORTH, title="Los")
    commands.drop_piece(people.north, piece.pk)
    world.agree()
    reason = "Niet ingevuld"
    commands.take_part_step(people.north, world.plan.pk, NORTH, "report_ready")
    one = commands.release_version(people.mayor, world.plan.pk, NORTH, despite=reason)
    commands.take_part_step(person("safety_adviser", MIDDLE), world.plan.pk, MIDDLE, "report_ready")
    two = commands.release_version(person("mayor", MIDDLE), world.plan.pk, MIDDLE, despite=reason)
    assert one.sha256 == two.sha256
    assert one.content != two.content


def test_a_text_with_an_open_piece_or_an_empty_slot_is_not_released_by_accident(world, people):
    world.whole_priority()
    world.add("prose", title="Zelf te schrijven", body="[[wijkagent]]", facts={"open": "Vul in"})
    world.agree()
    commands.take_part_step(people.north, world.plan.pk, NORTH, "report_ready")
    with pytest.raises(Refused, match="Zelf te schrijven"):
        commands.release_version(people.mayor, world.plan.pk, NORTH)
    assert LocalPart.objects.get(layer__municipality=NORTH).state == "ready"


def test_a_text_that_was_reported_ready_is_closed_until_it_is_taken_in_hand_again(agreed, people):
    commands.take_part_step(people.north, agreed.plan.pk, NORTH, "report_ready")
    with pytest.raises(NotNow, match="weer in bewerking"):
        commands.add_piece(people.north, agreed.plan.pk, NORTH, "prose", title="Te laat")
    commands.take_part_step(people.north, agreed.plan.pk, NORTH, "reopen")
    commands.add_piece(people.north, agreed.plan.pk, NORTH, "prose", title="Op tijd")


def test_a_council_withdraws_its_decision_by_another_and_both_stay(agreed, people):
    adoption = agreed.adopt(NORTH)
    with pytest.raises(Refused):
        commands.revoke_adoption(people.clerk, adoption.pk, decided_on=date(2024, 10, 14), decision_number="RB-2", reason=" ")
    commands.revoke_adoption(people.clerk, adoption.pk, decided_on=date(2024, 10, 14), decision_number="RB-2", reason="Vormfout")
    assert Plan.objects.get().state == "before_councils"
    assert Adoption.objects.count() == 1
    assert not Adoption.objects.standing_on(date(2024, 10, 14)).exists()
    assert Adoption.objects.standing_on(date(2024, 10, 13)).get() == adoption
    assert Version.objects.visible_to(people.public).exists()


def test_who_sees_a_local_part_and_when(world, people):
    world.whole_priority()
    local = world.whole_priority("Buitengebied", NORTH)

    def seen_by():
        everyone = vars(people)
        return {name for name, one in everyone.items() if Priority.objects.visible_to(one).filter(pk=local.priority.pk)}

    own = {"north", "mayor", "clerk"}
    assert seen_by() == own
    world.agree()
    commands.take_part_step(people.north, world.plan.pk, NORTH, "report_ready")
    assert seen_by() == own | {"strategic"}
    commands.release_version(people.mayor, world.plan.pk, NORTH)
    commands.take_part_step(people.clerk, world.plan.pk, NORTH, "offer")
    assert seen_by() == own | {"strategic", "council"}
    commands.adopt_version(people.clerk, Version.objects.get().pk, decided_on=date(2024, 10, 10), decision_number="RB-1")
    assert seen_by() == set(vars(people))


def test_a_joint_draft_is_for_the_table_of_the_team(world, people):
    made = world.whole_priority()
    seen = {name for name, one in vars(people).items() if Priority.objects.visible_to(one).filter(pk=made.priority.pk)}
    assert seen == set(vars(people)) - {"council", "stranger", "public"}
    assert {name for name, one in vars(people).items() if Plan.objects.visible_to(one)} == seen


def test_search_does_not_find_draft_words_of_an_adopted_part(agreed, people):
    from driehoek.common.search import find

    for municipality in (NORTH, MIDDLE, SOUTH):
        agreed.adopt(municipality)
    commands.take_plan_step(people.mayor, agreed.plan.pk, "revise", reason="Evaluatie")
    goal = agreed.made.goal
    commands.edit_piece(people.strategic, goal.pk, None, seen=agreed.seen(goal), title="Kwaaksalamander", body="")
    assert find(people.public, "kwaaksalamander") == []
    assert [hit.subject.pk for hit in find(people.public, "zicht")] == [goal.pk]
