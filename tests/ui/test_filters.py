"""How numbers, names and differences are written."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from driehoek.ui import filters


def test_numbers_are_written_in_dutch():
    assert filters.number(1234567.49) == "1.234.567"
    assert filters.number(1234.5, 1) == "1.234,5"
    assert filters.number(0) == "0"
    assert filters.number(None) == "–"


def test_a_day_in_a_list_is_short():
    assert filters.day_month(date(2024, 3, 3)) == "3 mrt"
    assert filters.day_month(date(2024, 5, 1)) == "1 mei"
    assert filters.day_month(None) == "–"


@pytest.mark.parametrize(
    ("name", "initials"),
    [("Anna de Vries", "AV"), ("Mo", "M"), ("J. van den Berg", "JB"), ("anna", "A"), ("", ""), ("Ria Smit - Bos", "RB")],
)
def test_initials_skip_the_small_words(name, initials):
    assert filters.initials(name) == initials


@given(old=st.text(), new=st.text())
def test_a_difference_holds_both_texts_whole(old, new):
    pieces = filters.word_diff(old, new)
    assert "".join(text for op, text in pieces if op != "came") == old
    assert "".join(text for op, text in pieces if op != "gone") == new


def test_a_changed_phrase_is_one_change():
    pieces = filters.word_diff("bespreken in het najaar.", "bespreken met de driehoek.")
    assert pieces == [("same", "bespreken "), ("gone", "in het najaar"), ("came", "met de driehoek"), ("same", ".")]


@given(values=st.lists(st.one_of(st.none(), st.floats(-1e6, 1e6)), max_size=40))
def test_a_little_line_stays_within_its_picture(values):
    points = [point for point in filters.spark_points(values) if point]
    assert all(0 <= x <= filters.SPARK_WIDTH and 0 <= y <= filters.SPARK_HEIGHT for x, y in points)
    assert len(points) == sum(value is not None for value in values)
    assert (filters.spark_last(values) is None) == (not points)


def test_a_gap_breaks_the_little_line():
    assert len(filters.spark_lines([1, 2, None, 3, 4])) == 2
