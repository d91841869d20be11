"""Incidents to months to what a verdict rests on: the same on DuckDB and on Spark, and equal to a plain count."""

import hashlib
import tempfile
from collections import Counter
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from bench.incidents import area_codes, make, merged, phenomenon_codes
from driehoek.engine import aggregate, prepared
from driehoek.engine.aggregate import area_list, block_counts, monthly_counts, phenomenon_list
from driehoek.engine.areas import AreaChange, ChangeKind, carry
from driehoek.engine.counts import Count
from driehoek.engine.dispersion import _triples, lay_out
from driehoek.engine.verdict import judge
from tests.engine.backends import PARAMS, answer, connect
from tests.engine.given import SHARED

FIRST, LAST = 2010 * 12, 2024 * 12 + 11
ROWS = 20_000


@pytest.fixture(scope="module", params=PARAMS)
def backend(request):
    """Every backend that the expressions must run on."""
    connection = connect(request.param)
    yield connection
    if request.param == "duckdb":
        connection.disconnect()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("incidents")


def checksum(table: pa.Table) -> str:
    """Of the rows in one order, whatever order and types of number the backend gave."""
    rows = sorted(zip(*(table[name].to_pylist() for name in sorted(table.column_names)), strict=True), key=repr)
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def counted(backend, folder: Path, incidents, counts_for, phenomena) -> Counter:
    """(area, phenomenon, month) → count, through the prepared expression."""
    folder = Path(tempfile.mkdtemp(dir=folder))
    areas = prepared.keep(backend, folder, "areas", area_list(counts_for))
    kinds = prepared.keep(backend, folder, "phenomena", phenomenon_list(phenomena))
    found = prepared.Prepared.of(backend, monthly_counts(incidents, areas, kinds)).to_parquet(folder / f"{backend.name}.parquet")
    columns = pq.read_table(found).select(["area", "phenomenon", "month", "count"]).to_pydict()
    keys = list(zip(columns["area"], columns["phenomenon"], columns["month"], strict=True))
    assert len(set(keys)) == len(keys), "an area, phenomenon and month stand in the answer once"
    return Counter(dict(zip(keys, columns["count"], strict=True)))


def with_mergers() -> dict[str, str]:
    went = merged()
    return {code: went.get(code, code) for code in area_codes()}


def plainly(path: Path, counts_for, area="area", phenomenon="phenomenon", day="day") -> Counter:
    """By Arrow, per day, and the days added up here."""
    table = pq.read_table(path, columns=[area, phenomenon, day])
    texts = pa.schema([(area, pa.string()), (phenomenon, pa.string()), (day, table.schema.field(day).type)])
    table = table.cast(texts).group_by([area, phenomenon, day]).aggregate([([], "count_all")])
    found: Counter = Counter()
    for row in table.to_pylist():
        year, month = (int(part) for part in str(row[day]).split("-")[:2])
        found[counts_for.get(row[area], row[area]), row[phenomenon], year * 12 + month - 1] += row["count_all"]
    return found


@pytest.fixture(scope="module")
def made(folder):
    return make(folder / "made.parquet", ROWS)


def test_a_made_load_is_counted_as_a_plain_count_does_with_mergers(backend, folder, made):
    counts_for = with_mergers()
    found = counted(backend, folder, backend.read_parquet(str(made)), counts_for, phenomenon_codes())
    assert found == plainly(made, counts_for)
    assert found.total() == ROWS
    assert not {area for area, _, _ in found} & set(merged())


def test_home_burglaries_by_day_are_counted_per_municipality_and_month(backend, folder):
    path = SHARED / "burglaries_pc4_day.parquet"
    if not path.exists():
        pytest.skip("the burglaries by day are not here")
    incidents = backend.read_parquet(str(path)).rename(area="municipality_code", phenomenon="type", day="date")
    codes = set(pq.read_table(path, columns=["municipality_code"])["municipality_code"].to_pylist()) - {None}
    found = counted(backend, folder, incidents, {code: code for code in codes}, ["poging", "voltooid"])
    assert found == plainly(path, {}, "municipality_code", "type", "date")
    assert found.total() == 45_468


