"""The text of a plan, as pure rules: what stands in the text of one layer, where, and when two writers collide."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Literal
from uuid import UUID

WRITE: Final = "write"
DROP: Final = "drop"
INHERIT: Final = "inherit"

type How = Literal["joint", "added", "replaced", "filled"]


@dataclass(frozen=True, slots=True)
class Written:
    """One edit, as read. `rank` is empty where the layer is not the home of the piece: it then has no place of its own."""

    id: int
    piece: UUID
    kind: str
    op: str
    parent: UUID | None = None
    rank: str = ""
    title: str = ""
    body: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    base: int | None = None
    layer: int = 0
    number: int = 1
    at: datetime | None = None
    by_name: str = ""
    writer: str | None = None

    @property
    def has_place(self) -> bool:
        return self.rank != ""

    def words(self) -> tuple[str, str, dict[str, Any]]:
        """What a reader reads: only a difference in this is a difference."""
        return self.title, self.body, dict(self.facts)


@dataclass(frozen=True, slots=True)
class Line:
    """A piece as it stands in a text."""

    written: Written
    depth: int
    how: How
    parent: UUID | None  # the nearest piece above it that is shown
    loose: bool = False  # what it stood under is gone
    outdated: bool = False  # the joint words that it replaces have changed since
    joint: Written | None = None  # the joint words, where the layer has its own

    @property
    def piece(self) -> UUID:
        return self.written.piece

    @property
    def kind(self) -> str:
        return self.written.kind

    @property
    def title(self) -> str:
        return self.written.title

    @property
    def body(self) -> str:
        return self.written.body

    @property
    def facts(self) -> Mapping[str, Any]:
        return self.written.facts


type Edits = Mapping[UUID, Written]


def place_order(written: Written) -> tuple[str, str]:
    """Siblings stand in this order; both parts are ASCII, so it is the order of the bytes."""
    return written.rank, written.piece.hex


def says(own: Written | None, joint: Written | None) -> Written | None:
    """What a layer says of a piece: its own last word, unless it has none or went back to the joint text."""
    return own if own is not None and own.op != INHERIT else joint


def stands(own: Written | None, joint: Written | None) -> Written | None:
    """The edit that gives the piece its place."""
    return own if own is not None and own.op != INHERIT and own.has_place else joint


def text(joint: Edits, own: Edits | None = None, *, bases: Mapping[int, Written] | None = None) -> list[Line]:
    """The text of a layer in reading order, from the last edits of the joint text and of the layer (None: the joint text).

    A piece is shown if the last word on it is a write, and it is the layer's own or nothing above it is left out. Own words
    whose surroundings went stand at the nearest visible piece, in the place of what went (`loose`). `bases` are the edits that
    own words replace, by id: where their words are not the joint ones of now, the line is `outdated`.
    """
    mine: Edits = joint if own is None else own
    children = _children(joint, own)
    lines: list[Line] = []
    stack: list[tuple[Written, int, UUID | None, bool]]
    stack = [(written, 0, None, False) for written in reversed(children.get(None, []))]
    while stack:
        place, depth, parent, hidden = stack.pop()
        piece = place.piece
        word = says(mine.get(piece), joint.get(piece))
        assert word is not None  # it has a place, so somebody wrote it  # noqa: S101
        is_own = word is mine.get(piece)
        if word.op == WRITE and (is_own or not hidden):
            shared = word if own is None else joint.get(piece)
            lines.append(_line(word, shared, depth, parent, hidden, bases or {}))
            depth, parent = depth + 1, piece
        hidden = hidden or word.op == DROP
        stack += [(child, depth, parent, hidden) for child in reversed(children.get(piece, []))]
    return lines


def _children(joint: Edits, own: Edits | None) -> dict[UUID | None, list[Written]]:
    children: dict[UUID | None, list[Written]] = {}
    mine = own or {}
    for piece in joint.keys() | mine.keys():
        place = stands(mine.get(piece), joint.get(piece))
        if place is not None:
            children.setdefault(place.parent, []).append(place)
    for siblings in children.values():
        siblings.sort(key=place_order)
    return children


def _line(
    word: Written, joint: Written | None, depth: int, parent: UUID | None, loose: bool, bases: Mapping[int, Written]
) -> Line:
    if joint is None or joint is word:
        how: How = "joint" if joint is word else "added"
        return Line(word, depth, how, parent, loose)
    if word.has_place:  # made joint once and taken over: cannot be, but a reader must not fall over it
        return Line(word, depth, "added", parent, loose, joint=joint)
    base = bases.get(word.base) if word.base else None
    outdated = joint.op == DROP or (base is not None and base.words() != joint.words())
    return Line(word, depth, "filled" if joint.facts.get("open") else "replaced", parent, loose, outdated, joint)


def left_out(joint: Edits, own: Edits) -> list[Written]:
    """The layer's leave-outs of joint pieces that still are in the joint text, in the order of the joint text."""
    return [
        own[line.piece]
        for line in text(joint)
        if (word := own.get(line.piece)) is not None and word.op == DROP and not word.has_place
    ]


def beneath(joint: Edits, own: Edits | None, piece: UUID) -> list[Line]:
    """The lines of this text that stand under a piece, by place: nearest first in reading order."""
    inside = {piece}
    children = _children(joint, own)
    front = [piece]
    while front:
        front = [child.piece for above in front for child in children.get(above, [])]
        inside.update(front)
    return [line for line in text(joint, own) if line.piece in inside and line.piece != piece]


