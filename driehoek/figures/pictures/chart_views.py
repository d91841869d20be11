"""The charts of one figure: every municipality on one scale, the months, the calendar; each with its table and files."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from driehoek.figures import _files, queries
from driehoek.figures._cells import Cell, Picture
from driehoek.figures.findings.months import months_of
from driehoek.figures.pictures.charts import Drawing, calendar, month_chart, small_multiples
from driehoek.organisations.models import Area
from driehoek.organisations.viewer import Viewer
from driehoek.ui.shortcuts import render

_TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json", "png": "image/png", "svg": "image/svg+xml"}
MULTIPLES, MONTHS, CALENDAR = "gemeenten", "maanden", "kalender"


@require_GET
def charts(request: HttpRequest, area: str, code: str) -> HttpResponse:
    picture, cells = _cells(request, area, code)
    drawings = _drawings(cells)
    context = {
        "picture": picture,
        "own": cells[0],
        "drawings": [(name, one, one.inline(name)) for name, one in drawings.items()],
        "narrow": small_multiples(cells, across=2).inline("smal") if MULTIPLES in drawings else "",
        "has_months": MONTHS in drawings or CALENDAR in drawings,
    }
    return render(request, "figures/charts.html", context)


@require_GET
def chart_file(request: HttpRequest, area: str, code: str, chart: str, form: str) -> HttpResponse:
    _picture, cells = _cells(request, area, code)
    drawing = _drawings(cells).get(chart)
    if drawing is None:
        raise Http404(_("Deze grafiek is er van dit cijfer niet."))
    if form == "svg":
        content = drawing.svg().encode()
    elif form == "png":
        content = drawing.png()
    elif form == "csv":
        content = _files.as_csv(drawing.table)
    else:
        head, *rows = drawing.table
        rows_json = [dict(zip(head, row, strict=True)) for row in rows]
        content = _files.as_json({"schema": 1, "title": drawing.title, "told": drawing.told, "rows": rows_json})
    disposition = content_disposition_header(as_attachment=True, filename=f"{drawing.title}.{form}")
    return HttpResponse(content, content_type=_TYPES[form], headers={"Content-Disposition": disposition or ""})


def _drawings(cells: list[Cell]) -> dict[str, Drawing]:
    """What can be drawn of this figure: the months only where the source has them."""
    found: dict[str, Drawing] = {}
    if len(cells) > 1:
        found[MULTIPLES] = small_multiples(cells)
    if months := months_of(cells[0].series):
        found[MONTHS] = month_chart(cells[0], months)
    if (grid := calendar(cells[0])) is not None:
        found[CALENDAR] = grid
    return found


def _cells(request: HttpRequest, area: str, code: str) -> tuple[Picture, list[Cell]]:
    """The picture and the cells of this figure: the area itself first."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    try:
        picture = queries.picture(viewer, area, only=code)
    except Area.DoesNotExist as missing:
        raise Http404(_("Dit gebied is niet bekend.")) from missing
    cells = [cell for row in picture.rows for cell in row.cells if cell and cell.series.blocks]
    if not cells or cells[0].area.pk != picture.area.pk:
        raise Http404(_("Van dit gebied is dit cijfer er niet."))
    return picture, cells
