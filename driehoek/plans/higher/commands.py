"""The verbs of alignment: keep higher plans, and say what a priority has to do with their themes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from driehoek.common.errors import NotAllowed, NotNow, Refused
from driehoek.common.events import record
from driehoek.common.models import Event
from driehoek.common.undo import undoes
from driehoek.documents.text import canonical, clean
from driehoek.plans.higher.models import AlignmentLink, HigherPlan, HigherTheme, Level
from driehoek.plans.parts.models import CrossLine, LineLink, Priority
from driehoek.plans.writing import store
from driehoek.plans.writing.models import Layer, Piece

if TYPE_CHECKING:
    from driehoek.organisations.viewer import Viewer


def _require_anywhere(by: Viewer) -> None:
    """Higher plans are shared by all teams of this installation: who keeps one plan here may add to them."""
    if not by.is_system and not by.areas_with("plans.write_higher"):
        raise NotAllowed(_("U hebt hiervoor geen recht. Vraag het uw functioneel beheerder."))


def _title(title: str) -> str:
    tidy = " ".join(clean(title).split())
    if not tidy or len(tidy) > 200:
        raise Refused({"title": _("Geef een titel van ten hoogste 200 tekens.")})
    return tidy


@transaction.atomic
def add_higher_plan(
    by: Viewer,
    *,
    title: str,
    level: str,
    starts_on: date,
    ends_on: date,
    source: str,
    kind: str = HigherPlan.Kind.OTHER,
    area: str | None = None,
    body: str = "",
) -> HigherPlan:
    """Keep a plan of the country, the unit or the district, with where it can be read."""
    _require_anywhere(by)
    if ends_on <= starts_on:
        raise Refused({"ends_on": _("De einddatum ligt vóór de begindatum. Kies een latere einddatum.")})
    if level not in Level.values or kind not in HigherPlan.Kind.values:
        raise Refused({"level": _("Kies een niveau en een soort uit de lijst.")})
    if not source.strip():
        raise Refused({"source": _("Schrijf erbij waar dit plan te vinden is.")})
    plan = HigherPlan.objects.create(
        title=_title(title), level=level, kind=kind, area_id=area, starts_on=starts_on, ends_on=ends_on,
        source=clean(source).strip()[:300], body=canonical(body),
    )  # fmt: skip
    record(by, "higher.plan_added", plan)
    return plan


@transaction.atomic
def add_theme(by: Viewer, plan_id: UUID, *, title: str, body: str = "", sources: Iterable[UUID] = ()) -> HigherTheme:
    """A theme of a higher plan, and the themes one level up that it works out."""
    _require_anywhere(by)
    plan = HigherPlan.objects.select_for_update().get(pk=plan_id)
    last = plan.themes.order_by("-number").values_list("number", flat=True).first() or 0
    theme = HigherTheme.objects.create(plan=plan, number=last + 1, title=_title(title), body=canonical(body))
    theme.sources.set(HigherTheme.objects.filter(pk__in=list(sources)))
    record(by, "higher.theme_added", theme, within=plan)
    return theme


def writable(by: Viewer, piece_id: UUID) -> tuple[Piece, Layer]:
    """The piece and its own text, for who may change it. A link is no text, so it may be made when the text is closed."""
    piece = Piece.objects.visible_to(by).select_related("home").get(pk=piece_id)
    layer = store.find_layer(by, piece.plan_id, piece.home.municipality_id)
    if not store.may_write(by, layer, piece.writer_id):
        raise NotAllowed(_("U kunt deze tekst lezen, maar niet veranderen."))
    return piece, layer


@transaction.atomic
def link_theme(by: Viewer, priority_id: UUID, theme_id: UUID, kind: str, *, reason: str = "") -> AlignmentLink:
    """Say what a priority has to do with a theme above: works out, coincides, adds, feeds or deviates (with reason)."""
    piece, layer = writable(by, priority_id)
    priority = Priority.objects.standing().get(pk=piece.pk)
    theme = HigherTheme.objects.visible_to(by).get(pk=theme_id)
    if kind not in AlignmentLink.Kind.values:
        raise Refused({"kind": _("Kies uit de lijst hoe de prioriteit bij het thema past.")})
    if kind == AlignmentLink.Kind.DEVIATES and not reason.strip():
        raise Refused({"reason": _("Schrijf erbij waarom u afwijkt.")})
    _lock(Priority, priority.pk)
    if AlignmentLink.objects.filter(priority=priority, theme=theme).exists():
        raise NotNow(_("Deze prioriteit is al aan dit thema gekoppeld."))
    link = AlignmentLink.objects.create(priority=priority, theme=theme, kind=kind, reason=clean(reason).strip())
    _note(by, "theme.linked", layer, piece, priority, theme, link=kind, why=link.reason, linked=True)
    return link


@transaction.atomic
def unlink_theme(by: Viewer, priority_id: UUID, theme_id: UUID) -> None:
    piece, layer = writable(by, priority_id)
    priority = _lock(Priority, piece.pk)
    link = AlignmentLink.objects.select_related("theme").filter(priority=priority, theme=theme_id).first()
    if link is None:
        raise NotNow(_("Deze koppeling is er niet meer."))
    link.delete()
    _note(by, "theme.unlinked", layer, piece, priority, link.theme, link=link.kind, why=link.reason, linked=False)


@transaction.atomic
def link_line(by: Viewer, line_id: UUID, piece_id: UUID) -> LineLink:
    """A line (youth, resilience) runs through this piece."""
    piece, layer = writable(by, piece_id)
    line = CrossLine.objects.visible_to(by).get(pk=line_id, plan=piece.plan_id)
    _lock(CrossLine, line.pk)
    if LineLink.objects.filter(line=line, piece=piece).exists():
        raise NotNow(_("Deze lijn loopt hier al door."))
    link = LineLink.objects.create(line=line, piece=piece)
    _note(by, "line.linked", layer, piece, piece, line, linked=True)
    return link


@transaction.atomic
def unlink_line(by: Viewer, line_id: UUID, piece_id: UUID) -> None:
    piece, layer = writable(by, piece_id)
    line = _lock(CrossLine, line_id)
    gone, _per_model = LineLink.objects.filter(line=line, piece=piece).delete()
    if not gone:
        raise NotNow(_("Deze koppeling is er niet meer."))
    _note(by, "line.unlinked", layer, piece, piece, line, linked=False)


def _lock(model: type[Any], key: UUID) -> Any:
    return model.objects.select_for_update(no_key=True, of=("self",)).get(pk=key)


def _note(by: Viewer, verb: str, layer: Layer, piece: Piece, subject: Model, other: Model, **data: Any) -> Event:
    undone = data.pop("undoes", None)
    name = str(subject) if not isinstance(subject, Piece) else _name(subject)
    return store.note(by, verb, layer, piece, name, undoes=undone, other=str(other.pk), to=str(other), **data)


def _name(piece: Piece) -> str:
    from driehoek.plans.parts.keeping import named

    part = named(piece)
    return str(part) if part is not piece else str(piece.get_kind_display())


@undoes("theme.linked")
@undoes("theme.unlinked")
def undo_theme(by: Viewer, event: Event) -> None:
    """Undo a link, or an unlink; refuses when it was changed since."""
    piece, layer = writable(by, UUID(event.data["piece"]))
    priority, theme = _lock(Priority, piece.pk), HigherTheme.objects.get(pk=event.data["other"])
    kind, why = event.data["link"], event.data["why"]
    link = AlignmentLink.objects.filter(priority=priority, theme=theme).first()
    if event.data["linked"] is (link is None):
        raise NotNow(_("Deze koppeling is daarna weer veranderd."))
    if link is not None:
        link.delete()
    else:
        AlignmentLink.objects.create(priority=priority, theme=theme, kind=kind, reason=why)
    _note(by, event.verb, layer, piece, priority, theme, link=kind, why=why, undoes=event, linked=link is None)


@undoes("line.linked")
@undoes("line.unlinked")
def undo_line(by: Viewer, event: Event) -> None:
    piece, layer = writable(by, UUID(event.data["piece"]))
    line = _lock(CrossLine, UUID(event.data["other"]))
    link = LineLink.objects.filter(line=line, piece=piece).first()
    if event.data["linked"] is (link is None):
        raise NotNow(_("Deze koppeling is daarna weer veranderd."))
    if link is not None:
        link.delete()
    else:
        LineLink.objects.create(line=line, piece=piece)
    _note(by, event.verb, layer, piece, piece, line, undoes=event, linked=link is None)
