"""Where somebody is at work, in the head of every page: the place of the role, the years of its plan, and the other places."""

from __future__ import annotations

import hashlib

from django.core.cache import cache
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse

from driehoek.common import clock
from driehoek.organisations.models import Area
from driehoek.organisations.viewer import Viewer
from driehoek.plans.models import Plan
from driehoek.ui.place import Place, found_by

MINUTES = 5  # so long may the years of a plan that begins or ends today stay as they were


def place_of(request: HttpRequest) -> Place | None:
    """The first place of the viewer, teams before municipalities; the public is nowhere. Every page asks: kept a while."""
    viewer = request.viewer
    codes = sorted({held.area for held in viewer.held}, key=lambda code: (code.startswith("GM"), code))
    if not codes:
        return None
    asked = f"{clock.today()} {viewer.code} {sorted((held.role, held.area) for held in viewer.held)}"
    key = "place:" + hashlib.sha256(asked.encode()).hexdigest()
    found: Place | None = cache.get_or_set(key, lambda: _look_up(viewer, codes), MINUTES * 60)
    return found


def _look_up(viewer: Viewer, codes: list[str]) -> Place:
    areas = Area.objects.in_bulk(codes)
    chosen = areas[codes[0]]
    today = clock.today()
    own = Q(team=chosen) | Q(municipality=chosen) | Q(participations__municipality=chosen)
    current = Plan.objects.visible_to(viewer).filter(own, starts_on__lte=today, ends_on__gte=today)
    years = current.values_list("starts_on__year", "ends_on__year").first()
    period = f"{years[0]}–{years[1]}" if years else ""
    choices = tuple((areas[code].name, reverse("picture", args=[code]), code == chosen.pk) for code in codes)
    return Place(chosen.name, period, choices)


found_by(place_of)
