"""Does a claim hold? Lays it beside the counts and says so, with a sentence that does hold. Pure.

One claim is one question, so it is judged alone (a family of one): whoever writes a sentence chose it, no page did. A claim
with two years is two blocks; one without is the last year beside the five before it. The engine does the counting.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from driehoek.engine.dispersion import Dispersion
from driehoek.engine.results import SeriesVerdict, Verdict
from driehoek.engine.sentences import Noun, whole
from driehoek.engine.verdict import Count, judge
from driehoek.figures.claims.changes import Direction, Size

SMALLEST_FOR_PERCENT = 20  # below it a percentage says more about chance than about safety
_WAY: dict[Direction, Verdict] = {"stijgt": Verdict.RISES, "daalt": Verdict.FALLS}
_OTHER = {Verdict.RISES: Verdict.FALLS, Verdict.FALLS: Verdict.RISES}


class Mark(StrEnum):
    HOLDS = "klopt"
    WRONG = "klopt niet"
    CANNOT_TELL = "niet te zeggen"
    NO_SOURCE = "zonder bron"


@dataclass(frozen=True, slots=True)
class Year:
    """What was counted in one year. exposure: inhabitants × years, or None where it is not known."""

    year: int
    count: int
    exposure: float | None


@dataclass(frozen=True, slots=True)
class Answer:
    mark: Mark
    sentence: str


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the counts. `years`: two of them for from-to, more for the last beside those before."""

    area: str
    counted: Noun | str
    direction: Direction
    size: Size | None
    years: Sequence[Year]
    provisional: frozenset[str] = frozenset()
    part: str = ""  # which types were counted, where a group is not loaded whole


def mark(question: Question, dispersion: Dispersion | None) -> Answer:
    """Judge one claim.

    klopt           the figures show this change, and a claimed percentage lies within its 95 % interval; for "gelijk": as usual
    klopt niet      they show the opposite, or a change where none is claimed, or the percentage lies outside
    niet te zeggen  they show neither; the sentence gives the interval
    """
    verdict = _judged(question, dispersion)
    return Answer(_mark(question, verdict), _sentence(question, verdict))


def without_source(name: str, area: str) -> Answer:
    """The answer where nothing that is loaded counts this."""
    where = f" in {area}" if area else ""
    return Answer(
        Mark.NO_SOURCE,
        f"Over {name}{where} zijn hier geen cijfers geladen die dit dekken. Noem in de tekst waar de bewering vandaan komt.",
    )


def _judged(question: Question, dispersion: Dispersion | None) -> SeriesVerdict:
    known = all(one.exposure for one in question.years)
    counts = [
        Count("a", "p", str(one.year), one.count, float(one.exposure) if known and one.exposure else 1.0)
        for one in question.years
    ]
    found: Mapping[str, Dispersion] = {"p": dispersion} if dispersion is not None else {}
    judgement = judge(
        counts, dispersion=found, provisional=question.provisional, area_names={"a": question.area}, nouns={"p": question.counted}
    )
    return judgement.series[0]


def _mark(question: Question, verdict: SeriesVerdict) -> Mark:
    seen = verdict.verdict
    if question.direction == "gelijk":
        if seen is Verdict.AS_USUAL:
            return Mark.HOLDS
        return Mark.WRONG if seen in _OTHER else Mark.CANNOT_TELL
    claimed = _WAY[question.direction]
    if seen is _OTHER[claimed]:
        return Mark.WRONG
    if question.size is not None and _is_outside(question, verdict):
        return Mark.WRONG
    return Mark.HOLDS if seen is claimed else Mark.CANNOT_TELL


