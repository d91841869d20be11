"""Everything the demo holds, as plain values: higher plans, people, links, and the whole. No Django, no files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from driehoek.demo.content_area_shapes import Area, Body, Office, Team
from driehoek.demo.content_plan_shapes import (
    Adoption,
    Contribution,
    Criteria,
    Goal,
    HigherLink,
    Layer,
    LayerEdit,
    Line,
    Measure,
    Milestone,
    Plan,
    Priority,
    RegularWork,
    Section,
    Statement,
)
from driehoek.demo.content_programme_shapes import Action, Note, Programme, ProgrammeDecision
from driehoek.demo.content_talk_shapes import InputRequest, Talk

__all__ = [
    "GAP_RULES",
    "Action",
    "Adoption",
    "Area",
    "Body",
    "Content",
    "Contribution",
    "Criteria",
    "Gap",
    "Goal",
    "GoalIndicators",
    "Grant",
    "HigherLink",
    "HigherPlan",
    "Indicator",
    "Interpretation",
    "Layer",
    "LayerEdit",
    "Line",
    "LineActions",
    "Measure",
    "Milestone",
    "Note",
    "Office",
    "Person",
    "Plan",
    "Priority",
    "Programme",
    "ProgrammeDecision",
    "RegularWork",
    "Section",
    "Statement",
    "Team",
    "Theme",
]


@dataclass(frozen=True)
class Theme:
    key: str
    title: str
    plan: str
    higher: tuple[HigherLink, ...]


@dataclass(frozen=True)
class HigherPlan:
    key: str
    name: str
    kind: str
    level: str
    area: str
    starts_on: date
    ends_on: date
    text: str
    source: str
    principles: tuple[str, ...]
    criteria: Criteria | None
    themes: tuple[Theme, ...]


@dataclass(frozen=True)
class Grant:
    role: str
    scope: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Person:
    name: str
    email: str
    note: str
    roles: tuple[Grant, ...]


@dataclass(frozen=True)
class Interpretation:
    """kind: meaning (duiding) or caveat (kanttekening), on a figure of an area and a year."""

    area: str
    phenomenon: str
    period: int
    kind: str
    text: str
    role: str
    written_on: date


@dataclass(frozen=True)
class Report:
    """A progress report to a council. Without a day of offering it is still being written."""

    plan: str
    municipality: str
    since: date
    until: date
    made_on: date
    introduction: str
    conclusion: str
    despite: str
    offered_on: date | None
    noted_on: date | None
    decision_number: str
    published_on: date | None

    @property
    def days(self) -> list[date]:
        """The days of its way, in the order of that way."""
        return [day for day in (self.until, self.made_on, self.offered_on, self.noted_on, self.published_on) if day]


@dataclass(frozen=True)
class Indicator:
    """`in_demo`: whether the figures of the demo hold this code."""

    code: str
    name: str
    in_demo: bool


@dataclass(frozen=True)
class GoalIndicators:
    """direction: lower, higher, or none when the figure moves with police effort or reporting."""

    goal: str
    codes: tuple[str, ...]
    direction: str
    note: str


@dataclass(frozen=True)
class LineActions:
    line: str
    actions: tuple[str, ...]


@dataclass(frozen=True)
class Gap:
    """A break in the thread that is left on purpose. rule: see `GAP_RULES`."""

    rule: str
    piece: str
    text: str


@dataclass(frozen=True)
class Content:
    areas: Mapping[str, Area]
    partners: tuple[str, ...]
    teams: tuple[Team, ...]
    shared_bodies: tuple[Body, ...]
    higher_plans: tuple[HigherPlan, ...]
    plans: tuple[Plan, ...]
    programmes: tuple[Programme, ...]
    people: tuple[Person, ...]
    interpretations: tuple[Interpretation, ...]
    reports: tuple[Report, ...]
    talks: tuple[Talk, ...]
    input_requests: tuple[InputRequest, ...]
    indicators: Mapping[str, Indicator]
    goal_indicators: tuple[GoalIndicators, ...]
    line_actions: tuple[LineActions, ...]
    gaps: tuple[Gap, ...]

    def themes(self) -> dict[str, Theme]:
        return {theme.key: theme for plan in self.higher_plans for theme in plan.themes}

    def actions(self) -> Iterator[Action]:
        for programme in self.programmes:
            yield from programme.actions

    def bodies(self) -> Iterator[Body]:
        for team in self.teams:
            yield from team.bodies
        yield from self.shared_bodies

    def plan(self, key: str) -> Plan:
        """Raises KeyError when there is no such plan."""
        for plan in self.plans:
            if plan.key == key:
                return plan
        raise KeyError(key)


GAP_RULES = ("goal_without_indicator", "measure_without_action", "priority_without_theme")
