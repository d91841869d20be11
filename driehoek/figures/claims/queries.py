"""The claims of a text, each with what the figures say of it. Nothing is stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from driehoek.figures.claims.finding import Found, find
from driehoek.figures.claims.marking import Mark
from driehoek.figures.claims.matching import Held, answer, gazetteer, held
from driehoek.figures.claims.periods import Years, last_full_year, plan_years, years_of
from driehoek.figures.claims.places import Place, place_of
from driehoek.figures.claims.sentences import sentences, tidy
from driehoek.organisations.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim in place: `text[start:end]` is the sentence that claims, `sentence` one that does hold."""

    line: int
    start: int
    end: int
    quote: str
    area: str
    area_name: str
    phenomenon: str
    period: tuple[int | None, int]
    direction: str
    percent: tuple[float, float] | None
    mark: Mark
    source: str | None
    sentence: str

    def as_json(self) -> dict[str, Any]:
        """A claim of the interface. `percent` is a number, a pair for "20 tot 25 procent", or null."""
        percent: float | list[float] | None = None
        if self.percent is not None:
            percent = self.percent[0] if self.percent[0] == self.percent[1] else list(self.percent)
        return {
            "line": self.line,
            "start": self.start,
            "end": self.end,
            "quote": self.quote,
            "area": self.area_name or None,
            "phenomenon": self.phenomenon,
            "period": list(self.period),
            "claimed": {"direction": self.direction, "percent": percent},
            "mark": self.mark.value,
            "source": self.source,
            "sentence": self.sentence,
        }


@dataclass(frozen=True)
class Claims:
    """A text with its claims in order."""

    text: str
    area: Place | None
    claims: tuple[Claim, ...]

    def as_json(self) -> dict[str, Any]:
        return {"schema": 1, "claims": [claim.as_json() for claim in self.claims]}

    def as_text(self) -> str:
        """For who reads: per claim the line, the mark, what is said, and what does hold."""
        parts = []
        for claim in self.claims:
            quote = " ".join(claim.quote.split())
            parts.append(f"regel {claim.line}, {claim.phenomenon}: {claim.mark}\n  “{quote}”\n  {claim.sentence}")
        return "\n\n".join(parts) or "In deze tekst staan geen beweringen over cijfers."


def claims_in(viewer: Viewer, source: str) -> Claims:
    """Find and mark the claims of a text, by the figures that this viewer may see."""
    text = tidy(source)
    known, figures = gazetteer(), held(viewer)
    plan = known.of_plan(text)
    end = last_full_year(plan_years(text), max((one.latest for one in figures), default=2024))
    marked: list[Claim] = []
    before: Years | None = None
    for found in find(sentences(text)):
        years = years_of(found.sentence, found.at, end, before)
        marked.append(_marked(text, found, place_of(found.sentence, found.at, known, plan), years, figures))
        before = years
    return Claims(text, plan, tuple(marked))


def _marked(text: str, found: Found, place: Place | None, years: Years, figures: Sequence[Held]) -> Claim:
    said, source, compared = answer(found, place, years, figures)
    sentence = found.sentence
    return Claim(
        line=sentence.line,
        start=sentence.start,
        end=sentence.end,
        quote=text[sentence.start : sentence.end],
        area=place.code if place else "",
        area_name=place.name if place else "",
        phenomenon=found.phenomenon.name,
        period=(compared.first, compared.last),
        direction=found.direction,
        percent=(found.size.low, found.size.high) if found.size else None,
        mark=said.mark,
        source=source,
        sentence=said.sentence,
    )
