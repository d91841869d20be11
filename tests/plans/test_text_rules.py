"""The text of a layer against a plain reference, in thousands of random steps; and the keys of places.

The reference knows nothing of edits, heads or levels of the real rules: it keeps, per layer, what was last said of each piece and
where it was put, and prints by plain recursion. What may never happen is asserted beside it.
"""

from dataclasses import dataclass, field
from uuid import UUID

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from driehoek.plans.writing.ranks import between, is_odd, spread
from driehoek.plans.writing.rules import (
    DROP,
    INHERIT,
    WRITE,
    Written,
    beneath,
    conflict,
    drop_list,
    is_beneath,
    says,
    shortcomings,
    slots,
    stands,
    text,
)

JOINT = "joint"
LOCALS = ("a", "b")


@dataclass
class Log:
    """All edits so far, in order; the text of a layer at any length of the log can be asked."""

    edits: list[tuple[str, Written]] = field(default_factory=list)

    def last(self, layer, upto=None):
        found = {}
        for where, edit in self.edits[:upto]:
            if where == layer:
                found[edit.piece] = edit
        return found

    def lines(self, layer, upto=None):
        return text(self.last(JOINT, upto), None if layer == JOINT else self.last(layer, upto))


class Reference:
    """What stands in the text of a layer, by plain recursion over what was last said of each piece and where it was put."""

    def __init__(self, log, layer, upto=None):
        self.layer, self.said, self.put = layer, {}, {}
        for where, edit in log.edits[:upto]:
            if where not in (JOINT, layer):
                continue
            if edit.op == INHERIT:
                self.said.pop((layer, edit.piece), None)
                self.put.pop((layer, edit.piece), None)
                continue
            self.said[where, edit.piece] = edit
            if edit.rank:
                self.put[where, edit.piece] = (edit.parent, edit.rank)

    def word(self, piece):
        return self.said.get((self.layer, piece)) or self.said[JOINT, piece]

    def spot(self, piece):
        return self.put.get((self.layer, piece)) or self.put[JOINT, piece]

    def is_out(self, piece):
        return self.word(piece).op == DROP

    def has_out_above(self, piece):
        above = self.spot(piece)[0]
        return above is not None and (self.is_out(above) or self.has_out_above(above))

    def shown(self, piece):
        return not self.is_out(piece) and ((self.layer, piece) in self.said or not self.has_out_above(piece))

    def shown_above(self, piece):
        above = self.spot(piece)[0]
        return above if above is None or self.shown(above) else self.shown_above(above)

    def lines(self, parent=None):
        """As (piece, title, the piece shown above it), in the order of reading."""
        here = [piece for piece in {piece for _where, piece in self.said} if self.spot(piece)[0] == parent]
        for piece in sorted(here, key=lambda one: (self.spot(one)[1].encode(), one.bytes)):
            if self.shown(piece):
                yield piece, self.word(piece).title, self.shown_above(piece)
            yield from self.lines(piece)


