"""Where figures come from, and taking in new ones."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from driehoek.common.errors import NotAllowed
from driehoek.figures import commands, queries
from driehoek.figures.forms import ImportForm
from driehoek.figures.models import Snapshot
from driehoek.organisations.viewer import Viewer
from driehoek.ui.shortcuts import done, redirect, render


@require_http_methods(["GET", "POST"])
def sources(request: HttpRequest) -> HttpResponse:
    """The deliveries with their date and licence; a form to take in a file, with a report when something is wrong."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    may = bool(viewer.areas_with("figures.import"))
    if request.method == "POST" and not may:
        raise NotAllowed(_("U mag geen cijfers inlezen. Vraag het uw functioneel beheerder."))
    form = ImportForm(request.POST or None, request.FILES or None) if request.method == "POST" else ImportForm()
    report = None
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            report = commands.import_figures(viewer, form.cleaned_data["name"], file.file, file_name=file.name, size=file.size)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            if report.accepted:
                done(request, _said(report))
                return redirect(request, "sources")
    snapshots = Snapshot.objects.visible_to(viewer).select_related("source").order_by("source_id", "-pk")
    followed = queries.feeds() if may else []
    context = {"snapshots": list(snapshots), "may_import": may, "form": form, "report": report, "feeds": followed}
    status = 422 if form.errors or report else 200
    return render(request, "figures/sources.html", context, block="import", status=status)


def _said(report: commands.ImportReport) -> str:
    if report.unchanged:
        return _("Deze cijfers waren er al; er is niets veranderd.")
    text = ngettext("%(n)s regel ingelezen.", "%(n)s regels ingelezen.", report.rows) % {"n": report.rows}
    if report.new:
        text += " " + _("Nieuw, nog zonder veiligheidsveld: %(names)s.") % {"names": ", ".join(report.new[:5])}
    return text
