"""What can never happen, whatever the counts."""

import math
from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from bench import plain_verdict
from driehoek.engine import conditional
from driehoek.engine.verdict import Count, Dispersion, Verdict, dispersion_by_phenomenon, judge
from tests.engine.given import files, series

dispersions = st.builds(Dispersion, k=st.floats(0, 2), triples=st.integers(1, 80), df=st.floats(5, 50))
UNKNOWN = Dispersion(0.0, 0, math.inf)


def by_key(judgement):
    return {(one.area, one.phenomenon): one for one in judgement.series}


@given(counts=files(), order=st.randoms())
def test_the_order_of_the_rows_makes_no_difference(counts, order):
    shuffled = list(counts)
    order.shuffle(shuffled)
    assert by_key(judge(shuffled)) == by_key(judge(counts))


@given(counts=files(), power=st.integers(-8, 8))
def test_the_unit_of_exposure_makes_no_difference(counts, power):
    other = [replace(count, exposure=count.exposure * 2.0**power) for count in counts]
    assert judge(other) == judge(counts)


@given(counts=files())
def test_a_rise_is_called_exactly_from_the_detectable_count(counts):
    for one in judge(counts).series:
        if one.p is not None:
            assert (one.verdict is Verdict.RISES) == (one.detectable is not None and one.latest >= one.detectable)


@given(counts=files(), dispersion=dispersions)
def test_the_detectable_count_put_in_its_place_is_a_rise_and_one_less_is_not(counts, dispersion):
    known = dict.fromkeys(("winkeldiefstal", "vernieling"), dispersion)
    for one in judge(counts, dispersion=known).series:
        if one.detectable is None:
            continue
        for latest, rises in ((one.detectable, True), (one.detectable - 1, False)):
            changed = [
                replace(count, count=latest)
                if (count.area, count.phenomenon, count.period) == (one.area, one.phenomenon, one.period)
                else count
                for count in counts
            ]
            again = by_key(judge(changed, dispersion=known))[one.area, one.phenomenon]
            assert (again.verdict is Verdict.RISES) == rises or latest <= one.expected


@given(counts=files())
def test_a_small_p_an_unusual_count_and_limits_without_1_are_one_thing(counts):
    for one in judge(counts).series:
        if one.p is None:
            continue
        outside = one.latest < one.low or (one.high is not None and one.latest > one.high)
        without_one = one.ratio_low > 1 or (one.ratio_high is not None and one.ratio_high < 1)
        assert (one.p < 0.05) == outside == without_one


@given(counts=files(), dispersion=dispersions)
def test_splitting_a_file_changes_no_p_and_no_band(counts, dispersion):
    known = dict.fromkeys(("winkeldiefstal", "vernieling"), dispersion)
    together = by_key(judge(counts, dispersion=known))
    for key, one in together.items():
        (alone,) = judge([c for c in counts if (c.area, c.phenomenon) == key], dispersion=known).series
        assert (alone.p, alone.low, alone.high, alone.ratio, alone.change) == (one.p, one.low, one.high, one.ratio, one.change)
        assert one.p_adjusted is None or one.p_adjusted >= alone.p_adjusted


@given(base=st.integers(0, 500), share=st.floats(0.01, 5), dispersion=st.one_of(dispersions, st.just(UNKNOWN)))
def test_the_band_is_every_count_with_a_p_of_at_least_5_in_100(base, share, dispersion):
    mu = base * share
    case = conditional.Comparison(*(np.array([x]) for x in (float(base), share, 1.0, 1 + dispersion.k * mu**0.5, dispersion.df)))
    (low,), (high,) = conditional.band(case)
    counts = np.arange(0.0, high + 40)
    many = case.only(np.zeros(len(counts), int))
    assert list(counts[conditional.p_value(many, counts) >= 0.05]) == list(np.arange(low, high + 1))


@given(counts=files())
def test_no_number_is_nan_or_infinite_and_all_lie_where_they_should(counts):
    for one in judge(counts).series:
        floats = [one.expected, one.ratio, one.ratio_low, one.ratio_high, one.dispersion, one.p, one.p_adjusted, one.order]
        assert all(math.isfinite(value) for value in floats if value is not None)
        assert one.p is None or 0 <= one.p <= one.order * (1 + 1e-12) <= one.p_adjusted * (1 + 1e-11) <= 1 + 1e-10
        assert one.expected is None or one.high is None or 0 <= one.low <= one.high
        assert one.ratio is None or one.ratio_low <= one.ratio
        assert one.ratio_high is None or one.ratio_high >= (one.ratio or 0)
        assert "signific" not in one.sentence.lower()
        assert "nan" not in one.sentence.split()


