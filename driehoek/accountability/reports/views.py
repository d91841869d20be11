"""Reports of the municipalities one works for: the list, the report as a page to read and write in, its steps and its files."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from driehoek.accountability import commands, queries
from driehoek.accountability.models import Report, ReportText
from driehoek.accountability.process import COMPUTED, REPORT, WAY
from driehoek.accountability.reports.forms import NewForm, PeriodForm, StepForm, TextForm
from driehoek.accountability.reports.page import pieces_of, startable
from driehoek.accountability.rules import unfinished
from driehoek.common import clock
from driehoek.common.errors import NotAllowed, Outdated
from driehoek.documents.docx import write_docx
from driehoek.documents.html import write_html
from driehoek.documents.markdown import write_markdown
from driehoek.documents.pdf import write_pdf
from driehoek.documents.structure import Document
from driehoek.organisations.viewer import Viewer
from driehoek.ui.shortcuts import done, redirect, render

_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
}


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer


def unseen_is_not_there(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """What this viewer may not see is a 404, also when a command finds it out."""

    @wraps(view)
    def looked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except ObjectDoesNotExist as error:
            raise Http404 from error

    return looked


def _report(request: HttpRequest, report_id: UUID) -> Report:
    rows = Report.objects.visible_to(_viewer(request)).select_related("plan", "municipality", "predecessor__municipality")
    return get_object_or_404(rows, pk=report_id)


def _may(request: HttpRequest, right: str, report: Report) -> None:
    if not _viewer(request).may(right, report.municipality_id):
        raise NotAllowed(_("U mag dit verslag lezen, maar dit niet doen."))


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The reports per municipality; for who may begin one, with one button each."""
    viewer, today = _viewer(request), clock.today()
    found = (
        Report.objects.visible_to(viewer)
        .select_related("municipality", "plan")
        .order_by("municipality__name", "-until", "-made_at")
    )
    groups: dict[str, list[Report]] = {}
    for report in found:
        groups.setdefault(report.municipality.name, []).append(report)
    context = {"groups": list(groups.items()), "ready": startable(viewer, today), "count": sum(map(len, groups.values()))}
    return render(request, "accountability/reports.html", context)


@require_http_methods(["GET", "POST"])
@unseen_is_not_there
def new(request: HttpRequest) -> HttpResponse:
    """Another plan or period than the one that the list offers."""
    viewer = _viewer(request)
    if not viewer.areas_with("accountability.start"):
        raise NotAllowed(_("Een verslag begint bij de IV-adviseur van de gemeente."))
    ready = startable(viewer, clock.today())
    first = {"about": ready[0].about, "since": ready[0].since, "until": ready[0].until} if ready else {}
    form = NewForm(_posted(request), choices=[(one.about, one.label) for one in ready], initial=first)
    if request.method == "POST" and form.is_valid():
        municipality, _space, plan = form.cleaned_data["about"].partition(" ")
        days = {"since": form.cleaned_data["since"], "until": form.cleaned_data["until"]}
        try:
            report = commands.make_report(viewer, UUID(plan), municipality, **days)
        except ValidationError as refusal:
            _refuse(form, refusal)
        else:
            done(request, _("Uw verslag staat klaar. De cijfers en acties zijn al ingevuld."))
            return redirect(request, report)
    context = {"form": form, "ready": ready}
    return render(request, "accountability/report_new.html", context, block="form", status=422 if form.errors else 200)


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _refuse(form: Any, refusal: ValidationError) -> None:
    for name, errors in getattr(refusal, "error_dict", {None: [refusal]}).items():
        form.add_error(name if name in form.fields else None, errors)


