"""The verbs of sharing: a municipality joins or leaves, and what was its own becomes joint. Joining shows nothing by itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from driehoek.common import clock
from driehoek.common.errors import NotNow, Refused
from driehoek.common.events import record
from driehoek.organisations.models import Area, AreaLevel, AreaMembership
from driehoek.organisations.rights import require
from driehoek.plans.parts.keeping import keep_in_step
from driehoek.plans.sharing.models import Participation
from driehoek.plans.writing import rules, store
from driehoek.plans.writing.commands import add_layer
from driehoek.plans.writing.models import Layer, Piece, Plan
from driehoek.plans.writing.ranks import between
from driehoek.plans.writing.reading import Text, read

if TYPE_CHECKING:
    from driehoek.organisations.viewer import Viewer


@transaction.atomic
def join_municipality(by: Viewer, plan_id: UUID, municipality: str, *, from_date: date | None = None) -> Layer:
    """A municipality takes part in a plan. A plan of one municipality becomes its team's: with an empty joint text.

    What the owner wrote stays in its own layer, unseen by the newcomer, until it shares it (`share_pieces`).
    """
    plan = Plan.objects.visible_to(by).select_for_update(of=("self",)).get(pk=plan_id)
    require(by, "plans.participate", plan.area_code)
    newcomer = Area.objects.municipalities().filter(pk=municipality).first()
    if newcomer is None:
        raise Refused({"municipality": _("Kies een gemeente uit de lijst.")})
    if Layer.objects.filter(plan=plan, municipality=newcomer).exists():
        raise NotNow(_("%(name)s doet al mee, of deed eerder mee.") % {"name": newcomer.name})
    if plan.state in ("before_councils", "partly_adopted", "ended", "withdrawn"):
        raise NotNow(_("Het plan ligt bij de raden of is voorbij. Er kan nu niemand bij komen."))
    if not plan.is_joint:
        _make_joint(plan)
    layer = add_layer(by, plan, newcomer, from_date=from_date or clock.today())
    record(by, "plan.joined", plan, area_code=municipality, municipality=newcomer.name)
    return layer


def _make_joint(plan: Plan) -> None:
    team = AreaMembership.objects.on(clock.today()).filter(child=plan.municipality, parent__level=AreaLevel.BASE_TEAM).first()
    if team is None:
        raise Refused(_("Deze gemeente hoort nog niet bij een basisteam. Vul dat eerst in bij Gebieden."))
    plan.team_id, plan.municipality_id = team.parent_id, None
    plan.settings = {**plan.settings, "advisers_write": True}
    plan.pattern = Plan.Pattern.PARTS
    plan.version += 1
    plan.save(update_fields=["team", "municipality", "settings", "pattern", "version"])
    Layer.objects.create(plan=plan)


@transaction.atomic
def leave_plan(by: Viewer, plan_id: UUID, municipality: str, *, until: date, reason: str) -> None:
    """A municipality leaves: its text is closed, and stays readable as it was."""
    plan = Plan.objects.visible_to(by).select_for_update(of=("self",)).get(pk=plan_id)
    require(by, "plans.participate", municipality)
    if not reason.strip():
        raise Refused({"reason": _("Schrijf erbij waarom de gemeente niet meer meedoet.")})
    participation = Participation.objects.current().filter(plan=plan, municipality=municipality).first()
    if participation is None or not plan.is_joint:
        raise NotNow(_("Deze gemeente doet niet mee."))
    if until <= participation.from_date:
        raise Refused({"until": _("De gemeente gaat weg voordat zij erbij komt. Kies een latere datum.")})
    Participation.objects.filter(pk=participation.pk).update(until=until)
    Layer.objects.filter(plan=plan, municipality=municipality).update(until=until)
    name = participation.municipality.name
    record(by, "plan.left", plan, area_code=municipality, municipality=name, reason=reason, until=until.isoformat())


@transaction.atomic
def share_pieces(by: Viewer, plan_id: UUID, municipality: str, pieces: Iterable[UUID]) -> int:
    """Make own pieces of a municipality joint, as they stand; what its text says does not change by it.

    The owner decides, nobody else: who writes the joint text reads of it in the timeline, and may change it from then on.
    A piece goes with the pieces it stands under, or after them. Returns how many became joint.
    """
    own = store.find_layer(by, plan_id, municipality)
    store.require_write(by, own)
    joint = store.find_layer(by, plan_id, None)
    store.require_open(joint)
    store.lock_layers(joint, own)
    wanted = set(pieces)
    text = read(own)
    lines = [line for line in text.lines if line.piece in wanted and line.written.has_place and line.how == "added"]
    rows = Piece.objects.in_bulk([line.piece for line in lines])
    for line in lines:
        _share(by, joint, own, rows[line.piece])
    keep_in_step(own.plan, rows)
    if lines:
        names = ", ".join(store.name_of(line.written) for line in lines[:3])
        record(by, "layer.shared", joint, area_code=joint.area_code(), count=len(lines), names=names)
    return len(lines)


def _share(by: Viewer, joint: Layer, own: Layer, piece: Piece) -> None:
    """One piece: the joint text says what the layer said, in the same place, and the layer says nothing of its own any more."""
    text = read(own)
    word = text.places[piece.pk]
    if word.parent is not None and word.parent not in read(joint).by_piece:
        raise Refused(
            _("‘%(title)s’ staat onder een deel dat niet gezamenlijk is. Deel dat ook.") % {"title": store.name_of(word)}
        )
    Piece.objects.filter(pk=piece.pk).update(home=joint)
    piece.home = joint
    rank = _joint_rank(text, word)
    store.write(by, joint, piece, place=(word.parent, rank), words=word, reason=word.reason)
    store.write(by, own, piece, op=rules.INHERIT)


def _joint_rank(text: Text, word: rules.Written) -> str:
    """An even key in the same place among the siblings of this text: between what stood before it and what stood after it."""
    siblings = text.siblings(word.parent)
    at = next(n for n, sibling in enumerate(siblings) if sibling.piece == word.piece)
    low = siblings[at - 1].rank if at else None
    high = siblings[at + 1].rank if at + 1 < len(siblings) else None
    rank = between(low, high, odd=False)
    taken = set(_joint_ranks(text, word.parent))
    while rank in taken:
        rank = between(rank, high, odd=False)
    return rank


def _joint_ranks(text: Text, parent: UUID | None) -> list[str]:
    return [place.rank for place in text.joint.values() if place.parent == parent]
