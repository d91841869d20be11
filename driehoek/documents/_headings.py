"""Which units are headings, and of which level: by what the format says, by number, by word, or by standing alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext as _

from driehoek.documents._left_out import key
from driehoek.documents._units import LETTERED, Unit
from driehoek.documents.draft import Doubt

_OUTLINE: Final = re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,3})\.?\s+(?=[^\W\d_a-z]|[‘'\"“(])(.+)")
_SINGLE: Final = re.compile(r"(\d{1,2})[.)]?\s+(?=[^\W\d_a-z]|[‘'\"“(])(.+)")
_ROMAN: Final = re.compile(r"([IVX]{1,4})\.\s+(?=[^\W\d_a-z])(.+)")
_CHAPTER: Final = re.compile(
    r"(?:Hoofdstuk|Deel)\s+(\d{1,2}|[IVX]{1,4}|[A-Z])\b[.:]?(?:\s|$)|Bijlagen?(?:\s+(?:\d{1,2}|[A-Z])\b|\s*:|$)"
)
_THEME: Final = re.compile(
    r"(?:Prioriteit|Thema|Speerpunt|Paragraaf|Programmalijn)\s+(?:\d{1,2}|[IVX]{1,4}|[A-Z])\b[.:]?(?:\s|$)"
)
_AD: Final = re.compile(r"Ad\.?\s*\d{1,2}\s+\S")
_FRONT_OR_BACK: Final = re.compile(
    r"(?:Voorwoord|Introductie|Samenvatting|Colofon|Nawoord|Begrippenlijst|Literatuur|Bronnen|Ten slotte)\W*", re.IGNORECASE
)
_ROLE_WORD: Final = re.compile(
    r"(?:ambities?|doel(?:en|stelling(?:en)?)?|aanpak|maatregelen|acties|opgave|uitgangspunten|inzet|aandachtspunten|aanleiding|"
    r"waarom|wat gaan we|wat willen we|hoe gaan we|wat doen we)\b",
    re.IGNORECASE,
)
_DATE: Final = re.compile(
    r"(?:\d{1,2}\s+)?(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december)\s+\d{4}", re.I
)
_NOTE_MARK: Final = re.compile(r"\s*(?:\[\d+\]|[¹²³⁴⁵⁶⁷⁸⁹]+)$")
_SENTENCE_END: Final = re.compile(r"[a-z]{3}[.!?]\s")
_WORD: Final = re.compile(r"[^\W\d_]{4,}")
_ROMANS: Final = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}


@dataclass
class _State:
    """Where we are in the plan while going down: the chapter, and the level of the last heading that had a number."""

    contents: dict[str, int]
    by_format: bool
    appendix: bool = False
    chapter: int = 0
    base: int = 0
    inner: int = 0
    last_unnumbered: Unit | None = None
    doubts: list[Doubt] = field(default_factory=list)


def find_headings(units: Sequence[Unit], contents: dict[str, int], title_line: int = 0) -> list[Doubt]:
    """Mark the units that are headings (`level`, `number`, `text` = title); what was guessed comes back as doubts.

    The title of the plan (on `title_line`) is no heading because it stands alone: it stands above all of them.
    """
    explicit = [unit for unit in units if unit.explicit]
    state = _State(contents, by_format=len(explicit) >= 3)
    weak = set() if state.by_format else _weak(units) - {id(unit) for unit in units if unit.line == title_line}
    for at, unit in enumerate(units):
        if unit.explicit:
            _by_format(unit, state)
        elif not state.by_format and unit.kind != "row" and not _numbered(units, at, state) and id(unit) in weak:
            _unnumbered(unit, state)
    return state.doubts + (_same_title_same_level(units) if state.by_format else [])


def _by_format(unit: Unit, state: _State) -> None:
    match = _OUTLINE.fullmatch(unit.text) or _SINGLE.fullmatch(unit.text)
    unit.become_heading(unit.explicit, match[1] if match else "", match[2] if match else unit.text)
    state.base = state.inner = unit.level


def _numbered(units: Sequence[Unit], at: int, state: _State) -> bool:
    """Headings that carry a number or a word like "Hoofdstuk 2", or that the table of contents names."""
    unit = units[at]
    if unit.more or unit.depth or len(unit.text) > 150 or "\n" in unit.text:
        return False
    full = f"{unit.label} {unit.text}".strip()
    level = state.contents.get(key(full), 0) or state.contents.get(key(unit.text), 0)
    if (unit.kind == "item" and not unit.ordered) or (len(full) > 120 and not level):
        return False
    if _chapter_or_theme(unit, full, state) or _outlined(unit, full, level, state):
        return True
    return unit.single and (
        _single_number(units, at, full, level, state)
        or _lettered(units, at, full, state)
        or _named_in_contents(unit, level, state)
    )


def _chapter_or_theme(unit: Unit, full: str, state: _State) -> bool:
    if full[-1:] in ".;," or ". " in full[12:]:
        return False
    if chapter := _CHAPTER.match(full):
        state.chapter = _number(chapter[1] or "") or state.chapter
        state.appendix = full.startswith("Bijlage")
        state.base = state.inner = 1
        unit.become_heading(1, title=full)
    elif _THEME.match(full):
        unit.become_heading(state.base + 1, title=full)
        state.inner = unit.level
    elif _AD.match(full):
        unit.become_heading(max(state.base, 1) + 1, title=full)
        state.inner = unit.level
    else:
        return False
    state.last_unnumbered = None
    return True


def _outlined(unit: Unit, full: str, level: int, state: _State) -> bool:
    """ "4.2.1 Ondermijning": only in the chapter where we are or the next, so that an appendix full of codes stays text."""
    match = _OUTLINE.fullmatch(full)
    if match is None or (full[-1] in ".;," and not level) or re.search(r"\d\s+\d+$", full):
        return False
    chapter = int(match[1].split(".")[0])
    if not level and state.chapter and (state.appendix or chapter not in (state.chapter, state.chapter + 1)):
        return False
    if chapter != state.chapter and state.last_unnumbered is not None and state.chapter:
        parent = state.last_unnumbered
        parent.level = 1
        question = _("Is dit hoofdstuk %(number)s? Het staat er zonder nummer, maar erna volgt %(next)s.")
        state.doubts.append(Doubt(parent.line, parent.text, question % {"number": chapter, "next": match[1]}))
    unit.become_heading(match[1].count(".") + 1, match[1], match[2])
    state.chapter, state.base, state.inner, state.last_unnumbered = chapter, unit.level, unit.level, None
    return True


def _single_number(units: Sequence[Unit], at: int, full: str, level: int, state: _State) -> bool:
    """ "2. Strategie": a heading when it stands alone, is no sentence, and no list goes on around it."""
    unit = units[at]
    match = _ROMAN.fullmatch(full) or _SINGLE.fullmatch(full)
    if match is None or not (unit.alone or level):
        return False
    number = _number(match[1])
    dotted = full[len(match[1])] in ".)"
    sentence = full[-1] in ".;,:" or len(full) > 90 or ". " in match[2]
    if not level and (sentence or _in_list(units, at) or (not dotted and number != state.chapter + 1)):
        return False
    if level or number == state.chapter + 1:
        state.chapter, state.base = number, level or 1
        unit.become_heading(state.base, match[1], match[2])
    else:
        unit.become_heading(max(state.base, 1) + 1, match[1], match[2])
    state.inner, state.last_unnumbered = unit.level, None
    return True


def _in_list(units: Sequence[Unit], at: int) -> bool:
    unit = units[at]
    neighbours = [units[place] for place in (at - 1, at + 1) if 0 <= place < len(units)]
    return any(other.kind == "item" and other.ordered and abs(other.ordinal - unit.ordinal) == 1 for other in neighbours)


def _lettered(units: Sequence[Unit], at: int, full: str, state: _State) -> bool:
    """ "a. Kritisch dienstbaar zijn", alone and followed by text."""
    unit, after = units[at], units[at + 1] if at + 1 < len(units) else None
    if not LETTERED.match(full) or full[1] != "." or len(full) > 90 or after is None or len(after.text) <= 90:
        return False
    unit.become_heading(max(state.inner, 1) + 1, full[0], full[2:].strip())
    return True


def _named_in_contents(unit: Unit, level: int, state: _State) -> bool:
    if not level or unit.kind == "item":
        return False
    unit.become_heading(level)
    state.base = state.inner = level
    state.last_unnumbered = unit if level == 1 else None
    return True


def _unnumbered(unit: Unit, state: _State) -> None:
    front = _FRONT_OR_BACK.fullmatch(unit.text) is not None
    if front:
        unit.become_heading(1)
        state.base = 0 if not state.chapter else state.base
        return
    level = max(state.base, state.inner) + 1
    if not state.base:  # no numbers at all: capitals above the rest, and "Ambitie" under what it belongs to
        deeper = _ROLE_WORD.match(unit.text) is not None and state.last_unnumbered is not None
        level = 1 if unit.text.isupper() or not deeper else 2
        state.last_unnumbered = unit if level == 1 else state.last_unnumbered
    else:
        state.last_unnumbered = unit
    unit.become_heading(level)


def _weak(units: Sequence[Unit]) -> set[int]:
    """Short lines that stand alone above a text. Of three or more in a row (a cover, a list without marks) only the last;
    none where a sentence with a colon announces them."""
    table = _repeated_capitals(units)
    short = [_is_short(unit) and unit.text not in table for unit in units]
    found: set[int] = set()
    at = 0
    while at < len(units):
        end = at
        while end < len(units) and short[end]:
            end += 1
        if end > at:
            announced = _announced(units, end)
            if end < len(units) and not announced and _is_body(units[end]):
                found |= {id(unit) for unit in units[max(at, end - 2) if end - at < 3 else end - 1 : end]}
        at = max(end, at + 1)
    return found


def _announced(units: Sequence[Unit], end: int) -> bool:
    """Two or more short texts behind a sentence with a colon: a list without marks."""
    at = end - 1
    while at >= 0 and units[at].kind == "text" and len(units[at].text) < 90 and units[at].text[-1:] != ":":
        at -= 1
    return at >= 0 and units[at].text[-1:] == ":" and end - 1 - at > 1


def _repeated_capitals(units: Sequence[Unit]) -> set[str]:
    """DRUTEN, HEUMEN, WIJCHEN under each other, again and again: a table whose lines fell apart, no headings."""
    lines = Counter(line for unit in units for line in unit.text.split("\n") if line.isupper())
    return {line for line, times in lines.items() if times >= 3}


def _is_short(unit: Unit) -> bool:
    words = _NOTE_MARK.sub("", unit.text.strip())
    if _SENTENCE_END.search(words):
        return False
    if unit.kind != "text" or not unit.single or not (unit.alone or unit.bold) or not 3 <= len(words) <= 90:
        return False
    if (
        not words[0].isupper()
        or words[-1] in ".,;!"
        or len(words.split()) > 12
        or not _WORD.search(words)
        or _DATE.fullmatch(words)
    ):
        return False
    if words[-1] == ":":
        return len(words.split()) <= 5 and _ROLE_WORD.match(words) is not None
    return _OUTLINE.match(words) is None


def _is_body(unit: Unit) -> bool:
    return (
        unit.kind != "text"
        or len(unit.text) > 60
        or not unit.single
        or unit.text[-1:] in ".:;"
        or _OUTLINE.match(unit.text) is not None
    )


def _same_title_same_level(units: Sequence[Unit]) -> list[Doubt]:
    """ "Aandachtspunten" once at level 2 and once at 3 is one kind of heading: all take the deepest level."""
    doubts = []
    by_title: dict[str, list[Unit]] = {}
    for unit in units:
        if unit.level and _ROLE_WORD.match(unit.text):
            by_title.setdefault(unit.text.casefold().strip(" :"), []).append(unit)
    for same in by_title.values():
        deepest = max(unit.level for unit in same)
        for unit in same:
            if unit.level != deepest:
                question = _("Hoort dit kopje onder het vorige? Elders in het plan staat het een niveau dieper.")
                doubts.append(Doubt(unit.line, unit.text, question))
                unit.level = deepest
    return doubts


def _number(mark: str) -> int:
    return int(mark) if mark.isdigit() else _ROMANS.get(mark, 0)
