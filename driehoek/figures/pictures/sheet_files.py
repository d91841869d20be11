"""The side by side sheet to take along: one A3 on paper (PDF/UA-1), a workbook, and CSV. The same numbers as on the page."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.utils.translation import gettext as _

from driehoek.engine.sentences import whole
from driehoek.figures._cells import Cell
from driehoek.figures._chart import FAMILY
from driehoek.figures._files import source_lines
from driehoek.figures.pictures.sheet import CHANGES, SIGNS, Line, Sheet
from driehoek.ui.filters import number

type Table = list[list[Any]]
_TEMPLATE = Path(__file__).parent / "typst" / "sheet.typ"


def band(cell: Cell) -> str:
    """`120–160`, or nothing where no band can be given."""
    if cell.verdict.low is None or cell.verdict.high is None:
        return ""
    return f"{whole(cell.verdict.low)}–{whole(cell.verdict.high)}"


def sheet_rows(sheet: Sheet) -> Table:
    """One line per phenomenon and area, a head line first; with the sentence that stands on the page."""
    head = [
        _("veld"), _("soort"), _("code"), _("gebied"), _("gebiedscode"), _("periode"), _("aantal"), _("per 1.000 inwoners"),
        _("gewoonlijk van"), _("gewoonlijk tot en met"), _("oordeel"), _("voorlopig"), _("vergelijkbare gemeenten"), _("zin"),
    ]  # fmt: skip
    return [head, *(_line(name, line, cell) for name, lines in sheet.groups for line in lines for cell in line.cells if cell)]


def _line(field: str, line: Line, cell: Cell) -> list[Any]:
    verdict = cell.verdict
    peers = next((one.standing.value for one in line.peers if one.cell.area.pk == cell.area.pk), "")
    return [
        field, line.indicator.label, line.indicator.pk, cell.area.name, cell.area.pk, verdict.period, verdict.latest,
        None if cell.rate is None else round(cell.rate, 3), verdict.low, verdict.high, verdict.verdict.value,
        _("ja") if cell.provisional else _("nee"), peers, verdict.sentence,
    ]  # fmt: skip


def sheet_xlsx(sheet: Sheet) -> bytes:
    """The sheet as it lies on the table, on A3; then the numbers one by one, and where they come from."""
    import xlsxwriter

    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"title": sheet.title})
        _laid_out(book, sheet)
        _numbers(book, sheet)
        about = book.add_worksheet(_("Bron"))
        about.set_column(0, 0, 110)
        for at, words in enumerate([sheet.legend, *source_lines(sheet.picture)]):
            about.write_string(at, 0, words)
    return file.getvalue()


def _laid_out(book: Any, sheet: Sheet) -> None:
    """As on the page: a real difference is bold, bordered and coloured, and says so in words."""
    page = book.add_worksheet(_("Naast elkaar"))
    look = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#9aa7b4"}
    formats = {
        "head": book.add_format({**look, "bold": True, "bg_color": "#e4eaf0"}),
        "field": book.add_format({"bold": True, "bottom": 2}),
        "plain": book.add_format(look),
        "stijgt": book.add_format({**look, "bold": True, "bg_color": "#fbe3d6", "border": 2}),
        "daalt": book.add_format({**look, "bold": True, "bg_color": "#d9eef0", "border": 2}),
    }
    heads = [_("Soort"), *(area.name for area in sheet.columns), _("Vergelijkbare gemeenten")]
    page.write_row(0, 0, heads, formats["head"])
    at = 1
    for name, lines in sheet.groups:
        page.write_string(at, 0, name, formats["field"])
        at += 1
        for line in lines:
            page.write_string(at, 0, line.indicator.label, formats["head"])
            for column, cell in enumerate(line.cells, 1):
                kind = cell.verdict.verdict.value if cell and cell.verdict.verdict in CHANGES else "plain"
                page.write_string(at, column, "\n".join(_cell_words(cell)), formats[kind])
            page.write_string(at, len(heads) - 1, _peers_words(line), formats["plain"])
            page.set_row(at, 48)
            at += 1
    page.freeze_panes(1, 1)
    page.set_column(0, 0, 26)
    page.set_column(1, len(heads) - 1, 19)
    page.set_landscape()
    page.set_paper(8)  # A3
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.set_footer("&L&A&R" + _("Pagina {page} van {pages}").format(page="&P", pages="&N"))


def _numbers(book: Any, sheet: Sheet) -> None:
    table = sheet_rows(sheet)
    page = book.add_worksheet(_("Cijfers"))
    bold = book.add_format({"bold": True, "bottom": 1})
    for at, row in enumerate(table):
        page.write_row(at, 0, row, bold if at == 0 else None)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, max(1, len(table) - 1), len(table[0]) - 1)
    page.autofit(300)


def _cell_words(cell: Cell | None) -> list[str]:
    """Count and rate, the band, the verdict with its sign: three short lines."""
    if cell is None or cell.verdict.latest is None:
        return [_("geen cijfer")]
    rate = "" if cell.rate is None else " · " + _("%(rate)s per 1.000") % {"rate": rate_words(cell.rate)}
    lines = [whole(cell.verdict.latest) + rate]
    if usual := band(cell):
        lines.append(f"({usual})")
    return [*lines, f"{SIGNS[cell.verdict.verdict]} {cell.verdict.verdict.value}"]


def rate_words(rate: float) -> str:
    return str(number(rate, 0 if rate == 0 else (1 if rate >= 1 else 2)))


def _peers_words(line: Line) -> str:
    found = [f"{word}: {names}" for word, names in line.apart]
    return "\n".join(found) if found else _("niet te onderscheiden") if line.peers else _("niet te zeggen")


def sheet_pdf(sheet: Sheet) -> bytes:
    """One table on A3 landscape, tagged and with a header per row; equal sheets give equal bytes."""
    folder = settings.FONTS_DIR if settings.FONTS_DIR.is_dir() else None
    content = {
        "title": sheet.title,
        "summary": sheet.picture.summary,
        "legend": sheet.legend,
        "head": [_("Soort"), *(area.name for area in sheet.columns), _("Vergelijkbare gemeenten")],
        "groups": [
            {"name": name, "lines": [_printed(line) for line in lines]} for name, lines in sheet.groups
        ],
        "sources": source_lines(sheet.picture)[1:],
        "page": [*_("Pagina {page} van {pages}").replace("{pages}", "").split("{page}")],
        "font": [FAMILY, "Libertinus Serif"] if folder else ["Libertinus Serif"],
    }  # fmt: skip
    return bytes(
        typst.compile(
            _TEMPLATE.read_bytes(),
            font_paths=typst.Fonts(include_system_fonts=False, font_paths=[str(folder)] if folder else []),
            sys_inputs={"sheet": json.dumps(content)},
            pdf_standards=["ua-1"],
            timestamp=None,
        )
    )


def _printed(line: Line) -> dict[str, Any]:
    cells = [
        {"lines": _cell_words(cell), "real": cell.verdict.verdict.value if cell and cell.verdict.verdict in CHANGES else ""}
        for cell in line.cells
    ]
    return {"label": line.indicator.label, "cells": cells, "peers": _peers_words(line)}
