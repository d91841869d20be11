"""The thread through this room, the breaks in it, and who reads the timeline."""

from datetime import date

import pytest

from driehoek.common import timeline, undo
from driehoek.common.errors import NotNow, Refused
from driehoek.common.gaps import find_gaps
from driehoek.common.kinds import kind_of
from driehoek.common.models import Event
from driehoek.common.search import find
from driehoek.common.thread import walk
from driehoek.plans import commands
from driehoek.plans.models import AlignmentLink, Goal, HigherTheme, LineLink, Measure, Plan, Priority
from tests.plans.conftest import MIDDLE, NORTH, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def tied(world, people):
    """National theme → theme of the unit → priority → goal → measure, and a line across."""
    world.made = world.whole_priority()
    world.line = world.add("line", title="Jeugd")
    period = {"starts_on": date(2025, 1, 1), "ends_on": date(2028, 12, 31), "source": "Bron"}
    national = commands.add_higher_plan(people.strategic, title="Landelijke agenda", level="national", **period)
    unit = commands.add_higher_plan(people.strategic, title="Strategie Oost", level="unit", **period)
    world.top = commands.add_theme(people.strategic, national.pk, title="Georganiseerde misdaad")
    world.theme = commands.add_theme(people.strategic, unit.pk, title="Ondermijnende misdaad", sources=[world.top.pk])
    commands.link_theme(people.strategic, world.made.priority.pk, world.theme.pk, "translates")
    commands.link_line(people.strategic, world.line.pk, world.made.measure.pk)
    return world


def test_the_thread_runs_from_a_measure_up_to_the_country_and_back(tied, people):
    up = walk(people.north, ("plans.measure", str(tied.made.measure.pk)), "up")
    names = {node.name for node in up.nodes.values()}
    assert {"Controles", "Meer zicht", "Ondermijning", "Ondermijnende misdaad", "Georganiseerde misdaad", "Jeugd"} <= names
    down = walk(people.north, ("plans.highertheme", str(tied.top.pk)), "down")
    assert ("plans.measure", str(tied.made.measure.pk)) in down.nodes


def test_what_a_viewer_may_not_see_is_absent_with_all_that_hangs_on_it(tied, people):
    down = walk(people.public, ("plans.highertheme", str(tied.top.pk)), "down")
    assert {node.name for node in down.nodes.values()} == {"Georganiseerde misdaad", "Ondermijnende misdaad"}


def test_a_local_goal_is_followed_only_by_its_own_people(tied, people):
    own = tied.add("goal", NORTH, title="Eigen doel", parent=tied.made.priority.pk)
    start = ("plans.priority", str(tied.made.priority.pk))
    assert ("plans.goal", str(own.pk)) in walk(people.north, start, "down").nodes
    for other in (people.middle, people.strategic):
        assert ("plans.goal", str(own.pk)) not in walk(other, start, "down").nodes


def test_links_are_undone_and_the_undo_too(tied, people):
    priority, theme = tied.made.priority.pk, tied.theme.pk
    commands.unlink_theme(people.strategic, priority, theme)
    assert not AlignmentLink.objects.exists()
    undo.undo(people.strategic, Event.objects.filter(verb="theme.unlinked").first().pk)
    assert AlignmentLink.objects.get().kind == "translates"
    undo.undo(people.strategic, Event.objects.filter(verb="theme.unlinked").first().pk)
    assert not AlignmentLink.objects.exists()
    with pytest.raises(NotNow):
        undo.undo(people.strategic, Event.objects.filter(verb="theme.linked").first().pk)
    commands.unlink_line(people.strategic, tied.line.pk, tied.made.measure.pk)
    undo.undo(people.strategic, Event.objects.filter(verb="line.unlinked").first().pk)
    assert LineLink.objects.exists()


def test_a_deviation_needs_a_reason_and_a_link_is_made_once(tied, people):
    with pytest.raises(Refused, match="waarom u afwijkt"):
        commands.link_theme(people.strategic, tied.made.priority.pk, tied.top.pk, "deviates")
    with pytest.raises(NotNow):
        commands.link_theme(people.strategic, tied.made.priority.pk, tied.theme.pk, "adds")


def rules_of(viewer):
    return [(gap.rule, gap.title) for gap in find_gaps(viewer)]


