"""The figures that belong to a claim: which source counts it, for which municipalities, in which years. Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from driehoek.common import clock
from driehoek.engine.counts import PER_YEAR, Kind, read_period
from driehoek.engine.dispersion import Dispersion
from driehoek.engine.sentences import Noun
from driehoek.engine.verdict import Count, judge
from driehoek.figures._store import Holdings, holdings, newest_rows
from driehoek.figures.claims.finding import Found
from driehoek.figures.claims.marking import Answer, Question, TypeVerdict, Year, mark, mark_types, without_source
from driehoek.figures.claims.periods import Years
from driehoek.figures.claims.places import Gazetteer, Place
from driehoek.figures.models import Indicator, Snapshot, Source
from driehoek.organisations.models import Area, AreaMembership
from driehoek.organisations.queries import municipalities_of
from driehoek.organisations.viewer import Viewer

BEFORE = 5  # years that the last is laid beside

type Counted = Mapping[tuple[str, str], Mapping[int, int]]


@dataclass(frozen=True)
class Held:
    """One source: its indicators by phenomenon, what it counted per area and full year, and its series with exposure."""

    source: Source
    indicators: Mapping[str, Indicator]
    counts: Counted
    provisional: frozenset[str]
    series: Holdings

    @property
    def is_open(self) -> bool:
        """A table of CBS or police, in which a code has its published meaning."""
        return self.source.is_public

    @property
    def latest(self) -> int:
        return max((year for years in self.counts.values() for year in years), default=0)


def held(viewer: Viewer) -> list[Held]:
    """The sources of counts that this viewer may see, one's own before the open ones."""
    series = holdings()
    found = []
    for source in Source.objects.visible_to(viewer).filter(kind=Source.Kind.COUNTS, pk__in=series):
        indicators = {one.phenomenon: one for one in Indicator.objects.visible_to(viewer).filter(source=source)}
        paths = tuple(str(one.file) for one in Snapshot.objects.visible_to(viewer).filter(source=source).order_by("pk"))
        if paths and source.pk in series:
            counts, provisional = _counts(paths)
            found.append(Held(source, indicators, counts, provisional, series[source.pk]))
    return sorted(found, key=lambda one: (one.is_open, one.source.pk))


