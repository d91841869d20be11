"""Write many pieces at once: a tree from a document, or from anywhere else. All or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from driehoek.common import clock
from driehoek.common.errors import Refused
from driehoek.common.events import record
from driehoek.plans.parts.keeping import keep_in_step
from driehoek.plans.reading.rows import Row, rows_of, tree_of
from driehoek.plans.reading.tree import NewPiece
from driehoek.plans.writing import rules, store
from driehoek.plans.writing.commands import start_plan, started_writing
from driehoek.plans.writing.models import Edit, Head, Layer, Piece, Plan
from driehoek.plans.writing.ranks import spread
from driehoek.plans.writing.reading import read

if TYPE_CHECKING:
    from driehoek.organisations.viewer import Viewer


@transaction.atomic
def add_tree(
    by: Viewer,
    plan_id: UUID,
    municipality: str | None,
    tree: Sequence[NewPiece],
    *,
    parent: UUID | None = None,
    source: str = "",
) -> list[UUID]:
    """Write a whole tree of new pieces at the end of `parent` (None: of the text). Returns the ids in reading order."""
    layer = store.find_layer(by, plan_id, municipality)
    store.require_write(by, layer)
    store.lock_layers(layer)
    text = read(layer)
    siblings = text.siblings(parent)
    if tree:
        for new in tree:  # refuses a place that is gone or cannot hold it
            store.choose_rank(text, new.kind, parent, "last")
    batch = _Batch(by, layer)
    batch.place(tree, parent, siblings[-1].rank if siblings else None)
    batch.write()
    started_writing(layer)
    keep_in_step(layer.plan, [piece.pk for piece in batch.pieces])
    record(by, "layer.tree_added", layer, area_code=layer.area_code(), count=len(batch.pieces), source=source)
    return [piece.pk for piece in batch.pieces]


@dataclass
class _Batch:
    """Pieces, edits and heads of one tree, made in three statements."""

    by: Viewer
    layer: Layer
    pieces: list[Piece] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)

    def place(self, tree: Sequence[NewPiece], parent: UUID | None, low: str | None) -> None:
        ranks = spread(len(tree), low, None, odd=not self.layer.is_joint)
        for new, rank in zip(tree, ranks, strict=True):
            words = store.tidy(new.kind, new.title, new.body, new.facts)
            piece = Piece(
                plan=self.layer.plan, home=self.layer, kind=new.kind, writer_id=new.writer if self.layer.is_joint else None
            )
            if new.uuid is not None:
                piece.uuid = new.uuid
            self.pieces.append(piece)
            self.edits.append(
                Edit(
                    piece=piece, layer=self.layer, number=1, op=rules.WRITE, parent_id=parent, rank=rank,
                    title=words.title, body=words.body, facts=words.facts, reason=new.reason,
                    by=self.by.code, by_name=self.by.name, at=clock.now(),
                )
            )  # fmt: skip
            for child in new.children:
                if not rules.may_hold(new.kind, child.kind):
                    raise Refused(
                        _("‘%(child)s’ (%(kind)s) past niet onder ‘%(title)s’. Kies een ander soort.")
                        % {"child": child.name, "kind": child.kind_label, "title": new.name}
                    )
            self.place(new.children, piece.pk, None)

    def write(self) -> None:
        Piece.objects.bulk_create(self.pieces, batch_size=500)
        Edit.objects.bulk_create(self.edits, batch_size=200)
        heads = [Head(piece=edit.piece, layer=self.layer, edit=edit) for edit in self.edits]
        Head.objects.bulk_create(heads, batch_size=500)


@transaction.atomic
def start_from_rows(
    by: Viewer,
    *,
    area: str,
    title: str,
    starts_on: date,
    ends_on: date,
    rows: Sequence[Row],
    name: str,
    pattern: str = Plan.Pattern.IDENTICAL,
) -> Plan:
    """Start a plan with the pieces that a person saw and corrected. `name` is the file they came from."""
    plan = start_plan(by, area=area, title=title, starts_on=starts_on, ends_on=ends_on, pattern=pattern)
    add_tree(by, plan.pk, str(plan.municipality_id) if plan.municipality_id else None, tree_of(rows), source=name)
    return plan


def start_from_document(
    by: Viewer,
    *,
    area: str,
    title: str,
    starts_on: date,
    ends_on: date,
    name: str,
    data: bytes,
    kinds: Mapping[int, str] | None = None,
    pattern: str = Plan.Pattern.IDENTICAL,
) -> Plan:
    """Read a file of one's own and start a plan with it. `kinds` corrects the suggested kind, by number of the row."""
    rows = [row.as_kind((kinds or {}).get(number, row.kind)) for number, row in enumerate(rows_of(name, data))]
    everything: dict[str, Any] = {"title": title, "starts_on": starts_on, "ends_on": ends_on, "pattern": pattern}
    return start_from_rows(by, area=area, rows=rows, name=name, **everything)