def test_a_draft_has_no_gaps_and_an_agreed_plan_only_real_ones(tied, people):
    tied.add("priority", title="Kaal")
    tied.add("goal", title="Doel zonder cijfer", parent=tied.made.priority.pk)
    tied.add("regular", title="Woninginbraak")
    assert rules_of(people.north) == []
    commands.take_plan_step(people.mayor, tied.plan.pk, "agree", despite="Haast")
    assert rules_of(people.north) == [
        ("goal_without_indicator", "Doel zonder cijfer"),
        ("goal_without_measure", "Doel zonder cijfer"),
        ("priority_without_goal", "Kaal"),
        ("priority_without_theme", "Kaal"),
    ]
    assert rules_of(people.public) == []


def test_a_council_that_did_not_decide_shows_once_the_plan_has_begun(tied, people):
    tied.agree()
    assert "council_did_not_adopt" not in dict(rules_of(people.strategic))
    Plan.objects.update(starts_on=date(2024, 1, 1))
    tied.adopt(NORTH)
    waiting = [gap.municipality for gap in find_gaps(people.strategic) if gap.rule == "council_did_not_adopt"]
    assert NORTH not in waiting
    assert MIDDLE in waiting


def test_a_gap_that_was_mended_is_gone(tied, people):
    bare = tied.add("priority", title="Kaal")
    commands.take_plan_step(people.mayor, tied.plan.pk, "agree", despite="Haast")
    commands.link_theme(people.strategic, bare.pk, tied.top.pk, "adds")
    assert ("priority_without_theme", "Kaal") not in rules_of(people.strategic)


def test_the_timeline_of_a_goal_tells_of_drafts_only_to_who_reads_them(tied, people):
    goal = tied.made.goal
    seen = tied.seen(goal)
    commands.edit_piece(people.north, goal.pk, NORTH, seen=seen, title="Geheim plan", body="", reason="Klein dorp")
    kind, subject = kind_of("plans.goal"), Goal.objects.get(pk=goal.pk)

    def told(viewer):
        return " ".join(entry.sentence for entry in timeline.entries(viewer, kind, subject))

    assert "Geheim plan" in told(people.north)
    assert "Geheim plan" not in told(people.middle)
    assert "Geheim plan" not in told(people.strategic)


def test_search_finds_what_one_may_see_by_a_part_of_a_word(tied, people):
    secret = tied.add("priority", NORTH, title="Woninginbraken in het buitengebied")
    assert [hit.subject.pk for hit in find(people.north, "inbraak")] == [secret.pk]
    assert find(people.middle, "inbraak") == []
    commands.drop_piece(people.north, secret.pk)
    assert find(people.north, "inbraak") == []


def test_every_event_of_this_room_has_a_sentence(tied, people):
    tied.agree()
    adoption = tied.adopt(NORTH)
    commands.revoke_adoption(people.clerk, adoption.pk, decided_on=date(2024, 10, 12), decision_number="RB-2", reason="Vormfout")
    for event in Event.objects.all():
        assert timeline.sentence(event)


def test_the_own_title_of_a_municipality_is_its_name_for_its_people(tied, people):
    from driehoek.plans.queries import titles

    goal = tied.made.goal
    commands.edit_piece(people.north, goal.pk, NORTH, seen=tied.seen(goal), title="Eigen naam", body="", reason="Ja")
    found = list(Goal.objects.filter(pk=goal.pk))
    assert titles(found, people.north) == {goal.pk: "Eigen naam"}
    assert titles(found, people.middle) == {goal.pk: "Meer zicht"}
    assert titles(found, people.public) == {}


def test_higher_plans_are_kept_by_who_keeps_a_plan_here(team, people):
    from driehoek.common.errors import NotAllowed

    period = {"starts_on": date(2025, 1, 1), "ends_on": date(2028, 12, 31), "source": "Bron"}
    with pytest.raises(NotAllowed):
        commands.add_higher_plan(people.council, title="Agenda", level="national", **period)
    with pytest.raises(Refused):
        commands.add_higher_plan(people.strategic, title=" ", level="national", **period)
    assert not HigherTheme.objects.exists()
    assert not Priority.objects.exists()
    assert not Measure.objects.exists()
    assert person("mayor", NORTH).may("plans.agree", NORTH)
