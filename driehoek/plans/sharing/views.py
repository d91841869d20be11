"""Together: who takes part, what stands in the slots, and what of one's own becomes joint."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from driehoek.common import clock
from driehoek.common.errors import NotAllowed
from driehoek.organisations.models import Area, AreaMembership
from driehoek.plans import commands
from driehoek.plans.pages import address_of, asked_municipality, posted, unseen_is_not_there, viewer_of
from driehoek.plans.sharing.models import Participation
from driehoek.plans.writing import rules, store
from driehoek.plans.writing.models import Layer, Plan
from driehoek.plans.writing.reading import read
from driehoek.ui.shortcuts import done, redirect, render


class JoinForm(forms.Form):
    municipality = forms.ChoiceField(label="")

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].label = _("Gemeente")
        self.fields["municipality"].choices = choices  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
@unseen_is_not_there
def together(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Who takes part; let a municipality join."""
    viewer = viewer_of(request)
    plan = get_object_or_404(Plan.objects.visible_to(viewer).select_related("team", "municipality"), pk=plan_id)
    rows = list(Participation.objects.filter(plan=plan).select_related("municipality").order_by("municipality__name"))
    may_join = viewer.may("plans.participate", plan.area_code)
    form = JoinForm(posted(request), choices=_candidates(plan, rows)) if may_join else None
    if request.method == "POST":
        if form is None:
            raise NotAllowed(_("U kunt dit plan lezen, maar niet bepalen wie er meedoet."))
        if form.is_valid():
            try:
                commands.join_municipality(viewer, plan_id, form.cleaned_data["municipality"])
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                done(request, _("De gemeente doet mee. Zij ziet alleen wat u samen deelt."))
                return redirect(request, "plan_together", plan_id)
    own = _own_layer(viewer, plan)
    context = {"plan": plan, "rows": rows, "form": form, "own": own, "may_share": own is not None and plan.is_joint}
    return render(request, "plans/together.html", context, status=422 if form is not None and form.errors else 200)


def _candidates(plan: Plan, rows: list[Participation]) -> list[tuple[str, str]]:
    """Municipalities of the team, or of the team that the owner belongs to, that do not take part."""
    today = clock.today()
    teams = (
        [plan.team_id] if plan.team_id else AreaMembership.objects.on(today).filter(child=plan.municipality_id).values("parent")
    )
    members = AreaMembership.objects.on(today).filter(parent__in=teams).values("child")
    found = Area.objects.municipalities().filter(pk__in=members).exclude(pk__in=[row.municipality_id for row in rows])
    return [(area.pk, area.name) for area in found.order_by("name")]


def _own_layer(viewer: Any, plan: Plan) -> Layer | None:
    layers = Layer.objects.visible_to(viewer).filter(plan=plan, municipality__isnull=False)
    layers = layers.select_related("plan", "local_part", "municipality").order_by("municipality__name")
    return next((layer for layer in layers if store.may_write(viewer, layer)), None)


@require_http_methods(["GET", "POST"])
@unseen_is_not_there
def share(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Choose what of one's own text becomes joint: all of it in one go, or piece by piece."""
    viewer = viewer_of(request)
    plan = get_object_or_404(Plan.objects.visible_to(viewer), pk=plan_id)
    default = _own_layer(viewer, plan)
    municipality = asked_municipality(request, plan, default.municipality_id if default else None)
    if municipality is None or not plan.is_joint:
        raise Http404
    layer = store.find_layer(viewer, plan_id, municipality)
    if not store.may_write(viewer, layer):
        raise NotAllowed(_("Alleen wie aan deze tekst werkt, kan haar delen."))
    text = read(layer)
    own = [line for line in text.lines if line.how == "added" and line.written.has_place]
    error = ""
    if request.method == "POST":
        chosen = {str(line.piece) for line in own} if "alles" in request.POST else set(request.POST.getlist("deel"))
        try:
            count = commands.share_pieces(
                viewer, plan_id, municipality, [line.piece for line in own if str(line.piece) in chosen]
            )
        except ValidationError as refusal:
            error = " ".join(refusal.messages)
        else:
            done(request, _("%(count)s delen zijn nu gezamenlijk.") % {"count": count})
            return redirect(request, address_of(plan, None))
    rows = [(line, store.name_of(line.written), line.written.piece) for line in own]
    context = {"plan": plan, "layer": layer, "rows": rows, "error": error, "chosen": request.POST.getlist("deel")}
    return render(request, "plans/share.html", context, status=422 if error else 200)


@require_http_methods(["GET", "POST"])
@unseen_is_not_there
def values(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """What stands in the slots of running text, for one municipality."""
    viewer = viewer_of(request)
    plan = get_object_or_404(Plan.objects.visible_to(viewer), pk=plan_id)
    own = _own_layer(viewer, plan)
    municipality = asked_municipality(request, plan, own.municipality_id if own else plan.municipality_id)
    if municipality is None:
        raise Http404
    layer = store.find_layer(viewer, plan_id, municipality)
    if not store.may_write(viewer, layer):
        raise NotAllowed(_("U kunt deze tekst lezen, maar niet veranderen."))
    names = _slots(layer)
    form = forms.Form(posted(request), initial=layer.values)
    for name in names:
        label = _("Naam van de gemeente") if name == "gemeente" else name.replace("-", " ").capitalize()
        form.fields[name] = forms.CharField(label=label, max_length=200, required=False)
    if request.method == "POST" and form.is_valid():
        try:
            commands.fill_values(viewer, plan_id, municipality, {**layer.values, **form.cleaned_data})
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            done(request, _("Opgeslagen."))
            return redirect(request, address_of(plan, municipality))
    context = {"form": form, "plan": plan, "layer": layer, "code": municipality}
    return render(request, "plans/values.html", context, block="form", status=422 if form.errors else 200)


def _slots(layer: Layer) -> list[str]:
    words = "\n".join(f"{line.title}\n{line.body}" for line in read(layer).lines)
    return list(dict.fromkeys(["gemeente", *rules.slots(words), *layer.values]))
