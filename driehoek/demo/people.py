"""Who acts in the demo: the person who has the role on that day, else Driehoek itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from driehoek.common import clock
from driehoek.demo.content_shapes import Person
from driehoek.organisations.models import Role, User
from driehoek.organisations.viewer import SYSTEM, Viewer, viewer_of


class Cast:
    """The people of the demo, by role and place. Their roles never change while it is made, so each is looked up once."""

    def __init__(self, users: Mapping[str, User], people: Iterable[Person]) -> None:
        self._terms = [
            (role.role, role.scope, role.starts_on, role.ends_on, users[person.email])
            for person in people
            for role in person.roles
        ]
        self._viewers: dict[tuple[int, date], Viewer] = {}

    def holder(self, role: str, area: str) -> User | None:
        """Who holds this role for this area on the day that is now."""
        day = clock.today()
        fitting = (user for held, scope, start, end, user in self._terms if (held, scope) == (role, area) and start <= day <= end)
        return next(fitting, None)

    def acting(self, role: str, area: str) -> Viewer:
        """The viewer that acts in this role; Driehoek itself when the demo has nobody for it."""
        user, day = self.holder(role, area), clock.today()
        if user is None:
            return SYSTEM
        if (user.pk, day) not in self._viewers:
            self._viewers[user.pk, day] = viewer_of(user, day)
        return self._viewers[user.pk, day]


# Offices that own work but have no role of their own in Driehoek yet.
_OFFICES = {
    "ciso": "CISO",
    "enforcement_officer": "boa",
    "hub_officer": "medewerker informatieknooppunt",
    "legal_adviser": "jurist",
    "municipal_secretary": "gemeentesecretaris",
    "privacy_officer": "privacy officer",
    "process_coordinator": "procesregisseur",
}


def office_words(role: str, area_name: str) -> str:
    """`burgemeester Boxtel`: an owner as an office, never a name."""
    return f"{_OFFICES.get(role) or Role(role).label} {area_name}"
