"""Take in figures by district and neighbourhood, as deliveries of a source of their own kind."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from driehoek.common import clock
from driehoek.figures._checking import check
from driehoek.figures._imports import (
    Delivery,
    Extent,
    ImportReport,
    make_snapshot,
    place_of_today,
    source_of,
    table_of,
    write_file,
)
from driehoek.figures._reading import Line
from driehoek.figures.mapping.delivered import Delivered, refused
from driehoek.figures.mapping.totals import left_out
from driehoek.figures.models import Source
from driehoek.figures.neighbourhoods.rules import notes_on, small_place
from driehoek.organisations.viewer import Viewer


def small_areas(by: Viewer, lines: Iterable[Line], delivered: Delivered) -> ImportReport:
    """Counts by neighbourhood, district and municipality (area: BU…, WK… or GM…). The caller has the right.

    No indicators are made of them: they are the parts of what another table counts by municipality.
    """
    checked = check(lines, small_place(place_of_today()), delivered.progress)
    if (report := refused(checked, delivered.noticed)) is not None:
        return report
    notes = (*notes_on(checked), *left_out(delivered.noticed))
    sha256, path = write_file(table_of(checked))
    labels = delivered.noticed.labels
    delivery = Delivery(delivered.file_name, clock.today(), labels, notes, {**delivered.details, "labels": labels})
    with transaction.atomic():
        source = source_of(delivered.name, Source.Kind.SMALL_AREAS)
        latest = source.snapshots.order_by("-pk").first()
        if latest is not None and latest.sha256 == sha256:
            report = ImportReport(latest, len(checked.area), unchanged=True, notes=notes)
        else:
            extent = Extent(len(checked.area), min(checked.period), max(checked.period))
            snapshot = make_snapshot(by, source, sha256, path, extent, delivery)
            report = ImportReport(snapshot, snapshot.rows, notes=notes)
        delivered.then(report)
    return report