def _is_outside(question: Question, verdict: SeriesVerdict) -> bool:
    """Whether the claimed percentage lies wholly outside the interval of the ratio. A rounded one gets its half on both sides."""
    size = question.size
    if size is None or verdict.ratio_low is None:
        return False
    slack = 0.05 if size.rough else 0.01
    times = (question.years[-1].year - question.years[0].year) if size.yearly and len(question.years) == 2 else 1
    sign = 1 if question.direction == "stijgt" else -1
    ratios = sorted(max(0.0, 1 + sign * percent / 100) ** times for percent in (size.low, size.high))
    high = verdict.ratio_high
    return ratios[1] * (1 + slack) < verdict.ratio_low or (high is not None and ratios[0] * (1 - slack) > high)


def _sentence(question: Question, verdict: SeriesVerdict) -> str:
    """The sentence that holds: both counts, what is usual, what that means; with the interval where it cannot be told."""
    parts = []
    if len(question.years) == 2:
        parts.append(_from_to(question, verdict))
    parts.append(verdict.sentence)
    if interval := _interval(question, verdict):
        parts.append(interval)
    if question.part:
        parts.append(f"Geteld zijn alleen {question.part}.")
    if not all(one.exposure for one in question.years):
        parts.append("Hoeveel mensen er toen woonden is hier niet bekend; we vergelijken de aantallen zelf.")
    return " ".join(parts)


def _from_to(question: Question, verdict: SeriesVerdict) -> str:
    """Both counts. A percentage only where a change is seen, or beside the one that the text claims."""
    first, last = question.years[0], question.years[-1]
    counted = question.counted.many if isinstance(question.counted, Noun) else question.counted
    change = ""
    wanted = verdict.verdict in _OTHER or question.size is not None
    if wanted and first.count >= SMALLEST_FOR_PERCENT and first.count != last.count:
        change = f" ({percent(last.count / first.count)})"
    return (
        f"Het aantal {counted} in {question.area} ging van {whole(first.count)} in {first.year} naar {whole(last.count)} "
        f"in {last.year}{change}."
    )


def _interval(question: Question, verdict: SeriesVerdict) -> str:
    low, high = verdict.ratio_low, verdict.ratio_high
    if (verdict.verdict in _OTHER and question.size is None) or low is None or high is None:
        return ""
    if question.years[0].count < SMALLEST_FOR_PERCENT:
        return f"De verhouding ligt met 95 % zekerheid tussen {times(low)} en {times(high)} keer."
    return f"De verandering ligt met 95 % zekerheid tussen {percent(low)} en {percent(high)}."


def percent(ratio: float) -> str:
    """A ratio as the change that it is: `−36 %`."""
    change = round((ratio - 1) * 100)
    return f"{'−' if change < 0 else '+'}{abs(change)} %" if change else "0 %"


def times(ratio: float) -> str:
    return f"{ratio:.1f}".replace(".", ",")


@dataclass(frozen=True, slots=True)
class TypeVerdict:
    """One type of several, judged from-to."""

    counted: str
    verdict: Verdict


def mark_types(direction: Direction, area: str, years: tuple[int, int], types: Sequence[TypeVerdict]) -> Answer:
    """`bij verschillende typen misdrijven`: holds when at least two types that are counted show it."""
    if direction == "gelijk":
        shown = [one for one in types if one.verdict is Verdict.AS_USUAL]
    else:
        shown = [one for one in types if one.verdict is _WAY[direction]]
    against = [one for one in types if direction != "gelijk" and one.verdict is _OTHER[_WAY[direction]]]
    word = {"stijgt": "een stijging", "daalt": "een daling", "gelijk": "geen verandering"}[direction]
    counted = f"Van de {len(types)} soorten die in {area} zijn geteld, is tussen {years[0]} en {years[1]}"
    named = f": {_listed([one.counted for one in shown])}." if shown else "."
    result = Mark.HOLDS if len(shown) >= 2 else Mark.WRONG if len(against) >= 2 and not shown else Mark.CANNOT_TELL
    return Answer(result, f"{counted} bij {len(shown)} {word} te zien{named}")


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} en {names[-1]}"
