"""A text as sentences, each with its place: what stands before a list or under a heading stays known. Pure.

Texts come from Word, from Markdown and out of scanned PDFs, so a sentence may run over line ends and over the blank line
where a page ended, and a list mark may have become a letter. Offsets count characters of the text that was given.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

_MARK: Final = re.compile(r"\s*(?:[-*+•·▪◦‣–—✓✔➢➤►■□●○\uf0b7\uf0a7\uf0d8]\s*[✓✔]?|\d{1,2}[.)]|[a-z][.)]|e(?= [A-Z]))\s+")
_HEADING: Final = re.compile(r"\s*#{1,6}\s+")
_ROW: Final = re.compile(r"\s*\|")
_END: Final = re.compile(r"[.!?…]+[\"'”’)\]]*(?:[¹²³⁴-⁹]+|<sup>\d+</sup>)?[?]?(?=\s|$)")
_ABBREVIATION: Final = re.compile(
    r"(?:\b(?:o\.a|t\.o\.v|m\.b\.t|n\.a\.v|i\.v\.m|t\.a\.v|m\.n|e\.d|a\.s|b\.v|bv|bijv|c\.q|ca|nr|nrs|art|dhr|mw|"
    r"mr|drs|ir|ing|prof|dr|"
    r"resp|zgn|jl|max|min|incl|excl|gem|st|hfst|par|blz|vgl|d\.w\.z|z\.s\.m|i\.p\.v|d\.d|etc|enz)|(?<![A-Za-z])[A-Za-z]|\d)\.$",
    re.IGNORECASE,
)
_STARTS: Final = re.compile(r"\s+[\"'“‘„(\[]*(?:[A-ZÀ-Þ]|\d|‘t|'t|[-*_<•])")
LONGEST_HEADING: Final = 110
WIDEST: Final = 160
SHORTEST_BROKEN: Final = 40


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence.

    start, end   its place; `text[start:end]` are its words
    line         number of the line where it begins, from 1
    words        the same words on one line, NFC, of the same length
    before       sentences that stand before it in its paragraph, and those that led in the list
    headings     the headings it stands under, the nearest last
    item         whether it stands in a list
    """

    start: int
    end: int
    line: int
    words: str
    before: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    item: bool = False


def tidy(source: str) -> str:
    """The text as offsets count it: NFC, line ends as one character."""
    return unicodedata.normalize("NFC", source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))


