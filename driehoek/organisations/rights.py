"""Which role may do which verb, and how far. One table per room; this module keeps the tables together.

A room's `rights.py` calls `grant_rights({"plans.write_joint": {Role.STRATEGIC_ADVISER: Reach.OWN}, …})` at start.
Source of the rows: the permission matrix of the field, as kept in docs/rechten.md (made from these tables).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from driehoek.common.errors import NotAllowed

if TYPE_CHECKING:
    from driehoek.organisations.viewer import Viewer


class Reach(Enum):
    """How far a right of a role goes, seen from the area the role was given for."""

    OWN = "own"  # only that area itself
    WITHIN = "within"  # that area and all inside it: a role for a team, in each of its municipalities
    TEAM = "team"  # that area and the team it belongs to: a role for a municipality, at the table of the team
    CARE = "care"  # as WITHIN, and the team and its municipalities that have no functional admin of their own (waarneming)
    SECOND = "second"  # as CARE, and those that have only one: two people must decide, so a neighbour is the second


_RIGHTS: dict[str, dict[str, tuple[Reach, ...]]] = {}


def grant_rights(table: Mapping[str, Mapping[str, Reach | tuple[Reach, ...]]]) -> None:
    """Add a room's table: right → role → reach (or several)."""
    for right, roles in table.items():
        _RIGHTS[right] = {role: reach if isinstance(reach, tuple) else (reach,) for role, reach in roles.items()}


def all_rights() -> dict[str, dict[str, tuple[Reach, ...]]]:
    return dict(_RIGHTS)


def reaches(right: str, role: str) -> tuple[Reach, ...]:
    """Raises KeyError for a right that no room declared: a typing error must not become a silent refusal."""
    return _RIGHTS[right].get(role, ())


def require(by: Viewer, right: str, area_code: str) -> None:
    """Raises NotAllowed unless this viewer has the right in that area."""
    if not by.may(right, area_code):
        raise NotAllowed(_("U hebt hiervoor geen recht in dit gebied. Vraag het uw functioneel beheerder."))


grant_rights(
    {
        "organisations.read_users": {"functional_admin": Reach.SECOND, "auditor": Reach.OWN},
        "organisations.invite": {
            "functional_admin": Reach.CARE,
            "safety_adviser": Reach.OWN,
            "strategic_adviser": Reach.WITHIN,
        },
        "organisations.approve_grant": {"functional_admin": Reach.SECOND},
        "organisations.withdraw_grant": {"functional_admin": Reach.CARE},
        "organisations.block_person": {"functional_admin": Reach.CARE},
        "organisations.manage_team": {
            "functional_admin": Reach.OWN,
            "strategic_adviser": Reach.OWN,
            "safety_adviser": Reach.OWN,
        },
        "organisations.settings": {"functional_admin": Reach.OWN},
    }
)
