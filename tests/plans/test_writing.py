"""Writing in layers: what stands where, who may, who collides, and what an undo puts back."""

from datetime import date

import pytest

from driehoek.common import undo
from driehoek.common.errors import NotAllowed, NotNow, Outdated, Refused
from driehoek.common.models import Event
from driehoek.plans import commands
from driehoek.plans.models import Edit, Goal, Layer, Measure, Piece, Plan, Priority
from tests.plans.conftest import MIDDLE, NAMES, NORTH, TEAM, person

pytestmark = pytest.mark.django_db


def last_event(verb):
    return Event.objects.filter(verb=verb).first()


def test_a_plan_of_a_team_starts_with_a_layer_per_municipality(world):
    assert {layer.municipality_id for layer in world.plan.layers.all()} == {None, *NAMES}
    assert world.layer(NORTH).values == {"gemeente": "Noorddorp"}


def test_an_adviser_of_one_municipality_cannot_start_a_plan_of_the_team(team, people):
    with pytest.raises(NotAllowed):
        commands.start_plan(people.north, area=TEAM, title="Plan", starts_on=date(2025, 1, 1), ends_on=date(2028, 12, 31))
    assert not Plan.objects.exists()


def test_a_second_plan_for_the_same_years_is_refused(world, people):
    with pytest.raises(Refused, match="loopt al een plan"):
        commands.start_plan(people.strategic, area=TEAM, title="Nog een", starts_on=date(2028, 1, 1), ends_on=date(2031, 1, 1))


def test_pieces_stand_in_the_order_in_which_they_were_put(world):
    first = world.add(title="A")
    world.add(title="C")
    world.add(title="B", after=first.pk)
    world.add(title="0", after="first")
    assert world.titles() == ["0", "A", "B", "C"]


def test_a_municipality_reads_the_joint_text_with_its_own_pieces_in_between(world):
    chapter = world.add(title="Hoofdstuk")
    world.add(title="Slot")
    world.add("prose", NORTH, title="Van ons", parent=chapter.pk)
    assert world.titles(NORTH) == ["Hoofdstuk", "Van ons", "Slot"]
    assert world.titles(MIDDLE) == ["Hoofdstuk", "Slot"] == world.titles()


def test_nobody_sees_a_layer_of_another_municipality(world, people):
    piece = world.add("prose", NORTH, title="Nog geheim")
    assert not Piece.objects.visible_to(people.middle).filter(pk=piece.pk).exists()
    with pytest.raises(Piece.DoesNotExist):
        commands.edit_piece(people.middle, piece.pk, NORTH, seen=1, title="x", body="")
    with pytest.raises(Layer.DoesNotExist):
        commands.add_piece(people.middle, world.plan.pk, NORTH, "prose", title="x")


def test_an_adviser_cannot_write_in_the_joint_text_and_leaves_no_trace(world, people):
    piece = world.add(title="Gezamenlijk")
    with pytest.raises(NotAllowed):
        commands.edit_piece(people.north, piece.pk, None, seen=world.seen(piece), title="Anders", body="")
    assert world.titles() == ["Gezamenlijk"]
    assert last_event("piece.edited") is None


def test_the_writer_of_a_joint_piece_may_change_it(world, people):
    piece = world.add(title="Noorddorp", writer=NORTH)
    commands.edit_piece(people.north, piece.pk, None, seen=world.seen(piece), title="Noorddorp 2", body="")
    with pytest.raises(NotAllowed):
        commands.edit_piece(people.middle, piece.pk, None, seen=world.seen(piece), title="x", body="")
    assert world.titles() == ["Noorddorp 2"]


def test_two_people_at_once_are_asked_and_nothing_is_overwritten(world, people):
    piece = world.add(title="Doel", body="oud")
    seen = world.seen(piece)
    commands.edit_piece(people.strategic, piece.pk, None, seen=seen, title="Doel", body="van de een")
    other = person("strategic_adviser", TEAM, "other")
    with pytest.raises(Outdated) as refusal:
        commands.edit_piece(other, piece.pk, None, seen=seen, title="Doel", body="van de ander")
    assert refusal.value.current.body == "van de een"
    commands.edit_piece(other, piece.pk, None, seen=refusal.value.current.id, title="Doel", body="van beiden")
    assert world.text().lines[0].body == "van beiden"


