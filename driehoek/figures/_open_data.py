"""The open figures that Driehoek carries, taken in at the first run: no network, the same every time."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction

from driehoek.common import clock
from driehoek.common.events import record
from driehoek.figures._imports import new_indicators, write_file
from driehoek.figures.models import Snapshot, Source
from driehoek.figures.rules import POPULATION
from driehoek.organisations.viewer import SYSTEM

if TYPE_CHECKING:
    import pyarrow as pa

FOLDER = Path(__file__).resolve().parent / "open_data"
RETRIEVED_ON = date(2026, 8, 1)  # the source says August 2026, without a day
DIVISION_YEAR = 2024
CRIME = Source(
    code="47018NED",
    name="Geregistreerde misdrijven",
    kind=Source.Kind.COUNTS,
    publisher="CBS en politie",
    licence="CC BY 4.0",
    is_public=True,
)
PEOPLE = Source(
    code="70072ned",
    name="Gemiddeld aantal inwoners",
    kind=Source.Kind.POPULATION,
    publisher="CBS",
    licence="CC BY 4.0",
    is_public=True,
)


def load_open_data() -> list[Snapshot]:
    """Take in the open figures where they are not there yet; returns the deliveries that are new. Safe to run twice."""
    import pyarrow.parquet as pq

    crime = _canonical(pq.read_table(FOLDER / "crime_municipality_year.parquet"), "offence_code", "count")
    people = _canonical(pq.read_table(FOLDER / "population_municipality_year.parquet"), None, "population_average")
    files = [(CRIME, crime, *write_file(crime)), (PEOPLE, people, *write_file(people))]
    with transaction.atomic():
        return [new for source, table, sha256, path in files if (new := _keep(source, table, sha256, path))]


def _canonical(table: pa.Table, phenomenon: str | None, count: str) -> pa.Table:
    import pyarrow as pa
    import pyarrow.compute as pc

    from driehoek.figures._store import SCHEMA

    years = pc.cast(table["year"], pa.string())
    rows = table.num_rows
    return pa.table(
        {
            "area": pc.cast(table["municipality_code"], pa.string()),
            "phenomenon": pc.cast(table[phenomenon], pa.string()) if phenomenon else pa.array([POPULATION] * rows),
            "period": years,
            "count": pc.cast(table[count], pa.int64()),
            "exposure": pa.nulls(rows, pa.float64()),
            "provisional": table["provisional"] if phenomenon else pa.array([False] * rows),
        },
        schema=SCHEMA,
    )


def _keep(source: Source, table: pa.Table, sha256: str, path: str) -> Snapshot | None:
    """The row of a delivery of open data, unless this source has it already (also when a newer one came later)."""
    fields = ("name", "kind", "publisher", "licence", "is_public")
    source, _made = Source.objects.get_or_create(code=source.code, defaults={name: getattr(source, name) for name in fields})
    if source.snapshots.filter(sha256=sha256).exists():
        return None
    periods = table["period"].unique().to_pylist()
    if source.kind == Source.Kind.COUNTS:
        with (FOLDER / "offence_types.csv").open(encoding="utf-8", newline="") as file:
            words = {row["code"]: row for row in csv.DictReader(file)}
        new_indicators(source, sorted(table["phenomenon"].unique().to_pylist()), words, RETRIEVED_ON)
    snapshot = Snapshot.objects.create(
        source=source,
        sha256=sha256,
        path=path,
        retrieved_on=RETRIEVED_ON,
        rows=table.num_rows,
        first_period=min(periods),
        last_period=max(periods),
        division_year=DIVISION_YEAR,
        file_name="open data bij Driehoek",
        by=SYSTEM.code,
        by_name=SYSTEM.name,
        at=clock.now(),
    )
    record(SYSTEM, "figures.imported", snapshot, name=source.name, rows=snapshot.rows, file=snapshot.file_name)
    return snapshot
