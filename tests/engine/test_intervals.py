"""Intervals against R (poisson.test), against their own definitions in `scipy.stats`, and what can never happen."""

import csv

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from driehoek.engine.intervals import gamma_interval, mid_p_interval, p_less_likely, poisson_interval, rate_ratio
from tests.engine.given import SHARED

SIX_DIGITS = 5e-7

# A few lines of what R 4.2.2 gives, for who has no shared folder: count, low, high
POISSON = [(0, 0.0, 3.68887945411394), (1, 0.0253178079842899, 5.5716433909389), (10, 4.79538869613243, 18.3903560420178)]
# count and persons before, count and persons after, ratio, low, high, p
RATIOS = [
    (9, 18400, 44, 18600, 4.8363201911589, 2.33013318193562, 11.2677355026287, 1.24240955733736e-6),
    (0, 10000, 5, 10000, np.inf, 0.91635585731546, np.inf, 0.0625),
    (3, 12000, 1, 12000, 0.333333333333333, 0.00634952530602737, 4.15144077623843, 0.625),
]


def oracle(name, ours):
    path = SHARED / "oracles" / f"{name}.csv"
    if not path.exists():
        return np.array(ours, float).T
    with path.open(encoding="utf-8", newline="") as file:
        return np.array([[float(value) for value in row.values()] for row in csv.DictReader(file)]).T


def test_poisson_limits_are_those_of_r():
    count, low, high = oracle("poisson_exact_ci", POISSON)
    found_low, found_high = poisson_interval(count)
    np.testing.assert_allclose(found_low, low, rtol=SIX_DIGITS)
    np.testing.assert_allclose(found_high, high, rtol=SIX_DIGITS)


def test_rate_ratios_with_limits_and_p_are_those_of_r():
    before, persons_before, after, persons_after, ratio, low, high, p = oracle("rate_ratio_exact", RATIOS)
    found = rate_ratio(after, persons_after, before, persons_before)
    np.testing.assert_allclose(found.ratio, ratio, rtol=SIX_DIGITS)
    np.testing.assert_allclose(found.low, low, rtol=SIX_DIGITS)
    np.testing.assert_allclose(found.high, high, rtol=SIX_DIGITS)
    np.testing.assert_allclose(p_less_likely(after, persons_after, before, persons_before), p, rtol=SIX_DIGITS)


@given(before=st.integers(0, 300), after=st.integers(0, 300), share=st.floats(0.01, 0.99))
def test_p_of_the_less_likely_outcomes_is_that_of_scipy(before, after, share):
    if before + after:
        theirs = stats.binomtest(after, before + after, share).pvalue
        assert p_less_likely(after, share, before, 1 - share) == pytest.approx(theirs, rel=1e-7)


@given(before=st.integers(0, 2000), after=st.integers(0, 2000), exposure=st.floats(0.1, 10))
def test_the_limits_leave_out_one_exactly_where_p_is_below_the_level(before, after, exposure):
    found = rate_ratio(after, exposure, before, 1.0)
    assert bool(found.p < 0.05) == bool(found.low > 1 or found.high < 1)


def test_two_zero_counts_have_no_ratio_and_rule_nothing_out():
    found = rate_ratio(0, 10, 0, 20)
    assert np.isnan(found.ratio)
    assert (found.low, found.high, found.p) == (0, np.inf, 1)


def test_an_unknown_count_stays_unknown():
    found = rate_ratio([np.nan, 3], 10, [4, 4], 20)
    assert np.isnan([found.ratio[0], found.low[0], found.high[0], found.p[0]]).all()
    assert np.isfinite(found.p[1])
    assert np.isnan(poisson_interval(np.nan)).all()
    assert np.isnan(mid_p_interval([np.nan])).all()
    assert np.isnan(gamma_interval([1, np.nan], [1, 1])).all()


@given(count=st.integers(0, 10**6), level=st.sampled_from([0.8, 0.95, 0.998]))
def test_each_exact_limit_cuts_off_its_half(count, level):
    low, high = poisson_interval(count, level=level)
    if count:
        assert stats.poisson.sf(count - 1, low) == pytest.approx((1 - level) / 2, rel=1e-9)
    assert stats.poisson.cdf(count, high) == pytest.approx((1 - level) / 2, rel=1e-9)


@given(count=st.integers(0, 5000))
def test_mid_p_counts_half_of_the_count_itself_and_is_shorter(count):
    low, high = mid_p_interval(count)
    exact_low, exact_high = poisson_interval(count)
    assert exact_low <= low <= count <= high < exact_high
    assert stats.poisson.cdf(count, high) - stats.poisson.pmf(count, high) / 2 == pytest.approx(0.025, rel=1e-9)
    if count:
        assert stats.poisson.sf(count, low) + stats.poisson.pmf(count, low) / 2 == pytest.approx(0.025, rel=1e-9)


@given(counts=st.lists(st.integers(0, 50), min_size=1, max_size=8), weight=st.floats(0.001, 1000))
def test_with_equal_weights_the_gamma_limits_are_the_exact_ones(counts, weight):
    total, low, high = gamma_interval(counts, np.full(len(counts), weight))
    exact = poisson_interval(sum(counts))
    assert (total, low, high) == pytest.approx((weight * sum(counts), weight * exact[0], weight * exact[1]), rel=1e-9)


def test_gamma_limits_follow_the_formula_as_published():
    counts, weights = np.array([3, 0, 12, 7]), np.array([0.8, 2.0, 0.1, 0.4])
    y, v, w = (counts * weights).sum(), (counts * weights**2).sum(), weights.max()
    low = v / (2 * y) * stats.chi2.ppf(0.025, 2 * y**2 / v)
    high = (v + w**2) / (2 * (y + w)) * stats.chi2.ppf(0.975, 2 * (y + w) ** 2 / (v + w**2))
    assert gamma_interval(counts, weights) == pytest.approx((y, low, high), rel=1e-12)


def test_gamma_limits_hold_the_true_rate_at_least_as_often_as_they_say():
    rng = np.random.default_rng(5)
    means, weights = np.array([0.5, 2.0, 6.0, 15.0]), np.array([3.0, 1.0, 0.5, 0.2])
    _, low, high = gamma_interval(rng.poisson(means, (20000, 4)), np.broadcast_to(weights, (20000, 4)))
    truth = (means * weights).sum()
    assert np.mean((low <= truth) & (truth <= high)) >= 0.95


@pytest.mark.parametrize(
    "call",
    [
        lambda: poisson_interval(-1),
        lambda: poisson_interval(3, level=1.0),
        lambda: rate_ratio(1, 0, 1, 1),
        lambda: rate_ratio(1, 1, 1, np.nan),
        lambda: gamma_interval([1, 2], [0, 0]),
        lambda: gamma_interval([1, 2], [1, -1]),
    ],
)
def test_what_is_no_count_or_no_exposure_is_refused(call):
    with pytest.raises(ValueError, match=r"is at least 0|lies between|is above 0|must be at least 0"):
        call()
