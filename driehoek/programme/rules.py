"""When an action is late, at risk or silent, whom that concerns, and what to do when two people changed the same action.

Pure: values in, values out; today's date is an argument. The same conditions as SQL stand in models.ActionQuerySet; a test holds
the two together.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from driehoek.programme.process import FINISHED_STATES, OPEN_STATES, WORKING_STATES
from driehoek.programme.sheet.compare import (
    ChangedAction,
    Conflict,
    Difference,
    Differences,
    NewAction,
    Problem,
    SheetAction,
    apply_differences,
    compare,
)

__all__ = [
    "FINISHED_STATES",
    "OPEN_STATES",
    "WORKING_STATES",
    "ChangedAction",
    "Conflict",
    "Difference",
    "Differences",
    "Merge",
    "NewAction",
    "Problem",
    "SheetAction",
    "Situation",
    "apply_differences",
    "compare",
    "concerns",
    "is_at_risk",
    "is_late",
    "is_silent",
    "is_unexplained",
    "merge",
    "waits_for_a_tick",
]

TICK_EVERY: Final = timedelta(days=28)  # one sentence a month keeps a programme alive
SILENT_AFTER: Final = timedelta(days=42)
ALMOST_DUE: Final = timedelta(days=28)
WORRIES: Final = ("needs_attention", "stuck")


@dataclass(frozen=True)
class Situation:
    """What the judgements below need to know of one action. `last_on` and `last_tick` are of its latest progress, if any."""

    state: str
    starts_on: date | None = None
    ends_on: date | None = None
    last_on: date | None = None
    last_tick: str = ""


def is_late(action: Situation, today: date) -> bool:
    """The end date has passed and the work is not done. An action on hold is not late: that was decided, with a reason."""
    return action.state in WORKING_STATES and action.ends_on is not None and action.ends_on < today


def is_unexplained(action: Situation, today: date) -> bool:
    """Late, and nobody has said a word since the end date passed."""
    return is_late(action, today) and (
        action.last_on is None or (action.ends_on is not None and action.last_on <= action.ends_on)
    )


def is_at_risk(action: Situation, today: date) -> bool:
    """Not late yet, but its owner is worried, or it is almost due and not even started."""
    if action.state not in WORKING_STATES or is_late(action, today):
        return False
    unstarted = action.state == "planned" and action.ends_on is not None and action.ends_on <= today + ALMOST_DUE
    return action.last_tick in WORRIES or unstarted


def is_silent(action: Situation, today: date, after: timedelta = SILENT_AFTER) -> bool:
    """At work, and nothing heard for so long; counted from the start when nothing was ever heard."""
    since = action.last_on or action.starts_on
    return action.state == "running" and (since is None or since <= today - after)


def waits_for_a_tick(action: Situation, today: date) -> bool:
    """Whether its owner should say how it goes: at work or due to start, and not heard of for a month or late."""
    at_work = action.state == "running" or (
        action.state == "planned" and action.starts_on is not None and action.starts_on <= today
    )
    return at_work and (action.last_on is None or action.last_on <= today - TICK_EVERY or is_unexplained(action, today))


def concerns(
    *, is_owner: bool, works_in: Collection[str], leads: str, programme_area: str, joint_areas: Collection[str] = ()
) -> tuple[str, ...]:
    """Why an action concerns someone: `owner`, `lead` (their municipality leads it), `programme` (they work in its area), `joint`
    (it is of the whole team, and they work in one of its municipalities). Empty: it does not.
    """
    reasons = []
    if is_owner:
        reasons.append("owner")
    if leads and leads in works_in:
        reasons.append("lead")
    if programme_area in works_in:
        reasons.append("programme")
    elif any(area in works_in for area in joint_areas):
        reasons.append("joint")
    return tuple(reasons)


@dataclass(frozen=True)
class Merge:
    """The outcome of two people changing one object: what can be written, and what only a person can decide."""

    write: dict[str, Any]
    conflicts: dict[str, tuple[Any, Any]]  # field → (mine, theirs)


def merge(base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> Merge:
    """Three ways: what only I changed is written; what both changed differently is a question; what I left alone stays theirs.

    base    the values that were on my screen
    mine    the values I typed (any part of the fields)
    theirs  the values that stand there now
    """
    write, conflicts = {}, {}
    for field, value in mine.items():
        if value == base[field] or value == theirs[field]:
            continue
        if theirs[field] == base[field]:
            write[field] = value
        else:
            conflicts[field] = (value, theirs[field])
    return Merge(write, conflicts)
