"""The timeline of one object, as sentences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from driehoek.common.kinds import Kind, kind_of
from driehoek.common.models import Event
from driehoek.common.process import Words
from driehoek.common.undo import can_undo

_SENTENCES: dict[str, Words] = {}


@dataclass(frozen=True)
class Entry:
    event: Event
    at: datetime
    who: str
    sentence: str
    reason: str
    can_undo: bool
    undone: bool


def say(sentences: dict[str, Words]) -> None:
    """A room's `timeline.py` says what its events mean: verb → sentence; `%(name)s` and the keys of `data` may be used."""
    _SENTENCES.update(sentences)


def sentence(event: Event) -> str:
    words = _SENTENCES.get(event.verb)
    if words is None:
        raise KeyError(f"no sentence for the event {event.verb}")
    return str(words) % {"name": event.name, **event.data}


def entries(viewer: Any, kind: Kind, subject: Any, *, limit: int = 200) -> list[Entry]:
    """What happened to this object and within it, newest first; of the parts only what this viewer sees.

    The caller has checked that the viewer sees the object itself.
    """
    about = Q(kind=kind.code, object_id=str(subject.pk)) | Q(within_kind=kind.code, within_id=str(subject.pk))
    events = list(Event.objects.filter(about).select_related("undone_by")[:limit])
    seen = _seen(viewer, events) | {(kind.code, str(subject.pk))}
    return [_entry(event) for event in events if (event.kind, event.object_id) in seen]


def lately(viewer: Any, events: Iterable[Event]) -> list[Entry]:
    """These events as sentences, in the same order, as far as this viewer sees what they are about."""
    rows = list(events)
    seen = _seen(viewer, rows)
    return [_entry(event) for event in rows if (event.kind, event.object_id) in seen]


def sees(viewer: Any, event: Event) -> bool:
    """Whether this viewer sees the object that the event is about."""
    return (event.kind, event.object_id) in _seen(viewer, [event])


def _seen(viewer: Any, events: Iterable[Event]) -> set[tuple[str, str]]:
    """The objects of these events whose timeline the viewer reads; one query per kind.

    The events of a kind that no room announced are seen by nobody.
    """
    by_kind: dict[str, set[str]] = defaultdict(set)
    for event in events:
        by_kind[event.kind].add(event.object_id)
    seen = set()
    for code, ids in by_kind.items():
        kind = kind_of(code)
        if kind is not None:
            seen |= {(code, str(pk)) for pk in kind.told_to(viewer).filter(pk__in=ids).order_by().values_list("pk", flat=True)}
    return seen


def _entry(event: Event) -> Entry:
    undone = hasattr(event, "undone_by")
    words = sentence(event)
    if event.undoes_id:
        words = _("Ongedaan gemaakt: %(what)s") % {"what": words[:1].lower() + words[1:]}
    return Entry(event, event.at, event.actor_name, words, event.reason, can_undo(event), undone)


def of(code: str, viewer: Any, object_id: str) -> tuple[Kind, Any]:
    """The kind and the object, for this viewer. Raises KeyError or DoesNotExist when there is nothing to see.

    A timeline names colleagues, so it is not for the public.
    """
    kind = kind_of(code)
    if kind is None or viewer.is_public:
        raise KeyError(code)
    return kind, kind.told_to(viewer).get(pk=object_id)