def test_street_crimes_of_four_months_are_counted_per_force(backend, folder):
    path = SHARED / "incidents_uk_street_2018_2019.parquet"
    if not path.exists():
        pytest.skip("the street crimes are not here")
    incidents = backend.read_parquet(str(path)).select(area="force", phenomenon="crime_type", day="month")
    table = pq.read_table(path, columns=["force", "crime_type"])
    forces, types = (table[name].unique().to_pylist() for name in table.column_names)
    found = counted(backend, folder, incidents, {force: force for force in forces}, types)
    assert found.total() == table.num_rows
    assert found == plainly(path, {}, "force", "crime_type", "month")


def small(backend, folder, **columns):
    return prepared.keep(backend, Path(tempfile.mkdtemp(dir=folder)), "small", pa.table(columns))


def test_what_stands_in_no_list_and_a_day_that_is_unknown_are_counted_apart(backend, folder):
    incidents = small(
        backend,
        folder,
        area=["A", "A", "X", None],
        phenomenon=["p", "?", "p", "p"],
        day=["2024-07-01", "2024-07", "2024-07", None],
    )
    found = counted(backend, folder, incidents, {"A": "A"}, ["p"])
    month = 2024 * 12 + 6
    assert found == {("A", "p", month): 1, ("A", None, month): 1, (None, "p", month): 1, (None, "p", None): 1}


def test_rows_of_counts_are_added_up_and_splitting_a_delivery_makes_no_difference(backend, folder):
    whole = small(backend, folder, area=["A", "B"], phenomenon=["p", "p"], day=["2024-07", "2024-07"], number=[7, 2])
    found = counted(backend, folder, whole, {"A": "C", "B": "C"}, ["p"])
    parts = small(backend, folder, area=["B", "A", "A"], phenomenon=["p"] * 3, day=["2024-07"] * 3, number=[2, 3, 4])
    assert found == counted(backend, folder, parts, {"A": "C", "B": "C"}, ["p"]) == {("C", "p", 2024 * 12 + 6): 9}


def test_a_neighbourhood_counts_for_all_that_it_lies_in(backend, folder):
    monthly = small(backend, folder, area=["a", "b", "c"], phenomenon=["p"] * 3, month=[24294] * 3, count=[1, 2, 4])
    members = prepared.keep(
        backend, folder, "members", pa.table({"area": ["a", "b", "a", "b", "c"], "within": ["M", "M", "T", "T", "T"]})
    )
    found = answer(backend, aggregate.rolled_up(monthly, members), folder).to_pylist()
    assert {row["area"]: row["count"] for row in found} == {"M": 3, "T": 7}


def yearly(seed=5, areas=9, years=8):
    """Counts per area, phenomenon and year, and inhabitants, as rows of months and as rows of a verdict."""
    rng = np.random.default_rng(seed)
    people = rng.integers(2000, 60_000, areas)
    counts = rng.poisson(people[:, None, None] * rng.gamma(1, 0.001, (areas, 3, 1)), (areas, 3, years))
    return people, counts


@pytest.fixture(scope="module")
def blocks_and_rows(backend, folder):
    people, counts = yearly()
    area, kind, year = (index.ravel() for index in np.indices(counts.shape))
    last = 2024 * 12 + 11
    table = pa.table(
        {
            "area": [f"A{one}" for one in area],
            "phenomenon": [f"p{one}" for one in kind],
            "month": last - 12 * (counts.shape[2] - 1 - year) - area % 12,
            "count": counts.ravel(),
        }
    )
    monthly = prepared.keep(backend, folder, "monthly", table)
    exposure = {"area": [f"A{n}" for n in range(len(people))]} | {f"exposure_{n}": people for n in range(counts.shape[2])}
    blocks = block_counts(monthly, last - 12 * counts.shape[2] + 1, last)
    rows = [
        Count(f"A{a}", f"p{k}", str(2024 - counts.shape[2] + 1 + y), int(counts[a, k, y]), float(people[a]))
        for a, k, y in np.ndindex(counts.shape)
    ]
    return blocks, prepared.keep(backend, folder, "exposure", pa.table(exposure)), rows


