"""Keep the rows of priorities, goals, measures and lines in step with the text. Called by every command that changes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import F

from driehoek.plans.parts.finding import index_pieces
from driehoek.plans.parts.models import CrossLine, Goal, Measure, Part, Priority
from driehoek.plans.writing import rules
from driehoek.plans.writing.models import Head, Piece, Plan
from driehoek.plans.writing.reading import HEAD_FIELDS, as_written
from driehoek.plans.writing.rules import Written

MODELS: dict[str, type[Part]] = {
    "priority": Priority,
    "regular": Priority,
    "goal": Goal,
    "measure": Measure,
    "line": CrossLine,
}


def named(piece: Piece) -> Piece | Part:
    """The row that people speak of, where this piece has one; else the piece."""
    model = MODELS.get(piece.kind)
    if model is None:
        return piece
    try:
        return model._default_manager.get(pk=piece.pk)
    except ObjectDoesNotExist:
        return piece


def keep_in_step(plan: Plan, changed: Iterable[UUID] = ()) -> None:
    """Bring the rows of this plan in line with its text, and the search index with them and with `changed`."""
    homes = Head.objects.filter(piece__plan=plan, layer=F("piece__home")).order_by()
    rows = list(homes.values_list("layer_id", "layer__municipality_id", *HEAD_FIELDS))
    words = {row[3]: as_written(row[2:]) for row in rows}
    homes_of = {row[3]: (row[0], row[1]) for row in rows}
    wanted: dict[type[Part], dict[UUID, dict[str, Any]]] = {model: {} for model in (Priority, Goal, Measure, CrossLine)}
    for position, word in enumerate(_in_order(words)):
        model = MODELS.get(word.kind)
        if model is not None:
            home, municipality = homes_of[word.piece]
            wanted[model][word.piece] = {
                "home_id": home,
                "municipality_id": municipality,
                "title": _title(word),
                "facts": dict(word.facts),
                "position": position,
                "dropped": word.op == rules.DROP,
                **_above(model, plan, word, words),
            }
    touched = set(changed)
    for model in (Priority, Goal, Measure, CrossLine):
        touched |= _bring_in_line(model, plan, wanted[model])
    index_pieces(touched)


def _title(word: Written) -> str:
    from driehoek.plans.writing.store import name_of

    return name_of(word)[:300]


def _in_order(words: Mapping[UUID, Written]) -> list[Written]:
    children: dict[UUID | None, list[Written]] = {}
    for word in words.values():
        children.setdefault(word.parent, []).append(word)
    for siblings in children.values():
        siblings.sort(key=rules.place_order, reverse=True)
    stack, ordered = list(children.get(None, [])), []
    while stack:
        word = stack.pop()
        ordered.append(word)
        stack += children.get(word.piece, [])
    return ordered


def _above(model: type[Part], plan: Plan, word: Written, words: Mapping[UUID, Written]) -> dict[str, Any]:
    """What it falls under: the nearest piece above it of the kind asked for that was not dropped."""
    if model is CrossLine:
        return {}
    priority = _nearest(word, words, ("priority", "regular"))
    if model is Priority:
        return {"parent_id": priority, "regular": word.kind == "regular"}
    if model is Goal:
        return {"priority_id": priority, "whole_plan_id": None if priority else plan.pk}
    goal = _nearest(word, words, ("goal",))
    return {"goal_id": goal, "priority_id": priority, "direct_priority_id": None if goal else priority}


def _nearest(word: Written, words: Mapping[UUID, Written], kinds: tuple[str, ...]) -> UUID | None:
    at = words.get(word.parent) if word.parent else None
    while at is not None:
        if at.kind in kinds and at.op == rules.WRITE:
            return at.piece
        at = words.get(at.parent) if at.parent else None
    return None


def _bring_in_line(model: type[Part], plan: Plan, wanted: Mapping[UUID, dict[str, Any]]) -> set[UUID]:
    """Make and change the rows that differ. Returns those of which words or presence changed."""
    if not wanted:
        return set()
    rows = {row.pk: row for row in model._default_manager.filter(plan=plan)}
    new = [model(piece_id=piece, plan=plan, **values) for piece, values in wanted.items() if piece not in rows]
    changed, touched = [], {row.pk for row in new}
    for piece, row in rows.items():
        values = wanted.get(piece, {})
        differs = {name for name, value in values.items() if getattr(row, name) != value}
        if differs:
            for name in differs:
                setattr(row, name, values[name])
            changed.append(row)
            if differs & {"title", "dropped", "home_id"}:
                touched.add(piece)
    if new:  # what it falls under stands before it in the text, so the order of the text is the order of the keys
        model._default_manager.bulk_create(new)
    if changed:
        names = [name.removesuffix("_id") for name in next(iter(wanted.values()))]
        model._default_manager.bulk_update(changed, names, batch_size=200)
    return touched
