"""A priority, goal, measure or line on a page of its own: what it says, why, and what it is tied to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from driehoek.common import clock
from driehoek.figures import rules as figure_rules
from driehoek.figures.queries import named, picture
from driehoek.plans.higher.forms import LineForm, ThemeLinkForm
from driehoek.plans.higher.models import AlignmentLink
from driehoek.plans.pages import address_of, unseen_is_not_there, viewer_of
from driehoek.plans.parts.models import CrossLine, Goal, LineLink, Measure, Part, Priority, SafetyField
from driehoek.plans.parts.naming import titles
from driehoek.plans.writing import store
from driehoek.plans.writing.models import Layer
from driehoek.plans.writing.page import Block, Page, open_page
from driehoek.ui.shortcuts import render


@dataclass
class Shown:
    """A part as this viewer reads it: in the text of his municipality, the joint text, or the last text he may read."""

    part: Part
    page: Page
    block: Block
    under: list[Block]
    may_link: bool

    def of(self, *kinds: str) -> list[Block]:
        return [one for one in self.under if one.kind in kinds]

    @property
    def address(self) -> str:
        return address_of(self.page.plan, None if self.page.code == "samen" else self.page.code, self.part.pk)


def _shown(request: HttpRequest, model: Any, piece_id: UUID) -> Shown:
    viewer = viewer_of(request)
    part = get_object_or_404(
        model.objects.visible_to(viewer).select_related("plan__team", "plan__municipality", "piece__home"), pk=piece_id
    )
    for wanted in _texts(request, part):
        page = open_page(viewer, part.plan, wanted, clock.today())
        if page is None:
            continue
        blocks = page.blocks
        at = next((n for n, one in enumerate(blocks) if one.piece == str(part.pk)), None)
        if at is not None:
            under = _beneath(blocks, at)
            return Shown(part, page, blocks[at], under, _may_link(viewer, part))
    raise Http404


def _texts(request: HttpRequest, part: Part) -> Iterable[str | None]:
    """Which text to read it in: as asked, the viewer's own, that of its municipality, the joint one, any."""
    asked = request.GET.get("gemeente")
    if asked:
        return [asked]
    mine = sorted(viewer_of(request).municipalities)
    return [part.municipality_id, "samen", *mine, None] if part.municipality_id else [*mine, "samen", None, *_adopters(part)]


def _adopters(part: Part) -> list[str]:
    return sorted(set(part.plan.adoptions.values_list("municipality_id", flat=True)))


def _beneath(blocks: list[Block], at: int) -> list[Block]:
    under = []
    for one in blocks[at + 1 :]:
        if one.depth <= blocks[at].depth:
            break
        under.append(one)
    return under


def _may_link(viewer: Any, part: Part) -> bool:
    home = Layer.objects.visible_to(viewer).filter(pk=part.home_id).select_related("plan", "local_part").first()
    return home is not None and store.may_write(viewer, home, part.piece.writer_id)


def _lines(part: Part, viewer: Any) -> list[tuple[CrossLine, str]]:
    found = list(CrossLine.objects.visible_to(viewer).filter(links__piece=part.pk))
    names = titles(found, viewer)
    return [(line, names[line.pk]) for line in found if line.pk in names]


def _line_form(part: Part, viewer: Any, taken: list[tuple[CrossLine, str]]) -> LineForm | None:
    here = {line.pk for line, _name in taken}
    others = [line for line in CrossLine.objects.visible_to(viewer).filter(plan=part.plan_id) if line.pk not in here]
    names = titles(others, viewer)
    return LineForm(choices=[(str(key), name) for key, name in names.items()]) if names else None


