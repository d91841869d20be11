"""The counts in memory: all deliveries of every source, on today's municipalities, with exposure.

A newer delivery replaces the rows that it names and leaves the rest. Read once per process and kept until a delivery or a
change of areas arrives; a request only looks up. 50,000 rows take some 20 MB.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from itertools import pairwise
from threading import Lock
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings
from numpy.typing import NDArray

from driehoek.common.once import once
from driehoek.engine.counts import PER_YEAR, Count, Period, read_period
from driehoek.engine.dispersion import Dispersion, dispersion_by_phenomenon
from driehoek.figures.models import Indicator, Snapshot, SnapshotQuerySet, Source
from driehoek.organisations.models import AreaChange as Change

SCHEMA = pa.schema(
    {
        "area": pa.string(),
        "phenomenon": pa.string(),
        "period": pa.string(),
        "count": pa.int64(),
        "exposure": pa.float64(),  # persons × years; null: the population of that period
        "provisional": pa.bool_(),
    }
)


@dataclass(frozen=True)
class Block:
    """Twelve months of a series: the first and last period in it, the sums, and whether a part is provisional."""

    first: str
    last: str
    count: int
    exposure: float
    provisional: bool

    @property
    def label(self) -> str:
        """`2024`; of months or quarters: the last of them."""
        return self.last


@dataclass(frozen=True)
class Series:
    """One area × one phenomenon, in time. exposure: persons × years (a month counts for a twelfth).

    typed: whether people of here typed in (a part of) it, for an indicator of a published table
    """

    periods: tuple[str, ...]
    counts: tuple[int, ...]
    exposures: tuple[float, ...]
    provisional: frozenset[str]
    typed: bool = False

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The years as they are judged: 12 months each, ending at the newest period; an older rest is left out."""
        kind = _period(self.periods[-1]).kind
        size = PER_YEAR[kind] if len(self.periods) > 2 else 1
        ends = range(len(self.periods), size - 1, -size)
        found = [
            Block(
                first=self.periods[end - size],
                last=self.periods[end - 1],
                count=sum(self.counts[end - size : end]),
                exposure=sum(self.exposures[end - size : end]),
                provisional=any(period in self.provisional for period in self.periods[end - size : end]),
            )
            for end in ends
        ]
        return tuple(reversed(found))

    def rows(self, area: str, phenomenon: str) -> list[Count]:
        return [
            Count(area, phenomenon, period, count, exposure)
            for period, count, exposure in zip(self.periods, self.counts, self.exposures, strict=True)
        ]


def added_up(parts: Sequence[Series], *, of_one_area: bool = False) -> Series | None:
    """Several series as one, over the periods that all of them have; None when there are none such.

    Of several areas the exposures add up as well; several phenomena of one area share the exposure of that area.
    """
    common = set(parts[0].periods).intersection(*(part.periods for part in parts[1:]))
    periods = tuple(period for period in parts[0].periods if period in common)
    if not periods:
        return None
    at = [{period: n for n, period in enumerate(part.periods)} for part in parts]
    exposed = list(zip(parts, at, strict=True))[: 1 if of_one_area else None]
    return Series(
        periods,
        tuple(sum(part.counts[where[p]] for part, where in zip(parts, at, strict=True)) for p in periods),
        tuple(sum(part.exposures[where[p]] for part, where in exposed) for p in periods),
        frozenset(p for p in periods if any(p in part.provisional for part in parts)),
        any(part.typed for part in parts),
    )


type Group = tuple[str, str, tuple[str, ...]]  # source, phenomenon of the group, phenomena of its parts


@dataclass(frozen=True)
class Holdings:
    """All series of one source, by municipality of today and phenomenon.

    under   the same source without what was typed in; what it knows of variation, it knows better
    """

    series: Mapping[tuple[str, str], Series]
    under: Holdings | None = None

    @cached_property
    def dispersion(self) -> dict[str, Dispersion]:
        """How much each phenomenon varies, from all municipalities: it holds for teams and regions too."""
        known = self.under.dispersion if self.under else {}
        rows: list[Count] = []
        for (area, phenomenon), one in self.series.items():
            if phenomenon not in known:
                rows += one.rows(area, phenomenon)
        return dispersion_by_phenomenon(rows) | known if rows else known

    def sum_of(self, areas: Sequence[str], phenomenon: str) -> Series | None:
        """The series of several municipalities together, over the periods that all of them have; None where one has none."""
        parts = [self.series.get((area, phenomenon)) for area in areas]
        known = [part for part in parts if part is not None]
        return added_up(known) if known and len(known) == len(parts) else None

    def with_groups(self, groups: Sequence[Group]) -> Holdings:
        """The same with the groups beside it, each where all of its parts are counted. A group of one is none."""
        more: dict[tuple[str, str], Series] = {}
        for _source, group, phenomena in groups:
            if len(phenomena) < 2:
                continue
            for area in [area for area, phenomenon in self.series if phenomenon == phenomena[0]]:
                parts = [self.series.get((area, phenomenon)) for phenomenon in phenomena]
                known = [part for part in parts if part is not None]
                if len(known) == len(parts) and (one := added_up(known, of_one_area=True)):
                    more[area, group] = one
        return Holdings({**self.series, **more}, self.under) if more else self


