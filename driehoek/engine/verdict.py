"""The verdict on a count: does it rise, fall, go as usual, or can that not be told?

Every number follows "Verdict, exactly" in the design. Neither the order of the counts nor the unit of exposure makes a
difference.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from driehoek.engine import conditional, family
from driehoek.engine.conditional import Bools, Comparison, Ints
from driehoek.engine.counts import BadCounts, Count, Problem
from driehoek.engine.dispersion import Dispersion, dispersion_by_phenomenon, dispersion_of, in_arrays
from driehoek.engine.results import ALPHA, Caveat, Change, Family, Judgement, SeriesVerdict, Verdict
from driehoek.engine.sentences import Facts, Noun, caveat_sentences, statement
from driehoek.engine.series import Panel, lay_out
from driehoek.engine.special import Floats

__all__ = [
    "BadCounts", "Caveat", "Change", "Count", "Dispersion", "Family", "Judgement", "Noun", "Problem", "SeriesVerdict",
    "Verdict", "dispersion_by_phenomenon", "judge",
]  # fmt: skip

MOST_BLOCKS_BEFORE = 5
_CORONA = (2020, 2021)
_HALVED, _DOUBLED = 0.5, 2.0


def judge(
    counts: Sequence[Count],
    *,
    dispersion: Mapping[str, Dispersion] | None = None,
    provisional: Collection[str] = (),
    area_names: Mapping[str, str] | None = None,
    nouns: Mapping[str, Noun | str] | None = None,
    lines: Sequence[int] | None = None,
) -> Judgement:
    """Judge every series in `counts` as one family.

    counts       rows in any order; a series is an area × a phenomenon
    dispersion   per phenomenon; computed from these counts where None. A page that shows a few municipalities passes
                 that of all municipalities (`dispersion_by_phenomenon`). A phenomenon that is not in it is unknown.
    provisional  periods whose counts may still change
    area_names, nouns   how area and phenomenon are called in sentences; their own text where they are not named
    lines        line numbers of the counts, for the problems

    Raises BadCounts, with every problem found, on a gap in a series of more than two rows, a double row, mixed kinds
    of period in one series, an exposure ≤ 0 or a count that is not a whole number ≥ 0.
    Source: exact conditional test of two Poisson counts (Przyborowski & Wilenski 1940), adjusted by Holm (1979).
    """
    panel = lay_out(counts, lines)
    numbers = _numbers(panel, dispersion_of(panel) if dispersion is None else dispersion)
    size = int(np.sum(numbers.judged))
    words = _Words(area_names or {}, nouns or {}, frozenset(provisional), size)
    return Judgement(Family(size), tuple(_one(panel, numbers, words, i) for i in range(len(panel.keys))))


@dataclass(frozen=True)
class _Numbers:
    """Everything that is computed, one value per series. Floats are NaN or infinite where a value does not exist."""

    judged: Bools
    before: Ints
    triples: Ints
    latest: Floats
    expected: Floats
    low: Floats
    high: Floats
    ratio: Floats
    ratio_low: Floats
    ratio_high: Floats
    dispersion: Floats
    p: Floats
    p_adjusted: Floats
    order: Floats
    detectable: Floats
    change_p: Floats


_FLOATS = ("expected", "ratio", "ratio_low", "ratio_high", "dispersion", "p", "p_adjusted", "order")
_WHOLES = ("latest", "low", "high", "detectable")


def _numbers(panel: Panel, dispersion: Mapping[str, Dispersion], families: Ints | None = None) -> _Numbers:
    """All numbers of all series at once; `families`: which series are judged together, one number each, all where None."""
    k, triples, df = in_arrays(panel, dispersion)
    end = panel.start[1:]
    before = np.clip(panel.blocks - 1, 0, MOST_BLOCKS_BEFORE)
    rows = np.flatnonzero(before > 0)
    last = end[rows] - 1
    base, base_exposure = (panel.sums(of, last - before[rows], last) for of in (panel.count, panel.exposure))
    case = _compare(base, panel.exposure[last], base_exposure, k[rows], df[rows])
    out = {name: np.full(len(panel.keys), np.nan) for name in (*_FLOATS, *_WHOLES, "change_p")}
    out["latest"][panel.blocks > 0] = panel.count[end[panel.blocks > 0] - 1]
    out["expected"][rows] = case.expected
    out["low"][rows], out["high"][rows] = conditional.band(case)
    out["dispersion"][rows] = np.where(triples[rows] > 0, case.phi, np.nan)
    out["change_p"][rows] = _change_p(panel, rows, k[rows], df[rows])
    some = base + panel.count[last] > 0
    judged = np.zeros(len(panel.keys), bool)
    judged[rows[some]] = True
    of = np.zeros(len(panel.keys), np.int64) if families is None else families
    _judge_families(out, rows[some], case.only(some), panel.count[last][some], of[rows[some]])
    return _Numbers(judged=judged, before=before, triples=triples, **out)


def _judge_families(out: dict[str, Floats], at: Ints, case: Comparison, latest: Floats, families: Ints) -> None:
    """Fill in what only series with a p have; they are the families."""
    with np.errstate(divide="ignore"):
        out["ratio"][at] = latest / case.expected
    out["ratio_low"][at], out["ratio_high"][at] = conditional.ratio_limits(case, latest)
    p = conditional.p_value(case, latest)
    out["p"][at] = p
    threshold = np.empty_like(p)
    for rows in family.members(families):
        own = p[rows]
        out["p_adjusted"][at[rows]], out["order"][at[rows]] = family.holm(own), family.benjamini_hochberg(own)
        threshold[rows] = ALPHA / (len(own) - family.others_rejected(own, ALPHA))
    out["detectable"][at] = conditional.detectable(case, threshold)


def _compare(base: Floats, exposure: Floats, base_exposure: Floats, k: Floats, df: Floats) -> Comparison:
    """A comparison with the dispersion that belongs to its expected count: φ = 1 + k√μ."""
    return Comparison(base, exposure, base_exposure, 1 + k * np.sqrt(base * exposure / base_exposure), df)


def _change_p(panel: Panel, rows: Ints, k: Floats, df: Floats) -> Floats:
    """p of the latest block against the first alone; NaN where both are zero."""
    first, last = panel.start[rows], panel.start[rows + 1] - 1
    case = _compare(panel.count[first], panel.exposure[last], panel.exposure[first], k, df)
    p = conditional.p_value(case, panel.count[last])
    return np.where(panel.count[first] + panel.count[last] > 0, p, np.nan)


@dataclass(frozen=True)
class _Words:
    """What the caller wants areas and phenomena to be called, and what the sentences must know of the family."""

    area_names: Mapping[str, str]
    nouns: Mapping[str, Noun | str]
    provisional: frozenset[str]
    family_size: int


def _one(panel: Panel, numbers: _Numbers, words: _Words, i: int) -> SeriesVerdict:
    """The verdict on series i, with its caveats and its sentence."""
    area, phenomenon = panel.keys[i]
    before, last = int(numbers.before[i]), int(panel.start[i + 1]) - 1
    latest, low, high, detectable = (_whole(getattr(numbers, name)[i]) for name in _WHOLES)
    verdict = _verdict(numbers, i)
    corona = tuple(year for year in _CORONA if year in _base_years(panel, i, before))
    caveats = _caveats(panel, numbers, words, i, verdict, corona)
    facts = Facts(
        verdict=verdict.value, caveats=tuple(caveat.value for caveat in caveats),
        period=panel.period(i, panel.latest[i]), before=panel.period(i, panel.ends[last - 1]) if before else None,
        summed=bool(panel.per_block[i] > 1), blocks_before=before, latest=latest, low=low, high=high,
        detectable=detectable, unusual=bool(numbers.p[i] < ALPHA), more=bool(numbers.latest[i] > numbers.expected[i]),
        family_size=words.family_size, corona_years=corona,
    )  # fmt: skip
    counted = words.nouns.get(phenomenon, phenomenon)
    return SeriesVerdict(
        area=area, phenomenon=phenomenon, period=facts.period.text, latest=latest, low=low, high=high,
        verdict=verdict, detectable=detectable, change=_change(panel, numbers, i) if before else None, caveats=caveats,
        statement=statement(facts, words.area_names.get(area, area), counted), caveat_sentences=caveat_sentences(facts),
        blocks_before=before, **{name: _float(getattr(numbers, name)[i]) for name in _FLOATS},
    )  # fmt: skip


def _verdict(numbers: _Numbers, i: int) -> Verdict:
    if not numbers.judged[i]:
        return Verdict.CANNOT_TELL
    if numbers.p_adjusted[i] <= ALPHA:
        return Verdict.RISES if numbers.latest[i] > numbers.expected[i] else Verdict.FALLS
    same = numbers.ratio_low[i] >= _HALVED and numbers.ratio_high[i] <= _DOUBLED
    return Verdict.AS_USUAL if numbers.p[i] >= ALPHA and same else Verdict.CANNOT_TELL


def _caveats(
    panel: Panel, numbers: _Numbers, words: _Words, i: int, verdict: Verdict, corona: tuple[int, ...]
) -> tuple[Caveat, ...]:
    holds = {
        Caveat.SHORT: numbers.before[i] < MOST_BLOCKS_BEFORE,
        Caveat.CORONA: bool(corona),
        Caveat.PROVISIONAL: bool(words.provisional) and _is_provisional(panel, words.provisional, i),
        Caveat.LAST_STEP_AGAINST: _last_step(panel, i) == {Verdict.RISES: -1, Verdict.FALLS: 1}.get(verdict),
        Caveat.DISPERSION_UNKNOWN: numbers.triples[i] == 0,
    }
    return tuple(caveat for caveat, true in holds.items() if true)


def _is_provisional(panel: Panel, provisional: frozenset[str], i: int) -> bool:
    """Whether a period of the latest block, or the year that it lies in, is provisional."""
    latest = int(panel.latest[i])
    periods = (panel.period(i, ordinal) for ordinal in range(latest - int(panel.per_block[i]) + 1, latest + 1))
    return any(period.text in provisional or f"{period.year:04d}" in provisional for period in periods)


def _last_step(panel: Panel, i: int) -> int:
    """Which way the count per exposure went from the block before to the latest: 1, 0 or -1."""
    last = int(panel.start[i + 1]) - 1
    if panel.blocks[i] < 2:
        return 0
    now, before = panel.count[last] * panel.exposure[last - 1], panel.count[last - 1] * panel.exposure[last]
    return int(now > before) - int(now < before)


def _base_years(panel: Panel, i: int, before: int) -> range:
    """The calendar years that the blocks before lie in; exact, as a gap exists only between two single rows."""
    if not before:
        return range(0)
    last = int(panel.start[i + 1]) - 1
    return range(panel.period(i, panel.begins[last - before]).year, panel.period(i, panel.ends[last - 1]).year + 1)


def _change(panel: Panel, numbers: _Numbers, i: int) -> Change:
    first, last = int(panel.start[i]), int(panel.start[i + 1]) - 1
    return Change(
        from_period=panel.period(i, panel.ends[first]).text,
        to_period=panel.period(i, panel.ends[last]).text,
        first=int(panel.count[first]),
        last=int(panel.count[last]),
        p=_float(numbers.change_p[i]),
    )


def _float(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _whole(value: float) -> int | None:
    return int(value) if np.isfinite(value) else None
