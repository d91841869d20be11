"""How each kind of file is taken in, once its rows are lines by our names."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db import transaction

from driehoek.common import clock
from driehoek.figures._checking import check
from driehoek.figures._comparing import compare
from driehoek.figures._imports import Delivery, ImportReport, keep, place_of_today, table_of, write_file
from driehoek.figures._reading import Line
from driehoek.figures.incidents.commands import incidents
from driehoek.figures.mapping.delivered import Delivered, refused
from driehoek.figures.mapping.models import What
from driehoek.figures.mapping.totals import notes_of
from driehoek.figures.neighbourhoods.commands import small_areas
from driehoek.figures.surveys.commands import import_survey
from driehoek.organisations.viewer import Viewer

type Reader = Callable[[Viewer, Iterable[Line], Delivered], ImportReport]


def counts(by: Viewer, lines: Iterable[Line], delivered: Delivered) -> ImportReport:
    """Counts by municipality."""
    checked = check(lines, place_of_today(), delivered.progress)
    if (report := refused(checked, delivered.noticed)) is not None:
        return report
    notes = (*notes_of(checked, delivered.noticed), *compare(delivered.name, checked))
    sha256, path = write_file(table_of(checked))
    delivery = Delivery(delivered.file_name, clock.today(), delivered.noticed.labels, notes, delivered.details)
    with transaction.atomic():
        report = keep(by, delivered.name, sha256, path, checked, delivery)
        delivered.then(report)
    return report


def survey(by: Viewer, lines: Iterable[Line], delivered: Delivered) -> ImportReport:
    """Figures of a survey."""
    named = ((line, {**cells, "label": delivered.noticed.labels.get(str(cells["phenomenon"]), "")}) for line, cells in lines)
    with transaction.atomic():
        report = import_survey(by, delivered.name, named, file_name=delivered.file_name, details=delivered.details)
        if report.accepted:
            delivered.then(report)
    return report


READERS: dict[str, Reader] = {What.COUNTS: counts, What.SURVEY: survey, What.SMALL_AREAS: small_areas, What.INCIDENTS: incidents}
