"""Who is looking: the roles and areas of one person, read once per request. All sight and rights start here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Q

from driehoek.common.prepared import Given, Prepared
from driehoek.organisations.models import AreaLevel, AreaMembership, Grant, GrantQuerySet, Role, User
from driehoek.organisations.rights import Reach, reaches


@dataclass(frozen=True)
class Held:
    """A role in force: the area it is for, the areas inside it, and the teams it belongs to."""

    role: str
    area: str
    inside: frozenset[str] = frozenset()
    teams: frozenset[str] = frozenset()
    without_admin: frozenset[str] = frozenset()  # of its teams and their municipalities: those without a functional admin
    with_one_admin: frozenset[str] = frozenset()  # and those with a single one; both only filled for a functional admin


@dataclass(frozen=True)
class Viewer:
    """The signed-in person (or the public, or the system) with the roles in force today."""

    code: str = ""
    name: str = ""
    user_id: int | None = None
    held: tuple[Held, ...] = ()
    is_system: bool = False
    extra: frozenset[str] = field(default_factory=frozenset)

    @property
    def is_public(self) -> bool:
        return not self.code

    @cached_property
    def roles(self) -> frozenset[str]:
        return frozenset(held.role for held in self.held)

    @cached_property
    def area_codes(self) -> frozenset[str]:
        """All areas this person works in: those of the roles, what lies inside, and the teams they belong to."""
        return frozenset().union(*({held.area} | held.inside | held.teams for held in self.held))

    @cached_property
    def municipalities(self) -> frozenset[str]:
        """The municipalities a role was given for directly (not those that merely lie in one's team)."""
        return frozenset(held.area for held in self.held if held.area.startswith("GM"))

    @cached_property
    def teams(self) -> frozenset[str]:
        return frozenset().union(*(held.teams | ({held.area} if held.inside else set()) for held in self.held))

    def areas_with(self, right: str) -> frozenset[str]:
        """The codes of the areas in which this person has that right."""
        codes: set[str] = set()
        for held in self.held:
            for reach in reaches(right, held.role):
                codes |= _reached(held, reach)
        return frozenset(codes)

    def may(self, right: str, area_code: str) -> bool:
        return self.is_system or area_code in self.areas_with(right)


def _reached(held: Held, reach: Reach) -> frozenset[str]:
    match reach:
        case Reach.OWN:
            return frozenset({held.area})
        case Reach.WITHIN:
            return held.inside | {held.area}
        case Reach.TEAM:
            return held.teams | {held.area}
        case Reach.CARE:
            return held.inside | {held.area} | held.without_admin
        case Reach.SECOND:
            return held.inside | {held.area} | held.without_admin | held.with_one_admin


PUBLIC = Viewer()
SYSTEM = Viewer(code="system", name="Driehoek", is_system=True)


_DAY = Given("day", date)


def _in_force() -> GrantQuerySet:
    return Grant.objects.filter(user=Given("user", int)).in_force(_DAY)


def _memberships() -> Any:
    """Those of the areas in which somebody has a role, upwards and downwards."""
    areas = _in_force().values("area")
    return AreaMembership.objects.on(_DAY).filter(Q(parent__in=areas) | Q(child__in=areas))


# Every page of somebody who is signed in asks these two.
_GRANTS = Prepared(lambda: _in_force().order_by("pk").values_list("role", "area_id"))
_AROUND = Prepared(lambda: _memberships().values_list("parent_id", "parent__level", "child_id"))


def viewer_of(user: User, day: date) -> Viewer:
    """Read the roles of a person that are in force on that day (two queries; two more for a functional admin)."""
    if not user.is_active:
        return PUBLIC
    grants = _GRANTS(user=user.pk, day=day)
    inside: dict[str, set[str]] = {}
    teams: dict[str, set[str]] = {}
    for parent, level, child in _AROUND(user=user.pk, day=day) if grants else ():
        inside.setdefault(parent, set()).add(child)
        if level == AreaLevel.BASE_TEAM:
            teams.setdefault(child, set()).add(parent)
    nearby = {area: frozenset(teams.get(area, ())) for role, area in grants if role == Role.FUNCTIONAL_ADMIN}
    care = _without_admins(nearby, day)
    held = tuple(
        Held(
            role,
            area,
            frozenset(inside.get(area, ())),
            frozenset(teams.get(area, ())),
            *(care.get(area, ()) if role == Role.FUNCTIONAL_ADMIN else ()),
        )
        for role, area in grants
    )
    return Viewer(code=str(user.code), name=user.name, user_id=user.pk, held=held)


def _without_admins(nearby: Mapping[str, frozenset[str]], day: date) -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """Per area of an admin: the teams around it and their municipalities that have no admin, and that have just one."""
    teams = frozenset().union(*nearby.values())
    if not teams:
        return {}
    members: dict[str, set[str]] = {team: {team} for team in teams}
    for parent, child in AreaMembership.objects.on(day).filter(parent__in=teams).values_list("parent_id", "child_id"):
        members[parent].add(child)
    around = set().union(*members.values())
    admins = Grant.objects.in_force(day).filter(role=Role.FUNCTIONAL_ADMIN, area__in=around, user__is_active=True)
    people: dict[str, set[int]] = {}
    for area, person in admins.values_list("area_id", "user_id"):
        people.setdefault(area, set()).add(person)
    care = {}
    for area, its_teams in nearby.items():
        reach = set().union(*(members[team] for team in its_teams)) - {area}
        counts = {each: len(people.get(each, ())) for each in reach}
        care[area] = (
            frozenset(each for each, count in counts.items() if count == 0),
            frozenset(each for each, count in counts.items() if count == 1),
        )
    return care
