"""Season, trend and rest: the decomposition of R, and what must hold whatever the numbers."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from driehoek.engine.season import decompose
from tests.engine.monthly import national_months, shared_rows

PARTS = ("seasonal", "trend", "remainder")


@pytest.fixture(scope="module")
def months():
    return national_months()


@pytest.fixture(scope="module")
def of_r():
    found = {}
    for row in shared_rows("oracles/stl_national_month.parquet"):
        found.setdefault(row["offence_code"], []).append([row[part] for part in PARTS])
    return {code: np.array(rows).T for code, rows in found.items()}


@pytest.mark.parametrize("part", range(3), ids=PARTS)
def test_every_part_of_every_series_is_that_of_r(part, months, of_r):
    counts = np.array([months[code] for code in of_r])
    ours = getattr(decompose(counts), PARTS[part])
    theirs = np.array([rows[part] for rows in of_r.values()])
    assert len(of_r) == 45
    assert np.abs(ours - theirs).max(axis=1) == pytest.approx(0, abs=1e-9)


def year_on_year(years=6):
    return np.tile([5.0, 3, 4, 6, 9, 12, 14, 13, 9, 7, 5, 4], years)


def test_a_season_on_a_straight_line_is_found_whole():
    line = 0.5 * np.arange(72) + 100
    found = decompose(year_on_year() + line)
    assert found.remainder == pytest.approx(0, abs=1e-9)
    assert found.seasonal[0] == pytest.approx(year_on_year() - year_on_year().mean(), abs=1e-6)


def test_one_wild_month_bends_nothing_and_is_left_aside():
    quiet = year_on_year() + 0.5 * np.sin(np.arange(72) ** 2)
    wild = quiet.copy()
    wild[40] += 300
    found = decompose(wild)
    assert found.weight[0, 40] == 0
    assert np.abs(found.seasonal - decompose(quiet).seasonal).max() < 0.5


def test_in_a_series_of_odd_length_the_middle_of_r_is_the_median():
    counts = np.random.default_rng(20260101).poisson(20, 71)
    assert np.array_equal(decompose(counts).trend, decompose(counts, middle="median").trend)


@pytest.mark.parametrize("wrong", [np.zeros(24), np.full(48, np.nan), np.zeros((2, 2, 48))])
def test_a_series_that_is_short_or_not_finite_is_refused(wrong):
    with pytest.raises(ValueError, match=r"season|finite"):
        decompose(wrong)


counts = st.lists(st.integers(0, 500), min_size=25, max_size=40)


@settings(max_examples=30, deadline=None)
@given(counts=counts, robust=st.booleans())
def test_the_parts_add_up_and_the_season_repeats(counts, robust):
    found = decompose(counts, robust=robust)
    assert (found.seasonal + found.trend + found.remainder)[0] == pytest.approx(np.array(counts), abs=1e-9)
    assert np.array_equal(found.seasonal[0, 12:], found.seasonal[0, :-12])


@settings(max_examples=8, deadline=None)
@given(rows=st.lists(st.lists(st.integers(0, 50), min_size=30, max_size=30), min_size=2, max_size=5))
def test_a_series_has_the_same_parts_alone_as_among_others(rows):
    together = decompose(rows).trend
    assert all(decompose(row).trend[0] == pytest.approx(together[i], rel=1e-9, abs=1e-9) for i, row in enumerate(rows))


def test_a_series_of_nothing_has_no_season_and_no_trend():
    found = decompose(np.zeros(48))
    assert not found.seasonal.any()
    assert not found.trend.any()


def test_weeks_have_a_season_of_52():
    week = np.arange(52 * 4)
    found = decompose(100 + 20 * np.sin(2 * np.pi * week / 52), 52)
    assert found.remainder == pytest.approx(0, abs=0.5)
