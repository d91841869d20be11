"""Figures as they stood: after one delivery, or on a day; and carried to the municipal division of any year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.conf import settings

from driehoek.figures._store import Holdings, delivered, first_year, load, newest_rows
from driehoek.figures.models import Snapshot, Source
from driehoek.organisations.models import Area, AreaChange

FIRST_DIVISION = 2010  # the changes that we know begin with 2009


@dataclass(frozen=True, slots=True)
class Carried:
    """A figure in another division. `number` is None where it cannot be told, and then `reason` says why, in Dutch."""

    area: str
    name: str
    phenomenon: str
    period: str
    number: int | None
    provisional: bool
    reason: str


def holdings_on(day: date) -> dict[str, Holdings]:
    """Per source of counts what it held at the end of that day, revisions of later not counted: an older report again.

    Areas are those of today, as in `holdings()`. Read anew for each day that is asked; only the last is kept in memory.
    """
    return _kept(*delivered(Snapshot.objects.filter(at__date__lte=day)))[0]


_kept = lru_cache(maxsize=1)(load)


def rows_after(snapshot: Snapshot) -> pa.Table:
    """All rows of its source as they stood when this delivery had come in; columns as in `_store.SCHEMA`."""
    before = Snapshot.objects.filter(source_id=snapshot.source_id, pk__lte=snapshot.pk).order_by("pk")
    return newest_rows([f"{settings.DATA_DIR}/{path}" for path in before.values_list("path", flat=True)])


def divisions(snapshot: Snapshot) -> Sequence[int]:
    """The years to whose division these figures can be carried, newest first; none for figures that are not by municipality."""
    if snapshot.source.kind not in (Source.Kind.COUNTS, Source.Kind.POPULATION):
        return ()
    return range(snapshot.division_year, FIRST_DIVISION - 1, -1)


def in_division(snapshot: Snapshot, year: int) -> list[Carried]:
    """The figures as they stood after this delivery, by the municipalities of `year`, by area, phenomenon and period.

    Counts came by the division of the delivery, inhabitants by that of their own year. Whole mergers add up to the unit; what was
    split cannot be told on the far side, and says why (see `engine.areas.carry`).
    """
    import ibis  # half a second, which no other page needs to wait for

    from driehoek.engine import areas
    from driehoek.engine.areas import AreaChange as Step
    from driehoek.engine.areas import ChangeKind

    table = rows_after(snapshot)
    figures = ibis.memtable(
        pa.table(
            {
                "area": table["area"], "phenomenon": table["phenomenon"], "period": table["period"],
                "year": pc.cast(pc.utf8_slice_codeunits(table["period"], 0, 4), pa.int64()), "number": table["count"],
            }
        )
    )  # fmt: skip
    known = AreaChange.objects.order_by("pk").values_list("on", "kind", "old_id", "new_id")
    steps = [Step(first_year(on), ChangeKind(kind), old, new) for on, kind, old, new in known]
    names = dict(Area.objects.filter(level="municipality").values_list("pk", "name"))
    own = snapshot.division_year if snapshot.source.kind == Source.Kind.COUNTS else None
    carried = areas.carry(figures, steps, year, by=("phenomenon", "period"), from_division=own, names=names)
    provisional = {
        period for period, not_yet in zip(table["period"].to_pylist(), table["provisional"].to_pylist(), strict=True) if not_yet
    }
    found = [
        Carried(
            row["area"], names.get(row["area"], row["area"]), row["phenomenon"], row["period"], row["number"],
            row["period"] in provisional, row["reason"] or "",
        )
        for row in carried.to_pyarrow().to_pylist()
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.name, one.area, one.phenomenon, one.period))


def is_provisional(snapshot: Snapshot) -> bool:
    """Whether any figure of this delivery says that it may still change."""
    return bool(pc.any(pq.read_table(snapshot.file, columns=["provisional"])["provisional"]).as_py())
