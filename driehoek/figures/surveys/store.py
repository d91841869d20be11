"""The answers of surveys in memory: all deliveries of a source, a newer one wins from an older."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.conf import settings

from driehoek.figures.surveys.rules import Answer, plain

SCHEMA = pa.schema(
    {
        "level": pa.string(),
        "area": pa.string(),  # code; empty where only the name is known
        "name": pa.string(),
        "phenomenon": pa.string(),
        "period": pa.string(),
        "value": pa.float64(),
        "margin": pa.float64(),  # half the width at 95 %; null: not given
        "unit": pa.string(),
        "key": pa.string(),  # by which areas are matched: the code, else level and plain name
    }
)


@dataclass(frozen=True)
class Point:
    """One figure of a survey in time. `margin` is half the width at 95 %, in the same unit; None where it was not given."""

    period: str
    value: float
    margin: float | None

    @property
    def low(self) -> float | None:
        return None if self.margin is None else self.value - self.margin

    @property
    def high(self) -> float | None:
        return None if self.margin is None else self.value + self.margin


def key_of(level: str, code: str, name: str) -> str:
    """What makes an area of a survey the same as one of ours."""
    return code if level in ("municipality", "country") else f"{level}:{plain(name)}"


def table_of(answers: Iterable[Answer]) -> pa.Table:
    """The columns in one order, so that the same figures give the same file."""
    rows = list(answers)
    columns = {name: [getattr(row, name) for row in rows] for name in SCHEMA.names if name != "key"}
    columns["key"] = [key_of(row.level, row.area, row.name) for row in rows]
    return pa.table(columns, schema=SCHEMA).sort_by([("key", "ascending"), ("phenomenon", "ascending"), ("period", "ascending")])


def points_of(paths: Sequence[str], keys: Sequence[str]) -> Mapping[tuple[str, str], tuple[Point, ...]]:
    """(key, phenomenon) → its figures, oldest first, of these areas in the deliveries of one source (oldest first)."""
    table = _newest(str(settings.DATA_DIR), tuple(paths))
    mine = table.filter(pc.is_in(table["key"], pa.array(list(keys), pa.string())))
    found: dict[tuple[str, str], list[Point]] = {}
    for row in mine.select(["key", "phenomenon", "period", "value", "margin"]).to_pylist():
        found.setdefault((row["key"], row["phenomenon"]), []).append(Point(row["period"], row["value"], row["margin"]))
    return {where: tuple(points) for where, points in found.items()}


@lru_cache(maxsize=8)
def _newest(folder: str, paths: tuple[str, ...]) -> pa.Table:
    parts = [pq.read_table(f"{folder}/{path}", schema=SCHEMA) for path in paths]
    table = pa.concat_tables(parts)
    if len(parts) > 1:
        rows = table.append_column("row", pa.array(range(table.num_rows)))
        newest = rows.group_by(["key", "phenomenon", "period"]).aggregate([("row", "max")])["row_max"]
        table = table.take(newest)
    return table.sort_by([("key", "ascending"), ("phenomenon", "ascending"), ("period", "ascending")])
