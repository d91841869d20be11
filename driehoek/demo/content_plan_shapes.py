"""A plan as plain values: its text, its layers, its councils. Keys are readable and stable (`meierij/digitaal/doel-2`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class HigherLink:
    """A link up. kind: translates, coincides, adds, feeds or deviates; the last needs a reason."""

    to: str
    kind: str
    reason: str


@dataclass(frozen=True)
class Criteria:
    title: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class Statement:
    """A reason, ambition or principle: one sentence with a key of its own."""

    key: str
    text: str


@dataclass(frozen=True)
class Line:
    """A cross-cutting line; `municipality` when it runs through one municipality's themes only."""

    key: str
    title: str
    municipality: str | None


@dataclass(frozen=True)
class Goal:
    """`priority` is None for a general goal of the whole plan."""

    key: str
    text: str
    priority: str | None
    no_indicator_reason: str


@dataclass(frozen=True)
class Measure:
    """kind: measure (maatregel) or point (aandachtspunt), as the plan itself calls it."""

    key: str
    text: str
    kind: str
    priority: str
    serves: tuple[str, ...]
    items: tuple[str, ...]


@dataclass(frozen=True)
class Section:
    """`slot`: each municipality fills it. `municipality`: a local piece. `writer`: printed in all, written by one."""

    key: str
    kind: str
    title: str
    body: str
    slot: bool
    municipality: str | None
    writer: str | None


@dataclass(frozen=True)
class Priority:
    key: str
    title: str
    level: str
    municipality: str | None
    parent: str | None
    fields: tuple[str, ...]
    challenge: str
    reasons: tuple[Statement, ...]
    ambitions: tuple[Statement, ...]
    goals: tuple[Goal, ...]
    measures: tuple[Measure, ...]
    lines: tuple[str, ...]
    higher: tuple[HigherLink, ...]
    supports: tuple[str, ...]
    children: tuple[Priority, ...]

    def walk(self) -> Iterator[Priority]:
        """This priority, then what lies under it."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class RegularWork:
    """Work beside the priorities, in one of the five safety fields V1-V5."""

    key: str
    field: str
    title: str
    text: str


@dataclass(frozen=True)
class LayerEdit:
    """op: add (a local piece), fill (a slot), replace (joint text) or leave_out (a joint piece)."""

    op: str
    piece: str
    text: str
    reason: str


@dataclass(frozen=True)
class Layer:
    municipality: str
    values: Mapping[str, str]
    none_wanted: bool
    edits: tuple[LayerEdit, ...]


@dataclass(frozen=True)
class Adoption:
    municipality: str
    state: str
    decided_on: date | None
    decision_number: str
    votes: tuple[int, int] | None
    note: str


@dataclass(frozen=True)
class Contribution:
    cents_per_inhabitant: int
    text: str
    purposes: tuple[str, ...]


@dataclass(frozen=True)
class Milestone:
    happens_on: date
    text: str
    source: str
    note: str


@dataclass(frozen=True)
class Plan:
    """sharing: parts, parallel, identical, template or local_sections. `municipality`: the plan of one municipality."""

    key: str
    team: str
    municipality: str | None
    developed_with: tuple[str, ...]
    source: str
    title: str
    starts_on: date
    ends_on: date
    state: str
    version: str
    sharing: str
    legal_basis: str
    authors: str
    contribution: Contribution | None
    milestones: tuple[Milestone, ...]
    general_goals: tuple[Goal, ...]
    principles: tuple[Statement, ...]
    lines: tuple[Line, ...]
    criteria: Criteria
    sections: tuple[Section, ...]
    priorities: tuple[Priority, ...]
    regular_work: tuple[RegularWork, ...]
    layers: tuple[Layer, ...]
    adoptions: tuple[Adoption, ...]

    def all_priorities(self) -> Iterator[Priority]:
        """Priorities and what lies under them, in the order of the text."""
        for priority in self.priorities:
            yield from priority.walk()

    def goals(self) -> Iterator[Goal]:
        yield from self.general_goals
        for priority in self.all_priorities():
            yield from priority.goals

    def measures(self) -> Iterator[Measure]:
        for priority in self.all_priorities():
            yield from priority.measures

    def adopted_in(self) -> tuple[int, int]:
        """k and n of "vastgesteld in k van n raden"."""
        return sum(adoption.state == "adopted" for adoption in self.adoptions), len(self.adoptions)
