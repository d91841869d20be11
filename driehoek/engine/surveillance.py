"""Is the newest month, quarter or year of a series out of line? For thousands of monthly or weekly series at once.

Plug-in models alarm too often in the far tail, where many series are watched: they take an estimated expectation and
dispersion for the truth. Here the doubt about the estimate counts, past months are not given less weight because they were
high, and p is held against how the same model fared on the two years before. `farrington` has the published method.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from driehoek.engine import tails
from driehoek.engine.quasipoisson import CHUNK, Bools, chunks, counts_of, fit
from driehoek.engine.special import Floats, beta_below

type Tail = Literal["more", "fewer"]

_MOST_STRATA, _PER_STRATUM = 6, 1000


@dataclass(frozen=True, slots=True)
class Model:
    """What a count is expected from.

    per_year   periods in a year
    years      length of the baseline, which ends `left_out` periods before what is judged, so that a rise that has just
               begun does not raise what is expected
    harmonics  pairs of sine and cosine that make the season
    backtest   newest periods before what is judged that were judged in the same way, to learn how p behaves
    fewest     with fewer cases than this in the baseline no season is fitted: an exact comparison with the earlier years
    """

    per_year: int = 12
    years: int = 5
    left_out: int = 2
    harmonics: int = 2
    backtest: int = 24
    fewest: int = 5

    @property
    def baseline(self) -> int:
        """Periods in the baseline."""
        return self.per_year * self.years - self.left_out

    def needed(self, span: int = 1) -> int:
        """Periods that a series must have to be judged, without any backtest."""
        return self.per_year * self.years + span


MONTHLY = Model()
WEEKLY = Model(per_year=52, left_out=8, backtest=104)


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest `span` periods together, one value per series, shape (m,).

    observed, expected  counts in the span
    dispersion          variance of the observed over its expectation, ≥ 1: of the counts, and the doubt about the estimate
    p_of_model          P(Y ≥ y) by the model, or P(Y ≤ y) where fewer was asked for
    p                   the share of the backtest, in series of about the same size, with a p_of_model this small; NaN where
                        there was no backtest. This one keeps its level; with few series it cannot become very small
    exact               the baseline held too few cases, so p_of_model is of the exact comparison
    backtest            periods in the backtest, 0 where the series are too short for any
    """

    observed: Floats
    expected: Floats
    dispersion: Floats
    p_of_model: Floats
    p: Floats
    exact: Bools
    backtest: int


def judge_newest(
    counts: Any,
    *,
    exposure: Any = None,
    span: int = 1,
    tail: Tail = "more",
    model: Model = MONTHLY,
    chunk: int = CHUNK,
) -> Newest:
    """Judge the newest `span` periods of every row of `counts`, as one sum.

    counts    (m, n), whole, ≥ 0, in time, no gaps; all series end in the same period. Series judged together share the
              null of the backtest: hand in all municipalities and types, and correct afterwards in the family that a
              reader sees (`family`)
    exposure  (m, n) or (n,), > 0, for example inhabitants; 1 where None
    span      periods judged together: a small series shows little in one month, more in 3 and in 12
    tail      "more": P(Y ≥ y); "fewer": P(Y ≤ y)

    Neither the order of the series nor the size of the chunks makes a difference. Raises ValueError on counts or exposures
    that are not right, and where there are fewer than `model.needed(span)` periods.
    Source: quasi-Poisson with trend and season after Noufaily et al. 2013, Stat Med 32:1206, without its reweighting; the
    empirical null is the idea of Efron 2004, JASA 99:96, taken from a backtest.
    """
    y = counts_of(counts)
    people = _exposures(exposure, y)
    last = y.shape[1] - 1
    if span < 1 or y.shape[1] < model.needed(span):
        raise ValueError(
            f"{model.needed(span)} periods are needed, of which the newest {span} are judged; there are {y.shape[1]}"
        )
    now = _judge(y, people, last, span, tail, model, chunk)
    ends = [end for end in range(last - span, last - span - model.backtest, -1) if end + 1 >= model.needed(span)]
    past: list[_Judged] = []
    for end in ends:  # each begins where the one after it ended, which halves the work
        near = past[-1].coefficients @ _one_earlier(model).T if past else None
        past.append(_judge(y, people, end, span, tail, model, chunk, near))
    p = _held_against(now.p, now.expected, past) if past and len(y) else np.full(len(y), np.nan)
    return Newest(now.observed, now.expected, now.dispersion, now.p, p, now.exact, len(ends))


def judge_spans(
    counts: Any,
    spans: Sequence[int] = (1, 3, 12),
    *,
    exposure: Any = None,
    tail: Tail = "more",
    model: Model = MONTHLY,
) -> dict[int, Newest]:
    """The newest month, quarter and year beside each other. Three looks are three tests: correct for all that is shown."""
    return {span: judge_newest(counts, exposure=exposure, span=span, tail=tail, model=model) for span in spans}


@dataclass(frozen=True, slots=True)
class _Judged:
    """By the model alone, one value per series."""

    observed: Floats
    expected: Floats
    dispersion: Floats
    p: Floats
    exact: Bools
    coefficients: Floats  # (m, q), NaN where the comparison is exact


