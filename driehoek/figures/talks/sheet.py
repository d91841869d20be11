"""The talks of an area as a workbook to take along."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from driehoek.figures.models import Talk
from driehoek.organisations.models import Area


def talks_sheet(area: Area, talks: Sequence[Talk]) -> bytes:
    """One line per talk, with a head line first. Wants area and indicator loaded. What looks like a formula stays text."""
    import xlsxwriter

    file = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "dd-mm-yyyy",
    }
    with xlsxwriter.Workbook(file, options) as book:
        bold, wrap = book.add_format({"bold": True, "bottom": 1}), book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet(_("Gesprekken"))
        head = [
            _("datum"), _("organisatie"), _("soort organisatie"), _("gebied"), _("onderwerp"), _("wat de partner ziet"),
            _("hoe zeker"), _("in hun woorden"), _("wat zij vragen"), _("opgeschreven door"), _("opgeschreven op"),
        ]  # fmt: skip
        sheet.write_row(0, 0, head, bold)
        for number, talk in enumerate(talks, start=1):
            for column, value in enumerate(_line(talk)):
                sheet.write(number, column, value, None if column in (0, 10) else wrap)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(talks), 1), len(head) - 1)
        for column, width in enumerate((12, 28, 20, 18, 24, 18, 18, 60, 40, 22, 14)):
            sheet.set_column(column, column, width)
    return file.getvalue()


def _line(talk: Talk) -> list[Any]:
    return [
        talk.held_on, talk.organisation, str(talk.get_organisation_kind_display()), talk.area.name, talk.about,
        str(talk.get_direction_display()), str(talk.get_certainty_display()), talk.quote, talk.asks, talk.by_name,
        talk.at.replace(tzinfo=None).date(),
    ]  # fmt: skip
