"""Pages of writing: the list of plans, a plan as a document, its differences and its past."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Count, Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from driehoek.common import clock
from driehoek.organisations.models import Area, AreaLevel
from driehoek.plans import commands
from driehoek.plans.adoption.models import Adoption, Version
from driehoek.plans.adoption.rules import in_force
from driehoek.plans.pages import JOINT, html_of, posted, title_of, unseen_is_not_there, viewer_of
from driehoek.plans.picturing.queries import pictured
from driehoek.plans.sharing.models import Participation
from driehoek.plans.writing import rules
from driehoek.plans.writing.forms import PlanForm
from driehoek.plans.writing.models import Layer, Plan
from driehoek.plans.writing.page import Block, block_of, frozen_blocks, open_page
from driehoek.plans.writing.reading import Text, read
from driehoek.ui.shortcuts import done, redirect, render


@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    """All plans that this viewer may see, those of today first."""
    viewer, today = viewer_of(request), clock.today()
    part = Participation.objects.current().filter(plan=OuterRef("pk")).values("plan").annotate(n=Count("pk")).values("n")
    standing = Adoption.objects.standing_on(today).filter(plan=OuterRef("pk"))
    adopted = standing.values("plan").annotate(n=Count("municipality", distinct=True)).values("n")
    own = Participation.objects.current().filter(plan=OuterRef("pk"), municipality__in=viewer.municipalities)
    found = Plan.objects.visible_to(viewer).select_related("team", "municipality")
    found = found.annotate(councils=part, adopted=adopted, own=Exists(own)).order_by("-own", "-starts_on", "title")
    rows: list[dict[str, Any]] = [
        {"plan": plan, "state": plan.state_on(today), "label": plan.label_on(today), "adopted": plan.adopted or 0}
        for plan in found
    ]
    return render(
        request,
        "plans/plans.html",
        {
            "now": [row for row in rows if row["plan"].starts_on <= today <= row["plan"].ends_on and row["state"] != "withdrawn"],
            "next": [row for row in rows if row["plan"].starts_on > today and row["state"] != "withdrawn"],
            "past": [row for row in rows if row["plan"].ends_on < today or row["state"] == "withdrawn"],
            "may_start": bool(viewer.areas_with("plans.start")),
        },
    )


def areas_to_start_in(request: HttpRequest) -> list[tuple[str, str]]:
    codes = viewer_of(request).areas_with("plans.start")
    areas = Area.objects.filter(pk__in=codes, level__in=[AreaLevel.BASE_TEAM, AreaLevel.MUNICIPALITY]).order_by("level", "name")
    return [(area.pk, f"{area.name} ({area.get_level_display()})") for area in areas]


@require_http_methods(["GET", "POST"])
@unseen_is_not_there
def plan_new(request: HttpRequest) -> HttpResponse:
    """Start a plan with an empty text, or go on to reading in a file."""
    areas = areas_to_start_in(request)
    if not areas:
        raise Http404
    form = PlanForm(posted(request), areas=areas, initial=next_period(areas))
    if request.method == "POST" and form.is_valid():
        try:
            plan = commands.start_plan(viewer_of(request), **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            done(request, _("Het plan is begonnen. Voeg nu het eerste deel toe."))
            return redirect(request, plan)
    return render(request, "plans/plan_new.html", {"form": form}, block="form", status=422 if form.errors else 200)


def next_period(areas: list[tuple[str, str]]) -> dict[str, Any]:
    """The four years that begin next January."""
    year = clock.today().year + 1
    return {
        "starts_on": date(year, 1, 1),
        "ends_on": date(year + 3, 12, 31),
        "area": areas[0][0],
        "pattern": Plan.Pattern.IDENTICAL,
        "title": _("Integraal Veiligheidsplan %(first)s-%(last)s") % {"first": year, "last": year + 3},
    }


@require_safe
@unseen_is_not_there
def plan(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """The plan as a document, in the text that was asked for or that is the viewer's own."""
    viewer = viewer_of(request)
    found = get_object_or_404(Plan.objects.visible_to(viewer).select_related("team", "municipality"), pk=plan_id)
    page = open_page(viewer, found, request.GET.get("gemeente"), clock.today())
    if page is None:
        raise Http404
    context = {"page": page, "plan": found, "state": found.label_on(page.day), "pictured": pictured(viewer, found)}
    return render(request, "plans/plan.html", context)


