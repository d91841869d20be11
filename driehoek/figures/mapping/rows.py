"""The rows of any file as they stand there, with the number that Excel shows: CSV, Excel, ODS or Parquet."""

from __future__ import annotations

import csv
from collections.abc import Generator, Iterator
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from driehoek.common.errors import Refused
from driehoek.documents.sheets import workbook_rows
from driehoek.figures._reading import MOST_ROWS, text_of, unreadable
from driehoek.figures.mapping.rules import Numbered

_SNIFFED = 20


def rows_of(file: BinaryIO, name: str) -> Generator[Numbered]:
    """Rows with something in them. Raises Unreadable. To be closed before the file is, when it is not read to its end."""
    kind = Path(name).suffix.lower()
    if kind in (".csv", ".txt", ".tsv"):
        rows = _csv(file)
    elif kind in (".xlsx", ".xlsm", ".xls", ".ods"):
        rows = _workbook(file)
    elif kind == ".parquet":
        rows = _parquet(file)
    else:
        wrong = _("Dit soort bestand kan Driehoek niet inlezen.")
        raise unreadable(wrong, _("Kies een CSV-, Excel- (.xlsx), ODS- of Parquet-bestand."), value=name)
    for line, row in rows:
        if any(cell is not None and str(cell).strip() for cell in row):
            yield line, row


def _csv(file: BinaryIO) -> Iterator[Numbered]:
    text = text_of(file)
    try:
        first = [text.readline() for _n in range(_SNIFFED)]
        skipped = 1 if first[0].startswith("sep=") else 0
        rows = csv.reader(chain(first[skipped:], text), delimiter=_separator(first))
        for row in rows:
            yield rows.line_num + skipped, tuple(row)
    except csv.Error as error:
        raise unreadable(_("Dit is geen geldig CSV-bestand."), _("Bewaar het opnieuw als CSV."), value=str(error)) from error
    finally:
        text.detach()


def _separator(lines: list[str]) -> str:
    """Excel's own hint, or the mark that stands most often in the first lines; a decimal comma never wins from a semicolon."""
    if lines[0].startswith("sep=") and len(lines[0]) > 4:
        return lines[0][4]
    counts = {mark: sum(line.count(mark) for line in lines) for mark in ";\t,|"}
    return max(counts, key=lambda mark: (counts[mark] > 0 and mark != ",", counts[mark]))


def _workbook(file: BinaryIO) -> Iterator[Numbered]:
    try:
        rows = workbook_rows(file.read(), MOST_ROWS)
    except Refused as error:
        raise unreadable(" ".join(error.messages), _("Of bewaar het als CSV.")) from error
    yield from ((line, tuple(row)) for line, row in enumerate(rows, start=1))


def _parquet(file: BinaryIO) -> Iterator[Numbered]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        parquet = pq.ParquetFile(file)
        yield 1, tuple(parquet.schema_arrow.names)
        line = 2
        for batch in parquet.iter_batches(10_000):
            for row in zip(*batch.to_pydict().values(), strict=True):
                yield line, row
                line += 1
    except pa.ArrowException as error:
        raise unreadable(_("Dit is geen leesbaar Parquet-bestand."), _("Maak het opnieuw, of geef een CSV.")) from error
