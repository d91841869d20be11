"""Every command of this room: a failure at any of its statements leaves nothing behind."""

from datetime import date

import pytest

from driehoek.common import undo
from driehoek.common.models import Event
from driehoek.plans import commands
from driehoek.plans.models import HigherPlan, HigherTheme
from driehoek.plans.reading.tree import NewPiece
from tests.crash import crash_everywhere
from tests.plans.conftest import MIDDLE, NORTH, TEAM, person

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_starting_a_plan(team, people):
    crash_everywhere(
        lambda: commands.start_plan(
            people.strategic, area=TEAM, title="Plan", starts_on=date(2025, 1, 1), ends_on=date(2028, 12, 31)
        )
    )


def test_writing(world, people):
    made = world.whole_priority()
    own = world.add("prose", NORTH, title="Van ons", parent=made.goal.pk)
    plan, goal = world.plan.pk, made.goal.pk
    seen = world.seen(made.goal)
    for run in (
        lambda: commands.add_piece(people.strategic, plan, None, "goal", title="Nieuw", parent=made.priority.pk),
        lambda: commands.add_tree(people.strategic, plan, None, [NewPiece("section", "A", children=[NewPiece("goal", "B")])]),
        lambda: commands.edit_piece(people.strategic, goal, None, seen=seen, title="Anders", body=""),
        lambda: commands.edit_piece(people.north, goal, NORTH, seen=seen, title="Anders", body="", reason="Ja"),
        lambda: commands.move_piece(people.strategic, goal, parent=None),
        lambda: commands.drop_piece(people.strategic, made.priority.pk),
        lambda: commands.leave_out(people.north, made.priority.pk, NORTH, reason="Ja"),
        lambda: commands.fill_values(people.north, plan, NORTH, {"gemeente": "Elders"}),
    ):
        crash_everywhere(run)
    commands.edit_piece(people.north, goal, NORTH, seen=seen, title="Anders", body="", reason="Ja")
    crash_everywhere(lambda: commands.use_joint_text(people.north, goal, NORTH))
    commands.drop_piece(people.north, own.pk)
    crash_everywhere(lambda: commands.restore_piece(people.north, own.pk))
    event = Event.objects.filter(verb="piece.dropped").first()
    crash_everywhere(lambda: undo.undo(people.north, event.pk))


def test_sharing_and_joining(team, people):
    plan = commands.start_plan(people.north, area=NORTH, title="Alleen", starts_on=date(2025, 1, 1), ends_on=date(2028, 12, 31))
    piece = commands.add_piece(people.north, plan.pk, NORTH, "section", title="Hoofdstuk")
    crash_everywhere(lambda: commands.join_municipality(people.north, plan.pk, MIDDLE))
    commands.join_municipality(people.north, plan.pk, MIDDLE)
    crash_everywhere(lambda: commands.share_pieces(people.north, plan.pk, NORTH, [piece.pk]))
    crash_everywhere(lambda: commands.leave_plan(people.middle, plan.pk, MIDDLE, until=date(2027, 1, 1), reason="Ander team"))


def test_deciding(world, people):
    world.whole_priority()
    plan = world.plan.pk
    crash_everywhere(world.agree)
    world.agree()
    crash_everywhere(lambda: commands.take_part_step(people.north, plan, NORTH, "report_ready"))
    commands.take_part_step(people.north, plan, NORTH, "report_ready")
    crash_everywhere(lambda: commands.release_version(people.mayor, plan, NORTH))
    version = commands.release_version(people.mayor, plan, NORTH)
    commands.take_part_step(people.clerk, plan, NORTH, "offer")

    def adopt():
        return commands.adopt_version(people.clerk, version.pk, decided_on=date(2024, 10, 1), decision_number="RB-1")

    crash_everywhere(adopt)
    adoption = adopt()
    crash_everywhere(
        lambda: commands.revoke_adoption(
            people.clerk, adoption.pk, decided_on=date(2024, 10, 2), decision_number="RB-2", reason="Vormfout"
        )
    )


def test_linking(world, people):
    made = world.whole_priority()
    line = world.add("line", title="Jeugd")
    period = {"starts_on": date(2023, 1, 1), "ends_on": date(2026, 12, 31)}
    crash_everywhere(
        lambda: commands.add_higher_plan(people.strategic, title="Agenda", level="national", source="Minister", **period)
    )
    higher = HigherPlan.objects.create(title="Agenda", level="national", source="Minister", **period)
    crash_everywhere(lambda: commands.add_theme(people.strategic, higher.pk, title="Ondermijning"))
    theme = HigherTheme.objects.create(plan=higher, number=1, title="Ondermijning")
    crash_everywhere(lambda: commands.link_theme(people.strategic, made.priority.pk, theme.pk, "translates"))
    commands.link_theme(people.strategic, made.priority.pk, theme.pk, "translates")
    crash_everywhere(lambda: commands.unlink_theme(people.strategic, made.priority.pk, theme.pk))
    crash_everywhere(lambda: commands.link_line(people.strategic, line.pk, made.goal.pk))
    commands.link_line(people.strategic, line.pk, made.goal.pk)
    crash_everywhere(lambda: commands.unlink_line(people.strategic, line.pk, made.goal.pk))
    event = Event.objects.filter(verb="theme.linked").first()
    crash_everywhere(lambda: undo.undo(person("strategic_adviser", TEAM), event.pk))
