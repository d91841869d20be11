"""What a line of a survey means: which area, which question, the value and how sure it is. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from driehoek.engine import surveys
from driehoek.engine.counts import Problem, read_period
from driehoek.figures._checking import MOST_PROBLEMS, MOST_ROWS
from driehoek.figures._reading import Line
from driehoek.figures.rules import Place
from driehoek.ui.filters import number

PERCENT = "%"
SCORE = "schaalscore (0–10)"
# What tables call the levels → ours; None: a level that Driehoek has no areas for.
LEVELS: Mapping[str, str | None] = {
    "basisteam": "base_team", "base_team": "base_team", "bt": "base_team", "team": "base_team",
    "district": "district", "politiedistrict": "district", "pd": "district",
    "police_unit": "unit", "unit": "unit", "politie-eenheid": "unit", "eenheid": "unit", "re": "unit",
    "regionale eenheid": "unit",
    "municipality": "municipality", "gemeente": "municipality", "gm": "municipality",
    "country": "country", "land": "country", "nl": "country",
    "province": None, "provincie": None, "pv": None, "country_part": None, "landsdeel": None, "ld": None, "group": None,
}  # fmt: skip
_CODE_LEVELS = {"GM": "municipality", "NL": "country", "PD": "district", "RE": "unit", "BT": "base_team", "PV": None, "LD": None}
_SUFFIX = re.compile(r"\s*\(([^)]*)\)\s*$")
type Seen = dict[tuple[str, str, str, str], int]
_CAMEL = re.compile(r"(?<=[a-zé])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Answer:
    """One figure of a survey.

    level, area, name   the area: its level, its code where it is known (else ""), its name as it came
    value, margin       in `unit`; the margin is half the width at 95 %, None where the source gave none
    """

    level: str
    area: str
    name: str
    phenomenon: str
    period: str
    value: float
    margin: float | None
    unit: str


@dataclass
class CheckedSurvey:
    """The good lines, the labels of the questions, what was wrong, and what was left out and why."""

    answers: list[Answer] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    wrong: int = 0
    left_out: Counter[str] = field(default_factory=Counter)

    def complain(self, line: int | None, column: str, value: object, wrong: str, remedy: str) -> None:
        self.wrong += 1
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(line, "", column, "" if value is None else str(value)[:80], wrong, remedy))


def plain(name: str) -> str:
    """A name as areas are compared by it, without case, accents, marks, ‘en’ and suffix: tables write these as they like."""
    name = _SUFFIX.sub("", name.strip())
    letters = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return "".join(word for word in re.split(r"[^a-z0-9]+", letters) if word != "en")


def level_of(said: str, code: str, name: str) -> str | None:
    """The level of an area: as the table says it, else by its code or the suffix of its name. None: not one of ours.

    Raises KeyError when nothing says what it is.
    """
    if said.strip():
        return LEVELS[said.strip().casefold()]
    if re.fullmatch(r"[A-Z]{2}[-\d].*|NL", code):
        return _CODE_LEVELS[code[:2]]
    if suffix := _SUFFIX.search(name):
        return LEVELS[suffix[1].strip().casefold()]
    if plain(name) == "nederland":
        return "country"
    raise KeyError(name)


def readable(label: str) -> str:
    """`ContactMetPolitieInEigenGemeente_12` → `Contact met politie in eigen gemeente`; words stay as they are."""
    label = re.sub(r"_\d+$", "", label.strip())
    if " " in label or not _CAMEL.search(label):
        return label[:1].upper() + label[1:]
    words = _CAMEL.split(label)
    return " ".join([words[0], *(word if word.isupper() else word.lower() for word in words[1:])])


def unit_of(label: str, said: str) -> str:
    """The unit as the table says it; else a share, or a mark where the name says so."""
    if said.strip():
        return said.strip()[:30]
    return SCORE if re.search(r"schaalscore|rapportcijfer", label, re.IGNORECASE) else PERCENT


def check(lines: Iterable[Line], place: Place) -> CheckedSurvey:
    """Check all lines. Columns: area, level, phenomenon, label, period, value, unit; margin, or low and high, or respondents."""
    checked = CheckedSurvey()
    seen: Seen = {}
    read = 0
    for read, (line, cells) in enumerate(lines, start=1):
        if read > MOST_ROWS:
            wrong = _("Er staan meer dan %(most)s regels in.") % {"most": MOST_ROWS}
            checked.complain(line, "", "", wrong, _("Deel het bestand op."))
            break
        _line(checked, line, cells, place, seen)
    if read == 0:
        checked.complain(None, "", "", _("Er staan geen regels in."), _("Zet onder de kopregel ten minste één regel."))
    elif not checked.answers and not checked.wrong:
        remedy = _("Kies een tabel met gemeenten, basisteams, politiedistricten, eenheden of het land.")
        checked.complain(None, "area", "", _("Geen enkele regel gaat over een gebied dat Driehoek kent."), remedy)
    _tell_apart(checked.labels)
    return checked


def _line(
    checked: CheckedSurvey, line: int, cells: Mapping[str, object], place: Place, seen: dict[tuple[str, str, str, str], int]
) -> None:
    if _text(cells, "value") in ("", ".", "-", "x"):
        checked.left_out[_("regels zonder waarde")] += 1
        return
    before = checked.wrong
    where = _area(checked, line, cells, place)
    phenomenon = _text(cells, "phenomenon")[:60]
    if not phenomenon:
        checked.complain(line, "phenomenon", "", _("Het onderwerp ontbreekt."), _("Vul in wat er is gevraagd."))
    period = _text(cells, "period")
    if read_period(period) is None:
        checked.complain(line, "period", period, _("Dit is geen periode."), _("Schrijf een jaar als 2023."))
    label = readable(_text(cells, "label") or phenomenon)
    unit = unit_of(label, _text(cells, "unit"))
    value, margin = _figure(checked, line, cells, unit)
    if where is None or checked.wrong > before or value is None:
        return
    level, code, name = where
    first = seen.setdefault((level, code or plain(name), phenomenon, period), line)
    if first != line:
        wrong = _("Deze regel staat er al: regel %(line)s gaat over hetzelfde.") % {"line": first}
        checked.complain(
            line, "", f"{name}, {label}, {period}", wrong, _("Laat per gebied, onderwerp en periode één regel staan.")
        )
        return
    checked.labels.setdefault(phenomenon, label)
    checked.answers.append(Answer(level, code, name, phenomenon, period, value, margin, unit))


def _area(checked: CheckedSurvey, line: int, cells: Mapping[str, object], place: Place) -> tuple[str, str, str] | None:
    """(level, code or "", name); None when it is left out or unknown."""
    text = _text(cells, "area")
    code = place.find(text) or place.find(_SUFFIX.sub("", text)) or place.find_gone(text) or ""
    try:
        level = level_of(_text(cells, "level"), text, text)
    except KeyError:
        level = "municipality" if code else ""
    if level is None:
        checked.left_out[_("regels over provincies, landsdelen en groepen gemeenten")] += 1
        return None
    if level == "municipality":
        if code:
            return level, code, _SUFFIX.sub("", text)
    elif level:
        return level, "NL" if level == "country" else "", _SUFFIX.sub("", text)
    remedy = _("Gebruik de code van het CBS (zoals GM0225) of de naam zoals het CBS die schrijft; een team heet ‘Meierij (BT)’.")
    checked.complain(line, "area", text, _("Dit gebied is niet bekend.") if text else _("Het gebied ontbreekt."), remedy)
    return None


def _figure(checked: CheckedSurvey, line: int, cells: Mapping[str, object], unit: str) -> tuple[float | None, float | None]:
    """Value and margin. A margin may also come as two limits, or as the number of people who answered."""
    value = number_of(_text(cells, "value"))
    if value is None:
        remedy = _("Vul een getal in, bijvoorbeeld 24,3.")
        checked.complain(line, "value", cells.get("value"), _("Dit is geen getal."), remedy)
        return None, None
    if unit == PERCENT and not 0 <= value <= 100:
        wrong = _("Een aandeel ligt tussen 0 en 100 %.")
        checked.complain(line, "value", cells.get("value"), wrong, _("Kijk of de eenheid klopt."))
        return None, None
    return value, _margin(checked, line, cells, value, unit)


def _margin(checked: CheckedSurvey, line: int, cells: Mapping[str, object], value: float, unit: str) -> float | None:
    margin, low, high, asked = (number_of(_text(cells, name)) for name in ("margin", "low", "high", "respondents"))
    if margin is None and low is not None and high is not None:
        if not low <= value <= high:
            wrong = _("De waarde ligt niet tussen de ondergrens en de bovengrens.")
            checked.complain(line, "low", f"{low} – {high}", wrong, _("Kijk of de kolommen goed zijn gekozen."))
            return None
        margin = (high - low) / 2
    if margin is None and asked is not None and asked > 0 and unit == PERCENT:
        margin = 100 * float(surveys.shares(value / 100, asked).margin)
    if margin is not None and margin < 0:
        remedy = _("Vul de marge in als een getal boven nul, of laat de cel leeg.")
        checked.complain(line, "margin", margin, _("Een marge kan niet onder nul zijn."), remedy)
    return margin or None  # a margin of 0 says nothing about how sure it is


def number_of(text: str) -> float | None:
    """A number as people write it here or as programs do: `24,3`, `24.3`; None when it is none."""
    text = text.replace("\u00a0", "").replace(" ", "").removesuffix("%")
    if re.fullmatch(r"[+-]?\d+,\d+", text):
        text = text.replace(",", ".")
    return float(text) if re.fullmatch(r"[+-]?\d+(\.\d+)?(e[+-]?\d+)?", text) else None


def _text(cells: Mapping[str, object], name: str) -> str:
    value = cells.get(name)
    if isinstance(value, float) and value.is_integer() and name in ("period", "phenomenon"):
        value = int(value)
    return str(value if value is not None else "").strip()


def _tell_apart(labels: dict[str, str]) -> None:
    """Two questions of one name get their code behind it, so that nobody takes one for the other."""
    often = Counter(labels.values())
    for code, label in labels.items():
        if often[label] > 1:
            labels[code] = f"{label} ({code})"


def listed_out(left_out: Mapping[str, int]) -> Sequence[str]:
    return [_("%(n)s %(what)s zijn niet bewaard.") % {"n": number(n), "what": what} for what, n in sorted(left_out.items())]
