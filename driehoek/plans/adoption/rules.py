"""What a released text holds and how it is told apart from another, and when a plan is adopted. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from typing import Any, Final, Protocol

from driehoek.plans.writing.rules import Line, fill

SCHEMA: Final = 1


def content(
    lines: Iterable[Line],
    values: Mapping[str, str],
    about: Mapping[str, Any],
    *,
    left_out: Iterable[Mapping[str, str]] = (),
    escaped: Callable[[str], str] = str,
) -> dict[str, Any]:
    """The whole text as it is released: the slots filled, each piece with the edit that it was read from.

    about     the plan of that moment: title, period, municipality (code and name)
    left_out  what of the joint text is not in it: piece, title and reason
    escaped   turns a value into running text of our dialect
    """
    in_body = {name: escaped(value) for name, value in values.items()}
    return {
        "schema": SCHEMA,
        "plan": dict(about),
        "values": dict(values),
        "pieces": [
            {
                "piece": str(line.piece),
                "edit": line.written.id,
                "kind": line.kind,
                "depth": line.depth,
                "parent": str(line.parent) if line.parent else None,
                "how": line.how,
                "title": fill(line.title, values),
                "body": fill(line.body, in_body),
                "facts": dict(line.facts),
                "writer": line.written.writer,
                "reason": line.written.reason if line.how != "joint" else "",
                "instead_of": [fill(line.joint.title, values), fill(line.joint.body, in_body)] if line.joint else None,
            }
            for line in lines
        ],
        "left_out": [dict(one) for one in left_out],
    }


def digest(released: Mapping[str, Any]) -> str:
    """SHA-256 over the text and nothing else: two councils that adopt the same words adopt the same digest.

    The words are kind, depth, title, body and facts of each piece in order; not the layer, the edits or who wrote them.
    """
    words = [[one["kind"], one["depth"], one["title"], one["body"], one["facts"]] for one in released["pieces"]]
    canonical = json.dumps(words, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def adopting_step(state: str, adopted: Collection[str], everyone: Collection[str]) -> str | None:
    """The step that the plan takes now that these municipalities adopted it: `adopt_some`, `adopt_all`, `revoke_…` or none."""
    done = set(everyone) & set(adopted)
    target = "adopted" if done and done == set(everyone) else "partly_adopted" if done else "before_councils"
    if state == target:
        return None
    return {
        ("before_councils", "partly_adopted"): "adopt_some",
        ("before_councils", "adopted"): "adopt_all",
        ("partly_adopted", "adopted"): "adopt_all",
        ("adopted", "partly_adopted"): "revoke_some",
        ("adopted", "before_councils"): "revoke_all",
        ("partly_adopted", "before_councils"): "revoke_all",
    }.get((state, target))


class Decision(Protocol):
    @property
    def decided_on(self) -> date: ...


def in_force[D: Decision](decisions: Iterable[D], day: date) -> D | None:
    """The decision that holds on that day: the latest one by date; of two on one day the last in the row."""
    holds = None
    for decision in decisions:
        if decision.decided_on <= day and (holds is None or decision.decided_on >= holds.decided_on):
            holds = decision
    return holds
