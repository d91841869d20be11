"""Side by side: the page, and the same as files."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from driehoek.figures import _files
from driehoek.figures.pictures import sheet_files
from driehoek.figures.pictures.peers import words
from driehoek.figures.pictures.sheet import CHANGES, SIGNS, Sheet, sheet
from driehoek.organisations.models import Area
from driehoek.organisations.viewer import Viewer
from driehoek.ui.shortcuts import render

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_GET
def side_by_side(request: HttpRequest, area: str) -> HttpResponse:
    found = _sheet(request, area)
    codes = [column.pk for column in found.columns]
    chosen = request.GET.get("gemeente", "")
    context = {
        "sheet": found,
        "chosen": codes.index(chosen) if chosen in codes else 0,
        "address": lambda **changes: _address(found, chosen, changes),
        "changes": CHANGES,
        "signs": SIGNS,
        "band": sheet_files.band,
        "rate": sheet_files.rate_words,
        "standing": words,
    }
    return render(request, "figures/side_by_side.html", context, block="sheet")


@require_GET
def side_by_side_file(request: HttpRequest, area: str, form: str) -> HttpResponse:
    found = _sheet(request, area)
    if form == "pdf":
        content = sheet_files.sheet_pdf(found)
    elif form == "xlsx":
        content = sheet_files.sheet_xlsx(found)
    else:
        content = _files.as_csv(sheet_files.sheet_rows(found))
    return as_file(content, form, _("naast-elkaar-%(area)s") % {"area": found.area.name})


def as_file(content: bytes, form: str, name: str) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=f"{name}.{form}")
    return HttpResponse(content, content_type=TYPES[form], headers={"Content-Disposition": disposition or ""})


def _sheet(request: HttpRequest, area: str) -> Sheet:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    try:
        return sheet(viewer, area, field=request.GET.get("veld", ""), changing=request.GET.get("alleen") == "verandering")
    except Area.DoesNotExist as missing:
        raise Http404(_("Dit gebied is niet bekend.")) from missing


def _address(found: Sheet, chosen: str, changes: dict[str, str]) -> str:
    """The query of this page with some of it changed; what is empty is left out."""
    now = {"veld": found.field or "", "alleen": "verandering" if found.changing else "", "gemeente": chosen} | changes
    asked = urlencode({name: value for name, value in now.items() if value})
    return f"?{asked}" if asked else "?"
