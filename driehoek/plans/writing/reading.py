"""Read the text of a layer, now or as it was: one query for the words, one more only where own words replace joint ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from driehoek.plans.writing import rules
from driehoek.plans.writing.models import Edit, Filling, Head, Layer
from driehoek.plans.writing.rules import Line, Written

_FIELDS = (
    "id", "piece_id", "piece__kind", "op", "parent_id", "rank", "title", "body", "facts", "reason", "base_id",
    "layer_id", "number", "at", "by_name", "piece__writer_id",
)  # fmt: skip


HEAD_FIELDS = tuple(name if name.startswith("piece__") else f"edit__{name}" for name in _FIELDS)  # the piece of both is one


def as_written(row: tuple[Any, ...]) -> Written:
    return Written(*row)


@dataclass(frozen=True)
class Text:
    """The text of one layer: the last edits of the joint text and of the layer itself (None: it is the joint text)."""

    layer: Layer
    joint: Mapping[UUID, Written]
    own: Mapping[UUID, Written] | None
    values: Mapping[str, str]

    @cached_property
    def lines(self) -> list[Line]:
        return rules.text(self.joint, self.own, bases=self._bases())

    def _bases(self) -> dict[int, Written]:
        ids = {word.base for word in (self.own or {}).values() if word.base and word.op == rules.WRITE}
        known = {word.id: word for word in self.joint.values()}
        found = {key: known[key] for key in ids if key in known}
        missing = ids - found.keys()
        if missing:
            found |= {row[0]: as_written(row) for row in Edit.objects.filter(pk__in=missing).values_list(*_FIELDS)}
        return found

    @cached_property
    def places(self) -> dict[UUID, Written]:
        """Where each piece stands, shown or not."""
        own = self.own or {}
        places = {piece: rules.stands(own.get(piece), self.joint.get(piece)) for piece in self.joint.keys() | own.keys()}
        return {piece: place for piece, place in places.items() if place is not None}

    @cached_property
    def by_piece(self) -> dict[UUID, Line]:
        return {line.piece: line for line in self.lines}

    def siblings(self, parent: UUID | None) -> list[Written]:
        """All pieces right under this one, dropped ones included, in order."""
        return sorted((place for place in self.places.values() if place.parent == parent), key=rules.place_order)


def read(layer: Layer, at: datetime | None = None) -> Text:
    """The text of a layer as it is, or as it was at a moment."""
    rows = (_heads(layer) if at is None else _at(layer, at)).order_by()
    joint: dict[UUID, Written] = {}
    own: dict[UUID, Written] = {}
    for row in rows:
        word = as_written(row)
        (own if word.layer == layer.pk and not layer.is_joint else joint)[word.piece] = word
    values = layer.values if at is None else _values_at(layer, at)
    return Text(layer, joint, None if layer.is_joint else own, values)


def _scope(layer: Layer) -> Q:
    """The layer itself and the joint one of its plan."""
    of_plan = Layer.objects.filter(plan=layer.plan_id)  # a subquery: an OR across a join finds no index
    return Q(layer__in=of_plan.filter(Q(pk=layer.pk) | Q(municipality__isnull=True)).values("pk"))


def _heads(layer: Layer) -> Any:
    return Head.objects.filter(_scope(layer)).values_list(*HEAD_FIELDS)


def _at(layer: Layer, at: datetime) -> Any:
    later = Edit.objects.filter(layer=OuterRef("layer"), piece=OuterRef("piece"), number__gt=OuterRef("number"), at__lte=at)
    return Edit.objects.filter(_scope(layer), ~Exists(later), at__lte=at).values_list(*_FIELDS)


def _values_at(layer: Layer, at: datetime) -> dict[str, str]:
    values = Filling.objects.filter(layer=layer, at__lte=at).order_by("-id").values_list("values", flat=True).first()
    return values or {}
