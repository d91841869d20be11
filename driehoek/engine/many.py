"""The verdicts of a whole country at once: every area down to the neighbourhood, from blocks of counts in arrays.

The numbers are those of `verdict.judge`; only the way in and out differs: arrays, not rows, and a sentence for who asks.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from driehoek.engine import verdict
from driehoek.engine.conditional import Ints
from driehoek.engine.counts import Kind
from driehoek.engine.dispersion import Dispersion
from driehoek.engine.results import ALPHA, SeriesVerdict, Verdict
from driehoek.engine.sentences import Noun
from driehoek.engine.series import Panel
from driehoek.engine.special import Floats

_WORDS = tuple(Verdict)
_FIELDS = ("latest", "expected", "low", "high", "ratio", "ratio_low", "ratio_high", "p", "p_adjusted", "detectable")


@dataclass(frozen=True)
class Many:
    """Verdicts on many series, in the order in which they were given.

    verdict       index into `Verdict`, one per series
    family_size   how many were judged together with it, one per series
    """

    panel: Panel
    numbers: "verdict._Numbers"
    verdict: Ints
    family_size: Ints

    def finding(
        self,
        series: int,
        *,
        area_names: Mapping[str, str] | None = None,
        nouns: Mapping[str, Noun | str] | None = None,
        provisional: Collection[str] = (),
    ) -> SeriesVerdict:
        """The verdict on one series with its caveats and its sentence, as `judge` gives it."""
        size = int(self.family_size[series])
        words = verdict._Words(area_names or {}, nouns or {}, frozenset(provisional), size)
        return verdict._one(self.panel, self.numbers, words, series)

    def as_table(self) -> pa.Table:
        """One row per series: area, phenomenon, the numbers (null where there is none) and the word of the verdict."""
        areas, phenomena = zip(*self.panel.keys, strict=True) if self.panel.keys else ((), ())
        numbers = {name: getattr(self.numbers, name) for name in _FIELDS}
        kept = {name: pa.array(values, mask=~np.isfinite(values)) for name, values in numbers.items()}
        words = pa.DictionaryArray.from_arrays(pa.array(self.verdict, pa.int8()), pa.array([word.value for word in _WORDS]))
        return pa.table({"area": areas, "phenomenon": phenomena, **kept, "verdict": words})


def judge_many(
    areas: Sequence[str],
    phenomena: Sequence[str],
    counts: Floats,
    exposure: Floats,
    last: int,
    dispersion: Mapping[str, Dispersion],
    families: Ints | None = None,
) -> Many:
    """Judge many series that all end in the same month.

    areas, phenomena  one each per series
    counts            (m, b): blocks of twelve months, the latest first, as `aggregate.block_counts` gives them
    exposure          (m, b): persons × time of each block, > 0
    last              ordinal of the last month of the latest block
    dispersion        per phenomenon; one that is not in it is unknown
    families          which series a reader sees together, one number each; by area where None
    Raises ValueError on shapes that do not fit, a negative count or an exposure that is not above 0.
    """
    if counts.shape != exposure.shape or counts.ndim != 2 or not len(areas) == len(phenomena) == len(counts):
        raise ValueError("counts and exposures are series × blocks, with one area and one phenomenon per series")
    if np.any(counts < 0) or not np.all(exposure > 0):
        raise ValueError("a count is at least 0 and an exposure is above 0")
    panel = _panel(areas, phenomena, counts, exposure, last)
    of = np.unique(np.asarray(areas), return_inverse=True)[1] if families is None else families
    numbers = verdict._numbers(panel, dispersion, of)
    size = np.bincount(of, numbers.judged, minlength=1).astype(np.int64)[of] if len(of) else np.zeros(0, np.int64)
    return Many(panel, numbers, _verdicts(numbers), size)


def _panel(areas: Sequence[str], phenomena: Sequence[str], counts: Floats, exposure: Floats, last: int) -> Panel:
    m, b = counts.shape
    names, of = np.unique(np.asarray(phenomena), return_inverse=True)
    ends = last - 12 * np.arange(b - 1, -1, -1)
    return Panel(
        keys=tuple(zip(areas, phenomena, strict=True)),
        phenomena=tuple(names.tolist()),
        phenomenon_of=of.astype(np.int64),
        kind=np.full(m, tuple(Kind).index(Kind.MONTH)),
        per_block=np.full(m, 12),
        latest=np.full(m, last),
        start=b * np.arange(m + 1),
        count=counts[:, ::-1].astype(np.float64).ravel(),
        exposure=exposure[:, ::-1].astype(np.float64).ravel(),
        begins=np.tile(ends - 11, m),
        ends=np.tile(ends, m),
    )


def _verdicts(numbers: "verdict._Numbers") -> Ints:
    """The four verdicts, all at once: the rule of `verdict._verdict`."""
    with np.errstate(invalid="ignore"):
        apart = numbers.judged & (numbers.p_adjusted <= ALPHA)
        up = numbers.latest > numbers.expected
        same = numbers.judged & (numbers.p >= ALPHA)
        same &= (numbers.ratio_low >= verdict._HALVED) & (numbers.ratio_high <= verdict._DOUBLED)
    order = [apart & up, apart & ~up, same]
    words = [_WORDS.index(one) for one in (Verdict.RISES, Verdict.FALLS, Verdict.AS_USUAL)]
    found: Ints = np.select(order, words, default=_WORDS.index(Verdict.CANNOT_TELL))
    return found
