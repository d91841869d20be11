"""The thread (rode draad): where does an object come from, and what became of it.

A strand runs over a foreign key that a room already has; the right-hand room announces it in its `strands.py`, and it serves
both directions. Links (`common.models.Link`) serve what has no foreign key. What a viewer may not see is absent, and with it
all that hangs only on that. One query per strand and level, and one per kind for the names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from django.db.models import Q

from driehoek.common.kinds import Kind, all_kinds, kind_of
from driehoek.common.models import Link
from driehoek.common.process import Words

type Ref = tuple[str, str]  # (kind code, id as text)
type Direction = Literal["up", "down"]


@dataclass(frozen=True)
class Strand:
    """`source` stands nearer to where things come from; `path` leads, as an ORM path, from `target` to the key of `source`."""

    source: str
    target: str
    path: str
    came_from: Words  # read upwards: "komt voort uit"
    became: Words  # read downwards: "is uitgewerkt in"


@dataclass(frozen=True)
class Relation:
    """A relation of `Link`: from (upwards) to (downwards)."""

    code: str
    came_from: Words
    became: Words


@dataclass(frozen=True)
class Edge:
    upper: Ref
    lower: Ref
    came_from: str
    became: str


@dataclass
class Node:
    ref: Ref
    kind: Kind
    name: str
    url: str
    distance: int


@dataclass
class Thread:
    """What a walk found: nodes by reference (the start included, at distance 0), and the edges between them, once each."""

    start: Ref
    nodes: dict[Ref, Node] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)

    def above(self, ref: Ref) -> list[tuple[str, Node]]:
        return [(edge.came_from, self.nodes[edge.upper]) for edge in self._by_lower.get(ref, ())]

    def below(self, ref: Ref) -> list[tuple[str, Node]]:
        return [(edge.became, self.nodes[edge.lower]) for edge in self._by_upper.get(ref, ())]

    @cached_property
    def _by_lower(self) -> dict[Ref, list[Edge]]:
        return _grouped((edge.lower, edge) for edge in self.edges)

    @cached_property
    def _by_upper(self) -> dict[Ref, list[Edge]]:
        return _grouped((edge.upper, edge) for edge in self.edges)


def _grouped(pairs: Iterable[tuple[Ref, Edge]]) -> dict[Ref, list[Edge]]:
    groups: dict[Ref, list[Edge]] = defaultdict(list)
    for ref, edge in pairs:
        groups[ref].append(edge)
    return groups


_STRANDS: list[Strand] = []
_RELATIONS: dict[str, Relation] = {}


def register(*strands: Strand | Relation) -> None:
    """Called from a room's `strands.py` at start."""
    for strand in strands:
        if isinstance(strand, Relation):
            _RELATIONS[strand.code] = strand
        elif strand not in _STRANDS:
            _STRANDS.append(strand)


def all_strands() -> tuple[Strand, ...]:
    return tuple(_STRANDS)


def walk(viewer: Any, start: Ref, direction: Direction, *, depth: int = 12) -> Thread:
    """All that lies above or below `start` for this viewer, nearest first. An unseen start gives an empty thread."""
    thread = Thread(start)
    seen: dict[Ref, int] = {start: 0}
    front = {start} if _visible(viewer, {start}) else set()
    if not front:
        return thread
    edges: dict[Edge, None] = {}  # in the order in which they were found, once each
    for distance in range(1, depth + 1):
        near = _edges(viewer, front, direction, seen)
        edges.update(dict.fromkeys(near))
        front = {ref for edge in near if (ref := _far(edge, direction)) not in seen}
        seen.update(dict.fromkeys(front, distance))
        if not front:
            break
    thread.nodes = _nodes(viewer, seen)
    thread.edges = [edge for edge in edges if edge.upper in thread.nodes and edge.lower in thread.nodes]
    return thread


def _far(edge: Edge, direction: Direction) -> Ref:
    return edge.upper if direction == "up" else edge.lower


def _edges(viewer: Any, front: Iterable[Ref], direction: Direction, seen: Collection[Ref]) -> list[Edge]:
    """The edges from these to what the viewer may see. What was seen before or came by sight is not asked again."""
    by_kind: dict[str, list[str]] = defaultdict(list)
    for kind, object_id in front:
        by_kind[kind].append(object_id)
    strands = [
        edge
        for strand in _STRANDS
        if (ids := by_kind.get(strand.source if direction == "down" else strand.target))
        for edge in _strand_edges(viewer, strand, ids, direction)
    ]
    links = _link_edges(by_kind, direction)
    known = {edge.lower for edge in strands} if direction == "down" else set()
    unsure = {ref for edge in (*strands, *links) if (ref := _far(edge, direction)) not in known and ref not in seen}
    visible = _visible(viewer, unsure)
    return [edge for edge in (*strands, *links) if (ref := _far(edge, direction)) in known or ref in seen or ref in visible]


def _strand_edges(viewer: Any, strand: Strand, ids: list[str], direction: Direction) -> list[Edge]:
    target = kind_of(strand.target)
    if target is None:
        return []
    lookup = {f"{strand.path}__in": ids} if direction == "down" else {"pk__in": ids}
    pairs = target.sight(viewer).filter(**lookup, **{f"{strand.path}__isnull": False})
    return [
        Edge((strand.source, str(upper)), (strand.target, str(lower)), str(strand.came_from), str(strand.became))
        for upper, lower in pairs.order_by().values_list(strand.path, "pk").distinct()
    ]


def _link_edges(by_kind: dict[str, list[str]], direction: Direction) -> list[Edge]:
    near = "from" if direction == "down" else "to"
    of_these = Q()
    for kind, ids in by_kind.items():
        of_these |= Q(**{f"{near}_kind": kind, f"{near}_id__in": ids})
    edges = []
    for link in Link.objects.filter(of_these, until__isnull=True).order_by("pk"):
        relation = _RELATIONS[link.relation]
        upper, lower = (link.from_kind, link.from_id), (link.to_kind, link.to_id)
        edges.append(Edge(upper, lower, str(relation.came_from), str(relation.became)))
    return edges


def _visible(viewer: Any, refs: Iterable[Ref]) -> set[Ref]:
    by_kind: dict[str, list[str]] = defaultdict(list)
    for code, object_id in refs:
        by_kind[code].append(object_id)
    visible = set()
    for code, ids in by_kind.items():
        kind = kind_of(code)
        if kind is not None:
            keys = kind.sight(viewer).filter(pk__in=ids).order_by().values_list("pk", flat=True)
            visible |= {(code, str(pk)) for pk in keys}
    return visible


def _nodes(viewer: Any, distances: dict[Ref, int]) -> dict[Ref, Node]:
    nodes: dict[Ref, Node] = {}
    for kind in all_kinds():
        ids = [object_id for code, object_id in distances if code == kind.code]
        if not ids:
            continue
        subjects = list(kind.sight(viewer).filter(pk__in=ids))
        names = kind.names(subjects, viewer)
        for subject in subjects:
            ref = (kind.code, str(subject.pk))
            if subject.pk in names:
                nodes[ref] = Node(ref, kind, names[subject.pk], kind.url(subject), distances[ref])
    return nodes
