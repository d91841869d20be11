"""A figure becomes a candidate priority: the priority, its reason, and a thread back to the figure."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from driehoek.common import clock
from driehoek.common.errors import Outdated, Refused
from driehoek.common.events import record
from driehoek.common.models import Event, Link
from driehoek.common.undo import undoes
from driehoek.documents.text import escaped
from driehoek.figures.models import Indicator
from driehoek.organisations.models import Area
from driehoek.plans.writing import rules, store
from driehoek.plans.writing.commands import add_piece, drop_piece
from driehoek.plans.writing.models import Layer, Piece

if TYPE_CHECKING:
    from driehoek.organisations.viewer import Viewer

RELATION = "raised_by_figure"


@transaction.atomic
def add_candidate(
    by: Viewer, plan_id: UUID, municipality: str | None, *, indicator: str, area: str, title: str, reason: str
) -> tuple[Piece, Event]:
    """A candidate priority in a text that is being written, with a finding as its reason and the figure linked to it.

    `reason` is plain text. Raises DoesNotExist for a text or a figure that this viewer has not; Refused, NotNow, NotAllowed.
    """
    layer = store.find_layer(by, plan_id, municipality)
    store.require_write(by, layer)
    figure = Indicator.objects.visible_to(by).get(pk=indicator)
    place = Area.objects.visible_to(by).get(pk=area)
    if not title.strip():
        raise Refused({"title": _("Geef de kandidaat een titel, bijvoorbeeld de naam van het verschijnsel.")})
    if not reason.strip():
        raise Refused({"reason": _("Schrijf waarom dit een prioriteit zou moeten zijn.")})
    facts = {"fields": [figure.field]} if figure.field in rules.FIELDS else {}
    piece = add_piece(by, plan_id, municipality, "priority", title=title, facts=facts)
    add_piece(by, plan_id, municipality, "reason", body=escaped(reason.strip()), parent=piece.pk)
    link = Link.objects.create(
        relation=RELATION, from_kind="figures.indicator", from_id=figure.pk, to_kind="plans.priority", to_id=str(piece.pk),
        reason=reason.strip()[:1000], from_date=clock.today(),
    )  # fmt: skip
    event = record(
        by, "plan.candidate_added", layer, name=title.strip(), within=layer.plan, area_code=layer.area_code(),
        piece=str(piece.pk), link=link.pk, figure=figure.label, place=place.name,
    )  # fmt: skip
    return piece, event


@undoes("plan.candidate_added")
def take_candidate_back(by: Viewer, event: Event) -> None:
    """Out of the text with all beneath it, and the thread to the figure ends."""
    layer = Layer.objects.visible_to(by).get(pk=event.object_id)
    link = Link.objects.select_for_update().get(pk=event.data["link"])
    if link.until is not None:
        raise Outdated(_("Deze kandidaat is al weggehaald."))
    drop_piece(by, UUID(event.data["piece"]))
    link.until = clock.today()
    link.save()
    record(by, "plan.candidate_taken_back", layer, name=event.name, within=layer.plan, area_code=layer.area_code(), undoes=event)
