"""The extracts that Driehoek carries: made again they are the same, and they agree with tables from elsewhere."""

import csv
import gzip
import re
import sys
from collections import defaultdict
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "data"
AREAS = ROOT / "driehoek" / "organisations" / "open_data"
FIGURES = ROOT / "driehoek" / "figures" / "open_data"
sys.path.insert(0, str(ROOT / "tools"))
with_sources = pytest.mark.skipif(not SHARED.exists(), reason="the source files lie beside the project, not in it")


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@with_sources
def test_the_extracts_are_the_same_when_they_are_made_again(tmp_path):
    from make_open_data import make

    written = make(SHARED, tmp_path)
    assert {path.relative_to(tmp_path) for path in written} == {
        path.relative_to(ROOT / "driehoek") for path in [*AREAS.iterdir(), *FIGURES.iterdir()]
    }
    for path in written:
        ours = ROOT / "driehoek" / path.relative_to(tmp_path)
        if path.suffix == ".parquet":
            assert pq.read_table(path).equals(pq.read_table(ours)), path.name
        elif path.suffix == ".gz":
            assert gzip.decompress(path.read_bytes()) == gzip.decompress(ours.read_bytes()), path.name
        else:
            assert path.read_bytes() == ours.read_bytes(), path.name


@with_sources
def test_mergers_and_splits_since_2016_agree_with_where_the_addresses_went():
    """The address table may not be shipped (non-commercial licence); it may check facts that we put together."""
    share = {
        (int(row["year_to"]), row["municipality_code_from"], row["municipality_code_to"]): float(row["share_of_from"])
        for row in rows(SHARED / "municipality_boundary_changes_2016_2024.csv")
    }
    checked = 0
    for change in rows(AREAS / "area_changes.csv"):
        day = date.fromisoformat(change["date"])
        if day < date(2017, 1, 1):
            continue
        year = day.year if (day.month, day.day) == (1, 1) else day.year + 1
        part = share[year, change["from_code"], change["to_code"]]
        assert part > 0.97 if change["kind"] != "split" else 0.02 < part < 0.97, change
        checked += 1
    assert checked == 72


def test_every_code_that_went_is_a_municipality_with_an_end_on_that_day():
    known = {row["code"]: row for row in rows(AREAS / "municipalities.csv")}
    for change in rows(AREAS / "area_changes.csv"):
        assert known[change["from_code"]]["valid_until"] == change["date"]
        assert known[change["from_code"]]["name"] == change["from_name"]
        assert known[change["to_code"]]["name"] == change["to_name"]
        assert known[change["to_code"]]["valid_from"] <= change["date"]
    assert sum(not row["valid_until"] for row in known.values()) == 342


def test_each_municipality_lies_in_one_unit_and_five_teams_hold_27():
    parents = defaultdict(list)
    for row in rows(AREAS / "area_memberships.csv"):
        parents[row["child"]].append(row["parent"])
    today = [row["code"] for row in rows(AREAS / "municipalities.csv") if not row["valid_until"]]
    assert all(sum(parent.startswith("RE-") for parent in parents[code]) == 1 for code in today)
    assert sum(parent.startswith("BT-") for codes in parents.values() for parent in codes) == 27
    areas = {row["code"]: row["level"] for row in rows(AREAS / "areas.csv")}
    assert {level: list(areas.values()).count(level) for level in set(areas.values())} == {
        "country": 1,
        "unit": 10,
        "district": 43,
        "base_team": 5,
    }
    assert {parent for codes in parents.values() for parent in codes} <= set(areas)


def test_neighbours_are_mutual_and_known_ones_are_there():
    pairs = {(row["code"], row["neighbour_code"]) for row in rows(AREAS / "neighbours.csv")}
    assert all((b, a) in pairs for a, b in pairs)
    assert {b for a, b in pairs if a == "GM0225"} >= {"GM0209", "GM0296", "GM0668"}
    assert not any("GM0448" in pair for pair in pairs), "Texel borders on nobody"


def test_the_crime_extract_is_whole_and_says_what_is_provisional():
    table = pq.read_table(FIGURES / "crime_municipality_year.parquet").to_pylist()
    assert len(table) == 305 * 12 * 13
    assert {row["year"] for row in table if row["provisional"]} == {2024}
    assert min(row["count"] for row in table) >= 0


def test_every_type_has_a_word_of_our_own_and_a_safety_field():
    types = rows(FIGURES / "offence_types.csv")
    assert len(types) == 59
    assert all(row["label"] for row in types)
    assert [row["code"] for row in types if not row["field"]] == ["0.0.0"]


def test_nothing_with_an_unknown_or_a_non_commercial_licence_is_carried():
    for folder in (AREAS, FIGURES):
        text = (folder / "SOURCES.md").read_text(encoding="utf-8")
        for path in folder.iterdir():
            assert path.name == "SOURCES.md" or f"`{path.name}`" in text, f"{path.name} has no source"
        licences = [line.rstrip("| ").rsplit("|", 1)[1] for line in text.splitlines() if line.startswith("| `")]
        assert licences
        assert all(re.fullmatch(r"(CC BY 4.0|facts)[^|]*", licence.strip()) for licence in licences)
