"""Registered crime and population per municipality and year, and the words for the types of crime."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from open_data import tables

FIELDS = {"V1", "V2", "V3", "V4", "V5"}


def write(source: Path, out: Path) -> list[Path]:
    return [_crime(source, out), _population(source, out), _offence_types(source, out)]


def _crime(source: Path, out: Path) -> Path:
    """47018NED: one row per municipality of 2024, type and year, zeros too; "place unknown" is left out."""
    table = pq.read_table(source / "crime_municipality_year.parquet")
    rows = [row for row in table.to_pylist() if row["municipality_code"] != "GM0000"]
    rows.sort(key=lambda row: (row["municipality_code"], row["offence_code"], row["year"]))
    keys = {(row["municipality_code"], row["offence_code"], row["year"]) for row in rows}
    areas, types, years = ({key[n] for key in keys} for n in range(3))
    if len(keys) != len(rows) or len(rows) != len(areas) * len(types) * len(years):
        raise ValueError("the crime table has holes or double rows")
    schema = pa.schema(
        {
            "municipality_code": pa.dictionary(pa.int32(), pa.string()),
            "offence_code": pa.dictionary(pa.int32(), pa.string()),
            "year": pa.int16(),
            "count": pa.int32(),
            "provisional": pa.bool_(),
        }
    )
    table = pa.Table.from_pylist([{name: row[name] for name in schema.names} for row in rows], schema=schema)
    return _parquet(table, out / "crime_municipality_year.parquet")


def _population(source: Path, out: Path) -> Path:
    """70072ned: average population by the code of that year."""
    rows = pq.read_table(source / "population_municipality_year_average.parquet").to_pylist()
    rows.sort(key=lambda row: (row["municipality_code"], row["year"]))
    schema = pa.schema(
        {
            "municipality_code": pa.dictionary(pa.int32(), pa.string()),
            "year": pa.int16(),
            "population_average": pa.int32(),
        }
    )
    return _parquet(pa.Table.from_pylist(rows, schema=schema), out / "population_municipality_year.parquet")


def _parquet(table: pa.Table, path: Path) -> Path:
    pq.write_table(table, path, compression="zstd", compression_level=19, write_statistics=False)
    return path


def _offence_types(source: Path, out: Path) -> Path:
    """Our words and field per code, with the label of the published table beside it; every published code has a row."""
    published = {row["offence_code"]: row["offence"] for row in tables.read(source / "offence_types.csv")}
    ours = tables.read(tables.FACTS / "offence_types.csv")
    if [row["code"] for row in ours] != sorted(published, key=_by_number):
        raise ValueError("the types of crime differ from the published table, or lie in another order")
    if any(row["field"] not in FIELDS | {""} or row["moves_with"] not in {"reporting", "police", ""} for row in ours):
        raise ValueError("a type of crime has an unknown field or dependence")
    rows = [row | {"published_label": published[row["code"]]} for row in ours]
    return tables.write(
        out / "offence_types.csv", ("code", "label", "one", "many", "field", "theme", "moves_with", "published_label"), rows
    )


def _by_number(code: str) -> tuple[int, ...]:
    return tuple(int(part) for part in code.split("."))
