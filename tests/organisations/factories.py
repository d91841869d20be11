"""People, roles, invitations and teams, each with a canary."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

from driehoek.common.models import Event
from driehoek.organisations.commands import invite, leave_team
from driehoek.organisations.models import Area, AreaMembership, Grant, Installation, Invitation, User
from driehoek.organisations.viewer import SYSTEM
from tests.factories import END, PUBLIC, SIGNED_IN, START, Place, World, factory, give_role, make_person, right

READS_USERS = right("organisations.read_users")


@factory("organisations.area", sees=PUBLIC)
def area(world: World, place: Place) -> Area:
    """A municipality that is no more; its name is the canary."""
    return Area.objects.create(
        code=f"GM{9100 + ['own', 'sibling', 'foreign'].index(place.relation)}", level="municipality", name=place.canary(),
        valid_from=START, valid_until=date(2020, 1, 1),
    )  # fmt: skip


@factory("organisations.area:team", sees=PUBLIC)
def team(world: World, place: Place) -> AreaMembership:
    """The membership of the municipality in its team."""
    return AreaMembership.objects.select_related("parent", "child").get(parent=place.team, child=place.municipality)


@factory("organisations.user", sees=READS_USERS)
def user(world: World, place: Place) -> User:
    colleague = make_person("", "", name=place.canary())
    give_role(colleague, "employee", place.municipality)
    return colleague


@factory("organisations.grant", sees=READS_USERS)
def grant(world: World, place: Place) -> Grant:
    """A request that waits, by somebody else for somebody else."""
    newcomer = make_person("", "", name=place.canary())
    return Grant.objects.create(
        user=newcomer, role="employee", area_id=place.municipality, starts_on=START, ends_on=END, asked_by=str(uuid4()),
    )  # fmt: skip


@factory("organisations.grant:granted", sees=READS_USERS)
def granted(world: World, place: Place) -> Grant:
    return give_role(make_person("", "", name=place.canary()), "employee", place.municipality)


@factory("organisations.invitation", sees=READS_USERS)
def invitation(world: World, place: Place) -> Invitation:
    return invite(
        SYSTEM, email=f"nieuw-{place.relation}@voorbeeld.example", name=place.canary(), role="employee",
        area_code=place.municipality, ends_on=END,
    )  # fmt: skip


@factory("common.event", sees=SIGNED_IN)
def event(world: World, place: Place) -> Event:
    """Something that can be undone by whoever may: the municipality left its team."""
    row = AreaMembership.objects.get(parent=place.team, child=place.municipality)
    leave_team(SYSTEM, row.pk, on=date(2029, 1, 1), seen="")
    return Event.objects.filter(verb="organisations.municipality_left").latest("pk")


@factory("organisations.installation", sees=lambda who, place: who.has("organisations.settings", "GM0225"))
def installation(world: World, place: Place) -> Installation:
    if place.relation == "own":
        Installation.objects.update(name=place.canary())
    return Installation.objects.get()
