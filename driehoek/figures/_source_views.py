"""Where figures come from, one delivery, and taking in new ones."""

from __future__ import annotations

from contextlib import closing
from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from driehoek.common.errors import NotAllowed
from driehoek.figures import _files, _past, commands, queries
from driehoek.figures._imports import ImportReport
from driehoek.figures._reading import Unreadable
from driehoek.figures.forms import ImportForm
from driehoek.figures.mapping.commands import bring
from driehoek.figures.mapping.models import What
from driehoek.figures.mapping.rows import rows_of
from driehoek.figures.mapping.views import by_memory, said
from driehoek.figures.models import ColumnMapping, Snapshot, Source, Upload
from driehoek.figures.rules import NEEDED
from driehoek.organisations.viewer import Viewer
from driehoek.ui.shortcuts import done, redirect, render


@require_http_methods(["GET", "POST"])
def sources(request: HttpRequest) -> HttpResponse:
    """The deliveries with their date and licence; a form to take in a file, with a report when something is wrong.

    A file with our own columns comes in at once, and so does one whose head was explained before; any other is asked about.
    """
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    may = bool(viewer.areas_with("figures.import"))
    if request.method == "POST" and not may:
        raise NotAllowed(_("U mag geen cijfers inlezen. Vraag het uw functioneel beheerder."))
    form = ImportForm(request.POST or None, request.FILES or None) if request.method == "POST" else ImportForm()
    report: ImportReport | None = None
    if form.is_valid():
        try:
            answer = _brought(request, form.cleaned_data["name"], form.cleaned_data["file"])
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            if isinstance(answer, HttpResponse):
                return answer
            report = answer
    context = _shown(viewer, may) | {"form": form, "report": report}
    status = 422 if form.errors or report else 200
    return render(request, "figures/sources.html", context, block="import", status=status)


def _shown(viewer: Viewer, may: bool) -> dict[str, Any]:
    snapshots = Snapshot.objects.visible_to(viewer).select_related("source").order_by("source_id", "-pk")
    uploads = Upload.objects.visible_to(viewer).exclude(state=Upload.State.TAKEN)
    return {
        "snapshots": list(snapshots),
        "may_import": may,
        "feeds": queries.feeds() if may else [],
        "uploads": list(uploads) if may else [],
        "mappings": list(ColumnMapping.objects.visible_to(viewer).remembered().select_related("source")) if may else [],
        "whats": dict(What.choices),
    }


def _brought(request: HttpRequest, name: str, file: Any) -> HttpResponse | ImportReport:
    """Where a file leads: taken in, asked about, or a report of what is wrong."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    try:
        if file.size and not _is_ours(file.file, file.name):
            upload = bring(viewer, name, file.file, file_name=file.name, size=file.size)
            return by_memory(request, upload) or redirect(request, upload)
    except Unreadable as error:
        return ImportReport(None, 0, (error.problem,), 1)
    file.file.seek(0)
    report = commands.import_figures(viewer, name, file.file, file_name=file.name, size=file.size)
    if not report.accepted:
        return report
    done(request, said(report))
    return redirect(request, "sources")


def _is_ours(file: BinaryIO, name: str) -> bool:
    """Whether the first row holds our own names of columns."""
    file.seek(0)
    with closing(rows_of(file, name)) as rows:
        _line, header = next(rows, (1, ()))
    return set(NEEDED) <= {str(cell).strip().casefold() for cell in header}


def _sight(request: HttpRequest) -> QuerySet[Snapshot]:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return Snapshot.objects.visible_to(viewer)


@require_safe
def snapshot(request: HttpRequest, snapshot_id: int) -> HttpResponse:
    """One delivery: what it holds, how it was read, and what must be known of it."""
    found = get_object_or_404(_sight(request).select_related("source"), pk=snapshot_id)
    details = found.details or {}
    later = _sight(request).filter(source=found.source, pk__gt=found.pk).count()
    context = {
        "snapshot": found,
        "notes": details.get("notes", []),
        "later": later,
        "divisions": [(year, str(year)) for year in _past.divisions(found)],
        "has_provisional": _has_provisional(found),
    }
    return render(request, "figures/snapshot.html", context)


def _has_provisional(found: Snapshot) -> bool:
    """Whether a part of this delivery may still change. A survey has no such part."""
    return found.source.kind != Source.Kind.SURVEY and _past.is_provisional(found)


@require_safe
def snapshot_file(request: HttpRequest, snapshot_id: int) -> HttpResponse:
    """The figures of a source as they stood after this delivery, by the municipalities of a year: an older report again."""
    found = get_object_or_404(_sight(request).select_related("source"), pk=snapshot_id)
    said = request.GET.get("indeling", "")
    year = int(said) if said.isdecimal() else found.division_year
    if year not in _past.divisions(found):
        raise Http404
    head = [_("gebied"), _("gebiedscode"), _("soort"), _("periode"), _("aantal"), _("voorlopig"), _("waarom geen getal")]
    rows = [
        [one.name, one.area, one.phenomenon, one.period, one.number, _("ja") if one.provisional else _("nee"), one.reason]
        for one in _past.in_division(found, year)
    ]
    name = content_disposition_header(as_attachment=True, filename=f"{found.source_id}-{found.pk}-{year}.csv")
    content = _files.as_csv([head, *rows])
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": name or ""})
