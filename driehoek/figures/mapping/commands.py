"""Bring a file, say what stands in its columns, take it in, and remember how. All or nothing, and never read twice."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.tasks import task
from django.utils.translation import gettext as _

from driehoek.common import clock
from driehoek.common.errors import NotAllowed, Outdated, Refused
from driehoek.common.events import record
from driehoek.common.models import Event
from driehoek.common.undo import undoes
from driehoek.engine.counts import Problem
from driehoek.figures._imports import ImportReport, place_of_today, source_code
from driehoek.figures._reading import Unreadable, check_size
from driehoek.figures.mapping import guessing
from driehoek.figures.mapping.delivered import Delivered
from driehoek.figures.mapping.readers import READERS
from driehoek.figures.mapping.rows import rows_of
from driehoek.figures.mapping.rules import Choices, Numbered, head_row, missing, shape_of
from driehoek.figures.mapping.unfolding import Noticed, Places, unfold
from driehoek.figures.models import ColumnMapping, Source, Upload
from driehoek.organisations.models import User
from driehoek.organisations.queries import larger_by_name
from driehoek.organisations.viewer import SYSTEM, Viewer, viewer_of

KEPT = timedelta(days=1)
LATER = 3 * 1024 * 1024  # a larger file is read in the background, and the page shows how far it is
_FIRST = 250  # rows that a page or a guess looks at


def bring(by: Viewer, name: str, file: BinaryIO, *, file_name: str, size: int) -> Upload:
    """Keep a file until somebody said what stands in it; first the file, then the row. It goes after a day.

    Raises NotAllowed without the right, Refused without a name, Unreadable for what is no table.
    """
    _may(by)
    name = " ".join(name.split())
    if not source_code(name):
        raise Refused({"name": _("Geef de bron een naam, bijvoorbeeld ‘Meldingen overlast politie’.")})
    check_size(size)
    folder = Path(settings.DATA_DIR) / "uploads"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{uuid.uuid4().hex}{Path(file_name).suffix.lower()[:8]}"
    file.seek(0)
    with path.open("wb") as kept:
        shutil.copyfileobj(file, kept)
    try:
        if not _first_rows(path, file_name):
            raise Refused(_("Er staat niets in het bestand. Kies een bestand met een kopregel en ten minste één regel."))
        return _brought(by, name, file_name, str(path.relative_to(settings.DATA_DIR)), size)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


@transaction.atomic
def _brought(by: Viewer, name: str, file_name: str, path: str, size: int) -> Upload:
    return Upload.objects.create(
        name=name[:120], file_name=file_name[:200], path=path, size=size, by=by.code, by_name=by.name, at=clock.now()
    )


def _may(by: Viewer) -> None:
    if not (by.is_system or by.areas_with("figures.import")):
        raise NotAllowed(_("U mag geen cijfers inlezen. Vraag het uw functioneel beheerder."))


def _first_rows(path: Path, file_name: str) -> list[Numbered]:
    with path.open("rb") as file, closing(rows_of(file, file_name)) as rows:
        return list(islice(rows, _FIRST))


@dataclass(frozen=True)
class Known:
    """A file that was brought, as far as it was looked at: its first rows, and how it is read: as remembered, else a guess."""

    rows: list[Numbered]
    choices: Choices
    mapping: ColumnMapping | None

    @property
    def header(self) -> tuple[object, ...]:
        return self.rows[self.choices.head][1] if self.choices.head < len(self.rows) else ()


def known(upload: Upload) -> Known:
    """What is known of a file. A mapping is remembered per source by the shape of the head."""
    rows = _first_rows(upload.file, upload.file_name)
    header = rows[head_row(rows)][1] if rows else ()
    same = Q(source__code__iexact=source_code(upload.name)) | Q(source__name__iexact=upload.name)
    found = ColumnMapping.objects.remembered().filter(same, shape=shape_of(header)).first()
    if found is not None:
        return Known(rows, Choices.from_json({**found.choices, "head": head_row(rows)}), found)
    return Known(rows, guessing.guess(rows, place_of_today()), None)


@contextmanager
def lines_of(upload: Upload, choices: Choices, noticed: Noticed, most: int | None = None) -> Iterator[Any]:
    """The lines of the file, read as chosen; of the first `most` rows only where that is given."""
    with upload.file.open("rb") as file, closing(rows_of(file, upload.file_name)) as rows:
        yield unfold(islice(rows, most), choices, Places(place_of_today(), larger_by_name(clock.today())), noticed)


def take_in_upload(by: Viewer, upload_id: uuid.UUID, choices: Choices) -> ImportReport:
    """Read the file as chosen, take it in whole or not at all, and remember how it was read for the next one.

    Raises NotAllowed; Refused where the choices leave something open; Upload.DoesNotExist.
    """
    _may(by)
    upload = Upload.objects.visible_to(by).get(pk=upload_id)
    if open_questions := missing(choices):
        raise Refused(open_questions)
    if not upload.file.exists():
        raise Refused(_("Het bestand is er niet meer. Kies het opnieuw."))
    noticed = Noticed()
    header = known(upload).header

    def then(report: ImportReport) -> None:
        if report.snapshot is not None:
            _remember(by, report.snapshot.source, header, choices)
        _settle(upload, report)

    def progress(read: int) -> None:
        """How far it is, for who waits: outside the transaction that takes the file in."""
        if read % 5000 == 0:
            with transaction.atomic():
                Upload.objects.filter(pk=upload.pk).update(read=read)

    details = {"mapping": choices.as_json(), "header": [str(cell) for cell in header]}
    delivered = Delivered(upload.name, upload.file_name, noticed, details, then, progress)
    try:
        with lines_of(upload, choices, noticed) as lines:
            report = READERS[choices.what](by, lines, delivered)
    except Unreadable as error:
        report = ImportReport(None, 0, (error.problem,), 1)
    if not report.accepted:
        _settle(upload, report)
    else:
        upload.file.unlink(missing_ok=True)
    return report


@transaction.atomic
def take_in_later(by: Viewer, upload_id: uuid.UUID, choices: Choices) -> Upload:
    """Have a large file read in the background; `read` and `state` of the upload say how far. Raises as `take_in_upload`."""
    _may(by)
    upload = Upload.objects.visible_to(by).select_for_update().get(pk=upload_id)
    if open_questions := missing(choices):
        raise Refused(open_questions)
    upload.state, upload.read, upload.outcome = Upload.State.READING, 0, None
    upload.save(update_fields=["state", "read", "outcome"])
    read_upload.enqueue(str(upload.pk), choices.as_json(), by.user_id)
    return upload


@task
def read_upload(upload_id: str, choices: dict[str, Any], user_id: int | None) -> None:
    """Read a file that waits. Safe to run twice: it is read only as long as it waits."""
    upload = Upload.objects.filter(pk=upload_id, state=Upload.State.READING).first()
    if upload is None:
        return
    by = viewer_of(User.objects.get(pk=user_id), clock.today()) if user_id else SYSTEM
    try:
        take_in_upload(by, upload.pk, Choices.from_json(choices))
    except (Refused, NotAllowed) as refusal:
        words = " ".join(refusal.messages) if isinstance(refusal, Refused) else str(refusal)
        _settle(upload, ImportReport(None, 0, (Problem(None, "", "", "", words, ""),), 1))


def _settle(upload: Upload, report: ImportReport) -> None:
    upload.state = Upload.State.TAKEN if report.accepted else Upload.State.REFUSED
    upload.outcome = as_json(report)
    upload.save(update_fields=["state", "outcome"])


def as_json(report: ImportReport) -> dict[str, Any]:
    """A report, to be shown later."""
    problems = [[one.line, one.column, one.value, one.wrong, one.remedy] for one in report.problems]
    return {
        "snapshot": report.snapshot.pk if report.snapshot else None, "rows": report.rows, "wrong": report.wrong,
        "problems": problems, "unchanged": report.unchanged, "new": list(report.new), "notes": list(report.notes),
    }  # fmt: skip


def problems_of(outcome: dict[str, Any] | None) -> list[Problem]:
    return [
        Problem(line, "", column, value, wrong, remedy)
        for line, column, value, wrong, remedy in (outcome or {}).get("problems", [])
    ]


def _remember(by: Viewer, source: Source, header: tuple[object, ...], choices: Choices) -> None:
    """Keep the choices for files with this head; nothing happens where they were known already. In the caller's transaction."""
    shape = shape_of(header)
    found = ColumnMapping.objects.select_for_update().remembered().filter(source=source, shape=shape).first()
    said = choices.as_json()
    if found is None:
        words = [str(cell) if cell is not None else "" for cell in header]
        found = ColumnMapping(source=source, shape=shape, header=words, choices=said, version=0)
    elif {**found.choices, "head": 0} == {**said, "head": 0}:
        return
    before = found.choices if found.pk else None
    found.choices, found.by, found.by_name, found.at = said, by.code, by.name, clock.now()
    found.version += 1
    found.save()
    record(by, "figures.mapping_chosen", found, name=source.name, before=before, after=said)


