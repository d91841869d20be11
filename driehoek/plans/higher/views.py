"""Higher plans, the matrix of their themes against priorities, and tying the two together."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from driehoek.common import clock
from driehoek.plans import commands
from driehoek.plans.higher.commands import writable
from driehoek.plans.higher.forms import HigherPlanForm, ThemeForm, ThemeLinkForm
from driehoek.plans.higher.models import AlignmentLink, HigherPlan, HigherTheme
from driehoek.plans.pages import html_of, last_event, posted, unseen_is_not_there, viewer_of
from driehoek.plans.parts.models import CrossLine, Priority
from driehoek.plans.parts.naming import titles
from driehoek.plans.writing.models import Plan
from driehoek.ui.shortcuts import back, done, redirect, render

_MARKS = {"translates": "●", "coincides": "●", "adds": "○", "feeds": "↑", "deviates": "≠"}


@require_safe
def matrix(request: HttpRequest) -> HttpResponse:
    """Themes of country, unit and district in the rows, the priorities of one plan in the columns."""
    viewer, today = viewer_of(request), clock.today()
    plans = list(Plan.objects.visible_to(viewer).select_related("team", "municipality").order_by("-starts_on", "title"))
    chosen = _chosen(request, plans, viewer, today)
    priorities = list(Priority.objects.visible_to(viewer).filter(plan=chosen).chosen()) if chosen else []
    names = titles(priorities, viewer)
    priorities = [one for one in priorities if one.pk in names]
    links = {
        (link.theme_id, link.priority_id): link
        for link in AlignmentLink.objects.filter(priority__in=[one.pk for one in priorities])
    }
    higher = HigherPlan.objects.visible_to(viewer).prefetch_related("themes").order_by("starts_on")
    order = {"national": 0, "unit": 1, "district": 2}
    rows = [
        (plan, [(theme, [links.get((theme.pk, one.pk)) for one in priorities]) for theme in plan.themes.all()])
        for plan in sorted(higher, key=lambda one: order[one.level])
        if chosen is None or (plan.starts_on <= chosen.ends_on and plan.ends_on >= chosen.starts_on) or _used(plan, links)
    ]
    loose = [names[one.pk] for one in priorities if not any(key[1] == one.pk for key in links)]
    context = {
        "rows": rows, "plans": plans, "chosen": chosen, "columns": [(one, names[one.pk]) for one in priorities],
        "marks": _MARKS,
        "matrix_head": [{"label": names[one.pk]} for one in priorities], "kinds": AlignmentLink.Kind.choices, "loose": loose,
        "may_add": bool(viewer.areas_with("plans.write_higher")),
    }  # fmt: skip
    return render(request, "plans/matrix.html", context)


def _used(plan: HigherPlan, links: dict[tuple[UUID, UUID], AlignmentLink]) -> bool:
    themes = {theme.pk for theme in plan.themes.all()}
    return any(theme in themes for theme, _priority in links)


def _chosen(request: HttpRequest, plans: list[Plan], viewer: Any, today: Any) -> Plan | None:
    asked = request.GET.get("plan")
    if asked:
        found = next((plan for plan in plans if str(plan.pk) == asked), None)
        if found is None:
            raise Http404
        return found
    own = [plan for plan in plans if plan.area_code in viewer.area_codes]
    now = [plan for plan in own or plans if plan.starts_on <= today <= plan.ends_on]
    return next(iter([*now, *own, *plans]), None)


@require_http_methods(["GET", "POST"])
def higher_new(request: HttpRequest) -> HttpResponse:
    if not viewer_of(request).areas_with("plans.write_higher"):
        raise Http404
    form = HigherPlanForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            plan = commands.add_higher_plan(viewer_of(request), **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            done(request, _("Het plan is toegevoegd. Zet er nu de thema’s bij."))
            return redirect(request, plan)
    return render(request, "plans/higher_new.html", {"form": form}, block="form", status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@unseen_is_not_there
def higher_plan(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """A higher plan with its themes, and the form for one more."""
    viewer = viewer_of(request)
    plan = get_object_or_404(HigherPlan.objects.visible_to(viewer).select_related("area"), pk=plan_id)
    may_add = bool(viewer.areas_with("plans.write_higher"))
    form = ThemeForm(posted(request), plan=plan) if may_add else None
    if request.method == "POST":
        if form is None:
            commands.add_theme(viewer, plan_id, title="-")  # refuses by itself
        elif form.is_valid():
            sources = [UUID(one) for one in form.cleaned_data.get("sources", [])]
            commands.add_theme(viewer, plan_id, title=form.cleaned_data["title"], body=form.cleaned_data["body"], sources=sources)
            done(request, _("Het thema is toegevoegd."))
            return redirect(request, plan)
    themes = plan.themes.prefetch_related("sources__plan")
    context = {"plan": plan, "body": html_of(plan.body, {}), "themes": themes, "form": form}
    return render(request, "plans/higher_plan.html", context, status=422 if form is not None and form.errors else 200)


@require_safe
@unseen_is_not_there
def higher_theme(request: HttpRequest, theme_id: UUID) -> HttpResponse:
    """A theme: what it works out, what works it out, and which priorities do something with it."""
    viewer = viewer_of(request)
    theme = get_object_or_404(HigherTheme.objects.visible_to(viewer), pk=theme_id)
    priorities = list(Priority.objects.visible_to(viewer).filter(alignment__theme=theme))
    names = titles(priorities, viewer)
    links = {link.priority_id: link for link in AlignmentLink.objects.filter(theme=theme)}
    rows = [(one, names[one.pk], links[one.pk]) for one in priorities if one.pk in names]
    context = {
        "theme": theme, "body": html_of(theme.body, {}), "rows": rows,
        "above": theme.sources.select_related("plan"), "below": theme.worked_out_in.select_related("plan"),
    }  # fmt: skip
    return render(request, "plans/higher_theme.html", context)


@require_POST
@unseen_is_not_there
def theme_link(request: HttpRequest, piece_id: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    priority = get_object_or_404(Priority.objects.visible_to(viewer), pk=piece_id)
    writable(viewer, piece_id)  # who may not do this, hears that before what is wrong with the form
    form = ThemeLinkForm(request.POST, without=())
    if form.is_valid():
        try:
            words = form.cleaned_data
            commands.link_theme(viewer, piece_id, UUID(words["theme"]), words["kind"], reason=words["reason"])
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            done(request, _("Gekoppeld."), last_event(viewer, verb="theme.linked"))
    else:
        messages.error(request, _("Kies een thema en een verband."))
    return redirect(request, back(request, priority.get_absolute_url()))


@require_POST
@unseen_is_not_there
def theme_unlink(request: HttpRequest, piece_id: UUID, theme_id: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    priority = get_object_or_404(Priority.objects.visible_to(viewer), pk=piece_id)
    try:
        commands.unlink_theme(viewer, piece_id, theme_id)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        done(request, _("Losgemaakt."), last_event(viewer, verb="theme.unlinked"))
    return redirect(request, back(request, priority.get_absolute_url()))


@require_POST
@unseen_is_not_there
def line_link(request: HttpRequest, piece_id: UUID) -> HttpResponse:
    """Tie a line to a piece, or with `los` untie it."""
    viewer = viewer_of(request)
    writable(viewer, piece_id)
    loosen = "los" in request.POST
    line = get_object_or_404(CrossLine.objects.visible_to(viewer), pk=_key(request.POST.get("line")))
    try:
        if loosen:
            commands.unlink_line(viewer, line.pk, piece_id)
        else:
            commands.link_line(viewer, line.pk, piece_id)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        event = last_event(viewer, verb="line.unlinked" if loosen else "line.linked")
        done(request, _("Losgemaakt.") if loosen else _("Gekoppeld."), event)
    return redirect(request, back(request, line.get_absolute_url()))


def _key(text: str | None) -> UUID:
    try:
        return UUID(text or "")
    except ValueError as error:
        raise Http404 from error
