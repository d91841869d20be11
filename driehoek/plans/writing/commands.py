"""The verbs of writing: start a plan; add, edit, move, drop and restore a piece; fill in, replace or leave out in a layer.

The acting viewer comes first; `municipality` names the layer (None: the joint text); `seen` is the edit that was on the screen.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from driehoek.common import clock
from driehoek.common.errors import NotNow, Outdated, Refused
from driehoek.common.events import record
from driehoek.common.models import Event
from driehoek.documents.text import clean
from driehoek.organisations.models import Area, AreaLevel, AreaMembership
from driehoek.organisations.rights import require
from driehoek.plans.adoption.models import LocalPart
from driehoek.plans.parts.keeping import keep_in_step
from driehoek.plans.process import LOCAL_PART
from driehoek.plans.sharing.models import Participation
from driehoek.plans.writing import rules, store
from driehoek.plans.writing.models import Edit, Filling, Layer, Piece, PieceKind, Plan
from driehoek.plans.writing.reading import Text, read
from driehoek.plans.writing.rules import Written
from driehoek.plans.writing.store import After

if TYPE_CHECKING:
    from driehoek.organisations.viewer import Viewer


@transaction.atomic
def start_plan(
    by: Viewer,
    *,
    area: str,
    title: str,
    starts_on: date,
    ends_on: date,
    pattern: str = Plan.Pattern.IDENTICAL,
    municipalities: list[str] | None = None,
    settings: Mapping[str, Any] | None = None,
    predecessor: UUID | None = None,
) -> Plan:
    """Start a plan of a team (with the municipalities that take part; default: all of the team) or of one municipality."""
    require(by, "plans.start", area)
    place = Area.objects.get(pk=area)
    team = place.level == AreaLevel.BASE_TEAM
    if not team and place.level != AreaLevel.MUNICIPALITY:
        raise Refused({"area": _("Een plan is van een basisteam of van één gemeente.")})
    title = " ".join(clean(title).split())
    if not title:
        raise Refused({"title": _("Geef het plan een titel, bijvoorbeeld ‘Integraal Veiligheidsplan 2027-2030’.")})
    if ends_on <= starts_on:
        raise Refused({"ends_on": _("De einddatum ligt vóór de begindatum. Kies een latere einddatum.")})
    _refuse_overlap(place, team, starts_on, ends_on)
    plan = Plan.objects.create(
        title=title, team=place if team else None, municipality=None if team else place, starts_on=starts_on,
        ends_on=ends_on, pattern=pattern, settings=dict(settings or {}), predecessor_id=predecessor,
    )  # fmt: skip
    if team:
        Layer.objects.create(plan=plan)
    codes = (municipalities or _members(place)) if team else [area]
    if not codes:
        raise Refused({"area": _("Bij dit team staan nog geen gemeenten. Voeg die eerst toe.")})
    for municipality in Area.objects.filter(pk__in=codes).order_by("name"):
        add_layer(by, plan, municipality, from_date=min(starts_on, clock.today()))
    record(by, "plan.started", plan, area_code=area, municipalities=sorted(codes))
    return plan


def _members(team: Area) -> list[str]:
    rows = AreaMembership.objects.on(clock.today()).filter(parent=team, child__level=AreaLevel.MUNICIPALITY)
    return list(rows.values_list("child_id", flat=True))


def _refuse_overlap(place: Area, team: bool, starts_on: date, ends_on: date) -> None:
    others = Plan.objects.filter(starts_on__lte=ends_on, ends_on__gte=starts_on).exclude(state="withdrawn")
    other = others.filter(**{"team" if team else "municipality": place}).first()
    if other is not None:
        raise Refused({"starts_on": _("In deze jaren loopt al een plan: %(title)s. Kies andere jaren.") % {"title": other.title}})


def add_layer(by: Viewer, plan: Plan, municipality: Area, *, from_date: date) -> Layer:
    """Inside a command: a municipality takes part, with a layer of its own in which only its name is filled in."""
    values = {"gemeente": municipality.name}
    layer = Layer.objects.create(plan=plan, municipality=municipality, values=values)
    LocalPart.objects.create(layer=layer)
    Filling.objects.create(layer=layer, values=values, by=by.code, at=clock.now())
    Participation.objects.create(plan=plan, municipality=municipality, from_date=from_date)
    return layer


@transaction.atomic
def add_piece(
    by: Viewer,
    plan_id: UUID,
    municipality: str | None,
    kind: str,
    *,
    title: str = "",
    body: str = "",
    facts: Mapping[str, Any] | None = None,
    parent: UUID | None = None,
    after: After = "last",
    reason: str = "",
    writer: str | None = None,
    origin: UUID | None = None,
) -> Piece:
    """Write a new piece in the joint text, or in what one municipality adds to it."""
    layer = store.find_layer(by, plan_id, municipality)
    store.require_write(by, layer, writer)
    store.lock_layers(layer)
    if kind not in PieceKind.values:
        raise Refused({"kind": _("Kies een soort uit de lijst.")})
    words = store.tidy(kind, title, body, facts or {})
    if writer is not None and not layer.is_joint:
        raise Refused(_("Alleen een gezamenlijk deel heeft een gemeente als schrijver."))
    text = read(layer)
    rank = store.choose_rank(text, kind, parent, after)
    piece = Piece.objects.create(plan=layer.plan, home=layer, kind=kind, writer_id=writer, origin_id=origin)
    edit = store.write(by, layer, piece, place=(parent, rank), words=words, reason=reason)
    started_writing(layer)
    keep_in_step(layer.plan, [piece.pk])
    store.note(by, "piece.added", layer, piece, store.name_of(edit), reason=reason, edit=edit.pk, before=None)
    return piece


def started_writing(layer: Layer) -> None:
    """A municipality that writes something has a local part in the making."""
    if not layer.is_joint and layer.local_part.state == "empty":
        LocalPart.objects.filter(pk=layer.pk, state="empty").update(state=LOCAL_PART.step("empty", "write").target)


@transaction.atomic
def edit_piece(
    by: Viewer,
    piece_id: UUID,
    municipality: str | None,
    *,
    seen: int,
    title: str,
    body: str,
    facts: Mapping[str, Any] | None = None,
    reason: str = "",
) -> Edit | None:
    """Write other words in a piece: the joint ones, a municipality's own, or its own instead of the joint ones (with reason).

    Raises Outdated with the words that stand there now (`current`, a Written) when other words came in since `seen`.
    Returns None when nothing was changed.
    """
    piece, layer = _find(by, piece_id, municipality)
    store.require_write(by, layer, piece.writer_id)
    text = _take_turn(layer)
    now = _now(text, piece)
    words = store.tidy(piece.kind, title, body, now.facts if facts is None else facts)
    _refuse_conflict(piece, seen, now, words)
    if words.as_tuple() == now.words() or words.as_tuple() == _seen(piece, seen).words():
        return None
    edit = _write_words(by, layer, piece, text, words, reason)
    started_writing(layer)
    keep_in_step(layer.plan, [piece.pk])
    before = now.id if now.layer == layer.pk else None
    verb = "piece.edited" if piece.home_id == layer.pk else "piece.replaced"
    store.note(by, verb, layer, piece, store.name_of(words), reason=reason, edit=edit.pk, before=before)
    return edit


def _find(by: Viewer, piece_id: UUID, municipality: str | None) -> tuple[Piece, Layer]:
    piece = Piece.objects.visible_to(by).get(pk=piece_id)
    layer = store.find_layer(by, piece.plan_id, municipality)
    if piece.home_id != layer.pk and not Layer.objects.joint().filter(pk=piece.home_id).exists():
        raise Piece.DoesNotExist  # a piece of another municipality
    return piece, layer


def _take_turn(layer: Layer) -> Text:
    """Who writes in a layer takes his turn, and reads what stands there only then.

    A lock on the head of the piece alone is not enough: a first override has no head to lock, and a piece that is moved or
    dropped at the same moment copies its words.
    """
    store.lock_layers(layer)
    return read(layer)


def _now(text: Text, piece: Piece) -> Written:
    own = (text.own or {}).get(piece.pk)
    now = rules.says(own, text.joint.get(piece.pk))
    if now is None:
        raise Piece.DoesNotExist
    return now


def _seen(piece: Piece, seen: int) -> Written:
    from driehoek.plans.writing.reading import _FIELDS, as_written

    row = Edit.objects.filter(pk=seen, piece=piece).values_list(*_FIELDS).first()
    if row is None:
        raise Refused(_("Dit formulier hoort bij een ander deel. Ververs de bladzijde."))
    return as_written(row)


def _refuse_conflict(piece: Piece, seen: int, now: Written, words: store.Words) -> None:
    if now.op == rules.DROP:
        raise Outdated(_("Dit deel is intussen weggehaald. Uw tekst staat hieronder nog."), current=now)
    if seen != now.id and rules.conflict(_seen(piece, seen), now, words.as_tuple()):
        raise Outdated(
            _("%(who)s heeft dit deel intussen ook veranderd. Kies wat er moet staan.") % {"who": now.by_name}, current=now
        )


def _write_words(by: Viewer, layer: Layer, piece: Piece, text: Text, words: store.Words, reason: str) -> Edit:
    place = text.places[piece.pk]
    if piece.home_id == layer.pk:
        return store.write(by, layer, piece, place=(place.parent, place.rank), words=words, reason=reason)
    joint = text.joint[piece.pk]
    if words.as_tuple() == joint.words():
        return store.write(by, layer, piece, op=rules.INHERIT, reason=reason)
    if piece.pk not in text.by_piece:
        raise NotNow(_("Dit deel staat niet in de tekst van uw gemeente, dus er is niets te vervangen."))
    if not reason.strip() and not joint.facts.get("open"):
        raise Refused({"reason": _("Schrijf erbij waarom uw gemeente hier van de gezamenlijke tekst afwijkt.")})
    return store.write(by, layer, piece, words=words, reason=reason, base=joint.id)


@transaction.atomic
def use_joint_text(by: Viewer, piece_id: UUID, municipality: str) -> Edit | None:
    """End what a municipality wrote instead of a joint piece, or that it left it out."""
    piece, layer = _find(by, piece_id, municipality)
    store.require_write(by, layer)
    text = _take_turn(layer)
    own = (text.own or {}).get(piece.pk)
    if own is None or own.op == rules.INHERIT or own.has_place:
        return None
    edit = store.write(by, layer, piece, op=rules.INHERIT)
    keep_in_step(layer.plan, [piece.pk])
    name = store.name_of(text.joint[piece.pk])
    store.note(by, "piece.joint_again", layer, piece, name, edit=edit.pk, before=own.id)
    return edit


@transaction.atomic
def move_piece(by: Viewer, piece_id: UUID, *, parent: UUID | None, after: After = "last") -> Edit:
    """Put a piece elsewhere in its own text; all under it comes along."""
    piece = Piece.objects.visible_to(by).select_related("home").get(pk=piece_id)
    layer = store.find_layer(by, piece.plan_id, piece.home.municipality_id)
    store.require_write(by, layer, piece.writer_id)
    store.lock_layers(layer)
    text = read(layer)
    now = _now(text, piece)
    if now.op == rules.DROP:
        raise NotNow(_("Dit deel is weggehaald. Zet het eerst terug."))
    if rules.is_beneath(text.places, parent, piece.pk) if parent else False:
        raise Refused(_("Een deel kan niet onder zichzelf staan. Kies een andere plaats."))
    _refuse_local_parent(text, parent)
    rank = store.choose_rank(text, piece.kind, parent, after, moving=piece.pk)
    edit = store.write(by, layer, piece, place=(parent, rank), words=now)
    keep_in_step(layer.plan)
    store.note(by, "piece.moved", layer, piece, store.name_of(now), edit=edit.pk, before=now.id)
    return edit


def _refuse_local_parent(text: Text, parent: UUID | None) -> None:
    if parent is not None and text.layer.is_joint and parent not in text.joint:
        raise Refused(_("Een gezamenlijk deel kan niet onder een lokaal deel staan."))


@transaction.atomic
def drop_piece(by: Viewer, piece_id: UUID, *, reason: str = "") -> Event:
    """Take a piece out of its own text, with all that this text has beneath it. Nothing is lost: one undo puts it back."""
    piece = Piece.objects.visible_to(by).select_related("home").get(pk=piece_id)
    layer = store.find_layer(by, piece.plan_id, piece.home.municipality_id)
    store.require_write(by, layer, piece.writer_id)
    return _drop(by, layer, piece, "piece.dropped", reason)


@transaction.atomic
def leave_out(by: Viewer, piece_id: UUID, municipality: str, *, reason: str) -> Event:
    """A municipality leaves a joint piece out of its text, with its own words beneath it. Always with a reason."""
    piece, layer = _find(by, piece_id, municipality)
    store.require_write(by, layer)
    if piece.home_id == layer.pk:
        raise Refused(_("Dit deel is van uw gemeente zelf: haal het weg."))
    if not reason.strip():
        raise Refused({"reason": _("Schrijf erbij waarom uw gemeente dit deel weglaat.")})
    event = _drop(by, layer, piece, "piece.left_out", reason)
    started_writing(layer)
    return event


def _drop(by: Viewer, layer: Layer, piece: Piece, verb: str, reason: str) -> Event:
    store.lock_layers(layer)
    text = read(layer)
    if piece.pk not in text.by_piece:
        raise NotNow(_("Dit deel is al weg."))
    now = _now(text, piece)
    own: Mapping[UUID, Written] = text.joint if layer.is_joint else text.own or {}
    listed = rules.drop_list(text.joint, text.own, piece.pk)
    edits = [[*_drop_one(by, layer, piece, own.get(piece.pk), now, reason)]]
    pieces = Piece.objects.in_bulk([word.piece for word in listed])
    for word in listed:
        edits.append([*_drop_one(by, layer, pieces[word.piece], word, word, reason)])
    keep_in_step(layer.plan, [piece.pk, *pieces])
    return store.note(by, verb, layer, piece, store.name_of(now), reason=reason, edits=edits, also=len(listed))


def _drop_one(
    by: Viewer, layer: Layer, piece: Piece, own: Written | None, now: Written, reason: str
) -> tuple[str, int, int | None]:
    """A drop in the home keeps place and words; elsewhere it has neither."""
    if piece.home_id == layer.pk:
        edit = store.write(by, layer, piece, op=rules.DROP, place=(now.parent, now.rank), words=now, reason=reason)
    else:
        base = own.base if own and own.base else now.id
        edit = store.write(by, layer, piece, op=rules.DROP, reason=reason, base=base)
    return str(piece.pk), edit.pk, own.id if own else None


@transaction.atomic
def restore_piece(by: Viewer, piece_id: UUID) -> Edit:
    """Put a dropped piece back where it stood, with the words it had."""
    piece = Piece.objects.visible_to(by).select_related("home").get(pk=piece_id)
    layer = store.find_layer(by, piece.plan_id, piece.home.municipality_id)
    store.require_write(by, layer, piece.writer_id)
    store.lock_layers(layer)
    text = read(layer)
    now = _now(text, piece)
    if now.op != rules.DROP:
        raise NotNow(_("Dit deel staat er al."))
    edit = put_back(by, layer, piece, text, now)
    keep_in_step(layer.plan, [piece.pk])
    store.note(by, "piece.restored", layer, piece, store.name_of(now), edit=edit.pk, before=now.id)
    return edit


def put_back(by: Viewer, layer: Layer, piece: Piece, text: Text, there: Written, *, words: store.Words | None = None) -> Edit:
    """Inside a command: write a piece of this layer where `there` stands, or as near to it as can be."""
    parent, rank = there.parent, there.rank
    if parent is not None and parent not in text.by_piece:
        raise NotNow(_("Het deel waar dit onder stond is weggehaald. Zet dat eerst terug."))
    taken = {place.rank for place in text.siblings(parent) if place.piece != piece.pk}
    if rank in taken:
        behind = max((other.piece for other in text.siblings(parent) if other.rank == rank), key=lambda one: one.hex)
        rank = store.choose_rank(text, piece.kind, parent, behind, moving=piece.pk)
    return store.write(by, layer, piece, place=(parent, rank), words=words or there)


@transaction.atomic
def fill_values(by: Viewer, plan_id: UUID, municipality: str, values: Mapping[str, str]) -> Layer:
    """Say what stands in the slots of running text, such as `[[gemeente]]`, in the text of this municipality."""
    layer = store.find_layer(by, plan_id, municipality)
    store.require_write(by, layer)
    store.lock_layers(layer)
    tidy = {name: " ".join(clean(value).split())[:200] for name, value in values.items()}
    tidy = {name: value for name, value in tidy.items() if value}
    before = dict(layer.values)
    if tidy != before:
        layer.values = tidy
        Layer.objects.filter(pk=layer.pk).update(values=tidy)
        Filling.objects.create(layer=layer, values=tidy, by=by.code, at=clock.now())
        record(by, "layer.filled", layer, area_code=layer.area_code(), before=before, after=tidy)
    return layer
