"""From units with headings to the tree of a draft."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

from driehoek.documents import text
from driehoek.documents._units import Unit
from driehoek.documents.draft import DraftPiece

_LONGEST: Final = text.MAX_LENGTH * 2 // 3
"""A piece is cut before the limit of a body: its canonical spelling may be longer."""


@dataclass
class _Section:
    unit: Unit | None
    level: int
    units: list[Unit] = field(default_factory=list)
    children: list[_Section] = field(default_factory=list)


def tree_of(units: Sequence[Unit]) -> tuple[DraftPiece, ...]:
    root = _Section(None, 0)
    stack = [root]
    for unit in units:
        if not unit.level:
            stack[-1].units.append(unit)
            continue
        while stack[-1].level >= unit.level:
            stack.pop()
        section = _Section(unit, unit.level)
        stack[-1].children.append(section)
        stack.append(section)
    return tuple(_pieces(root))


def _pieces(section: _Section) -> Iterator[DraftPiece]:
    yield from _bodies(section.units)
    for child in section.children:
        assert child.unit is not None  # noqa: S101  (only the root has none)
        unit = child.unit
        yield DraftPiece("section", unit.line, unit.text.replace("\n", " "), "", unit.number, tuple(_pieces(child)))


def _bodies(units: Sequence[Unit]) -> Iterator[DraftPiece]:
    for is_list, group in groupby(units, key=lambda unit: unit.kind == "item"):
        for part in _lists(list(group)) if is_list else _proses(list(group)):
            piece = _list(part) if is_list else _prose(part)
            if piece.body:
                yield piece


def _proses(units: list[Unit]) -> Iterator[list[Unit]]:
    """Paragraphs together, up to what fits in one body."""
    part: list[Unit] = []
    size = 0
    for unit in units:
        if part and size + len(unit.markdown) > _LONGEST:
            yield part
            part, size = [], 0
        part.append(unit)
        size += len(unit.markdown) + 2
    if part:
        yield part


def _lists(units: list[Unit]) -> Iterator[list[Unit]]:
    """Items of one list. A new one begins where bullets turn into numbers or the count does not go on."""
    part: list[Unit] = []
    size, number = 0, 0
    for unit in units:
        top = unit.depth == 0
        goes_on = not top or (part and unit.ordered == part[0].ordered and (not unit.ordered or unit.ordinal == number + 1))
        if part and (not goes_on or size > _LONGEST):
            yield part
            part, size = [], 0
        part.append(unit)
        size += len(unit.markdown) + sum(len(words) for _line, words in unit.more) + 8
        if top:
            number = unit.ordinal
    if part:
        yield part


def _prose(units: list[Unit]) -> DraftPiece:
    parts = []
    for is_row, group in groupby(units, key=lambda unit: unit.kind == "row"):
        words = [unit.markdown for unit in group if unit.markdown]
        parts.append("\\\n".join(words) if is_row else "\n\n".join(words))
    return DraftPiece("prose", units[0].line, body=text.canonical("\n\n".join(parts)))


def _list(units: list[Unit]) -> DraftPiece:
    lines: list[str] = []
    width, inner, last = 2, "", 0
    for unit in units:
        deep = unit.depth > 0 and bool(lines)
        words = unit.markdown
        ordered = unit.ordered
        if deep and ordered and inner == "1" and unit.ordinal != last + 1:
            words, ordered = f"{text.escaped(unit.label)} {words}", False  # a number that does not count on is a word
        mark = f"{unit.ordinal}. " if ordered else "- "
        if deep:
            kind = "1" if ordered else "-"
            lines += [""] if kind != inner else []
            inner, last = kind, unit.ordinal
        else:
            width, inner = len(mark), ""
        indent = " " * width if deep else ""
        lines.append(indent + mark + _hanging(words, indent + " " * len(mark)))
        for _line, more in unit.more:
            lines += ["", indent + " " * len(mark) + _hanging(more, indent + " " * len(mark))]
    return DraftPiece("list", units[0].line, body=text.canonical("\n".join(lines)))


def _hanging(words: str, indent: str) -> str:
    return re.sub(r"\n", "\n" + indent, words)
