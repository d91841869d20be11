"""What people type in a cell, as a date or a number: the Dutch way first, then what Excel and computers write."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.utils.translation import gettext as _

from driehoek.common.errors import Refused
from driehoek.documents.structure import MONTHS

_DAY: Final = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d.*)?")
_NAMED: Final = re.compile(r"(\d{1,2})\s+([a-z]+)\.?\s+(\d{4})", re.IGNORECASE)
_SHORT: Final = {"mrt": 3, "sept": 9} | {name[:3]: number for number, name in enumerate(MONTHS, 1) if name != "maart"}
_EXCEL_ZERO: Final = date(1899, 12, 30)
_AMOUNT: Final = re.compile(r"(?:€|eur)?\s*(-?)\s*(?:€|eur)?\s*([\d.,\s\u00a0]*\d)(?:,-{1,2})?", re.IGNORECASE)


def date_of(cell: Any) -> date | None:
    """d-m-jjjj (also with / or .), 1 maart 2026, ISO, or a date of Excel (its own type, or its day number); empty is None."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int | float) and not isinstance(cell, bool) and 20_000 <= cell <= 80_000:
        return _EXCEL_ZERO + timedelta(days=int(cell))
    words = str(cell if cell is not None else "").strip()
    if not words:
        return None
    try:
        found = _written(words)
    except ValueError as error:
        raise Refused(_("‘%(words)s’ is geen dag die bestaat.") % {"words": words[:40]}) from error
    if found is None:
        raise Refused(
            _("‘%(words)s’ lees ik niet als datum. Schrijf bijvoorbeeld 1-3-2026 of 1 maart 2026.") % {"words": words[:40]}
        )
    return found


def _written(words: str) -> date | None:
    if match := _ISO.fullmatch(words):
        return date(int(match[1]), int(match[2]), int(match[3]))
    if match := _DAY.fullmatch(words):
        return date(int(match[3]), int(match[2]), int(match[1]))
    if match := _NAMED.fullmatch(words):
        name = match[2].casefold()
        month = MONTHS.index(name) + 1 if name in MONTHS else _SHORT.get(name)
        return date(int(match[3]), month, int(match[1])) if month else None
    return None


def number_of(cell: Any) -> Decimal | None:
    """A number with a decimal comma or point, with or without points between the thousands, or an amount in euros.

    A single point before three digits stands between thousands (1.250 is twelve hundred and fifty); empty is None.
    """
    if isinstance(cell, bool | date):
        raise _no_number(cell)
    if isinstance(cell, int | float | Decimal):
        number = Decimal(str(cell))
        if not number.is_finite():
            raise _no_number(cell)
        return number
    words = str(cell if cell is not None else "").strip().replace("−", "-")
    if not words:
        return None
    match = _AMOUNT.fullmatch(words)
    if match is None:
        raise _no_number(words)
    digits = re.sub(r"[\s\u00a0]", "", match[2])
    if "," in digits:
        digits = digits.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"\d{1,3}(?:\.\d{3})+", digits):
        digits = digits.replace(".", "")
    try:
        return Decimal(match[1] + digits)
    except InvalidOperation as error:
        raise _no_number(words) from error


def _no_number(words: Any) -> Refused:
    return Refused(_("‘%(words)s’ lees ik niet als getal. Schrijf bijvoorbeeld 1250 of 12,5.") % {"words": str(words)[:40]})
