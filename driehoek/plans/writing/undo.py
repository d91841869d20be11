"""How each verb of writing is undone: by a new edit that says again what stood there before."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _

from driehoek.common.errors import NotNow, Outdated
from driehoek.common.models import Event
from driehoek.common.undo import undoes
from driehoek.plans.parts.keeping import keep_in_step
from driehoek.plans.writing import rules, store
from driehoek.plans.writing.commands import put_back
from driehoek.plans.writing.models import Edit, Layer, Piece
from driehoek.plans.writing.reading import Text, read
from driehoek.plans.writing.rules import Written

if TYPE_CHECKING:
    from driehoek.organisations.viewer import Viewer


def _open(by: Viewer, event: Event) -> tuple[Layer, Piece, Text]:
    layer = Layer.objects.visible_to(by).select_related("plan", "local_part").get(pk=event.object_id)
    piece = Piece.objects.get(pk=event.data["piece"])
    if piece.home_id != layer.pk and not Layer.objects.joint().filter(pk=piece.home_id).exists():
        raise NotNow(_("Dit deel is intussen van een andere tekst."))
    store.require_write(by, layer, piece.writer_id if layer.is_joint else None)
    store.lock_layers(layer)
    return layer, piece, read(layer)


def _own(text: Text, piece: UUID) -> Written | None:
    return (text.joint if text.own is None else text.own).get(piece)


def _still_says(now: Written | None, edit: int) -> Written:
    """Refuse when somebody wrote other words or took it away since."""
    made = Edit.objects.get(pk=edit)
    if now is None or now.op != made.op or now.words() != (made.title, made.body, made.facts):
        raise Outdated(_("Er is daarna weer iets veranderd. Draai dat eerst terug."), current=now)
    return now


def _edit(number: int | None) -> Edit | None:
    return Edit.objects.get(pk=number) if number else None


def _return(by: Viewer, layer: Layer, piece: Piece, text: Text, before: Edit | None) -> Edit:
    """Say again in this layer what `before` said of the piece; None: nothing."""
    if piece.home_id != layer.pk:
        if before is None or before.op == rules.INHERIT:
            return store.write(by, layer, piece, op=rules.INHERIT)
        return store.write(by, layer, piece, op=before.op, words=_words(before), reason=before.reason, base=before.base_id)
    now = text.places[piece.pk]
    if before is None or before.op == rules.DROP:
        return store.write(by, layer, piece, op=rules.DROP, place=(now.parent, now.rank), words=now)
    if now.op == rules.DROP:
        return put_back(by, layer, piece, text, now, words=_words(before))
    return store.write(by, layer, piece, place=(now.parent, now.rank), words=_words(before))


def _words(edit: Edit) -> store.Words:
    return store.Words(edit.title, edit.body, edit.facts)


def _refuse_to_orphan(text: Text, going: set[UUID]) -> None:
    """What goes away may not leave words of the same text behind beneath it."""
    for piece in going:
        for written in rules.drop_list(text.joint, text.own, piece):
            if written.piece not in going:
                raise NotNow(_("Er staat intussen iets onder dit deel. Haal het weg als u dat echt wilt."))


def _finish(by: Viewer, event: Event, layer: Layer, piece: Piece, **data: Any) -> None:
    store.note(by, event.verb, layer, piece, event.name, undoes=event, **data)


@undoes("piece.added")
@undoes("piece.restored")
@undoes("piece.edited")
@undoes("piece.replaced")
@undoes("piece.joint_again")
def undo_words(by: Viewer, event: Event) -> None:
    layer, piece, text = _open(by, event)
    now = _still_says(_own(text, piece.pk), event.data["edit"])
    before = _edit(event.data["before"])
    if piece.home_id == layer.pk and (before is None or before.op == rules.DROP):
        _refuse_to_orphan(text, {piece.pk})
    edit = _return(by, layer, piece, text, before)
    keep_in_step(layer.plan, [piece.pk])
    _finish(by, event, layer, piece, edit=edit.pk, before=now.id)


@undoes("piece.moved")
def undo_move(by: Viewer, event: Event) -> None:
    layer, piece, text = _open(by, event)
    now, before, made = _own(text, piece.pk), _edit(event.data["before"]), _edit(event.data["edit"])
    if now is None or made is None or now.op == rules.DROP or (now.parent, now.rank) != (made.parent_id, made.rank):
        raise Outdated(_("Dit deel is daarna weer verplaatst of weggehaald. Draai dat eerst terug."), current=now)
    if before is None or (before.parent_id and rules.is_beneath(text.places, before.parent_id, piece.pk)):
        raise Outdated(_("De oude plaats staat nu onder dit deel zelf. Verplaats het met de hand."), current=now)
    there = replace(now, parent=before.parent_id, rank=before.rank)
    edit = put_back(by, layer, piece, text, there)
    keep_in_step(layer.plan, [piece.pk])
    _finish(by, event, layer, piece, edit=edit.pk, before=now.id)


@undoes("piece.dropped")
@undoes("piece.left_out")
def undo_drop(by: Viewer, event: Event) -> None:
    """Put back the piece and all that went with it, each where it stood; what was changed since stays as it is."""
    layer, piece, text = _open(by, event)
    rows = [(UUID(one), made, before) for one, made, before in event.data["edits"]]
    pieces = Piece.objects.in_bulk([one for one, _made, _before in rows])
    if (now := _own(text, piece.pk)) is None or now.id != rows[0][1]:
        raise Outdated(_("Dit deel is daarna weer veranderd. Draai dat eerst terug."), current=now)
    if now.op != rules.DROP:
        _refuse_to_orphan(text, set(pieces))
    edits = []
    for one, made, before in rows:
        now = _own(text, one)
        if now is not None and now.id == made:
            edits.append([str(one), _return(by, layer, pieces[one], text, _edit(before)).pk, made])
            text = read(layer)
    keep_in_step(layer.plan, pieces)
    _finish(by, event, layer, piece, edits=edits, also=len(edits) - 1)
