"""Breaks in the thread, shown quietly and only when they are real. Each rule lives in the rightmost room that it reads."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Gap:
    """One break: which rule, in which object, since when, who can mend it.

    object        "plans.goal:<uuid>"
    municipality  CBS code, or "" for what is joint
    owner         the role that can mend it, as a Dutch word
    """

    rule: str
    object: str
    title: str
    url: str
    municipality: str
    since: date | None
    owner: str
    sentence: str

    def as_json(self) -> dict[str, Any]:
        return {
            "rule": self.rule,
            "object": self.object,
            "title": self.title,
            "url": self.url,
            "municipality": self.municipality or None,
            "since": self.since.isoformat() if self.since else None,
            "owner": self.owner,
            "sentence": self.sentence,
        }


type Rule = Callable[[Any], Iterable[Gap]]

_RULES: list[Rule] = []


def gap_rule(rule: Rule) -> Rule:
    """Declare a rule, in a room's `strands.py`: viewer → the gaps that this viewer may see."""
    _RULES.append(rule)
    return rule


def find_gaps(viewer: Any) -> list[Gap]:
    """All gaps that this viewer may see, by rule and title."""
    found = [gap for rule in _RULES for gap in rule(viewer)]
    return sorted(found, key=lambda gap: (gap.rule, gap.municipality, gap.title, gap.object))
