"""From single incidents to counts per area, phenomenon and month, and on to what a verdict rests on.

Every function takes and gives Ibis tables and runs unchanged on DuckDB in the process and on Apache Spark; `prepared`
compiles an expression once and runs it as often as is asked. Months are ordinals: year × 12 + month − 1, as in `counts`.
"""

from collections.abc import Mapping, Sequence

import ibis
import ibis.expr.types as ir
import pyarrow as pa
from ibis import _

from driehoek.engine.areas import AreaChange, ChangeKind

BLOCK = 12
MOST_AREAS, MOST_PHENOMENA, _MONTHS = 2**24, 2**12, 2**17  # together below 2⁵³: a backend may divide by way of floats


def month_of(day: ir.Value) -> ir.IntegerColumn:
    """The month as an ordinal, of a date, a moment, or a text that begins with `2024-07`. Null stays null."""
    if day.type().is_string():
        return (day.substr(0, 4).cast("int64") * 12 + day.substr(5, 2).cast("int64") - 1).cast("int64")
    return (day.year().cast("int64") * 12 + day.month().cast("int64") - 1).cast("int64")


def successors(codes: Sequence[str], changes: Sequence[AreaChange], division_year: int) -> dict[str, str]:
    """Each code that may occur → the area of `division_year` that it counts for: itself, or what it went to wholly.

    Raises ValueError on a code that was split: its incidents cannot be divided by code (`areas.carry` says what then).
    """
    went: dict[str, str] = {}
    for change in sorted(changes, key=lambda change: change.year):
        if change.year > division_year:
            continue
        if change.kind is ChangeKind.SPLIT:
            raise ValueError(f"{change.old} was split in {change.year}: its incidents cannot be divided by code")
        went[change.old] = change.new
    found = {}
    for code in {*codes, *went}:
        target, seen = code, {code}
        while target in went and went[target] not in seen:
            target = went[target]
            seen.add(target)
        found[code] = target
    return found


def area_list(counts_for: Mapping[str, str]) -> pa.Table:
    """The list of areas that `monthly_counts` wants: code, the area it counts for, and a number of that area."""
    codes = sorted({*counts_for, *counts_for.values()})
    if len(codes) > MOST_AREAS - 1:
        raise ValueError(f"more than {MOST_AREAS - 1} areas")
    number = {code: i for i, code in enumerate(codes)}
    current = [counts_for.get(code, code) for code in codes]
    return pa.table({"code": codes, "area": current, "place": pa.array([number[one] for one in current], pa.int64())})


def phenomenon_list(codes: Sequence[str]) -> pa.Table:
    """The list of phenomena that `monthly_counts` wants: code and number."""
    if len(set(codes)) > MOST_PHENOMENA - 1:
        raise ValueError(f"more than {MOST_PHENOMENA - 1} phenomena")
    known = sorted(set(codes))
    return pa.table({"phenomenon": known, "kind": pa.array(range(len(known)), pa.int64())})


