"""What the first user gets: enough to work alone and to let a second person in."""

from __future__ import annotations

from datetime import date

from driehoek.organisations.models import AreaLevel, Role

FOUNDING = "founding"  # stands as the decider of the first roles, and of no others

_ROLES: dict[str, tuple[str, ...]] = {
    AreaLevel.MUNICIPALITY: (Role.FUNCTIONAL_ADMIN, Role.SAFETY_ADVISER),
    AreaLevel.BASE_TEAM: (Role.FUNCTIONAL_ADMIN, Role.STRATEGIC_ADVISER),
}


def roles_of_founder(level: str) -> tuple[str, ...]:
    """Managing people, and the work itself; empty where nobody can begin (a district, the country)."""
    return _ROLES.get(level, ())


def first_term(today: date) -> date:
    """The first roles end with the next calendar year; by then a second person can extend them."""
    return date(today.year + 1, 12, 31)
