"""The sessions of one person."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.utils.translation import gettext as _

from driehoek.organisations.viewer import Viewer

_BROWSERS = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)  # fmt: skip


@dataclass(frozen=True)
class OwnSession:
    id: int
    device: str
    address: str
    since: datetime
    current: bool


def own_sessions(viewer: Viewer, current_key: str) -> list[OwnSession]:
    """The sessions that still work, this one first, then the newest."""
    rows = [row for row in UserSession.objects.filter(user_id=viewer.user_id) if row.exists()]
    sessions = [
        OwnSession(row.pk, device(row.user_agent), row.ip, row.created_at, row.session_key == current_key) for row in rows
    ]
    return sorted(sessions, key=lambda session: (not session.current, -session.since.timestamp()))


def device(user_agent: str) -> str:
    """`Firefox op Windows`, as far as the browser says."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in _SYSTEMS if re.search(mark, user_agent)), "")
    if browser and system:
        return _("%(browser)s op %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Onbekend apparaat")
