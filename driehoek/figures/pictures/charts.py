"""More charts of one figure, drawn on the server: small multiples on one scale, the months with their band, a calendar.

Each says in words what it shows; the numbers stand in a table beside. A verdict is written in words above its panel, so that
nothing is lost in black and white. The calendar is in grey: how much was counted, not whether that is more than usual.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from driehoek.engine.counts import Kind, read_period
from driehoek.figures._cells import Cell
from driehoek.figures._chart import BAND, FAMILY, GRID, INK, LINE, PAPER, QUIET, THEMED, described, drawn, register_fonts
from driehoek.figures._store import Series
from driehoek.figures.findings.months import Month

FEWEST_MONTHS = 13  # a calendar of less than a year and a month is a row, not a calendar
_MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")


@dataclass(frozen=True)
class Drawing:
    """A chart: its specification (Vega-Lite), a title and what it says in words, and its numbers with a head line."""

    title: str
    told: str
    spec: dict[str, Any]
    table: list[list[Any]]

    def svg(self, prefix: str = "grafiek") -> str:
        """In fixed colours, for a file."""
        return described(drawn(json.dumps(self.spec, sort_keys=True)), prefix, self.title, self.told)

    def inline(self, prefix: str = "grafiek") -> str:
        """For in a page: the colours follow the theme."""
        svg = self.svg(prefix)
        for colour, token in THEMED.items():
            svg = svg.replace(f'"{colour}"', f'"var({token}, {colour})"')
        return svg

    def png(self) -> bytes:
        import vl_convert

        register_fonts()
        spec = self.spec | {"background": PAPER}
        return bytes(vl_convert.svg_to_png(drawn(json.dumps(spec, sort_keys=True)), scale=2))


def _base(**more: Any) -> dict[str, Any]:
    axis = {
        "labelFont": FAMILY,
        "labelFontSize": 12,
        "labelColor": QUIET,
        "domainColor": GRID,
        "tickColor": GRID,
        "gridColor": GRID,
    }
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "background": None,
        "config": {
            "font": FAMILY, "view": {"stroke": None}, "axis": axis, "text": {"font": FAMILY}, "concat": {"spacing": 18},
            "title": {"font": FAMILY, "subtitleFont": FAMILY, "fontSize": 14, "subtitleFontSize": 12, "color": INK,
                      "subtitleColor": QUIET, "anchor": "start", "fontWeight": 700, "offset": 6},
        },
        **more,
    }  # fmt: skip


# --- small multiples ------------------------------------------------------------------------------------------------------
def small_multiples(cells: Sequence[Cell], *, across: int = 4) -> Drawing:
    """Each area in a panel of its own, per 1,000 inhabitants on one scale, with the usual band and the verdict in words."""
    panels = [(cell, _rates(cell), _band(cell)) for cell in cells]
    top = max([*(row["rate"] for _cell, rows, _b in panels for row in rows), *(b["high"] for _c, _r, b in panels if b), 0.001])
    years = [row["at"] for _cell, rows, _b in panels for row in rows]
    span = (min(years), max(years))
    title = _("%(what)s per 1.000 inwoners, op één schaal") % {"what": cells[0].indicator.label}
    told = " ".join(f"{cell.area.name}: {cell.verdict.verdict.value}." for cell in cells)
    spec = _base(columns=across, concat=[_panel(cell, rows, band, top, span) for cell, rows, band in panels])
    head = [_("gebied"), _("periode"), _("aantal"), _("per 1.000 inwoners"), _("oordeel over het laatste jaar")]
    table = [
        [cell.area.name, block.label, block.count, round(1000 * block.count / block.exposure, 3), cell.verdict.verdict.value]
        for cell in cells
        for block in cell.series.blocks
        if block.exposure
    ]
    return Drawing(title, told, spec, [head, *table])


def _rates(cell: Cell) -> list[dict[str, Any]]:
    return [
        {"at": int(block.last[:4]), "rate": round(1000 * block.count / block.exposure, 4)}
        for block in cell.series.blocks
        if block.exposure
    ]


def _band(cell: Cell) -> dict[str, Any] | None:
    """The usual band at the newest year, over the years that it rests on, as a rate."""
    verdict, blocks = cell.verdict, cell.series.blocks
    if verdict.low is None or verdict.high is None or not blocks or not blocks[-1].exposure:
        return None
    newest = int(blocks[-1].last[:4])
    people = blocks[-1].exposure / 1000
    return {"from": newest - verdict.blocks_before, "to": newest, "low": verdict.low / people, "high": verdict.high / people}


def _panel(
    cell: Cell, rows: list[dict[str, Any]], band: dict[str, Any] | None, top: float, span: tuple[int, int]
) -> dict[str, Any]:
    x = {
        "field": "at", "type": "quantitative", "scale": {"domain": [span[0], max(span[1], span[0] + 1)], "nice": False},
        "axis": {"title": None, "values": sorted({span[0], span[1]}), "format": "d", "grid": False, "labelFlush": True},
    }  # fmt: skip
    y = {
        "type": "quantitative",
        "scale": {"domain": [0, top], "nice": True},
        "axis": {"title": None, "tickCount": 3, "domain": False},
    }
    layers: list[dict[str, Any]] = []
    if band:
        layers.append(
            {
                "data": {"values": [band]}, "mark": {"type": "rect", "color": BAND},
                "encoding": {
                    "x": {**x, "field": "from"}, "x2": {"field": "to"}, "y": {**y, "field": "low"}, "y2": {"field": "high"},
                },
            }
        )  # fmt: skip
    place = {"x": x, "y": {**y, "field": "rate"}}
    layers += [
        {"data": {"values": rows}, "mark": {"type": "line", "color": LINE, "strokeWidth": 2}, "encoding": place},
        {
            "data": {"values": rows[-1:]},
            "mark": {"type": "point", "filled": not cell.provisional, "color": LINE, "fill": PAPER if cell.provisional else LINE,
                     "size": 50, "strokeWidth": 2, "opacity": 1},
            "encoding": place,
        },
    ]  # fmt: skip
    title = {"text": cell.area.name, "subtitle": cell.verdict.verdict.value}
    return {"width": 150, "height": 90, "title": title, "layer": layers}


# --- months -----------------------------------------------------------------------------------------------------------------
def month_chart(cell: Cell, months: Sequence[Month]) -> Drawing:
    """The newest months beside what each usually is, season and all. The verdict stays that on the year."""
    rows = [
        {"at": n, "name": _month_name(one.period), "count": one.count, "low": one.low, "high": one.high, "usual": one.expected}
        for n, one in enumerate(months)
    ]
    x = {"field": "name", "type": "ordinal", "sort": None, "axis": {"title": None, "labelAngle": 0, "grid": False}}
    y = {
        "type": "quantitative",
        "axis": {"title": None, "domain": False, "format": ",d", "tickCount": 5},
        "scale": {"zero": True},
    }

    def layer(field: str, mark: dict[str, Any], **more: Any) -> dict[str, Any]:
        return {"mark": mark, "encoding": {"x": x, "y": {**y, "field": field}, **more}}

    wide = {"width": {"band": 0.8}}
    layers = [
        layer("low", {"type": "bar", "color": BAND, **wide}, y2={"field": "high"}),
        layer("usual", {"type": "tick", "color": QUIET, "thickness": 1.5, **wide}),
        layer("count", {"type": "point", "filled": True, "color": LINE, "size": 70, "opacity": 1}),
        layer("count", {"type": "text", "dy": -12, "color": INK, "fontSize": 12}, text={"field": "count", "format": ",d"}),
    ]
    spec = _base(width=640, height=240, data={"values": rows}, layer=layers)
    outside = sum(one.outside for one in months)
    told = _("Van %(n)s maanden liggen er %(out)s buiten wat voor die maand gewoon is. Over het hele jaar: %(verdict)s.") % {
        "n": len(months), "out": outside, "verdict": cell.verdict.verdict.value,
    }  # fmt: skip
    head = [_("maand"), _("aantal"), _("gewoonlijk van"), _("gewoonlijk tot en met")]
    title = _("%(what)s per maand in %(area)s") % {"what": cell.indicator.label, "area": cell.area.name}
    return Drawing(title, told, spec, [head, *([one.period, one.count, one.low, one.high] for one in months)])


def _month_name(period: str) -> str:
    return f"{_MONTHS[int(period[5:7]) - 1]} {period[2:4]}"


# --- calendar ---------------------------------------------------------------------------------------------------------------
def calendar(cell: Cell) -> Drawing | None:
    """Month by year, in grey with the number in it; None for a series that is not of months, or is too short."""
    rows = month_rows(cell.series)
    if len(rows) < FEWEST_MONTHS:
        return None
    most = max(1, *(row["count"] for row in rows))
    place = {
        "x": {"field": "month", "type": "ordinal", "sort": list(_MONTHS),
              "axis": {"title": None, "labelAngle": 0, "orient": "top", "domain": False, "ticks": False}},
        "y": {"field": "year", "type": "ordinal", "sort": "descending", "axis": {"title": None, "domain": False, "ticks": False}},
    }  # fmt: skip
    grey = {
        "field": "count",
        "type": "quantitative",
        "legend": None,
        "scale": {"domain": [0, most], "range": ["#f5f7f9", "#9fadba"]},
    }
    words = {"text": {"field": "count", "format": ",d"}, "color": {"value": "#1d2a36"}}  # dark on each of the greys
    layers = [
        {"mark": {"type": "rect", "stroke": "#fdfdfd", "strokeWidth": 1.5}, "encoding": {**place, "color": grey}},
        {"mark": {"type": "text", "fontSize": 12}, "encoding": {**place, **words}},
    ]
    years = sorted({row["year"] for row in rows})
    spec = _base(width=600, height=26 * len(years), data={"values": rows}, layer=layers)
    title = _("%(what)s in %(area)s, maand voor maand") % {"what": cell.indicator.label, "area": cell.area.name}
    told = _("Van elke maand van %(first)s tot en met %(last)s het aantal; hoe donkerder, hoe meer. Het hoogste is %(most)s.") % {
        "first": years[0], "last": years[-1], "most": most,
    }  # fmt: skip
    by = {(row["year"], row["month"]): row["count"] for row in rows}
    head = [_("jaar"), *_MONTHS]
    return Drawing(title, told, spec, [head, *([year, *(by.get((year, month)) for month in _MONTHS)] for year in years)])


def month_rows(series: Series) -> list[dict[str, Any]]:
    """year, month (short name) and count of every month; empty for another kind of period."""
    found = []
    for text, count in zip(series.periods, series.counts, strict=True):
        period = read_period(text)
        if period is None or period.kind is not Kind.MONTH:
            return []
        found.append({"year": text[:4], "month": _MONTHS[int(text[5:7]) - 1], "count": count})
    return found
