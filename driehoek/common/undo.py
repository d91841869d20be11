"""Undo: each reversible verb names the command that puts the old state back. A decision has none: it gets a counter-decision."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from driehoek.common.errors import NotNow
from driehoek.common.models import Event

type Inverse = Callable[[Any, Event], None]

_INVERSES: dict[str, Inverse] = {}


def undoes(verb: str) -> Callable[[Inverse], Inverse]:
    """Declare, in a room's commands, the command that undoes `verb`.

    It gets the acting viewer and the event; it checks rights itself, refuses (Outdated) when the object no longer says what
    the event made it say, and records its own event with `undoes=event`.
    """

    def declare(inverse: Inverse) -> Inverse:
        _INVERSES[verb] = inverse
        return inverse

    return declare


def can_undo(event: Event) -> bool:
    """Whether the verb is reversible and was not undone yet. Rights are for the command itself."""
    return event.verb in _INVERSES and not hasattr(event, "undone_by")


@transaction.atomic
def undo(by: Any, event_id: int) -> Event:
    """Undo one event, once. Raises NotNow when it cannot be undone (any more). Returns the event that was undone."""
    event = Event.objects.select_for_update(of=("self",)).get(pk=event_id)
    if not can_undo(event):
        raise NotNow(_("Dit is niet meer terug te draaien."))
    _INVERSES[event.verb](by, event)
    return event
