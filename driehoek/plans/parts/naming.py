"""What a part is called for the person who looks: his municipality's own words, the working title, or the adopted title."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from driehoek.plans.adoption.models import Printed, Version
from driehoek.plans.writing.models import Edit, Head, Layer, Piece
from driehoek.plans.writing.rules import slots

if TYPE_CHECKING:
    from driehoek.organisations.viewer import Viewer


def titles(parts: Iterable[Any], viewer: Viewer) -> Mapping[UUID, str]:
    """Title per part. Who does not read the working text gets the title of the last version that he may read. Three queries."""
    parts = list(parts)
    if not parts:
        return {}
    layers = Layer.objects.visible_to(viewer).filter(plan__in={part.plan_id for part in parts})
    readable = set(layers.values_list("pk", flat=True))
    working = {part.pk: part.title for part in parts if part.home_id in readable and not part.dropped}
    working |= _own_titles(viewer, working, readable)
    rest = [part.pk for part in parts if part.pk not in working]
    return {key: _shown(title) for key, title in (working | _printed_titles(viewer, rest)).items()}


def _own_titles(viewer: Viewer, working: Iterable[UUID], readable: set[int]) -> dict[UUID, str]:
    """What the municipality of this viewer wrote instead of the joint title, when he has one municipality."""
    if len(viewer.municipalities) != 1:
        return {}
    heads = Head.objects.filter(
        piece__in=list(working), layer__in=readable, layer__municipality__in=viewer.municipalities,
        edit__op=Edit.Op.WRITE, edit__rank="",
    )  # fmt: skip
    return {piece: title for piece, title in heads.values_list("piece_id", "edit__title") if title}


def _printed_titles(viewer: Viewer, pieces: list[UUID]) -> dict[UUID, str]:
    if not pieces:
        return {}
    printed = Printed.objects.filter(piece__in=pieces, version__in=Version.objects.visible_to(viewer))
    return dict(printed.order_by("version__released_at", "pk").values_list("piece_id", "title"))


def _shown(title: str) -> str:
    """A slot in a joint title belongs to nobody in particular."""
    for name in slots(title):
        title = title.replace(f"[[{name}]]", _("de gemeente") if name == "gemeente" else f"({name})")
    return title


def piece_names(pieces: Iterable[Piece], viewer: Viewer) -> Mapping[UUID, str]:
    """The same for pieces without a row of their own: title, else the beginning of the text."""
    pieces = list(pieces)
    readable = set(Layer.objects.visible_to(viewer).filter(plan__in={one.plan_id for one in pieces}).values_list("pk", flat=True))
    ids = [one.pk for one in pieces if one.home_id in readable]
    heads = Head.objects.filter(piece__in=ids, layer=F("piece__home")).order_by()
    names = {piece: title or _start(body) for piece, title, body in heads.values_list("piece_id", "edit__title", "edit__body")}
    names |= _printed_titles(viewer, [one.pk for one in pieces if one.pk not in names])
    return {key: _shown(title) for key, title in names.items()}


def _start(body: str) -> str:
    line = " ".join(body.split())
    return line if len(line) <= 90 else line[:88].rsplit(" ", 1)[0] + " …"
