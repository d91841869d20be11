"""What a code below the municipality is, and what must be said of a delivery of such figures. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _

from driehoek.figures._checking import Checked
from driehoek.figures.rules import Place, listed
from driehoek.organisations.queries import names_of_small_area
from driehoek.ui.filters import number

FORM = re.compile(r"GM\d{4}|WK\d{6}|BU\d{8}")


@dataclass(frozen=True)
class SmallPlace(Place):
    """Codes of municipalities, districts and neighbourhoods. A code that no list holds passes when its municipality exists:
    lists change every year, and figures of 2011 use codes of 2011."""

    def find(self, text: str) -> str | None:
        text = text.strip().upper()
        known = FORM.fullmatch(text) and f"GM{text[2:6]}" in self.codes
        return text if known else None

    @property
    def unknown(self) -> tuple[str, str]:
        remedy = _("Gebruik de code van het CBS: GM en vier cijfers, WK en zes cijfers of BU en acht cijfers.")
        return _("Deze wijk of buurt is niet bekend."), remedy


def small_place(place: Place) -> SmallPlace:
    """The same municipalities, those of the past included, with all that may lie in them."""
    return SmallPlace(place.codes | frozenset(place.gone), {}, {}, frozenset())


def notes_on(checked: Checked) -> list[str]:
    """Codes that no list holds, codes that were given to another place, and sums that differ from their parts."""
    codes = sorted({code for code in checked.area if not code.startswith("GM")})
    unknown = [code for code in codes if not names_of_small_area(code)]
    reused = [code for code in codes if len(names_of_small_area(code)) > 1]
    notes = []
    if unknown:
        words = _("%(n)s codes staan in geen lijst van het CBS van 2022 tot en met 2024: %(codes)s. Hun cijfers zijn bewaard.")
        notes.append(words % {"n": number(len(unknown)), "codes": listed(unknown)})
    if reused:
        words = _("%(n)s codes kregen later een andere naam: %(codes)s. Een reeks wordt daar geknipt.")
        notes.append(words % {"n": number(len(reused)), "codes": listed(reused)})
    return notes + _sums(checked)


def _sums(checked: Checked) -> list[str]:
    """Municipalities beside the sum of their neighbourhoods: the rest has no neighbourhood."""
    whole: dict[tuple[str, str, str], int] = {}
    parts: dict[tuple[str, str, str], int] = defaultdict(int)
    for area, phenomenon, period, count in zip(checked.area, checked.phenomenon, checked.period, checked.count, strict=True):
        if area.startswith("GM"):
            whole[area, phenomenon, period] = count
        elif area.startswith("BU"):
            parts[f"GM{area[2:6]}", phenomenon, period] += count
    both = [where for where in whole if where in parts]
    more = sum(whole[where] - parts[where] for where in both if whole[where] > parts[where])
    less = [where for where in both if whole[where] < parts[where]]
    notes = []
    if more:
        words = _("Van %(n)s van de %(all)s feiten staat niet bij in welke buurt: de gemeente telt meer dan haar buurten samen.")
        notes.append(words % {"n": number(more), "all": number(sum(whole[where] for where in both))})
    if less:
        area, phenomenon, period = less[0]
        words = _("In %(n)s gevallen tellen de buurten op tot meer dan de gemeente, zoals %(area)s, %(what)s, %(period)s.")
        notes.append(words % {"n": number(len(less)), "area": area, "what": phenomenon, "period": period})
    return notes
