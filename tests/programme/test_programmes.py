"""The verbs of a programme, and who sees it when."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from driehoek.common.errors import NotAllowed, NotNow, Outdated, Refused
from driehoek.common.models import Event
from driehoek.common.undo import can_undo, undo
from driehoek.organisations.viewer import SYSTEM
from driehoek.plans.models import Plan
from driehoek.programme import commands
from driehoek.programme.models import Action, Programme, Progress, Sight
from driehoek.programme.process import PROGRAMME
from tests.crash import crash_everywhere
from tests.programme.conftest import DAYS, MIDDLE, NORTH, TEAM

OWNED = {"owner": ("", "Een collega"), "starts_on": date(2024, 1, 1), "ends_on": date(2024, 12, 31), "state": "running"}


def step(world, programme, verb, by=SYSTEM, **more):
    return commands.step_programme(by, programme.pk, verb, seen=world.fresh(programme).version, **more)


# --- start and change ----------------------------------------------------------------------------------------------------
def test_an_adviser_starts_a_programme_for_his_own_municipality(world):
    made = commands.start_programme(world.people.middle, world.plan.pk, area_code=MIDDLE, title=" Programma  Middelstad ", **DAYS)
    assert (made.kind, made.title, made.state) == ("local", "Programma Middelstad", "drafting")


def test_the_programme_of_the_team_is_joint(world):
    assert world.joint.is_joint
    assert not world.local.is_joint


@pytest.mark.parametrize(("who", "area"), [("north", MIDDLE), ("north", TEAM), ("strategic", NORTH), ("mayor", NORTH)])
def test_who_does_not_write_there_may_not_start(world, who, area):
    with pytest.raises(NotAllowed):
        commands.start_programme(getattr(world.people, who), world.plan.pk, area_code=area, title="x", **DAYS)


def test_a_plan_that_one_does_not_see_has_no_programme(world):
    with pytest.raises(Plan.DoesNotExist):
        commands.start_programme(world.people.stranger, world.plan.pk, area_code="GM9999", title="x", **DAYS)


def test_a_municipality_outside_the_plan_is_refused(world):
    with pytest.raises(Refused) as refusal:
        commands.start_programme(SYSTEM, world.plan.pk, area_code="GM9999", title="x", **DAYS)
    assert "area" in refusal.value.message_dict


def test_starting_happens_wholly_or_not(world):
    crash_everywhere(lambda: commands.start_programme(SYSTEM, world.plan.pk, area_code=MIDDLE, title="x", **DAYS))


def test_a_change_can_be_undone(world):
    event = commands.change_programme(world.people.north, world.local.pk, seen=1, title="Anders", **DAYS)
    undo(world.people.north, event.pk)
    assert world.fresh(world.local).title == "Programma Noorddorp"


def test_a_stale_or_strange_change_is_refused(world):
    commands.change_programme(SYSTEM, world.local.pk, seen=1, title="Anders", **DAYS)
    with pytest.raises(Outdated):
        commands.change_programme(SYSTEM, world.local.pk, seen=1, title="Weer anders", **DAYS)
    with pytest.raises(NotAllowed):
        commands.change_programme(world.people.mayor, world.local.pk, seen=2, title="x", **DAYS)
    with pytest.raises(Programme.DoesNotExist):
        commands.change_programme(world.people.middle, world.local.pk, seen=2, title="x", **DAYS)


def test_changing_happens_wholly_or_not(world):
    crash_everywhere(lambda: commands.change_programme(SYSTEM, world.local.pk, seen=1, title="Anders", **DAYS))


# --- states --------------------------------------------------------------------------------------------------------------
VERBS = sorted({step.verb for step in PROGRAMME.steps} - {"adopt"})


@pytest.mark.parametrize("kind", ["joint", "local"])
def test_only_the_steps_of_the_table_are_possible(world, kind):
    programme = getattr(world, kind)
    world.running(programme, **OWNED | {"state": "done", "result": "Klaar."})
    for state in (state.code for state in PROGRAMME.states):
        adopted = None if state in ("drafting", "triangle_agreed", "with_executive") else date(2024, 3, 5)
        Programme.objects.filter(pk=programme.pk).update(state=state, adopted_on=adopted)
        for verb in VERBS:
            expected = [step.target for step in PROGRAMME.steps if (step.source, step.verb) == (state, verb)]
            if (kind, verb) == ("local", "agree") or (kind, state, verb) == ("joint", "drafting", "offer"):
                expected = []  # the triangle agrees on what is joint, and before the colleges do
            with transaction.atomic():
                try:
                    step(world, programme, verb, reason="Omdat het moet.")
                except NotNow:
                    assert expected == [], (state, verb)
                    assert world.fresh(programme).state == state
                else:
                    assert [world.fresh(programme).state] == expected, (state, verb)
                transaction.set_rollback(True)


def test_a_college_gets_only_what_has_an_owner_and_a_term(world):
    with pytest.raises(NotNow, match="nog geen geplande actie"):
        step(world, world.local, "offer")
    action = world.running(world.local)
    with pytest.raises(NotNow, match=r"eigenaar nodig.*A-1"):
        step(world, world.local, "offer")
    commands.change_action(SYSTEM, action.pk, seen=1, owner=("", "Een collega"), starts_on=None)
    with pytest.raises(NotNow, match=r"een eind nodig.*A-1"):
        step(world, world.local, "offer")
    commands.change_action(SYSTEM, action.pk, seen=2, starts_on=date(2024, 1, 1))
    step(world, world.local, "offer")
    assert world.fresh(world.local).state == "with_executive"


def test_a_programme_with_open_actions_is_not_closed(world):
    world.running(world.local, **OWNED)
    world.adopt(world.local)
    for verb in ("inform", "run", "wind_up"):
        step(world, world.local, verb)
    with pytest.raises(NotNow, match="nog 1 actie"):
        step(world, world.local, "close")


def test_a_step_is_for_who_writes_it(world):
    with pytest.raises(NotAllowed):
        step(world, world.joint, "agree", by=world.people.north)
    step(world, world.joint, "agree", by=world.people.strategic)
    assert not can_undo(Event.objects.order_by("-id").first())


def test_a_step_happens_wholly_or_not(world):
    crash_everywhere(lambda: commands.step_programme(SYSTEM, world.joint.pk, "agree", seen=1))


# --- adoption ------------------------------------------------------------------------------------------------------------
@pytest.fixture
def offered(world):
    world.running(**OWNED)
    step(world, world.joint, "agree")
    step(world, world.joint, "offer")
    return world.joint


DECISION = {"decided_on": date(2024, 10, 1), "decision_number": "B24.017"}


def test_each_college_adopts_for_its_own_municipality(world, offered):
    commands.adopt_programme(world.people.secretary, offered.pk, NORTH, **DECISION)
    assert (world.fresh(offered).state, world.fresh(offered).adopted_on) == ("adopted", date(2024, 10, 1))
    with pytest.raises(NotAllowed):
        commands.adopt_programme(world.people.secretary, offered.pk, MIDDLE, **DECISION)
    step(world, offered, "inform")
    commands.adopt_programme(world.people.other_secretary, offered.pk, MIDDLE, **DECISION)
    assert world.fresh(offered).state == "council_informed"
    assert offered.adoptions.count() == 2


@pytest.mark.parametrize("who", ["north", "strategic", "mayor", "chief"])
def test_an_adviser_does_not_decide_for_the_college(world, offered, who):
    with pytest.raises(NotAllowed):
        commands.adopt_programme(getattr(world.people, who), offered.pk, NORTH, **DECISION)
    assert not offered.adoptions.exists()


def test_a_draft_is_not_adopted(world):
    world.running(**OWNED)
    with pytest.raises(NotNow):
        commands.adopt_programme(SYSTEM, world.joint.pk, NORTH, **DECISION)


def test_a_decision_is_taken_once_and_not_tomorrow(world, offered):
    with pytest.raises(Refused) as refusal:
        commands.adopt_programme(SYSTEM, offered.pk, NORTH, decided_on=date(2024, 10, 16), decision_number=" ")
    assert set(refusal.value.message_dict) == {"decided_on", "decision_number"}
    commands.adopt_programme(SYSTEM, offered.pk, NORTH, **DECISION)
    with pytest.raises(Refused, match="al vastgelegd"):
        commands.adopt_programme(SYSTEM, offered.pk, NORTH, **DECISION)


def test_a_decision_is_never_undone_or_changed(world, offered):
    commands.adopt_programme(SYSTEM, offered.pk, NORTH, **DECISION)
    assert not can_undo(Event.objects.order_by("-id").first())
    with pytest.raises(IntegrityError, match="programme_adoption_is_kept"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM programme_programmeadoption")


def test_adopting_happens_wholly_or_not(world, offered):
    crash_everywhere(lambda: commands.adopt_programme(SYSTEM, offered.pk, NORTH, **DECISION))


# --- sight ---------------------------------------------------------------------------------------------------------------
def test_what_is_adopted_is_public_in_title_and_state_only(world):
    shown = world.running(description="Intern.", **OWNED)
    commands.report_progress(SYSTEM, shown.pk, tick="stuck", sentence="Ruzie.")
    idea = world.action(title="Nog maar een idee")
    assert not Action.objects.visible_to(world.people.public).exists()
    world.adopt()
    for who, sight in (("public", 0), ("stranger", 0), ("admin", 0), ("council", 1), ("mayor", 2), ("middle", 2), ("chief", 2)):
        viewer = getattr(world.people, who)
        found = list(Action.objects.visible_to(viewer).select_related("programme"))
        assert found == ([shown, idea] if sight == Sight.INSIDE else [shown]), who
        assert found[0].sight(viewer) == sight, who
        assert Progress.objects.visible_to(viewer).exists() == (sight > 0), who
    assert "Intern." not in str(shown.public_view())


def test_a_draft_is_seen_by_its_own_people(world):
    world.running(world.local)
    seen = {who for who, viewer in vars(world.people).items() if Programme.objects.visible_to(viewer).filter(pk=world.local.pk)}
    assert seen == {"north", "mayor", "secretary"}
    seen = {who for who, viewer in vars(world.people).items() if Programme.objects.visible_to(viewer).filter(pk=world.joint.pk)}
    assert seen == {"strategic", "north", "middle", "member", "mayor", "secretary", "other_secretary", "chief"}


def test_an_owner_sees_his_action_and_no_other(world):
    owner = world.people.employee
    own = world.running(world.local, owner=(owner.code, owner.name))
    world.running(world.local)
    assert list(Action.objects.visible_to(owner)) == [own]
    assert list(Programme.objects.visible_to(owner)) == [world.local]
