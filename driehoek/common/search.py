"""Search over all kinds, with Dutch compounds: the words of an object are folded and stemmed; a search is a piece of a stem.

`inbraak` → stem `inbrak`, which is part of `woninginbrak`. Works the same on SQLite and PostgreSQL; who may see what is
decided by the `sight` of each kind, never by the index.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import snowballstemmer
from django.db.models import Model, Q

from driehoek.common.kinds import Kind, all_kinds, kind_of, names_of, reference
from driehoek.common.models import SearchEntry

_WORD = re.compile(r"[^\W_]+")
# One word for what people call by several names; both sides are stemmed.
SYNONYMS = {
    "jongeren": "jeugd",
    "jeugdigen": "jeugd",
    "drugs": "ondermijning",
    "cyber": "digitaal",
    "diefstal": "inbraak",
}


@lru_cache(maxsize=1)
def _stemmer() -> Any:
    return snowballstemmer.stemmer("dutch")


def fold(text: str) -> str:
    """Lower case, without accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def stems(text: str) -> list[str]:
    """The stems of the words, in order."""
    return list(_stemmer().stemWords(_WORD.findall(fold(text))))


def index(subject: Model) -> None:
    """Bring the index in line with the object; called with every event."""
    kind = kind_of(subject)
    if kind is None or kind.words is None:
        return
    code, object_id = reference(subject)
    words = kind.words(subject)
    if words is None:
        SearchEntry.objects.filter(kind=code, object_id=object_id).delete()
    else:
        SearchEntry.objects.update_or_create(kind=code, object_id=object_id, defaults={"stems": " ".join(stems(words))})


def index_all(kind: Kind) -> int:
    """Build the index of one kind anew (after a bulk load). Returns how many objects it holds."""
    if kind.words is None:
        return 0
    entries = [
        SearchEntry(kind=kind.code, object_id=str(subject.pk), stems=" ".join(stems(words)))
        for subject in kind.model._default_manager.all()
        if (words := kind.words(subject)) is not None
    ]
    SearchEntry.objects.filter(kind=kind.code).delete()
    SearchEntry.objects.bulk_create(entries, batch_size=500)
    return len(entries)


@dataclass(frozen=True)
class Hit:
    kind: Kind
    subject: Any
    name: str
    url: str


def find(viewer: Any, text: str, *, limit: int = 30) -> list[Hit]:
    """What this viewer may see that holds every word; best first (name before text), at most `limit` per kind."""
    wanted = [stem for stem in stems(text) if len(stem) > 1]
    if not wanted:
        return []
    condition = Q()
    for stem in wanted:
        synonyms = {stem, *(stems(SYNONYMS[word])[0] for word in SYNONYMS if stems(word) == [stem])}
        anyone = Q()
        for synonym in synonyms:
            anyone |= Q(stems__contains=synonym)
        condition &= anyone
    ids: dict[str, list[str]] = {}
    for code, object_id in SearchEntry.objects.filter(condition).values_list("kind", "object_id"):
        ids.setdefault(code, []).append(object_id)
    found = {
        kind: list(kind.sight(viewer).filter(pk__in=ids[kind.code][:2000])[:limit]) for kind in all_kinds() if kind.code in ids
    }
    names = names_of(found, viewer)
    hits = [
        Hit(kind, subject, names[kind][subject.pk], kind.url(subject))
        for kind, subjects in found.items()
        for subject in subjects
        if subject.pk in names[kind]
    ]
    return sorted(hits, key=lambda hit: (not _in_name(hit.name, wanted), hit.kind.order, fold(hit.name)))


def _in_name(name: str, wanted: list[str]) -> bool:
    named = " ".join(stems(name))
    return all(stem in named for stem in wanted)
