"""Lines of a file that are no text of the plan: page numbers, headers that run through, the table of contents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from django.utils.translation import gettext as _

from driehoek.documents.draft import LeftOut

_PAGE_NUMBER: Final = re.compile(r"\W*(?:(?:pagina|blz\.?|p\.)\s*)?\d{1,3}(?:\s*(?:van|/|\|)\s*\d{1,3})?\W*", re.IGNORECASE)
_CONTENTS: Final = re.compile(r"(?:#+\s*)?\**(?:inhoud|inhoudsopgave)\**\W*", re.IGNORECASE)
_ENTRY_BEFORE: Final = re.compile(r"(?:#+\s*|[-*•]\s*)?(\d{1,3})\s+(\D\S*.*)")
_ENTRY_BEHIND: Final = re.compile(r"(?:#+\s*|[-*•]\s*)?(\S.*?)(?:\s*\.{2,}\s*|\s*…+\s*|\t\s*|\s+)(\d{1,3})")
_LEADING_NUMBER: Final = re.compile(r"(?:hoofdstuk\s+)?(?:\d{1,2}(?:\.\d{1,2})*|[ivx]{1,4})[.)]?\s+", re.IGNORECASE)
_OUTLINE: Final = re.compile(r"(\d{1,2}(?:\.\d{1,2})*)\.?\s")


@dataclass(slots=True)
class Physical:
    """A line as it stands in the file: its number, words, indent; whether a blank line or a new page comes before it."""

    number: int
    text: str
    indent: int = 0
    blank_before: bool = True
    new_page: bool = False
    hard_end: bool = False
    """Two spaces at the end: Markdown's line break."""


def key(title: str) -> str:
    """Letters and digits of a heading without its number: what a table of contents and the text have in common."""
    bare = _LEADING_NUMBER.sub("", title.strip(), count=1)
    return "".join(letter for letter in bare.casefold() if letter.isalnum())


def left_out(lines: Sequence[Physical]) -> tuple[list[LeftOut], dict[str, int]]:
    """The lines that are no text, and what the table of contents says: key of a heading → its level."""
    out, entries = _contents(lines)
    rest = _without(lines, out)
    out += _page_numbers(rest)
    out += _running(_without(rest, out))
    return sorted(out, key=lambda left: left.line), entries


def _without(lines: Sequence[Physical], out: Sequence[LeftOut]) -> list[Physical]:
    gone = {(left.line, left.text) for left in out}
    return [line for line in lines if (line.number, line.text) not in gone]


def _page_numbers(lines: Sequence[Physical]) -> list[LeftOut]:
    found = []
    for line, after in zip(lines, [*lines[1:], None], strict=False):
        alone = line.blank_before and (after is None or after.blank_before or after.new_page)
        if alone and _PAGE_NUMBER.fullmatch(line.text):
            found.append(LeftOut(line.number, line.text, _("paginanummer")))
    return found


def _running(lines: Sequence[Physical]) -> list[LeftOut]:
    """A short line that stands alone three times or more, and that looks like no heading of the plan itself.

    "Wat gaan we doen?" comes back under every priority and is text. What runs through says so: it stands in capitals, names
    the plan, carries the number of the page, stands at the edge of a page, or breaks a sentence in two.
    """
    alone = [
        (at, line)
        for at, line in enumerate(lines)
        if line.blank_before and len(line.text) <= 120 and (at + 1 == len(lines) or lines[at + 1].blank_before)
    ]
    bare = {line.number: re.sub(r"\d+", "", line.text).strip(" |-–·").casefold() for _at, line in alone}
    counts = Counter(bare.values())
    running = {
        bare[line.number]
        for at, line in alone
        if counts[bare[line.number]] >= 3 and len(bare[line.number]) > 2 and _runs_through(lines, at)
    }
    found = []
    for _at, line in alone:
        words = bare[line.number]
        if words in running or (line.text.isupper() and _nearly(words, running)):
            reason = _("kop- of voetregel die %(times)s keer voorkomt") % {"times": max(counts[words], 3)}
            found.append(LeftOut(line.number, line.text, reason))
    return found


def _nearly(words: str, running: set[str]) -> bool:
    """The same line with a letter read wrongly. With many candidates it is no header but a table."""
    near = (other for other in running if abs(len(words) - len(other)) < 4)
    return len(running) <= 10 and any(SequenceMatcher(None, words, other).ratio() > 0.85 for other in near)


def _runs_through(lines: Sequence[Physical], at: int) -> bool:
    line = lines[at]
    before, after = (lines[at - 1].text if at else ""), (lines[at + 1].text if at + 1 < len(lines) else "")
    broken_sentence = bool(before) and before[-1] not in ".!?:;" and after[:1].islower()
    names_plan = re.search(r"veiligheids(plan|beleid)|\bIVP\b", line.text) is not None
    numbered = re.search(r"\d{1,3}\s*$|^\d{1,3}\s*\|", line.text) is not None and "?" not in line.text
    edge = line.new_page or (at + 1 < len(lines) and lines[at + 1].new_page)
    return line.text.isupper() or names_plan or numbered or edge or broken_sentence


def _contents(lines: Sequence[Physical]) -> tuple[list[LeftOut], dict[str, int]]:
    start = next((at for at, line in enumerate(lines) if _CONTENTS.fullmatch(line.text)), None)
    if start is None:
        return [], {}
    for pattern, title in ((_ENTRY_BEFORE, 2), (_ENTRY_BEHIND, 1)):
        taken = _entries(lines, start + 1, pattern)
        titles = [(line, match[title]) for line in taken if (match := pattern.fullmatch(line.text))]
        if len(titles) >= 3:
            reason = _("inhoudsopgave")
            out = [LeftOut(line.number, line.text, reason) for line in (lines[start], *taken)]
            return out, _levels(words for _line, words in titles)
    return [], {}


def _entries(lines: Sequence[Physical], at: int, pattern: re.Pattern[str]) -> list[Physical]:
    """Entries from here on; one line in between may have no page number ("Bijlagen"), when an entry follows it."""
    taken: list[Physical] = []
    for line, after in zip(lines[at:], [*lines[at + 1 :], None], strict=False):
        between = bool(taken) and len(line.text) < 80 and after is not None and pattern.fullmatch(after.text) is not None
        if not pattern.fullmatch(line.text) and not between:
            break
        taken.append(line)
    return taken


def _levels(titles: Iterable[str]) -> dict[str, int]:
    """Level of each entry by its number; without one it is a chapter."""
    levels = {}
    for title in titles:
        outline = _OUTLINE.match(title)
        levels[key(title)] = outline[1].count(".") + 1 if outline else 1
    return {title: level for title, level in levels.items() if title}
