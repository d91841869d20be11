"""What the engine answers: one object per series, and the family in which they were judged."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

ALPHA = 0.05


class Verdict(StrEnum):
    """The four verdicts; the value is the word of the interface."""

    RISES = "stijgt"
    FALLS = "daalt"
    AS_USUAL = "als gewoonlijk"
    CANNOT_TELL = "niet te zeggen"


class Caveat(StrEnum):
    """What a reader must know beside the verdict."""

    SHORT = "korte reeks"
    CORONA = "corona in de basis"
    PROVISIONAL = "voorlopig"
    LAST_STEP_AGAINST = "laatste jaar andersom"
    DISPERSION_UNKNOWN = "spreiding onbekend"


@dataclass(frozen=True, slots=True)
class Family:
    """The cells that are judged together. size: how many have a p; method: how p is adjusted; alpha: the level."""

    size: int
    method: str = "holm"
    alpha: float = ALPHA

    def as_json(self) -> dict[str, Any]:
        return {"size": self.size, "method": self.method, "alpha": self.alpha}


@dataclass(frozen=True, slots=True)
class Change:
    """From the first block of the series to the latest: their periods and counts, and the p of those two alone."""

    from_period: str
    to_period: str
    first: int
    last: int
    p: float | None

    def as_json(self) -> dict[str, Any]:
        return {"from": self.from_period, "to": self.to_period, "first": self.first, "last": self.last, "p": self.p}


@dataclass(frozen=True, slots=True)
class SeriesVerdict:
    """The verdict on one series, with all that it rests on. None where a value does not exist.

    period        the latest period of the series; `latest` is the count of the block that ends there
    latest        count of the latest block; None where less than 12 months were counted
    expected, low, high     μ and the usual band, in counts
    ratio, ratio_low, ratio_high      latest / expected with its limits
    dispersion    φ
    p, p_adjusted   of this series alone, and adjusted for its family (Holm)
    verdict       one of four
    detectable    smallest latest count that would have been called a rise
    change        from the first block to the latest; None for one block
    caveats       what to bear in mind; `caveat_sentences` says the same in words
    statement     what was counted, what is usual, what that means; `sentence` adds the caveats
    order         p adjusted by Benjamini-Hochberg: only to sort a long list
    blocks_before   how many blocks the latest was compared with (0 to 5)
    """

    area: str
    phenomenon: str
    period: str
    latest: int | None
    expected: float | None
    low: int | None
    high: int | None
    ratio: float | None
    ratio_low: float | None
    ratio_high: float | None
    dispersion: float | None
    p: float | None
    p_adjusted: float | None
    verdict: Verdict
    detectable: int | None
    change: Change | None
    caveats: tuple[Caveat, ...]
    statement: str
    caveat_sentences: tuple[str, ...]
    order: float | None
    blocks_before: int

    @property
    def sentence(self) -> str:
        """The whole answer in plain Dutch."""
        return " ".join((self.statement, *self.caveat_sentences))

    def as_json(self) -> dict[str, Any]:
        """A series object of the interface: every key present, null where there is no value."""
        return {
            "area": self.area,
            "phenomenon": self.phenomenon,
            "period": self.period,
            "latest": self.latest,
            "expected": self.expected,
            "low": self.low,
            "high": self.high,
            "ratio": self.ratio,
            "ratio_low": self.ratio_low,
            "ratio_high": self.ratio_high,
            "dispersion": self.dispersion,
            "p": self.p,
            "p_adjusted": self.p_adjusted,
            "verdict": self.verdict.value,
            "detectable": self.detectable,
            "change": self.change.as_json() if self.change else None,
            "caveats": [caveat.value for caveat in self.caveats],
            "sentence": self.sentence,
        }


@dataclass(frozen=True, slots=True)
class Judgement:
    """All series of one family. `series` stands in the order in which the counts named them first."""

    family: Family
    series: tuple[SeriesVerdict, ...]

    def as_json(self) -> dict[str, Any]:
        return {"family": self.family.as_json(), "series": [series.as_json() for series in self.series]}

    def most_telling_first(self) -> tuple[SeriesVerdict, ...]:
        """The series with the smallest Benjamini-Hochberg value first, those without a p last: for a long list."""

        def key(one: SeriesVerdict) -> tuple[bool, float, float, str, str]:
            return one.order is None, one.order or 0.0, one.p or 0.0, one.area, one.phenomenon

        return tuple(sorted(self.series, key=key))
