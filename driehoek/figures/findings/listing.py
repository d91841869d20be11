"""Lists for one person: what he follows, what of it changed, what he was asked, what waits for the triangle. Reads only."""

from __future__ import annotations

from datetime import timedelta

from driehoek.common import clock
from driehoek.figures.models import BandChange, Following, MeaningRequest, TriangleNote
from driehoek.organisations.viewer import Viewer

RECENT = timedelta(days=30)  # as long as a change stands on the start page


def followed_by(viewer: Viewer) -> list[Following]:
    """By area and field, each with how it stood at the newest delivery that was looked at."""
    known = Following.objects.visible_to(viewer).standing().select_related("area", "indicator__source")
    return sorted(known, key=lambda one: (one.area.name, one.indicator.field, one.indicator.rank, one.indicator_id))


def changes_of(viewer: Viewer) -> list[BandChange]:
    """What of it left its band or came back of late, newest first."""
    since = clock.now() - RECENT
    known = BandChange.objects.visible_to(viewer).filter(at__gte=since)
    return list(known.select_related("following__area", "following__indicator"))


def asked_of(viewer: Viewer) -> list[MeaningRequest]:
    """Questions that wait for this person, oldest first."""
    if viewer.user_id is None:
        return []
    waiting = MeaningRequest.objects.visible_to(viewer).waiting().filter(person=viewer.user_id)
    return list(waiting.select_related("area", "indicator").order_by("at", "pk"))


def for_the_triangle(viewer: Viewer, table: str) -> list[TriangleNote]:
    """What waits for the triangle of this team or municipality, newest first."""
    notes = TriangleNote.objects.visible_to(viewer).open().filter(table=table)
    return list(notes.select_related("area", "indicator"))
