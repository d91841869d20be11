"""Two people at the very same moment, on two connections."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from driehoek.common.errors import Outdated
from driehoek.plans import commands
from driehoek.plans.models import Adoption, Edit
from tests.plans.conftest import NORTH, person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def at_once(*jobs):
    """Run the jobs together; per job what it gave or the refusal."""
    gate, results = threading.Barrier(len(jobs)), [None] * len(jobs)

    def run(number, job):
        try:
            gate.wait()
            results[number] = job()
        except ValidationError as refusal:
            results[number] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_racing_moves_never_make_a_circle(world, people):
    one, two = world.add(title="A"), world.add(title="B")
    results = at_once(
        lambda: commands.move_piece(people.strategic, one.pk, parent=two.pk),
        lambda: commands.move_piece(people.strategic, two.pk, parent=one.pk),
    )
    assert sum(isinstance(result, ValidationError) for result in results) == 1
    assert sorted(world.titles()) == ["A", "B"]


def test_of_two_edits_at_once_one_is_asked_and_both_texts_live_on(world, people):
    piece = world.add(title="Doel")
    seen = world.seen(piece)
    results = at_once(
        *(lambda n=n: commands.edit_piece(people.strategic, piece.pk, None, seen=seen, title=f"T{n}", body="") for n in (1, 2))
    )
    refusals = [result for result in results if isinstance(result, Outdated)]
    assert len(refusals) == 1
    assert refusals[0].current.title == world.titles()[0]


@pytest.mark.parametrize("again", range(6))
def test_of_two_first_replacements_at_once_one_is_asked(world, people, again):
    piece = world.add(title="Gezamenlijk")
    seen = world.seen(piece)

    def replace(number):
        return commands.edit_piece(people.north, piece.pk, NORTH, seen=seen, title=f"T{number}", body="", reason="Ja")

    results = at_once(lambda: replace(1), lambda: replace(2))
    assert sum(isinstance(result, Outdated) for result in results) == 1
    assert Edit.objects.filter(piece=piece, layer__municipality=NORTH).count() == 1


@pytest.mark.parametrize("again", range(6))  # the moment between reading and writing is short
def test_a_piece_that_is_moved_at_the_same_moment_keeps_the_new_words(world, people, again):
    one, two = world.add(title="Eerst"), world.add(title="Ander")
    seen = world.seen(one)
    at_once(
        lambda: commands.edit_piece(people.strategic, one.pk, None, seen=seen, title="Nieuw", body=""),
        lambda: commands.move_piece(people.strategic, one.pk, parent=two.pk),
    )
    assert sorted(world.titles()) == ["Ander", "Nieuw"]


def test_two_additions_at_once_never_share_a_place(world, people):
    at_once(*(lambda n=n: world.add(title=f"{n}") for n in range(4)))
    places = list(Edit.objects.values_list("parent_id", "rank"))
    assert len(places) == len(set(places)) == 4


def test_a_council_decides_once_however_often_the_button_is_pressed(world, people):
    world.whole_priority()
    world.agree()
    version = world.release(NORTH)
    clerk = person("council_clerk", NORTH)
    commands.take_part_step(clerk, world.plan.pk, NORTH, "offer")
    from datetime import date

    def adopt():
        return commands.adopt_version(clerk, version.pk, decided_on=date(2024, 10, 1), decision_number="RB-1")

    results = at_once(adopt, adopt)
    assert sum(isinstance(result, ValidationError) for result in results) == 1
    assert Adoption.objects.count() == 1
