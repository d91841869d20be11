"""A made load of incidents: neighbourhood, phenomenon and day of each, as Parquet; and which neighbourhoods merged into which.

    .venv/bin/python -m bench.incidents FOLDER ROWS

Always the same for the same number of rows. 14,421 neighbourhoods (of which one in twenty was merged into another), 50
phenomena and 180 months; some neighbourhoods and phenomena count far more than others, as they do.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

SEED, AREAS, TYPES, MONTHS, CHUNK = 20260103, 14_421, 50, 180, 5_000_000
FIRST_DAY = np.datetime64("2010-01-01")
SCHEMA = pa.schema(
    {
        "area": pa.dictionary(pa.int32(), pa.string()),
        "phenomenon": pa.dictionary(pa.int32(), pa.string()),
        "day": pa.date32(),
    }
)


def area_codes() -> list[str]:
    return [f"BU{number:08d}" for number in range(AREAS)]


def phenomenon_codes() -> list[str]:
    return [f"{1 + number // 20}.{1 + number // 5 % 4}.{1 + number % 5}" for number in range(TYPES)]


def merged() -> dict[str, str]:
    """Old neighbourhood → the one it went to: every twentieth, and of those every tenth in two steps (told as one)."""
    codes = area_codes()
    return {codes[n]: codes[n + (2 if n % 200 == 0 else 1)] for n in range(0, AREAS - 2, 20)}


def make(path: Path, rows: int) -> Path:
    """Write so many incidents, chunk by chunk, unless they are there already."""
    if path.exists():
        return path
    rng = np.random.default_rng(SEED)
    of_area = np.cumsum(rng.gamma(0.7, 1, AREAS))
    of_type = np.cumsum(rng.gamma(0.5, 1, TYPES))
    days = int((np.datetime64("2025-01-01") - FIRST_DAY).astype(int))
    first = int(FIRST_DAY.astype(int))
    areas, types = pa.array(area_codes()), pa.array(phenomenon_codes())
    half = path.with_suffix(".half")
    with pq.ParquetWriter(half, SCHEMA, compression="zstd") as writer:
        for begin in range(0, rows, CHUNK):
            n = min(CHUNK, rows - begin)
            area = np.searchsorted(of_area, rng.random(n) * of_area[-1]).astype(np.int32)
            kind = np.searchsorted(of_type, rng.random(n) * of_type[-1]).astype(np.int32)
            day = pa.array(rng.integers(first, first + days, n, dtype=np.int32)).cast(pa.date32())
            columns = [
                pa.DictionaryArray.from_arrays(pa.array(area), areas),
                pa.DictionaryArray.from_arrays(pa.array(kind), types),
            ]
            writer.write_table(pa.table([*columns, day], SCHEMA), row_group_size=1_000_000)
    half.rename(path)
    return path


if __name__ == "__main__":
    make(Path(sys.argv[1]) / f"incidents-{sys.argv[2]}.parquet", int(sys.argv[2]))
