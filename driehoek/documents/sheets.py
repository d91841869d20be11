"""Tables out to Excel and CSV, and back in: from a file or from a paste. What the cells mean is for the room that asks
(`documents.cells` reads dates and numbers).

Out: a real Excel table with a frozen head, dates and numbers as such, a sheet with notes, A4 landscape; equal tables are
equal files. CSV as Dutch Excel wants it: semicolons, decimal commas, a byte-order mark. A text that looks like a formula
stays text in both.
In: .xlsx, .xls, .ods and CSV; the first row with something in it is the head, and each row keeps the number that Excel shows.
"""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any, Final, Literal

from django.utils.translation import gettext as _

from driehoek.common.clock import AMSTERDAM
from driehoek.common.errors import Refused
from driehoek.documents._upload import decoded, kind_of

__all__ = ["MAX_COLUMNS", "MAX_ROWS", "Column", "Sheet", "read_pasted", "read_table", "workbook_rows", "write_csv", "write_xlsx"]

type Cell = str | float | int | bool | Decimal | date | None
MAX_ROWS: Final = 20_000
MAX_COLUMNS: Final = 200
MAX_PASTED: Final = 2_000_000
_LONGEST: Final = 32_767  # characters in one cell of Excel
_FORMULA: Final = ("=", "+", "-", "@", "\t")
_MADE: Final = datetime(2000, 1, 1)
_READER: Final = Path(__file__).with_name("_workbook.py")
_QUOTED: Final = re.compile(r'"((?:[^"]|"")*)"(?=\t|\n|\Z)')


@dataclass(frozen=True, slots=True)
class Column:
    """A head with the kind of its cells. `euro`: cells are whole cents. Without a width the words decide."""

    title: str
    kind: Literal["text", "number", "euro", "date"] = "text"
    width: int = 0


@dataclass(frozen=True)
class Sheet:
    """A table as it was brought: the head, and (line number as Excel shows it, cells). Rows may be shorter than the head."""

    header: tuple[Any, ...]
    rows: tuple[tuple[int, tuple[Any, ...]], ...]


# --- out -----------------------------------------------------------------------------------------------------------------
def write_xlsx(
    title: str,
    columns: Sequence[str | Column],
    rows: Iterable[Sequence[Cell]],
    notes: Sequence[str] = (),
    *,
    made_on: date | None = None,
) -> bytes:
    """A workbook with this table, and a sheet ‘Toelichting’ with the notes. Refuses a text that no cell can hold."""
    import xlsxwriter

    heads = _columns(columns)
    filled = [list(row) for row in rows]
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
        moment = datetime(made_on.year, made_on.month, made_on.day) if made_on else _MADE
        book.set_properties({"title": title, "created": moment})
        sheet = book.add_worksheet(_sheet_name(title))
        formats = _formats(book)
        for number, row in enumerate(filled, 1):
            for place, (cell, head) in enumerate(zip(row, heads, strict=True)):
                _write_cell(sheet, number, place, cell, head, formats)
        names = [{"header": head.title} for head in heads]
        sheet.add_table(0, 0, max(1, len(filled)), len(heads) - 1, {"columns": names, "name": "Tabel"})
        sheet.autofit(360)
        for place, head in enumerate(heads):
            if head.width:
                sheet.set_column(place, place, head.width)
        _on_paper(sheet, max(1, len(filled)), len(heads) - 1)
        if notes:
            about = book.add_worksheet(_("Toelichting"))
            about.set_column(0, 0, 110, formats["text"])
            for number, note in enumerate(notes):
                about.write_string(number, 0, _held(note, number))
    return file.getvalue()


def _columns(columns: Sequence[str | Column]) -> list[Column]:
    """Heads are words, and each its own: Excel repairs a table with two equal heads, and asks the user first."""
    seen: set[str] = set()
    heads = []
    for number, column in enumerate(columns, 1):
        head = column if isinstance(column, Column) else Column(column)
        name = unique = head.title.strip() or _("Kolom %(number)s") % {"number": number}
        again = 1
        while unique.casefold() in seen:
            again += 1
            unique = f"{name} {again}"
        seen.add(unique.casefold())
        heads.append(Column(unique, head.kind, head.width))
    if not heads:
        raise ValueError("a table has columns")
    return heads


