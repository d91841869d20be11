"""The page on which a figure becomes a candidate priority."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from driehoek.common.errors import NotAllowed
from driehoek.figures.queries import Cell, finding_of, picture
from driehoek.organisations.models import Area
from driehoek.plans.candidates.commands import add_candidate
from driehoek.plans.candidates.forms import CandidateForm
from driehoek.plans.candidates.places import CandidatePlace, places_for
from driehoek.plans.pages import address_of, posted, to_piece, unseen_is_not_there, viewer_of
from driehoek.ui.shortcuts import done, render


def _figure(request: HttpRequest, area: str, indicator: str) -> tuple[Cell, str]:
    """The figure that the address names, and its finding in words."""
    try:
        seen = picture(viewer_of(request), area, beside="niets")
    except Area.DoesNotExist as missing:
        raise Http404 from missing
    cell = next((row.own for row in seen.rows if row.indicator.pk == indicator and row.own), None)
    if cell is None:
        raise Http404(_("Van dit gebied is dit cijfer er niet."))
    return cell, finding_of(seen, cell).text


@require_http_methods(["GET", "POST"])
@unseen_is_not_there
def candidate_new(request: HttpRequest, area: str, code: str) -> HttpResponse:
    """Choose a plan in preparation, and say why this figure should become a priority in it."""
    viewer = viewer_of(request)
    if viewer.is_public:
        raise Http404
    cell, finding = _figure(request, area, code)
    places = places_for(viewer, cell.area)
    if not places:
        raise NotAllowed(_("Er is geen plan in voorbereiding waarin u dit mag schrijven. Begin eerst een plan."))
    start = {"place": places[0].code, "title": cell.indicator.label, "reason": finding}
    form = CandidateForm(posted(request), initial=start, places=places)
    if request.method == "POST" and form.is_valid():
        chosen = next(place for place in places if place.code == form.cleaned_data["place"])
        try:
            return _added(request, cell, chosen, form)
        except ValidationError as refusal:
            form.add_error(None, refusal)
    context = {"cell": cell, "form": form}
    return render(request, "plans/candidate_new.html", context, block="form", status=422 if form.errors else 200)


def _added(request: HttpRequest, cell: Cell, chosen: CandidatePlace, form: CandidateForm) -> HttpResponse:
    words = form.cleaned_data
    piece, event = add_candidate(
        viewer_of(request), chosen.layer.plan_id, chosen.municipality, indicator=cell.indicator.pk, area=cell.area.pk,
        title=words["title"], reason=words["reason"],
    )  # fmt: skip
    done(request, _("De kandidaat-prioriteit staat in het plan."), event)
    return to_piece(request, address_of(chosen.layer.plan, chosen.municipality, piece.pk))
