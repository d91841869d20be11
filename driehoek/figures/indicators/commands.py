"""The verbs of definitions: change, add, break, close, take over what Driehoek supplies. Each with a reason and an undo."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from driehoek.common import clock
from driehoek.common.errors import NotAllowed, NotNow, Outdated, Refused
from driehoek.common.models import Event
from driehoek.common.undo import undoes
from driehoek.figures.indicators import rules
from driehoek.figures.indicators.loading import load_indicators, load_new_list
from driehoek.figures.indicators.queries import definition_of
from driehoek.figures.indicators.rules import Break, Definition
from driehoek.figures.indicators.writing import write
from driehoek.figures.models import Indicator, Source
from driehoek.organisations.viewer import Viewer

__all__ = [
    "RIGHT",
    "add_break",
    "add_indicator",
    "change_indicator",
    "close_indicator",
    "decline_offer",
    "end_break",
    "load_indicators",
    "load_new_list",
    "may_define",
    "reopen_indicator",
    "take_offer",
]
RIGHT = "figures.define"
OWN = ("Eigen-cijfers", "Eigen cijfers")  # the source of indicators that an installation adds: code and name
_KEPT = ("key", "kind", "breaks", "mandatory", "closed_on")  # what the form of a definition does not change


def may_define(by: Viewer) -> bool:
    """A definition holds in the whole installation, so the right in any area is enough."""
    return by.is_system or bool(by.areas_with(RIGHT))


@transaction.atomic
def change_indicator(by: Viewer, code: str, wanted: Definition, *, reason: str, seen: int) -> tuple[Indicator, Event | None]:
    """Let an indicator mean something else from today on; the old definition stays as a version. No change, no event.

    Kind, key, breaks and whether it is mandatory stay as they are. Raises NotAllowed, Outdated, Refused by field.
    """
    indicator = _locked(by, code, seen)
    now = definition_of(indicator)
    wanted = _tidy(replace(wanted, **{name: getattr(now, name) for name in _KEPT}))
    if wanted == now:
        return indicator, None
    _check(indicator, wanted, reason)
    return indicator, write(by, indicator, wanted, "figures.indicator_changed", reason.strip())


@transaction.atomic
def add_indicator(by: Viewer, wanted: Definition) -> tuple[Indicator, Event]:
    """Add an indicator of one's own: a count or a value that no table has. Its source is that of own figures."""
    _allowed(by)
    wanted = _tidy(replace(wanted, breaks=(), closed_on="", mandatory=False, key=""))
    name, label = OWN
    kind = Source.Kind.SURVEY if wanted.kind == Indicator.Kind.VALUE else Source.Kind.COUNTS
    code = name if kind == Source.Kind.COUNTS else f"{name}-waarden"
    source, _made = Source.objects.select_for_update().get_or_create(code=code, defaults={"name": label, "kind": kind})
    indicator = Indicator(source=source, phenomenon=_phenomenon(source, wanted.label), rank=2_000_000)
    indicator.code = f"{source.code}-{indicator.phenomenon}"
    _check(indicator, wanted, _("Toegevoegd"))
    indicator.label = wanted.label
    indicator.save(force_insert=True)
    return indicator, write(by, indicator, wanted, "figures.indicator_added", _("Toegevoegd"))


@transaction.atomic
def add_break(by: Viewer, code: str, wanted: Break, *, seen: int) -> tuple[Indicator, Event]:
    """Say that figures of some periods cannot be laid beside the others, and why."""
    indicator = _locked(by, code, seen)
    wanted = Break(wanted.first.strip(), wanted.last.strip(), rules.tidy(wanted.reason))
    wrong = rules.break_problems(wanted)
    now = definition_of(indicator)
    if any((one.first, one.last) == (wanted.first, wanted.last) for one in now.breaks):
        wrong.setdefault("first", _("Over deze periode staat al een breuk. Beëindig die eerst."))
    if wrong:
        raise Refused(wrong)
    changed = replace(now, breaks=rules.in_order((*now.breaks, wanted)))
    _check(indicator, changed, wanted.reason)
    return indicator, write(by, indicator, changed, "figures.break_added", wanted.reason, what=wanted.sentence)


@transaction.atomic
def end_break(by: Viewer, code: str, first: str, last: str, *, reason: str, seen: int) -> tuple[Indicator, Event]:
    """Take a break away, because it is none (any more). The versions keep that it was there."""
    indicator = _locked(by, code, seen)
    now = definition_of(indicator)
    kept = tuple(one for one in now.breaks if (one.first, one.last) != (first, last))
    if len(kept) == len(now.breaks):
        raise NotNow(_("Deze breuk is er niet meer."))
    changed = replace(now, breaks=kept)
    _check(indicator, changed, reason)
    [gone] = [one for one in now.breaks if one not in kept]
    return indicator, write(by, indicator, changed, "figures.break_ended", reason.strip(), what=gone.sentence)


@transaction.atomic
def close_indicator(by: Viewer, code: str, *, reason: str, seen: int) -> tuple[Indicator, Event]:
    """Offer it no more in forms. What was written with it keeps it, and its figures stay."""
    indicator = _locked(by, code, seen)
    if indicator.closed_on:
        raise NotNow(_("Dit cijfer is al gesloten."))
    changed = replace(definition_of(indicator), closed_on=clock.today().isoformat())
    _check(indicator, changed, reason)
    return indicator, write(by, indicator, changed, "figures.indicator_closed", reason.strip())


