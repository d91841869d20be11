"""Farrington's method: bounds and alarms of R, and what must hold whatever the numbers."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from driehoek.engine.farrington import FLEXIBLE, ORIGINAL, Settings, farrington
from tests.engine.monthly import national_months, quiet, shared_rows

MONTHLY = Settings(per_year=12, years=3, half_window=2, left_out=3, above=0.01)


def settings_of(method, parameters):
    """The settings of one run of R, from the words in the column `parameters`."""
    said = dict(part.split("=", 1) for part in parameters.split(";") if "=" in part)
    chosen = Settings(
        per_year=12 if "monthly" in parameters else 52,
        years=int(said["b"]),
        half_window=int(said["w"]),
        above=float(said["alpha"]),
    )
    if method == "farrington":
        return replace(ORIGINAL, years=chosen.years, half_window=chosen.half_window, above=chosen.above / 2)
    return replace(
        chosen,
        seasons=int(said["noPeriods"]),
        left_out=int(said["pastWeeksNotIncluded"]),
        trend_level=float(said["pThresholdTrend"]),
    )


@pytest.fixture(scope="module")
def compared():
    """(method, level) → arrays of our upper bounds, those of R, our alarms, those of R."""
    counts = {f"NL_month_{code}": months for code, months in national_months().items()}
    dates = {}
    for row in shared_rows("oracles/outbreak_series.parquet"):
        counts.setdefault(row["series"], []).append(float(row["observed"]))
        dates.setdefault(row["series"], []).append(row["date"])
    runs = {}
    for row in shared_rows("oracles/detector_results.parquet"):
        if row["method"].startswith("farrington"):
            runs.setdefault((row["series"], row["method"], row["parameters"]), []).append(row)
    found = {}
    for (series, method, parameters), rows in runs.items():
        days = dates.get(series, [None])
        weeks = [date.fromisoformat(str(day)[:10]) for day in days] if days[0] else None
        at = [row["index"] - 1 for row in rows]
        ours = farrington([counts[series]], settings_of(method, parameters), at=at, dates=weeks)
        upper, alarm = [row["upperbound"] or 0.0 for row in rows], [bool(row["alarm"]) for row in rows]
        mine = found.setdefault((method, len(rows) > 48, parameters[-26:]), [[], [], [], []])
        for into, values in zip(mine, (np.nan_to_num(ours.upper[0]), upper, ours.alarm[0], alarm), strict=True):
            into.extend(values)
    return {key: [np.array(values) for values in columns] for key, columns in found.items()}


def test_every_run_of_r_was_compared(compared):
    assert sum(len(columns[0]) for columns in compared.values()) == 1183 + 1183 + 52 + 2832 + 2832


def test_alarms_are_those_of_r_on_every_point(compared):
    assert all(np.array_equal(ours, theirs) for _, _, ours, theirs in compared.values())


def test_upper_bounds_of_the_flexible_method_are_those_of_r_to_one_in_a_thousand(compared):
    for (method, *_), (ours, theirs, *_) in compared.items():
        if method.startswith("farringtonFlexible"):
            assert ours == pytest.approx(theirs, rel=1e-3)


def test_upper_bounds_of_the_original_are_those_of_r_within_a_hundredth_of_a_per_cent_or_of_a_case(compared):
    for (method, *_), (ours, theirs, *_) in compared.items():
        if method == "farrington":
            assert np.all(np.abs(ours - theirs) <= np.maximum(2e-4 * theirs, 2e-4))


def test_a_jump_gives_an_alarm_and_a_usual_month_does_not():
    counts = quiet(1, 72, mean=20)
    counts[0, -1] = 4 * counts.max()
    found = farrington(counts, MONTHLY)
    assert found.alarm[0, -1]
    assert found.p[0, -1] < 1e-6


def test_with_too_few_cases_there_is_no_answer():
    found = farrington(np.eye(1, 72, 71), MONTHLY)
    assert np.isnan(found.upper).all()
    assert not found.alarm.any()


def test_a_period_without_a_whole_baseline_is_refused():
    with pytest.raises(ValueError, match="baseline for period 20"):
        farrington(np.ones((1, 72)), MONTHLY, at=[60, 20])


@pytest.mark.parametrize("wrong", [[[1, -1]], [1, 2, 3], [[np.nan, 1]]])
def test_counts_that_are_not_counts_are_refused(wrong):
    with pytest.raises(ValueError, match="counts"):
        farrington(wrong, MONTHLY)


def test_in_a_year_of_53_weeks_the_same_week_is_the_nearest_by_date():
    weeks = [date(2012, 1, 2) + timedelta(days=7 * i) for i in range(350)]
    counts = np.zeros((1, 350))
    counts[0, -60:] = 1
    marks = [i for i, day in enumerate(weeks) if day.isocalendar().week == 20]
    counts[0, marks] = 40
    by_date = farrington(counts, replace(FLEXIBLE, seasons=1, half_window=0, years=4, fewest=0, trend=False), dates=weeks)
    assert by_date.expected[0, -1] < 41


def test_twice_the_inhabitants_are_expected_to_give_twice_the_count():
    counts = np.full((1, 72), 20.0)
    people = np.full(72, 1000.0)
    people[-1] = 2000.0
    found = farrington(counts, MONTHLY, at=[71], exposure=people)
    assert found.expected[0, 0] == pytest.approx(40, rel=1e-6)


numbers = st.one_of(st.just(0), st.integers(0, 3), st.integers(0, 400))
panels = st.lists(st.lists(numbers, min_size=50, max_size=50), min_size=1, max_size=4)


@settings(max_examples=30, deadline=None)
@given(panel=panels, seasons=st.sampled_from([1, 3]))
def test_any_counts_have_an_answer_and_order_and_chunks_make_no_difference(panel, seasons):
    chosen = replace(MONTHLY, seasons=seasons, fewest=0)
    found = farrington(panel, chosen, chunk=1000)
    turned = farrington(panel[::-1], chosen, chunk=3)
    assert turned.expected[::-1] == pytest.approx(found.expected, rel=1e-6, abs=1e-9, nan_ok=True)
    assert found.p == pytest.approx(turned.p[::-1], rel=1e-5, nan_ok=True)
