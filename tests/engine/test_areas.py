"""Figures carried to the division of another year: real mergers, and what can never happen."""

import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from driehoek.engine.areas import AreaChange, ChangeKind, carry

MERGER, SPLIT, RENAMED = ChangeKind.MERGER, ChangeKind.SPLIT, ChangeKind.RENAMED

# Average population by the division of the year itself: CBS table 70072ned (CC BY 4.0)
POPULATION = [
    ("GM0856", 2020, 42205), ("GM0856", 2021, 42378),  # Uden
    ("GM1685", 2020, 15774), ("GM1685", 2021, 15856),  # Landerd
    ("GM1991", 2022, 58648), ("GM1991", 2023, 59078),  # Maashorst
    ("GM0296", 2020, 41186), ("GM0296", 2021, 41302), ("GM0296", 2022, 41440), ("GM0296", 2023, 41541),  # Wijchen
]  # fmt: skip
MAASHORST = [AreaChange(2022, MERGER, "GM0856", "GM1991"), AreaChange(2022, MERGER, "GM1685", "GM1991")]
HAAREN = [AreaChange(2021, SPLIT, "Haaren", to) for to in ("Boxtel", "Oisterwijk", "Tilburg", "Vught")]
GRONINGEN = [AreaChange(2019, MERGER, "Haren", "Groningen"), AreaChange(2019, MERGER, "Ten Boer", "Groningen")]


@pytest.fixture(scope="module")
def duckdb():
    connection = ibis.duckdb.connect()
    yield connection
    connection.disconnect()


def carried(connection, rows, changes, division_year, **options):
    """(area, year) → number, or the reason why there is none."""
    schema = pa.schema({"area": pa.string(), "year": pa.int64(), "number": pa.int64()})
    figures = ibis.memtable(pa.Table.from_pylist([dict(zip(schema.names, row, strict=True)) for row in rows], schema))
    found = connection.to_pyarrow(carry(figures, changes, division_year, **options)).to_pylist()
    assert len({(row["area"], row["year"]) for row in found}) == len(found)
    assert all((row["number"] is None) == (row["reason"] is not None) for row in found)
    return {(row["area"], row["year"]): row["reason"] if row["number"] is None else row["number"] for row in found}


def test_a_merged_municipality_is_right_before_and_after(duckdb):
    found = carried(duckdb, POPULATION, MAASHORST, 2024)
    assert {year: found["GM1991", year] for year in range(2020, 2024)} == {2020: 57979, 2021: 58234, 2022: 58648, 2023: 59078}
    assert {area for area, _ in found} == {"GM1991", "GM0296"}


def test_what_was_not_touched_is_as_it_was(duckdb):
    for division in (2015, 2021, 2022, 2030):
        found = carried(duckdb, POPULATION, MAASHORST, division)
        assert [found["GM0296", year] for year in range(2020, 2024)] == [41186, 41302, 41440, 41541]


def test_back_to_an_older_division_a_merged_figure_cannot_be_cut(duckdb):
    found = carried(duckdb, POPULATION, MAASHORST, 2021, names={"GM0856": "Uden", "GM1991": "Maashorst"})
    assert (found["GM0856", 2020], found["GM1685", 2021]) == (42205, 15856)
    assert found["GM0856", 2022] == "Uden ging in 2022 op in Maashorst. Wat erna is geteld, is niet uit elkaar te halen."
    assert {area for area, _ in found} == {"GM0856", "GM1685", "GM0296"}


def test_a_municipality_that_took_in_others_and_kept_its_code(duckdb):
    rows = [("Groningen", 2018, 200), ("Haren", 2018, 20), ("Ten Boer", 2018, 7), ("Groningen", 2019, 230)]
    assert carried(duckdb, rows, GRONINGEN, 2024) == {("Groningen", 2018): 227, ("Groningen", 2019): 230}
    assert isinstance(carried(duckdb, rows, GRONINGEN, 2018)["Groningen", 2019], str)


def test_a_split_makes_the_years_before_it_unknown_for_all_it_touches(duckdb):
    parts = ("Boxtel", "Oisterwijk", "Tilburg", "Vught")
    rows = [(area, year, 10) for area in (*parts, "Haaren") for year in (2019, 2020)]
    rows += [(area, 2021, 12) for area in (*parts, "Ede")]
    found = carried(duckdb, rows, HAAREN, 2024)
    assert {found[area, 2021] for area in parts} == {12}
    for area in parts:
        assert found[area, 2020] == f"Een deel van Haaren ging in 2021 naar {area}. Wat ervoor is geteld, is niet te verdelen."
    assert not {key for key in found if key[0] == "Haaren"}
    assert found["Ede", 2021] == 12


