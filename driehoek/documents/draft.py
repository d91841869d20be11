"""What reading a plan file gives: a tree of pieces, and everything the reader was not sure of.

Nothing of the text is lost: every word of the file is in the tree, in order, or in `left_out` with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from driehoek.documents import text

PieceKind = Literal["section", "prose", "list"]


@dataclass(frozen=True, slots=True)
class DraftPiece:
    """A section with a title and children, or a run of paragraphs, or one list. `body` is our Markdown, canonical.

    `number` is the number of the heading as printed ("2.1"). `line` counts from 1: a line of a text file, a paragraph of a
    Word file.
    """

    kind: PieceKind
    line: int
    title: str = ""
    body: str = ""
    number: str = ""
    children: tuple[DraftPiece, ...] = ()

    @property
    def items(self) -> tuple[str, ...]:
        """The items of a list, each as Markdown of its own (what is nested goes with it)."""
        lists = (block for block in text.blocks(self.body) if isinstance(block, text.ListBlock)) if self.kind == "list" else ()
        return tuple(text.markdown_of(item.blocks) for block in lists for item in block.items)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Words of the file that are no text of the plan: page numbers, running headers, the table of contents."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something to ask: where it stands, the words, and the question."""

    line: int
    quote: str
    question: str


@dataclass(frozen=True, slots=True)
class Title:
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Period:
    first: int
    last: int
    line: int


@dataclass(frozen=True, slots=True)
class Draft:
    title: Title | None
    period: Period | None
    pieces: tuple[DraftPiece, ...]
    left_out: tuple[LeftOut, ...]
    doubts: tuple[Doubt, ...]

    def walk(self) -> Iterator[tuple[tuple[int, ...], DraftPiece]]:
        """All pieces in the order of reading, each with its place: (2, 0) is the first child of the third piece."""

        def down(pieces: tuple[DraftPiece, ...], at: tuple[int, ...]) -> Iterator[tuple[tuple[int, ...], DraftPiece]]:
            for number, piece in enumerate(pieces):
                yield (*at, number), piece
                yield from down(piece.children, (*at, number))

        return down(self.pieces, ())
