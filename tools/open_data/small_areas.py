"""Districts (wijken) and neighbourhoods (buurten) by the lists of 2022, 2023 and 2024, and the boundaries of 2023."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

COLUMNS = ("code", "name", "first_list", "last_list", "population_2024")


def write(source: Path, organisations: Path, figures: Path) -> list[Path]:
    areas = organisations / "small_areas.csv.gz"
    lines = [",".join(COLUMNS), *(_line(row) for row in rows(source / "districts_neighbourhoods_2022_2024.parquet"))]
    areas.write_bytes(gzip.compress(("\n".join(lines) + "\n").encode(), compresslevel=9, mtime=0))
    boundaries = figures / "neighbourhood_boundaries_2023.topojson.gz"
    text = json.dumps(_boundaries(source / "boundaries_neighbourhoods_2023.topojson.gz"), separators=(",", ":"), sort_keys=True)
    boundaries.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))
    return [areas, boundaries]


def rows(path: Path) -> list[tuple[str, str, int, int, int | None]]:
    """One row per code and name that stand together in lists that follow each other; a code that got another name has two.

    The population is that of 2024, so it goes only with the name of 2024.
    """
    table = [row for row in pq.read_table(path).to_pylist() if row["level"] != "municipality"]
    found: dict[tuple[str, str], list[Any]] = {}
    for row in sorted(table, key=lambda row: (row["area_code"], row["list_year"])):
        year, people = row["list_year"], row["population_2024"] if row["list_year"] == 2024 else None
        known = found.setdefault((row["area_code"], row["name"]), [year, year, people])
        known[1], known[2] = year, people
    return [(code, name, *known) for (code, name), known in sorted(found.items())]


def _line(row: tuple[str, str, int, int, int | None]) -> str:
    code, name, first, last, people = row
    quoted = '"' + name.replace('"', '""') + '"' if "," in name or '"' in name else name
    return f"{code},{quoted},{first},{last},{'' if people is None else people}"


def _boundaries(path: Path) -> dict[str, Any]:
    """The same arcs; of the properties the code only."""
    topology = json.loads(gzip.decompress(path.read_bytes()))
    (collection,) = topology["objects"].values()
    shapes = [
        {"type": one["type"], "arcs": one["arcs"], "id": one["properties"]["statcode"]}
        for one in collection["geometries"]
        if one.get("arcs")
    ]
    objects = {"neighbourhoods": {"type": "GeometryCollection", "geometries": sorted(shapes, key=lambda one: str(one["id"]))}}
    return {"type": "Topology", "arcs": topology["arcs"], "transform": topology["transform"], "objects": objects}
