"""One figure as a chart, drawn on the server: the same picture on the page, in a download, a letter and a report.

From one specification come a wide and a narrow drawing. The band is what is usual, over the years that it rests on; the line
is labelled where it ends, so there is no legend. Provisional counts hang on a dashed line. The numbers stand in a table beside.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext as _

from driehoek.engine.sentences import whole
from driehoek.figures._cells import Cell

FAMILY = "Driehoek Sans"  # a name without digits: with one, measuring falls to another font without a word
INK, QUIET, LINE, BAND, GRID, PAPER = "#2f3d4c", "#4a5a6b", "#175291", "#e4eaf0", "#dce3e9", "#ffffff"
LEFT, TOP, BOTTOM = 52, 14, 32  # room for the numbers and years of the axes
# On the page the colours follow the theme, dark included; a download keeps its own.
THEMED = {
    INK: "--voorbeeld-kleuren-grijs-600",
    QUIET: "--voorbeeld-kleuren-grijs-500",
    LINE: "--dh-line",
    BAND: "--dh-band",
    GRID: "--voorbeeld-kleuren-grijs-200",
    PAPER: "--dh-card",
}


@dataclass(frozen=True)
class Size:
    width: int
    height: int
    labels: int  # how many years fit under the axis
    right: int  # room for the label of the line
    font: int


WIDE = Size(width=720, height=300, labels=13, right=132, font=15)
NARROW = Size(width=340, height=260, labels=5, right=110, font=15)


def chart_svg(cell: Cell, size: Size = WIDE, *, prefix: str = "figuur") -> str:
    """The chart as an SVG of its own, in fixed colours. `prefix` keeps its ids apart from those of other charts."""
    svg = drawn(json.dumps(specification(cell, size), sort_keys=True))
    return described(svg, prefix, chart_title(cell), cell.verdict.statement)


def inline_svg(cell: Cell, size: Size = WIDE, *, prefix: str = "figuur") -> str:
    """The chart for in a page: colours follow the theme."""
    svg = chart_svg(cell, size, prefix=prefix)
    for colour, token in THEMED.items():
        svg = svg.replace(f'"{colour}"', f'"var({token}, {colour})"')
    return svg


def chart_png(cell: Cell, size: Size = WIDE, *, scale: float = 2) -> bytes:
    """The chart as a PNG on white, for a letter, a slide or a report."""
    import vl_convert

    register_fonts()
    spec = specification(cell, size) | {"background": PAPER}
    return bytes(vl_convert.svg_to_png(drawn(json.dumps(spec, sort_keys=True)), scale=scale))


def chart_title(cell: Cell) -> str:
    first, last = cell.series.periods[0], cell.series.periods[-1]
    years = first if first == last else f"{first}–{last}"
    return _("%(what)s in %(area)s, %(years)s") % {"what": cell.indicator.label, "area": cell.area.name, "years": years}


def specification(cell: Cell, size: Size) -> dict[str, Any]:
    """The Vega-Lite specification of the chart."""
    points = _points(cell)
    verdict = cell.verdict
    top = max([*(point["count"] for point in points), verdict.high or 0, 1])
    last = points[-1]
    base = max(0, last["at"] - verdict.blocks_before)
    layers: list[dict[str, Any]] = []
    if verdict.low is not None and verdict.high is not None:
        layers += _band(verdict.low, verdict.high, verdict.expected or 0.0, base, last["at"], size)
    layers += _lines(points)
    layers += _end_labels(cell, last, top, size)
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": size.width - size.right - LEFT,
        "height": size.height - TOP - BOTTOM,
        "padding": {"left": LEFT, "right": size.right, "top": TOP, "bottom": BOTTOM},
        "autosize": {"type": "none"},
        "background": None,
        "layer": [_scaled(layer, points, top, size) for layer in layers],
        "config": _config(size),
    }


def _points(cell: Cell) -> list[dict[str, Any]]:
    """One dict per year that was judged (months and quarters summed): at, period, label, count, provisional."""
    return [
        {"at": n, "period": block.last, "label": block.label, "count": block.count, "provisional": block.provisional}
        for n, block in enumerate(cell.series.blocks)
    ]


def _band(low: int, high: int, expected: float, start: int, end: int, size: Size) -> list[dict[str, Any]]:
    row = {"from": start, "to": end, "low": low, "high": high, "expected": expected}
    x = {"x": {"field": "from", "type": "quantitative"}, "x2": {"field": "to"}}
    return [
        {
            "name": "band",
            "data": {"values": [row]},
            "mark": {"type": "rect", "color": BAND},
            "encoding": {**x, "y": {"field": "low", "type": "quantitative"}, "y2": {"field": "high"}},
        },
        {
            "name": "usual",
            "data": {"values": [row]},
            "mark": {"type": "rule", "color": QUIET, "strokeDash": [2, 3], "strokeWidth": 1.25},
            "encoding": {**x, "y": {"field": "expected", "type": "quantitative"}},
        },
    ]


def _lines(points: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The counts: solid where they are final, dashed to what is provisional; dots where there is room for them."""
    xy = {"x": {"field": "at", "type": "quantitative"}, "y": {"field": "count", "type": "quantitative"}}
    first = next((n for n, point in enumerate(points) if point["provisional"]), len(points))
    line = {"type": "line", "color": LINE, "strokeWidth": 2.5, "strokeJoin": "round", "strokeCap": "round"}
    layers = [{"name": "line", "data": {"values": list(points[:first])}, "mark": line, "encoding": xy}]
    if 0 < first < len(points):
        dashed = {**line, "strokeDash": [5, 5]}
        layers.append({"name": "provisional", "data": {"values": list(points[first - 1 :])}, "mark": dashed, "encoding": xy})
    if len(points) <= 40:
        dots = {"type": "point", "size": 34, "filled": True, "color": LINE, "opacity": 1}
        layers.append({"name": "dots", "data": {"values": list(points[:-1])}, "mark": dots, "encoding": xy})
    end = {"type": "point", "size": 110, "opacity": 1, "filled": True, "stroke": LINE, "strokeWidth": 2.5}
    end["color"] = PAPER if points[-1]["provisional"] else LINE
    layers.append({"name": "end", "data": {"values": [points[-1]]}, "mark": end, "encoding": xy})
    return layers


