"""The verbs of an action: it works, it is refused, it is invisible, it leaves nothing behind when it fails half-way."""

from datetime import date

import pytest
from django.db import transaction

from driehoek.common.errors import NotAllowed, NotNow, Outdated, Refused
from driehoek.common.models import Event
from driehoek.common.undo import undo
from driehoek.organisations.viewer import SYSTEM
from driehoek.programme import commands
from driehoek.programme.models import Action
from driehoek.programme.process import ACTION
from tests.crash import crash_everywhere
from tests.programme.conftest import MIDDLE, NORTH, SOUTH


def last_event() -> Event:
    return Event.objects.order_by("-id").first()


# --- propose -------------------------------------------------------------------------------------------------------------
def test_actions_are_numbered_within_their_programme(world):
    first, second = world.action(), world.action()
    local = world.action(world.local)
    assert (first.code, second.code, local.code) == ("A-1", "A-2", "A-1")


def test_an_adviser_may_propose_a_joint_action_but_not_plan_it(world):
    proposed = world.action(by=world.people.north)
    assert proposed.state == "proposed"
    with pytest.raises(NotAllowed):
        world.action(by=world.people.north, state="planned", ends_on=date(2025, 1, 1))


def test_the_municipality_that_leads_a_joint_action_plans_it_itself(world):
    action = world.action(by=world.people.north, lead=NORTH)
    commands.plan_action(world.people.north, action.pk, seen=1, ends_on=date(2025, 1, 1))
    assert world.fresh(action).state == "planned"


def test_a_functional_admin_cannot_propose_an_action(world):
    with pytest.raises(type(world.local).DoesNotExist):
        world.action(world.local, by=world.people.admin)
    assert not Action.objects.exists()


def test_a_draft_of_a_neighbour_is_not_there(world):
    action = world.action(world.local)
    for viewer in (world.people.middle, world.people.strategic, world.people.stranger, world.people.public, world.people.council):
        assert not Action.objects.visible_to(viewer).exists()
        with pytest.raises(Action.DoesNotExist):
            commands.change_action(viewer, action.pk, seen=1, title="x")


def test_an_action_needs_a_measure_or_a_field_of_regular_work(world):
    with pytest.raises(Refused) as refusal:
        world.action(measure=None)
    assert "measure" in refusal.value.message_dict
    assert world.action(measure=None, safety_field="V1").safety_field == "V1"


def test_a_measure_of_another_plan_is_refused(world):
    with pytest.raises(Refused) as refusal:
        world.action(by=world.people.strategic, measure="00000000-0000-0000-0000-000000000001")
    assert "measure" in refusal.value.message_dict


def test_an_owner_without_a_role_here_is_refused(world):
    with pytest.raises(Refused) as refusal:
        world.action(owner=(str(world.users.stranger.code), "Wie dan ook"))
    assert "owner" in refusal.value.message_dict


def test_proposing_happens_wholly_or_not(world, queued):
    crash_everywhere(lambda: world.action(by=world.people.strategic, owner=(str(world.users.north.code), "Noord")))


# --- change --------------------------------------------------------------------------------------------------------------
def test_the_owner_changes_his_own_action(world):
    action = world.running(owner=(str(world.users.employee.code), "Ed"))
    commands.change_action(world.people.employee, action.pk, seen=1, description="Eerst **bellen**.")
    assert world.fresh(action).description == "Eerst **bellen**."


def test_another_colleague_may_not_change_it_and_leaves_no_trace(world):
    action = world.running()
    before = Event.objects.count()
    with pytest.raises(NotAllowed):
        commands.change_action(world.people.mayor, action.pk, seen=1, title="Iets anders")
    assert world.fresh(action).title == action.title
    assert Event.objects.count() == before


def test_two_people_who_change_other_fields_both_get_their_way(world):
    action = world.running()
    commands.change_action(SYSTEM, action.pk, seen=1, title="Toezicht bij het plein")
    commands.change_action(SYSTEM, action.pk, seen=1, title=action.title, partners=("Politie",))
    assert (world.fresh(action).title, world.fresh(action).partners) == ("Toezicht bij het plein", ["Politie"])


def test_two_people_who_change_the_same_field_get_a_question(world):
    action = world.running()
    commands.change_action(SYSTEM, action.pk, seen=1, title="Toezicht bij het plein")
    with pytest.raises(Outdated) as refusal:
        commands.change_action(SYSTEM, action.pk, seen=1, title="Toezicht in het park")
    assert refusal.value.current == {"title": ("Toezicht in het park", "Toezicht bij het plein")}
    assert world.fresh(action).title == "Toezicht bij het plein"


