"""A file of figures as lines: CSV, Excel or Parquet, whatever its separator, encoding or order of columns."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from driehoek.common.errors import Refused
from driehoek.documents.sheets import workbook_rows
from driehoek.engine.counts import Problem
from driehoek.figures.rules import COLUMNS, NEEDED

MOST_BYTES = 50 * 1024 * 1024
MOST_ROWS = 300_000  # of a workbook
# What people call the columns; the first is ours.
NAMES = {
    "area": ("area", "gebied", "gemeente", "gemeentecode", "regio", "municipality", "municipality_code", "code"),
    "phenomenon": ("phenomenon", "verschijnsel", "soort", "soort misdrijf", "offence", "offence_code", "indicator"),
    "period": ("period", "periode", "jaar", "year", "maand", "month"),
    "count": ("count", "aantal", "geregistreerde misdrijven", "number"),
    "exposure": ("exposure", "blootstelling", "inwoners", "population"),
    "provisional": ("provisional", "voorlopig"),
}

type Line = tuple[int, dict[str, object]]


class Unreadable(Exception):
    """The file as a whole cannot be read. `problem` says why, in Dutch, with what to do."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def unreadable(wrong: str, remedy: str, *, line: int | None = None, column: str = "", value: str = "") -> Unreadable:
    return Unreadable(Problem(line, "", column, value, wrong, remedy))


def check_size(size: int) -> None:
    """Refuse before reading: a file that does not fit in memory must not get there."""
    if size > MOST_BYTES:
        raise unreadable(
            _("Het bestand is te groot: %(size)s MB, het mag %(most)s MB zijn.")
            % {"size": round(size / 1024 / 1024), "most": MOST_BYTES // 1024 // 1024},
            _("Deel het op, bijvoorbeeld per jaar of per soort, en lees de delen na elkaar in."),
        )
    if size == 0:
        raise unreadable(_("Het bestand is leeg."), _("Kies een bestand met een kopregel en ten minste één regel."))


def lines(file: BinaryIO, name: str) -> Iterator[Line]:
    """Line number (as Excel counts) and values by our column names. Raises Unreadable."""
    kind = Path(name).suffix.lower()
    if kind == ".csv" or kind == ".txt":
        yield from _csv(file)
    elif kind in (".xlsx", ".xlsm", ".ods"):
        yield from _workbook(file)
    elif kind == ".parquet":
        yield from _parquet(file)
    else:
        raise unreadable(
            _("Dit soort bestand kan Driehoek niet inlezen."), _("Kies een CSV-, Excel- (.xlsx) of Parquet-bestand."), value=name
        )


def _csv(file: BinaryIO) -> Iterator[Line]:
    text = text_of(file)
    first = text.readline()
    separator = max(";,\t", key=first.count)
    header = next(csv.reader([first], delimiter=separator), [])
    places = _places([cell.strip() for cell in header])
    try:
        for number, row in enumerate(csv.reader(text, delimiter=separator), start=2):
            if any(cell.strip() for cell in row):
                yield number, {column: row[at] if at < len(row) else "" for column, at in places.items()}
    except csv.Error as error:
        raise unreadable(_("Dit is geen geldig CSV-bestand."), _("Bewaar het opnieuw als CSV."), value=str(error)) from error


def text_of(file: BinaryIO) -> io.TextIOWrapper:
    """The file as text: UTF-8, or what Excel on Windows writes when it is not."""
    encoding, decoder = "utf-8-sig", codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := file.read(1 << 20):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        encoding = "cp1252"
    file.seek(0)
    return io.TextIOWrapper(file, encoding=encoding, newline="", errors="replace")


def _workbook(file: BinaryIO) -> Iterator[Line]:
    try:
        rows = iter(workbook_rows(file.read(), MOST_ROWS))
    except Refused as error:
        raise unreadable(" ".join(error.messages), _("Of bewaar het als CSV.")) from error
    places = _places([str(cell).strip() for cell in next(rows, [])])
    for number, row in enumerate(rows, start=2):
        if any(cell not in ("", None) for cell in row):
            yield number, {column: row[at] if at < len(row) else "" for column, at in places.items()}


def _parquet(file: BinaryIO) -> Iterator[Line]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        parquet = pq.ParquetFile(file)
        places = _places(parquet.schema_arrow.names)
        number = 2
        for batch in parquet.iter_batches(10_000, columns=[parquet.schema_arrow.names[at] for at in places.values()]):
            columns = dict(zip(places, batch.to_pydict().values(), strict=True))
            for values in zip(*columns.values(), strict=True):
                yield number, dict(zip(columns, values, strict=True))
                number += 1
    except pa.ArrowException as error:
        raise unreadable(_("Dit is geen leesbaar Parquet-bestand."), _("Maak het opnieuw, of geef een CSV.")) from error


def _places(header: Sequence[str]) -> dict[str, int]:
    """Where each of our columns stands. Raises Unreadable when one that is needed is missing."""
    lowered = [cell.casefold().strip() for cell in header]
    places: dict[str, int] = {}
    for column in COLUMNS:
        at = next((lowered.index(name) for name in NAMES[column] if name in lowered), None)
        if at is not None and at not in places.values():
            places[column] = at
    missing = [column for column in NEEDED if column not in places]
    if not any(lowered):
        raise unreadable(_("Het bestand is leeg."), _("Kies een bestand met een kopregel en ten minste één regel."))
    if missing:
        found = ", ".join(cell for cell in header if cell)[:120]
        raise unreadable(
            _("De kolom ‘%(column)s’ ontbreekt.") % {"column": missing[0]},
            _("Zet in de eerste regel de kolommen area, phenomenon, period en count (exposure mag erbij)."),
            line=1,
            column=missing[0],
            value=found,
        )
    return places
