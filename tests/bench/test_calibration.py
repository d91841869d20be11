"""The calibration at a small size: it is the same each time, and what it finds is what the page of method says."""

import pytest

from bench.calibration import BEGIN, CHANGES, END, PAGE, change, quiet_years, shuffled_pages

pytestmark = pytest.mark.slow


def test_quiet_years_keep_the_level_and_are_the_same_each_time():
    own, members = quiet_years(96)
    assert own <= 0.05 + 2 * (0.05 * 0.95 / 96) ** 0.5
    assert members <= 0.05 + 2 * (0.05 * 0.95 / 96) ** 0.5
    assert (own, members) == quiet_years(96)


def test_a_doubling_of_a_team_is_seen_within_four_quarters():
    level, dispersion, times = CHANGES[0]
    within, fourth, known = change(150, level=level, dispersion=dispersion, times=times)
    assert within >= 0.8
    assert fourth >= 0.9 * known - 0.05


def test_series_without_trend_are_grey_whatever_the_order_of_their_years():
    assert shuffled_pages(200) >= 0.95


def test_the_page_of_method_says_what_was_measured():
    text = PAGE.read_text(encoding="utf-8").split(BEGIN)[1].split(END)[0]
    assert "1000 keer nagemaakt" in text
    assert text.count("\n| ") == 1 + len(CHANGES)
