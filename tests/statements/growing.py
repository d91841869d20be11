"""Grows the world of the tests: of every row that hangs on an object of one's own, as many as one likes. Any model, any room.

A copy is a deep one: with the row comes all that points to it, by a foreign key or as `(kind, id)` in text; what the row
itself points to stays. So an action gets more siblings in its programme, each with its progress, its events and its words
for the search. Values that must be unique get a number. A row that only its parents make unique (a head, a priority of a
piece) has no siblings: it grows with its parents.
"""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Max

type Key = tuple[type[models.Model], Any]
type Pair = tuple[models.Field[Any, Any], models.Field[Any, Any]]

# Models of which there is never a second row, with the reason.
ALONE = {"organisations.installation": "an installation is one row, by constraint"}


_NUMBERS = itertools.count(1)  # no two copies have the same


class TiedError(Exception):
    """Only its parents make this row unique, so it has no siblings."""


def key(row: models.Model) -> Key:
    return type(row), row.pk


def growing_rows(own: Iterable[models.Model]) -> list[models.Model]:
    """Of everything that hangs on these objects: the first row of each model under each of its parents."""
    chosen: dict[tuple[Any, ...], models.Model] = {}
    for start in own:
        for row in subtree(start):
            if _is_ours(type(row)) and row._meta.label_lower not in ALONE:
                chosen.setdefault((type(row), *_points_to(row)), row)
    return list(chosen.values())


def _is_ours(model: type[models.Model]) -> bool:
    return model._meta.app_config.name in settings.ROOMS and not model._meta.auto_created


def subtree(start: models.Model) -> list[models.Model]:
    """The row and all that points to it, and to that: parents before children."""
    found: dict[Key, models.Model] = {key(start): start}
    front = [start]
    while front:
        near = [one for row in front for one in _pointing_to(row)]
        front = [found.setdefault(key(one), one) for one in near if key(one) not in found]
    return _parents_first(found)


def _pointing_to(row: models.Model) -> Iterator[models.Model]:
    for relation in row._meta.get_fields(include_hidden=True):
        if (relation.one_to_many or relation.one_to_one) and relation.auto_created and not relation.concrete:
            to = getattr(row, relation.field.target_field.attname)
            yield from relation.related_model._base_manager.filter(**{relation.field.name: to})
    code = row._meta.label_lower
    for model, pairs in _text_references().items():
        for kind, object_id in pairs:
            yield from model._base_manager.filter(**{kind.name: code, object_id.name: str(row.pk)})


@cache
def _text_references() -> dict[type[models.Model], list[Pair]]:
    """Model → its pairs of (kind, id) in text: `kind` and `object_id`, `from_kind` and `from_id`."""
    found: dict[type[models.Model], list[Pair]] = {}
    for model in apps.get_models():
        fields = {one.name: one for one in model._meta.concrete_fields}
        for name, kind in fields.items():
            other = "object_id" if name == "kind" else name.removesuffix("kind") + "id"
            if name.endswith("kind") and isinstance(fields.get(other), models.CharField):
                found.setdefault(model, []).append((kind, fields[other]))
    return found


def _parents_first(rows: dict[Key, models.Model]) -> list[models.Model]:
    ordered: dict[Key, models.Model] = {}
    waiting = dict(rows)
    while waiting:
        ready = {at: row for at, row in waiting.items() if not any(to in waiting and to != at for to in _points_to(row))}
        if not ready:
            raise ValueError(f"these point to each other in a circle: {list(waiting.values())}")
        ordered |= ready
        waiting = {at: row for at, row in waiting.items() if at not in ready}
    return list(ordered.values())


def _points_to(row: models.Model) -> Iterator[Key]:
    for one in row._meta.concrete_fields:
        if one.is_relation and (value := getattr(row, one.attname)) is not None:
            yield one.related_model, value
    for kind, object_id in _text_references().get(type(row), ()):
        yield from _named(row, kind, object_id)


def _named(row: models.Model, kind: Any, object_id: Any) -> Iterator[Key]:
    """What a pair in text points to, as a key."""
    code = getattr(row, kind.name)
    model = next((model for model in apps.get_models() if model._meta.label_lower == code), None)
    if model is not None:
        try:
            yield model, model._meta.pk.to_python(getattr(row, object_id.name))
        except (ValueError, ValidationError):  # an id of another shape points to nothing
            return


