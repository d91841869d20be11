"""What people make of a figure: write, change, take away."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from driehoek.common.errors import NotAllowed, Outdated
from driehoek.figures import commands
from driehoek.figures._cells import Cell
from driehoek.figures.forms import InterpretationForm
from driehoek.figures.models import Interpretation
from driehoek.ui.shortcuts import done, redirect, render


def add(request: HttpRequest, cell: Cell, form: InterpretationForm) -> HttpResponse | None:
    """Add what stands in the form; None when the form must be shown again."""
    if not form.is_valid():
        return None
    try:
        _interpretation, event = commands.add_interpretation(
            request.viewer,  # type: ignore[attr-defined]
            cell.indicator.pk,
            cell.area.pk,
            period=cell.verdict.period,
            kind=form.cleaned_data["kind"],
            text=form.cleaned_data["text"],
        )
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return None
    done(request, _("Uw tekst staat bij het cijfer."), event)
    return redirect(request, request.get_full_path())  # no fragment: a browser on this page would not load it again


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, interpretation_id: int) -> HttpResponse:
    viewer = request.viewer  # type: ignore[attr-defined]
    known = Interpretation.objects.visible_to(viewer).select_related("area", "indicator")
    interpretation = get_object_or_404(known, pk=interpretation_id)
    if not viewer.may("figures.interpret", interpretation.area_id):
        raise NotAllowed(_("U mag deze tekst lezen, maar niet veranderen."))
    current = None
    start = {"kind": interpretation.kind, "text": interpretation.text, "seen": interpretation.version}
    form = InterpretationForm(request.POST or None, initial=start)
    if form.is_valid():
        try:
            changed, event = commands.change_interpretation(
                viewer,
                interpretation.pk,
                kind=form.cleaned_data["kind"],
                text=form.cleaned_data["text"],
                seen=form.cleaned_data["seen"] or 0,
            )
        except Outdated as refusal:
            form.add_error(None, refusal)
            current = refusal.current
            # saving again is a choice made with the other text in sight
            form.data = {**request.POST.dict(), "seen": str(interpretation.version)}
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            done(request, _("Opgeslagen."), event)
            return redirect(request, changed)
    context = {"interpretation": interpretation, "form": form, "current": current}
    return render(request, "figures/interpretation.html", context, block="form", status=422 if form.errors else 200)


@require_POST
def remove(request: HttpRequest, interpretation_id: int) -> HttpResponse:
    viewer = request.viewer  # type: ignore[attr-defined]
    known = Interpretation.objects.visible_to(viewer).select_related("area", "indicator")
    interpretation = get_object_or_404(known, pk=interpretation_id)
    seen = request.POST.get("seen", "")
    try:
        event = commands.remove_interpretation(viewer, interpretation.pk, seen=int(seen) if seen.isdecimal() else 0)
    except ValidationError as refusal:
        form = InterpretationForm({"kind": interpretation.kind, "text": interpretation.text, "seen": interpretation.version})
        form.add_error(None, refusal)
        context = {"interpretation": interpretation, "form": form, "current": None}
        return render(request, "figures/interpretation.html", context, status=422)
    done(request, _("De tekst is weggehaald."), event)
    return redirect(request, "figure", interpretation.area_id, interpretation.indicator_id)
