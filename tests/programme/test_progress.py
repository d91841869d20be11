"""One tick and one sentence."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from driehoek.common.errors import NotAllowed, NotNow, Outdated, Refused
from driehoek.common.models import Event
from driehoek.common.undo import can_undo, undo
from driehoek.organisations.viewer import SYSTEM
from driehoek.programme import commands
from driehoek.programme.commands import Report
from driehoek.programme.models import Action, Progress
from tests.crash import crash_everywhere


def standing(action):
    return [(one.tick, one.sentence) for one in Progress.objects.standing().filter(action=action)]


@pytest.fixture
def owned(world):
    owner = world.people.employee
    return world.running(owner=(owner.code, owner.name))


def test_the_owner_says_how_it_goes(world, owned):
    commands.report_progress(world.people.employee, owned.pk, tick="on_track", sentence="De camera’s hangen.")
    found = Action.objects.with_progress().get(pk=owned.pk)
    assert (found.last_tick, found.last_sentence, found.last_on) == ("on_track", "De camera’s hangen.", date(2024, 10, 15))


@pytest.mark.parametrize("who", ["mayor", "chief", "north"])
def test_who_only_reads_the_programme_may_not(world, owned, who):
    with pytest.raises(NotAllowed):
        commands.report_progress(getattr(world.people, who), owned.pk, tick="on_track")
    assert standing(owned) == []


def test_a_stranger_does_not_find_it(world, owned):
    with pytest.raises(Action.DoesNotExist):
        commands.report_progress(world.people.stranger, owned.pk, tick="on_track")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"tick": "stuck"}, "sentence"),
        ({"tick": "mooi"}, "tick"),
        ({"tick": "on_track", "sentence": "x" * 501}, "sentence"),
        ({"tick": "on_track", "on": date(2024, 10, 16)}, "on"),
    ],
)
def test_what_is_missing_or_wrong_is_asked_at_its_field(world, owned, values, field):
    with pytest.raises(Refused) as refusal:
        commands.report_progress(SYSTEM, owned.pk, **values)
    assert list(refusal.value.message_dict) == [field]


@pytest.mark.parametrize("state", ["proposed", "done", "stopped", "handed_over"])
def test_what_is_not_at_work_has_no_progress(world, state):
    values = {"result": "Ja.", "reason": "Nee.", "handed_over_to": "Hen.", "ends_on": date(2024, 12, 1)}
    action = world.action(state=state, **values)
    with pytest.raises(NotNow):
        commands.report_progress(SYSTEM, action.pk, tick="on_track")


def test_done_takes_the_action_to_its_state_with_the_sentence_as_result(world, owned):
    event = commands.report_progress(world.people.employee, owned.pk, tick="done", sentence="De afspraak is getekend.")
    assert (world.fresh(owned).state, world.fresh(owned).result) == ("done", "De afspraak is getekend.")
    undo(world.people.employee, event.pk)
    assert (world.fresh(owned).state, world.fresh(owned).result, standing(owned)) == ("running", "", [])


def test_done_follows_the_table(world):
    planned = world.action(state="planned", ends_on=date(2024, 12, 1))
    commands.report_progress(SYSTEM, planned.pk, tick="done", sentence="In één keer gedaan.")
    assert world.fresh(planned).state == "done"
    held = world.action(state="on_hold", ends_on=date(2024, 12, 1), reason="Geen mensen.")
    with pytest.raises(NotNow):
        commands.report_progress(SYSTEM, held.pk, tick="done", sentence="Toch gedaan.")
    assert standing(held) == []


def test_a_mistake_gets_a_counter_entry_once(world, owned):
    commands.report_progress(world.people.employee, owned.pk, tick="on_track", sentence="Goed.")
    event = commands.report_progress(world.people.employee, owned.pk, tick="stuck", sentence="Vergissing.")
    undo(world.people.employee, event.pk)
    assert standing(owned) == [("on_track", "Goed.")]
    assert Progress.objects.count() == 3
    with pytest.raises(NotNow):
        undo(world.people.employee, event.pk)
    assert not can_undo(Event.objects.order_by("-id").first())


def test_a_finish_is_not_taken_back_under_what_was_said_later(world, owned):
    event = commands.report_progress(SYSTEM, owned.pk, tick="done", sentence="Klaar.")
    commands.reopen_action(SYSTEM, owned.pk, seen=2, reason="Toch niet.")
    commands.report_progress(SYSTEM, owned.pk, tick="on_track")
    with pytest.raises(Outdated):
        undo(SYSTEM, event.pk)


def test_the_history_cannot_be_rewritten(world, owned):
    commands.report_progress(SYSTEM, owned.pk, tick="on_track", sentence="Goed.")
    for statement in ("UPDATE programme_progress SET sentence = 'Slecht.'", "DELETE FROM programme_progress"):
        with pytest.raises(IntegrityError, match="progress_is_append_only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_all_at_once_is_all_or_nothing(world, owned):
    other = world.running(title="Iets van een ander")
    reports = [Report(owned.pk, "on_track", "Goed."), Report(other.pk, "on_track", "Ook.")]
    with pytest.raises(Action.DoesNotExist):
        commands.report_on_all(world.people.employee, reports)
    assert standing(owned) == []
    commands.report_on_all(world.people.strategic, reports)
    assert standing(owned) == [("on_track", "Goed.")]


def test_a_tick_is_written_wholly_or_not(world, owned):
    crash_everywhere(lambda: commands.report_progress(SYSTEM, owned.pk, tick="done", sentence="Klaar."))


def test_taking_back_happens_wholly_or_not(world, owned):
    event = commands.report_progress(SYSTEM, owned.pk, tick="done", sentence="Klaar.")
    crash_everywhere(lambda: undo(SYSTEM, event.pk))


def test_many_ticks_are_written_wholly_or_not(world, owned):
    crash_everywhere(lambda: commands.report_on_all(SYSTEM, [Report(owned.pk, "on_track"), Report(owned.pk, "stuck", "Nee.")]))
