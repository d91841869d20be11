"""The verbs that only the making of a demo has: people who were never invited, roles that nobody had to approve."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password
from django.db import transaction

from driehoek.common import clock
from driehoek.common.events import record
from driehoek.demo.content_shapes import Person
from driehoek.demo.logins import PASSWORD
from driehoek.organisations.models import Area, Grant, Installation, User
from driehoek.organisations.viewer import SYSTEM


@transaction.atomic
def found_demo(home: str) -> Installation:
    """The installation itself, made by nobody."""
    place = Area.objects.get(pk=home)
    installation = Installation.objects.create(home=place, made_at=clock.now(), made_by=SYSTEM.code)
    record(SYSTEM, "demo.founded", installation, name=place.name, area_code=home)
    return installation


@transaction.atomic
def add_people(people: tuple[Person, ...]) -> dict[str, User]:
    """Everyone of the demo, by e-mail; all with the published password, which is hashed once."""
    hashed = make_password(PASSWORD)
    made = {}
    for person in people:
        user = User.objects.create(email=person.email, name=person.name, is_demo=True, password=hashed)
        made[person.email] = user
        for role in person.roles:
            grant = Grant.objects.create(
                user=user,
                role=role.role,
                area_id=role.scope,
                starts_on=role.starts_on,
                ends_on=role.ends_on,
                state=Grant.State.GRANTED,
                asked_by=SYSTEM.code,
                decided_by="demo",
            )
            record(SYSTEM, "demo.role_given", grant, name=person.name, area_code=role.scope, within=user)
    return made