@require_safe
@unseen_is_not_there
def report(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """The report as one page to read; for who writes it, each text can be changed where it stands."""
    viewer, found = _viewer(request), _report(request, report_id)
    now = queries.shown(viewer, found, clock.today())
    may_write = found.is_open and viewer.may("accountability.write", found.municipality_id)
    successor = Report.objects.visible_to(viewer).filter(predecessor=found).first()
    context = {
        "report": found,
        "document": now.document,
        "version": now.version,
        "pieces": pieces_of(now, may_write),
        "checks": now.checks,
        "checked": len(now.checks) - len(unfinished(now.checks)),
        "may_write": may_write,
        "inside": viewer.may("accountability.read", found.municipality_id),
        "steps": [
            s for s in REPORT.steps_from(found.state) if s.right != COMPUTED and viewer.may(s.right, found.municipality_id)
        ],
        "way": _way(found),
        "successor": successor,
        "may_correct": _may_correct(viewer, found, successor),
    }
    return render(request, "accountability/report.html", context)


def _may_correct(viewer: Viewer, report: Report, successor: Report | None) -> bool:
    if successor is not None or not viewer.may("accountability.start", report.municipality_id):
        return False
    return any(step.verb == "correct" for step in REPORT.steps_from(report.state))


def _way(report: Report) -> list[tuple[str, str, str]]:
    """The way to the council with where it is now."""
    at = WAY.index(report.state) if report.state in WAY else len(WAY)
    days = {"offered": report.offered_on, "noted": report.noted_on, "published": report.published_on}
    return [
        (
            REPORT.label(one),
            "done" if number < at or (number == at == len(WAY) - 1) else "current" if number == at else "todo",
            days[one].strftime("%d-%m-%Y") if days.get(one) else "",  # type: ignore[union-attr]
        )
        for number, one in enumerate(WAY)
    ]


@require_safe
@unseen_is_not_there
def printed(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """The same, as a document for paper."""
    found = _report(request, report_id)
    now = queries.shown(_viewer(request), found, clock.today())
    return render(request, "accountability/report_print.html", {"report": found, "html": write_html(now.document)})


@require_http_methods(["GET", "POST"])
@unseen_is_not_there
def period(request: HttpRequest, report_id: UUID) -> HttpResponse:
    found = _report(request, report_id)
    _may(request, "accountability.write", found)
    start = {"since": found.since, "until": found.until, "seen": found.version}
    form = PeriodForm(_posted(request), initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            event = commands.change_period(_viewer(request), report_id, **form.cleaned_data)
        except ValidationError as refusal:
            _refuse(form, refusal)
        else:
            done(request, _("De periode is opgeslagen."), event)
            return redirect(request, found)
    context = {"report": found, "form": form, "title": _("Periode van het verslag"), "label": _("Opslaan"), "note": ""}
    return render(request, "accountability/report_step.html", context, block="form", status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@unseen_is_not_there
def text(request: HttpRequest, report_id: UUID, key: str) -> HttpResponse:
    """Words of the adviser, changed where they stand; when two people wrote, both texts and a question."""
    found = _report(request, report_id)
    _may(request, "accountability.write", found)
    now = queries.shown(_viewer(request), found, clock.today()) if found.is_open else None
    slot = next((slot for slot in now.composed.slots if slot.key == key), None) if now else None
    if slot is None and found.is_open:
        raise Http404
    row = ReportText.objects.filter(report=found, key=key).first()
    start = {"body": row.body if row else "", "seen": row.version if row else 0}
    form = TextForm(_posted(request), initial=start, draft=f"accountability.text:{found.pk}:{key}")
    current = None
    if request.method == "POST" and form.is_valid():
        try:
            event = commands.write_text(
                _viewer(request), report_id, key, form.cleaned_data["body"], seen=form.cleaned_data["seen"]
            )
        except Outdated as refusal:
            form.add_error(None, refusal)
            current = refusal.current
            # Saving again is a choice made with the other text in sight.
            form.data = {**request.POST.dict(), "seen": str(start["seen"])}
        except ValidationError as refusal:
            _refuse(form, refusal)
        else:
            done(request, _("Opgeslagen."), event)
            return redirect(request, f"{found.get_absolute_url()}#{queries.anchor(key)}")
    label = slot.label if slot else ""
    context = {"report": found, "form": form, "label": label, "key": key, "current": current, "anchor": queries.anchor(key)}
    return render(request, "accountability/report_text.html", context, block="form", status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@unseen_is_not_there
def step(request: HttpRequest, report_id: UUID, verb: str) -> HttpResponse:
    """One step on the way to the council: what it asks first, then it is done."""
    viewer, found = _viewer(request), _report(request, report_id)
    known = next((one for one in REPORT.steps if one.verb == verb), None)
    if known is None:
        raise Http404
    right = "accountability.start" if verb == "correct" else known.right
    _may(request, right, found)
    form = StepForm(_posted(request), verb=verb, initial={"on": clock.today(), "seen": found.version})
    if request.method == "POST" and form.is_valid():
        try:
            target = _take(viewer, found, verb, form.cleaned_data)
        except ValidationError as refusal:
            _refuse(form, refusal)
        else:
            done(request, _DONE[verb])
            return redirect(request, target)
    left = unfinished(queries.shown(viewer, found, clock.today()).checks) if verb == "check" and found.is_open else []
    title = str(known.label) or _("Verslag corrigeren")
    context = {"report": found, "form": form, "title": title, "label": title, "note": _NOTES.get(verb, ""), "left": left}
    return render(request, "accountability/report_step.html", context, block="form", status=422 if form.errors else 200)


_DONE = {
    "draft": _("U kunt schrijven."),
    "check": _("Het verslag is vastgezet, met alle cijfers zoals ze nu zijn."),
    "reopen": _("Het verslag is weer in concept."),
    "offer": _("Aangeboden. De raad leest het nu."),
    "note": _("Vastgelegd."),
    "publish": _("Het verslag is voor iedereen te lezen."),
    "correct": _("U werkt nu aan het nieuwe verslag. Het oude staat er nog."),
}
_NOTES = {
    "check": _(
        "Alle cijfers en berichten worden vastgezet zoals ze vandaag zijn. U kunt het verslag nog terughalen naar concept."
    ),
    "offer": _("Vanaf nu leest de raad het verslag, en verandert het niet meer. Dit is niet terug te draaien."),
    "note": _("Leg vast wanneer de raad het verslag besprak."),
    "publish": _("Iedereen kan het verslag lezen, ook zonder in te loggen. Dit is niet terug te draaien."),
    "correct": _("U maakt een nieuw verslag dat zegt wat er niet klopte. Als het is aangeboden, komt het in de plaats van dit."),
}


def _take(viewer: Viewer, report: Report, verb: str, values: dict[str, Any]) -> Report:
    verbs: dict[str, Callable[..., Any]] = {
        "draft": commands.start_writing,
        "check": commands.check_report,
        "reopen": commands.reopen_report,
        "offer": commands.offer_report,
        "note": commands.note_report,
        "publish": commands.publish_report,
        "correct": commands.correct_report,
    }
    made = verbs[verb](viewer, report.pk, **values)
    return made if isinstance(made, Report) else report


@require_safe
@unseen_is_not_there
def file(request: HttpRequest, report_id: UUID, form: str) -> HttpResponse:
    """The report to take along. What stands in it is what stands on the page."""
    found = _report(request, report_id)
    if form not in _TYPES:
        raise Http404
    document = queries.shown(_viewer(request), found, clock.today()).document
    response = HttpResponse(_written(document, form), content_type=_TYPES[form])
    name = slugify(f"{document.title} {found.until.year}")[:80] or "verslag"
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response


def _written(document: Document, form: str) -> bytes:
    if form == "docx":
        return write_docx(document)
    if form == "pdf":
        return write_pdf(document, fonts_dir=settings.FONTS_DIR)
    return (write_html(document) if form == "html" else write_markdown(document)).encode()
