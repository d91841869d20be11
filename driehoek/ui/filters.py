"""How numbers, dates and money are written in Dutch."""

from __future__ import annotations

from datetime import date, datetime

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from driehoek.common.clock import AMSTERDAM
from driehoek.common.money import euros


def number(value: float | None, decimals: int = 0) -> str:
    """`1234.5` → `1.235` or, with one decimal, `1.234,5`; nothing → an en dash."""
    if value is None:
        return "–"
    return format_decimal(value, format="#,##0" + ("." + "0" * decimals if decimals else ""), locale="nl_NL")


def long_date(value: date | None) -> str:
    return format_date(value, "d MMMM y", locale="nl_NL") if value else "–"


def short_date(value: date | None) -> str:
    return format_date(value, "d MMM y", locale="nl_NL") if value else "–"


def moment(value: datetime | None) -> str:
    return format_datetime(value.astimezone(AMSTERDAM), "d MMMM y 'om' HH:mm", locale="nl_NL") if value else "–"


ALL = {"number": number, "long_date": long_date, "short_date": short_date, "moment": moment, "euros": euros}