def _crumbs(shown: Shown, *above: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Plannen"), "/plannen/"), (shown.page.plan.title, shown.page.plan.get_absolute_url()), *above]


def _context(request: HttpRequest, shown: Shown, *above: tuple[str, str]) -> dict[str, Any]:
    viewer = viewer_of(request)
    lines = _lines(shown.part, viewer)
    return {
        "shown": shown, "plan": shown.page.plan, "lines": lines, "crumbs": _crumbs(shown, *above),
        "line_form": _line_form(shown.part, viewer, lines) if shown.may_link else None,
    }  # fmt: skip


def _above(viewer: Any, *parts: Part | None) -> list[tuple[str, str]]:
    known = [part for part in parts if part is not None]
    names = titles(known, viewer)
    return [(names[part.pk], part.get_absolute_url()) for part in known if part.pk in names]


@require_safe
@unseen_is_not_there
def priority(request: HttpRequest, piece_id: UUID) -> HttpResponse:
    shown = _shown(request, Priority, piece_id)
    part: Any = shown.part
    alignment = list(AlignmentLink.objects.filter(priority=part).select_related("theme__plan").order_by("theme__plan__level"))
    linked = {link.theme_id for link in alignment}
    own_fields = part.facts.get("fields", [])
    context = _context(request, shown, *_above(viewer_of(request), part.parent))
    context |= {
        "alignment": alignment,
        "theme_form": ThemeLinkForm(without=linked) if shown.may_link and not part.regular else None,
        "fields": [SafetyField(code).label for code in own_fields],
        "goals": _with_measures(shown),
    }
    return render(request, "plans/priority.html", context)


def _with_measures(shown: Shown) -> list[tuple[Block, list[Block]]]:
    """The goals with the measures under each, in the order of the text."""
    goals: list[tuple[Block, list[Block]]] = []
    for one in shown.under:
        if one.kind == "goal":
            goals.append((one, []))
        elif one.kind == "measure" and goals and one.depth > goals[-1][0].depth:
            goals[-1][1].append(one)
    return goals


@require_safe
@unseen_is_not_there
def goal(request: HttpRequest, piece_id: UUID) -> HttpResponse:
    shown = _shown(request, Goal, piece_id)
    part: Any = shown.part
    context = _context(request, shown, *_above(viewer_of(request), part.priority))
    return render(request, "plans/goal.html", context | {"measured": _measured(viewer_of(request), shown)})


@dataclass
class Measured:
    """What the figure of a goal says, in the area of the text that is read."""

    headline: str
    address: str
    verdict: str


def _measured(viewer: Any, shown: Shown) -> Measured | None:
    area = shown.page.municipality.pk if shown.page.municipality else shown.page.plan.area_code
    row = next(iter(picture(viewer, area, beside="niets", only=shown.part.facts.get("indicator") or "-").rows), None)
    if row is None or row.own is None:
        return None
    said = figure_rules.headline(row.own.area.name, named(row.indicator).counted, row.own.verdict)
    address = reverse("figure", kwargs={"area": area, "code": row.indicator.pk})
    return Measured(said, address, row.own.verdict.verdict.value)


@require_safe
@unseen_is_not_there
def measure(request: HttpRequest, piece_id: UUID) -> HttpResponse:
    shown = _shown(request, Measure, piece_id)
    part: Any = shown.part
    return render(request, "plans/measure.html", _context(request, shown, *_above(viewer_of(request), part.priority, part.goal)))


@require_safe
@unseen_is_not_there
def cross_line(request: HttpRequest, piece_id: UUID) -> HttpResponse:
    """A line, and all the named parts through which it runs."""
    shown = _shown(request, CrossLine, piece_id)
    viewer = viewer_of(request)
    links = LineLink.objects.filter(line=piece_id).values_list("piece_id", flat=True)
    through: list[tuple[str, list[tuple[SafeString | str, str]]]] = []
    for label, model in ((_("Prioriteiten"), Priority), (_("Doelen"), Goal), (_("Maatregelen"), Measure)):
        found = list(model.objects.visible_to(viewer).filter(pk__in=links))  # type: ignore[attr-defined]
        names = titles(found, viewer)
        if names:
            through.append((label, [(names[one.pk], one.get_absolute_url()) for one in found if one.pk in names]))
    return render(request, "plans/cross_line.html", _context(request, shown) | {"through": through})
