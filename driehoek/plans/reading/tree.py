"""A piece that is to be written, with what stands under it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from driehoek.plans.writing.models import PieceKind


@dataclass(frozen=True)
class NewPiece:
    """`writer`: the municipality that writes a joint piece. `uuid`: only where the caller must know it beforehand."""

    kind: str
    title: str = ""
    body: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    children: Sequence[NewPiece] = ()
    reason: str = ""
    writer: str | None = None
    uuid: UUID | None = None

    @property
    def name(self) -> str:
        return self.title or self.body[:60]

    @property
    def kind_label(self) -> str:
        return str(PieceKind(self.kind).label)