@transaction.atomic
def forget_mapping(by: Viewer, mapping_id: int, *, seen: int) -> Event:
    """Ask again at the next file with this head. What was taken in stays. Raises ColumnMapping.DoesNotExist, Outdated."""
    _may(by)
    found = ColumnMapping.objects.visible_to(by).select_for_update(of=("self",)).select_related("source").get(pk=mapping_id)
    if found.version != seen or found.forgotten:
        raise Outdated(_("Iemand anders heeft deze indeling intussen veranderd of vergeten."))
    found.forgotten = True
    found.version += 1
    found.save()
    return record(by, "figures.mapping_forgotten", found, name=found.source.name)


@undoes("figures.mapping_forgotten")
def remember_again(by: Viewer, event: Event) -> None:
    """Unless a new one was chosen for the same head since."""
    _may(by)
    found = ColumnMapping.objects.select_for_update(of=("self",)).select_related("source").get(pk=event.object_id)
    others = ColumnMapping.objects.remembered().filter(source=found.source, shape=found.shape)
    if not found.forgotten or others.exists():
        raise Outdated(_("Voor deze bestanden is intussen een nieuwe indeling gekozen."))
    found.forgotten = False
    found.version += 1
    found.save()
    record(by, "figures.mapping_chosen", found, name=found.source.name, before=None, after=found.choices, undoes=event)


def clear_uploads() -> None:
    """Throw away files that nobody came back for. Safe to run as often as one likes."""
    for upload in Upload.objects.filter(at__lt=clock.now() - KEPT):
        upload.file.unlink(missing_ok=True)
        upload.delete()
