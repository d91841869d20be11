"""Making, writing, checking and offering a report: it works, it is refused, it is invisible, it leaves nothing behind."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, transaction

from driehoek.accountability import commands, rules
from driehoek.accountability.models import Report, ReportText, ReportVersion
from driehoek.common.errors import NotAllowed, NotNow, Outdated, Refused
from driehoek.common.models import Event
from driehoek.common.undo import can_undo, undo
from driehoek.plans.models import Plan, Priority
from tests.accountability.conftest import NORTH, PERIOD, fresh
from tests.crash import crash_everywhere

MIDDLE = "GM9102"
# verb → who may take the step, and the state that it needs
STEPS = {
    "draft": ("north", "report", lambda by, one: commands.start_writing(by, one.pk, seen=one.version)),
    "check": ("north", "writing", lambda by, one: commands.check_report(by, one.pk, seen=one.version, despite="Kan zo.")),
    "reopen": ("north", "checked", lambda by, one: commands.reopen_report(by, one.pk, seen=one.version, reason="Fout.")),
    "offer": ("mayor", "checked", lambda by, one: commands.offer_report(by, one.pk, seen=one.version)),
    "note": ("clerk", "offered", lambda by, one: commands.note_report(by, one.pk, seen=one.version)),
    "publish": ("clerk", "noted", lambda by, one: commands.publish_report(by, one.pk, seen=one.version)),
    "correct": ("north", "published", lambda by, one: commands.correct_report(by, one.pk, seen=one.version, reason="Fout.")),
}


@pytest.fixture
def writing(report, people):
    commands.write_text(people.north, report.pk, "introduction", "Begin", seen=0)
    return fresh(report)


@pytest.fixture
def noted(offered, people):
    commands.note_report(people.clerk, offered.pk, seen=offered.version)
    return fresh(offered)


@pytest.fixture
def ready(request, people):
    """(acting person, report, command) of a step."""
    who, state, command = STEPS[request.param]
    return getattr(people, who), request.getfixturevalue(state), command


# --- making ---------------------------------------------------------------------------------------------------------------
def test_an_adviser_makes_a_report_on_his_own_municipality(report):
    assert (report.state, report.municipality_id, report.until) == ("collecting", NORTH, date(2024, 10, 15))
    assert Event.objects.get(object_id=report.pk, verb="report.made").area_code == NORTH


def test_nobody_makes_a_report_for_the_council_of_another(world, people):
    with pytest.raises(NotAllowed):
        commands.make_report(people.middle, world.plan.pk, NORTH, **PERIOD)
    assert not Report.objects.exists()


def test_a_plan_that_one_cannot_see_cannot_be_reported_on(world, people):
    with pytest.raises(Plan.DoesNotExist):
        commands.make_report(people.stranger, world.plan.pk, "GM9999", **PERIOD)


def test_making_a_report_happens_wholly_or_not(world, people):
    crash_everywhere(lambda: commands.make_report(people.north, world.plan.pk, NORTH, **PERIOD))


@pytest.mark.parametrize(
    "days",
    [
        (date(2024, 5, 1), date(2024, 4, 30)),
        (date(2027, 1, 1), date(2027, 2, 1)),
        (date(2022, 1, 1), date(2022, 12, 31)),
    ],
)
def test_a_period_that_cannot_be_is_refused_in_words(world, people, days):
    with pytest.raises(Refused) as refusal:
        commands.make_report(people.north, world.plan.pk, NORTH, since=days[0], until=days[1])
    assert set(refusal.value.error_dict) <= {"since", "until"}


def test_there_is_one_report_per_period(world, people, report):
    with pytest.raises(Refused):
        commands.make_report(people.north, world.plan.pk, NORTH, **PERIOD)


def test_a_municipality_that_takes_no_part_has_no_report(world, people):
    world.plan.participations.filter(municipality=NORTH).update(until=date(2024, 1, 1))
    with pytest.raises(Refused):
        commands.make_report(people.north, world.plan.pk, NORTH, **PERIOD)


# --- writing --------------------------------------------------------------------------------------------------------------
def test_writing_keeps_the_words_and_begins_the_draft(report, people):
    event = commands.write_text(people.north, report.pk, "introduction", "Een  *begin*", seen=0)
    assert (fresh(report).state, ReportText.objects.get().version) == ("drafting", 1)
    assert event.data["place"] == "inleiding"


def test_the_answer_to_a_priority_has_its_own_place(world, report, people):
    priority = Priority.objects.get()
    commands.write_text(people.north, report.pk, rules.priority_key(priority.pk), "Dit gaat goed.", seen=0)
    assert ReportText.objects.get().key == f"priority:{priority.pk}"


@pytest.mark.parametrize(
    "key", ["priority:x", "priority:00000000-0000-4000-8000-000000000000", "anything", "introduction:", "other:1"]
)
def test_a_place_that_the_report_does_not_have_is_not_there(report, people, key):
    with pytest.raises(ObjectDoesNotExist):
        commands.write_text(people.north, report.pk, key, "Woorden", seen=0)


def test_writing_the_same_words_again_is_no_change(report, people):
    commands.write_text(people.north, report.pk, "conclusion", "Klaar.", seen=0)
    assert commands.write_text(people.north, report.pk, "conclusion", "Klaar.", seen=0) is None


def test_two_who_write_at_once_get_a_question_and_nothing_is_lost(report, people):
    commands.write_text(people.north, report.pk, "conclusion", "Van de een.", seen=0)
    with pytest.raises(Outdated) as conflict:
        commands.write_text(people.press, report.pk, "conclusion", "Van de ander.", seen=0)
    assert conflict.value.current == "Van de een."
    assert ReportText.objects.get().body == "Van de een."


def test_a_mayor_reads_a_draft_and_does_not_write_in_it(report, people):
    with pytest.raises(NotAllowed):
        commands.write_text(people.mayor, report.pk, "conclusion", "Anders.", seen=0)
    assert not ReportText.objects.exists()


def test_a_draft_of_another_municipality_is_not_there(report, people):
    with pytest.raises(Report.DoesNotExist):
        commands.write_text(people.middle, report.pk, "conclusion", "Anders.", seen=0)


def test_writing_happens_wholly_or_not(report, people):
    crash_everywhere(lambda: commands.write_text(people.north, report.pk, "conclusion", "Klaar.", seen=0))


def test_writing_is_undone_from_the_timeline(report, people):
    commands.write_text(people.north, report.pk, "conclusion", "Eerst.", seen=0)
    event = commands.write_text(people.north, report.pk, "conclusion", "Daarna.", seen=1)
    undo(people.north, event.pk)
    assert ReportText.objects.get().body == "Eerst."


def test_undo_does_not_take_words_of_a_later_writer(report, people):
    event = commands.write_text(people.north, report.pk, "conclusion", "Eerst.", seen=0)
    commands.write_text(people.press, report.pk, "conclusion", "Daarna.", seen=1)
    with pytest.raises(Outdated):
        undo(people.north, event.pk)
    assert ReportText.objects.get().body == "Daarna."


# --- the period -----------------------------------------------------------------------------------------------------------
def _new_period(by, report):
    days = {"since": date(2024, 1, 1), "until": date(2024, 6, 30)}
    return commands.change_period(by, report.pk, seen=fresh(report).version, **days)


def test_the_period_changes_and_can_be_put_back(report, people):
    event = _new_period(people.north, report)
    assert fresh(report).until == date(2024, 6, 30)
    undo(people.north, event.pk)
    assert fresh(report).until == date(2024, 10, 15)


def test_a_reader_does_not_change_the_period(report, people):
    with pytest.raises(NotAllowed):
        _new_period(people.mayor, report)


def test_the_period_of_an_unseen_report_is_not_there(report, people):
    with pytest.raises(Report.DoesNotExist):
        _new_period(people.stranger, report)


def test_changing_the_period_happens_wholly_or_not(report, people):
    crash_everywhere(lambda: _new_period(people.north, report))


# --- the steps ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("ready", STEPS, indirect=True)
def test_who_may_takes_the_step(ready):
    by, report, command = ready
    before = report.state
    made = command(by, report)
    assert fresh(report).state != before or (isinstance(made, Report) and made.predecessor_id == report.pk)


@pytest.mark.parametrize("ready", STEPS, indirect=True)
def test_who_may_not_is_refused(ready, people):
    _by, report, command = ready
    stranger = people.council if report.offered_on else people.secretary if report.state != "checked" else people.press
    with pytest.raises(NotAllowed):
        command(stranger, report)
    assert fresh(report).version == report.version


@pytest.mark.parametrize("ready", ["draft", "check", "reopen", "offer", "note", "publish"], indirect=True)
def test_an_unseen_report_cannot_be_moved(ready, people):
    _by, report, command = ready
    with pytest.raises(Report.DoesNotExist):
        command(people.stranger, report)


@pytest.mark.parametrize("ready", STEPS, indirect=True)
def test_a_step_happens_wholly_or_not(ready):
    by, report, command = ready
    crash_everywhere(lambda: command(by, report))


@pytest.mark.parametrize("verb", STEPS)
@pytest.mark.parametrize("state", [state.code for state in rules.REPORT.states])
def test_only_the_steps_of_the_table_are_possible(world, people, state, verb):
    """Every state with every verb."""
    offered = state in ("offered", "noted", "published", "corrected")
    noted = state in ("noted", "published")
    report = Report.objects.create(
        plan=world.plan, municipality_id=NORTH, state=state, made_at="2024-10-01T12:00+02:00", made_by="x", **PERIOD,
        offered_on=date(2024, 10, 1) if offered else None, noted_on=date(2024, 10, 2) if noted else None,
    )  # fmt: skip
    who, _state, command = STEPS[verb]
    possible = any(step.source == state and step.verb == verb for step in rules.REPORT.steps)
    try:
        command(getattr(people, who), report)
    except (NotNow, ObjectDoesNotExist):
        assert not possible
    else:
        assert possible


def test_a_stale_screen_moves_nothing(checked, people):
    with pytest.raises(Outdated):
        commands.offer_report(people.mayor, checked.pk, seen=checked.version - 1)
    assert fresh(checked).state == "checked"


def test_open_ends_must_be_mended_or_explained(report, people):
    commands.write_text(people.north, report.pk, "introduction", "Begin", seen=0)
    with pytest.raises(Refused) as refusal:
        commands.check_report(people.north, report.pk, seen=fresh(report).version)
    assert "despite" in refusal.value.error_dict
    assert not ReportVersion.objects.exists()


def test_what_was_checked_is_frozen_by_the_database(checked):
    version = ReportVersion.objects.get()
    assert version.sha256 == rules.digest(version.content)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportVersion.objects.filter(pk=version.pk).update(number=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        version.delete()


def test_a_checked_report_takes_no_words(checked, people):
    with pytest.raises(NotNow):
        commands.write_text(people.north, checked.pk, "conclusion", "Toch anders.", seen=1)


def test_offering_and_publishing_cannot_be_undone(published):
    events = Event.objects.filter(verb__in=["report.checked", "report.offered", "report.noted", "report.published"])
    assert events.count() == 4
    assert not any(can_undo(event) for event in events)


def test_a_correction_takes_the_place_of_the_report_only_when_it_is_offered(published, people):
    new = commands.correct_report(people.north, published.pk, seen=published.version, reason="Een cijfer klopte niet.")
    assert fresh(published).state == "published"
    assert dict(new.texts.values_list("key", "body")) == dict(published.texts.values_list("key", "body"))
    commands.check_report(people.north, new.pk, seen=new.version, despite="Alleen het cijfer.")
    commands.offer_report(people.mayor, new.pk, seen=fresh(new).version)
    assert (fresh(published).state, fresh(new).state) == ("corrected", "offered")
    assert fresh(published).published_on is not None


def test_a_report_is_corrected_once(published, people):
    commands.correct_report(people.north, published.pk, seen=published.version, reason="Fout.")
    with pytest.raises(Refused):
        commands.correct_report(people.north, published.pk, seen=published.version, reason="Nog een fout.")


def test_a_day_that_has_not_been_is_refused(checked, people):
    with pytest.raises(Refused):
        commands.offer_report(people.mayor, checked.pk, seen=checked.version, on=date(2025, 1, 1))


# --- who sees what --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("state", "who"),
    [
        ("report", {"north", "mayor", "secretary", "press"}),
        ("checked", {"north", "mayor", "secretary", "press", "strategic"}),
        ("offered", {"north", "mayor", "secretary", "press", "strategic", "council", "clerk", "chief"}),
    ],
)
def test_a_report_is_seen_by_those_whose_turn_it_is(request, people, state, who):
    report = request.getfixturevalue(state)
    everyone = vars(people).keys() - {"users"}
    seeing = {name for name in everyone if Report.objects.visible_to(getattr(people, name)).filter(pk=report.pk).exists()}
    assert seeing == who


def test_the_council_reads_what_was_offered_and_no_earlier_version(checked, people):
    commands.reopen_report(people.north, checked.pk, seen=checked.version, reason="Nog iets.")
    assert not ReportVersion.objects.visible_to(people.strategic).exists()
    commands.check_report(people.north, checked.pk, seen=fresh(checked).version, despite="Nu wel.")
    commands.offer_report(people.mayor, checked.pk, seen=fresh(checked).version)
    assert [one.number for one in ReportVersion.objects.visible_to(people.council)] == [2]
    assert [one.number for one in ReportVersion.objects.visible_to(people.north)] == [1, 2]
