"""A small map of municipalities, drawn on the server: who lies where, and where a figure really changes.

Only a real rise or fall has a colour, as everywhere; the table beside the map holds the numbers and the links.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from html import escape
from itertools import pairwise
from math import cos, pi

from driehoek.engine.results import Verdict
from driehoek.engine.sentences import whole
from driehoek.figures._cells import Cell
from driehoek.figures._open_data import FOLDER

type Ring = list[tuple[float, float]]
type Box = tuple[float, float, float, float]

_CLASSES = {Verdict.RISES: "rises", Verdict.FALLS: "falls", Verdict.AS_USUAL: "usual", Verdict.CANNOT_TELL: "unknown"}
SIDE = 360.0  # units of the drawing; the page scales it
MARGIN = 14.0


@cache
def _boundaries() -> dict[str, list[Ring]]:
    """Outer rings per municipality of 2024 (see open_data/SOURCES.md); read once per process."""
    collection = json.loads(gzip.decompress((FOLDER / "municipality_boundaries_2024.geojson.gz").read_bytes()))
    return {
        feature["properties"]["code"]: [[(x, y) for x, y in polygon[0]] for polygon in feature["geometry"]["coordinates"]]
        for feature in collection["features"]
    }


def map_svg(cells: Sequence[Cell], *, prefix: str, title: str, description: str) -> str:
    """The municipalities of these cells, each marked with its verdict. Empty when fewer than two have a boundary."""
    rings = {cell.area.pk: found for cell in cells if (found := _boundaries().get(cell.area.pk))}
    if len(rings) < 2:
        return ""
    drawn = fitted(rings)
    height = max(y for place in drawn.values() for ring in place for _x, y in ring) + MARGIN
    by_code = {cell.area.pk: cell for cell in cells}
    shapes = "".join(_shape(by_code[code], place) for code, place in drawn.items())
    labels = "".join(_labels(by_code, drawn))
    ids = f"{prefix}-title {prefix}-desc"
    head = f'<svg class="dh-map" viewBox="0 0 {SIDE:g} {height:.0f}" role="img" aria-labelledby="{ids}">'
    words = f'<title id="{prefix}-title">{escape(title)}</title><desc id="{prefix}-desc">{escape(description)}</desc>'
    return f"{head}{words}{shapes}{labels}</svg>"


def fitted(rings: Mapping[str, list[Ring]]) -> dict[str, list[Ring]]:
    """Degrees to units of the drawing, north up; a degree of longitude is shorter by the cosine of the latitude."""
    west, south, east, north = _box([ring for place in rings.values() for ring in place])
    shorter = cos((south + north) / 2 * pi / 180)
    scale = (SIDE - 2 * MARGIN) / max((east - west) * shorter, (north - south) * 0.9)
    left = (SIDE - (east - west) * shorter * scale) / 2
    return {
        code: [[(left + (x - west) * shorter * scale, MARGIN + (north - y) * scale) for x, y in ring] for ring in place]
        for code, place in rings.items()
    }


def _box(rings: Sequence[Ring]) -> Box:
    xs, ys = ([point[axis] for ring in rings for point in ring] for axis in (0, 1))
    return min(xs), min(ys), max(xs), max(ys)


def _shape(cell: Cell, place: list[Ring]) -> str:
    path = "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring) + "Z" for ring in place)
    return f'<path class="dh-map__place dh-map__place--{_CLASSES[cell.verdict.verdict]}" d="{path}"/>'


def _labels(cells: Mapping[str, Cell], drawn: Mapping[str, list[Ring]]) -> Iterator[str]:
    """Name and count in the middle of the largest part; a name that would touch another is left out, the largest area first."""
    taken: list[Box] = []
    for code in sorted(drawn, key=lambda code: (-max(map(size, drawn[code])), code)):
        cell, ring = cells[code], max(drawn[code], key=size)
        x, y = middle(ring)
        west, _north, east, _south = _box([ring])
        wide = 6.0 * len(cell.area.name)
        small = wide > east - west
        half = wide * (0.85 if small else 1) / 2
        box = (x - half, y - 14, x + half, y + 2)
        if not any(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in taken):
            taken.append(box)
            name = f"dh-map__name{' dh-map__name--small' if small else ''}"
            yield f'<text class="{name}" x="{x:.1f}" y="{y - 2:.1f}">{escape(cell.area.name)}</text>'
        count = whole(cell.verdict.latest) if cell.verdict.latest is not None else "–"
        yield f'<text class="dh-map__count" x="{x:.1f}" y="{y + 13:.1f}">{count}</text>'


def size(ring: Ring) -> float:
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring))) / 2


def middle(ring: Ring) -> tuple[float, float]:
    """The centre of mass of a ring."""
    area = x = y = 0.0
    for (x1, y1), (x2, y2) in pairwise(ring):
        cross = x1 * y2 - x2 * y1
        area, x, y = area + cross, x + (x1 + x2) * cross, y + (y1 + y2) * cross
    return (x / (3 * area), y / (3 * area)) if area else ring[0]
