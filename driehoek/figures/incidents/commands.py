"""Take in a file of incidents: each kept without person or text, and counted by municipality and month."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from driehoek.common import clock
from driehoek.figures._imports import Delivery, ImportReport, keep, place_of_today, table_of, write_file
from driehoek.figures._reading import Line
from driehoek.figures.incidents.rules import Incident, check, counted, shares
from driehoek.figures.mapping.delivered import Delivered
from driehoek.figures.mapping.totals import left_out
from driehoek.organisations.viewer import Viewer
from driehoek.ui.filters import number

if TYPE_CHECKING:
    import pyarrow as pa


def incidents(by: Viewer, lines: Iterable[Line], delivered: Delivered) -> ImportReport:
    """One row per incident. The caller has the right.

    The incidents lie in a file of their own (`details["incidents"]`: area, kind, start, end), what pages show are the counts.
    """
    checked = check(lines, place_of_today(), delivered.progress)
    problems = sorted([*checked.problems, *delivered.noticed.problems], key=lambda one: one.line or 0)
    if problems:
        return ImportReport(None, 0, tuple(problems), checked.wrong + len(delivered.noticed.problems))
    counts = counted(checked.incidents)
    _sha256, kept = write_file(_table(checked.incidents))
    sha256, path = write_file(table_of(counts))
    notes = (*_notes(delivered, checked.incidents, checked.long), *left_out(delivered.noticed))
    details = {**delivered.details, "incidents": kept, "labels": delivered.noticed.labels}
    delivery = Delivery(delivered.file_name, clock.today(), delivered.noticed.labels, notes, details)
    with transaction.atomic():
        report = keep(by, delivered.name, sha256, path, counts, delivery)
        delivered.then(report)
    return report


def _table(found: Sequence[Incident]) -> pa.Table:
    import pyarrow as pa  # costs a start 0.2 s

    kept = pa.schema({"area": pa.string(), "kind": pa.string(), "start": pa.timestamp("s"), "end": pa.timestamp("s")})
    table = pa.table({name: [getattr(one, name) for one in found] for name in kept.names}, schema=kept)
    return table.sort_by([(name, "ascending") for name in ("start", "area", "kind", "end")])


def _notes(delivered: Delivered, found: Sequence[Incident], long: int) -> list[str]:
    spread = sum(len(shares(one)) > 1 for one in found)
    notes = [_("%(n)s incidenten gelezen en geteld per gemeente en maand.") % {"n": number(len(found))}]
    if spread:
        words = _("Van %(n)s incidenten is niet zeker in welke maand: zij zijn naar tijdsduur over de maanden verdeeld.")
        notes.append(words % {"n": number(spread)})
    if long:
        notes.append(_("Van %(n)s incidenten duurt de periode langer dan een jaar. Kijk of dat klopt.") % {"n": number(long)})
    if dropped := _dropped(delivered):
        words = _("Niet bewaard: %(columns)s. Driehoek houdt van een incident alleen plaats, soort en tijd.")
        notes.append(words % {"columns": ", ".join(dropped)})
    notes.append(_("Een maand zonder regel telt als 0. De eerste en de laatste maand kunnen onvolledig zijn."))
    return notes


def _dropped(delivered: Delivered) -> list[str]:
    """Columns of the file that are not kept: those without a role, and the point itself."""
    mapping, header = delivered.details.get("mapping"), delivered.details.get("header")
    if not isinstance(mapping, dict) or not isinstance(header, list):
        return []
    kept = {key for key, role in mapping["roles"].items() if role not in ("longitude", "latitude")}
    return [str(head) for head in header if str(head) and " ".join(str(head).split()).casefold() not in kept]
