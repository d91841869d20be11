"""Reading one cell as people type it: words, dates, amounts, lists. Raises Unreadable with the remedy."""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.utils.translation import gettext as _

from driehoek.common.errors import Refused
from driehoek.common.search import fold
from driehoek.documents.text import clean


class Unreadable(ValueError):
    """A cell that cannot be read; the message is the remedy, in Dutch."""


_MONTHS: Final = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_MONTH_NAMES: Final = {name: place for place, name in enumerate(_MONTHS, 1)} | {
    "januari": 1, "februari": 2, "maart": 3, "april": 4, "juni": 6, "juli": 7, "augustus": 8,
    "september": 9, "sept": 9, "oktober": 10, "november": 11, "december": 12,
}  # fmt: skip
_DAY = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00(?::00)?)?")
_NAMED_DAY = re.compile(r"(\d{1,2}) ([a-z]+)\.? (\d{4})")
_NAMED_MONTH = re.compile(r"(?:eind |begin |medio )?([a-z]+)\.? (\d{4})")
_QUARTER = re.compile(r"(?:q|kw|k)\s?([1-4])[ -]?(\d{4})|([1-4])e kwartaal (?:van )?(\d{4})|(\d{4})[ -]?(?:q|kw|k)([1-4])")
_YEAR = re.compile(r"(?:eind |begin )?(\d{4})")


def words_of(value: Any) -> str:
    """A cell as text: whole numbers without `.0`, dates as d-m-jjjj, no spaces around it."""
    if value is None or isinstance(value, bool):
        return "" if value is None else (_("ja") if value else _("nee"))
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime | date):
        return f"{value.day}-{value.month}-{value.year}"
    try:
        return clean(str(value)).strip()
    except Refused as refusal:
        raise Unreadable(" ".join(refusal.messages)) from refusal


def list_of(value: Any) -> tuple[str, ...]:
    """Names with a semicolon, or a new line, between them; without doubles."""
    names = (name.strip() for name in re.split(r"[;\n]", words_of(value)))
    found = tuple(dict.fromkeys(name for name in names if name))
    if any(len(name) > 120 for name in found) or len(found) > 40:
        raise Unreadable(_("Zet een puntkomma tussen de namen; hoogstens 40 namen van 120 tekens."))
    return found


def amount(value: Any, unit: int, highest: int) -> int | None:
    """A number times `unit`, whole: hours to minutes (60), euros to cents (100). Reads `1.234,50`, `1234.5`, `€ 12`, `12 uur`."""
    if value is None or value == "":
        return None
    wrong = Unreadable(_("Vul hier alleen een getal in, zoals 1250 of 12,5."))
    if isinstance(value, bool | date):
        raise wrong
    try:
        number = Decimal(repr(value)) if isinstance(value, int | float) else _decimal(words_of(value))
    except InvalidOperation as error:
        raise wrong from error
    if number is None:
        return None
    if not number.is_finite():
        raise wrong
    if number < 0:
        raise Unreadable(_("Dit getal kan niet onder nul zijn. Haal het minteken weg."))
    if number * unit > highest:
        raise Unreadable(_("Dit getal is te groot. Kijk of de punt en de komma goed staan."))
    return round(number * unit)


def _decimal(text: str) -> Decimal | None:
    text = (
        re.sub(r"^(?:€|eur(?:o)?)\s*|\s*(?:€|euro?|uur|u)$", "", text.casefold())
        .replace(" ", "")
        .removesuffix(",-")
        .removesuffix(",--")
    )
    if not text:
        return None
    if not re.fullmatch(r"-?[\d.,]+", text):
        raise InvalidOperation
    if "," in text:  # the comma is the decimal sign, a point stands between thousands
        text = text.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"-?\d{1,3}(?:\.\d{3})+", text):
        text = text.replace(".", "")
    return Decimal(text)


def day_of(value: Any, *, last: bool) -> date | None:
    """A date. A month, quarter or year is its last day, or its first when `last` is False."""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return _within(value)
    text = fold(words_of(value))
    if not text:
        return None
    try:
        found = _exact(text) or _period(text, last)
    except ValueError as error:
        raise Unreadable(_("Deze datum bestaat niet. Schrijf dag, maand en jaar, zoals 31-12-2026.")) from error
    if found is None:
        raise Unreadable(_("Schrijf dag, maand en jaar, zoals 31-12-2026, of een maand zoals ‘dec 2026’."))
    return _within(found)


def _exact(text: str) -> date | None:
    if match := _ISO.fullmatch(text):
        return date(int(match[1]), int(match[2]), int(match[3]))
    if match := _DAY.fullmatch(text):
        year = int(match[3]) if len(match[3]) == 4 else 2000 + int(match[3])
        return date(year, int(match[2]), int(match[1]))
    if (match := _NAMED_DAY.fullmatch(text)) and match[2] in _MONTH_NAMES:
        return date(int(match[3]), _MONTH_NAMES[match[2]], int(match[1]))
    return None


def _period(text: str, last: bool) -> date | None:
    if match := _QUARTER.fullmatch(text):
        quarter, year = int(match[1] or match[3] or match[6]), int(match[2] or match[4] or match[5])
        return _edge(year, 3 * quarter - 2, 3 * quarter, last)
    if (match := _NAMED_MONTH.fullmatch(text)) and match[1] in _MONTH_NAMES:
        return _edge(int(match[2]), _MONTH_NAMES[match[1]], _MONTH_NAMES[match[1]], last)
    if match := _YEAR.fullmatch(text):
        return _edge(int(match[1]), 1, 12, last)
    return None


def _edge(year: int, first: int, final: int, last: bool) -> date:
    return date(year, final, calendar.monthrange(year, final)[1]) if last else date(year, first, 1)


def _within(day: date) -> date:
    if not 2000 <= day.year <= 2100:
        raise Unreadable(_("Dit jaartal ligt niet tussen 2000 en 2100. Kijk of de datum goed is overgenomen."))
    return day
