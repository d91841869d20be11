"""Boundaries of the municipalities of 2024 for small maps, and who borders on whom."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

from open_data import tables

DIGITS = 3  # of a degree: about 100 m, enough for a map of a region on a page


def write(source: Path, organisations: Path, figures: Path) -> list[Path]:
    features = _features(source / "boundaries_municipalities_2024.geojson.gz")
    pairs = neighbours(features)
    path = figures / "municipality_boundaries_2024.geojson.gz"
    collection = {"type": "FeatureCollection", "features": features}
    text = json.dumps(collection, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    path.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))
    rows = [{"code": a, "neighbour_code": b} for a, b in sorted(pairs)]
    return [tables.write(organisations / "neighbours.csv", ("code", "neighbour_code"), rows), path]


def _features(path: Path) -> list[dict[str, Any]]:
    """One feature per municipality: code as id, rings rounded, in order of code."""
    collection = json.loads(gzip.decompress(path.read_bytes()))
    features = []
    for feature in sorted(collection["features"], key=lambda feature: feature["properties"]["statcode"]):
        polygons = [[[_point(point) for point in ring] for ring in polygon] for polygon in _polygons(feature)]
        features.append(
            {
                "type": "Feature",
                "properties": {"code": feature["properties"]["statcode"]},
                "geometry": {"type": "MultiPolygon", "coordinates": polygons},
            }
        )
    return features


def _polygons(feature: dict[str, Any]) -> list[Any]:
    geometry = feature["geometry"]
    return list(geometry["coordinates"]) if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]


def _point(point: list[float]) -> list[float]:
    return [round(point[0], DIGITS), round(point[1], DIGITS)]


def neighbours(features: list[dict[str, Any]]) -> set[tuple[str, str]]:
    """Pairs (both ways) of municipalities whose boundaries meet: a corner of a ring that occurs in both.

    Corners, not sides: simplifying shrinks a short common border (across a river, say) to one corner.
    """
    owners: dict[tuple[float, ...], set[str]] = {}
    for feature in features:
        for polygon in feature["geometry"]["coordinates"]:
            for ring in polygon:
                for point in ring:
                    owners.setdefault(tuple(point), set()).add(feature["properties"]["code"])
    return {(a, b) for codes in owners.values() for a in codes for b in codes if a != b}
