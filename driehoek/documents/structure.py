"""A document as structure: what a plan, a report or a list of actions says, apart from how it looks.

Whoever has something to tell builds a `Document`; `html`, `docx`, `pdf` and `markdown` each write all of it, with the same
words. Bodies are in our Markdown (`documents.text`). Numbers of headings, tables and figures are words too: a heading
carries its own, tables and figures are numbered here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from django.utils.translation import gettext as _

_UNSAFE_SVG: Final = re.compile(r"<script|<foreignobject|<!doctype|<!entity|\son\w+\s*=|javascript:|<iframe", re.IGNORECASE)
MONTHS: Final = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)

Tone = Literal["note", "good", "attention"]


@dataclass(frozen=True, slots=True)
class Prose:
    """Text without a heading of its own, in our Markdown."""

    body: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part with a heading. `number` is printed as it stands ("2.1"); `level` 0 means: by the place in the tree.

    `body` is our Markdown and comes before `parts`.
    """

    title: str
    parts: tuple[Part, ...] = ()
    body: str = ""
    number: str = ""
    level: int = 0

    @property
    def heading(self) -> str:
        return f"{self.number} {self.title}".strip()


@dataclass(frozen=True, slots=True)
class Table:
    """Cells are plain text; `numeric` names the columns that are numbers (from 0) and align right. `header_column`: the
    first cell of each row names the row. `widths` are shares, empty for even ones."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    source: str = ""
    source_date: date | None = None
    numeric: frozenset[int] = frozenset()
    header_column: bool = False
    widths: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if not self.header or any(len(row) != len(self.header) for row in self.rows):
            raise ValueError("every row of a table has a cell for each column of its header")
        if self.widths and len(self.widths) != len(self.header):
            raise ValueError("a table has a width for every column, or for none")


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart or map: never without title, words for who cannot see it, source and the date of that source.

    `svg` is our own drawing (it is put in the page as it is); `png` the same for Word, drawn from the SVG when absent.
    """

    svg: str
    title: str
    alt: str
    source: str
    source_date: date | None  # None: the source says itself when
    png: bytes | None = None
    table: Table | None = None

    def __post_init__(self) -> None:
        if not (self.title.strip() and self.alt.strip() and self.source.strip()):
            raise ValueError("a figure has a title, an alternative text and a source")
        if not self.svg.lstrip().startswith("<svg") or _UNSAFE_SVG.search(self.svg):
            raise ValueError("a figure is one SVG element, without scripts")


@dataclass(frozen=True, slots=True)
class Callout:
    """A remark that stands out."""

    title: str
    body: str
    tone: Tone = "note"


@dataclass(frozen=True, slots=True)
class KeyFact:
    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """A few facts at a glance: label, value, remark."""

    facts: tuple[KeyFact, ...]


@dataclass(frozen=True, slots=True)
class PageBreak:
    """A new page, where there are pages."""


Part = Prose | Section | Table | Figure | Callout | KeyFacts | PageBreak


@dataclass(frozen=True, slots=True)
class Document:
    """The whole. `meta` are lines under the title (label, value); `contents` asks for a table of contents on paper."""

    title: str
    parts: tuple[Part, ...] = ()
    subtitle: str = ""
    language: str = "nl-NL"
    date: date | None = None
    meta: tuple[tuple[str, str], ...] = ()
    author: str = ""
    contents: bool = False

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise ValueError("a document has a title")


@dataclass(frozen=True, slots=True)
class Placed:
    """A part in the order of reading. `level` is the heading's (1 = chapter) or that of the section it stands in;
    `label` is "Tabel 3" or "Figuur 1"."""

    part: Part
    level: int
    label: str = ""


def in_order(document: Document) -> Iterator[Placed]:
    """All parts as they are read. Heading levels never skip one, which PDF/UA forbids and readers dislike."""
    counts = {"table": 0, "figure": 0}
    last = 0

    def walk(parts: tuple[Part, ...], depth: int) -> Iterator[Placed]:
        nonlocal last
        for part in parts:
            if isinstance(part, Section):
                last = min(part.level or depth, last + 1, 6)
                level = last
                yield Placed(part, level)
                yield from walk(part.parts, level + 1)
            elif isinstance(part, Table):
                yield Placed(part, last, _next(counts, "table") if part.caption else "")
            elif isinstance(part, Figure):
                yield Placed(part, last, _next(counts, "figure"))
            else:
                yield Placed(part, last)

    yield from walk(document.parts, 1)


def _next(counts: dict[str, int], kind: str) -> str:
    counts[kind] += 1
    word = _("Tabel") if kind == "table" else _("Figuur")
    return f"{word} {counts[kind]}"


def caption_line(placed: Placed) -> str:
    """ "Tabel 3. Acties in 2026": what stands at a table or figure, in every form."""
    part = placed.part
    text = part.caption if isinstance(part, Table) else part.title if isinstance(part, Figure) else ""
    return f"{placed.label}. {text}" if placed.label else text


def source_line(source: str, on: date | None) -> str:
    """ "Bron: CBS StatLine 47018NED, 3 maart 2026." Empty without a source."""
    if not source:
        return ""
    return _("Bron: %(source)s.") % {"source": f"{source}, {written(on)}" if on else source}


def written(day: date) -> str:
    """A date in words, as on Dutch paper: 3 maart 2026."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def fitted(levels: list[int], section: int) -> list[int]:
    """Levels of the headings inside one body, fitted under a section of level `section` without skipping one."""
    fit: list[int] = []
    for level in levels:
        previous = fit[-1] if fit else section
        fit.append(max(section + 1, min(section + 1 + level - min(levels), previous + 1)))
    return fit


def shares(table: Table) -> tuple[float, ...]:
    """How wide each column is, as shares of 1: as asked, else by what stands in it, so that no number is broken off."""
    if table.widths:
        return tuple(width / sum(table.widths) for width in table.widths)
    wanted = []
    for at, title in enumerate(table.header):
        cells = [title, *(row[at] for row in table.rows)]
        longest_word = max((len(word) for cell in cells for word in cell.split()), default=1)
        mean = sum(map(len, cells)) / len(cells)
        wanted.append(max(4.0, longest_word + 1.0, min(mean, 60.0)))
    return tuple(width / sum(wanted) for width in wanted)