def _exposures(exposure: Any, y: Floats) -> Floats | None:
    if exposure is None:
        return None
    people = np.asarray(exposure, dtype=np.float64)
    if not np.all(np.isfinite(people)) or np.any(people <= 0):
        raise ValueError("exposures are finite and more than zero")
    try:
        return np.broadcast_to(people, y.shape)
    except ValueError:
        raise ValueError("exposures have the shape of the counts, or are one row for all series") from None


def _design(model: Model, span: int) -> tuple[Floats, Floats]:
    """Columns of the baseline and of the judged span: level, trend and season. The place in time makes no difference."""
    at = np.arange(-model.per_year * model.years - span + 1, 1)
    turn = 2 * np.pi * at / model.per_year
    columns = [np.ones(len(at)), (at + span + (model.per_year * model.years + model.left_out) / 2) / (model.baseline / 2)]
    for k in range(1, model.harmonics + 1):
        columns += [np.cos(k * turn), np.sin(k * turn)]
    whole = np.stack(columns, axis=1)
    return whole[: model.baseline], whole[-span:]


def _one_earlier(model: Model) -> Floats:
    """What turns coefficients of one place in time into those of the period before: the same curve, seen from there."""
    columns, _ = _design(model, 1)
    step: Floats = np.linalg.lstsq(columns[:-1], columns[1:])[0]
    back: Floats = np.linalg.inv(step)
    return back


def _judge(
    y: Floats,
    people: Floats | None,
    last: int,
    span: int,
    tail: Tail,
    model: Model,
    chunk: int,
    near: Floats | None = None,
) -> _Judged:
    """Judge periods last − span + 1 … last of all series."""
    first = last - span + 1 - model.per_year * model.years
    base, newest = slice(first, first + model.baseline), slice(last - span + 1, last + 1)
    observed, earlier = y[:, newest].sum(axis=1), y[:, base].sum(axis=1)
    share = np.full(len(y), span / (span + model.baseline))
    if people is not None:
        part = people[:, newest].sum(axis=1)
        share = part / (part + people[:, base].sum(axis=1))
    expected, dispersion = earlier * share / (1 - share), np.ones(len(y))
    exact = earlier < model.fewest
    rest = np.flatnonzero(~exact)
    designs = _design(model, span)
    coefficients = np.full((len(y), designs[0].shape[1]), np.nan)
    for piece in chunks(len(rest), chunk):
        rows = rest[piece]
        offset = None if people is None else np.log(people[rows, first : last + 1])
        found = _expected(y[rows, base], offset, designs, None if near is None else near[rows])
        expected[rows], dispersion[rows], coefficients[rows] = found
    p = _exact(observed, earlier, share, tail)
    of_tail = tails.at_least if tail == "more" else tails.at_most
    p[rest] = of_tail(observed[rest], expected[rest], dispersion[rest])
    return _Judged(observed, expected, dispersion, p, exact, coefficients)


def _expected(
    base: Floats, offset: Floats | None, designs: tuple[Floats, Floats], near: Floats | None
) -> tuple[Floats, Floats, Floats]:
    """Expected sum over the span, its dispersion and the coefficients; the doubt about the estimate adds to that of the counts.

    Var(Y − Ŷ) = φ·μ + φ·gᵀI⁻¹g, with g the slope of the expected sum in the coefficients and I the information.
    """
    in_base, in_span = designs
    n, span = len(in_base), len(in_span)
    found = fit(in_base, base, offset=None if offset is None else offset[:, :n], start=near)
    eta = found.coefficients @ in_span.T + (0.0 if offset is None else offset[:, -span:])
    means = np.exp(np.clip(eta, -30.0, 40.0))
    expected = means.sum(axis=1)
    slope = means @ in_span
    doubt = np.sum(slope * np.linalg.solve(found.information, slope[:, :, None])[:, :, 0], axis=1) / expected
    dispersion = np.maximum(found.dispersion, 1.0) * (1 + np.clip(doubt, 0.0, 1e9))
    return expected, dispersion, found.coefficients


def _exact(observed: Floats, earlier: Floats, share: Floats, tail: Tail) -> Floats:
    """Tail of the binomial that divides all cases over the span and the baseline (Przyborowski & Wilenski 1940)."""
    if tail == "more":
        return np.where(observed > 0, beta_below(np.maximum(observed, 1.0), earlier + 1, share), 1.0)
    return np.where(earlier > 0, beta_below(np.maximum(earlier, 1.0), observed + 1, 1 - share), 1.0)


def _held_against(p: Floats, expected: Floats, past: list[_Judged]) -> Floats:
    """p by the backtest: within bands of expected count, since small counts and large ones stray in different ways."""
    of_past, size = (np.concatenate([getattr(one, name) for one in past]) for name in ("p", "expected"))
    bands = int(np.clip(len(of_past) // _PER_STRATUM, 1, _MOST_STRATA))
    edges = np.quantile(size, np.arange(1, bands) / bands)
    of_past_band, band = np.searchsorted(edges, size), np.searchsorted(edges, expected)
    out = np.empty(len(p))
    for i in range(bands):
        known, here = np.sort(of_past[of_past_band == i]), band == i
        out[here] = (1 + np.searchsorted(known, p[here], side="right")) / (1 + len(known))
    return out
