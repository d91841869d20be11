"""Where a candidate priority can go: the open texts that concern an area and that this viewer may write."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from driehoek.common import clock
from driehoek.organisations.models import Area, AreaLevel
from driehoek.organisations.queries import municipalities_of, team_of
from driehoek.organisations.viewer import Viewer
from driehoek.plans.process import OPEN_PLAN
from driehoek.plans.writing import store
from driehoek.plans.writing.models import Layer


@dataclass(frozen=True)
class CandidatePlace:
    """A text that can take it. `code` names it in a form: plan, and municipality or `samen`."""

    layer: Layer

    @property
    def municipality(self) -> str | None:
        return str(self.layer.municipality_id) if self.layer.municipality_id else None

    @property
    def code(self) -> str:
        return f"{self.layer.plan_id}.{self.municipality or 'samen'}"

    @property
    def label(self) -> str:
        if not self.layer.plan.is_joint:
            return self.layer.plan.title
        part = self.layer.municipality.name if self.layer.municipality else _("gezamenlijke tekst")
        return f"{self.layer.plan.title}: {part}"


def places_for(viewer: Viewer, area: Area) -> list[CandidatePlace]:
    """Of plans in preparation only; the joint text first. A figure of a team fits its joint text and each of its layers."""
    if viewer.is_public:
        return []
    day = clock.today()
    team = team_of(area.pk, day) if area.level == AreaLevel.MUNICIPALITY else area
    inside = {area.pk} if area.level == AreaLevel.MUNICIPALITY else {one.pk for one in municipalities_of(area.pk, day)}
    joint = Q(municipality__isnull=True, plan__team=team.pk) if team else Q(pk__in=[])
    layers = Layer.objects.visible_to(viewer).filter(joint | Q(municipality__in=inside), plan__state__in=OPEN_PLAN, until=None)
    found = layers.select_related("plan", "municipality", "local_part").order_by("plan__starts_on", "municipality__name", "pk")
    fits = [CandidatePlace(layer) for layer in found if layer.is_open() and store.may_write(viewer, layer)]
    return sorted(fits, key=lambda place: place.municipality is not None)