class Texts(RuleBasedStateMachine):
    """One joint text and two municipalities that write, move, drop, leave out, go back, and share."""

    pieces = Bundle("pieces")

    def __init__(self):
        super().__init__()
        self.log = Log()
        self.count = 0
        self.home = {}
        self.read = {}

    @initialize()
    def begin(self):
        self.log = Log()

    # --- helpers that do what the commands do -----------------------------------------------------------------------------
    def own(self, layer):
        return self.log.last(layer)

    def places(self, layer):
        joint, own = self.log.last(JOINT), {} if layer == JOINT else self.own(layer)
        found = {piece: stands(own.get(piece), joint.get(piece)) for piece in joint.keys() | own.keys()}
        return {piece: place for piece, place in found.items() if place is not None}

    def siblings(self, layer, parent, moving=None):
        places = self.places(layer).values()
        return sorted(place.rank for place in places if place.parent == parent and place.piece != moving)

    def rank(self, layer, parent, at, moving=None):
        keys = self.siblings(layer, parent, moving)
        at = at % (len(keys) + 1)
        return between(keys[at - 1] if at else None, keys[at] if at < len(keys) else None, odd=layer != JOINT)

    def visible(self, layer):
        return {line.piece: line for line in self.log.lines(layer)}

    def write(self, layer, piece, op=WRITE, parent=None, rank="", title="", base=None):
        self.count += 1
        self.log.edits.append(
            (
                layer,
                Written(self.count, piece, "section", op, parent, rank, title, layer=(JOINT, *LOCALS).index(layer), base=base),
            )
        )

    # --- steps ------------------------------------------------------------------------------------------------------------
    @rule(target=pieces, layer=st.sampled_from((JOINT, *LOCALS)), under=st.one_of(st.none(), pieces), at=st.integers(0, 9))
    def add(self, layer, under, at):
        visible = self.visible(layer)
        if under is not None and (under not in visible or (layer == JOINT and self.home[under] != JOINT)):
            under = None
        piece = UUID(int=self.count + 1 + (self.count * 37 % 101 << 96))
        self.home[piece] = layer
        self.write(layer, piece, parent=under, rank=self.rank(layer, under, at), title=f"t{self.count}")
        return piece

    @rule(piece=pieces, layer=st.sampled_from((JOINT, *LOCALS)))
    def edit(self, piece, layer):
        home = self.home[piece]
        if home not in (JOINT, layer) or piece not in self.visible(layer):
            return
        if home == layer:
            place = self.places(layer)[piece]
            self.write(layer, piece, parent=place.parent, rank=place.rank, title=f"t{self.count}")
        else:
            self.write(layer, piece, title=f"own{self.count}", base=self.log.last(JOINT)[piece].id)

    @rule(piece=pieces, under=st.one_of(st.none(), pieces), at=st.integers(0, 9))
    def move(self, piece, under, at):
        layer = self.home[piece]
        visible, places = self.visible(layer), self.places(layer)
        now = (self.log.last(layer))[piece]
        if now.op == DROP or (under is not None and (under not in visible or (layer == JOINT and self.home[under] != JOINT))):
            return
        if under is not None and is_beneath(places, under, piece):
            return
        self.write(layer, piece, parent=under, rank=self.rank(layer, under, at, piece), title=now.title)

    @rule(piece=pieces, layer=st.sampled_from((JOINT, *LOCALS)))
    def drop(self, piece, layer):
        """Drop in the home, leave out elsewhere; with the layer's own words beneath."""
        if self.home[piece] not in (JOINT, layer) or piece not in self.visible(layer):
            return
        joint, own = self.log.last(JOINT), None if layer == JOINT else self.own(layer)
        listed = [word.piece for word in drop_list(joint, own, piece)]
        for one in (piece, *listed):
            place = self.places(layer)[one]
            if self.home[one] == layer:
                title = self.log.last(layer)[one].title
                self.write(layer, one, DROP, place.parent, place.rank, title)
            else:
                self.write(layer, one, DROP, base=joint[one].id)

    @rule(piece=pieces)
    def restore(self, piece):
        layer = self.home[piece]
        now = self.log.last(layer)[piece]
        if now.op != DROP or (now.parent is not None and now.parent not in self.visible(layer)):
            return
        rank = now.rank
        others = self.siblings(layer, now.parent, piece)
        if rank in others:
            rank = between(rank, next((key for key in others if key > rank), None), odd=layer != JOINT)
        self.write(layer, piece, WRITE, now.parent, rank, now.title)

    @rule(piece=pieces, layer=st.sampled_from(LOCALS))
    def inherit(self, piece, layer):
        word = self.own(layer).get(piece)
        if self.home[piece] == JOINT and word is not None and word.op != INHERIT:
            self.write(layer, piece, INHERIT)

    @rule(piece=pieces)
    def share(self, piece):
        layer = self.home[piece]
        if layer == JOINT:
            return
        word = self.own(layer)[piece]
        if word.op == DROP or (word.parent is not None and word.parent not in self.visible(JOINT)):
            return
        before = [line.title for line in self.log.lines(layer)]
        keys = self.siblings(layer, word.parent)
        at = keys.index(word.rank)
        rank = between(keys[at - 1] if at else None, keys[at + 1] if at + 1 < len(keys) else None, odd=False)
        taken = {one.rank for one in self.log.last(JOINT).values() if one.parent == word.parent}
        while rank in taken:
            rank = between(rank, keys[at + 1] if at + 1 < len(keys) else None, odd=False)
        self.write(JOINT, piece, parent=word.parent, rank=rank, title=word.title)
        self.write(layer, piece, INHERIT)
        self.home[piece] = JOINT
        if not self.visible_loose(layer, piece):
            assert [line.title for line in self.log.lines(layer)] == before

    def visible_loose(self, layer, piece):
        """A loose own piece that becomes joint under something left out is hidden with it: then the text does change."""
        return piece not in self.visible(layer)

    @rule(layer=st.sampled_from((JOINT, *LOCALS)))
    def remember(self, layer):
        self.read[layer, len(self.log.edits)] = [(line.piece, line.title, line.depth) for line in self.log.lines(layer)]

    # --- what must hold ---------------------------------------------------------------------------------------------------
    @invariant()
    def the_text_is_what_the_reference_says(self):
        for layer in (JOINT, *LOCALS):
            assert [(line.piece, line.title, line.parent) for line in self.log.lines(layer)] == list(
                Reference(self.log, layer).lines()
            )

    @invariant()
    def only_joint_and_own_words_stand_in_it_and_each_own_word_once(self):
        for layer in LOCALS:
            lines = self.log.lines(layer)
            seen = [line.piece for line in lines]
            assert len(seen) == len(set(seen))
            own = {piece for piece, word in self.own(layer).items() if word.op == WRITE}
            assert own <= set(seen)
            ids = {edit.id for where, edit in self.log.edits if where in (JOINT, layer)}
            assert {line.written.id for line in lines} <= ids

    @invariant()
    def a_joint_word_that_was_not_replaced_and_is_not_under_a_leave_out_shows(self):
        for layer in LOCALS:
            shown, places, own = self.visible(layer), self.places(layer), self.own(layer)
            joint = self.log.last(JOINT)
            for piece, word in joint.items():
                if word.op != WRITE or (piece in own and own[piece].op != INHERIT):
                    continue
                above, out = places[piece].parent, False
                while above is not None:
                    out = out or says(own.get(above), joint.get(above)).op == DROP
                    above = places[above].parent
                assert (piece in shown) == (not out)

    @invariant()
    def parents_print_first_and_depth_grows_one_at_a_time(self):
        for layer in (JOINT, *LOCALS):
            seen, depth = set(), -1
            for line in self.log.lines(layer):
                assert line.parent is None or line.parent in seen
                assert line.depth <= depth + 1
                seen.add(line.piece)
                depth = line.depth

    @invariant()
    def siblings_never_share_a_key(self):
        for layer in (JOINT, *LOCALS):
            keys = [(place.parent, place.rank) for place in self.places(layer).values()]
            assert len(keys) == len(set(keys))
        for where, edit in self.log.edits:
            assert not edit.rank or is_odd(edit.rank) == (where != JOINT)

    @invariant()
    def a_text_at_a_moment_is_what_was_read_then(self):
        for (layer, upto), lines in self.read.items():
            assert [(line.piece, line.title, line.depth) for line in self.log.lines(layer, upto)] == lines

    @invariant()
    def the_joint_text_leaves_no_own_words_behind(self):
        assert not any(line.loose for line in self.log.lines(JOINT))


