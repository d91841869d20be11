"""Record what happened, in the transaction that makes it happen."""

from __future__ import annotations

from typing import Any, Protocol

from django.db.models import Model

from driehoek.common import clock, search
from driehoek.common.kinds import reference
from driehoek.common.models import Event


class Actor(Protocol):
    """Whoever acts: a signed-in person or the system, by code and by the name of that moment."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...


def record(
    by: Actor,
    verb: str,
    subject: Model,
    *,
    name: str = "",
    within: Model | None = None,
    area_code: str = "",
    reason: str = "",
    undoes: Event | None = None,
    **data: Any,
) -> Event:
    """Write the event and bring the search index along. `data` must be JSON; put `before` and `after` in it to allow undo."""
    kind, object_id = reference(subject)
    within_kind, within_id = reference(within) if within else ("", "")
    event = Event.objects.using(subject._state.db).create(
        at=clock.now(),
        actor=by.code,
        actor_name=by.name,
        verb=verb,
        kind=kind,
        object_id=object_id,
        name=(name or str(subject))[:300],
        within_kind=within_kind,
        within_id=within_id,
        area_code=area_code,
        reason=reason,
        data=data,
        undoes=undoes,
    )
    search.index(subject)
    return event
