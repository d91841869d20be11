"""Every line of a delivery checked, so that a report can name all that is wrong: line, column, value, remedy. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from driehoek.engine.counts import LARGEST_COUNT, BadCounts, Count, Problem, read_period
from driehoek.figures._reading import Line
from driehoek.figures.rules import Place

MOST_ROWS = 600_000  # 342 municipalities × 59 types × 13 years is 262,000
MOST_PROBLEMS = 200  # kept in words; the rest is only counted
_YES = {"true", "ja", "1", "yes", "j", "y", "waar"}
_NO = {"", "false", "nee", "0", "no", "n", "onwaar", "none"}
POPULATION_NAMES = {"inwoners", "bevolking", "population", "aantal inwoners"}  # a delivery of inhabitants
type Progress = Callable[[int], None]


@dataclass
class Checked:
    """The good rows as columns, and what was wrong. `problems` is cut off at MOST_PROBLEMS; `wrong` counts them all."""

    area: list[str] = field(default_factory=list)
    phenomenon: list[str] = field(default_factory=list)
    period: list[str] = field(default_factory=list)
    count: list[int] = field(default_factory=list)
    exposure: list[float | None] = field(default_factory=list)
    provisional: list[bool] = field(default_factory=list)
    line: list[int] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    wrong: int = 0

    def complain(self, line: int | None, column: str, value: object, wrong: str, remedy: str) -> None:
        self.wrong += 1
        if len(self.problems) < MOST_PROBLEMS:
            text = "" if value is None else str(value)
            self.problems.append(Problem(line, "", column, text[:80], wrong, remedy))


def check(lines: Iterable[Line], place: Place, progress: Progress = lambda done: None) -> Checked:
    """Check all lines; a row with any problem is left out of the columns. Reads on after a problem, so all are named."""
    checked = Checked()
    seen: dict[tuple[str, str, str], int] = {}
    read = 0
    for read, (number, cells) in enumerate(lines, start=1):
        if read > MOST_ROWS:
            checked.complain(
                number, "", "", _("Er staan meer dan %(most)s regels in.") % {"most": MOST_ROWS}, _("Deel het bestand op.")
            )
            break
        _row(checked, number, cells, place, seen)
        if read % 5000 == 0:
            progress(read)
    if read == 0:
        checked.complain(None, "", "", _("Er staan geen regels in."), _("Zet onder de kopregel ten minste één regel."))
    progress(read)
    if not checked.wrong:
        _whole(checked, place)
    return checked


def _row(checked: Checked, line: int, cells: dict[str, object], place: Place, seen: dict[tuple[str, str, str], int]) -> None:
    before = checked.wrong
    area = _area(checked, line, cells["area"], place)
    phenomenon = _phenomenon(checked, line, cells["phenomenon"])
    period = _period(checked, line, cells["period"])
    count = _count(checked, line, cells["count"])
    exposure = _exposure(checked, line, cells.get("exposure"))
    provisional = _provisional(checked, line, cells.get("provisional"))
    if count == 0 and phenomenon.casefold() in POPULATION_NAMES:
        remedy = _("Laat de regel weg als de gemeente er toen niet was; kijk anders in de bron.")
        checked.complain(line, "count", cells["count"], _("Een gemeente heeft altijd inwoners."), remedy)
    if area in place.gone and phenomenon.casefold() not in POPULATION_NAMES:
        name, heirs = place.gone[area]
        wrong = _("%(name)s bestaat niet meer; nu is het %(heirs)s.") % {"name": name, "heirs": heirs}
        checked.complain(line, "area", cells["area"], wrong, _("Neem de cijfers naar de gemeenten van nu."))
    if area and phenomenon and period:
        first = seen.setdefault((area, phenomenon, period), line)
        if first != line:
            wrong = _("Deze regel staat er al: regel %(line)s gaat over hetzelfde.") % {"line": first}
            what = f"{cells['area']}, {phenomenon}, {period}"
            checked.complain(line, "", what, wrong, _("Laat per gebied, verschijnsel en periode één regel staan."))
    if checked.wrong == before:
        checked.area.append(area)
        checked.phenomenon.append(phenomenon)
        checked.period.append(period)
        checked.count.append(count or 0)
        checked.exposure.append(exposure)
        checked.provisional.append(provisional)
        checked.line.append(line)


def _area(checked: Checked, line: int, value: object, place: Place) -> str:
    text = str(value or "").strip()
    code = place.find(text)
    if code:
        return code
    if text in place.split:
        name, heirs = place.gone[text]
        wrong = _("%(name)s is verdeeld over %(heirs)s; deze cijfers zijn niet om te rekenen.")
        checked.complain(
            line, "area", value, wrong % {"name": name, "heirs": heirs}, _("Neem de cijfers naar de indeling van nu.")
        )
    elif not text:
        checked.complain(
            line, "area", value, _("De gemeente ontbreekt."), _("Vul de code (GM0225) of de naam van de gemeente in.")
        )
    else:
        checked.complain(line, "area", value, *place.unknown)
    return ""


def _phenomenon(checked: Checked, line: int, value: object) -> str:
    text = str(value if value is not None else "").strip()
    if not text:
        remedy = _("Vul in wat er is geteld, bijvoorbeeld 1.1.1 of woninginbraken.")
        checked.complain(line, "phenomenon", value, _("Het verschijnsel ontbreekt."), remedy)
    elif len(text) > 60 or "\0" in text:
        checked.complain(line, "phenomenon", value, _("Deze naam is te lang."), _("Gebruik ten hoogste 60 tekens."))
        return ""
    return text


def _period(checked: Checked, line: int, value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = f"{value:%Y-%m}" if isinstance(value, date) else str(value if value is not None else "").strip()
    period = read_period(text)
    if period is not None and 1900 <= period.year <= 2200:
        return text
    remedy = _("Schrijf een jaar, kwartaal of maand als 2024, 2024-KW3 of 2024-07.")
    checked.complain(line, "period", value, _("Dit is geen periode."), remedy)
    return ""


def _number(value: object) -> float | None:
    """The number that stands there, whichever way people write it in a plain way; None when it is text."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value)
    text = str(value if value is not None else "").strip()
    try:
        return float(text) if text.isascii() and "_" not in text else None
    except ValueError:
        return None


