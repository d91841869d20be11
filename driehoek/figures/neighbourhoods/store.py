"""Counts below the municipality in memory, one municipality at a time."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.conf import settings

from driehoek.figures._store import SCHEMA

type Rows = list[tuple[str, int, bool]]  # period, count, provisional; oldest first


def counts_of(paths: Sequence[str], digits: Sequence[str], phenomenon: str) -> dict[str, Rows]:
    """Area → its counts of this phenomenon, of areas whose code holds one of these four digits, in the deliveries of one source.

    A newer delivery replaces the rows that it names. `paths` are oldest first.
    """
    table = _newest(str(settings.DATA_DIR), tuple(paths))
    there = pc.is_in(pc.utf8_slice_codeunits(table["area"], 2, 6), pa.array(list(digits), pa.string()))
    mine = table.filter(pc.and_(there, pc.equal(table["phenomenon"], phenomenon)))
    found: dict[str, Rows] = {}
    for area, period, count, provisional in zip(
        *(mine[name].to_pylist() for name in ("area", "period", "count", "provisional")), strict=True
    ):
        found.setdefault(area, []).append((period, count, provisional))
    return found


def phenomena_of(paths: Sequence[str], digits: Sequence[str]) -> list[str]:
    """What is counted in these municipalities."""
    table = _newest(str(settings.DATA_DIR), tuple(paths))
    there = pc.is_in(pc.utf8_slice_codeunits(table["area"], 2, 6), pa.array(list(digits), pa.string()))
    return sorted(table.filter(there)["phenomenon"].unique().to_pylist())


@lru_cache(maxsize=4)
def _newest(folder: str, paths: tuple[str, ...]) -> pa.Table:
    table = pa.concat_tables([pq.read_table(f"{folder}/{path}", schema=SCHEMA) for path in paths])
    if len(paths) > 1:
        rows = table.append_column("row", pa.array(np.arange(table.num_rows)))
        newest = rows.group_by(["area", "phenomenon", "period"]).aggregate([("row", "max")])["row_max"]
        table = table.take(newest)
    return table.sort_by([("area", "ascending"), ("phenomenon", "ascending"), ("period", "ascending")])
