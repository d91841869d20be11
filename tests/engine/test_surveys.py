"""Survey margins: against published values, and what can never happen."""

import numpy as np
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from driehoek.engine.results import Verdict
from driehoek.engine.surveys import compare_years, published, shares
from tests.engine.given import SHARED

samples = st.integers(20, 5000)
proportions = st.floats(0, 1)


def test_the_difference_is_that_of_newcombe():
    # Newcombe 1998, Statistics in Medicine 17: 56/70 less 48/80, method 10
    found = compare_years(shares(48 / 80, 80), shares(56 / 70, 70))
    assert (round(float(found.low), 4), round(float(found.high), 4)) == (0.0524, 0.3339)


def test_the_limits_of_a_share_are_those_of_wilson():
    low, high = shares(15 / 148, 148).limits()  # Newcombe 1998, Statistics in Medicine 17:857, method 3
    assert (round(float(low), 4), round(float(high), 4)) == (0.0624, 0.1605)


@given(share=proportions, respondents=samples, effect=st.floats(1, 4))
def test_a_design_effect_is_the_same_as_asking_fewer_people(share, respondents, effect):
    one, other = shares(share, respondents, effect), shares(share, respondents / effect)
    assert one.limits() == other.limits()
    assert one.margin >= shares(share, respondents).margin - 1e-15


@given(share=proportions, respondents=samples)
def test_limits_hold_the_share_and_stay_between_nothing_and_all(share, respondents):
    low, high = shares(share, respondents).limits()
    assert 0 <= low <= share + 1e-12
    assert share - 1e-12 <= high <= 1


@given(first=proportions, second=proportions, n=samples, m=samples)
def test_p_is_below_the_level_exactly_where_the_limits_leave_out_zero(first, second, n, m):
    found = compare_years(shares(first, n), shares(second, m))
    assert bool(found.p < 0.05) == bool(found.low > 0 or found.high < 0)


@given(first=proportions, second=proportions, n=samples, m=samples)
def test_a_rise_one_way_is_a_fall_the_other_way(first, second, n, m):
    there, back = (compare_years(a, b) for a, b in [(shares(first, n), shares(second, m)), (shares(second, m), shares(first, n))])
    assert back.p == pytest.approx(float(there.p), abs=1e-9)
    turned = {Verdict.RISES: Verdict.FALLS, Verdict.FALLS: Verdict.RISES}
    assert back.verdicts[0] is turned.get(there.verdicts[0], there.verdicts[0])


def test_published_margins_are_added_as_squares():
    found = compare_years(published(40.0, 3.0), published(48.0, 4.0))
    assert (found.low, found.high) == pytest.approx((3.0, 13.0))
    assert found.verdicts == (Verdict.RISES,)


def test_as_usual_is_said_only_where_a_difference_that_matters_is_left_out():
    earlier, later = published(40.0, 1.0), published(40.5, 1.0)
    assert compare_years(earlier, later).verdicts == (Verdict.CANNOT_TELL,)
    assert compare_years(earlier, later, matters=5.0).verdicts == (Verdict.AS_USUAL,)
    assert compare_years(earlier, published(40.5, 6.0), matters=5.0).verdicts == (Verdict.CANNOT_TELL,)


def test_many_figures_are_one_family():
    one = compare_years(published(40.0, 3.0), published(45.0, 3.0))
    many = compare_years(published(np.full(40, 40.0), 3.0), published(np.array([45.0] + [40.0] * 39), 3.0))
    assert one.verdicts == (Verdict.RISES,)
    assert set(many.verdicts) == {Verdict.CANNOT_TELL}


def test_an_unknown_figure_or_margin_gets_no_verdict_and_is_not_in_the_family():
    found = compare_years(published([40.0, np.nan, 40.0], [3.0, 3.0, np.nan]), published([45.0, 45.0, 45.0], 3.0))
    assert found.verdicts == (Verdict.RISES, Verdict.CANNOT_TELL, Verdict.CANNOT_TELL)
    assert np.isnan(found.p[1:]).all()


def test_two_samples_of_the_same_people_seldom_differ():
    rng = np.random.default_rng(4)
    for share in (0.03, 0.3):
        first, second = (shares(rng.binomial(400, share, 20000) / 400, 400) for _ in range(2))
        assert np.mean(compare_years(first, second).p < 0.05) < 0.055


@pytest.mark.parametrize(
    "call",
    [
        lambda: shares(1.2, 100),
        lambda: shares(0.2, 0),
        lambda: shares(0.2, 10, 0),
        lambda: published(4, 0),
        lambda: compare_years(published(1, 1), published(1, 1), matters=0),
    ],
)
def test_what_cannot_be_is_refused(call):
    with pytest.raises(ValueError, match="above 0"):
        call()


@pytest.mark.slow
def test_the_published_table_of_judgements_of_the_police_gets_a_verdict_per_area():
    path = SHARED / "policing_perception_region_year.parquet"
    if not path.exists():
        pytest.skip("the shared figures are not here")
    rows = pq.read_table(path, filters=[("indicator_no", "=", 41), ("level", "=", "basisteam")]).to_pylist()
    by = {(row["area"], int(row["year"])): (row["value"], row["margin"]) for row in rows if row["margin"]}
    areas = sorted({area for area, _ in by if (area, 2013) in by and (area, 2017) in by})
    earlier, later = (published(*np.array([by[area, year] for area in areas], float).T) for year in (2013, 2017))
    found = compare_years(earlier, later, matters=10.0)
    assert len(areas) > 100
    assert len(found.verdicts) == len(areas)
    coloured = np.array([verdict in (Verdict.RISES, Verdict.FALLS) for verdict in found.verdicts])
    assert np.all(found.p[coloured] < 0.05)