def _end_labels(cell: Cell, last: dict[str, Any], top: int, size: Size) -> list[dict[str, Any]]:
    """At the right: the newest count, and the band in words, so far apart that they do not touch."""
    height = size.height - TOP - BOTTOM
    own = height * (1 - last["count"] / _nice(top))
    lines = [_("%(count)s in %(period)s") % {"count": whole(last["count"]), "period": last["label"]}]
    if last["provisional"]:
        lines.append(_("voorlopig"))
    layers = [_text("latest", last["at"], own, [lines[0]], LINE, size, weight=700)]
    if len(lines) > 1:
        layers.append(_text("note", last["at"], own + size.font + 3, lines[1:], QUIET, size))
    low, high = cell.verdict.low, cell.verdict.high
    if low is None or high is None:
        return layers
    usual = [_("gewoonlijk"), f"{whole(low)}–{whole(high)}" if low != high else whole(low)]
    middle = height * (1 - (low + high) / 2 / _nice(top))
    place = _beside(middle - (size.font + 3) / 2, own, height, size.font, lines=len(lines))
    return [*layers, _text("band-label", last["at"], place, usual, QUIET, size)]


def _beside(wanted: float, own: float, height: int, font: int, *, lines: int) -> float:
    """Where the first of two lines goes, as near to where it belongs as the label of the line itself allows."""
    above = own - 2 * font - 7
    below = own + font + 4 + (lines - 1) * (font + 3)
    if not above < wanted < below:
        return wanted
    fits_above, fits_below = above >= font / 2, below + font + 3 <= height + BOTTOM
    if fits_above and (wanted - above <= below - wanted or not fits_below):
        return above
    return below


def _text(name: str, at: int, y: float, lines: list[str], colour: str, size: Size, *, weight: int = 400) -> dict[str, Any]:
    return {
        "name": name,
        "data": {"values": [{"at": at}]},
        "mark": {
            "type": "text",
            "text": lines if len(lines) > 1 else lines[0],
            "align": "left",
            "baseline": "middle",
            "dx": 12,
            "color": colour,
            "fontSize": size.font,
            "fontWeight": weight,
            "lineHeight": size.font + 3,
        },
        "encoding": {"x": {"field": "at", "type": "quantitative"}, "y": {"value": round(y, 1)}},
    }