@transaction.atomic
def reopen_indicator(by: Viewer, code: str, *, reason: str, seen: int) -> tuple[Indicator, Event]:
    indicator = _locked(by, code, seen)
    if not indicator.closed_on:
        raise NotNow(_("Dit cijfer is al open."))
    changed = replace(definition_of(indicator), closed_on="")
    _check(indicator, changed, reason)
    return indicator, write(by, indicator, changed, "figures.indicator_reopened", reason.strip())


@transaction.atomic
def take_offer(by: Viewer, code: str, *, seen: int) -> tuple[Indicator, Event]:
    """Take over the newer definition that Driehoek supplies, in place of one's own."""
    indicator = _locked(by, code, seen)
    if indicator.offer is None:
        raise NotNow(_("Er ligt geen nieuwe omschrijving klaar."))
    offered, reason = indicator.offer, _("Omschrijving van Driehoek overgenomen")
    event = write(by, indicator, Definition.from_json(offered), "figures.offer_taken", reason, offer=offered)
    return indicator, event


@transaction.atomic
def decline_offer(by: Viewer, code: str, *, seen: int) -> tuple[Indicator, Event]:
    """Keep one's own definition; the next newer one is offered again."""
    indicator = _locked(by, code, seen)
    if indicator.offer is None:
        raise NotNow(_("Er ligt geen nieuwe omschrijving klaar."))
    offered, indicator.offer = indicator.offer, None
    reason = _("Eigen omschrijving gehouden")
    return indicator, write(by, indicator, definition_of(indicator), "figures.offer_declined", reason, offer=offered)


@undoes("figures.indicator_changed")
@undoes("figures.break_added")
@undoes("figures.break_ended")
@undoes("figures.indicator_closed")
@undoes("figures.indicator_reopened")
@undoes("figures.offer_taken")
@undoes("figures.offer_declined")
@undoes("figures.indicator_added")
def put_back(by: Viewer, event: Event) -> None:
    """Back to what it meant before the event, as a new version. One that was added is closed: versions are never deleted."""
    indicator = Indicator.objects.visible_to(by).select_for_update(of=("self",)).get(pk=event.object_id)
    _allowed(by)
    now = definition_of(indicator)
    if now.as_json() != event.data["after"]:
        raise Outdated(_("Dit cijfer is daarna nog veranderd; draai die verandering eerst terug."))
    before = Definition.from_json(event.data["before"])
    if event.verb == "figures.indicator_added":
        before = replace(now, closed_on=clock.today().isoformat())
    if "offer" in event.data:
        indicator.offer = event.data["offer"]
    write(by, indicator, before, "figures.indicator_put_back", _("Teruggezet"), undoes=event)


def _allowed(by: Viewer) -> None:
    if not may_define(by):
        raise NotAllowed(_("U mag niet veranderen wat een cijfer betekent. Vraag het uw functioneel beheerder."))


def _locked(by: Viewer, code: str, seen: int) -> Indicator:
    """The row, for who may change it and saw this version. Raises Indicator.DoesNotExist, NotAllowed, Outdated."""
    indicator = Indicator.objects.visible_to(by).select_for_update(of=("self",)).select_related("source").get(pk=code)
    _allowed(by)
    if indicator.version != seen:
        said = _("Iemand anders heeft dit cijfer intussen veranderd. Uw tekst staat er nog.")
        raise Outdated(said, current=indicator.label)
    return indicator


def _tidy(wanted: Definition) -> Definition:
    every = {name: getattr(wanted, name) for name in wanted.__dataclass_fields__}
    texts: dict[str, Any] = {name: rules.tidy(value) for name, value in every.items() if isinstance(value, str)}
    return replace(wanted, **texts)


def _check(indicator: Indicator, wanted: Definition, reason: str) -> None:
    """Raises Refused with a sentence per field."""
    wrong: dict[str, Any] = rules.problems(wanted)
    choices = (
        ("field", Indicator.Field), ("moves_with", Indicator.MovesWith), ("kind", Indicator.Kind), ("unit", Indicator.Unit),
        ("direction", Indicator.Direction),
    )  # fmt: skip
    for name, known in choices:
        if getattr(wanted, name) not in known.values:
            wrong[name] = _("Kies een van de mogelijkheden.")
    if wanted.kind == Indicator.Kind.GROUP and not wrong:
        wrong |= _wrong_parts(indicator, wanted)
    if not reason.strip():
        wrong["reason"] = _("Schrijf in één zin waarom. Wie later een oud cijfer leest, zoekt dat.")
    elif len(reason) > 300:
        wrong["reason"] = _("Houd het onder de 300 tekens.")
    if wrong:
        raise Refused(wrong)


def _wrong_parts(indicator: Indicator, wanted: Definition) -> dict[str, str]:
    """A group adds up counts of its own source; what stands with another source before it is only named."""
    inside = {part for part in wanted.parts if ":" not in part}
    known = Indicator.objects.filter(source=indicator.source, phenomenon__in=inside, kind=Indicator.Kind.COUNT)
    if not wanted.parts:
        return {"parts": _("Kies de soorten die samen deze groep zijn.")}
    if missing := inside - set(known.values_list("phenomenon", flat=True)):
        return {"parts": _("%(codes)s is hier geen soort die geteld wordt.") % {"codes": ", ".join(sorted(missing))}}
    return {}


def _phenomenon(source: Source, label: str) -> str:
    slug = rules.slug(label)
    taken = set(source.indicators.values_list("phenomenon", flat=True))
    return next(free for free in (slug, *(f"{slug}-{n}" for n in range(2, 10_000))) if free not in taken)