@given(counts=files(), dispersion=dispersions)
def test_months_that_add_up_to_years_say_the_same_as_the_years(counts, dispersion):
    known = dict.fromkeys(("winkeldiefstal", "vernieling"), dispersion)
    counts = [replace(count, exposure=float(round(count.exposure) * 12)) for count in counts]
    months = [
        replace(count, period=f"{count.period}-{month:02d}", exposure=count.exposure / 12, count=count.count if month == 6 else 0)
        for count in counts
        for month in range(1, 13)
    ]
    yearly, monthly = by_key(judge(counts, dispersion=known)), by_key(judge(months, dispersion=known))
    for key, one in yearly.items():
        other = monthly[key]
        assert (other.latest, other.p, other.low, other.high, other.detectable) == (
            one.latest, one.p, one.low, one.high, one.detectable,
        )  # fmt: skip
        assert (other.verdict, other.caveats) == (one.verdict, one.caveats)
        assert other.period == f"{one.period}-12"


@settings(max_examples=25)  # the plain way is slow
@given(counts=files(exposures=st.floats(500, 2000)))
def test_the_engine_agrees_with_the_plain_way_of_writing_it(counts):
    in_blocks = {}
    for count in sorted(counts, key=lambda count: count.period):
        in_blocks.setdefault((count.area, count.phenomenon), []).append((count.count, count.exposure))
    plain = plain_verdict.judge(in_blocks)
    for one in judge(counts).series:
        other = plain[one.area, one.phenomenon]
        assert (one.low, one.high, one.detectable) == (other.get("low"), other.get("high"), other.get("detectable"))
        assert one.verdict.value == other.get("verdict", "niet te zeggen")
        if one.p is not None and other["p"] > 0:  # far in the tail the plain way has no digits left
            assert math.isclose(one.p, other["p"], rel_tol=1e-8)


@given(counts=files(min_series=2))
def test_the_dispersion_makes_the_mean_of_g_one(counts):
    for phenomenon, known in dispersion_by_phenomenon(counts).items():
        blocks = {}
        for count in sorted(counts, key=lambda count: count.period):
            if count.phenomenon == phenomenon:
                blocks.setdefault((count.area, phenomenon), []).append((count.count, count.exposure))
        expected = plain_verdict.dispersion(blocks).get(phenomenon)
        assert known.triples == (expected[1] if expected else 0)
        if expected:
            assert math.isclose(known.k, expected[0], rel_tol=1e-8, abs_tol=1e-9)
            assert known.df == expected[2]


def test_a_page_of_one_municipality_takes_the_dispersion_of_all():
    everyone = [c for i in range(30) for c in series(f"GM{i:04d}", "vernieling", [40, 55, 38, 61, 44, 52, 49 + i])]
    page = [count for count in everyone if count.area == "GM0007"]
    (alone,) = judge(page, dispersion=dispersion_by_phenomenon(everyone)).series
    together = by_key(judge(everyone))["GM0007", "vernieling"]
    assert (alone.p, alone.dispersion, alone.low, alone.high) == (together.p, together.dispersion, together.low, together.high)


def test_a_phenomenon_without_known_dispersion_is_tested_by_chance_alone():
    counts = series("Wijchen", "fietsendiefstal", [40, 55, 38, 61, 44, 52, 49])
    (one,) = judge(counts, dispersion={}).series
    assert one.dispersion is None
    assert "spreiding onbekend" in one.caveats


def test_what_is_far_in_the_tail_keeps_its_p():
    """Half of the exposure, 1 against n, dispersion 1: the tail is exactly (n + 2)/2^(n + 1), too small for a float."""
    from scipy.special import ndtri_exp, stdtr

    for n in (900, 1020, 1100, 5000, 50_000):
        counts = series("Wijchen", "vernieling", [1, n])
        (one,) = judge(counts, dispersion={"vernieling": Dispersion(0.0, 1, 5.5)}).series
        tail = math.log(n + 2) - (n + 1) * math.log(2)
        assert math.isclose(one.p, 2 * stdtr(5.5, ndtri_exp(tail)), rel_tol=1e-9)


def test_counts_beyond_reason_still_get_an_answer():
    counts = [Count("a", "x", "2023", 10**12, 1e15), Count("a", "x", "2024", 0, 1e-9)]
    (one,) = judge(counts).series
    assert one.p is not None
