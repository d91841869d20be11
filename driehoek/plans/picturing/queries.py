"""The picture beside a plan. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from driehoek.common.models import Link
from driehoek.figures.models import SafetyPicture
from driehoek.plans.writing.models import Plan

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from driehoek.organisations.viewer import Viewer

RELATION = "rests_on_picture"


@dataclass(frozen=True)
class Pictured:
    """The picture that a plan rests on, as far as this viewer may see it.

    picture   None where there is none that this viewer may read
    newer     the accepted version that took its place, which the plan does not rest on yet
    choices   accepted pictures of the area that could be chosen; only for who may choose
    """

    picture: SafetyPicture | None
    newer: SafetyPicture | None
    choices: tuple[SafetyPicture, ...]
    may_choose: bool


def links_of(plan: Plan) -> QuerySet[Link]:
    """The open link from a picture to this plan: one at most, which the commands see to."""
    return Link.objects.filter(relation=RELATION, to_kind="plans.plan", to_id=str(plan.pk), until=None)


def pictured(viewer: Viewer, plan: Plan) -> Pictured:
    """Two or three queries."""
    key = links_of(plan).values_list("from_id", flat=True).first()
    seen = SafetyPicture.objects.visible_to(viewer)
    picture = seen.filter(pk=key).first() if key else None
    newer = seen.standing().filter(predecessor=picture).first() if picture and picture.state == "replaced" else None
    may_choose = viewer.may("plans.write", plan.area_code)
    choices = tuple(seen.standing().filter(area=plan.area_code)) if may_choose else ()
    return Pictured(picture, newer, choices, may_choose)
