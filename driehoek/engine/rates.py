"""Counts per 1,000 inhabitants, as an Ibis expression: the same on DuckDB in the process and on Spark."""

import ibis
import ibis.expr.types as ir
from ibis import _


def rate_per_1000(incidents: ir.Table, inhabitants: ir.Table) -> ir.Table:
    """Incidents per 1,000 inhabitants per area and year.

    incidents    one row per count: area (str), year (int), number (int or null: unknown)
    inhabitants  one row per area and year: area, year, inhabitants (int or null: unknown)
    returns      one row per row of `inhabitants`, plus incidents (int) and rate (float, per 1,000); rate is null where
                 nobody lives or where a number is unknown; no incidents is 0, not null. Published counts are never
                 hidden here.
    source       registered crimes per 1,000 inhabitants as CBS publishes them (table 83648NED: inhabitants on
                 1 January; the crimes there are rounded to 5).
    """
    counts = incidents.group_by("area", "year").agg(
        incidents=_.number.sum().cast("int64"), rows=_.count(), unknown=_.number.isnull().sum()
    )
    joined = inhabitants.left_join(counts, ["area", "year"]).select(
        inhabitants.area,
        inhabitants.year,
        inhabitants.inhabitants,
        incidents=ibis.cases(
            (counts.rows.isnull(), ibis.literal(0, "int64")),
            (counts.unknown == 0, counts.incidents),
            else_=ibis.null("int64"),
        ),
    )
    return joined.mutate(rate=1000 * _.incidents / _.inhabitants.nullif(0))