def test_what_was_touched_by_a_split_stays_unknown_after_a_later_merger(duckdb):
    rows = [
        ("Vught", 2020, 5),
        ("Haaren", 2020, 5),
        ("Boxtel", 2020, 5),
        ("Oost", 2020, 1),
        ("Oost", 2022, 1),
        ("Vught", 2022, 5),
    ]
    changes = [*HAAREN, AreaChange(2023, MERGER, "Vught", "Nieuw"), AreaChange(2023, MERGER, "Oost", "Nieuw")]
    found = carried(duckdb, rows, changes, 2024)
    assert "Haaren" in found["Nieuw", 2020]
    assert found["Nieuw", 2022] == 6


def test_a_new_code_can_be_followed_both_ways(duckdb):
    rows = [("oud", 2013, 3), ("nieuw", 2014, 4)]
    changes = [AreaChange(2014, RENAMED, "oud", "nieuw")]
    assert carried(duckdb, rows, changes, 2024) == {("nieuw", 2013): 3, ("nieuw", 2014): 4}
    assert carried(duckdb, rows, changes, 2013) == {("oud", 2013): 3, ("oud", 2014): 4}


def test_mergers_of_mergers_add_up(duckdb):
    changes = [
        AreaChange(2014, MERGER, "Skarsterlân", "De Friese Meren"), AreaChange(2014, MERGER, "Gaasterlân", "De Friese Meren"),
        AreaChange(2015, RENAMED, "De Friese Meren", "De Fryske Marren"), AreaChange(2018, MERGER, "Buur", "De Fryske Marren"),
    ]  # fmt: skip
    rows = [("Skarsterlân", 2013, 1), ("Gaasterlân", 2013, 2), ("Buur", 2013, 4), ("De Friese Meren", 2014, 3), ("Buur", 2014, 4)]
    assert carried(duckdb, rows, changes, 2024) == {("De Fryske Marren", 2013): 7, ("De Fryske Marren", 2014): 7}


def test_a_missing_or_unknown_part_makes_the_sum_unknown_not_too_small(duckdb):
    rows = [("GM0856", 2020, 10), ("GM0856", 2021, 10), ("GM1685", 2021, None)]
    found = carried(duckdb, rows, MAASHORST, 2024)
    assert found == {("GM1991", year): "Van een gebied dat meetelt, is er geen cijfer." for year in (2020, 2021)}
    without = [("Haren", 2018, 20), ("Ten Boer", 2018, 7), ("Groningen", 2017, 200), ("Haren", 2017, 20), ("Ten Boer", 2017, 7)]
    assert isinstance(carried(duckdb, without, GRONINGEN, 2024)["Groningen", 2018], str)


def test_figures_that_all_stand_in_one_division_are_carried_from_there(duckdb):
    rows = [("GM1991", 2012, 50), ("GM1991", 2023, 60)]
    assert carried(duckdb, rows, MAASHORST, 2024, from_division=2024) == {("GM1991", 2012): 50, ("GM1991", 2023): 60}
    found = carried(duckdb, rows, MAASHORST, 2021, from_division=2024)
    assert all(isinstance(number, str) for (area, _), number in found.items() if area in ("GM0856", "GM1685"))


def test_each_phenomenon_is_carried_by_itself(duckdb):
    rows = [{"area": area, "year": 2021, "phenomenon": p, "number": n} for area, p, n in
            [("GM0856", "x", 1), ("GM1685", "x", 2), ("GM0856", "y", 4), ("GM1685", "y", 8), ("GM0856", "z", 16)]]  # fmt: skip
    figures = ibis.memtable(pa.Table.from_pylist(rows))
    found = duckdb.to_pyarrow(carry(figures, MAASHORST, 2024, by=["phenomenon"])).to_pylist()
    assert {row["phenomenon"]: row["number"] for row in found} == {"x": 3, "y": 12, "z": None}


names = [f"g{i}" for i in range(8)]


@st.composite
def histories(draw):
    """Whole mergers over some years, and complete figures by the division of each year."""
    alive, changes, rows = list(names), [], []
    for year in range(2016, 2021):
        if year > 2016 and len(alive) > 2 and draw(st.booleans()):
            gone = draw(st.lists(st.sampled_from(alive), min_size=1, max_size=2, unique=True))
            heirs = [area for area in alive if area not in gone]
            heir = draw(st.sampled_from([*heirs, f"n{year}"]))
            changes += [AreaChange(year, MERGER, area, heir) for area in gone]
            alive = sorted({*heirs, heir})
        rows += [(area, year, draw(st.integers(0, 10**6))) for area in alive]
    return changes, rows, alive


@settings(max_examples=15)  # each is a query on a database
@given(history=histories(), order=st.randoms())
def test_whole_mergers_keep_every_sum_to_the_unit_and_leave_only_areas_of_that_year(duckdb, history, order):
    changes, rows, alive = history
    order.shuffle(changes)
    found = carried(duckdb, rows, changes, 2020)
    assert {area for area, _ in found} == set(alive)
    for year in range(2016, 2021):
        assert sum(number for (_, y), number in found.items() if y == year) == sum(n for _, y, n in rows if y == year)
