"""What the home of those who manage shows."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Q

from driehoek.common import timeline
from driehoek.common.models import Event
from driehoek.organisations.models import Grant, User
from driehoek.organisations.viewer import Viewer

SOON = timedelta(days=60)


def count_people(viewer: Viewer) -> int:
    return User.objects.visible_to(viewer).filter(is_active=True).count()


def ending_soon(viewer: Viewer, day: date) -> list[Grant]:
    """Roles that end within two months, the first to end on top."""
    grants = Grant.objects.visible_to(viewer).in_force(day).filter(ends_on__lte=day + SOON)
    return list(grants.select_related("user", "area").order_by("ends_on", "pk")[:20])


def recent(viewer: Viewer, limit: int = 20) -> list[timeline.Entry]:
    """What happened lately with people, roles and teams in the areas that this viewer manages or checks."""
    areas = viewer.areas_with("organisations.read_users")
    if not areas:
        return []
    events = Event.objects.filter(Q(verb__startswith="organisations.") & Q(area_code__in=areas))
    return timeline.lately(viewer, events.select_related("undone_by").order_by("-pk")[:limit])
