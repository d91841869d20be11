"""What other rooms ask about areas and people. Areas are public; who sees which person follows from the viewer."""

from __future__ import annotations

from driehoek.organisations.areas.queries import (
    around,
    called_on,
    heirs,
    larger_by_name,
    members_of,
    municipalities_of,
    name_on,
    neighbours_of,
    parts_of,
    predecessors_of,
    successors_of,
    team_of,
    teams_of,
)

__all__ = [
    "around",
    "called_on",
    "heirs",
    "larger_by_name",
    "members_of",
    "municipalities_of",
    "name_on",
    "neighbours_of",
    "parts_of",
    "predecessors_of",
    "successors_of",
    "team_of",
    "teams_of",
]
