"""The newest month, quarter and year: an honest p, and an answer whatever the numbers."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from driehoek.engine.quasipoisson import fit
from driehoek.engine.surveillance import MONTHLY, WEEKLY, Model, judge_newest, judge_spans
from driehoek.engine.tails import at_least, at_most, quantile
from tests.engine.monthly import national_months, quiet

SHORT = Model(years=2, harmonics=1, backtest=6)


def plain_fit(design, counts):
    """The same regression with `scipy.optimize`, sharing no line with ours: mean, dispersion and covariance."""
    from scipy.optimize import minimize

    found = minimize(
        lambda b: np.sum(np.exp(design @ b) - counts * (design @ b)),
        np.r_[np.log(counts.mean()), np.zeros(design.shape[1] - 1)],
        jac=lambda b: design.T @ (np.exp(design @ b) - counts),
        method="BFGS",
        options={"gtol": 1e-9},
    )
    mean = np.exp(design @ found.x)
    dispersion = np.sum((counts - mean) ** 2 / mean) / (len(counts) - design.shape[1])
    return mean, dispersion, np.linalg.inv(design.T @ (mean[:, None] * design))


def design(n=58):
    at = np.arange(n)
    return np.stack([np.ones(n), at / n, np.cos(2 * np.pi * at / 12), np.sin(2 * np.pi * at / 12)], axis=1)


def test_a_fit_is_the_one_that_a_general_optimiser_finds():
    counts = quiet(20, 58)
    found = fit(design(), counts)
    covariance = found.covariance()
    for i, row in enumerate(counts):
        mean, dispersion, inverse = plain_fit(design(), row)
        assert found.mean[i] == pytest.approx(mean, rel=1e-4)
        assert found.dispersion[i] == pytest.approx(dispersion, rel=1e-4)
        assert covariance[i] == pytest.approx(inverse, rel=1e-3, abs=1e-6)


def test_tails_are_those_of_the_negative_binomial_and_of_poisson():
    from scipy.stats import nbinom, poisson

    y, mean = np.arange(0.0, 60), 11.5
    assert at_least(y, mean, 2.5) == pytest.approx(nbinom.sf(y - 1, mean / 1.5, 1 / 2.5), rel=1e-10)
    assert at_most(y, mean, 2.5) == pytest.approx(nbinom.cdf(y, mean / 1.5, 1 / 2.5), rel=1e-10)
    assert at_least(y, mean, 1.0) == pytest.approx(poisson.sf(y - 1, mean), rel=1e-10)
    means = np.array([1e-6, 0.3, 11.5, 4000.0])
    assert np.array_equal(quantile(0.99, means, 2.5), nbinom.ppf(0.99, means / 1.5, 1 / 2.5))
    assert np.array_equal(quantile(0.99, means, 1.0), poisson.ppf(0.99, means))


def test_a_jump_stands_out_in_its_own_series_and_in_no_other():
    counts = quiet(60, 100, mean=15)
    counts[7, -1] += 5 * counts[7].max()
    found = judge_newest(counts)
    assert np.argmin(found.p_of_model) == 7
    assert found.p[7] == pytest.approx(1 / (1 + 60 * 24))
    assert found.backtest == 24


def test_a_fall_is_seen_on_the_other_side():
    counts = quiet(60, 100, mean=40, dispersion=1.05)
    level = np.argmax(counts.mean(axis=1))
    counts[level, -1] = 0
    assert judge_newest(counts, tail="fewer").p[level] < 0.001
    assert judge_newest(counts, tail="more").p[level] > 0.9


def test_a_slow_rise_shows_in_the_year_before_it_shows_in_the_month():
    counts = quiet(200, 130, mean=4, season=0)
    counts[:100, -12:] += np.random.default_rng(20260101).poisson(0.6 * counts[:100, :-12].mean(axis=1, keepdims=True), (100, 12))
    seen = {span: np.mean(found.p[:100] < 0.01) for span, found in judge_spans(counts).items()}
    assert seen[1] < seen[12]


@pytest.mark.slow
@pytest.mark.parametrize("level", [0.05, 0.01])
def test_when_nothing_changes_p_is_small_as_seldom_as_it_says(level):
    found = np.concatenate([judge_newest(quiet(1500, 110, mean=3, seed=seed)).p for seed in (1, 2, 3)])
    chance = 3 * np.sqrt(level * (1 - level) / len(found))
    assert np.mean(found <= level) == pytest.approx(level, abs=chance)


def test_few_cases_are_held_against_earlier_years_exactly():
    counts = np.zeros((1, 61))
    counts[0, [3, 20]] = 1
    counts[0, -1] = 2
    found = judge_newest(counts)
    from scipy.stats import binom

    assert found.exact[0]
    assert found.p_of_model[0] == pytest.approx(binom.sf(1, 4, 1 / 59), rel=1e-9)
    assert np.isnan(found.p[0])  # 61 months leave nothing for a backtest
    assert found.backtest == 0


def test_the_national_months_have_an_expectation_near_what_was_counted():
    counts = np.array(list(national_months().values()))[:, :96]  # up to 2019: before corona
    found = judge_newest(counts)
    large = found.observed > 100
    assert np.median(np.abs(found.expected[large] / found.observed[large] - 1)) < 0.1


def test_twice_the_inhabitants_are_expected_to_give_twice_the_count():
    people = np.r_[np.full(60, 1000.0), 2000.0]
    found = judge_newest(np.full((1, 61), 20.0), exposure=people)
    assert found.expected[0] == pytest.approx(40, rel=1e-6)


def test_the_unit_of_exposure_makes_no_difference():
    counts, people = quiet(30, 90), np.linspace(900, 1100, 90)
    one, other = (judge_newest(counts, exposure=people * unit).p for unit in (1, 0.001))
    assert one == pytest.approx(other, abs=2e-3)


def test_weeks_are_judged_as_well():
    rng = np.random.default_rng(20260101)
    counts = rng.poisson(6, (10, 52 * 5 + 30)).astype(float)
    counts[3, -1] = 40
    found = judge_newest(counts, model=WEEKLY)
    assert np.argmin(found.p) == 3
    assert found.backtest == 29


@pytest.mark.parametrize(
    ("given_", "words"),
    [
        ({"counts": np.ones((2, 60))}, "61 periods are needed"),
        ({"counts": np.ones((2, 80)), "span": 0}, "periods are needed"),
        ({"counts": -np.ones((2, 80))}, "zero or more"),
        ({"counts": np.ones((2, 80)), "exposure": np.zeros(80)}, "more than zero"),
        ({"counts": np.ones((2, 80)), "exposure": np.ones(7)}, "shape of the counts"),
    ],
)
def test_what_cannot_be_judged_is_refused(given_, words):
    with pytest.raises(ValueError, match=words):
        judge_newest(**given_)


def test_a_separated_series_an_empty_one_and_huge_counts_break_nothing():
    counts = quiet(40, 90)
    counts[0] = 0
    counts[1] = np.where(np.arange(90) % 12 == 0, 9, 0)  # only in January
    counts[2, :80] = 0  # only lately
    counts[3, 40:] = 0  # only long ago
    counts[4] = 1e9
    counts[5] = np.where(np.arange(90) == 30, 1e6, 0)
    found = judge_newest(counts)
    for values in (found.expected, found.dispersion, found.p_of_model, found.p):
        assert np.isfinite(values).all()
    alone = judge_newest(counts[[1]], model=Model(backtest=0))
    assert alone.p_of_model[0] == pytest.approx(found.p_of_model[1], rel=1e-6)


def test_no_series_at_all_is_no_error():
    assert judge_newest(np.zeros((0, 90))).p.shape == (0,)


numbers = st.one_of(st.just(0), st.integers(0, 3), st.integers(0, 500))
panels = st.lists(st.lists(numbers, min_size=34, max_size=34), min_size=1, max_size=6)


@settings(max_examples=40, deadline=None)
@given(panel=panels, order=st.randoms(use_true_random=False), chunk=st.integers(1, 7), span=st.sampled_from([1, 3]))
def test_any_counts_have_an_answer_and_order_and_chunks_make_no_difference(panel, order, chunk, span):
    places = list(range(len(panel)))
    order.shuffle(places)
    found = judge_newest(panel, span=span, model=SHORT)
    turned = judge_newest([panel[i] for i in places], span=span, model=SHORT, chunk=chunk)
    assert np.isfinite(found.p).all()
    assert turned.p_of_model == pytest.approx(found.p_of_model[places], rel=1e-6)
    assert turned.expected == pytest.approx(found.expected[places], rel=1e-6)


@settings(max_examples=40, deadline=None)
@given(panel=panels)
def test_more_cases_never_make_a_rise_less_likely(panel):
    counts = np.array(panel, float)
    more = counts.copy()
    more[:, -1] += 1
    before, after = (judge_newest(one, model=SHORT).p_of_model for one in (counts, more))
    assert np.all(after <= before * (1 + 1e-9))


def test_the_needed_length_is_five_years_and_what_is_judged():
    assert (MONTHLY.needed(), MONTHLY.needed(12), MONTHLY.baseline) == (61, 72, 58)