def test_nothing_changed_is_no_event(world):
    action = world.running()
    assert commands.change_action(SYSTEM, action.pk, seen=1, title=action.title) is None
    assert world.fresh(action).version == 1


def test_the_lead_goes_to_another_municipality_only_by_who_writes_it(world):
    action = world.running(owner=(str(world.users.employee.code), "Ed"), lead=NORTH)
    with pytest.raises(NotAllowed):
        commands.change_action(world.people.employee, action.pk, seen=1, lead=SOUTH)
    commands.change_action(world.people.strategic, action.pk, seen=1, lead=MIDDLE)
    assert world.fresh(action).lead_id == MIDDLE


def test_changing_happens_wholly_or_not(world):
    action = world.running()
    crash_everywhere(lambda: commands.change_action(SYSTEM, action.pk, seen=1, title="Nieuw"))


def test_a_change_can_be_undone_and_redone(world):
    action = world.running()
    event = commands.change_action(SYSTEM, action.pk, seen=1, title="Nieuw", ends_on=date(2025, 2, 1))
    undo(SYSTEM, event.pk)
    assert (world.fresh(action).title, world.fresh(action).ends_on) == (action.title, action.ends_on)
    undo(SYSTEM, last_event().pk)
    assert (world.fresh(action).title, world.fresh(action).ends_on) == ("Nieuw", date(2025, 2, 1))


def test_a_change_that_was_written_over_is_not_undone(world):
    action = world.running()
    event = commands.change_action(SYSTEM, action.pk, seen=1, title="Nieuw")
    commands.change_action(SYSTEM, action.pk, seen=2, title="Nog nieuwer")
    with pytest.raises(Outdated):
        undo(SYSTEM, event.pk)
    assert world.fresh(action).title == "Nog nieuwer"


def test_a_stranger_cannot_undo_it(world):
    action = world.running()
    event = commands.change_action(SYSTEM, action.pk, seen=1, title="Nieuw")
    with pytest.raises(Action.DoesNotExist):
        undo(world.people.stranger, event.pk)
    with pytest.raises(NotAllowed):
        undo(world.people.mayor, event.pk)


# --- move and remove -----------------------------------------------------------------------------------------------------
def test_an_action_moves_to_another_measure_and_back(world):
    action = world.running()
    event = commands.move_action(world.people.strategic, action.pk, seen=1, measure=str(world.other.pk))
    assert world.fresh(action).measure_id == world.other.pk
    undo(world.people.strategic, event.pk)
    assert world.fresh(action).measure_id == world.measure.pk


def test_an_owner_may_not_move_his_action(world):
    action = world.running(owner=(str(world.users.employee.code), "Ed"))
    with pytest.raises(NotAllowed):
        commands.move_action(world.people.employee, action.pk, seen=1, measure=str(world.other.pk))


def test_a_move_is_refused_when_another_moved_it(world):
    action = world.running()
    commands.move_action(SYSTEM, action.pk, seen=1, measure=str(world.other.pk))
    with pytest.raises(Outdated):
        commands.move_action(SYSTEM, action.pk, seen=1, safety_field="V3")


def test_moving_happens_wholly_or_not(world):
    action = world.running()
    crash_everywhere(lambda: commands.move_action(SYSTEM, action.pk, seen=1, safety_field="V3"))


def test_a_removed_action_is_out_of_sight_and_can_be_put_back(world):
    action = world.running()
    event = commands.remove_action(world.people.strategic, action.pk, seen=1)
    assert not Action.objects.visible_to(world.people.strategic).standing().exists()
    with pytest.raises(NotNow):
        commands.change_action(SYSTEM, action.pk, seen=2, title="x")
    undo(world.people.strategic, event.pk)
    assert Action.objects.standing().get() == action


def test_undo_of_a_proposal_removes_it_unless_it_was_changed(world):
    action = world.action(by=world.people.north)
    proposed = last_event()
    undo(world.people.north, proposed.pk)
    assert world.fresh(action).removed
    changed = world.action(by=world.people.strategic)
    proposed = last_event()
    commands.change_action(SYSTEM, changed.pk, seen=1, title="Nieuw")
    with pytest.raises(Outdated):
        undo(world.people.strategic, proposed.pk)


