"""One figure of a municipality by neighbourhood: the map, its table, and both as files."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from driehoek.figures import _files
from driehoek.figures.models import Indicator
from driehoek.figures.neighbourhoods.queries import neighbourhood_phenomena
from driehoek.figures.pictures.neighbourhood_map import neighbourhood_map
from driehoek.figures.pictures.neighbourhoods import FEWEST_PEOPLE, SMALL, ByNeighbourhood, by_neighbourhood
from driehoek.figures.pictures.sheet_files import rate_words
from driehoek.organisations.models import Area, AreaLevel
from driehoek.organisations.viewer import Viewer
from driehoek.ui.shortcuts import render

_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "png": "image/png",
    "svg": "image/svg+xml",
}


@require_GET
def neighbourhoods(request: HttpRequest, area: str, code: str) -> HttpResponse:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    place, indicator = _asked(viewer, area, code)
    shown = by_neighbourhood(viewer, place.pk, indicator.phenomenon)
    others = neighbourhood_phenomena(viewer, place.pk)
    context = {
        "area": place,
        "indicator": indicator,
        "shown": shown,
        "map": neighbourhood_map(shown) if shown else "",
        "others": Indicator.objects.visible_to(viewer).filter(phenomenon__in=others).exclude(pk=indicator.pk),
        "rate": rate_words,
        "small": SMALL,
        "people": FEWEST_PEOPLE,
    }
    return render(request, "figures/neighbourhoods.html", context)


@require_GET
def neighbourhoods_file(request: HttpRequest, area: str, code: str, form: str) -> HttpResponse:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    place, indicator = _asked(viewer, area, code)
    shown = by_neighbourhood(viewer, place.pk, indicator.phenomenon)
    if shown is None:
        raise Http404(_("Van deze gemeente zijn er geen cijfers per buurt."))
    if form == "csv":
        content = _files.as_csv(table_of(shown))
    elif form == "json":
        head, *rows = table_of(shown)
        content = _files.as_json(
            {"schema": 1, "sentence": shown.sentence, "rows": [dict(zip(head, row, strict=True)) for row in rows]}
        )
    else:
        drawing = neighbourhood_map(shown, alone=True)
        if not drawing:
            raise Http404(_("Van deze gemeente zijn er geen grenzen van buurten."))
        content = drawing.encode() if form == "svg" else _png(drawing)
    name = _("%(what)s per buurt in %(area)s") % {"what": indicator.label, "area": place.name}
    disposition = content_disposition_header(as_attachment=True, filename=f"{name}.{form}")
    return HttpResponse(content, content_type=_TYPES[form], headers={"Content-Disposition": disposition or ""})


def table_of(shown: ByNeighbourhood) -> list[list[Any]]:
    """One line per neighbourhood, a head line first."""
    head = [
        _("buurt"), _("code"), _("inwoners"), _("periode"), _("aantal"), _("per 1.000 inwoners, gekrompen"), _("van"),
        _("tot en met"), _("samen met de buurten eromheen"),
    ]  # fmt: skip
    return [
        head,
        *(
            [
                row.part.name, row.part.code, row.part.inhabitants, shown.period, row.part.latest,
                *(None if one is None else round(one, 3) for one in (row.rate, row.low, row.high)), row.spot.value,
            ]
            for row in shown.rows
        ),
    ]  # fmt: skip


def _png(svg: str) -> bytes:
    import vl_convert

    return bytes(vl_convert.svg_to_png(svg, scale=3))


def _asked(viewer: Viewer, area: str, code: str) -> tuple[Area, Indicator]:
    place = get_object_or_404(Area.objects.visible_to(viewer), pk=area, level=AreaLevel.MUNICIPALITY)
    return place, get_object_or_404(Indicator.objects.visible_to(viewer), pk=code)