def _nice(top: int) -> float:
    """The end of the axis: a round number with room above the highest count."""
    step = _step(top)
    return max(step, step * -(-top // step))


def _step(top: int) -> int:
    """Distance of the grid lines: 1, 2 or 5 times a power of ten, so that four or five fit."""
    rough = max(1, top / 4)
    power = 10 ** (len(str(int(rough))) - 1)
    return int(next(power * n for n in (1, 2, 5, 10) if power * n >= rough))


def _scaled(layer: dict[str, Any], points: Sequence[dict[str, Any]], top: int, size: Size) -> dict[str, Any]:
    """The layer with the axes that all share."""
    encoding = dict(layer["encoding"])
    ticks = _ticks(points, size.labels)
    names = ", ".join(f"'{at}': '{label}'" for at, label in ticks)
    first, last = points[0]["at"], points[-1]["at"]
    scale = {"domain": [first - 0.2, last] if first < last else [first - 1, last], "nice": False, "zero": False}
    encoding["x"] = encoding["x"] | {
        "scale": scale,
        "axis": {"title": None, "values": [at for at, _label in ticks], "labelExpr": f"{{{names}}}[datum.value]"},
    }
    if "field" in encoding["y"]:
        most, step = _nice(top), _step(top)
        grid = [step * n for n in range(int(most // step) + 1)]
        encoding["y"] = encoding["y"] | {
            "scale": {"domain": [0, most], "nice": False},
            "axis": {"title": None, "values": grid, "format": ",d"},
        }
    return layer | {"encoding": encoding}


def _ticks(points: Sequence[dict[str, Any]], room: int) -> list[tuple[int, str]]:
    """The years under the axis: as many as fit, the newest always."""
    every = -(-len(points) // room)
    return [(point["at"], point["label"]) for n, point in enumerate(reversed(points)) if n % every == 0][::-1]


def _config(size: Size) -> dict[str, Any]:
    axis = {
        "labelFont": FAMILY,
        "labelFontSize": size.font - 1,
        "labelColor": QUIET,
        "domainColor": GRID,
        "tickColor": GRID,
        "gridColor": GRID,
        "labelPadding": 6,
    }
    return {
        "font": FAMILY,
        "view": {"stroke": None},
        "axisX": axis | {"grid": False, "ticks": True, "tickSize": 4, "labelOverlap": False, "labelFlush": False},
        "axisY": axis | {"domain": False, "ticks": False},
        "text": {"font": FAMILY},
    }


@lru_cache(maxsize=1)
def register_fonts() -> None:
    """The letters of the pages, so that texts are measured as they are drawn; without a build another font serves."""
    import vl_convert

    folder = settings.ROOT / "static" / "built" / "fonts"
    if folder.exists():
        vl_convert.register_font_directory(str(folder))


@lru_cache(maxsize=256)
def drawn(spec: str) -> str:
    """The SVG of a specification: drawn once (60 ms), then kept by this process and, over a restart, by the cache of all."""
    key = f"figures.chart.{hashlib.sha256(spec.encode()).hexdigest()}"
    kept = cache.get(key)
    if kept is None:
        kept = _draw(spec)
        cache.set(key, kept, timeout=None)
    return str(kept)


def _draw(spec: str) -> str:
    import vl_convert

    register_fonts()
    svg: str = vl_convert.vegalite_to_svg(
        spec, vl_version="6.4", format_locale="nl-NL", time_format_locale="nl-NL", allowed_base_urls=[]
    )
    return svg


def described(svg: str, prefix: str, name: str, description: str) -> str:
    """With a title and a description, and ids that are the same each time and clash with no other chart."""
    numbers: dict[str, str] = {}
    for found in re.findall(r'\bid="([^"]+)"', svg):
        numbers.setdefault(found, f"{prefix}-{len(numbers) + 1}")
    for old, new in numbers.items():
        svg = svg.replace(f'id="{old}"', f'id="{new}"').replace(f"url(#{old})", f"url(#{new})").replace(f'"#{old}"', f'"#{new}"')
    head, rest = re.split(r"(?<=>)", svg, maxsplit=1)
    label = f'role="img" aria-labelledby="{prefix}-title {prefix}-desc"'
    head = head.replace("<svg ", f"<svg {label} ", 1)
    words = f'<title id="{prefix}-title">{escape(name)}</title><desc id="{prefix}-desc">{escape(description)}</desc>'
    return head + words + rest