@require_safe
@unseen_is_not_there
def differences(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """What each municipality adds, replaces, fills in and leaves out, with its reason."""
    viewer = viewer_of(request)
    found = get_object_or_404(Plan.objects.visible_to(viewer), pk=plan_id)
    if not found.is_joint:
        return render(request, "plans/differences.html", {"plan": found, "rows": [], "same": []})
    layers = Layer.objects.visible_to(viewer).filter(plan=found, municipality__isnull=False).select_related("municipality")
    rows = [_differences(layer.municipality, read(layer)) for layer in sorted(layers, key=lambda one: str(one.municipality))]
    seen = {row["area"].pk for row in rows}
    versions = Version.objects.visible_to(viewer).filter(plan=found).exclude(municipality__in=seen)
    for version in versions.select_related("municipality").order_by("municipality", "-number"):
        if version.municipality_id not in seen:
            seen.add(version.municipality_id)
            rows.append(_frozen_differences(version))
    context = {"plan": found, "rows": rows, "same": [row["area"] for row in rows if not row["count"]]}
    return render(request, "plans/differences.html", context)


def _differences(area: Any, text: Text) -> dict[str, Any]:
    """What a reader sees of the difference: the own words, the joint ones they replace, and why."""
    values = dict(text.values)
    changed = [
        {
            "how": line.how,
            "piece": str(line.piece),
            "title": title_of(line.title, values),
            "html": html_of(line.body, values),
            "old": f"{line.joint.title}\n{line.joint.body}".strip() if line.joint else "",
            "new": f"{line.title}\n{line.body}".strip(),
            "reason": line.written.reason,
            "outdated": line.outdated,
        }
        for line in text.lines
        if line.how != "joint"
    ]
    gone = [
        {"title": text.joint[word.piece].title or text.joint[word.piece].body, "reason": word.reason, "piece": str(word.piece)}
        for word in rules.left_out(text.joint, text.own or {})
    ]
    return {"area": area, "changed": changed, "left_out": gone, "count": len(changed) + len(gone)}


def _frozen_differences(version: Version) -> dict[str, Any]:
    """The same from a released text."""
    changed = [
        {
            "how": one["how"],
            "piece": one["piece"],
            "title": title_of(one["title"], {}),
            "html": html_of(one["body"], {}),
            "old": "\n".join(filter(None, one["instead_of"] or [])),
            "new": f"{one['title']}\n{one['body']}".strip(),
            "reason": one["reason"],
            "outdated": False,
        }
        for one in version.pieces
        if one["how"] != "joint"
    ]
    gone = version.content["left_out"]
    return {"area": version.municipality, "changed": changed, "left_out": gone, "count": len(changed) + len(gone)}


@require_safe
@unseen_is_not_there
def as_of(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """The plan on a day: what the council had adopted by then; and, for who may read drafts, what was written by then."""
    viewer = viewer_of(request)
    found = get_object_or_404(Plan.objects.visible_to(viewer), pk=plan_id)
    day = _day(request.GET.get("d")) or clock.today()
    adoptions = list(
        Adoption.objects.standing_on(day)
        .filter(plan=found)
        .select_related("version", "municipality")
        .order_by("decided_on", "pk")
    )
    holds = {
        code: in_force([one for one in adoptions if one.municipality_id == code], day)
        for code in {one.municipality_id for one in adoptions}
    }
    layers = {
        layer.municipality_id or JOINT: layer
        for layer in Layer.objects.visible_to(viewer).filter(plan=found).select_related("municipality", "plan")
    }
    codes = sorted({*holds, *layers}, key=lambda code: (code == JOINT, code))
    wanted = request.GET.get("gemeente") or next(iter(sorted(viewer.municipalities & set(codes)) or codes), "")
    if codes and wanted not in codes:
        raise Http404
    adoption, layer = holds.get(wanted), layers.get(wanted)
    drafts = layer is not None and (request.GET.get("werktekst") == "1" or adoption is None)
    return render(
        request,
        "plans/as_of.html",
        {
            "plan": found,
            "day": day,
            "wanted": wanted,
            "choices": _choices(codes, wanted, adoptions, layers),
            "adoption": adoption,
            "drafts": drafts,
            "has_drafts": layer is not None,
            "blocks": _written_by(layer, day) if drafts and layer else (frozen_blocks(adoption.version) if adoption else []),
        },
    )


def _choices(codes: list[str], wanted: str, adoptions: list[Adoption], layers: dict[str, Layer]) -> list[tuple[str, str, bool]]:
    names = {one.municipality_id: one.municipality.name for one in adoptions}
    names |= {code: str(layer.municipality) for code, layer in layers.items() if layer.municipality_id}
    return [(code, names.get(code, _("Gezamenlijk")), code == wanted) for code in codes]


def _written_by(layer: Layer, day: date) -> list[Block]:
    moment = datetime.combine(day + timedelta(days=1), time.min, tzinfo=clock.AMSTERDAM) - timedelta(microseconds=1)
    text = read(layer, moment)
    return [block_of(line, dict(text.values), {}) for line in text.lines]


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Http404 from error
