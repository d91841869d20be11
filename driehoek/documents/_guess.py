"""What a plan is called and for which years: a guess with the line it came from, for a person to confirm."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from driehoek.documents._units import Unit
from driehoek.documents.draft import Period, Title

_PLAN: Final = re.compile(
    r"(integraal|integrale|lokaal|gezamenlijk|meerjarig)?\W*(veiligheids(plan|beleid|nota|programma|agenda)|kadernota|uitvoerings(plan|programma)|\bIVP\b)",
    re.IGNORECASE,
)
_IN_TEXT: Final = re.compile(
    r"[Ii]ntegraal [Vv]eiligheids(?:plan|beleid)(?: \(IVP\))?(?: (?:[A-Z][\w-]+|de|en|van|aan)(?= ))*(?: \d{4} ?[-–] ?\d{4})?"
)
_SPAN: Final = re.compile(r"\b(20\d\d)\s*(?:[-–—/]|t/m|tot en met|tot)\s*(20\d\d)\b")


def title_of(units: Sequence[Unit], named: str = "") -> Title | None:
    """`named`: what the file itself says it is called (a Word property or title style)."""
    if named.strip():
        line = next((unit.line for unit in units if named.strip() in unit.text), 1)
        return Title(named.strip(), line)
    for unit in units[:40]:
        words = " ".join(unit.text.split())
        if len(words) <= 120 and words[-1:] not in ".;,:" and _PLAN.search(words):
            return Title(words, unit.line)
    found = [(match[0].strip(), unit.line) for unit in units for match in _IN_TEXT.finditer(unit.text.replace("\n", " "))]
    if not found:
        return None
    counts = Counter(words for words, _line in found)
    best = max(counts, key=lambda words: (bool(re.search(r"\d{4}", words)), counts[words], len(words)))
    return Title(best[0].upper() + best[1:], next(line for words, line in found if words == best))


def period_of(units: Sequence[Unit], title: Title | None) -> Period | None:
    """The span of three to six years that is named most; that of the title goes before all."""
    spans: list[Period] = []
    for unit in units:
        for match in _SPAN.finditer(f"{unit.number} {unit.text} {' '.join(words for _line, words in unit.more)}"):
            first, last = int(match[1]), int(match[2])
            if 1 <= last - first <= 7:
                spans.append(Period(first, last, unit.line))
    in_title = [span for span in spans if title and f"{span.first}" in title.text and f"{span.last}" in title.text]
    usual = [span for span in spans if 2 <= span.last - span.first <= 5]
    for choice in (in_title, usual, spans):
        if choice:
            counts = Counter((span.first, span.last) for span in choice)
            first, last = max(counts, key=lambda years: counts[years])
            return next(span for span in choice if (span.first, span.last) == (first, last))
    return None