def test_the_statistics_are_those_that_the_verdict_computes(backend, folder, blocks_and_rows):
    blocks, exposure, rows = blocks_and_rows
    found = answer(backend, aggregate.verdict_statistics(blocks, exposure), folder).to_pylist()
    expected = {(one.area, one.phenomenon): one for one in judge(rows).series}
    some = [row for row in found if row["latest"] + row["base"] > 0]
    assert len(some) > 20
    for row in some:
        one = expected[row["area"], row["phenomenon"]]
        assert (row["latest"], row["expected"]) == (one.latest, pytest.approx(one.expected, rel=1e-12))


def test_the_triples_are_those_that_the_dispersion_computes(backend, folder, blocks_and_rows):
    blocks, exposure, rows = blocks_and_rows
    found = answer(backend, aggregate.dispersion_triples(blocks, exposure), folder).to_pydict()
    order = np.lexsort((found["square"], found["mean"], found["phenomenon"]))
    of, mean, square = _triples(lay_out(rows))
    plain = np.lexsort((square, mean, of))
    np.testing.assert_allclose(np.array(found["mean"])[order], mean[plain], rtol=1e-12)
    np.testing.assert_allclose(np.array(found["square"])[order], square[plain], rtol=1e-9)


def test_both_backends_give_one_checksum(folder, made):
    """Runs only where Spark does: then both are asked, and their answers compared."""
    sums = {}
    for name in ("duckdb", "pyspark"):
        connection = connect(name)
        areas = prepared.keep(connection, folder, "areas", area_list(with_mergers()))
        kinds = prepared.keep(connection, folder, "phenomena", phenomenon_list(phenomenon_codes()))
        monthly = monthly_counts(connection.read_parquet(str(made)), areas, kinds)
        sums[name] = [checksum(answer(connection, one, folder)) for one in (monthly, block_counts(monthly, FIRST, LAST))]
    assert sums["duckdb"] == sums["pyspark"]


for _mark in PARAMS[1].marks:
    test_both_backends_give_one_checksum = _mark(test_both_backends_give_one_checksum)


def test_yearly_figures_are_carried_over_a_merger(backend, folder):
    figures = small(backend, folder, area=["Uden", "Landerd", "Wijchen"], year=[2021] * 3, number=[42378, 15856, 41302])
    changes = [AreaChange(2022, ChangeKind.MERGER, old, "Maashorst") for old in ("Uden", "Landerd")]
    path = folder / f"carried-{backend.name}.parquet"
    backend.to_parquet(carry(figures, changes, 2024).select("area", "number"), path)
    assert sorted(pq.read_table(path).to_pylist(), key=str) == [
        {"area": "Maashorst", "number": 42378 + 15856},
        {"area": "Wijchen", "number": 41302},
    ]


def test_codes_lead_to_the_area_that_they_count_for_now_whatever_the_number_of_steps():
    changes = [
        AreaChange(2022, ChangeKind.MERGER, "B", "C"),
        AreaChange(2019, ChangeKind.RENAMED, "A", "B"),
        AreaChange(2030, ChangeKind.MERGER, "C", "D"),
    ]
    assert aggregate.successors(["A", "C", "E"], changes, 2024) == {"A": "C", "B": "C", "C": "C", "E": "E"}


def test_a_code_that_was_split_is_refused():
    with pytest.raises(ValueError, match="split in 2021"):
        aggregate.successors(["A"], [AreaChange(2021, ChangeKind.SPLIT, "A", "B")], 2024)


def test_less_than_a_year_gives_no_blocks():
    with pytest.raises(ValueError, match="twelve"):
        block_counts(None, 5, 10)
