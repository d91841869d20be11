"""Rates against figures that CBS published (table 83648NED; crimes rounded to 5, inhabitants on 1 January: 37230ned)."""

from pathlib import Path
from tempfile import mkdtemp

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from driehoek.engine.prepared import keep
from driehoek.engine.rates import rate_per_1000
from tests.engine.backends import PARAMS, connect
from tests.engine.given import SHARED

# area, year, registered crimes, inhabitants on 1 January, crimes per 1,000 as published
PUBLISHED = [
    ("Wijchen", 2012, 1935, 40734, 47.5),
    ("Wijchen", 2018, 1260, 40847, 30.8),
    ("Druten", 2014, 605, 18210, 33.3),
    ("Heumen", 2020, 565, 16454, 34.3),
    ("Bunnik", 2014, 680, 14626, 46.4),
    ("Nederland", 2012, 1154950, 16730348, 69.0),
    ("Nederland", 2018, 786420, 17181084, 45.8),
]


@pytest.fixture(scope="module", params=PARAMS)
def backend(request):
    """Every backend that the expressions must run on."""
    return connect(request.param)


def table(backend, rows, *columns, **types):
    fields = [(column, types.get(column, pa.string() if column == "area" else pa.int64())) for column in columns]
    given = pa.Table.from_pylist([dict(zip(columns, row, strict=True)) for row in rows], pa.schema(fields))
    return keep(backend, Path(mkdtemp()), "given", given)


def rates(backend, incidents, inhabitants):
    expression = rate_per_1000(
        table(backend, incidents, "area", "year", "number"), table(backend, inhabitants, "area", "year", "inhabitants")
    ).order_by("area", "year")
    path = Path(mkdtemp()) / "rates.parquet"
    backend.to_parquet(expression, path)
    return pq.read_table(path).sort_by([("area", "ascending"), ("year", "ascending")]).to_pylist()


def within_rounding(row, published):
    """Whether a rate can be the published one: that has one decimal, and comes from crimes before they were rounded to 5."""
    return abs(row["rate"] - published) <= 0.05001 + 2500 / row["inhabitants"]


def test_rates_are_those_that_cbs_published(backend):
    incidents = [(area, year, crimes) for area, year, crimes, _, _ in PUBLISHED]
    inhabitants = [(area, year, people) for area, year, _, people, _ in PUBLISHED]
    found = {(row["area"], row["year"]): row for row in rates(backend, incidents, inhabitants)}
    assert all(within_rounding(found[area, year], published) for area, year, _, _, published in PUBLISHED)
    assert round(found["Nederland", 2018]["rate"], 1) == 45.8


def test_counts_of_one_area_and_year_are_added_up_and_none_is_zero(backend):
    incidents = [("a", 2023, 3), ("a", 2023, 4), ("a", 2022, 1), ("elsewhere", 2023, 9)]
    found = rates(backend, incidents, [("a", 2023, 2000), ("b", 2023, 500)])
    assert [(row["area"], row["incidents"], row["rate"]) for row in found] == [("a", 7, 3.5), ("b", 0, 0.0)]


def test_where_nobody_lives_or_a_number_is_unknown_there_is_no_rate(backend):
    incidents = [("empty", 2023, 3), ("unknown", 2023, 2), ("unknown", 2023, None)]
    found = rates(backend, incidents, [("empty", 2023, 0), ("not known", 2023, None), ("unknown", 2023, 10)])
    assert [(row["incidents"], row["rate"]) for row in found] == [(3, None), (0, None), (None, None)]


def published_table():
    """Crimes, crimes per 1,000 and inhabitants of every area and year: from beside the repository, where it lies there."""
    if not SHARED.exists():
        return [(area, year, crimes, people, rate) for area, year, crimes, people, rate in PUBLISHED]
    people = {
        (row["level"], row["area"], row["year"] + 1): row["population_end_of_year"]
        for row in pq.read_table(SHARED / "population_area_year_end.parquet").to_pylist()
    }
    rows = pq.read_table(SHARED / "crime_total_area_year_2010_2020.parquet").to_pylist()
    return [
        (f"{row['level']} {row['area']}", row["year"], int(row["crimes"]), people[key], row["crimes_per_1000"])
        for row in rows
        if (key := (row["level"], row["area"], row["year"])) in people and row["crimes_per_1000"]
    ]


def test_the_whole_published_table_comes_out_within_its_rounding(backend):
    rows = published_table()
    published = {(area, year): rate for area, year, _, _, rate in rows}
    found = rates(backend, [row[:3] for row in rows], [(area, year, people) for area, year, _, people, _ in rows])
    differ = [row for row in found if not within_rounding(row, published[row["area"], row["year"]])]
    assert len(found) == len(rows)
    assert len(differ) <= 0.015 * len(found)  # municipalities that merged on that 1 January
