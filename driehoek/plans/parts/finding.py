"""The words by which search finds a piece, in bulk: what may be read by most, never more.

A piece that a council adopted is found by the adopted words alone. So nobody can find out by searching what stands in a draft
of something that he sees only in its adopted form.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import F, Q

from driehoek.common import search
from driehoek.common.models import SearchEntry
from driehoek.plans.writing.models import Edit, Head, Piece

_KINDS = {
    "priority": "plans.priority",
    "regular": "plans.priority",
    "goal": "plans.goal",
    "measure": "plans.measure",
    "line": "plans.crossline",
}


def kind_code(kind: str) -> str:
    return _KINDS.get(kind, "plans.piece")


def words_of(pieces: Iterable[UUID]) -> dict[UUID, str | None]:
    """Per piece its words; None for one that is dropped and was never adopted. Three queries."""
    from driehoek.plans.adoption.models import Printed, Version

    ids = list(pieces)
    words: dict[UUID, str | None] = dict.fromkeys(ids)
    heads = Head.objects.filter(piece__in=ids, layer=F("piece__home")).order_by()
    for piece, op, title, body in heads.values_list("piece_id", "edit__op", "edit__title", "edit__body"):
        words[piece] = None if op == Edit.Op.DROP else f"{title} {body}"
    adopted = Printed.objects.filter(piece__in=ids, version__adoption__isnull=False).order_by()
    versions: dict[UUID, set[UUID]] = {}
    for piece, version in adopted.values_list("piece_id", "version_id"):
        versions.setdefault(version, set()).add(piece)
    public: dict[UUID, list[str]] = {}
    for version, content in Version.objects.filter(pk__in=versions).values_list("pk", "content"):
        for one in content["pieces"]:
            piece = UUID(one["piece"])
            if piece in versions[version]:
                public.setdefault(piece, []).append(f"{one['title']} {one['body']}")
    return words | {piece: " ".join(dict.fromkeys(texts)) for piece, texts in public.items()}


def index_pieces(pieces: Iterable[UUID]) -> None:
    """Bring the search index in line for these pieces, in bulk."""
    ids = list(pieces)
    if not ids:
        return
    words = words_of(ids)
    kinds = dict(Piece.objects.filter(pk__in=ids).values_list("pk", "kind"))
    SearchEntry.objects.filter(_entries(kinds)).delete()
    SearchEntry.objects.bulk_create(
        [
            SearchEntry(kind=kind_code(kind), object_id=str(piece), stems=" ".join(search.stems(text)))
            for piece, kind in kinds.items()
            if (text := words[piece]) is not None
        ],
        batch_size=500,
    )


def _entries(kinds: Mapping[UUID, str]) -> Q:
    return Q(kind__startswith="plans.", object_id__in=[str(piece) for piece in kinds])
