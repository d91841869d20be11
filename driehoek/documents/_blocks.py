"""What a text consists of. One structure, from which the page, Word, PDF and the canonical spelling are made."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """A run of text in one appearance."""

    text: str
    bold: bool = False
    italic: bool = False
    href: str = ""


@dataclass(frozen=True, slots=True)
class Break:
    """A hard line break."""


Run = Text | Break


@dataclass(frozen=True, slots=True)
class Paragraph:
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a body: level 3 or 4. The writers fit it under the section in which it stands."""

    level: int
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One item: a paragraph first, then more paragraphs or, on the first level, a list."""

    blocks: tuple[Paragraph | ListBlock, ...]


@dataclass(frozen=True, slots=True)
class ListBlock:
    items: tuple[Item, ...]
    ordered: bool = False
    start: int = 1


Block = Paragraph | Heading | ListBlock
