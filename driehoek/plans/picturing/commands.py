"""A plan rests on one accepted picture: chosen, replaced by a newer one, or let go; each with a way back."""

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
from driehoek.figures.models import SafetyPicture
from driehoek.organisations.rights import require
from driehoek.plans.picturing.queries import RELATION, links_of
from driehoek.plans.writing.models import Plan

if TYPE_CHECKING:
    from driehoek.organisations.viewer import Viewer

RIGHT = "plans.write"


@transaction.atomic
def use_picture(by: Viewer, plan_id: UUID, picture_id: UUID | None, *, seen: str) -> Event | None:
    """Let the plan rest on an accepted picture of its own area; None lets it go. Nothing changed: no event.

    seen    key of the picture on the screen, empty where there was none
    """
    plan = Plan.objects.visible_to(by).select_for_update(of=("self",)).get(pk=plan_id)
    require(by, RIGHT, plan.area_code)
    new = "" if picture_id is None else str(_standing(by, plan, picture_id).pk)
    before = _now(plan)
    if before != seen:
        raise Outdated(_("Iemand anders koos intussen een ander beeld bij dit plan. Bekijk wat er nu staat."))
    return None if before == new else _set(by, plan, before, new)


def _standing(by: Viewer, plan: Plan, picture_id: UUID) -> SafetyPicture:
    picture = SafetyPicture.objects.visible_to(by).get(pk=picture_id)
    if picture.area_id != plan.area_code:
        raise Refused(_("Dit beeld is van een ander gebied dan het plan."))
    if not SafetyPicture.objects.standing().filter(pk=picture.pk).exists():
        raise Refused(_("Kies een beeld dat is vastgesteld en niet is vervangen."))
    return picture


def _now(plan: Plan) -> str:
    """The key of the picture that the plan rests on; empty for none. The plan is locked, so nobody changes it meanwhile."""
    return links_of(plan).values_list("from_id", flat=True).first() or ""


def _set(by: Viewer, plan: Plan, before: str, after: str, undoes: Event | None = None) -> Event:
    links_of(plan).update(until=clock.today())
    if after:
        Link.objects.create(
            relation=RELATION, from_kind="figures.safetypicture", from_id=after, to_kind="plans.plan", to_id=str(plan.pk),
            from_date=clock.today(),
        )  # fmt: skip
    title = SafetyPicture.objects.filter(pk=after or before).values_list("title", flat=True).first() or ""
    verb = "plan.picture_chosen" if after else "plan.picture_let_go"
    return record(by, verb, plan, area_code=plan.area_code, undoes=undoes, before=before, after=after, picture=title)


@undoes("plan.picture_chosen")
@undoes("plan.picture_let_go")
def picture_back(by: Viewer, event: Event) -> None:
    """Back to the picture before, unless somebody chose another since."""
    plan = Plan.objects.visible_to(by).select_for_update(of=("self",)).get(pk=UUID(event.object_id))
    require(by, RIGHT, plan.area_code)
    if _now(plan) != event.data["after"]:
        raise Outdated(_("Bij dit plan is daarna een ander beeld gekozen. Draai die keuze eerst terug."))
    _set(by, plan, event.data["after"], event.data["before"], undoes=event)