def monthly_counts(incidents: ir.Table, areas: ir.Table, phenomena: ir.Table) -> ir.Table:
    """Incidents or loose counts, added up per area of today, phenomenon and month.

    incidents  one row per incident: area (str), phenomenon (str), day (date, moment or text `2024-07…`); with a column
               number (int) one row per count
    areas      `area_list`: mergers are in it, so that an incident in an old area counts for what it went to
    phenomena  `phenomenon_list`
    returns    area, phenomenon (null where a code stands in neither list: nothing is lost), month (ordinal; null where the
               day is unknown), count (int). Months without incidents have no row: that is 0 only within what the source covers
    The three keys are grouped as one whole number: half the memory of grouping texts, where most groups are small.
    """
    placed = incidents.left_join(areas, incidents.area == areas.code).select(
        incidents, place=ibis.coalesce(areas.place, ibis.literal(MOST_AREAS - 1, "int64"))
    )
    sorted_ = placed.left_join(phenomena, "phenomenon").select(
        key=(placed.place * MOST_PHENOMENA + ibis.coalesce(phenomena.kind, ibis.literal(MOST_PHENOMENA - 1, "int64"))) * _MONTHS
        + ibis.coalesce(month_of(placed.day), ibis.literal(_MONTHS - 1, "int64")),
        **({"number": placed.number} if "number" in incidents.columns else {}),
    )
    total = _.number.sum().cast("int64") if "number" in incidents.columns else _.count().cast("int64")
    grouped = sorted_.group_by("key").agg(count=total)
    parts = grouped.select(
        "count", month=_.key % _MONTHS, kind=(_.key // _MONTHS) % MOST_PHENOMENA, place=_.key // (_MONTHS * MOST_PHENOMENA)
    )
    names = areas.filter(_.code == _.area).select("area", "place")
    named = parts.left_join(names, parts.place == names.place).select(parts.month, parts.kind, parts["count"], names.area)
    return named.left_join(phenomena, named.kind == phenomena.kind).select(
        named.area, phenomena.phenomenon, month=named.month.nullif(_MONTHS - 1), count=named["count"]
    )


def rolled_up(counts: ir.Table, members: ir.Table) -> ir.Table:
    """Counts of larger areas: sum over sum.

    counts   area and any keys, and `count`, as `monthly_counts` gives them
    members  area (of the counts), within (the larger area); an area may lie within several (district, municipality, team),
             and stands within itself where its own count is wanted too
    returns  as `counts`, by the larger area. A count of an area without a larger one takes no part.
    """
    keys = [column for column in counts.columns if column not in ("area", "count")]
    joined = counts.join(members, "area").select(*(counts[key] for key in keys), counts["count"], area=members.within)
    return joined.group_by("area", *keys).agg(count=_["count"].sum().cast("int64")).select("area", *keys, "count")


def block_counts(monthly: ir.Table, first: int, last: int) -> ir.Table:
    """Blocks of twelve months that end at `last`, one row per series: area, phenomenon, block_0 (the latest), block_1, …

    first, last  ordinals of the months that the source covers wholly; a month in between without a row is 0. An older
                 rest of less than twelve months is left out, as in a verdict. Series without any incident have no row.
    """
    blocks = (last - first + 1) // BLOCK
    if blocks < 1:
        raise ValueError("less than twelve months are covered")
    within = monthly.filter((_.month <= last) & (_.month > last - blocks * BLOCK), _.area.notnull(), _.phenomenon.notnull())
    number = (ibis.literal(last, "int64") - within.month) // BLOCK
    return (
        within.mutate(block=number.cast("int64"))
        .group_by("area", "phenomenon")
        .agg(**{f"block_{n}": ibis.ifelse(_.block == n, _["count"], 0).sum().cast("int64") for n in range(blocks)})
    )


def _blocks_of(table: ir.Table) -> list[str]:
    return sorted((name for name in table.columns if name.startswith("block_")), key=lambda name: int(name[6:]))


def verdict_statistics(blocks: ir.Table, exposure: ir.Table, most_before: int = 5) -> ir.Table:
    """What the test of each series rests on: latest and base, with their exposures.

    blocks    `block_counts`
    exposure  area, exposure_0, exposure_1, …: persons × time of each block; > 0
    returns   area, phenomenon, latest (int), base (int: sum of the at most `most_before` blocks before), exposure,
              base_exposure and expected (base × exposure / base_exposure; null with one block)
    source    "Verdict, exactly" in the design: Y, S, e, E and μ
    """
    names = _blocks_of(blocks)
    before = range(1, min(len(names), most_before + 1))
    joined = blocks.join(exposure, "area")
    nothing, none = ibis.literal(0, "int64"), ibis.literal(0.0, "float64")
    base = sum((joined[f"block_{n}"] for n in before), nothing)
    base_exposure = sum((joined[f"exposure_{n}"] for n in before), none)
    found = joined.select(
        blocks.area,
        blocks.phenomenon,
        latest=joined.block_0,
        base=base,
        exposure=joined.exposure_0.cast("float64"),
        base_exposure=base_exposure,
    )
    return found.mutate(expected=_.base * _.exposure / _.base_exposure.nullif(0))


def dispersion_triples(blocks: ir.Table, exposure: ir.Table) -> ir.Table:
    """What the dispersion of a phenomenon rests on: each three consecutive blocks of each series, the latest left out.

    returns   phenomenon, mean (of the three counts) and square (squared second difference over what chance would make it);
              triples without a single incident have no row
    source    "Verdict, exactly" in the design: m and g
    """
    names = _blocks_of(blocks)
    joined = blocks.join(exposure, "area")
    parts = []
    for n in range(0 if len(names) == 3 else 1, len(names) - 2):
        c, b, a = (joined[f"block_{n + i}"].cast("float64") for i in range(3))
        e_c, e_b, e_a = (joined[f"exposure_{n + i}"].cast("float64") for i in range(3))
        total = a + b + c
        rate = total / (e_a + e_b + e_c)
        second = a / e_a - 2 * b / e_b + c / e_c
        part = joined.filter(total > 0).select(
            blocks.phenomenon, mean=total / 3, square=second * second / (rate * (1 / e_a + 4 / e_b + 1 / e_c))
        )
        parts.append(part)
    if not parts:
        raise ValueError("dispersion wants three blocks or more")
    return ibis.union(*parts) if len(parts) > 1 else parts[0]