@lru_cache(maxsize=16)
def _counts(paths: tuple[str, ...]) -> tuple[Counted, frozenset[str]]:
    """Counts of full years. These do not need inhabitants: a claim about a number can be checked without."""
    columns = newest_rows(paths).to_pydict()
    parts: dict[tuple[str, str, Kind], dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for area, phenomenon, text, count in zip(
        columns["area"], columns["phenomenon"], columns["period"], columns["count"], strict=True
    ):
        if (period := read_period(text)) is not None:
            parts[area, phenomenon, period.kind][period.year].append(count)
    whole: dict[tuple[str, str], dict[int, int]] = defaultdict(dict)
    for (area, phenomenon, kind), years in parts.items():
        whole[area, phenomenon] |= {year: sum(counts) for year, counts in years.items() if len(counts) == PER_YEAR[kind]}
    provisional = {period for period, yes in zip(columns["period"], columns["provisional"], strict=True) if yes}
    return whole, frozenset(provisional)


def gazetteer() -> Gazetteer:
    """The areas of today, and which municipalities lie in a team."""
    standing = Area.objects.filter(valid_until=None)
    places = tuple(Place(area.pk, area.name, area.level) for area in standing)
    members: dict[str, set[str]] = defaultdict(set)
    for parent, child in AreaMembership.objects.on(clock.today()).values_list("parent_id", "child_id"):
        members[parent].add(child)
    return Gazetteer(places, {parent: frozenset(children) for parent, children in members.items()})


def answer(found: Found, place: Place | None, years: Years, sources: Sequence[Held]) -> tuple[Answer, str | None, Years]:
    """(what the figures say, the source that says it, the years that were compared)."""
    name = found.phenomenon.name
    if place is None:
        return without_source(name, ""), None, years
    areas = [area.pk for area in municipalities_of(place.code, clock.today())]
    for source in sources:
        codes = _codes(found, source)
        if found.phenomenon.codes == ("*",):
            if (said := _types(found, place, areas, years, source)) is not None:
                return said, source.source.pk, years
            continue
        usable = [code for code in codes if _common(areas, code, source)]
        if not usable or not found.phenomenon.core <= set(usable):
            continue
        chosen = _chosen(_sum(areas, usable, source), years)
        if chosen is None:
            continue
        question = Question(
            area=place.name,
            counted=_noun(found, usable, source),
            direction=found.direction,
            size=found.size,
            years=chosen,
            provisional=frozenset(source.provisional),
            part=_part(found, usable, source),
        )
        compared = Years(chosen[0].year if len(chosen) == 2 else years.first, chosen[-1].year, years.exact)
        return mark(question, _dispersion(usable, source)), source.source.pk, compared
    return without_source(name, place.name), None, years


def _codes(found: Found, source: Held) -> list[str]:
    """The phenomena of this source that count it."""
    only = found.phenomenon.only
    if (only == "open" and not source.is_open) or (only == "own" and source.is_open):
        return []
    return [code for code in found.phenomenon.codes if code in source.indicators]


def _common(areas: Iterable[str], code: str, source: Held) -> set[int]:
    """The years in which all these areas were counted."""
    counted = [set(source.counts.get((area, code), {})) for area in areas]
    return set.intersection(*counted) if counted else set()


def _sum(areas: Sequence[str], codes: Sequence[str], source: Held) -> dict[int, Year]:
    """Per year the sum over areas and types, over the years that all of them have; inhabitants where they are known."""
    common = set.intersection(*(_common(areas, code, source) for code in codes))
    together = source.series.sum_of(areas, codes[0])
    exposures: dict[int, float] = defaultdict(float)
    if together is not None:
        for period, exposure in zip(together.periods, together.exposures, strict=True):
            if (read := read_period(period)) is not None:
                exposures[read.year] += exposure
    return {
        year: Year(year, sum(source.counts[area, code][year] for area in areas for code in codes), exposures.get(year))
        for year in sorted(common)
    }


def _chosen(counted: Mapping[int, Year], years: Years) -> list[Year] | None:
    """The years to judge: two for from-to, else the last with up to five before it; None where they were not counted."""
    if years.exact or years.first is None:
        last = (
            years.last
            if years.last in counted or years.exact
            else max((year for year in counted if year <= years.last), default=0)
        )
    else:
        last = max((year for year in counted if years.first < year <= years.last), default=0)
    if last not in counted:
        return None
    if years.first is not None:
        first = years.first
        if first not in counted and not years.exact:
            first = min((year for year in counted if first <= year < last), default=0)
        return [counted[first], counted[last]] if first in counted and first < last else None
    run = [counted[last]]
    while len(run) <= BEFORE and run[0].year - 1 in counted:
        run.insert(0, counted[run[0].year - 1])
    return run if len(run) > 1 else None


def _noun(found: Found, codes: Sequence[str], source: Held) -> Noun | str:
    if len(codes) == 1 and len(found.phenomenon.codes) == 1:
        indicator = source.indicators[codes[0]]
        return Noun(indicator.one, indicator.many) if indicator.many else found.phenomenon.name
    name = {"geweld": "geweldsmisdrijven", "traditionele criminaliteit": "traditionele misdrijven"}.get(
        found.phenomenon.name, found.phenomenon.name
    )
    return Noun(name, name)


def _part(found: Found, codes: Sequence[str], source: Held) -> str:
    """The types of a group by name, where not all of it is loaded."""
    if set(codes) == set(found.phenomenon.codes):
        return ""
    names = [source.indicators[code].many or source.indicators[code].label for code in codes]
    return ", ".join(names[:-1]) + (" en " if len(names) > 1 else "") + names[-1]


def _dispersion(codes: Sequence[str], source: Held) -> Dispersion | None:
    """How much it varies by itself; of several types the most restless, as nothing is known of their sum."""
    known = [source.series.dispersion[code] for code in codes if code in source.series.dispersion]
    return max(known, key=lambda one: one.k, default=None)


def _types(found: Found, place: Place, areas: Sequence[str], years: Years, source: Held) -> Answer | None:
    """All types of a source from-to, as one family."""
    first = years.first if years.first is not None else years.last - BEFORE
    rows: list[Count] = []
    for code in source.indicators:
        if code == "0.0.0" or not {first, years.last} <= _common(areas, code, source):
            continue
        counted = _sum(areas, [code], source)
        pair = [counted[first], counted[years.last]]
        known = all(one.exposure for one in pair)
        rows += [Count("a", code, str(one.year), one.count, (one.exposure or 1.0) if known else 1.0) for one in pair]
    if len(rows) < 6:
        return None
    verdicts = judge(rows, dispersion=source.series.dispersion).series
    names = {code: one.many or one.label for code, one in source.indicators.items()}
    types = [TypeVerdict(names[one.phenomenon], one.verdict) for one in verdicts]
    return mark_types(found.direction, place.name, (first, years.last), types)
