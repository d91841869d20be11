"""Figures of one year carried to the municipal division of another year.

A whole merger adds up. A part of a municipality that went elsewhere cannot be cut out of its figures, so every area that
such a part touches has no figure on the far side of that change, and says why.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import ibis
import ibis.expr.types as ir
import pyarrow as pa
from ibis import _

_ALWAYS, _NONE = 9999, -99_999
_NO_FIGURE = "Van een gebied dat meetelt, is er geen cijfer."


class ChangeKind(StrEnum):
    """How an area went to another: wholly and together with others, partly, or alone under a new code."""

    MERGER = "merger"
    SPLIT = "split"
    RENAMED = "renamed"


@dataclass(frozen=True, slots=True)
class AreaChange:
    """`old` went, wholly or partly, to `new`. `year` is the first year whose figures are in the new division.

    An area that takes in another and keeps its own code is not listed as its own successor.
    """

    year: int
    kind: ChangeKind
    old: str
    new: str


def carry(
    figures: ir.Table,
    changes: Sequence[AreaChange],
    division_year: int,
    *,
    by: Sequence[str] = (),
    from_division: int | None = None,
    names: Mapping[str, str] | None = None,
) -> ir.Table:
    """Figures by the division of `division_year`.

    figures        area (str), year (int), number (int or null: unknown) and the columns in `by` (such as phenomenon).
                   The figures of a year are in the division of that year, or all in that of `from_division`.
                   Where nothing happened there is a row with 0: a missing row is an unknown figure.
    changes        what happened to areas, in any order
    names          of areas, for the reasons; the code where there is none
    returns        area, year, *by, number (int or null) and reason (str or null: why there is no number). Sums are kept
                   to the unit: what is not null adds up to exactly what went in. An area that was merged away and one
                   that did not exist yet have no row.
    """
    figures = figures.select("area", *by, year=_.year.cast("int64"), number=_.number.cast("int64"))
    extent = figures.group_by("area").agg(first=_.year.min(), last=_.year.max())
    routes = _needed(_as_table(list(_routes(changes, division_year, from_division, names or {}))), extent)
    routed = figures.left_join(
        routes,
        [
            figures.area == routes.source,
            figures.year >= routes.first_year,
            figures.year <= routes.last_year,
        ],
    ).select(
        *(figures[column] for column in (*by, "year", "number")),
        *(routes[column] for column in ("needed", "pieces", "lost", "only_beyond", "forward")),
        area=ibis.coalesce(routes.target, figures.area),
    )
    summed = _sum(routed, by)
    there = summed.left_join(extent, "area").select(summed, extent.first, extent.last)
    exists = ibis.ifelse(_.forward, _.last >= _.only_beyond, _.first < _.only_beyond)
    return there.filter(_.only_beyond.isnull() | exists.fill_null(False)).select("area", "year", *by, "number", "reason")


def _needed(routes: ir.Table, extent: ir.Table) -> ir.Table:
    """Routes with `needed`, whether the figure of the source is needed, and `pieces`, how many are needed together.

    An area that took in another kept its code, or got it then: it is needed if it has figures from before.
    """
    known = routes.left_join(extent, routes.source == extent.area).select(routes, extent.first)
    needed = known.mutate(needed=_.needed_if_before.isnull() | (_.first < _.needed_if_before).fill_null(False))
    together = ibis.window(group_by=("target", "first_year"))
    return needed.drop("first").mutate(pieces=_.needed.sum().over(together))


def _sum(routed: ir.Table, by: Sequence[str]) -> ir.Table:
    """One row per area, year and `by`: the sum, or null with the reason."""
    found = ibis.coalesce((_.needed & _.number.notnull()).sum(), 0)
    summed = routed.group_by("area", "year", *by).agg(
        total=_.number.sum().cast("int64"),
        complete=(found == ibis.coalesce(_.pieces.max(), 0)) & ~_.number.isnull().any(),
        lost=_.lost.min(),
        only_beyond=_.only_beyond.max(),
        forward=_.forward.max(),
    )
    return summed.mutate(
        number=ibis.ifelse(_.complete & _.lost.isnull(), _.total, ibis.null("int64")),
        reason=ibis.coalesce(_.lost, ibis.ifelse(_.complete, ibis.null("string"), _NO_FIGURE)),
    )


@dataclass(frozen=True)
class _Made:
    """What an area is made of.

    sources      code → None where its figure is needed, or the year before which it must have figures to be needed
    lost         why there is no figure, or None
    only_beyond  the area exists only if it has figures beyond the change of that year
    """

    sources: Mapping[str, int | None]
    lost: str | None = None
    only_beyond: int | None = None


def _join(parts: Iterable[_Made], lost: str | None = None) -> _Made:
    """An area that is made of these together."""
    sources: dict[str, int | None] = {}
    for part in parts:
        sources |= part.sources
        lost = lost or part.lost
    return _Made(sources, lost)


def _forward(made: Mapping[str, _Made], changes: Sequence[AreaChange], names: Mapping[str, str]) -> dict[str, _Made]:
    """From the division before these changes, all of one year, to that after them."""
    olds = {change.old for change in changes}
    after = {area: cell for area, cell in made.items() if area not in olds}
    into = defaultdict(list)
    for change in changes:
        into[change.new].append(change)
    for new, parts in into.items():
        own = [made.get(new, _Made({new: parts[0].year}))] if new not in olds else []
        lost = next((_split(change, names) for change in parts if change.kind is ChangeKind.SPLIT), None)
        after[new] = _join([*own, *(made.get(change.old, _Made({change.old: None})) for change in parts)], lost)
    for change in changes:
        if change.kind is ChangeKind.SPLIT and change.old not in after:
            before = made.get(change.old, _Made({change.old: None}))
            after[change.old] = _Made(before.sources, before.lost or _split(change, names), only_beyond=change.year)
    return after


def _backward(made: Mapping[str, _Made], changes: Sequence[AreaChange], names: Mapping[str, str]) -> dict[str, _Made]:
    """From the division after these changes, all of one year, to that before them. Only a new code can be undone."""
    news = {change.new for change in changes}
    before = {area: cell for area, cell in made.items() if area not in news}
    for change in sorted(changes, key=lambda change: change.old):
        source = made.get(change.new, _Made({change.new: None}))
        if change.kind is ChangeKind.RENAMED:
            before[change.old] = source
            continue
        lost = source.lost or _merged(change, names)
        before[change.old] = _Made(source.sources, lost)
        before.setdefault(change.new, _Made(source.sources, lost, only_beyond=change.year))
    return before


def _split(change: AreaChange, names: Mapping[str, str]) -> str:
    old, new = (names.get(code, code) for code in (change.old, change.new))
    return f"Een deel van {old} ging in {change.year} naar {new}. Wat ervoor is geteld, is niet te verdelen."


def _merged(change: AreaChange, names: Mapping[str, str]) -> str:
    old, new = (names.get(code, code) for code in (change.old, change.new))
    if change.kind is ChangeKind.SPLIT:
        return f"Een deel van {old} ging in {change.year} naar {new}. Wat erna is geteld, is niet uit elkaar te halen."
    return f"{old} ging in {change.year} op in {new}. Wat erna is geteld, is niet uit elkaar te halen."


def _routes(
    changes: Sequence[AreaChange], division_year: int, from_division: int | None, names: Mapping[str, str]
) -> Iterable[dict[str, object]]:
    """Which area's figures go to which area, per stretch of years in which that is the same."""
    for first, last, own_year in _stretches(changes, from_division):
        forward = own_year <= division_year
        low, high = sorted((own_year, division_year))
        made: dict[str, _Made] = {}
        for year in sorted({change.year for change in changes if low < change.year <= high}, reverse=not forward):
            of_year = [change for change in changes if change.year == year]
            made = (_forward if forward else _backward)(made, of_year, names)
        for target, cell in made.items():
            for source, needed_if_before in cell.sources.items():
                yield {
                    "first_year": first, "last_year": last, "source": source, "target": target,
                    "needed_if_before": needed_if_before, "lost": cell.lost, "only_beyond": cell.only_beyond,
                    "forward": forward,
                }  # fmt: skip


