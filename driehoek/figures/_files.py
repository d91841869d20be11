"""The picture and a figure as files to take along: CSV, Excel, JSON. The same numbers as on the page."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from driehoek.figures._cells import Cell, Picture, Row

type Table = list[list[Any]]


def picture_rows(picture: Picture) -> Table:
    """One line per figure, with what is usual and the verdict; a head line first."""
    head = [
        _("gebied"), _("gebiedscode"), _("code"), _("soort"), _("veld"), _("periode"), _("aantal"), _("per 1.000 inwoners"),
        _("gewoonlijk van"), _("gewoonlijk tot en met"), _("oordeel"), _("voorlopig"), _("bron"),
    ]  # fmt: skip
    return [head, *(_line(cell) for row in picture.rows for cell in row.cells if cell)]


def _line(cell: Cell) -> list[Any]:
    verdict = cell.verdict
    return [
        cell.area.name, cell.area.pk, cell.indicator.pk, cell.indicator.label, cell.indicator.field_label,
        verdict.period, verdict.latest, None if cell.rate is None else round(cell.rate, 3), verdict.low, verdict.high,
        verdict.verdict.value, _("ja") if cell.provisional else _("nee"), cell.source_id,
    ]  # fmt: skip


def figure_rows(cell: Cell) -> Table:
    """One line per year of the series; a head line first."""
    head = [_("periode"), _("aantal"), _("per 1.000 inwoners"), _("voorlopig")]
    return [
        head,
        *(
            [block.label, block.count, round(1000 * block.count / block.exposure, 3), _("ja") if block.provisional else _("nee")]
            for block in cell.series.blocks
        ),
    ]


def as_csv(table: Table) -> bytes:
    """For Excel in Dutch: semicolons, decimal commas, a byte-order mark; a cell that looks like a formula stays text."""
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(_safe(row) for row in table)
    return ("\ufeff" + text.getvalue()).encode()


def _safe(row: list[Any]) -> Iterator[str]:
    for value in row:
        if value is None:
            yield ""
        elif isinstance(value, float):
            yield f"{value}".replace(".", ",")
        else:
            text = str(value)
            yield "'" + text if isinstance(value, str) and text[:1] in "=+-@\t" else text


def as_xlsx(picture: Picture, table: Table) -> bytes:
    """A workbook: the figures, and where they come from."""
    import xlsxwriter

    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        sheet = book.add_worksheet(_("Cijfers"))
        for number, row in enumerate(table):
            sheet.write_row(number, 0, row, bold if number == 0 else None)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(table) - 1, len(table[0]) - 1)
        sheet.autofit()
        about = book.add_worksheet(_("Bron"))
        for number, line in enumerate(source_lines(picture)):
            about.write_string(number, 0, line)
        about.set_column(0, 0, 100)
    return file.getvalue()


def source_lines(picture: Picture) -> list[str]:
    """What must be said wherever the figures are shown."""
    lines = [picture.summary]
    for used in picture.used:
        source = used.source
        by = f", {source.publisher}" if source.publisher else ""
        licence = f", {source.licence}" if source.licence else ""
        on = used.snapshot.retrieved_on.strftime("%m-%Y")
        lines.append(f"{source.name} ({source.code}){by}{licence}. " + _("Opgehaald: %(on)s.") % {"on": on})
    lines.append(_("Gemeentelijke indeling van %(year)s.") % {"year": picture.division_year})
    return lines


def as_json(shape: dict[str, Any]) -> bytes:
    return json.dumps(shape, ensure_ascii=False, allow_nan=False, indent=1).encode()


def figure_json(picture: Picture, row: Row, cell: Cell) -> dict[str, Any]:
    """The picture of one figure, with its whole series."""
    series = [
        {"period": block.label, "count": block.count, "exposure": block.exposure, "provisional": block.provisional}
        for block in cell.series.blocks
    ]
    return replace(picture, rows=(row,)).as_json() | {"series": series}