def drop_list(joint: Edits, own: Edits | None, piece: UUID) -> list[Written]:
    """What goes along when a layer drops a piece: the layer's own words beneath it. Words of others are not touched."""
    mine: Edits = joint if own is None else own
    return [line.written for line in beneath(joint, own, piece) if line.written is mine.get(line.piece)]


def is_beneath(places: Edits, piece: UUID, above: UUID | None) -> bool:
    """Whether `piece` is `above`, or stands anywhere under it, by the places given."""
    at: UUID | None = piece
    for _step in range(len(places) + 1):
        if at == above:
            return True
        if at is None:
            return False
        at = places[at].parent if at in places else None
    raise ValueError("the places run in a circle")


def conflict(seen: Written, now: Written, typed: tuple[str, str, dict[str, Any]]) -> bool:
    """Whether typed words collide with words that came in since the screen was drawn.

    Only words count: a move is no conflict, nor is the same change by both, nor a form in which nothing was changed.
    """
    if now.op == DROP:
        return True
    return seen.words() != now.words() and typed not in (now.words(), seen.words())


_SLOT: Final = re.compile(r"\[\[([a-z][a-z0-9-]{0,39})\]\]")


def slots(words: str) -> list[str]:
    """The names of the slots in running text, `[[gemeente]]`, each once, in order."""
    return list(dict.fromkeys(_SLOT.findall(words)))


def fill(words: str, values: Mapping[str, str]) -> str:
    """Running text with its slots filled; a slot without a value stays as it is."""
    return _SLOT.sub(lambda match: values.get(match[1]) or match[0], words)


# What may stand in what. Everything else holds running text only.
_ANY: Final = frozenset(
    {"section", "prose", "priority", "regular", "reason", "ambition", "goal", "measure", "point", "principle"}
    | {"criterion", "line"}
)
MAY_HOLD: Final[Mapping[str | None, frozenset[str]]] = {
    None: _ANY,
    "section": _ANY,
    "priority": _ANY - {"regular", "principle", "line"},
    "regular": frozenset({"section", "prose", "reason", "ambition", "goal", "measure", "point"}),
    "goal": frozenset({"prose", "measure", "point", "reason"}),
    "measure": frozenset({"prose", "point"}),
    "line": frozenset({"prose", "reason", "goal", "measure", "point"}),
    "point": frozenset({"prose", "point"}),
}


def may_hold(parent: str | None, kind: str) -> bool:
    return kind in MAY_HOLD.get(parent, frozenset({"prose"}))


# Facts beside the words, by kind: name → what it is. `open`: a municipality is asked to fill this piece itself.
FACTS: Final[Mapping[str, tuple[str, ...]]] = {
    "section": ("open", "section"),
    "prose": ("open",),
    "priority": ("open", "fields", "challenge"),
    "regular": ("open", "fields"),
    "goal": ("open", "indicator", "baseline", "target", "no_indicator_reason"),
    "measure": ("open", "approach", "target_group"),
    "line": ("open",),
}
FIELDS: Final = ("V1", "V2", "V3", "V4", "V5")


def tidy_facts(kind: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of this kind that say something. Raises ValueError, with the name, for one that this kind does not have."""
    known = FACTS.get(kind, ("open",))
    for name in facts:
        if name not in known:
            raise ValueError(name)
    tidy = {name: value.strip() if isinstance(value, str) else value for name, value in facts.items()}
    chosen = tidy.get("fields", [])
    if not isinstance(chosen, list) or any(code not in FIELDS for code in chosen):
        raise ValueError("fields")
    return {name: value for name, value in tidy.items() if value not in ("", None, [], False)}


@dataclass(frozen=True, slots=True)
class Shortcoming:
    """What a text lacks before it can be agreed or released."""

    rule: str
    piece: UUID | None
    title: str
    detail: str = ""


def shortcomings(lines: Iterable[Line], values: Mapping[str, str]) -> Iterator[Shortcoming]:
    """A priority without reason, ambition or goal; a goal without indicator and reason; open pieces; slots without a value."""
    lines = list(lines)
    under = _kinds_under(lines)
    empty: dict[str, Line] = {}
    for line in lines:
        kinds = under[line.piece]
        if line.kind == "priority" and "priority" not in kinds:
            for needed in ("reason", "ambition", "goal"):
                if needed not in kinds:
                    yield Shortcoming(f"priority_without_{needed}", line.piece, line.title)
        if line.kind == "goal" and not line.facts.get("indicator") and not line.facts.get("no_indicator_reason"):
            yield Shortcoming("goal_without_indicator", line.piece, line.title or line.body)
        if line.facts.get("open") and line.how == "joint":
            yield Shortcoming("piece_left_open", line.piece, line.title or line.body)
        for name in slots(f"{line.title}\n{line.body}"):
            if not values.get(name):
                empty.setdefault(name, line)
    for name, line in empty.items():
        yield Shortcoming("slot_without_value", line.piece, line.title or line.body, name)


def _kinds_under(lines: list[Line]) -> dict[UUID, set[str]]:
    """Per piece the kinds of all that stands under it in this text."""
    under: dict[UUID, set[str]] = {}
    above: list[Line] = []
    for line in lines:
        del above[line.depth :]
        under[line.piece] = set()
        for one in above:
            under[one.piece].add(line.kind)
        above.append(line)
    return under
