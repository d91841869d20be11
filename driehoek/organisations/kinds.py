"""The kinds of object of this room. Areas are found by all; people, grants and invitations only where one manages them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from driehoek.common.kinds import Kind, register
from driehoek.organisations.models import Area, Grant, Installation, Invitation, User


def _by_str(objects: Iterable[Any], viewer: Any) -> Mapping[Any, str]:
    return {each.pk: str(each) for each in objects}


def _area_words(area: Area) -> str:
    return f"{area.name} {area.get_level_display()} {area.pk}"


def _grant_names(grants: Iterable[Grant], viewer: Any) -> Mapping[Any, str]:
    ids = [grant.pk for grant in grants]
    rows = Grant.objects.filter(pk__in=ids).select_related("user", "area")
    return {grant.pk: f"{grant.user.name}: {grant.get_role_display()} {grant.area.name}" for grant in rows}


def _invitation_names(invitations: Iterable[Invitation], viewer: Any) -> Mapping[Any, str]:
    return {each.pk: f"{each.name}: {each.get_role_display()}" for each in invitations}


register(
    Kind(
        code="organisations.area",
        label=_("gebied"),
        plural=_("gebieden"),
        sight=Area.objects.visible_to,
        names=_by_str,
        url=Area.get_absolute_url,
        words=_area_words,
        order=200,
    ),
    Kind(
        code="organisations.user",
        label=_("collega"),
        plural=_("collega’s"),
        sight=User.objects.visible_to,
        names=_by_str,
        url=lambda user: f"/beheer/mensen/{user.code}/",
        words=lambda user: f"{user.name} {user.email}",
        order=210,
    ),
    Kind(
        code="organisations.grant",
        label=_("rol"),
        plural=_("rollen"),
        sight=Grant.objects.visible_to,
        names=_grant_names,
        url=lambda grant: f"/beheer/rollen/{grant.pk}/",
        order=211,
    ),
    Kind(
        code="organisations.invitation",
        label=_("uitnodiging"),
        plural=_("uitnodigingen"),
        sight=Invitation.objects.visible_to,
        names=_invitation_names,
        url=lambda invitation: f"/beheer/uitnodigingen/{invitation.pk}/",
        order=212,
    ),
    Kind(
        code="organisations.installation",
        label=_("installatie"),
        plural=_("installaties"),
        sight=Installation.objects.visible_to,
        names=lambda rows, viewer: {row.pk: row.name or "Driehoek" for row in rows},
        url=lambda installation: "/beheer/instellingen/",
        order=213,
    ),
)
