"""What holds for talks with partners, whatever stores or shows them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

MOST_PARTNERS = 100  # in one request
MOST_TOPICS = 12
MONTHS = 24  # how long a talk counts beside the figures


@dataclass(frozen=True)
class Said:
    """What a partner told, as it comes from a form. `indicator` or `theme`, not both."""

    organisation: str
    organisation_kind: str
    held_on: date
    direction: str
    certainty: str
    quote: str
    asks: str = ""
    indicator: str | None = None
    theme: str = ""


# --- no person data ------------------------------------------------------------------------------------------------------------
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
_DAY = re.compile(r"(?<!\d)\d{1,2}[-/.]\d{1,2}[-/.](\d{4}|\d{2})(?!\d)")
_PHONE = re.compile(r"(?<![\d+])(?:(?:\+|00)31[\s.-]*(?:\(0\)[\s.-]*)?|\(?0)[1-9](?:[\s.()-]*\d){8}(?!\d)")
_NINE_DIGITS = re.compile(r"(?<![\d+])\d{3}[ .-]?\d{3}[ .-]?\d{3}(?!\d)|(?<![\d+])\d{4}[ .-]\d{2}[ .-]\d{3}(?!\d)")


def person_data(text: str) -> str:
    """Why this text cannot be kept: it holds an e-mail address, a phone number or a citizen service number. "" when it may.

    Finds what is obvious only; names it cannot find, so the form asks to leave them out. Dates are no numbers of people.
    """
    if _EMAIL.search(text):
        return _("Hier staat een e-mailadres. Haal het weg: gegevens van personen horen hier niet.")
    text = _DAY.sub(" x ", text)
    if _PHONE.search(text):
        return _("Hier staat een telefoonnummer. Haal het weg: gegevens van personen horen hier niet.")
    if any(is_bsn(found.group()) for found in _NINE_DIGITS.finditer(text)):
        return _("Hier staat iets dat een burgerservicenummer kan zijn. Haal het weg: gegevens van personen horen hier niet.")
    return ""


def is_bsn(text: str) -> bool:
    """The check of the citizen service number: 9, 8, … 2 times the digits minus the last is a multiple of 11."""
    digits = [int(sign) for sign in text if sign.isdecimal()]
    if len(digits) != 9 or not any(digits):
        return False
    return (sum((9 - place) * digit for place, digit in enumerate(digits[:8])) - digits[8]) % 11 == 0


# --- partners --------------------------------------------------------------------------------------------------------------
def partner_key(name: str) -> str:
    """Two spellings of one partner: capitals, spaces and dots make no difference."""
    return " ".join(re.findall(r"\w+", name.casefold()))


@dataclass(frozen=True)
class Partner:
    organisation: str
    email: str


def read_partners(text: str) -> list[Partner]:
    """One partner per line: `Woonstichting Sint Janskerk, info@example.nl`; also with `;`, a tab or `<…>`, as mail programs copy.

    Raises ValidationError with a sentence for every line that does not fit.
    """
    partners: list[Partner] = []
    problems: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        found = _EMAIL.search(line)
        name = (line[: found.start()] + line[found.end() :] if found else line).strip(" \t,;<>\"'")
        if found is None or not _is_address(found.group()):
            problems.append(_("Regel %(number)s: hier ontbreekt een e-mailadres.") % {"number": number})
        elif not name or len(name) > 120:
            problems.append(_("Regel %(number)s: zet de naam van de organisatie vóór het e-mailadres.") % {"number": number})
        elif found.group().lower() in {partner.email for partner in partners}:
            problems.append(_("Regel %(number)s: dit e-mailadres staat er al.") % {"number": number})
        else:
            partners.append(Partner(name, found.group().lower()))
    if not partners and not problems:
        problems.append(_("Zet er ten minste één organisatie in, met een komma en het e-mailadres erachter."))
    if len(partners) > MOST_PARTNERS:
        problems.append(_("Vraag ten hoogste %(most)s partners tegelijk.") % {"most": MOST_PARTNERS})
    if problems:
        raise ValidationError(problems)
    return partners


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def read_themes(text: str) -> list[str]:
    """One theme per line, each once."""
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


# --- beside the figures ------------------------------------------------------------------------------------------------------
def since(today: date) -> date:
    """From which day a talk counts: two years back, on the first of the month."""
    months = today.year * 12 + today.month - 1 - MONTHS
    return date(months // 12, months % 12 + 1, 1)


def named_by(naming: int, partners: int) -> str:
    """`genoemd door 5 van 9 partners`: words beside a figure, never a figure itself."""
    if partners == 1:
        return _("genoemd door de enige partner die wij spraken")
    return _("genoemd door %(naming)s van %(partners)s partners") % {"naming": naming, "partners": partners}


def count_partners(names: Iterable[str]) -> int:
    return len({partner_key(name) for name in names})
