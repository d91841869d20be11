"""Lay the list that Driehoek supplies beside what an installation has: new ones come in, changed ones are offered."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from driehoek.common import search
from driehoek.common.kinds import kind_of
from driehoek.common.models import Setting
from driehoek.figures.indicators import catalogue
from driehoek.figures.indicators.catalogue import Supplied
from driehoek.figures.indicators.queries import definition_of
from driehoek.figures.indicators.writing import keep_version, lay_down, write
from driehoek.figures.models import Indicator, IndicatorVersion, Source
from driehoek.organisations.viewer import SYSTEM

LOADED = "indicators_loaded"  # the setting that remembers which list was laid beside


@transaction.atomic
def load_indicators() -> int:
    """Take in the supplied list; returns how many indicators are new or got another definition. Safe to run twice.

    What people changed stays as they made it: the newer supplied definition waits as an offer.
    """
    loaded, _made = Setting.objects.select_for_update().get_or_create(pk=LOADED, defaults={"value": ""})
    if loaded.value == catalogue.digest():
        return 0
    sources = {one.code: _source(one) for one in catalogue.sources()}
    known = {(one.source_id, one.phenomenon): one for one in Indicator.objects.select_for_update(of=("self",))}
    new = [one for one in catalogue.supplied() if (one.source, one.phenomenon) not in known]
    changed = sum(_bring_up_to_date(known[one.source, one.phenomenon], one) for one in catalogue.supplied() if one not in new)
    _make(new, sources)
    Setting.objects.filter(pk=LOADED).update(value=catalogue.digest())
    return len(new) + changed


def load_new_list() -> None:
    """After an upgrade: the background work looks every ten minutes, and nearly always has nothing to do."""
    if Setting.objects.filter(pk=LOADED).exclude(value=catalogue.digest()).exists() or (
        Source.objects.exists() and not Setting.objects.filter(pk=LOADED).exists()
    ):
        load_indicators()


def _source(wanted: catalogue.SuppliedSource) -> Source:
    words = {name: getattr(wanted, name) for name in ("name", "kind", "publisher", "licence", "is_public")}
    return Source.objects.get_or_create(code=wanted.code, defaults=words)[0]


def _make(new: list[Supplied], sources: dict[str, Source]) -> None:
    taken = set(Indicator.objects.values_list("code", flat=True))
    made = []
    for one in new:
        indicator = Indicator(
            code=_address(sources[one.source], one.phenomenon, taken), source=sources[one.source], phenomenon=one.phenomenon,
            rank=one.rank, supplied=one.definition.digest,
        )  # fmt: skip
        lay_down(indicator, one.definition)
        taken.add(indicator.code)
        made.append(indicator)
    Indicator.objects.bulk_create(made)
    versions = [keep_version(indicator, 1, SYSTEM, _("Geleverd met Driehoek")) for indicator in made]
    IndicatorVersion.objects.bulk_create(versions)
    if made and (kind := kind_of(made[0])):
        search.index_all(kind)


def _bring_up_to_date(indicator: Indicator, wanted: Supplied) -> bool:
    """Give it the newer definition, or offer it where people made their own. Whether the definition in use changed."""
    newest = wanted.definition.digest
    if indicator.supplied == newest:
        return False
    untouched = indicator.supplied in ("", definition_of(indicator).digest)
    indicator.supplied, indicator.rank = newest, wanted.rank
    if untouched:
        reason = _("Nieuwe omschrijving bij een nieuwe versie van Driehoek")
        write(SYSTEM, indicator, wanted.definition, "figures.indicator_supplied", reason)
        return True
    indicator.offer, indicator.by_hand = wanted.definition.as_json(), True
    indicator.version += 1
    indicator.save(update_fields=["supplied", "rank", "offer", "by_hand", "version"])
    return False


def _address(source: Source, phenomenon: str, taken: set[str]) -> str:
    """The part of addresses, as imports make it: the phenomenon itself for open tables, else with the source before it."""
    code = phenomenon if source.publisher else f"{source.code}-{phenomenon}"
    return code if code not in taken else f"{source.code}-{phenomenon}-2"
