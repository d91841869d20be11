"""The verbs of this room: its only writers."""

from __future__ import annotations

from driehoek.organisations.areas.commands import create_team, join_team, leave_team, load_areas

__all__ = ["create_team", "join_team", "leave_team", "load_areas"]
