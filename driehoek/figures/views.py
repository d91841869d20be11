"""Pages of the picture: choose an area, the picture of an area, one figure, and the same as files."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from driehoek.common.search import fold
from driehoek.engine.results import Verdict
from driehoek.figures import _files, queries, rules
from driehoek.figures._interpretation_views import add
from driehoek.figures.findings.page import finding_context
from driehoek.figures.forms import InterpretationForm
from driehoek.figures.models import Interpretation
from driehoek.figures.pictures.experienced import experienced
from driehoek.figures.talks.queries import heard
from driehoek.organisations.models import Area, AreaLevel
from driehoek.organisations.viewer import Viewer
from driehoek.ui.shortcuts import render

CHANGES = (Verdict.RISES, Verdict.FALLS)
MOST_OWN = 8  # areas of a viewer that get a summary on the first page
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "svg": "image/svg+xml",
    "png": "image/png",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Choose an area: one's own first, each with what changes there; then search; then the teams."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    text = request.GET.get("q", "").strip()[:80]
    standing = Area.objects.filter(valid_until=None)
    own = sorted(standing.filter(pk__in=viewer.teams | viewer.municipalities), key=lambda area: (area.level, area.name))
    context = {
        "text": text,
        "found": _named(standing, text) if text else [],
        "own": [queries.picture(viewer, area.pk, beside="niets") for area in own[:MOST_OWN]],
        "teams": list(standing.teams().order_by("name")),
        "units": list(standing.filter(level=AreaLevel.UNIT).order_by("name")),
        "may_import": bool(viewer.areas_with("figures.import")),
    }
    return render(request, "figures/index.html", context, block="found")


def _named(areas: Any, text: str) -> list[Area]:
    """Areas whose name holds the words, best first: accents and capitals make no difference."""
    wanted = fold(text)
    hits = [area for area in areas if wanted in fold(area.name)]
    return sorted(hits, key=lambda area: (not fold(area.name).startswith(wanted), area.level == AreaLevel.UNIT, area.name))[:30]


@require_GET
def picture(request: HttpRequest, area: str) -> HttpResponse:
    found = _picture(request, area)
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    context = {
        "picture": found,
        "fields": experienced(viewer, found),
        "heard": heard(viewer, found.area),
        "query": _query(request),
    }
    return render(request, "figures/picture.html", context, block="picture")


@require_GET
def picture_file(request: HttpRequest, area: str, form: str) -> HttpResponse:
    found = _picture(request, area)
    if form == "json":
        content = _files.as_json(found.as_json())
    elif form == "csv":
        content = _files.as_csv(_files.picture_rows(found))
    else:
        content = _files.as_xlsx(found, _files.picture_rows(found))
    return _file(content, form, f"beeld-{found.area.name}")


@require_http_methods(["GET", "POST"])
def figure(request: HttpRequest, area: str, code: str) -> HttpResponse:
    """One figure: what it says, the chart with its table, others beside it, what people make of it."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    found, row, cell = _figure(request, area, code)
    form = InterpretationForm(request.POST or None)
    if request.method == "POST":
        answer = add(request, cell, form)
        if answer is not None:
            return answer
    context = {
        "picture": found,
        "cell": cell,
        "row": row,
        "headline": rules.headline(found.area.name, queries.named(cell.indicator).counted, cell.verdict),
        "title": queries.chart_title(cell),
        "wide": queries.inline_svg(cell, queries.WIDE, prefix="breed"),
        "narrow": queries.inline_svg(cell, queries.NARROW, prefix="smal"),
        "map": _map(row),
        "interpretations": list(Interpretation.objects.visible_to(viewer).filter(area=found.area, indicator=cell.indicator)),
        "may_interpret": viewer.may("figures.interpret", area),
        "heard": heard(viewer, found.area),
        "may_record": viewer.may("figures.record_talk", area),
        "others": [other.own for other in found.rows if other.own and other is not row],
        "form": form,
        "query": _query(request),
        **finding_context(viewer, found, cell),
    }
    return render(request, "figures/figure.html", context, block="said", status=422 if form.errors else 200)


def _map(row: queries.Row) -> str:
    """Where the municipalities lie; the sentence names those that really change."""
    cells = [cell for cell in row.cells if cell]
    changed = [f"{cell.area.name} {cell.verdict.verdict.value}" for cell in cells if cell.verdict.verdict in CHANGES]
    said = ", ".join(changed) if changed else _("in geen van deze gemeenten is een stijging of daling te zien")
    return queries.map_svg(
        cells, prefix="kaart", title=_("%(what)s op de kaart") % {"what": row.indicator.label}, description=said
    )


@require_GET
def figure_file(request: HttpRequest, area: str, code: str, form: str) -> HttpResponse:
    found, row, cell = _figure(request, area, code)
    if form == "svg":
        content = queries.chart_svg(cell).encode()
    elif form == "png":
        content = queries.chart_png(cell)
    elif form == "csv":
        content = _files.as_csv(_files.figure_rows(cell))
    else:
        content = _files.as_json(_files.figure_json(found, row, cell))
    return _file(content, form, queries.chart_title(cell))


def _picture(request: HttpRequest, area: str) -> queries.Picture:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    try:
        return queries.picture(viewer, area, beside=request.GET.get("naast"))
    except Area.DoesNotExist as missing:
        raise Http404(_("Dit gebied is niet bekend.")) from missing


def _figure(request: HttpRequest, area: str, code: str) -> tuple[queries.Picture, queries.Row, queries.Cell]:
    found = _picture(request, area)
    row = next((row for row in found.rows if row.indicator.pk == code), None)
    if row is None or row.own is None:
        raise Http404(_("Van dit gebied is dit cijfer er niet."))
    return found, row, row.own


def _query(request: HttpRequest) -> str:
    """What stands beside, to keep it in links."""
    beside = request.GET.get("naast", "")
    return f"?naast={beside}" if beside in ("team", "buren", "niets") else ""


def _file(content: bytes, form: str, name: str) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=form != "svg", filename=f"{name}.{form}")
    return HttpResponse(content, content_type=_TYPES[form], headers={"Content-Disposition": disposition or ""})
