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
from driehoek.organisations.areas.small_areas import SmallArea, names_of_small_area, small_areas_of

__all__ = [
    "SmallArea",
    "around",
    "called_on",
    "heirs",
    "larger_by_name",
    "members_of",
    "municipalities_of",
    "name_on",
    "names_of_small_area",
    "neighbours_of",
    "parts_of",
    "predecessors_of",
    "small_areas_of",
    "successors_of",
    "team_of",
    "teams_of",
]
