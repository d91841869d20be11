"""Asking what stands in a file, showing what will be read, and the mappings that are remembered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from driehoek.engine.counts import Problem
from driehoek.figures._imports import ImportReport
from driehoek.figures._reading import Unreadable
from driehoek.figures.mapping import cells, commands
from driehoek.figures.mapping.commands import Known, known
from driehoek.figures.mapping.forms import MappingForm
from driehoek.figures.mapping.rules import Choices, missing
from driehoek.figures.mapping.unfolding import Noticed
from driehoek.figures.models import ColumnMapping, Upload, What
from driehoek.organisations.models import Area
from driehoek.ui.filters import long_date, number
from driehoek.ui.shortcuts import done, redirect, render

_SHOWN = 12  # lines in the preview
_LOOKED_AT = 2_000  # rows that a preview reads


@dataclass(frozen=True)
class Preview:
    """The first lines as they will be read, and what is seen in the first rows of the file."""

    lines: Sequence[dict[str, Any]]
    notes: Sequence[str]
    problems: Sequence[Problem]


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """What stands in the columns of a file: first a guess with what it would read, then the choice, then the report."""
    found = get_object_or_404(Upload.objects.visible_to(request.viewer), pk=upload_id)
    if found.state == Upload.State.READING or not found.file.exists():
        return render(request, "figures/upload.html", _told(found), block="state")
    seen = known(found)
    form = MappingForm(request.POST or None, header=seen.header, rows=seen.rows[seen.choices.head + 1 :], choices=seen.choices)
    report: ImportReport | None = None
    chosen = seen.choices
    if form.is_valid():
        chosen = form.chosen()
        if "look" not in request.POST:
            answer = take_in(request, found, chosen)
            if isinstance(answer, HttpResponse):
                return answer
            report = answer
    context = {
        "upload": found, "form": form, "known": seen, "report": report,
        "preview": None if form.errors or report else preview(found, seen, chosen), "asked": bool(missing(chosen)),
    }  # fmt: skip
    status = 422 if form.errors or report else 200
    return render(request, "figures/mapping.html", context, block="form", status=status)


def take_in(request: HttpRequest, found: Upload, chosen: Choices) -> HttpResponse | ImportReport:
    """Read it: at once, or in the background when it is large. The report comes back where something is wrong."""
    if found.size > commands.LATER:
        commands.take_in_later(request.viewer, found.pk, chosen)
        return redirect(request, found)
    report = commands.take_in_upload(request.viewer, found.pk, chosen)
    if not report.accepted:
        return report
    done(request, said(report))
    if report.notes and report.snapshot is not None:
        return redirect(request, "snapshot", report.snapshot.pk)
    return redirect(request, "sources")


def by_memory(request: HttpRequest, found: Upload) -> HttpResponse | None:
    """A file whose head is known is read as the one before; None where it must be asked."""
    seen = known(found)
    if seen.mapping is None:
        return None
    try:
        answer = take_in(request, found, seen.choices)
    except ValidationError:
        return None
    if isinstance(answer, HttpResponse):
        words = _("Gelezen met de indeling die %(name)s koos op %(day)s.")
        done(request, words % {"name": seen.mapping.by_name, "day": long_date(seen.mapping.at.date())})
        return answer
    return None


def said(report: ImportReport) -> str:
    """What came of it, in one line."""
    if report.unchanged:
        return _("Deze cijfers waren er al; er is niets veranderd.")
    text = ngettext("%(n)s regel ingelezen.", "%(n)s regels ingelezen.", report.rows) % {"n": number(report.rows)}
    if report.new:
        text += " " + _("Nieuw, nog zonder veiligheidsveld: %(names)s.") % {"names": ", ".join(report.new[:5])}
    return text


def preview(found: Upload, seen: Known, chosen: Choices) -> Preview | None:
    """What the first rows would give; None while the choices leave something open."""
    if missing(chosen):
        return None
    noticed = Noticed()
    try:
        with commands.lines_of(found, chosen, noticed, _LOOKED_AT) as lines:
            read = [{"line": line, **said} for line, said in lines]
    except Unreadable as error:
        return Preview((), (), (error.problem,))
    figure = "value" if chosen.what == What.SURVEY else "count"
    names = dict(Area.objects.filter(pk__in={str(line.get("area")) for line in read[:_SHOWN]}).values_list("pk", "name"))
    shown = [_shown(line, figure, names, noticed.labels) for line in read[:_SHOWN]]
    notes = [_("%(n)s %(what)s worden overgeslagen.") % {"n": number(n), "what": what} for what, n in noticed.left_out.items()]
    if noticed.totals or noticed.row_totals:
        words = _("%(n)s totalen zijn herkend: zij worden nagerekend en niet dubbel geteld.")
        notes.append(words % {"n": number(len(noticed.totals) + noticed.row_totals)})
    return Preview(shown, notes, noticed.problems[:_SHOWN])


def _shown(line: dict[str, Any], figure: str, names: Mapping[str, str], labels: Mapping[str, str]) -> dict[str, Any]:
    """A line of the preview, with the same keys for every kind of file."""
    when = " ".join(cells.text(line.get(role)) for role in ("start", "start_time", "period")).strip()
    until = " ".join(cells.text(line.get(role)) for role in ("end", "end_time")).strip()
    return {
        "line": line["line"], "area": names.get(str(line.get("area")), line.get("area", "")),
        "phenomenon": line.get("phenomenon", ""),
        "label": labels.get(str(line.get("phenomenon")), ""), "when": f"{when} – {until}" if until else when,
        "figure": line.get(figure, ""), "margin": cells.text(line.get("margin")),
    }  # fmt: skip


def _told(found: Upload) -> dict[str, Any]:
    return {"upload": found, "problems": commands.problems_of(found.outcome), "outcome": found.outcome or {}}


@require_POST
def mapping_forget(request: HttpRequest, mapping_id: int) -> HttpResponse:
    found = get_object_or_404(ColumnMapping.objects.visible_to(request.viewer).remembered(), pk=mapping_id)
    seen = request.POST.get("seen", "")
    try:
        event = commands.forget_mapping(request.viewer, found.pk, seen=int(seen) if seen.isdecimal() else 0)
    except ValidationError as refusal:
        done(request, " ".join(refusal.messages))
    else:
        done(request, _("De indeling is vergeten. Bij het volgende bestand vraagt Driehoek het opnieuw."), event)
    return redirect(request, "sources")
