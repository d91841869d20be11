"""What a municipality set out to do: the priorities of its text with their goals and measures.

From the version that its council adopted; where there is none yet, from the working text, for who may read that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from driehoek.documents.text import to_plain
from driehoek.organisations.models import Area
from driehoek.organisations.viewer import Viewer
from driehoek.plans.models import Adoption, Layer, Plan, Version
from driehoek.plans.queries import read
from driehoek.plans.rules import fill

_NAMED = ("priority", "regular")


@dataclass(frozen=True)
class GoalLine:
    piece: str
    title: str
    indicator: str = ""
    no_indicator_reason: str = ""


@dataclass(frozen=True)
class MeasureLine:
    piece: str
    title: str


@dataclass
class PriorityPart:
    """A priority (or regular work, or with piece "": what belongs to the plan as a whole)."""

    piece: str
    title: str
    regular: bool = False
    goals: list[GoalLine] = field(default_factory=list)
    measures: list[MeasureLine] = field(default_factory=list)


@dataclass(frozen=True)
class Outline:
    """adoption: the decision of the council that stands; version: the text that is used; neither for a working text."""

    parts: tuple[PriorityPart, ...]
    adoption: Adoption | None
    version: Version | None


@dataclass(frozen=True)
class _Row:
    piece: str
    kind: str
    parent: str
    title: str
    body: str
    facts: Mapping[str, Any]

    @property
    def name(self) -> str:
        line = " ".join((self.title or to_plain(self.body)).split())
        return line if len(line) <= 160 else line[:158].rsplit(" ", 1)[0] + " …"


def outline(viewer: Viewer, plan: Plan, municipality: Area, today: date) -> Outline:
    standing = Adoption.objects.visible_to(viewer).standing_on(today).filter(plan=plan, municipality=municipality)
    adoption = standing.select_related("version").order_by("decided_on", "pk").last()
    if adoption is not None:
        return Outline(_parts(_frozen_rows(adoption.version)), adoption, adoption.version)
    layer = Layer.objects.visible_to(viewer).filter(plan=plan, municipality=municipality).select_related("plan").first()
    if layer is not None:
        return Outline(_parts(_working_rows(layer)), None, None)
    version = Version.objects.visible_to(viewer).filter(plan=plan, municipality=municipality).order_by("number").last()
    return Outline(_parts(_frozen_rows(version)) if version else (), None, version)


def _frozen_rows(version: Version) -> list[_Row]:
    return [
        _Row(one["piece"], one["kind"], one["parent"] or "", one["title"], one["body"], one["facts"]) for one in version.pieces
    ]


def _working_rows(layer: Layer) -> list[_Row]:
    text = read(layer)
    return [
        _Row(
            str(line.piece), line.kind, str(line.parent or ""),
            fill(line.title, text.values), fill(line.body, text.values), line.facts,
        )
        for line in text.lines
    ]  # fmt: skip


def _parts(rows: Iterable[_Row]) -> tuple[PriorityPart, ...]:
    """The rows under the nearest priority above them, in the order of the text; what is under none comes first."""
    whole = PriorityPart("", "")
    found: dict[str, PriorityPart] = {}
    above: dict[str, PriorityPart] = {}
    for row in rows:
        part = above.get(row.parent, whole)
        if row.kind in _NAMED:
            title = f"{part.title}: {row.name}" if part is not whole else row.name
            part = found[row.piece] = PriorityPart(row.piece, title, row.kind == "regular")
        elif row.kind == "goal":
            facts = row.facts
            part.goals.append(
                GoalLine(row.piece, row.name, str(facts.get("indicator", "")), str(facts.get("no_indicator_reason", "")))
            )
        elif row.kind == "measure":
            part.measures.append(MeasureLine(row.piece, row.name))
        above[row.piece] = part
    listed = [part for part in found.values() if part.goals or part.measures or not part.regular]
    return tuple(([whole] if whole.goals or whole.measures else []) + listed)
