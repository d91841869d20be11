"""Reads about people and their roles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from driehoek.organisations.models import Grant, Invitation, Role, User
from driehoek.organisations.rights import all_rights
from driehoek.organisations.viewer import Viewer, viewer_of


def person_by_code(code: str) -> User | None:
    """The person behind the code in an event; None for the system and for whoever is no person."""
    try:
        return User.objects.filter(code=UUID(code)).first()
    except ValueError:
        return None


def names_by_code(codes: set[str]) -> dict[str, str]:
    """Code → name, for those who are people."""
    valid = []
    for code in codes:
        try:
            valid.append(UUID(code))
        except ValueError:
            continue
    return {str(code): name for code, name in User.objects.filter(code__in=valid).values_list("code", "name")}


def second_persons(grant: Grant, day: date) -> list[User]:
    """Who may decide about a request: those with the right in that area, without the asker and the receiver."""
    roles = list(all_rights()["organisations.approve_grant"])
    held = Grant.objects.in_force(day).filter(role__in=roles).values("user_id")
    people = User.objects.filter(pk__in=held, is_active=True).exclude(pk=grant.user_id).exclude(code=_uuid(grant.asked_by))
    return [
        person for person in people.order_by("pk") if viewer_of(person, day).may("organisations.approve_grant", grant.area_id)
    ]


def _uuid(code: str) -> UUID:
    try:
        return UUID(code)
    except ValueError:
        return UUID(int=0)


def other_admin_exists(without: Q, day: date) -> bool:
    """Whether a functional admin remains, apart from the grants that `without` describes."""
    admins = Grant.objects.in_force(day).filter(role=Role.FUNCTIONAL_ADMIN, user__is_active=True)
    return admins.exclude(without).exists()


@dataclass(frozen=True)
class Person:
    """One line of the list of people."""

    user: User
    grants: list[Grant]


def people(viewer: Viewer, text: str = "") -> QuerySet[User]:
    """The people this viewer may see, by name; `text` is a piece of a name or address."""
    found = User.objects.visible_to(viewer)
    if text:
        found = found.filter(Q(name__icontains=text) | Q(email__icontains=text))
    return found.order_by("name", "pk")


def with_grants(users: list[User], viewer: Viewer, day: date) -> list[Person]:
    """Their roles that run or wait, as far as this viewer may see them: one query for all."""
    grants = Grant.objects.visible_to(viewer).filter(user__in=users, state__in=["requested", "granted"], ends_on__gte=day)
    by_user: dict[int, list[Grant]] = {}
    for grant in grants.select_related("area").order_by("area__name", "role", "starts_on"):
        by_user.setdefault(grant.user_id, []).append(grant)
    return [Person(user, by_user.get(user.pk, [])) for user in users]


@dataclass(frozen=True)
class Waiting:
    """A request that waits, and whether this viewer may be its second person."""

    grant: Grant
    asker: str
    may_decide: bool


def waiting(viewer: Viewer) -> list[Waiting]:
    """What waits for a second person, oldest first."""
    grants = Grant.objects.visible_to(viewer).filter(state=Grant.State.REQUESTED).select_related("user", "area")
    rows = list(grants.order_by("pk"))
    names = names_by_code({grant.asked_by for grant in rows})
    return [Waiting(grant, names.get(grant.asked_by, "Driehoek"), may_decide(viewer, grant)) for grant in rows]


def may_decide(viewer: Viewer, grant: Grant) -> bool:
    """Whether this viewer can be the second person for this request."""
    return (
        viewer.may("organisations.approve_grant", grant.area_id)
        and grant.user_id != viewer.user_id
        and grant.asked_by != viewer.code
    )


def may_withdraw(viewer: Viewer, grant: Grant) -> bool:
    """The receiver, the asker while it waits, or who may withdraw roles there."""
    own = grant.user_id == viewer.user_id or (grant.state == Grant.State.REQUESTED and grant.asked_by == viewer.code)
    return own or viewer.may("organisations.withdraw_grant", grant.area_id)


def places_of_work(user: User, day: date) -> list[str]:
    """The areas of the roles in force; of all roles ever when there is none."""
    now = list(user.grants.in_force(day).values_list("area_id", flat=True))
    return now or list(user.grants.values_list("area_id", flat=True))


def may_block(viewer: Viewer, user: User, day: date) -> bool:
    """Whether this viewer manages every place where that person works."""
    places = places_of_work(user, day)
    return bool(places) and all(viewer.may("organisations.block_person", area) for area in places)


def open_invitations(viewer: Viewer) -> list[Invitation]:
    """Sent and not used or withdrawn, newest first."""
    return list(Invitation.objects.visible_to(viewer).waiting().select_related("area").order_by("-pk"))
