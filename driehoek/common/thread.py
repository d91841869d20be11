"""The thread (rode draad): where does an object come from, and what became of it.

A strand runs over a foreign key that a room already has; the right-hand room announces it in its `strands.py`, and it serves
both directions. Links (`common.models.Link`) serve what has no foreign key. What a viewer may not see is absent, and with it
all that hangs only on that. One query per strand and level, and one per kind for the names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from django.db.models import Q

from driehoek.common.kinds import Kind, all_kinds, kind_of, names_of
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
    strands = _edges_down(viewer, by_kind) if direction == "down" else _edges_up(viewer, by_kind)
    links = _link_edges(by_kind, direction)
    known = {edge.lower for edge in strands} if direction == "down" else set()
    unsure = {ref for edge in (*strands, *links) if (ref := _far(edge, direction)) not in known and ref not in seen}
    visible = _visible(viewer, unsure)
    return [edge for edge in (*strands, *links) if (ref := _far(edge, direction)) in known or ref in seen or ref in visible]


def _edges_down(viewer: Any, by_kind: Mapping[str, list[str]]) -> list[Edge]:
    """One query per strand."""
    edges: list[Edge] = []
    for strand in _STRANDS:
        if strand.source in by_kind:
            edges += _pairs(viewer, strand, {f"{strand.path}__in": by_kind[strand.source]})
    return edges


def _edges_up(viewer: Any, by_kind: Mapping[str, list[str]]) -> list[Edge]:
    """One query per kind for all its foreign keys, and one per strand that takes a longer way."""
    edges: list[Edge] = []
    for code, ids in by_kind.items():
        kind, strands = kind_of(code), [strand for strand in _STRANDS if strand.target == code]
        if kind is None:
            continue
        near = [strand for strand in strands if _is_near(kind, strand)]
        if near:
            keys = kind.sight(viewer).filter(pk__in=ids).order_by().values_list("pk", *(strand.path for strand in near))
            for lower, *uppers in keys:
                edges += [_edge(strand, key, lower) for strand, key in zip(near, uppers, strict=True) if key is not None]
        for strand in strands:
            if strand not in near:
                edges += _pairs(viewer, strand, {"pk__in": ids})
    return edges


def _is_near(kind: Kind, strand: Strand) -> bool:
    """The path is a foreign key of the kind itself: one value per row."""
    return strand.path in {one.name for one in kind.model._meta.concrete_fields}


def _pairs(viewer: Any, strand: Strand, lookup: Mapping[str, Any]) -> list[Edge]:
    target = kind_of(strand.target)
    if target is None:
        return []
    pairs = target.sight(viewer).filter(**lookup, **{f"{strand.path}__isnull": False}).order_by()
    return [_edge(strand, upper, lower) for upper, lower in pairs.values_list(strand.path, "pk").distinct()]


def _edge(strand: Strand, upper: Any, lower: Any) -> Edge:
    return Edge((strand.source, str(upper)), (strand.target, str(lower)), str(strand.came_from), str(strand.became))


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
    ids: dict[str, list[str]] = defaultdict(list)
    for code, object_id in distances:
        ids[code].append(object_id)
    found = {kind: list(kind.sight(viewer).filter(pk__in=ids[kind.code])) for kind in all_kinds() if kind.code in ids}
    names = names_of(found, viewer)
    nodes: dict[Ref, Node] = {}
    for kind, subjects in found.items():
        for subject in subjects:
            ref = (kind.code, str(subject.pk))
            if subject.pk in names[kind]:
                nodes[ref] = Node(ref, kind, names[kind][subject.pk], kind.url(subject), distances[ref])
    return nodes