def test_a_move_in_the_meantime_is_no_conflict(world, people):
    piece, other = world.add(title="A"), world.add(title="B")
    seen = world.seen(piece)
    commands.move_piece(people.strategic, piece.pk, parent=None, after=other.pk)
    commands.edit_piece(people.strategic, piece.pk, None, seen=seen, title="A!", body="")
    assert world.titles() == ["B", "A!"]


def test_saving_without_a_change_writes_nothing(world, people):
    piece = world.add(title="A", body="tekst")
    assert commands.edit_piece(people.strategic, piece.pk, None, seen=world.seen(piece), title=" A ", body="tekst\n") is None
    assert Edit.objects.count() == 1


def test_replacing_a_joint_piece_needs_a_reason_and_filling_an_open_one_does_not(world, people):
    fixed, free = world.add(title="Vast"), world.add(title="Open", facts={"open": "Vul zelf in"})
    with pytest.raises(Refused, match="waarom uw gemeente"):
        commands.edit_piece(people.north, fixed.pk, NORTH, seen=world.seen(fixed), title="Anders", body="")
    commands.edit_piece(people.north, fixed.pk, NORTH, seen=world.seen(fixed), title="Anders", body="", reason="Klein dorp")
    commands.edit_piece(people.north, free.pk, NORTH, seen=world.seen(free), title="Ingevuld", body="", facts={})
    assert [(line.title, line.how) for line in world.text(NORTH).lines] == [("Anders", "replaced"), ("Ingevuld", "filled")]
    assert world.titles(MIDDLE) == ["Vast", "Open"]


def test_a_change_of_the_joint_words_marks_the_replacement_as_outdated(world, people):
    piece = world.add(title="Vast")
    commands.edit_piece(people.north, piece.pk, NORTH, seen=world.seen(piece), title="Eigen", body="", reason="Ja")
    assert not world.text(NORTH).lines[0].outdated
    commands.edit_piece(people.strategic, piece.pk, None, seen=world.seen(piece), title="Vast 2", body="")
    line = world.text(NORTH).lines[0]
    assert (line.title, line.outdated, line.joint.title) == ("Eigen", True, "Vast 2")
    commands.use_joint_text(people.north, piece.pk, NORTH)
    assert world.titles(NORTH) == ["Vast 2"]


def test_leaving_out_hides_the_joint_text_beneath_and_takes_own_words_along_until_undone(world, people):
    chapter = world.add(title="Hoofdstuk")
    world.add("prose", title="Gezamenlijk", parent=chapter.pk)
    world.add("prose", NORTH, title="Van ons", parent=chapter.pk)
    before = world.titles(NORTH)
    with pytest.raises(Refused, match="waarom uw gemeente"):
        commands.leave_out(people.north, chapter.pk, NORTH, reason=" ")
    event = commands.leave_out(people.north, chapter.pk, NORTH, reason="Speelt hier niet")
    assert world.titles(NORTH) == []
    assert world.titles(MIDDLE) == ["Hoofdstuk", "Gezamenlijk"]
    undo.undo(people.north, event.pk)
    assert world.titles(NORTH) == before


def test_dropping_a_joint_piece_leaves_the_own_words_of_a_municipality_standing_loose(world, people):
    world.add(title="Begin")
    chapter = world.add(title="Hoofdstuk")
    world.add(title="Slot")
    world.add("prose", title="Gezamenlijk", parent=chapter.pk)
    world.add("prose", NORTH, title="Van ons", parent=chapter.pk)
    event = commands.drop_piece(people.strategic, chapter.pk)
    assert world.titles() == ["Begin", "Slot"]
    assert [(line.title, line.loose, line.depth) for line in world.text(NORTH).lines] == [
        ("Begin", False, 0), ("Van ons", True, 0), ("Slot", False, 0),
    ]  # fmt: skip
    undo.undo(people.strategic, event.pk)
    assert world.titles(NORTH) == ["Begin", "Hoofdstuk", "Gezamenlijk", "Van ons", "Slot"]


def test_a_piece_cannot_be_moved_beneath_itself(world, people):
    top = world.add(title="Boven")
    inner = world.add(title="Onder", parent=top.pk)
    for parent in (inner.pk, top.pk):
        with pytest.raises(Refused):
            commands.move_piece(people.strategic, top.pk, parent=parent)


