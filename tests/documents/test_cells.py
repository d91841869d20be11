"""Dates and numbers as people type them in a cell."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from driehoek.common.errors import Refused
from driehoek.documents.cells import date_of, number_of
from driehoek.documents.structure import written

FIRST_OF_MARCH = date(2026, 3, 1)


@pytest.mark.parametrize(
    "cell",
    [
        "1-3-2026",
        "01-03-2026",
        "1/3/2026",
        "1.3.2026",
        "1 maart 2026",
        "1 MRT. 2026",
        "2026-03-01",
        "2026-03-01T00:00:00",
        46082.0,
        FIRST_OF_MARCH,
        datetime(2026, 3, 1, 14, 30),
        " 1-3-2026 ",
    ],
)
def test_a_day_is_read_in_every_way_people_write_it(cell):
    assert date_of(cell) == FIRST_OF_MARCH


@given(st.dates(date(1000, 1, 1), date(9999, 12, 31)))
def test_every_day_we_write_is_read_back(day):
    assert date_of(written(day)) == date_of(day.isoformat()) == date_of(f"{day.day}-{day.month}-{day.year}") == day


@pytest.mark.parametrize("cell", ["31-2-2026", "29-2-2027", "1-13-2026", "2026-00-10"])
def test_a_day_that_does_not_exist_is_told(cell):
    with pytest.raises(Refused, match="geen dag die bestaat"):
        date_of(cell)


@pytest.mark.parametrize("cell", ["morgen", "1-3-26", "maart 2026", "1 brumaire 2026", 12, True, "12"])
def test_what_is_no_date_is_refused_with_an_example(cell):
    with pytest.raises(Refused, match="1 maart 2026"):
        date_of(cell)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("1.234,56", "1234.56"),
        ("1234,5", "1234.5"),
        ("1234.56", "1234.56"),
        ("1.250", "1250"),
        ("€ 1.250,-", "1250"),
        ("-3", "-3"),
        ("€ -1,50", "-1.50"),
        ("1 234", "1234"),
        ("1\u00a0234,5", "1234.5"),
        (12.5, "12.5"),
        (7, "7"),
        ("−2", "-2"),
        ("0,15", "0.15"),
    ],
)
def test_numbers_are_read_the_dutch_way_first(cell, number):
    assert number_of(cell) == Decimal(number)


@pytest.mark.parametrize("cell", ["twaalf", "12 uur", "1,2,3", "--3", "1.2.3,4,5", float("nan"), True, FIRST_OF_MARCH, "€"])
def test_what_is_no_number_is_refused(cell):
    with pytest.raises(Refused, match="niet als getal"):
        number_of(cell)


def test_an_empty_cell_is_no_date_and_no_number():
    assert [date_of(""), date_of(None), number_of(" "), number_of(None)] == [None] * 4
