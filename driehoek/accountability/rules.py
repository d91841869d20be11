"""What a report must hold before it is checked, which period it is about, and what makes two of them equal. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from driehoek.accountability.process import REPORT

__all__ = [
    "CONCLUSION",
    "INTRODUCTION",
    "REPORT",
    "Check",
    "cents_of",
    "default_period",
    "digest",
    "priority_key",
    "unfinished",
]

INTRODUCTION: Final = "introduction"
CONCLUSION: Final = "conclusion"
MOST_TEXT: Final = 20_000  # characters in one text of the adviser


def priority_key(piece: object) -> str:
    """Where the answer to one priority is kept."""
    return f"priority:{piece}"


@dataclass(frozen=True)
class Check:
    """One thing that was looked at. `todo`: what is still to be done, each with the address where (or empty)."""

    code: str
    label: str
    todo: Sequence[tuple[str, str]] = field(default_factory=tuple)

    @property
    def done(self) -> bool:
        return not self.todo


def unfinished(checks: Iterable[Check]) -> list[Check]:
    return [check for check in checks if not check.done]


def default_period(plan_starts: date, plan_ends: date, last_until: date | None, today: date) -> tuple[date, date]:
    """(since, until) that a new report begins with: from the day after the last one, else from 1 January; up to today.

    Never outside the plan, except that a plan which ended is reported on up to its last day.
    """
    until = min(max(today, plan_starts), plan_ends)
    since = last_until + timedelta(days=1) if last_until is not None else date(until.year, 1, 1)
    return min(max(since, plan_starts), until), until


def cents_of(cents_per_inhabitant: int, inhabitants: int) -> int:
    """The contribution of a municipality in a year, in whole cents."""
    return cents_per_inhabitant * inhabitants


def digest(content: Mapping[str, Any]) -> str:
    """SHA-256 over the whole of what was frozen."""
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