def _sheet_name(title: str) -> str:
    return re.sub(r"[\[\]:*?/\\']", " ", title).strip()[:31].strip() or _("Blad")


def _formats(book: Any) -> dict[str, Any]:
    looks: dict[str, dict[str, Any]] = {"text": {"text_wrap": True}, "number": {}, "euro": {"num_format": "€ #,##0.00"}}
    looks |= {"date": {"num_format": "d-m-yyyy"}, "moment": {"num_format": "d-m-yyyy hh:mm"}}
    return {name: book.add_format({"valign": "top", **look}) for name, look in looks.items()}


def _on_paper(sheet: Any, rows: int, columns: int) -> None:
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.print_area(0, 0, rows, columns)
    sheet.set_footer("&L&A&R" + _("Pagina {page} van {pages}").format(page="&P", pages="&N"))


def _write_cell(sheet: Any, row: int, place: int, cell: Cell, head: Column, formats: dict[str, Any]) -> None:
    if cell is None or cell == "" or (isinstance(cell, float) and cell - cell != 0):
        return
    if isinstance(cell, bool):
        sheet.write_string(row, place, _("ja") if cell else _("nee"), formats["text"])
    elif isinstance(cell, datetime):
        local = cell.astimezone(AMSTERDAM).replace(tzinfo=None) if cell.tzinfo else cell
        sheet.write_datetime(row, place, local, formats["moment"])
    elif isinstance(cell, date):
        sheet.write_datetime(row, place, cell, formats["date"])
    elif isinstance(cell, int | float | Decimal):
        euro = head.kind == "euro"
        sheet.write_number(row, place, float(cell) / 100 if euro else cell, formats["euro" if euro else "number"])
    else:
        sheet.write_string(row, place, _held(str(cell), row), formats["text"])


def _held(words: str, row: int) -> str:
    if len(words) > _LONGEST:
        raise Refused(_("Regel %(row)s heeft een tekst die te lang is voor één cel van Excel. Kort hem in.") % {"row": row + 1})
    return words.encode("utf-8", "replace").decode()


def write_csv(
    title: str,
    columns: Sequence[str | Column],
    rows: Iterable[Sequence[Cell]],
    notes: Sequence[str] = (),
    *,
    made_on: date | None = None,
) -> bytes:
    """The table alone: a CSV has no place for a title or notes."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    heads = _columns(columns)
    writer.writerow([_csv_cell(head.title, head) for head in heads])
    writer.writerows([_csv_cell(cell, head) for cell, head in zip(row, heads, strict=True)] for row in rows)
    return ("\ufeff" + text.getvalue()).encode("utf-8", "replace")


def _csv_cell(cell: Cell, head: Column) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return _("ja") if cell else _("nee")
    if isinstance(cell, datetime | date):
        return f"{cell.day}-{cell.month}-{cell.year}"
    if isinstance(cell, int | float | Decimal):
        return _number(cell, cents=head.kind == "euro")
    return "'" + cell if cell.startswith((*_FORMULA, "'")) else cell


def _number(number: float | Decimal, *, cents: bool) -> str:
    if cents:
        return f"{Decimal(number) / 100:.2f}".replace(".", ",")
    if isinstance(number, int):
        return str(number)
    if not Decimal(number).is_finite():
        return ""
    written = f"{number:.10f}"
    return written.rstrip("0").rstrip(".").replace(".", ",")


# --- in ------------------------------------------------------------------------------------------------------------------
def read_table(name: str, data: bytes) -> Sheet:
    """Read the first sheet of a workbook with something in it, or a CSV. Refuses what cannot be read, is empty or too large."""
    kind = kind_of(name, data)
    if kind == "docx":
        raise Refused(_("Dit is een Word-bestand. Kies een Excelblad (.xlsx) of een CSV-bestand."))
    return _sheet(_csv_rows(decoded(data)) if kind == "text" else workbook_rows(data))


def workbook_rows(data: bytes, max_rows: int = MAX_ROWS) -> list[list[Any]]:
    """The rows of the first sheet with something in it, its head included. Refuses what cannot be read or is too large.

    In a process of its own (see `_workbook.py`): what fells it is a file that we refuse, not our server.
    """
    command = [sys.executable, "-I", str(_READER), str(max_rows + 1), str(MAX_COLUMNS), _("Toelichting")]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=60, check=False)  # noqa: S603  (our own file)
    except subprocess.TimeoutExpired as error:
        raise _too_many(max_rows) from error
    if done.returncode != 0:
        raise _too_many(max_rows) if b"memory" in done.stderr or done.returncode < 0 else _unreadable()
    answer = json.loads(done.stdout)
    if refused := answer.get("refused"):
        raise _too_many(max_rows) if refused == "large" else _unreadable()
    return [[_cell(cell) for cell in row] for row in answer["rows"]]


def _cell(cell: Any) -> Any:
    if isinstance(cell, dict):
        return date.fromisoformat(cell["date"]) if "date" in cell else datetime.fromisoformat(cell["moment"])
    return cell


def _csv_rows(text: str) -> list[list[str]]:
    first, _newline, rest = text.partition("\n")
    if match := re.fullmatch(r"sep=(.)\s*", first):  # Excel's own hint
        return [[], *_csv_lines(rest, match[1])]
    return _csv_lines(text, _delimiter(text))


def _delimiter(text: str) -> str:
    """The mark that the first line with any has most; a decimal comma never wins from a semicolon."""
    for line in text.split("\n", 20)[:20]:
        counts = {mark: line.count(mark) for mark in ";\t,"}
        if counts[";"] or counts["\t"] or counts[","]:
            return max(counts, key=lambda mark: (counts[mark] > 0 and mark != ",", counts[mark]))
    return ";"


def _csv_lines(text: str, delimiter: str) -> list[list[str]]:
    try:
        rows = list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), MAX_ROWS * 2))
    except csv.Error as error:
        raise Refused(_("Dit CSV-bestand kan niet worden gelezen. Bewaar het in Excel opnieuw als CSV (UTF-8).")) from error
    if len(rows) == MAX_ROWS * 2:
        raise _too_many()
    return [[_without_guard(cell) for cell in row] for row in rows]


def _without_guard(cell: str) -> str:
    """The apostrophe before what looks like a formula, which `write_csv` puts there, is not part of the text."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith((*_FORMULA, "'")) else cell


