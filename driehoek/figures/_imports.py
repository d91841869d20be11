"""Take in a delivery: the whole file or nothing. First the file (temporary, fsync, rename), then the row.

A process that dies between the two leaves a file that nobody points to; what pages show are the old figures.
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, BinaryIO

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from driehoek.common import clock, search
from driehoek.common.errors import NotAllowed, Refused
from driehoek.common.events import record
from driehoek.engine.counts import Problem
from driehoek.figures._checking import POPULATION_NAMES, Checked, Progress, check
from driehoek.figures._comparing import compare
from driehoek.figures._reading import Line, Unreadable, check_size, lines
from driehoek.figures.indicators.catalogue import words_of
from driehoek.figures.models import Indicator, IndicatorVersion, Snapshot, Source
from driehoek.figures.rules import POPULATION, Place
from driehoek.organisations.models import Area, AreaChange, AreaLevel
from driehoek.organisations.viewer import Viewer

if TYPE_CHECKING:  # Arrow costs a start 0.2 s, so it is imported where it is used
    import pyarrow as pa


@dataclass(frozen=True)
class ImportReport:
    """What came of a file.

    snapshot  the delivery, or None when nothing was taken in
    rows      rows taken in
    problems  what is wrong (line, column, value, remedy), at most 200; `wrong` counts them all
    unchanged the same figures were there already
    new       phenomena that were not known before: they are kept, and ask for a name and a field
    notes     what the reader must know of what was taken in: totals that do not add up, columns that were left out, …
    """

    snapshot: Snapshot | None
    rows: int
    problems: tuple[Problem, ...] = ()
    wrong: int = 0
    unchanged: bool = False
    new: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def accepted(self) -> bool:
        return self.snapshot is not None


def import_figures(
    by: Viewer,
    name: str,
    file: BinaryIO,
    *,
    file_name: str,
    size: int,
    retrieved_on: date | None = None,
    progress: Progress = lambda done: None,
) -> ImportReport:
    """Take in the figures of one source. `name` is its code (47018NED) or a name of one's own; columns as in `rules.COLUMNS`.

    All or nothing: a report with problems means that nothing was taken in. Reading and checking hold no lock; only the
    last step, a rename and two rows, is a transaction. Raises NotAllowed without the right, Refused without a name.
    """
    if not (by.is_system or by.areas_with("figures.import")):
        raise NotAllowed(_("U mag geen cijfers inlezen. Vraag het uw functioneel beheerder."))
    name = " ".join(name.split())
    if not source_code(name):
        raise Refused({"name": _("Geef de bron een naam, bijvoorbeeld ‘Meldingen overlast politie’.")})
    try:
        check_size(size)
        return take_in(by, name, lines(file, file_name), file_name=file_name, retrieved_on=retrieved_on, progress=progress)
    except Unreadable as error:
        return ImportReport(None, 0, (error.problem,), 1)


def take_in(
    by: Viewer,
    name: str,
    found: Iterable[Line],
    *,
    file_name: str,
    retrieved_on: date | None = None,
    progress: Progress = lambda done: None,
) -> ImportReport:
    """Lines from anywhere, by our column names: checked first, then kept whole. The caller has the right to do this."""
    checked = check(found, place_of_today(), progress)
    if checked.wrong:
        return ImportReport(None, 0, tuple(checked.problems), checked.wrong)
    notes = compare(name, checked)
    sha256, path = write_file(table_of(checked))
    delivery = Delivery(file_name, retrieved_on or clock.today(), notes=notes)
    return keep(by, name, sha256, path, checked, delivery)


def table_of(checked: Checked) -> pa.Table:
    """The columns in one order, so that the same figures give the same file."""
    import pyarrow as pa

    from driehoek.figures._store import SCHEMA

    columns = {name: getattr(checked, name) for name in SCHEMA.names}
    columns["phenomenon"] = [POPULATION if text.casefold() in POPULATION_NAMES else text for text in columns["phenomenon"]]
    table = pa.table(columns, schema=SCHEMA)
    return table.sort_by([("area", "ascending"), ("phenomenon", "ascending"), ("period", "ascending")])


def write_file(table: pa.Table) -> tuple[str, str]:
    """Write the Parquet file under the name of its own digest; (digest, path below the data directory)."""
    import pyarrow.parquet as pq

    folder = Path(settings.DATA_DIR) / "figures"
    folder.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=folder, prefix=".new-", delete=False) as temporary:
        pq.write_table(table, temporary, compression="zstd")
        temporary.flush()
        os.fsync(temporary.fileno())
    half = Path(temporary.name)
    sha256 = hashlib.sha256(half.read_bytes()).hexdigest()
    target = folder / f"{sha256[:32]}.parquet"
    half.rename(target)
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    return sha256, str(target.relative_to(settings.DATA_DIR))


@dataclass(frozen=True)
class Delivery:
    """What is known of a delivery besides its figures.

    labels   names of phenomena by their code
    notes    what the reader must know of it
    details  how it was read, as JSON
    """

    file_name: str
    retrieved_on: date
    labels: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    details: Mapping[str, object] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        return {**self.details, "notes": list(self.notes)}


@transaction.atomic
def keep(by: Viewer, name: str, sha256: str, path: str, checked: Checked, delivery: Delivery) -> ImportReport:
    """Let pages show the delivery from now on."""
    phenomena = sorted({POPULATION if text.casefold() in POPULATION_NAMES else text for text in checked.phenomenon})
    source = source_of(name, _kind_of(phenomena))
    latest = source.snapshots.order_by("-pk").first()
    if latest is not None and latest.sha256 == sha256:
        return ImportReport(latest, len(checked.area), unchanged=True, notes=delivery.notes)
    words = {code: {"label": label} for code, label in delivery.labels.items()} | words_of(source.code)
    new = [] if source.kind == Source.Kind.POPULATION else new_indicators(source, phenomena, words, delivery.retrieved_on)
    extent = Extent(len(checked.area), min(checked.period), max(checked.period))
    snapshot = make_snapshot(by, source, sha256, path, extent, delivery)
    return ImportReport(snapshot, snapshot.rows, new=tuple(new), notes=delivery.notes)


@dataclass(frozen=True)
class Extent:
    """How much a delivery holds."""

    rows: int
    first_period: str
    last_period: str


def make_snapshot(
    by: Viewer,
    source: Source,
    sha256: str,
    path: str,
    extent: Extent,
    delivery: Delivery,
) -> Snapshot:
    """The row of a delivery whose file lies there. The caller is in a transaction and has the right."""
    from driehoek.figures._store import division_year

    snapshot = Snapshot.objects.create(
        source=source,
        sha256=sha256,
        path=path,
        retrieved_on=delivery.retrieved_on,
        rows=extent.rows,
        first_period=extent.first_period,
        last_period=extent.last_period,
        division_year=division_year(),
        file_name=delivery.file_name[:200],
        by=by.code,
        by_name=by.name,
        at=clock.now(),
        details=delivery.as_json(),
    )
    record(by, "figures.imported", snapshot, name=source.name, rows=snapshot.rows, file=delivery.file_name)
    return snapshot


def _kind_of(phenomena: list[str]) -> Source.Kind:
    if POPULATION in phenomena and len(phenomena) > 1:
        raise Refused(_("Lees inwoners en aantallen als twee bestanden in: ze zijn verschillende bronnen."))
    return Source.Kind.POPULATION if phenomena == [POPULATION] else Source.Kind.COUNTS


def source_of(name: str, kind: Source.Kind) -> Source:
    """The source of that code or name, made when it is new. A source holds one kind of figures. Locks its row."""
    found = Source.objects.select_for_update().filter(code__iexact=source_code(name)).first()
    found = found or Source.objects.select_for_update().filter(name__iexact=name).first()
    if found is None:
        return Source.objects.create(code=source_code(name), name=name, kind=kind)
    if found.kind != kind:
        raise Refused(_("Onder deze naam staat al een bron van een andere soort. Kies een andere naam."))
    return found


def new_indicators(source: Source, phenomena: list[str], words: Mapping[str, Mapping[str, str]], on: date) -> list[str]:
    """Make an indicator for each phenomenon that this source did not have yet; returns those, sorted."""
    known = set(source.indicators.values_list("phenomenon", flat=True))
    new = [phenomenon for phenomenon in phenomena if phenomenon not in known]
    for phenomenon in new:
        row = words.get(phenomenon, {})
        indicator = Indicator.objects.create(
            code=_free_code(source, phenomenon),
            source=source,
            phenomenon=phenomenon,
            label=row.get("label", phenomenon),
            one=row.get("one", ""),
            many=row.get("many", ""),
            field=row.get("field", ""),
            theme=row.get("theme", ""),
            moves_with=row.get("moves_with", ""),
            rank=_rank(phenomenon),
        )
        IndicatorVersion.objects.create(
            indicator=indicator, number=1, from_date=on, definition={"source": source.code, "phenomenon": phenomenon}
        )
        search.index(indicator)
    return new


def _free_code(source: Source, phenomenon: str) -> str:
    """The part of addresses: the phenomenon itself for the open tables, else with the source before it."""
    slug = source_code(phenomenon)
    code = slug if source.publisher else f"{source.code[:40]}-{slug}"[:76].rstrip("-")
    tries = [code, *(f"{code}-{n}" for n in range(2, 1000))]
    taken = set(Indicator.objects.filter(code__startswith=code).values_list("code", flat=True))
    return next(free for free in tries if free and free not in taken)


def _rank(phenomenon: str) -> int:
    """1.2.3 before 1.10.1: codes of numbers in their own order, words after them."""
    parts = phenomenon.split(".")
    if len(parts) == 3 and all(part.isdigit() and len(part) < 3 for part in parts):
        return int(parts[0]) * 10_000 + int(parts[1]) * 100 + int(parts[2])
    return 1_000_000


def place_of_today() -> Place:
    """What an area in a file may be called."""
    areas = list(Area.objects.filter(level=AreaLevel.MUNICIPALITY).values_list("code", "name", "valid_until"))
    today = {code: name for code, name, until in areas if until is None}
    names: dict[str, str] = {}
    for code, name in today.items():
        names[name.casefold()] = "" if name.casefold() in names else code
    old = {code: name for code, name, until in areas if until is not None}
    heirs: dict[str, list[str]] = {}
    split = set()
    for change in AreaChange.objects.select_related("new"):
        heirs.setdefault(change.old_id, []).append(change.new.name)
        if change.kind == AreaChange.Kind.SPLIT:
            split.add(change.old_id)
    gone = {code: (name, ", ".join(heirs.get(code, []))) for code, name in old.items() if code in heirs}
    return Place(frozenset(today), {name: code for name, code in names.items() if code}, gone, frozenset(split))


def source_code(name: str) -> str:
    """The code of a source of that name, as far as it has letters or digits."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9.]+", "-", plain).strip("-.")[:60]
