"""A document as rows that a person can look over: one per piece, with its depth and the kind that we think it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from driehoek.documents.draft import DraftPiece
from driehoek.documents.read import read_draft, suggest_kinds
from driehoek.plans.reading.tree import NewPiece
from driehoek.plans.writing.rules import may_hold

SKIP = "skip"


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


@dataclass(frozen=True)
class Found:
    """What a file gave: rows, its title and years, and what the reader was not sure of (line, quote, question)."""

    rows: list[Row]
    title: str
    period: tuple[int, int] | None
    doubts: list[tuple[int, str, str]]


def read_file(name: str, data: bytes) -> Found:
    """Read a DOCX or text file. Raises Refused, in words, for a file that cannot be read."""
    draft = read_draft(name, data)
    kinds = {suggestion.path: suggestion.kind for suggestion in suggest_kinds(draft)}
    rows = list(_flat(draft.pieces, (), kinds, 0))
    period = (draft.period.first, draft.period.last) if draft.period else None
    doubts = [(doubt.line, doubt.quote, doubt.question) for doubt in draft.doubts]
    return Found(rows, draft.title.text if draft.title else "", period, doubts)


def rows_of(name: str, data: bytes) -> list[Row]:
    return read_file(name, data).rows


def _flat(pieces: Sequence[DraftPiece], at: tuple[int, ...], kinds: Mapping[tuple[int, ...], str], depth: int) -> Iterator[Row]:
    for number, piece in enumerate(pieces):
        path = (*at, number)
        kind = kinds.get(path)
        if piece.kind == "list" and kind is not None:
            yield from (Row(depth, kind, body=item, line=piece.line) for item in piece.items)
        elif piece.kind != "section":
            yield Row(depth, kind or "prose", piece.title, piece.body, piece.line)
        else:
            yield from _section(piece, path, kinds, depth)


def _section(piece: DraftPiece, path: tuple[int, ...], kinds: Mapping[tuple[int, ...], str], depth: int) -> Iterator[Row]:
    """A heading: a chapter, a priority; or the name of the list under it; or, with running text only, itself the reason."""
    kind = kinds.get(path)
    lists = any((*path, number) in kinds for number in range(len(piece.children)))
    plain = all(child.kind != "section" for child in piece.children)
    if kind in ("reason", "ambition", "goal", "measure") and not lists and plain and piece.children:
        body = "\n\n".join(filter(None, [piece.body, *(child.body for child in piece.children)]))
        yield Row(depth, kind, piece.title, body, piece.line)
        return
    own = kind if kind == "priority" or (kind and not piece.children) else "section"
    yield Row(depth, own, piece.title, piece.body, piece.line)
    yield from _flat(piece.children, path, kinds, depth + 1)


@dataclass
class _Node:
    row: Row
    children: list[_Node]


def tree_of(rows: Sequence[Row]) -> list[NewPiece]:
    """The rows as a tree again, in the same order. What stood under a skipped row, or under one that cannot hold it, moves up
    to the nearest piece that can."""
    roots: list[_Node] = []
    above: list[tuple[int, _Node]] = []
    for row in rows:
        while above and above[-1][0] >= row.depth:
            above.pop()
        if row.kind == SKIP or not (row.title.strip() or row.body.strip()):
            continue
        while above and not may_hold(above[-1][1].row.kind, row.kind):
            above.pop()
        node = _Node(row, [])
        (above[-1][1].children if above else roots).append(node)
        above.append((row.depth, node))
    return [_new(node) for node in roots]


def _new(node: _Node) -> NewPiece:
    return NewPiece(node.row.kind, node.row.title[:300], node.row.body, children=[_new(child) for child in node.children])
