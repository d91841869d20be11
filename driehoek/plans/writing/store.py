"""How a command of this room finds, locks and writes: the steps that every one of them takes in the same order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from driehoek.common import clock
from driehoek.common.errors import NotNow, Outdated, Refused
from driehoek.common.events import record
from driehoek.common.models import Event
from driehoek.documents.text import canonical, clean
from driehoek.organisations.rights import require
from driehoek.plans.process import OPEN_PART
from driehoek.plans.writing import rules
from driehoek.plans.writing.models import Edit, Head, Layer, Piece
from driehoek.plans.writing.ranks import between
from driehoek.plans.writing.reading import Text
from driehoek.plans.writing.rules import Written

if TYPE_CHECKING:
    from driehoek.organisations.viewer import Viewer

type After = UUID | Literal["first", "last"]


def find_layer(by: Viewer, plan_id: UUID, municipality: str | None) -> Layer:
    """The layer, for who may read it. Raises Layer.DoesNotExist for who may not."""
    layers = Layer.objects.visible_to(by).select_related("plan", "local_part")
    return layers.get(plan=plan_id, municipality=municipality)


def lock_layers(*layers: Layer) -> None:
    """Lock, the joint one first: so two commands never wait for each other."""
    ids = [layer.pk for layer in layers]
    rows = Layer.objects.filter(pk__in=ids).select_for_update(no_key=True, of=("self",))
    list(rows.order_by(F("municipality").asc(nulls_first=True), "pk").values_list("pk"))


def may_write(by: Viewer, layer: Layer, writer: str | None = None) -> bool:
    """Whether this viewer has the right to change this text; `writer` is the municipality that writes a joint piece."""
    if by.is_system:
        return True
    if not layer.is_joint:
        return by.may("plans.write_local", str(layer.municipality_id))
    team = str(layer.plan.team_id)
    together = bool(layer.plan.settings.get("advisers_write")) and by.may("plans.write_together", team)
    return by.may("plans.write", team) or together or (writer is not None and by.may("plans.write_local", writer))


def require_write(by: Viewer, layer: Layer, writer: str | None = None) -> None:
    """Raises NotAllowed without the right, NotNow when the text is closed."""
    if not may_write(by, layer, writer):
        require(by, "plans.write" if layer.is_joint else "plans.write_local", layer.area_code())
    require_open(layer)


def require_open(layer: Layer) -> None:
    """Raises NotNow, with what to do, when this text may not be changed now."""
    if not layer.is_open():
        raise NotNow(_closed(layer))


def _closed(layer: Layer) -> str:
    if layer.is_joint or layer.local_part.state in OPEN_PART:
        state = layer.plan.label_on(clock.today())
        return _("De tekst ligt vast: het plan is ‘%(state)s’. Zet het plan eerst terug naar concept.") % {"state": state}
    state = layer.local_part.state_label
    return _("De tekst ligt vast: de stand is ‘%(state)s’. Neem hem eerst weer in bewerking.") % {"state": state}


@dataclass(frozen=True)
class Words:
    """Words as they are stored: one spelling, no more than fits."""

    title: str
    body: str
    facts: dict[str, Any]

    def as_tuple(self) -> tuple[str, str, dict[str, Any]]:
        return self.title, self.body, self.facts


def tidy(kind: str, title: str, body: str, facts: Mapping[str, Any]) -> Words:
    """Raises Refused, beside the field, for words that cannot be stored."""
    title = " ".join(clean(title).split())
    if len(title) > 300:
        raise Refused({"title": _("De titel is te lang. Maak er ten hoogste 300 tekens van, de rest hoort in de tekst.")})
    try:
        spelled = canonical(body)
    except Refused as refusal:
        raise Refused({"body": refusal.messages}) from refusal
    if not title and not spelled:
        raise Refused({"title": _("Schrijf een titel of een tekst; een leeg deel zegt de lezer niets.")})
    try:
        return Words(title, spelled, rules.tidy_facts(kind, facts))
    except ValueError as unknown:
        raise Refused({"facts": _("Het gegeven ‘%(name)s’ hoort niet bij dit soort deel.") % {"name": unknown}}) from unknown


def write(
    by: Viewer,
    layer: Layer,
    piece: Piece,
    *,
    op: str = rules.WRITE,
    place: tuple[UUID | None, str] = (None, ""),
    words: Words | Written | None = None,
    reason: str = "",
    base: int | None = None,
) -> Edit:
    """Append an edit and move the head to it. The other half (place or words) is what the caller copied from the locked head."""
    heads = Head.objects.select_for_update(no_key=True, of=("self",)).select_related("edit")
    head = heads.filter(piece=piece, layer=layer).first()
    number = head.edit.number + 1 if head else 1
    title, body, facts = (words.title, words.body, dict(words.facts)) if words else ("", "", {})
    edit = Edit(
        piece=piece, layer=layer, number=number, op=op, parent_id=place[0], rank=place[1],
        title=title, body=body, facts=facts, reason=clean(reason).strip(), base_id=base,
        by=by.code, by_name=by.name, at=clock.now(),
    )  # fmt: skip
    try:
        with transaction.atomic():
            edit.save(force_insert=True)
    except IntegrityError as race:  # somebody else was first to write in this layer
        raise Outdated(_("Iemand anders heeft dit deel zojuist ook veranderd. Bekijk het en probeer het opnieuw.")) from race
    if head:
        Head.objects.filter(pk=head.pk).update(edit=edit)
    else:
        Head.objects.create(piece=piece, layer=layer, edit=edit)
    return edit


def choose_rank(text: Text, kind: str, parent: UUID | None, after: After, *, moving: UUID | None = None) -> str:
    """The key of a new place in this text. Raises Refused when the place is not there, or cannot hold this kind."""
    joint = text.layer.is_joint
    if parent is not None:
        above = text.by_piece.get(parent)
        if above is None:
            raise Refused(_("Het deel waaronder dit moet komen is weggehaald. Kies een andere plaats."))
        if not rules.may_hold(above.kind, kind):
            raise Refused(_("Dit soort deel past daar niet. Kies een andere plaats of een ander soort."))
    elif not rules.may_hold(None, kind):
        raise Refused(_("Dit soort deel past daar niet. Kies een andere plaats of een ander soort."))
    siblings = [sibling for sibling in text.siblings(parent) if sibling.piece != moving]
    at = 0 if after == "first" else len(siblings)
    if isinstance(after, UUID):
        at = next((n for n, sibling in enumerate(siblings, 1) if sibling.piece == after), -1)
        if at < 0:
            raise Refused(_("Het deel waar dit achter moet komen staat daar niet meer. Ververs de bladzijde."))
    low = siblings[at - 1].rank if at else None
    high = siblings[at].rank if at < len(siblings) else None
    return between(low, high, odd=not joint)


def note(
    by: Viewer, verb: str, layer: Layer, piece: Piece, name: str, *, undoes: Event | None = None, reason: str = "", **data: Any
) -> Event:
    """The event of a change in a text: about the layer (who reads that, sees it), within the part that was changed."""
    from driehoek.plans.parts.keeping import named

    return record(
        by, verb, layer, name=name, within=named(piece), area_code=layer.area_code(), reason=reason, undoes=undoes,
        piece=str(piece.pk), kind=piece.get_kind_display(), **data,
    )  # fmt: skip


def name_of(words: Any) -> str:
    """What a piece is called in a sentence: its title, else the beginning of its text."""
    if words.title:
        return str(words.title)
    line = " ".join(str(words.body).split())
    return line if len(line) <= 90 else line[:88].rsplit(" ", 1)[0] + " …"
