"""The kinds of object that people speak of: how each is named, found, reached and seen.

Each room lists its kinds in its own `kinds.py`; timeline, search, thread and links work with every kind that is listed here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet

from driehoek.common.process import Words


@dataclass(frozen=True)
class Kind:
    """One kind of object.

    code    label of the model in lower case, as in `programme.action`
    label   the word on the screen, singular, no article ("actie")
    plural  the word for several ("acties")
    sight   viewer → QuerySet of what this viewer may see
    names   (objects, viewer) → name per primary key, in one go: never a query per object
    url     object → its page
    words   object → the text that search should find, or None when it must not be found (removed, left out)
    order   place in lists of kinds: from national theme down to result
    history viewer → QuerySet of those whose timeline this viewer may read, where that is less than `sight`
    """

    code: str
    label: Words
    plural: Words
    sight: Callable[[Any], QuerySet[Any]]
    names: Callable[[Iterable[Any], Any], Mapping[Any, str]]
    url: Callable[[Any], str]
    words: Callable[[Any], str | None] | None = None
    order: int = 100
    history: Callable[[Any], QuerySet[Any]] | None = None

    def told_to(self, viewer: Any) -> QuerySet[Any]:
        """The objects whose timeline this viewer may read."""
        return (self.history or self.sight)(viewer)

    @property
    def model(self) -> type[Model]:
        return apps.get_model(self.code)


_KINDS: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    """Called from a room's `kinds.py` at start."""
    _KINDS.update({kind.code: kind for kind in kinds})


def all_kinds() -> list[Kind]:
    return sorted(_KINDS.values(), key=lambda kind: (kind.order, kind.code))


def kind_of(subject: Model | str) -> Kind | None:
    """The kind of an object or of a code; None when no room announced it."""
    return _KINDS.get(subject if isinstance(subject, str) else subject._meta.label_lower)


def reference(subject: Model) -> tuple[str, str]:
    """(kind code, id as text): how rows point to an object of any kind."""
    return subject._meta.label_lower, str(subject.pk)


def names_of(found: Mapping[Kind, list[Any]], viewer: Any) -> dict[Kind, Mapping[Any, str]]:
    """The names of objects of several kinds. Kinds that are named alike are named in one go, unless their keys would clash."""
    names: dict[Kind, Mapping[Any, str]] = {}
    for kind, subjects in found.items():
        if kind in names:
            continue
        alike = [other for other in found if other.names is kind.names]
        together = [subject for other in alike for subject in found[other]]
        if len({subject.pk for subject in together}) < len(together):
            names[kind] = kind.names(subjects, viewer)
        else:
            names |= dict.fromkeys(alike, kind.names(together, viewer))
    return names
