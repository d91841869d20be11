"""Areas, teams and the bodies that meet, as plain values. Areas are codes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Area:
    """level: country, unit, district, base_team or municipality; parent: code of the area it lies in."""

    code: str
    name: str
    level: str
    parent: str | None


@dataclass(frozen=True)
class Office:
    """A role in an area: who owns, chairs or keeps the minutes. Never a person."""

    role: str
    area: str


@dataclass(frozen=True)
class Body:
    """A body that meets (overleg). `municipalities` is empty when all of its teams take part."""

    key: str
    name: str
    kind: str
    level: str
    teams: tuple[str, ...]
    municipalities: tuple[str, ...]
    members: tuple[str, ...]
    organisations: tuple[str, ...]
    chair: Office | None
    secretary: Office | None
    meetings_per_year: tuple[int, int] | None
    task: str
    source: str


@dataclass(frozen=True)
class Team:
    key: str
    code: str
    name: str
    district: str
    unit: str
    municipalities: tuple[str, ...]
    note: str
    bodies: tuple[Body, ...]
