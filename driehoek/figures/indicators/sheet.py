"""The list of indicators as a table to take along: one line each, with all that its definition says."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from driehoek.figures.indicators.queries import Listed, breaks_of, theme_names


def table_of(rows: Iterable[Listed]) -> list[list[Any]]:
    """A head line first."""
    head = [
        _("code"), _("naam"), _("veld"), _("thema’s"), _("soort cijfer"), _("eenheid"), _("gunstige richting"), _("wat het is"),
        _("hoe het wordt geteld"), _("wat het niet zegt"), _("aangifte en melden"), _("breuken in de reeks"),
        _("kleinste gebied"), _("hoe vaak"), _("bron"), _("waar het te vinden is"), _("cijfers"),
        _("verplicht in de jaarstukken"), _("gesloten op"),
    ]  # fmt: skip
    return [head, *(_line(one) for one in rows)]


def _line(one: Listed) -> list[Any]:
    it = one.indicator
    return [
        it.pk, it.label, it.field_label, theme_names(it.themes), str(it.get_kind_display()), str(it.get_unit_display()),
        str(it.get_direction_display()), it.meaning, it.method, it.limits, it.willingness,
        " ".join(each.sentence for each in breaks_of(it)), it.level, it.rhythm, str(it.source), it.public_source, one.figures,
        _("ja") if it.mandatory else _("nee"), it.closed_on.isoformat() if it.closed_on else "",
    ]  # fmt: skip


def as_xlsx(table: list[list[Any]]) -> bytes:
    """What looks like a formula stays text."""
    import xlsxwriter

    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
        bold, wrap = book.add_format({"bold": True, "bottom": 1}), book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet(_("Indicatoren"))
        for number, row in enumerate(table):
            sheet.write_row(number, 0, row, wrap if number else bold)
        sheet.freeze_panes(1, 2)
        sheet.autofilter(0, 0, max(len(table) - 1, 1), len(table[0]) - 1)
        for column, width in enumerate((14, 34, 26, 26, 18, 22, 22, 44, 44, 44, 36, 36, 16, 18, 26, 34, 18, 12, 12)):
            sheet.set_column(column, column, width)
    return file.getvalue()
