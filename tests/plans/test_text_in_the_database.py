"""The same invariants through the real commands, on the database: random work by three people, then everything is compared."""

import pytest
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from driehoek.common import clock, undo
from driehoek.common.errors import NotAllowed
from driehoek.common.models import Event
from driehoek.plans import commands
from driehoek.plans.models import Goal, Head, Measure, Piece, Priority
from driehoek.plans.queries import read
from driehoek.plans.writing.rules import DROP, WRITE
from tests.plans.conftest import MIDDLE, NORTH, person

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
LAYERS = (None, NORTH, MIDDLE)
KINDS = ("section", "priority", "goal", "measure", "prose")
STEPS = st.tuples(st.integers(0, 8), st.integers(0, 2), st.integers(0, 30), st.integers(0, 30))


def work(world, step):
    """One thing that one person does; what the rules refuse is refused and nothing more."""
    what, who, one, two = step
    layer = LAYERS[who]
    by = world.people.strategic if layer is None else person("safety_adviser", layer)
    lines = world.text(layer).lines
    piece = lines[one % len(lines)] if lines else None
    other = lines[two % len(lines)].piece if lines and two % 4 else None
    if what <= 1 or piece is None:
        commands.add_piece(by, world.plan.pk, layer, KINDS[one % 5], title=f"t{one}-{two}", parent=other)
    elif what == 2:
        commands.edit_piece(by, piece.piece, layer, seen=piece.written.id, title=f"e{one}-{two}", body="", reason="ja")
    elif what == 3:
        commands.move_piece(by, piece.piece, parent=other)
    elif what == 4:
        commands.drop_piece(by, piece.piece)
    elif what == 5 and layer:
        commands.leave_out(by, piece.piece, layer, reason="ja")
    elif what == 6 and layer:
        commands.use_joint_text(by, piece.piece, layer)
    elif what == 7 and layer:
        sharer = world.people.both if layer == NORTH else by
        commands.share_pieces(sharer, world.plan.pk, layer, [line.piece for line in lines[: one % 6]])
    elif what == 8:
        event = Event.objects.filter(kind="plans.layer", actor=by.code).order_by("-id").first()
        if event is not None:
            undo.undo(by, event.pk)


def check(world, remembered):
    for layer in LAYERS:
        text = world.text(layer)
        own = {piece for piece, word in (text.own or {}).items() if word.op == WRITE}
        seen = [line.piece for line in text.lines]
        assert len(seen) == len(set(seen))
        assert own <= set(seen)
        keys = [(place.parent, place.rank) for place in text.places.values()]
        assert len(keys) == len(set(keys))
        if layer is None:
            assert not any(line.loose for line in text.lines)
    for (layer, moment), titles in remembered.items():
        assert [line.title for line in read(world.layer(layer), moment).lines] == titles
    homes = {
        head.piece_id: head.edit for head in Head.objects.select_related("edit", "piece") if head.layer_id == head.piece.home_id
    }
    assert homes.keys() == set(Piece.objects.values_list("pk", flat=True))
    for model in (Priority, Goal, Measure):
        for part in model.objects.all():
            assert part.title == homes[part.pk].title
            assert part.dropped == (homes[part.pk].op == DROP)
            assert part.home_id == homes[part.pk].layer_id


@given(st.lists(STEPS, min_size=8, max_size=22))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_random_work_of_three_people_keeps_every_text_whole(world, steps):
    strategic, north = world.people.strategic, world.people.north
    world.people.both = type(north)(code=north.code, name=north.name, held=(*north.held, *strategic.held))
    remembered = {}
    with transaction.atomic():
        for number, step in enumerate(steps):
            try:
                with transaction.atomic():
                    work(world, step)
            except (ValidationError, NotAllowed, ObjectDoesNotExist):
                pass
            if number % 5 == 0:
                moment = clock.now()
                remembered |= {(layer, moment): world.titles(layer) for layer in LAYERS}
        check(world, remembered)
        transaction.set_rollback(True)  # the next example starts from the same database
