"""Plain text and Markdown to units: broken lines are joined again, list marks taken off, nothing lost.

Two kinds of text come by: one paragraph to a line, and lines broken at a width (text taken out of a PDF). In the second a
short line ends a paragraph, and a sentence may run on over a blank line where a page ended.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from django.utils.translation import gettext as _

from driehoek.documents import text
from driehoek.documents._left_out import Physical, left_out
from driehoek.documents._units import LETTERED, Unit, has_markup, item_mark, spelled, unmarked
from driehoek.documents.draft import LeftOut

STRONG: Final = re.compile(
    r"(?:Hoofdstuk|Deel|Bijlage|Paragraaf|Prioriteit|Thema|Speerpunt|Ad\.?)\s+(?:\d{1,2}|[IVX]{1,4}|[A-Z])\b[.:]?(?:\s|$)|"
    r"\d{1,2}(?:\.\d{1,2}){1,3}\.?\s+[^\W\d_a-z]"
)
LONGEST_UNIT: Final = 10_000
LONGEST_LINE: Final = 5_000
_ATX: Final = re.compile(r"(#{1,6})\s+(.*?)\s*#*")
_RULE: Final = re.compile(r"(?:={3,}|-{3,}|_{3,}|\*{3,}|~{3,})\s*")
_ROW: Final = re.compile(r"\|(.*)\|")
TAG: Final = re.compile(r"</?(?:sup|sub|u|b|i|em|strong|span|div|p)(?:\s[^<>]*)?>|<br\s*/?>|<!--[^<>]{0,200}-->", re.IGNORECASE)
"""Marks of HTML that turn up in texts taken out of a PDF: no words."""
_HTML_BREAK: Final = re.compile(r"<br\s*/?>", re.IGNORECASE)


def units_of(source: str) -> tuple[list[Unit], list[LeftOut], dict[str, int]]:
    """Units, what was left out, and the headings that the table of contents names (key → level)."""
    markup = has_markup(source)
    lines = _physical(source)
    out, contents = left_out(lines)
    gone = {(left.line, left.text) for left in out}
    kept = [line for line in lines if (line.number, line.text) not in gone]
    odd = {mark for mark in "eo" if sum(line.text.startswith(f"{mark} ") for line in kept) >= 3}
    reader = _Reader(_width(lines), odd, markup)
    for line, before in zip(kept, [None, *kept], strict=False):
        reader.take(line, before)
    out += [LeftOut(number, mark, _("teken van een opsomming")) for number, mark in reader.marks]
    units = list(_spelled(reader.units, markup=markup))
    return units, sorted(out, key=lambda left: left.line), contents


def _physical(source: str) -> list[Physical]:
    lines: list[Physical] = []
    blank = True
    for number, raw in enumerate(re.split(r"\r\n|\r|\n", source), 1):
        for at, part in enumerate(raw.split("\x0c")):
            for words, broken in _broken(part):
                if not words.strip():
                    blank = True
                    continue
                indent = len(words) - len(words.lstrip())
                page = at > 0 or (indent == 1 and not item_mark(words.strip()))
                lines.append(Physical(number, words.strip(), indent, blank, page, broken or words.endswith("  ")))
                blank = False
    return lines


def _broken(line: str) -> Iterator[tuple[str, bool]]:
    """The parts of one line between `<br>`s, and whether a break follows."""
    *parts, last = _HTML_BREAK.split(line)
    while len(last) > LONGEST_LINE:  # a file of one endless line
        cut = last.rfind(" ", 0, LONGEST_LINE) + 1 or LONGEST_LINE
        parts.append(last[:cut])
        last = last[cut:]
    for part in parts:
        yield text.clean(TAG.sub("", part)).replace("\n", " "), True
    yield text.clean(TAG.sub("", last)).replace("\n", " "), False


def _width(lines: Sequence[Physical]) -> int:
    """The width at which the lines were broken, or 0 where each paragraph is one line."""
    lengths = sorted(len(line.text) for line in lines)
    if len(lengths) < 8 or lengths[int(len(lengths) * 0.98)] > 160:
        return 0
    long = [length for length in lengths if length > 40]
    followed = sum(len(a.text) > 55 and not b.blank_before for a, b in pairwise(lines))
    return long[int(len(long) * 0.9)] if long and followed * 5 > len(lines) else 0


class _Reader:
    """Takes lines one by one; `units` grows. `marks` are list marks that look like words (an e for a bullet)."""

    def __init__(self, width: int, odd_marks: set[str], markup: bool) -> None:
        self.width, self.odd_marks, self.markup = width, odd_marks, markup
        self.units: list[Unit] = []
        self.marks: list[tuple[int, str]] = []
        self.indents: list[int] = []
        self.last = ""
        self.breaks = False

    def take(self, line: Physical, before: Physical | None) -> None:
        if _RULE.fullmatch(line.text):
            self._underline(line)
            return
        if heading := _ATX.fullmatch(line.text) if self.markup else None:
            self._new(line, heading[2], explicit=len(heading[1]))
        elif row := _ROW.fullmatch(line.text):
            cells = " | ".join(cell.strip() for cell in row[1].split("|"))
            if re.search(r"[^\W_]", cells):
                self._new(line, cells, kind="row")
        elif not self._item(line):
            self._text(line, before)
        self.last = line.text

    def _new(self, line: Physical, words: str, **facts: object) -> Unit:
        unit = Unit(line.number, words, **facts)  # type: ignore[arg-type]
        before = self.units[-1] if self.units else None
        ended = before is not None and (bool(before.explicit) or (before.kind == "text" and before.text[-1:] in ".!?:"))
        unit.alone = line.blank_before or before is None or ended
        if before and not unit.alone and before.kind == unit.kind and not self.breaks:
            before.alone = False
        unit.alone = unit.alone or self.breaks
        self.units.append(unit)
        if unit.kind != "item" and (unit.explicit or line.blank_before):
            self.indents = []
        return unit

    def _underline(self, line: Physical) -> None:
        """A line of = or - under a single short line makes that a heading; elsewhere it is a rule, without words."""
        unit = self.units[-1] if self.units else None
        if unit and not line.blank_before and unit.single and unit.kind == "text" and len(unit.text) <= 100 and not unit.explicit:
            unit.explicit = 1 if line.text[0] == "=" else 2
        self.last = ""

    def _item(self, line: Physical) -> bool:
        found = item_mark(line.text)
        if found is None and line.text[:2].strip() in self.odd_marks and line.text[1:2] == " " and line.text[2:3].isupper():
            found = (line.text[0], 0, line.text[2:])
            self.marks.append((line.number, line.text[0]))
        if found is None:
            return False
        mark, number, rest = found
        while self.indents and self.indents[-1] > line.indent:
            self.indents.pop()
        if not self.indents or self.indents[-1] < line.indent:
            self.indents.append(line.indent)
        depth = min(1, len(self.indents) - 1)
        self._new(line, rest, kind="item", depth=depth, ordered=bool(number), ordinal=number, label=mark if number else "")
        return True

    def _text(self, line: Physical, before: Physical | None) -> None:
        unit = self.units[-1] if self.units else None
        if unit is None or before is None or unit.explicit or unit.kind == "row" or STRONG.match(line.text):
            self._new(line, line.text)
            return
        how = self._across_blank(unit, line) if line.blank_before else self._directly(unit, line, before)
        if len(unit.text) > LONGEST_UNIT or len(unit.more) > 100:
            how = "new"
        if how == "new":
            self.breaks = bool(self.width)  # in broken text a new paragraph without a blank line was meant as one
            self._new(line, line.text)
            self.breaks = False
        elif how == "paragraph":
            unit.more.append((line.number, line.text))
            unit.single = False
        else:
            self._join(unit, line.text, hard=how == "hard")

    def _across_blank(self, unit: Unit, line: Physical) -> str:
        """A sentence that runs on over the end of a page: no full stop, a long line, and a small letter after it."""
        if unit.kind == "item" and line.indent >= 2 and self.markup:
            return "paragraph"
        long = len(self.last) >= (0.7 * self.width if self.width else 60)
        runs_on = long and self.last[-1:] not in ".!?:;" and line.text[:1].islower() and not LETTERED.match(line.text)
        return "soft" if runs_on else "new"

    def _directly(self, unit: Unit, line: Physical, before: Physical) -> str:
        if LETTERED.match(line.text):
            return "new"
        if before.hard_end:
            return "hard"
        if not self.width:
            if unit.kind == "item":
                return "soft"
            return "new" if max(len(before.text), len(line.text)) > 120 else "hard"
        if line.new_page and line.text[:1].isupper() and (unit.single or self.last[-1:] in ".!?:;"):
            return "new"
        if len(before.text) >= 0.7 * self.width:
            return "soft"
        return self._after_short(unit, line)

    def _after_short(self, unit: Unit, line: Physical) -> str:
        """In broken text a short line ends something: a heading, a paragraph, or a line meant to be short."""
        if line.text[:1].islower():
            return "soft"
        if unit.kind == "item":
            return "paragraph"
        if self.last[-1:] in ".!?:":
            return "new"
        return "new" if unit.single and len(line.text) >= 0.7 * self.width else "hard"

    def _join(self, unit: Unit, words: str, *, hard: bool) -> None:
        unit.single = False
        if unit.more:
            number, so_far = unit.more[-1]
            unit.more[-1] = (number, _joined(so_far, words, hard=hard))
        else:
            unit.text = _joined(unit.text, words, hard=hard)


def _joined(so_far: str, words: str, *, hard: bool) -> str:
    if not so_far:
        return words
    if hard:
        return f"{so_far}\n{words}"
    broken_word = so_far.endswith("-") and not so_far.endswith(" -") and not re.match(r"(en|of|tot)\b", words)
    return so_far + words if broken_word else f"{so_far} {words}"


def _spelled(units: list[Unit], *, markup: bool) -> Iterator[Unit]:
    for unit in units:
        unit.markdown = spelled(unit.text, markup=markup)
        unit.bold = markup and unit.markdown.startswith("**") and unit.markdown.endswith("**") and unit.markdown.count("**") == 2
        unit.more = [(number, spelled(words, markup=markup)) for number, words in unit.more]
        if unit.explicit or unit.kind == "text":
            unit.text = unmarked(unit.text, markup=markup) if unit.explicit or unit.single else unit.text
        yield unit
