"""What a table of open data means: which of its columns is the place, the time, the phenomenon and the count.

Tables and columns are renamed now and then, so nothing is looked up by one exact name. Source: the OData of Statistics
Netherlands (CBS), version 3 (`TypedDataSet`, `DataProperties`) and version 4 (`Observations`, `Dimensions`, `MeasureCodes`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from driehoek.figures.rules import POPULATION

type Row = Mapping[str, Any]

_GEO_NAMES = re.compile(r"regio|wijken|gebied", re.IGNORECASE)
_TIME_NAMES = re.compile(r"perioden?|jaar|jaren", re.IGNORECASE)
# What we count, by the first words of a measure; shares and figures per 1,000 are worked out, never read.
_COUNTS = re.compile(r"(totaal )?(geregistreerde misdrijven|misdrijven|geregistreerde criminaliteit)", re.IGNORECASE)
_PEOPLE = re.compile(r"(gemiddelde bevolking|totale bevolking|bevolking aan het (einde|begin)|inwoners|bevolking)", re.IGNORECASE)
_DERIVED = re.compile(r"relatief|per 1 ?\.?000|per duizend|%|percentage|aandeel", re.IGNORECASE)
_PERIOD = re.compile(r"(\d{4})(JJ|KW|MM)(\d{2})")
_CODE = re.compile(r"\d+(\.\d+)+")
_MARGIN_NAMES = re.compile(r"marges?|betrouwbaarheid", re.IGNORECASE)
_SMALL_NAMES = re.compile(r"wijk|buurt", re.IGNORECASE)
# The public tables of the field by code: what they are called here, and who publishes them. All CC BY 4.0.
KNOWN: Mapping[str, tuple[str, str]] = {
    "47018NED": ("Geregistreerde misdrijven", "CBS en politie"),
    "47022NED": ("Geregistreerde misdrijven per buurt en maand", "CBS en politie"),
    "47013NED": ("Geregistreerde misdrijven per gemeente en maand", "CBS en politie"),
    "83648NED": ("Geregistreerde criminaliteit", "CBS en politie"),
    "81928NED": ("Contact met en oordeel over de politie", "CBS"),
    "70072NED": ("Gemiddeld aantal inwoners", "CBS"),
    "37230NED": ("Inwoners aan het begin van het jaar", "CBS"),
}
LICENCE = "CC BY 4.0"


class NotUnderstood(Exception):
    """The table is not one with a count per place and period. `args[0]` says what is missing, in Dutch."""


class Unavailable(Exception):
    """The source gave no table. `args[0]` says what it did and what to do, in Dutch."""


@dataclass(frozen=True)
class Layout:
    """Where things stand. `phenomenon` is None where the table counts people; `measure` is a column (v3) or a code (v4).

    margins    the dimension that tells a value from its limits; only a survey has one
    questions  of a survey: every measure with its title
    """

    place: str
    time: str
    phenomenon: str | None
    measure: str
    margins: str | None = None
    questions: Mapping[str, str] = field(default_factory=dict)

    @property
    def counts_people(self) -> bool:
        return self.phenomenon is None and self.margins is None

    @property
    def is_survey(self) -> bool:
        return self.margins is not None

    @property
    def small_areas(self) -> bool:
        """Whether the places go below the municipality."""
        return _SMALL_NAMES.search(self.place) is not None


def layout(dimensions: Iterable[tuple[str, str]], measures: Iterable[tuple[str, str]]) -> Layout:
    """(key, kind) of each dimension and (key, title) of each measure → where things stand. Raises NotUnderstood."""
    left = dict(dimensions)
    place = _taken(left, "geo", _GEO_NAMES, _("een kolom met gemeenten (zoals RegioS)"))
    time = _taken(left, "time", _TIME_NAMES, _("een kolom met perioden"))
    every = dict(measures)
    margins = next((key for key in left if _MARGIN_NAMES.fullmatch(key)), None)
    if margins is not None and len(left) == 1 and every:
        return Layout(place, time, None, "", margins, every)
    titles = [(key, title) for key, title in every.items() if not _DERIVED.search(title)]
    counted = next((key for key, title in titles if _COUNTS.match(title.strip())), None)
    if counted is not None and left:
        offence = next((key for key in left if "misdrijf" in key.casefold()), next(iter(left)))
        return Layout(place, time, offence, counted)
    people = next((key for key, title in titles if _PEOPLE.match(title.strip())), None)
    if people is not None and not left:
        return Layout(place, time, None, people)
    raise NotUnderstood(_("een kolom met aantallen misdrijven per soort, of met inwoners"))


def _taken(left: dict[str, str], kind: str, names: re.Pattern[str], words: str) -> str:
    """The dimension of this kind, by what the table says of it or else by its name; taken out of what is left."""
    found = next((key for key, said in left.items() if said.casefold().startswith(kind)), None)
    found = found or next((key for key in left if names.match(key)), None)
    if found is None:
        raise NotUnderstood(words)
    del left[found]
    return found


def period_of(code: str) -> str | None:
    """2023JJ00 → 2023, 2023KW02 → 2023-KW2, 2023MM07 → 2023-07; None for anything else."""
    match = _PERIOD.fullmatch(code.strip())
    if match is None:
        return None
    year, kind, number = match.groups()
    return {"JJ": year, "KW": f"{year}-KW{int(number)}", "MM": f"{year}-{number}"}[kind]


def place_of(code: str, *, small: bool = False) -> str | None:
    """A municipality, and with `small` also a district or neighbourhood; provinces and the country are sums and are left out."""
    code = code.strip()
    form = r"GM\d{4}|WK\d{6}|BU\d{8}" if small else r"GM\d{4}"
    return code if re.fullmatch(form, code) and code[2:6] != "0000" else None


def phenomenon_of(code: str, title: str) -> str:
    """The code of the police (1.1.1), in the key or at the start of its title; else the title."""
    for text in (code, title):
        if match := _CODE.match(text.strip()):
            return match[0]
    return title.strip() or code.strip()


def line(at: Layout, row: Row, value: Any, titles: Mapping[str, str], provisional: frozenset[str]) -> dict[str, Any] | None:
    """One row of the table as a line of a delivery; None where it is about something else or there is no figure."""
    place, period = place_of(str(row[at.place]), small=at.small_areas), period_of(str(row[at.time]))
    if place is None or period is None or value is None:
        return None
    kind = str(row[at.phenomenon]).strip() if at.phenomenon else ""
    count = int(value) if float(value).is_integer() else value  # a fraction is told by the check, with its line
    return {
        "area": place,
        "phenomenon": phenomenon_of(kind, titles.get(kind, "")) if kind else POPULATION,
        "period": period,
        "count": count,
        "provisional": "ja" if str(row[at.time]).strip() in provisional else "",
    }


def finest(lines: Iterable[dict[str, Any]], at: Layout) -> list[dict[str, Any]]:
    """The lines of one kind of period per series: a table may give a year beside its months. Of people the years."""
    rows = list(lines)
    kinds: dict[tuple[str, str], int] = {}
    for row in rows:
        where = (row["area"], row["phenomenon"])
        kinds[where] = max(kinds.get(where, 0), _fineness(row["period"]))
    if at.counts_people:
        return [row for row in rows if _fineness(row["period"]) == 0]
    return [row for row in rows if _fineness(row["period"]) == kinds[row["area"], row["phenomenon"]]]


def _fineness(period: str) -> int:
    return 0 if "-" not in period else 1 if "KW" in period else 2


def survey_lines(
    at: Layout, figures: Iterable[tuple[Row, str, Any]], places: Mapping[str, str], limits: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Lines of a survey from single figures (row, measure, value): the value and its limits come together again.

    places  code → name of the area;  limits  code in the dimension of margins → its title (Waarde, Ondergrens, Bovengrens)
    """
    found: dict[tuple[str, str, str], dict[str, Any]] = {}
    for row, measure, value in figures:
        period = period_of(str(row[at.time]))
        if period is None or value is None:
            continue
        place = str(row[at.place]).strip()
        title = at.questions[measure]
        number = re.search(r"_(\d+)$", measure)
        line = found.setdefault(
            (place, measure, period),
            {"area": places.get(place, place), "level": level_of(place), "phenomenon": number[1] if number else measure,
             "label": title, "period": period, "value": ""},
        )  # fmt: skip
        line[_limit(limits.get(str(row[at.margins or ""]).strip(), ""))] = value
    return list(found.values())


def level_of(code: str) -> str:
    """The level that the code of an area names: RE02 is a police unit; empty where only the name can tell."""
    return {"GM": "gm", "NL": "nl", "RE": "re", "PD": "pd", "BT": "bt", "PV": "pv", "LD": "ld"}.get(code[:2], "")


def _limit(title: str) -> str:
    words = title.casefold()
    return "low" if "onder" in words else "high" if "boven" in words else "value"
