"""Incidents one by one: when and where each happened, and how many that makes per area and month. Pure.

When only a window is known (somebody came home to a burglary), the incident is shared over the months of the window by the time
in each: the aoristic share (Ratcliffe 2002).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from math import floor

from django.utils.translation import gettext as _

from driehoek.engine.counts import Problem
from driehoek.figures._checking import MOST_PROBLEMS, MOST_ROWS, Checked, Progress
from driehoek.figures._reading import Line
from driehoek.figures.mapping import cells
from driehoek.figures.neighbourhoods.boundaries import neighbourhood_at
from driehoek.figures.rules import Place

MOST_KINDS = 300  # more different kinds than that is free text
LONGEST = timedelta(days=366)
_DATES = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%Y/%m/%d", "%d.%m.%Y", "%Y%m%d")
_MOMENT = re.compile(r"(?P<day>\S+?)(?:[T ]+(?P<time>\d{1,2}[:.]\d{2}(?:[:.]\d{2})?)(?:\.\d+)?Z?)?")


@dataclass(frozen=True, slots=True)
class Incident:
    """What is kept of an incident: no point, no text, nothing of a person.

    area    neighbourhood (BU…) where it is known, else municipality
    start, end   the window in which it happened; a day without a time is the whole day
    """

    area: str
    kind: str
    start: datetime
    end: datetime

    @property
    def municipality(self) -> str:
        return f"GM{self.area[2:6]}"


@dataclass
class CheckedIncidents:
    """The good lines, and what was wrong."""

    incidents: list[Incident] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    wrong: int = 0
    long: int = 0

    def complain(self, line: int | None, column: str, value: object, wrong: str, remedy: str) -> None:
        self.wrong += 1
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(line, "", column, cells.text(value)[:80], wrong, remedy))


def check(lines: Iterable[Line], place: Place, progress: Progress = lambda done: None) -> CheckedIncidents:
    """Check all lines: area (code or name) or longitude and latitude, phenomenon, start and perhaps start_time, end, end_time."""
    checked = CheckedIncidents()
    read = 0
    for read, (line, said) in enumerate(lines, start=1):
        if read > MOST_ROWS:
            wrong = _("Er staan meer dan %(most)s regels in.") % {"most": MOST_ROWS}
            checked.complain(line, "", "", wrong, _("Deel het bestand op."))
            break
        _incident(checked, line, said, place)
        if read % 5000 == 0:
            progress(read)
    if read == 0:
        checked.complain(None, "", "", _("Er staan geen regels in."), _("Zet onder de kopregel ten minste één regel."))
    kinds = {incident.kind for incident in checked.incidents}
    if len(kinds) > MOST_KINDS:
        wrong = _("Er zijn %(n)s verschillende soorten: dat lijkt vrije tekst.") % {"n": len(kinds)}
        checked.complain(None, "phenomenon", "", wrong, _("Kies de kolom met de soort of de code, niet die met de toelichting."))
    return checked


def _incident(checked: CheckedIncidents, line: int, said: Mapping[str, object], place: Place) -> None:
    before = checked.wrong
    area = _area(checked, line, said, place)
    kind = cells.text(said.get("phenomenon"))
    if not kind or len(kind) > 60:
        wrong = _("De soort ontbreekt.") if not kind else _("Deze soort is te lang.")
        checked.complain(line, "phenomenon", kind, wrong, _("Zet in deze kolom de soort of de code, in ten hoogste 60 tekens."))
    window = _window(checked, line, said)
    if checked.wrong == before and window is not None:
        checked.long += window[1] - window[0] > LONGEST
        checked.incidents.append(Incident(area, kind, *window))


def _area(checked: CheckedIncidents, line: int, said: Mapping[str, object], place: Place) -> str:
    value = said.get("area")
    small = cells.small_area(value)
    if small and f"GM{small[2:6]}" in place.codes:
        return small
    if found := cells.municipality(value, place):
        return found
    x, y = (cells.number(said.get(name), dutch="," in cells.text(said.get(name))) for name in ("longitude", "latitude"))
    if isinstance(x, int | float) and isinstance(y, int | float):
        if at := neighbourhood_at(float(x), float(y)):
            return at
        remedy = _("Geef graden (WGS84), zoals 5,61 en 51,88. Rijksdriehoekscoördinaten kan Driehoek niet lezen.")
        checked.complain(line, "longitude", f"{x} {y}", _("Dit punt ligt niet in Nederland."), remedy)
        return ""
    text = cells.text(value)
    if re.fullmatch(r"\d{4}\s?[A-Z]{0,2}", text):
        wrong = _("Van een postcode weet Driehoek niet in welke gemeente die ligt.")
    else:
        wrong = place.unknown[0] if text else _("De plaats ontbreekt.")
    checked.complain(line, "area", text, wrong, _("Geef de gemeente, de buurtcode (BU en acht cijfers) of een punt in graden."))
    return ""


def _window(checked: CheckedIncidents, line: int, said: Mapping[str, object]) -> tuple[datetime, datetime] | None:
    start = moment(said.get("start"), said.get("start_time"))
    if start is None:
        remedy = _("Schrijf een dag als 31-12-2024, met of zonder tijd erachter (23:15).")
        checked.complain(line, "start", said.get("start"), _("Dit is geen datum."), remedy)
        return None
    if not cells.text(said.get("end")):
        return start
    end = moment(said.get("end"), said.get("end_time"))
    if end is None or end[1] < start[0]:
        wrong = _("Dit is geen datum.") if end is None else _("Het einde ligt vóór het begin.")
        checked.complain(line, "end", said.get("end"), wrong, _("Kijk of begin en einde zijn verwisseld."))
        return None
    return start[0], end[1]


def moment(value: object, clock: object = None) -> tuple[datetime, datetime] | None:
    """The first and last moment that a cell, with perhaps a cell for the time, can mean; a day alone is all of it."""
    if isinstance(value, datetime):
        return (value.replace(tzinfo=None),) * 2
    hours = cells.text(clock)
    if isinstance(value, date):
        day: date | None = value
    else:
        match = _MOMENT.fullmatch(cells.text(value))
        if match is None:
            return None
        day, hours = _day(match["day"]), match["time"] or hours
    if day is None:
        return None
    at = _time(hours)
    begin = datetime.combine(day, at or time.min)
    return (begin, begin) if at else (begin, begin + timedelta(days=1))


def _day(text: str) -> date | None:
    for form in _DATES:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None


def _time(text: str) -> time | None:
    parts = [int(part) for part in re.split(r"[:.]", text) if part.isdigit()] if re.match(r"\d{1,2}[:.]\d{2}", text) else []
    return time(parts[0], parts[1]) if len(parts) >= 2 and parts[0] < 24 and parts[1] < 60 else None


def shares(incident: Incident) -> dict[str, float]:
    """Month → the share of the incident that falls in it, by time; together 1."""
    length = (incident.end - incident.start).total_seconds()
    first = f"{incident.start:%Y-%m}"
    if length <= 0:
        return {first: 1.0}
    found: dict[str, float] = {}
    at = incident.start
    while at < incident.end:
        after = min(_next_month(at), incident.end)
        found[f"{at:%Y-%m}"] = (after - at).total_seconds() / length
        at = after
    return found


def _next_month(at: datetime) -> datetime:
    return datetime(at.year + at.month // 12, at.month % 12 + 1, 1)


def counted(incidents: Sequence[Incident]) -> Checked:
    """Whole numbers per municipality, kind and month, from the first month of all to the last; a month without is 0.

    Shares are rounded so that each area and kind adds up to its number of incidents (largest remainder; ties to the earliest).
    """
    sums: dict[tuple[str, str], dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for incident in incidents:
        for month, share in shares(incident).items():
            sums[incident.municipality, incident.kind][month] += share
    months = _months({month for held in sums.values() for month in held})
    checked = Checked()
    for (area, kind), held in sorted(sums.items()):
        for month, count in zip(months, _whole([held.get(month, 0.0) for month in months]), strict=True):
            checked.area.append(area)
            checked.phenomenon.append(kind)
            checked.period.append(month)
            checked.count.append(count)
            checked.exposure.append(None)
            checked.provisional.append(False)
    return checked


def _months(found: set[str]) -> list[str]:
    first, last = (int(text[:4]) * 12 + int(text[5:]) - 1 for text in (min(found), max(found)))
    return [f"{n // 12}-{n % 12 + 1:02d}" for n in range(first, last + 1)]


def _whole(parts: Sequence[float]) -> list[int]:
    """Whole numbers nearest to these that add up to their sum."""
    whole = [floor(part + 1e-9) for part in parts]
    rest = round(sum(parts)) - sum(whole)
    order = sorted(range(len(parts)), key=lambda n: (-(parts[n] - whole[n]), n))
    for n in order[:rest]:
        whole[n] += 1
    return whole
