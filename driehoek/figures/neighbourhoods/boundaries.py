"""Where the neighbourhoods of a municipality lie, for a map: the boundaries of 2023 that the project carries."""

from __future__ import annotations

import gzip
import json
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

from driehoek.figures._open_data import FOLDER

type Ring = list[tuple[float, float]]


@cache
def _topology() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(gzip.decompress((FOLDER / "neighbourhood_boundaries_2023.topojson.gz").read_bytes()))
    return found


@lru_cache(maxsize=64)
def outlines_of(municipality: str) -> dict[str, list[Ring]]:
    """Code of a neighbourhood (BU…) → its outer rings, longitude and latitude in degrees (WGS84); empty when unknown.

    Read once per process (some 50 MB, a third of a second); decoded per municipality. Source: CBS/Kadaster, CC BY 4.0.
    """
    topology = _topology()
    shapes = topology["objects"]["neighbourhoods"]["geometries"]
    mine = [shape for shape in shapes if shape["id"].startswith(f"BU{municipality[2:6]}")]
    return {shape["id"]: [_ring(topology, polygon[0]) for polygon in _polygons(shape)] for shape in mine}


def _polygons(shape: dict[str, Any]) -> list[Any]:
    return list(shape["arcs"]) if shape["type"] == "MultiPolygon" else [shape["arcs"]]


def _ring(topology: dict[str, Any], arcs: list[int]) -> Ring:
    """The arcs of a ring in one line; arcs meet in a point that both hold, and a negative number runs one backwards."""
    ring: Ring = []
    for number in arcs:
        line = _line(topology, number if number >= 0 else ~number)
        ring += (line if number >= 0 else line[::-1])[1 if ring else 0 :]
    return ring


def _line(topology: dict[str, Any], number: int) -> Ring:
    """TopoJSON: differences in whole steps, from the first point on."""
    (width, height), (west, south) = topology["transform"]["scale"], topology["transform"]["translate"]
    x = y = 0
    line = []
    for dx, dy in topology["arcs"][number]:
        x, y = x + dx, y + dy
        line.append((x * width + west, y * height + south))
    return line


@cache
def _boxes() -> list[tuple[float, float, float, float, str]]:
    """West, south, east, north and code of every neighbourhood."""
    found = []
    for code in {shape["id"][2:6] for shape in _topology()["objects"]["neighbourhoods"]["geometries"]}:
        for neighbourhood, rings in _every(f"GM{code}").items():
            points = [point for ring in rings for point in ring]
            xs, ys = [x for x, _y in points], [y for _x, y in points]
            found.append((min(xs), min(ys), max(xs), max(ys), neighbourhood))
    return found


@cache
def _every(municipality: str) -> dict[str, list[Ring]]:
    return outlines_of(municipality)


@lru_cache(maxsize=100_000)
def neighbourhood_at(longitude: float, latitude: float) -> str | None:
    """The neighbourhood of 2023 in which a point lies (WGS84, degrees); None outside the country.

    Boundaries are generalised, so a point within some tens of metres of one may fall on the other side.
    """
    for west, south, east, north, code in _boxes():
        if west <= longitude <= east and south <= latitude <= north:
            rings = _every(f"GM{code[2:6]}")[code]
            if any(_inside(longitude, latitude, ring) for ring in rings):
                return code
    return None


def _inside(x: float, y: float, ring: Ring) -> bool:
    """Whether a ray to the east crosses the ring an odd number of times."""
    odd = False
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            odd = not odd
    return odd