@dataclass(slots=True)
class _Block:
    """A paragraph, item or heading: a stretch of the text without its mark."""

    start: int
    end: int
    kind: str  # text, item, heading
    level: int = 0
    parts: list[str] = field(default_factory=list)


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of a tidy text in order. Headings, rows of tables and lines of dots are no sentences."""
    lead: tuple[str, ...] = ()
    headings: list[tuple[int, str]] = []
    for block in _blocks(text):
        words = _flat(text[block.start : block.end])
        if block.kind == "heading":
            headings = [(level, name) for level, name in headings if level < block.level] + [(block.level, words.strip())]
            lead = ()
            continue
        before = lead if block.kind == "item" else ()
        said: list[str] = []
        for start, end in _split(words):
            place = block.start + start
            line = text.count("\n", 0, place) + 1
            names = tuple(name for _level, name in headings)
            yield Sentence(place, block.start + end, line, words[start:end], (*before, *said), names, block.kind == "item")
            said.append(words[start:end])
        if block.kind == "text":
            lead = tuple(said) if words.rstrip().endswith(":") else ()


def _flat(words: str) -> str:
    """On one line, character for character."""
    return re.sub(r"[\s\u00ad]", " ", words)


def _blocks(text: str) -> list[_Block]:
    lines = _lines(text)
    wrapped = _is_wrapped([text[start:end] for start, end in lines])
    blocks: list[_Block] = []
    blank = True
    for number, (start, end) in enumerate(lines):
        line = text[start:end]
        if not line.strip():
            blank = True
            continue
        last = blocks[-1] if blocks else None
        if last is not None and _runs_on(text, last, line, blank, wrapped):
            last.end = end
        else:
            after = text[slice(*lines[number + 1])] if number + 1 < len(lines) else ""
            if (block := _block(line, start, end, blank, not after.strip())) is not None:
                blocks.append(block)
        blank = False
    return blocks


def _lines(text: str) -> list[tuple[int, int]]:
    places, start = [], 0
    for line in re.split(r"(\n|\f)", text):
        if line not in ("\n", "\f"):
            places.append((start, start + len(line)))
        start += len(line)
    return places


def _is_wrapped(lines: Sequence[str]) -> bool:
    """Were the lines broken at a width? Then a paragraph is several lines."""
    lengths = sorted(len(line) for line in lines if line.strip())
    if len(lengths) < 3 or lengths[int((len(lengths) - 1) * 0.98)] > WIDEST:
        return False
    followed = sum(len(a) > 55 and bool(b.strip()) for a, b in pairwise(lines))
    return followed * 5 > len(lengths)


def _runs_on(text: str, last: _Block, line: str, blank: bool, wrapped: bool) -> bool:
    """Does this line go on with the block before it?"""
    if last.kind == "heading" or _MARK.match(line) or _HEADING.match(line) or _ROW.match(line):
        return False
    end = text[last.start : last.end].rstrip()
    open_end = not re.search(r"[.!?:;…”’\")]$", end)
    if not blank:
        return wrapped or (open_end and len(end) > SHORTEST_BROKEN)
    cut = open_end and len(end) > 55
    return cut and line.lstrip()[:1].islower()  # a page ended in the middle of a sentence


def _block(line: str, start: int, end: int, blank: bool, blank_after: bool) -> _Block | None:
    if _ROW.match(line) or not re.search(r"[^\W\d_]{2}", line):
        return None
    if mark := _HEADING.match(line):
        return _Block(start + mark.end(), end, "heading", mark[0].count("#"))
    mark = _MARK.match(line)
    short = len(line.strip()) <= LONGEST_HEADING and not re.search(r"[.:;,…]\s*$|\.{3,}", line)
    numbered = bool(mark and re.match(r"\s*\d", mark[0]))
    if blank and blank_after and short and (not mark or numbered) and re.match(r"\W*[A-Z0-9]", line.strip()):
        return _Block(start, end, "heading", 7)
    if mark and not _is_sentence_start(line):
        return _Block(start + mark.end(), end, "item")
    return _Block(start + len(line) - len(line.lstrip()), end, "text")


def _is_sentence_start(line: str) -> bool:
    """A dash with a number behind it is a change (`- 7% t.o.v. 2020`), not a list mark."""
    return bool(re.match(r"\s*[-–—]\s?\d+(?:[.,]\d+)?\s?(?:%|procent)", line))


def _split(words: str) -> list[tuple[int, int]]:
    """Places of the sentences in one block."""
    places, start = [], 0
    for end in _END.finditer(words):
        rest = words[end.end() :]
        if rest.strip() and (_is_abbreviation(words[start : end.end()], rest) or not _STARTS.match(rest)):
            continue
        places.append((start, end.end()))
        start = end.end()
    places.append((start, len(words)))
    return [
        (first + len(part) - len(part.lstrip()), first + len(part.rstrip()))
        for first, last in places
        if (part := words[first:last]).strip()
    ]


def _is_abbreviation(so_far: str, rest: str) -> bool:
    if re.search(r"\b(?:etc|enz|e\.d)\.$", so_far):
        return not re.match(r"\s+[A-ZÀ-Þ]", rest)
    if re.search(r"\d\.$", so_far) and not re.fullmatch(r"\s*\d{1,3}\.", so_far):
        return False  # a sentence may end in a year
    return bool(_ABBREVIATION.search(so_far))