def _stretches(changes: Iterable[AreaChange], from_division: int | None) -> list[tuple[int, int, int]]:
    """First year, last year and division of each stretch of years that share a division."""
    if from_division is not None:
        return [(-_ALWAYS, _ALWAYS, from_division)]
    starts = [-_ALWAYS, *sorted({change.year for change in changes})]
    ends = [*(start - 1 for start in starts[1:]), _ALWAYS]
    return [(start, end, start) for start, end in zip(starts, ends, strict=True)]


_SCHEMA = pa.schema(
    {
        "first_year": pa.int64(), "last_year": pa.int64(), "source": pa.string(), "target": pa.string(),
        "needed_if_before": pa.int64(), "lost": pa.string(), "only_beyond": pa.int64(), "forward": pa.bool_(),
    }
)  # fmt: skip


_ABSENT: dict[str, int | str] = {"needed_if_before": _NONE, "lost": "", "only_beyond": _NONE}


def _as_table(routes: list[dict[str, object]]) -> ir.Table:
    """What is not there goes as a value that means so: on its way into Spark a null would turn into NaN."""
    filled = [{name: _ABSENT[name] if value is None else value for name, value in route.items()} for route in routes]
    table = ibis.memtable(pa.Table.from_pylist(filled, schema=_SCHEMA))
    return table.mutate(**{name: table[name].nullif(absent) for name, absent in _ABSENT.items()})
