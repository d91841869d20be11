"""Addresses that serve every room: start, search, thread, timeline, undo, health, language."""

from __future__ import annotations

from tests.factories import SIGNED_IN, Place, Sight, Who, right
from tests.rights.routes import Route, routes


def _manages_this_team(who: Who, place: Place) -> bool:
    return any(who.has("organisations.manage_team", area) for area in (place.municipality, place.team))


def _timeline(kind: str, sight: Sight, *, shows: bool = True) -> Route:
    """Names colleagues, so never for the public."""
    return Route(
        "timeline", about=kind, params=_of(kind), sight=lambda who, place: who.signed_in and sight(who, place), shows=shows
    )


def _of(kind: str):
    return lambda subject: {"kind": kind, "object_id": str(subject.pk)}


def _SETTINGS(who: Who, place: Place) -> bool:
    return who.has("organisations.settings", "GM0225")


_PEOPLE = right("organisations.read_users")

routes(
    Route("start"),
    Route("search", query="q=zoekmij"),
    Route("search", query="q=kanarie"),
    Route("gaps"),
    Route("health"),
    Route("language", methods="POST"),
    Route("demo_day", sight=lambda who, place: False, methods="POST"),  # only in a demo
    Route("components"),
    Route("accessibility"),
    Route("licence"),
    Route("thread", about="organisations.area", params=_of("organisations.area")),
    Route("thread", about="organisations.user", params=_of("organisations.user")),
    Route("timeline", about="organisations.area", params=_of("organisations.area"), sight=SIGNED_IN),
    _timeline("organisations.user", _PEOPLE),
    _timeline("organisations.grant", _PEOPLE),
    _timeline("organisations.installation", _SETTINGS, shows=False),
    _timeline("organisations.invitation", _PEOPLE),
    Route("undo", about="common.event", params=lambda event: {"event_id": event.pk}, methods="POST", right=_manages_this_team),
)
