"""The open lists of areas that the project carries (see open_data/SOURCES.md), read once per process."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "open_data"


@dataclass(frozen=True)
class AreaRow:
    code: str
    level: str
    name: str
    province: str
    valid_from: date | None
    valid_until: date | None

    def exists_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_until is None or self.valid_until > day)


def _rows(file: str) -> list[dict[str, str]]:
    with (FOLDER / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@cache
def areas() -> tuple[AreaRow, ...]:
    """Country, units, districts, teams and municipalities, those that are gone included."""
    read = [*_rows("areas.csv"), *({"level": "municipality", **row} for row in _rows("municipalities.csv"))]
    return tuple(
        AreaRow(
            row["code"], row["level"], row["name"], row.get("province", ""), _date(row["valid_from"]), _date(row["valid_until"])
        )
        for row in read
    )


def changes() -> list[tuple[date, str, str, str]]:
    """(day, kind, old code, new code)"""
    return [(date.fromisoformat(row["date"]), row["kind"], row["from_code"], row["to_code"]) for row in _rows("area_changes.csv")]


def memberships() -> list[tuple[str, str, date | None, date | None, str]]:
    """(parent, child, from, until, how it is known)"""
    return [
        (row["parent"], row["child"], _date(row["valid_from"]), _date(row["valid_until"]), row["basis"])
        for row in _rows("area_memberships.csv")
    ]


def borders() -> list[tuple[str, str]]:
    return [(row["code"], row["neighbour_code"]) for row in _rows("neighbours.csv")]
