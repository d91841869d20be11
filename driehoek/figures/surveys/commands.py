"""Take in a survey: all of it or nothing, as a delivery of its source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from driehoek.common import clock
from driehoek.common.errors import NotAllowed
from driehoek.figures._imports import Delivery, Extent, ImportReport, make_snapshot, place_of_today, source_of, write_file
from driehoek.figures._reading import Line
from driehoek.figures.models import Source, SurveyQuestion
from driehoek.figures.surveys.rules import CheckedSurvey, check, listed_out
from driehoek.organisations.viewer import Viewer


def import_survey(
    by: Viewer,
    name: str,
    lines: Iterable[Line],
    *,
    file_name: str,
    retrieved_on: date | None = None,
    details: Mapping[str, object] | None = None,
) -> ImportReport:
    """Take in the figures of a survey. A line holds, by name: area, phenomenon, period, value, and if known level,
    label, unit and margin (half the width at 95 %), or low and high, or respondents (of a share).

    A report with problems means that nothing was taken in. Areas above the team that Driehoek does not know (provinces) are left
    out, and the notes say how many; teams and districts that it does not know yet are kept by name. Raises NotAllowed, Refused.
    """
    if not (by.is_system or by.areas_with("figures.import")):
        raise NotAllowed(_("U mag geen cijfers inlezen. Vraag het uw functioneel beheerder."))
    from driehoek.figures.surveys.store import table_of  # Arrow costs a start 0.2 s

    checked = check(lines, place_of_today())
    if checked.wrong:
        return ImportReport(None, 0, tuple(checked.problems), checked.wrong)
    sha256, path = write_file(table_of(checked.answers))
    notes = tuple(listed_out(checked.left_out))
    delivery = Delivery(file_name, retrieved_on or clock.today(), checked.labels, notes, details or {})
    return _keep(by, name, sha256, path, checked, delivery)


@transaction.atomic
def _keep(by: Viewer, name: str, sha256: str, path: str, checked: CheckedSurvey, delivery: Delivery) -> ImportReport:
    source = source_of(name, Source.Kind.SURVEY)
    latest = source.snapshots.order_by("-pk").first()
    if latest is not None and latest.sha256 == sha256:
        return ImportReport(latest, len(checked.answers), unchanged=True, notes=delivery.notes)
    new = _new_questions(source, checked)
    periods = [answer.period for answer in checked.answers]
    extent = Extent(len(periods), min(periods), max(periods))
    snapshot = make_snapshot(by, source, sha256, path, extent, delivery)
    return ImportReport(snapshot, snapshot.rows, new=tuple(new), notes=delivery.notes)


def _new_questions(source: Source, checked: CheckedSurvey) -> list[str]:
    """A question for each phenomenon that this survey did not ask before; returns their labels."""
    known = set(source.questions.values_list("phenomenon", flat=True))
    units = {answer.phenomenon: answer.unit for answer in reversed(checked.answers)}
    new = [
        SurveyQuestion(
            source=source, phenomenon=code, label=label[:160], unit=units[code], rank=int(code) if code.isdigit() else 0
        )
        for code, label in checked.labels.items()
        if code not in known
    ]
    SurveyQuestion.objects.bulk_create(new)
    return sorted(question.label for question in new)