@dataclass
class Grower:
    """Makes copies of one row and its subtree, as often as it is asked."""

    start: models.Model
    rows: list[models.Model] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rows = subtree(self.start)

    def grow(self, count: int) -> None:
        """`count` more of them. Raises TiedError when the row cannot have siblings."""
        numbers = [next(_NUMBERS) for _ in range(count)]
        made: dict[Key, list[Any]] = {}
        for row in self.rows:
            tops = {one: _top(type(row), one) for one in _to_vary(row, made)}
            copies = [_copy(row, made, index, number, tops) for index, number in enumerate(numbers)]
            created = type(row)._base_manager.bulk_create(copies, batch_size=500)
            made[key(row)] = [one.pk for one in created]


def _top(model: type[models.Model], one: models.Field[Any, Any]) -> int:
    if not isinstance(one, models.IntegerField):
        return 0
    return model._base_manager.aggregate(top=Max(one.name))["top"] or 0


def _copy(row: models.Model, made: dict[Key, list[Any]], index: int, number: int, tops: dict[Any, int]) -> models.Model:
    values = {
        one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields if not isinstance(one, models.AutoField)
    }
    copy = type(row)(**values)
    for one in row._meta.concrete_fields:
        if one.is_relation and (one.related_model, getattr(row, one.attname)) in made:
            setattr(copy, one.attname, made[one.related_model, getattr(row, one.attname)][index])
    for kind, object_id in _text_references().get(type(row), ()):
        for to in _named(row, kind, object_id):
            if to in made:
                setattr(copy, object_id.name, str(made[to][index]))
    for one, top in tops.items():
        setattr(copy, one.attname, _varied(one, getattr(row, one.attname), number, top, index))
    return copy


def _varied(one: models.Field[Any, Any], value: Any, number: int, top: int, index: int) -> Any:
    if isinstance(one, models.UUIDField):
        return uuid.uuid5(uuid.NAMESPACE_OID, f"{value}/{number}")
    if isinstance(one, models.IntegerField):
        return top + index + 1
    if isinstance(one, models.EmailField):
        return f"{number}-{value}"
    return f"{str(value)[: (one.max_length or 200) - 8]}-{number}"


def _to_vary(row: models.Model, made: dict[Key, list[Any]]) -> set[models.Field[Any, Any]]:
    """Which fields need a value of their own in a copy, so that no constraint is broken."""
    new = {one for one in row._meta.concrete_fields if one.is_relation and (one.related_model, getattr(row, one.attname)) in made}
    for kind, object_id in _text_references().get(type(row), ()):
        new |= {object_id for to in _named(row, kind, object_id) if to in made}
    pointing = {one for one in row._meta.concrete_fields if one.is_relation}
    pointing |= {one for pair in _text_references().get(type(row), ()) for one in pair}
    vary: set[models.Field[Any, Any]] = set()
    for unique in _unique_sets(row):
        if any(one in new or one in vary or getattr(row, one.attname) is None for one in unique):
            continue
        able = [one for one in unique if one not in pointing and not one.choices and isinstance(one, _ABLE)]
        if not able:
            raise TiedError(f"{row._meta.label}: {', '.join(one.name for one in unique)}")
        vary.add(able[-1])
    return vary


_ABLE = (models.UUIDField, models.IntegerField, models.CharField, models.TextField)


def _unique_sets(row: models.Model) -> Iterator[list[models.Field[Any, Any]]]:
    meta = row._meta
    yield from ([one] for one in meta.concrete_fields if one.unique and not isinstance(one, models.AutoField))
    for names in meta.unique_together:
        yield [meta.get_field(name) for name in names]
    for constraint in meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and _holds_for(constraint, row):
            yield [meta.get_field(name) for name in constraint.fields]


def _holds_for(constraint: models.UniqueConstraint, row: models.Model) -> bool:
    if constraint.condition is None:
        return True
    return type(row)._base_manager.filter(constraint.condition, pk=row.pk).exists()
