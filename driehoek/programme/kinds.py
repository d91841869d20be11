"""The kinds of object of this room: how they are named, found, reached and seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from driehoek.common.kinds import Kind, register
from driehoek.programme.models import Action, Programme


def _programmes(programmes: Iterable[Any], viewer: Any) -> Mapping[Any, str]:
    return {programme.pk: programme.title for programme in programmes}


def _actions(actions: Iterable[Any], viewer: Any) -> Mapping[Any, str]:
    """A removed action has no name: search and thread pass it by, its timeline still knows it."""
    return {action.pk: action.title for action in actions if not action.removed}


def _programme_words(programme: Any) -> str:
    return f"{programme.title} uitvoeringsprogramma"


def _action_words(action: Any) -> str | None:
    """Only what is public once the programme is adopted: one must not find an action by words one may not read."""
    return None if action.removed else f"{action.title} {action.code} {action.result}"


register(
    Kind(
        code="programme.programme",
        label=_("programma"),
        plural=_("programma’s"),
        sight=Programme.objects.visible_to,
        names=_programmes,
        url=Programme.get_absolute_url,
        words=_programme_words,
        order=60,
        history=Programme.objects.inside,
    ),
    Kind(
        code="programme.action",
        label=_("actie"),
        plural=_("acties"),
        sight=Action.objects.visible_to,
        names=_actions,
        url=Action.get_absolute_url,
        words=_action_words,
        order=70,
        history=Action.objects.inside,
    ),
)
