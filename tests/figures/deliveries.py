"""Deliveries for tests: rows in, a snapshot with its file out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pyarrow as pa

from driehoek.common import clock
from driehoek.figures._imports import write_file
from driehoek.figures._store import SCHEMA
from driehoek.figures.models import Snapshot, Source

type Row = tuple[str, str, str, int, float | None]


def deliver(source: Source, rows: Sequence[Row], *, provisional: Sequence[str] = ()) -> Snapshot:
    """Keep these rows (area, phenomenon, period, count, exposure) as the newest delivery of the source."""
    columns = list(zip(*rows, strict=True))
    table = pa.table(
        {name: list(column) for name, column in zip(SCHEMA.names, columns, strict=False)}
        | {"provisional": [row[2] in provisional for row in rows]},
        schema=SCHEMA,
    )
    sha256, path = write_file(table)
    return Snapshot.objects.create(
        source=source, sha256=sha256, path=path, retrieved_on=date(2024, 10, 1), rows=len(rows),
        first_period=min(row[2] for row in rows), last_period=max(row[2] for row in rows), division_year=2024,
        by="system", by_name="Driehoek", at=clock.now(),
    )  # fmt: skip


def csv(text: str) -> bytes:
    """A file of figures; `|` stands for the separator so that tables read easily."""
    return "\n".join(line.strip().replace("|", ";") for line in text.strip().splitlines()).encode()