def test_undo_of_an_edit_a_move_and_an_addition_and_undo_of_the_undo(world, people):
    first, second = world.add(title="A"), world.add(title="B")
    commands.edit_piece(people.strategic, first.pk, None, seen=world.seen(first), title="A!", body="")
    undo.undo(people.strategic, last_event("piece.edited").pk)
    assert world.titles() == ["A", "B"]
    undo.undo(people.strategic, last_event("piece.edited").pk)
    assert world.titles() == ["A!", "B"]
    commands.move_piece(people.strategic, first.pk, parent=None, after=second.pk)
    undo.undo(people.strategic, last_event("piece.moved").pk)
    assert world.titles() == ["A!", "B"]
    undo.undo(people.strategic, last_event("piece.added").pk)
    assert world.titles() == ["A!"]
    undo.undo(people.strategic, last_event("piece.added").pk)
    assert world.titles() == ["A!", "B"]


def test_undo_is_refused_when_other_words_came_in(world, people):
    piece = world.add(title="A")
    commands.edit_piece(people.strategic, piece.pk, None, seen=world.seen(piece), title="B", body="")
    event = last_event("piece.edited")
    commands.edit_piece(people.strategic, piece.pk, None, seen=world.seen(piece), title="C", body="")
    with pytest.raises(Outdated):
        undo.undo(people.strategic, event.pk)
    assert world.titles() == ["C"]


def test_goals_and_measures_follow_the_piece_they_stand_under(world, people):
    made = world.whole_priority()
    other = world.add("priority", title="Jeugd")
    assert Goal.objects.get(pk=made.goal.pk).priority_id == made.priority.pk
    measure = Measure.objects.get(pk=made.measure.pk)
    assert (measure.goal_id, measure.priority_id, measure.direct_priority_id) == (made.goal.pk, made.priority.pk, None)
    commands.move_piece(people.strategic, made.goal.pk, parent=other.pk)
    commands.move_piece(people.strategic, made.measure.pk, parent=other.pk)
    measure = Measure.objects.get(pk=made.measure.pk)
    assert Goal.objects.get(pk=made.goal.pk).priority_id == other.pk
    assert (measure.goal_id, measure.priority_id, measure.direct_priority_id) == (None, other.pk, other.pk)


def test_a_dropped_priority_is_no_longer_among_the_priorities(world, people):
    made = world.whole_priority()
    commands.drop_piece(people.strategic, made.priority.pk)
    assert not Priority.objects.visible_to(people.strategic).exists()
    assert not Measure.objects.of(NORTH).exists()


def test_what_a_municipality_left_out_is_not_among_its_measures(world, people):
    made = world.whole_priority()
    commands.leave_out(people.north, made.priority.pk, NORTH, reason="Speelt hier niet")
    assert not Priority.objects.of(NORTH).exists()
    assert not Goal.objects.of(NORTH).exists()
    assert not Measure.objects.of(NORTH).exists()
    assert Measure.objects.of(MIDDLE).exists()


def test_slots_are_filled_per_municipality_and_an_old_text_keeps_its_old_values(world, people):
    from driehoek.common import clock

    world.add("prose", title="", body="In [[gemeente]] spreken we [[overleg]].")
    moment = clock.now()
    commands.fill_values(people.north, world.plan.pk, NORTH, {"gemeente": "Noorddorp", "overleg": "het LIO"})
    assert world.text(NORTH).values["overleg"] == "het LIO"
    assert "overleg" not in world.text(NORTH, moment).values


def test_the_text_closes_when_the_triangle_agreed(world, people):
    made = world.whole_priority()
    world.agree()
    with pytest.raises(NotNow, match="Zet het plan eerst terug"):
        commands.edit_piece(people.strategic, made.goal.pk, None, seen=world.seen(made.goal), title="x", body="")
    commands.add_piece(people.north, world.plan.pk, NORTH, "prose", title="Lokaal mag nog")
    assert "Lokaal mag nog" in world.titles(NORTH)


def test_a_text_at_a_moment_is_what_was_read_then(world, people):
    from driehoek.common import clock

    piece = world.add(title="A")
    before, moment = world.titles(NORTH), clock.now()
    world.add("prose", NORTH, title="Later")
    commands.edit_piece(people.strategic, piece.pk, None, seen=world.seen(piece), title="B", body="")
    assert world.titles(NORTH, moment) == before != world.titles(NORTH)


def test_an_empty_piece_a_long_title_and_an_unknown_fact_are_refused_beside_their_field(world):
    for words, field in (
        ({"title": " "}, "title"), ({"title": "x" * 301}, "title"), ({"title": "x", "facts": {"geheim": 1}}, "facts"),
        ({"title": "x", "body": "nul\0"}, "body"),
    ):  # fmt: skip
        with pytest.raises(Refused) as refusal:
            world.add("goal", **words)
        assert field in refusal.value.message_dict