TestTexts = Texts.TestCase
TestTexts.settings = settings(max_examples=40, stateful_step_count=40, deadline=None)


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_there_is_always_room_between_two_keys(data):
    low, high = None, None
    for _step in range(30):
        odd = data.draw(st.booleans())
        key = between(low, high, odd=odd)
        assert low is None or low < key
        assert high is None or key < high
        assert is_odd(key) == odd
        if data.draw(st.booleans()):
            low = key
        else:
            high = key


@pytest.mark.parametrize("odd", [True, False])
@pytest.mark.parametrize("keep", ["low", "high", "both"])
def test_a_thousand_pieces_put_in_one_spot_keep_their_keys_short(odd, keep):
    low = between(None, None, odd=False)
    high = between(low, None, odd=False)
    for n in range(1000):
        key = between(low, high, odd=odd)
        assert low < key < high
        assert len(key) <= 255
        if keep == "low" or (keep == "both" and n % 2):
            high = key
        else:
            low = key


def test_many_keys_at_once_are_short_and_in_order():
    keys = spread(500, None, None, odd=True)
    assert keys == sorted(set(keys))
    assert max(map(len, keys)) <= 3


def test_no_key_fits_between_two_equal_ones():
    with pytest.raises(ValueError, match="nothing fits"):
        between("V", "V", odd=True)


def word(number, title="", op=WRITE, **facts):
    return Written(number, UUID(int=1), "goal", op, None, "V", title, facts=facts)


@pytest.mark.parametrize(
    ("seen", "now", "typed", "collides"),
    [
        (word(1, "a"), word(1, "a"), "b", False),  # nobody else wrote
        (word(1, "a"), word(2, "a"), "b", False),  # only a move
        (word(1, "a"), word(2, "b"), "c", True),  # other words came in
        (word(1, "a"), word(2, "b"), "b", False),  # the same words by both
        (word(1, "a"), word(2, "b"), "a", False),  # nothing typed
        (word(1, "a"), word(2, "a", DROP), "a", True),  # taken away meanwhile
        (word(1, "a"), word(2, "a", indicator="x"), "b", True),  # facts are words too
    ],
)
def test_two_writers_collide_only_when_words_differ(seen, now, typed, collides):
    assert conflict(seen, now, (typed, "", {})) is collides


def test_what_a_text_lacks_is_listed_once_each():
    def piece(number, kind, parent=None, **words):
        return Written(number, UUID(int=number), kind, WRITE, parent, between(None, None, odd=False) + "2" * number, **words)

    rows = [
        piece(1, "priority", title="Kaal"),
        piece(2, "goal", UUID(int=1), title="Doel"),
        piece(3, "prose", title="Zelf", body="[[wijkagent]] en [[wijkagent]]", facts={"open": "Vul in"}),
    ]
    lines = text({row.piece: row for row in rows})
    assert [(one.rule, one.title) for one in shortcomings(lines, {})] == [
        ("priority_without_reason", "Kaal"),
        ("priority_without_ambition", "Kaal"),
        ("goal_without_indicator", "Doel"),
        ("piece_left_open", "Zelf"),
        ("slot_without_value", "Zelf"),
    ]
    assert slots("[[a]] [[b-c]] [[a]] [[NEE]]") == ["a", "b-c"]
    assert [line.piece for line in beneath({row.piece: row for row in rows}, None, UUID(int=1))] == [UUID(int=2)]
