"""Pages of what is done with a finding: the list for the triangle, asking what it means, what one follows."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from driehoek.common.errors import NotAllowed
from driehoek.figures._cells import Cell, Picture
from driehoek.figures.findings import commands, following
from driehoek.figures.findings.asking import people_to_ask
from driehoek.figures.findings.current import current, table_of
from driehoek.figures.findings.forms import MeaningForm, NoteForm
from driehoek.figures.findings.listing import changes_of, followed_by
from driehoek.figures.findings.queries import finding_of
from driehoek.figures.models import Following, Indicator, MeaningRequest, TriangleNote
from driehoek.organisations.models import Area
from driehoek.organisations.viewer import Viewer
from driehoek.ui.shortcuts import back, done, redirect, render

MOST_SETTLED = 50


def viewer_of(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer


def _figure(request: HttpRequest, area: str, code: str) -> tuple[Picture, Cell]:
    try:
        return current(viewer_of(request), code, area)
    except (Area.DoesNotExist, Indicator.DoesNotExist) as missing:
        raise Http404(_("Van dit gebied is dit cijfer er niet.")) from missing


def _seen(request: HttpRequest) -> int:
    seen = request.POST.get("seen", "")
    return int(seen) if seen.isdecimal() and len(seen) < 10 else 0


@require_http_methods(["GET", "POST"])
def triangle_new(request: HttpRequest, area: str, code: str) -> HttpResponse:
    """Put a finding before the triangle."""
    seen, cell = _figure(request, area, code)
    try:
        table = table_of(cell.area)
    except ValidationError as refusal:
        raise Http404 from refusal
    if not viewer_of(request).may(commands.PUT, table.pk):
        raise NotAllowed(_("U mag niets op de lijst voor deze driehoek zetten. Vraag het uw adviseur."))
    form = NoteForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            note, event = commands.put_to_triangle(viewer_of(request), code, area, remark=form.cleaned_data["remark"])
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            done(request, _("Het staat op de lijst voor de driehoek."), event)
            return redirect(request, "triangle", note.table_id)
    context = {"cell": cell, "table": table, "finding": finding_of(seen, cell), "form": form}
    return render(request, "figures/triangle_new.html", context, block="form", status=422 if form.errors else 200)


@require_GET
def triangle(request: HttpRequest, area: str) -> HttpResponse:
    """What waits for the triangle of a team, and what was spoken of."""
    viewer = viewer_of(request)
    table = get_object_or_404(Area.objects.visible_to(viewer), pk=area)
    if not viewer.may(commands.PUT, table.pk):
        raise Http404
    notes = TriangleNote.objects.visible_to(viewer).filter(table=table).select_related("area", "indicator")
    context = {
        "table": table,
        "open": list(notes.open()),
        "settled": list(notes.filter(settled_at__isnull=False).order_by("-settled_at", "-pk")[:MOST_SETTLED]),
        "may_settle": viewer.may(commands.SETTLE, table.pk),
    }
    return render(request, "figures/triangle.html", context)


@require_POST
def note_settle(request: HttpRequest, note_id: int) -> HttpResponse:
    return _change_note(request, note_id, settle=True)


@require_POST
def note_remove(request: HttpRequest, note_id: int) -> HttpResponse:
    return _change_note(request, note_id, settle=False)


def _change_note(request: HttpRequest, note_id: int, *, settle: bool) -> HttpResponse:
    viewer = viewer_of(request)
    note = get_object_or_404(TriangleNote.objects.visible_to(viewer), pk=note_id)
    change = commands.settle_note if settle else commands.remove_note
    try:
        event = change(viewer, note.pk, seen=_seen(request))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        done(request, _("Afgevinkt als besproken.") if settle else _("Van de lijst gehaald."), event)
    return redirect(request, "triangle", note.table_id)


@require_http_methods(["GET", "POST"])
def meaning_ask(request: HttpRequest, area: str, code: str) -> HttpResponse:
    """Ask a colleague what a figure means."""
    viewer = viewer_of(request)
    seen, cell = _figure(request, area, code)
    if not viewer.may(commands.ASK, area):
        raise NotAllowed(_("U mag hier geen duiding vragen. Vraag het uw adviseur veiligheid."))
    people = people_to_ask(viewer, area)
    form = MeaningForm(request.POST if request.method == "POST" else None, people=people)
    if form.is_valid():
        answers = form.cleaned_data
        try:
            asking = commands.ask_meaning(viewer, code, area, person=answers["person"], question=answers["question"])
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            done(request, _("De vraag is gemaild aan %(name)s.") % {"name": asking.person.name})
            return redirect(request, "figure", area, code)
    context = {
        "cell": cell, "form": form, "people": people, "finding": finding_of(seen, cell),
        "may_ask_partners": viewer.may("figures.ask_input", area),
    }  # fmt: skip
    return render(request, "figures/meaning_ask.html", context, block="form", status=422 if form.errors else 200)


@require_POST
def meaning_close(request: HttpRequest, request_id: int) -> HttpResponse:
    viewer = viewer_of(request)
    asking = get_object_or_404(MeaningRequest.objects.visible_to(viewer), pk=request_id)
    try:
        event = commands.close_meaning_request(viewer, asking.pk, seen=_seen(request))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        done(request, _("De vraag is gesloten."), event)
    return redirect(request, back(request, asking.get_absolute_url()))


@require_POST
def figure_follow(request: HttpRequest, area: str, code: str) -> HttpResponse:
    _figure(request, area, code)
    _following, event = following.follow_figure(viewer_of(request), code, area)
    done(request, _("U volgt dit cijfer. U krijgt een mail als het buiten zijn band komt, of erin terug."), event)
    return redirect(request, "figure", area, code)


@require_POST
def figure_unfollow(request: HttpRequest, following_id: int) -> HttpResponse:
    viewer = viewer_of(request)
    known = get_object_or_404(Following.objects.visible_to(viewer).standing(), pk=following_id)
    event = following.unfollow_figure(viewer, known.pk)
    done(request, _("U volgt dit cijfer niet meer."), event)
    return redirect(request, back(request, "/beeld/volgt/"))


@require_GET
def followed(request: HttpRequest) -> HttpResponse:
    """What this person follows, each with how it stands; what changed lately first."""
    viewer = viewer_of(request)
    if viewer.is_public:
        raise Http404
    return render(request, "figures/followed.html", {"rows": followed_by(viewer), "changes": changes_of(viewer)})