def _count(checked: Checked, line: int, value: object) -> int | None:
    number = _number(value)
    if value is None or str(value).strip() == "":
        wrong, remedy = _("Het aantal ontbreekt."), _("Vul 0 in als het niet voorkwam, of laat de hele regel weg.")
    elif number is None or number != number:  # NaN is not equal to itself
        wrong, remedy = _("Dit is geen getal."), _("Vul een heel getal in zonder punten of woorden, bijvoorbeeld 1250.")
    elif number < 0:
        wrong, remedy = _("Een aantal kan niet onder nul zijn."), _("Kijk in de bron welk aantal hier hoort.")
    elif not number.is_integer():
        wrong, remedy = _("Dit is geen heel getal."), _("Vul het aantal in, niet een percentage of een getal per 1.000.")
    elif number > LARGEST_COUNT:
        wrong, remedy = _("Dit aantal is te groot voor een telling."), _("Kijk of er cijfers te veel staan.")
    else:
        return int(number)
    checked.complain(line, "count", value, wrong, remedy)
    return None


def _exposure(checked: Checked, line: int, value: object) -> float | None:
    if value is None or str(value).strip() == "":
        return None
    number = _number(value)
    if number is not None and 1e-9 <= number <= 1e15:
        return number
    remedy = _("Vul het aantal inwoners (maal de tijd in jaren) in, of laat de kolom weg.")
    checked.complain(line, "exposure", value, _("Dit is geen getal groter dan nul."), remedy)
    return None


def _provisional(checked: Checked, line: int, value: object) -> bool:
    text = str(value if value is not None else "").strip().casefold()
    if text in _YES:
        return True
    if text not in _NO:
        checked.complain(line, "provisional", value, _("Dit is geen ja of nee."), _("Vul ja of nee in."))
    return False


def _whole(checked: Checked, place: Place) -> None:
    """What can only be seen over all rows: a gap in a series, or mixed kinds of period."""
    from driehoek.engine.series import lay_out  # SciPy: half a second that a start need not wait for

    rows = zip(checked.area, checked.phenomenon, checked.period, checked.count, strict=True)
    try:
        lay_out([Count(area, phenomenon, period, count, 1.0) for area, phenomenon, period, count in rows], checked.line)
    except BadCounts as bad:
        for problem in bad.problems:
            checked.complain(problem.line, problem.column, problem.value, problem.wrong, problem.remedy)
