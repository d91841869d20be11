"""From a figure to a candidate priority: the step that this room offers on the page of a figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from driehoek.figures.queries import NextStep, next_step
from driehoek.plans.candidates.places import places_for

if TYPE_CHECKING:
    from driehoek.figures.queries import Cell
    from driehoek.organisations.viewer import Viewer


@next_step
def make_it_a_candidate(viewer: Viewer, cell: Cell) -> NextStep | None:
    """For who may write in a plan that is being made, of this area or of what it belongs to."""
    if not places_for(viewer, cell.area):
        return None
    return NextStep(
        title=_("Maak er een kandidaat-prioriteit van"),
        text=_("Zet het als kandidaat in een plan in voorbereiding, met deze bevinding als reden."),
        href=reverse("candidate_new", args=[cell.area.pk, cell.indicator.pk]),
        icon="target",
    )
