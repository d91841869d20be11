"""Who can be asked what a figure means: the colleagues who may write an interpretation of it."""

from __future__ import annotations

from driehoek.common import clock
from driehoek.organisations.models import AreaMembership, Grant, User
from driehoek.organisations.rights import Reach, all_rights
from driehoek.organisations.viewer import Viewer

RIGHT = "figures.interpret"


def people_to_ask(by: Viewer, area: str) -> list[User]:
    """By name, without the one who asks: those whose role reaches this area (two queries)."""
    day, roles = clock.today(), all_rights()[RIGHT]
    around = set(AreaMembership.objects.on(day).filter(child=area).values_list("parent_id", flat=True))
    inside = set(AreaMembership.objects.on(day).filter(parent=area).values_list("child_id", flat=True))
    held = Grant.objects.in_force(day).filter(role__in=list(roles), area__in={area} | around | inside, user__is_active=True)
    found: dict[int, User] = {}
    for grant in held.select_related("user"):
        if any(_reaches(reach, grant.area_id, area, around, inside) for reach in roles[grant.role]):
            found[grant.user_id] = grant.user
    return sorted((one for one in found.values() if one.pk != by.user_id), key=lambda one: (one.name.casefold(), one.pk))


def _reaches(reach: Reach, held_for: str, area: str, around: set[str], inside: set[str]) -> bool:
    """Whether a right with this reach, of a role for `held_for`, holds in the area: as `Viewer.may` has it."""
    if held_for == area:
        return True
    if reach is Reach.WITHIN:
        return held_for in around
    return reach is Reach.TEAM and area.startswith("BT-") and held_for in inside