type Loaded = tuple[dict[str, Holdings], dict[tuple[str, int], int], dict[str, Holdings]]
TYPED = "zelf-"  # before the code of a published source: what people of here typed in for its indicators
EMPTY = Holdings({})
_lock = Lock()


def holdings(*, typed: bool = False) -> dict[str, Holdings]:
    """Per source of counts what it holds (three small queries; the rest is kept in memory).

    typed: with what people of here typed in for its indicators, where the source itself has no figure. Not for the public.
    """
    plain, _people, full = _loaded()
    return full if typed else plain


def population() -> dict[tuple[str, int], int]:
    """Inhabitants by today's municipality and year, averages of the year."""
    return _loaded()[1]


@once
def _loaded() -> Loaded:
    what = delivered(Snapshot.objects.all())
    with _lock:  # two threads that both find it stale would read the same files twice
        return _kept(*what)


type What = tuple[str, tuple[tuple[str, str, str], ...], tuple[tuple[date, str, str, str], ...], tuple[Group, ...]]


def delivered(snapshots: SnapshotQuerySet) -> What:
    """What `load` wants to know of these deliveries: the folder, their files, the changes of areas, the groups."""
    mine = snapshots.filter(source__kind__in=[Source.Kind.COUNTS, Source.Kind.POPULATION])
    files = mine.order_by("source_id", "pk").values_list("source_id", "source__kind", "path")
    named = Indicator.objects.filter(kind=Indicator.Kind.GROUP).order_by("pk").values_list("source_id", "phenomenon", "parts")
    groups = tuple((source, group, tuple(parts)) for source, group, parts in named)
    return str(settings.DATA_DIR), tuple(files), _changes(), groups


@once
def _changes() -> tuple[tuple[date, str, str, str], ...]:
    """Every change of areas: (day, kind, old code, new code)."""
    return tuple(Change.objects.order_by("pk").values_list("on", "kind", "old_id", "new_id"))


def division_year() -> int:
    """The year of the municipal division that figures are shown in: that of the latest change, at least 2024."""
    return max([2024, *(first_year(on) for on, _kind, _old, _new in _changes())])


def first_year(day: date) -> int:
    """The first year that is counted wholly after a change on this day."""
    return day.year + ((day.month, day.day) != (1, 1))


def load(
    folder: str,
    deliveries: tuple[tuple[str, str, str], ...],
    changes: tuple[tuple[date, str, str, str], ...],
    groups: tuple[Group, ...],
) -> Loaded:
    """Read the files: per source what it holds, the inhabitants, and per source with what was typed in."""
    kinds = {source: kind for source, kind, _path in deliveries}
    tables = {source: newest_rows([f"{folder}/{path}" for of, _kind, path in deliveries if of == source]) for source in kinds}
    people = _population([tables[source] for source, kind in kinds.items() if kind == "population"], changes)
    bare = {source: _holdings(tables[source], people) for source, kind in kinds.items() if kind == "counts"}
    plain = {source: held.with_groups([group for group in groups if group[0] == source]) for source, held in bare.items()}
    full = dict(plain)
    for typed, held in bare.items():
        if typed.startswith(TYPED):
            source = typed.removeprefix(TYPED)
            under = plain.get(source, EMPTY)
            mine = {key: replace(one, typed=True) for key, one in held.series.items()}
            both = Holdings({**mine, **bare.get(source, EMPTY).series}, under)
            full[source] = both.with_groups([group for group in groups if group[0] == source])
    return plain, people, full


_kept = lru_cache(maxsize=2)(load)


def newest_rows(paths: Sequence[str]) -> pa.Table:
    """The rows of all deliveries of one source, by series; of a row that came twice only the newest."""
    parts = [pq.read_table(path, schema=SCHEMA) for path in paths]
    parts = [part.append_column("delivery", pa.array(np.full(part.num_rows, n))) for n, part in enumerate(parts)]
    table = pa.concat_tables(parts)
    if len(parts) > 1:
        keys = ["area", "phenomenon", "period"]
        rows = table.append_column("row", pa.array(np.arange(table.num_rows)))
        table = table.take(rows.group_by(keys).aggregate([("row", "max")])["row_max"])
    return table.sort_by([("area", "ascending"), ("phenomenon", "ascending"), ("period", "ascending")])