def read_pasted(text: str) -> Sheet:
    """Cells copied from Excel or Word: lines, with tabs between the cells. Without tabs every line is one cell.

    Excel puts quotation marks around a cell with a line end in it; a mark that does not close its cell is a letter (5").
    """
    if len(text) > MAX_PASTED:
        raise _too_many()
    return _sheet(_pasted_rows(text.replace("\r\n", "\n").replace("\r", "\n")))


def _pasted_rows(text: str) -> Iterator[list[str]]:
    row: list[str] = []
    at = 0
    while at <= len(text):
        quoted = _QUOTED.match(text, at)
        if quoted:
            row.append(quoted[1].replace('""', '"'))
            at = quoted.end()
        else:
            end = min((place for mark in "\t\n" if (place := text.find(mark, at)) >= 0), default=len(text))
            row.append(text[at:end])
            at = end
        if at >= len(text) or text[at] == "\n":
            yield row
            row = []
        at += 1


def _sheet(rows: Iterable[Sequence[Any]]) -> Sheet:
    filled = [(line, row) for line, cells in enumerate(rows, 1) if (row := _trimmed(cells))]
    if not filled:
        raise Refused(_("Het blad is leeg. Kies een blad met een regel koppen en daaronder de regels."))
    if len(filled) > MAX_ROWS + 1 or max(len(row) for _line, row in filled) > MAX_COLUMNS:
        raise _too_many()
    return Sheet(filled[0][1], tuple(filled[1:]))


def _trimmed(row: Sequence[Any]) -> tuple[Any, ...]:
    """Without the empty cells at its end; an empty row is an empty tuple."""
    cells = list(row)
    while cells and (cells[-1] is None or not str(cells[-1]).strip()):
        cells.pop()
    return tuple(cells)


def _unreadable() -> Refused:
    return Refused(_("Dit Excel-bestand kan niet worden gelezen. Open het in Excel en bewaar het opnieuw als .xlsx."))


def _too_many(rows: int = MAX_ROWS) -> Refused:
    return Refused(
        _("Het blad is te groot: hoogstens %(rows)s regels en %(columns)s kolommen. Deel het op.")
        % {"rows": f"{rows:,}".replace(",", "."), "columns": MAX_COLUMNS}
    )
