"""What a reader of files makes first: units, each one paragraph, list item or row of a table, in the order of the file."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, Literal

from driehoek.documents import text

BULLETS: Final = "-*+•·▪◦‣\u2043–—✓✔➢➤►■□●○\uf0b7\uf0a7\uf0d8"
_ITEM: Final = re.compile(rf"(?:[{re.escape(BULLETS)}]|(?P<number>\d{{1,3}})[.)])(?:\s+|$)")
_TICKED: Final = re.compile(r"[✓✔☐☑•]\s+")
_INNER_NUMBER: Final = re.compile(r"(?P<number>\d{1,2})\)\s+")
LETTERED: Final = re.compile(r"[a-z][.)]\s+\S")
_MARKUP: Final = re.compile(r"(?m)^#{1,6} |\*\*\S[^*\n]*\*\*|^\s*[-*] \*\S[^*\n]*\*\s*$")


@dataclass(slots=True)
class Unit:
    """One paragraph, item or row. `text` is plain, `markdown` the same words in our Markdown."""

    line: int
    text: str
    markdown: str = ""
    kind: Literal["text", "item", "row"] = "text"
    explicit: int = 0
    """Level of the heading when the format says so (a Word style, a #, an underline)."""
    depth: int = 0
    ordered: bool = False
    ordinal: int = 0
    label: str = ""
    """The mark of a numbered item as written: taken back when the "item" turns out to be a heading."""
    more: list[tuple[int, str]] = field(default_factory=list)
    """Further paragraphs of an item: line and Markdown."""
    single: bool = True
    alone: bool = False
    """A blank line, or something of another kind, on both sides."""
    bold: bool = False
    level: int = 0
    """Level of the heading that it was found to be; 0 for text."""
    number: str = ""

    def become_heading(self, level: int, number: str = "", title: str | None = None) -> None:
        self.level, self.number, self.kind = level, number, "text"
        if title is not None:
            self.text = title


def item_mark(line: str) -> tuple[str, int, str] | None:
    """(mark, number or 0, rest) of a line that starts like a list item; a tick behind a dash belongs to the mark."""
    match = _ITEM.match(line)
    if match is None:
        return None
    mark, rest = match[0].strip(), line[match.end() :]
    number = int(match["number"]) if match["number"] else 0
    if (number == 0 and match["number"]) or (number and not rest):
        return None  # a number without words behind it counts nothing
    if not number:
        rest = _TICKED.sub("", rest, count=1) if _TICKED.match(rest) else rest
        if inner := _INNER_NUMBER.match(rest):
            return inner[0].strip(), int(inner["number"]), rest[inner.end() :]
    return mark, number, rest


def has_markup(source: str) -> bool:
    """Does this text speak Markdown? Then its stars are marks; else they are stars."""
    return bool(_MARKUP.search(source))


def spelled(words: str, *, markup: bool) -> str:
    """One paragraph in our Markdown; its line ends are hard breaks. A line that would become a list or heading stays text."""
    if markup and words.count("*") + words.count("_") <= 200:  # more is no emphasis, and costs time
        lines = words.replace("\n", "\\\n")
        read = text.blocks(lines)
        if len(read) == 1 and isinstance(read[0], text.Paragraph):
            return text.markdown_of(read)
    return text.escaped(words)


def unmarked(words: str, *, markup: bool) -> str:
    """The words of a heading, without marks."""
    return text.to_plain(spelled(words, markup=markup)).replace("\n", " ") if markup else words