def _population(tables: Sequence[pa.Table], changes: Sequence[tuple[date, str, str, str]]) -> dict[tuple[str, int], int]:
    """Inhabitants by today's municipality and year (average of the year).

    The tables count by the municipalities of that year. Whole mergers add up; what received a part of another starts
    after that, and has no row before.
    """
    if not tables:
        return {}
    import ibis  # half a second, and only at the first page of a process

    from driehoek.engine import areas
    from driehoek.engine.areas import AreaChange, ChangeKind

    carried = [AreaChange(first_year(on), ChangeKind(kind), old, new) for on, kind, old, new in changes]
    counted: dict[tuple[str, int], int] = {}  # a later source wins from an earlier one
    for table in tables:
        columns = table.to_pydict()
        for area, period, count in zip(columns["area"], columns["period"], columns["count"], strict=True):
            counted[area, int(period[:4])] = count
    places, years = zip(*counted, strict=True) if counted else ((), ())
    figures = ibis.memtable(pa.table({"area": list(places), "year": list(years), "number": list(counted.values())}))
    year = max([2024, *(change.year for change in carried)])
    rows = areas.carry(figures, carried, year).to_pyarrow().to_pydict()
    return {
        (area, year): number
        for area, year, number in zip(rows["area"], rows["year"], rows["number"], strict=True)
        if number is not None
    }


def _holdings(table: pa.Table, people: Mapping[tuple[str, int], int]) -> Holdings:
    columns = table.to_pydict()
    exposure = _exposures(columns, people)
    series: dict[tuple[str, str], Series] = {}
    for begin, end in _stretches(table):
        rows = _unbroken(columns, exposure, begin, end)
        if rows:
            series[columns["area"][begin], columns["phenomenon"][begin]] = Series(
                tuple(columns["period"][n] for n in rows),
                tuple(columns["count"][n] for n in rows),
                tuple(known for n in rows if (known := exposure[n]) is not None),
                frozenset(columns["period"][n] for n in rows if columns["provisional"][n]),
            )
    return Holdings(series)


def _unbroken(columns: Mapping[str, list[Any]], exposure: Sequence[float | None], begin: int, end: int) -> list[int]:
    """The rows of one series that belong together: the newest unbroken run, in the kind of period that came last.

    Two deliveries may leave a hole between them, or come in months after years; one delivery alone never does.
    """
    newest = max(range(begin, end), key=lambda n: (columns["delivery"][n], n))
    kind = _period(columns["period"][newest]).kind
    rows = [n for n in range(begin, end) if _period(columns["period"][n]).kind == kind and exposure[n] is not None]
    run = rows[-1:]
    for n in reversed(rows[:-1]):
        if _period(columns["period"][run[0]]).ordinal - _period(columns["period"][n]).ordinal != 1:
            break
        run.insert(0, n)
    return run


def _period(text: str) -> Period:
    period = read_period(text)
    if period is None:
        raise ValueError(f"{text} is no period: a delivery was taken in unchecked")
    return period


def _exposures(columns: Mapping[str, list[Any]], people: Mapping[tuple[str, int], int]) -> list[float | None]:
    """The exposure that came with the row, else inhabitants × length. A year without inhabitants yet takes the last known."""
    newest: dict[str, int] = {}
    for area, year in people:
        newest[area] = max(year, newest.get(area, 0))
    found: list[float | None] = []
    for area, text, given in zip(columns["area"], columns["period"], columns["exposure"], strict=True):
        period = _period(text)
        inhabitants = people.get((area, min(period.year, newest.get(area, 0))))
        found.append(given if given is not None else inhabitants and inhabitants / PER_YEAR[period.kind])
    return found


def _stretches(table: pa.Table) -> list[tuple[int, int]]:
    """Where each series begins and ends in a table sorted by area and phenomenon."""
    if not table.num_rows:
        return []
    area, phenomenon = (_numbers(table[name]) for name in ("area", "phenomenon"))
    new = (np.diff(area) != 0) | (np.diff(phenomenon) != 0)
    edges = [0, *(np.flatnonzero(new) + 1).tolist(), table.num_rows]
    return list(pairwise(edges))


def _numbers(column: pa.ChunkedArray) -> NDArray[np.int64]:
    numbers: NDArray[np.int64] = column.combine_chunks().dictionary_encode().indices.to_numpy().astype(np.int64)
    return numbers
