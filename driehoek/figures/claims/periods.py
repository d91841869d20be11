"""Which years a claim compares. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from driehoek.figures.claims.sentences import Sentence

_YEAR = r"((?:19|20)\d\d)"
_WORDS: Final = ("twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien")
_NUMBERS: Final = {word: n for n, word in enumerate(_WORDS, 2)} | {str(n): n for n in range(2, 11)}
_COUNT = "(" + "|".join(_NUMBERS) + ")"
_AGAINST: Final = re.compile(
    rf"(?:ten opzichte van|t\.?o\.?v\.?|tov|vergeleken met|vergelijking met|dan in|sinds|vanaf|als in|(?:dat|die) (?:van|in)|"
    rf"na (?:een|de) (?:\w+ )?piek (?:in|van))(?: het jaar| die in| begin| eind)? {_YEAR}"
)
_RANGE: Final = re.compile(rf"(?:tussen|van|periode|jaren)?\s*{_YEAR}\s*(?:-|–|en|tot(?: en met)?|t/m|naar)\s*{_YEAR}")
_RANGE_APART: Final = re.compile(rf"\bin {_YEAR}\b[^.;]{{1,80}}\bnaar\b[^.;]{{1,80}}\bin {_YEAR}")
_IN: Final = re.compile(rf"\b(?:in|over|eind|begin)(?: het jaar)? {_YEAR}")
_LAST_N: Final = re.compile(
    rf"\b(?:afgelopen|laatste|voorbije|voorgaande|vorige) {_COUNT} (?:jaren|jaar)|\bin {_COUNT} jaar tijd"
)
_AGO: Final = re.compile(rf"\b{_COUNT} jaar (?:geleden|eerder|terug)")
_RECENT: Final = re.compile(
    r"\b(?:(?:afgelopen|laatste|voorbije|recente|voorgaande) (?:jaren|periode|tijd)|(?:al|sinds) jaren|jarenlang|door de jaren)\b"
)
_LAST_YEAR: Final = re.compile(
    r"\b(?:(?:het )?(?:afgelopen|vorig|voorgaande) jaar|het jaar (?:ervoor|daarvoor|eerder)|een jaar eerder)\b"
)
_DURING: Final = re.compile(r"\b(?:tijdens|gedurende|in) (?:de )?(?:corona|covid|pandemie)")
_BEFORE: Final = re.compile(r"\b(?:vóór|voor|sinds) (?:de )?(?:corona|covid|pandemie|uitbraak van)")
_PLAN: Final = re.compile(rf"{_YEAR}\s*(?:-|–|t/m|tot en met)\s*{_YEAR}")
_REFERS: Final = re.compile(r"^\W*(?:deze|die|dezelfde) |\bin (?:die|deze|dezelfde) (?:periode|jaren|tijd)\b")
_TELLS: Final = re.compile(r"cijfers|ontwikkeling|trend|terugblik|zien|beeld", re.IGNORECASE)
RECENT = 5
CORONA = (2020, 2021)


@dataclass(frozen=True, slots=True)
class Years:
    """The years of a claim.

    first   the year that is compared with; None where none was named: then the five years before `last`
    last    the year that is spoken of
    exact   whether the text names these years, or only something like "de afgelopen jaren"
    """

    first: int | None
    last: int
    exact: bool = False


def plan_years(text: str) -> tuple[int, int] | None:
    """The years that a plan is for: the stretch that it names most often."""
    found = Counter((int(a), int(b)) for a, b in _PLAN.findall(text) if 1 <= int(b) - int(a) <= 7)
    return max(found, key=lambda years: (found[years], -text.find(str(years[0])))) if found else None


def years_of(sentence: Sentence, at: int, end: int, before: Years | None = None) -> Years:
    """The years of the claim whose word of change stands at `at`. `end`: the last full year when the text was written."""
    words = sentence.words.lower()
    own = _read(words, at, end)
    if own is not None:
        return own
    if sentence.item or _REFERS.search(words):
        for lead in reversed(sentence.before):
            if (led := _read(lead.lower(), 0, end)) is not None:
                return led
    if before is not None and _REFERS.search(words):
        return before
    if sentence.headings and _TELLS.search(sentence.headings[-1]) and (led := _read(sentence.headings[-1].lower(), 0, end)):
        return led
    return Years(None, end)


def _read(words: str, at: int, end: int) -> Years | None:
    """The years in these words; None where they name none."""
    named = _named(words, at, end)
    if named is not None:
        return named
    if found := _LAST_N.search(words):
        number = _NUMBERS[found[1] or found[2]]
        return Years(end - number + (1 if found[1] else 0), end)
    if found := _AGO.search(words):
        return Years(end - _NUMBERS[found[1]], end)
    if _RECENT.search(words):
        return Years(end - RECENT + 1, end)
    if _LAST_YEAR.search(words):
        return Years(end - 1, end)
    return None


def _named(words: str, at: int, end: int) -> Years | None:
    """Years by number, or by corona."""
    if found := _RANGE_APART.search(words) or _RANGE.search(words):
        first, last = sorted((int(found[1]), int(found[2])))
        return Years(first, last, exact=True)
    against = _nearest(_AGAINST, words, at)
    inside = [int(found[1]) for found in _IN.finditer(words)]
    if _BEFORE.search(words, at):
        return Years(CORONA[0] - 1, max(inside, default=max(CORONA[1], _last_named(words, end))), exact=True)
    if against is not None:
        later = [year for year in inside if year > against]
        return Years(against, max(later, default=against + 1 if "op jaarbasis" in words else max(end, against + 1)), exact=True)
    if _DURING.search(words):
        return Years(CORONA[0] - 1, CORONA[1], exact=True)
    if len(set(inside)) == 2:
        return Years(min(inside), max(inside), exact=True)
    if inside:
        return Years(max(inside) - 1 if _LAST_YEAR.search(words) else None, max(inside), exact=True)
    return None


def _last_named(words: str, end: int) -> int:
    """The year that the sentence speaks of elsewhere, else the end."""
    if found := _AGAINST.search(words):
        return int(found[1]) + 1
    return end


def _is_apart(words: str, hit: re.Match[str], at: int) -> bool:
    """Whether a comma lies between a year and the word of change: then it is of another clause."""
    return "," in words[min(hit.end(), at) : max(hit.start(), at)]


def _nearest(pattern: re.Pattern[str], words: str, at: int) -> int | None:
    found = sorted(pattern.finditer(words), key=lambda hit: (_is_apart(words, hit, at), hit.start() < at, abs(hit.start() - at)))
    return int(found[0][1]) if found else None


def last_full_year(plan: tuple[int, int] | None, latest: int, own: Sequence[int] = ()) -> int:
    """The last year that a text can speak of: the one before the plan begins, or the newest that was counted."""
    return min([latest, *([plan[0] - 1] if plan else []), *own])