def test_removing_happens_wholly_or_not(world):
    action = world.running()
    crash_everywhere(lambda: commands.remove_action(SYSTEM, action.pk, seen=1))


def test_an_action_that_was_changed_meanwhile_is_not_removed(world):
    action = world.running()
    commands.change_action(SYSTEM, action.pk, seen=1, title="Nieuw")
    with pytest.raises(Outdated):
        commands.remove_action(SYSTEM, action.pk, seen=1)


# --- states --------------------------------------------------------------------------------------------------------------
ANSWERS = {"result": "Er is nu toezicht.", "anchored_in": "De werkinstructie.", "handed_over_to": "De omgevingsdienst."}
FILLED = {"starts_on": date(2024, 1, 1), "ends_on": date(2024, 12, 31), "reason": "Daarom.", **ANSWERS}
VERBS = sorted({step.verb for step in ACTION.steps})


def test_only_the_steps_of_the_table_are_possible(world):
    for state in (state.code for state in ACTION.states):
        action = world.action(state=state, **FILLED)
        for verb in VERBS:
            expected = [step.target for step in ACTION.steps if (step.source, step.verb) == (state, verb)]
            with transaction.atomic():
                try:
                    commands.step_action(SYSTEM, action.pk, verb, seen=1, reason="Omdat het moet.", **ANSWERS)
                except NotNow:
                    assert expected == [], (state, verb)
                    assert world.fresh(action).state == state
                else:
                    assert [world.fresh(action).state] == expected, (state, verb)
                transaction.set_rollback(True)


NEEDS = [
    ("plan", "proposed", "ends_on"),
    ("finish", "running", "result"),
    ("embed", "done", "anchored_in"),
    ("hand_over", "running", "handed_over_to"),
    ("stop", "running", "reason"),
    ("hold", "planned", "reason"),
    ("reopen", "done", "reason"),
]


@pytest.mark.parametrize(("verb", "state", "missing"), NEEDS)
def test_a_step_asks_what_it_needs(world, verb, state, missing):
    values = FILLED | {"state": state}
    if missing != "reason":
        values[missing] = None if missing == "ends_on" else ""
    action = world.action(**values)
    with pytest.raises(Refused) as refusal:
        commands.step_action(SYSTEM, action.pk, verb, seen=1)
    assert list(refusal.value.message_dict) == [missing]
    assert world.fresh(action).state == state


def test_the_owner_starts_and_finishes_but_does_not_stop(world):
    owner = world.people.employee
    action = world.action(state="planned", owner=(owner.code, owner.name), **FILLED | {"result": "", "reason": ""})
    commands.start_action(owner, action.pk, seen=1)
    with pytest.raises(NotAllowed):
        commands.stop_action(owner, action.pk, seen=2, reason="Geen zin.")
    commands.finish_action(owner, action.pk, seen=2, result="Het staat er.")
    assert (world.fresh(action).state, world.fresh(action).result) == ("done", "Het staat er.")


def test_a_step_can_be_undone(world):
    action = world.running()
    event = commands.finish_action(SYSTEM, action.pk, seen=1, result="Klaar.")
    undo(SYSTEM, event.pk)
    assert (world.fresh(action).state, world.fresh(action).result) == ("running", "")


def test_a_step_after_somebody_elses_step_is_refused(world):
    action = world.running()
    commands.hold_action(SYSTEM, action.pk, seen=1, reason="Geen mensen.")
    with pytest.raises(Outdated):
        commands.stop_action(SYSTEM, action.pk, seen=1, reason="Toch niet.")


def test_a_step_happens_wholly_or_not(world):
    action = world.running()
    crash_everywhere(lambda: commands.finish_action(SYSTEM, action.pk, seen=1, result="Klaar."))


# --- mail ----------------------------------------------------------------------------------------------------------------
def test_a_new_owner_gets_one_mail(world, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        action = world.running(owner=(str(world.users.north.code), "Noord"))
        commands.change_action(SYSTEM, action.pk, seen=1, title="Andere titel")
    assert [(mail.to, mail.subject) for mail in mailoutbox] == [([world.users.north.email], "U bent eigenaar van een actie")]
    assert f"/programma/{world.joint.pk}/actie/1/" in mailoutbox[0].body


def test_who_takes_an_action_himself_gets_no_mail(world, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        world.action(world.local, by=world.people.north, owner=(world.people.north.code, world.people.north.name))
    assert not mailoutbox
