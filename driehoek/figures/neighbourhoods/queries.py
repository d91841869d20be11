"""A municipality by its neighbourhoods: what was counted where, with its districts and the whole. Reads only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from driehoek.common import clock
from driehoek.engine.counts import PER_YEAR, read_period
from driehoek.figures import rules
from driehoek.figures._store import Series
from driehoek.figures.models import Snapshot, Source
from driehoek.figures.neighbourhoods.store import Rows, counts_of, phenomena_of
from driehoek.organisations.models import Area
from driehoek.organisations.queries import SmallArea, heirs, names_of_small_area, small_areas_of
from driehoek.organisations.viewer import Viewer


@dataclass(frozen=True)
class Part:
    """A neighbourhood or district with its series.

    code, name, district   BU… or WK…, its name, and the district that it lies in
    inhabitants            of 2024; None where nobody is known to live (no rate then)
    series                 periods, counts and exposures. The exposure is the inhabitants of 2024 × time in every period, since no
                           other year is at hand; time alone where nobody is known to live. `series.blocks` are years, or twelve
                           months ending at the newest, as with every other series
    cut_from               the first period from which the code stands for this place; before it stood for another, and that
                           part of the series is left out. None: always
    """

    code: str
    name: str
    district: str
    inhabitants: int | None
    series: Series
    cut_from: str | None = None

    @property
    def latest(self) -> int | None:
        """What was counted in the newest year or twelve months; None where the series is shorter than that."""
        return self.series.blocks[-1].count if self.series.blocks else None

    @property
    def rate(self) -> float | None:
        """That per 1,000 inhabitants; None where nobody is known to live."""
        return rules.rate_per_1000(self.latest, self.inhabitants)


@dataclass(frozen=True)
class Neighbourhoods:
    """One phenomenon in one municipality, by neighbourhood.

    neighbourhoods, districts   by code; a district is the sum of its neighbourhoods where all of them have that period
    total        the sum of the neighbourhoods, over the periods that all of them have; None without any
    published    what the same table gives for the municipality as a whole; None where it does not. It is more than `total`
                 where the place of some facts is not known
    missing      neighbourhoods of the newest list without figures
    source, snapshot   for the line that names them: newest delivery
    """

    area: Area
    phenomenon: str
    neighbourhoods: tuple[Part, ...]
    districts: tuple[Part, ...]
    total: Series | None
    published: Series | None
    missing: tuple[SmallArea, ...]
    source: Source
    snapshot: Snapshot


def neighbourhood_phenomena(viewer: Viewer, municipality: str) -> list[str]:
    """What is counted by neighbourhood in this municipality, as far as this viewer may see it: values of `phenomenon`."""
    digits = _digits(municipality)
    held = _deliveries(viewer).values()
    return sorted({one for found in held for one in phenomena_of([each.path for each in found], digits)})


def neighbourhood_series(viewer: Viewer, municipality: str, phenomenon: str) -> Neighbourhoods | None:
    """The figures of a municipality (GM0225) by neighbourhood; None where there are none that this viewer may see.

    phenomenon   as in `Indicator.phenomenon` (1.1.1)
    Of several tables with this phenomenon, the one with the newest period counts. Three queries. Raises Area.DoesNotExist.
    """
    area = Area.objects.visible_to(viewer).get(pk=municipality)
    digits = _digits(municipality)
    best: tuple[str, dict[str, Rows], Snapshot] | None = None
    for found in _deliveries(viewer).values():
        counts = counts_of([one.path for one in found], digits, phenomenon)
        newest = max((rows[-1][0] for rows in counts.values()), default="")
        if newest and (best is None or newest > best[0]):
            best = newest, counts, found[-1]
    if best is None:
        return None
    _newest_period, counts, snapshot = best
    return _laid_out(area, phenomenon, counts, snapshot)


def _deliveries(viewer: Viewer) -> dict[str, list[Snapshot]]:
    mine = Snapshot.objects.visible_to(viewer).filter(source__kind=Source.Kind.SMALL_AREAS).select_related("source")
    rows = sorted(mine, key=lambda one: (one.source_id, one.pk))
    return {source: list(found) for source, found in groupby(rows, key=lambda one: one.source_id)}


def _digits(municipality: str) -> list[str]:
    """The digits of the municipality and of those that went into it wholly: codes of before a merger hold theirs."""
    old = [code for code, heir in heirs(clock.today()).items() if heir == municipality]
    return [code.removeprefix("GM") for code in (municipality, *old)]


def _laid_out(area: Area, phenomenon: str, counts: Mapping[str, Rows], snapshot: Snapshot) -> Neighbourhoods:
    parts = [_part(code, rows) for code, rows in counts.items() if code.startswith("BU")]
    there = tuple(sorted((part for part in parts if part.series.periods), key=lambda part: part.code))
    given = {code: rows for code, rows in counts.items() if code.startswith("WK")}
    whole = counts.get(area.pk)
    codes = {part.code for part in there}
    missing = [one for one in small_areas_of(area.pk) if one.is_neighbourhood and one.code not in codes]
    return Neighbourhoods(
        area=area,
        phenomenon=phenomenon,
        neighbourhoods=there,
        districts=_districts(there, given),
        total=_sum([part.series for part in there]),
        published=_series(whole, _inhabitants(there)) if whole else None,
        missing=tuple(missing),
        source=snapshot.source,
        snapshot=snapshot,
    )


def _part(code: str, rows: Rows) -> Part:
    named = names_of_small_area(code)
    last = named[-1] if named else None
    cut = str(last.first_list) if last is not None and len(named) > 1 else None
    kept = [row for row in rows if cut is None or row[0][:4] >= cut]
    people = last.inhabitants if last is not None else None
    first_kept = kept[0][0] if cut and kept and len(kept) < len(rows) else None
    return Part(code, last.name if last else code, f"WK{code[2:8]}", people, _series(kept, people), first_kept)


def _series(rows: Rows, people: int | None) -> Series:
    """The newest unbroken run of one kind of period, with inhabitants × time as exposure."""
    run: Rows = []
    for row in reversed(rows):
        now, after = read_period(row[0]), read_period(run[0][0]) if run else None
        if now is None or (after is not None and (now.kind != after.kind or after.ordinal - now.ordinal != 1)):
            break
        run.insert(0, row)
    kind = read_period(run[-1][0]) if run else None
    exposure = (people or 1) / (PER_YEAR[kind.kind] if kind else 1)
    return Series(
        tuple(row[0] for row in run),
        tuple(row[1] for row in run),
        (exposure,) * len(run),
        frozenset(row[0] for row in run if row[2]),
    )


def _districts(parts: Sequence[Part], given: Mapping[str, Rows]) -> tuple[Part, ...]:
    """The sum of the neighbourhoods of each district; where it has none, what the table itself gives for the district."""
    found = []
    for code, inside in groupby(parts, key=lambda part: part.district):
        members = list(inside)
        series = _sum([part.series for part in members])
        if series is not None:
            found.append(Part(code, _name(code), code, _inhabitants(members), series))
    summed = {part.code for part in found}
    found += [Part(code, _name(code), code, None, _series(rows, None)) for code, rows in given.items() if code not in summed]
    return tuple(sorted(found, key=lambda part: part.code))


def _name(code: str) -> str:
    named = names_of_small_area(code)
    return named[-1].name if named else code


def _inhabitants(parts: Iterable[Part]) -> int | None:
    return sum(part.inhabitants or 0 for part in parts) or None


def _sum(series: Sequence[Series]) -> Series | None:
    """Together, over the periods that all have; exposures add up as well."""
    if not series:
        return None
    common = set(series[0].periods).intersection(*(one.periods for one in series[1:]))
    periods = tuple(period for period in series[0].periods if period in common)
    at = [{period: n for n, period in enumerate(one.periods)} for one in series]
    return Series(
        periods,
        tuple(sum(one.counts[where[period]] for one, where in zip(series, at, strict=True)) for period in periods),
        tuple(sum(one.exposures[where[period]] for one, where in zip(series, at, strict=True)) for period in periods),
        frozenset(period for period in periods if any(period in one.provisional for one in series)),
    )
