"""A document as rows that a person can look over: one per piece, with its depth and the kind that we think it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from driehoek.plans.reading.tree import NewPiece
from driehoek.plans.writing.models import PieceKind


@dataclass(frozen=True)
class Row:
    """One piece to be. `line` is where it stood in the file."""

    depth: int
    kind: str
    title: str = ""
    body: str = ""
    line: int = 0

    def as_kind(self, kind: str) -> Row:
        """The same words as another kind; `skip` leaves it out."""
        return replace(self, kind=kind)


SKIP = "skip"


def rows_of(name: str, data: bytes) -> list[Row]:
    """Read a DOCX or text file. Raises Refused, in words, for a file that cannot be read."""
    from driehoek.documents.read import read_draft, suggest_kinds

    draft = read_draft(name, data)
    return list(_flat(suggest_kinds(draft), 0))


def _flat(pieces: Sequence[Any], depth: int) -> Iterator[Row]:
    for piece in pieces:
        kind = piece.kind if piece.kind in PieceKind.values else "prose"
        yield Row(depth, kind, piece.title, piece.body, piece.line)
        yield from _flat(piece.children, depth + 1)


def tree_of(rows: Sequence[Row]) -> list[NewPiece]:
    """The rows as a tree again. What stood under a skipped row moves up to where that stood."""
    roots: list[dict[str, Any]] = []
    above: list[tuple[int, dict[str, Any]]] = []
    for row in rows:
        while above and above[-1][0] >= row.depth:
            above.pop()
        if row.kind == SKIP or not (row.title.strip() or row.body.strip()):
            continue
        node: dict[str, Any] = {"row": row, "children": []}
        (above[-1][1]["children"] if above else roots).append(node)
        above.append((row.depth, node))
    return [_new(node) for node in roots]


def _new(node: Mapping[str, Any]) -> NewPiece:
    row: Row = node["row"]
    children = [_new(child) for child in node["children"]]
    return NewPiece(row.kind, row.title, row.body, children=children)
