"""The columns of the sheet of actions: how each is called, written and read. Pure but for the words.

A person may type what people type: `12,5` and `12.5`, `3-11-2026`, `nov 2026`, `Q4 2026`. What cannot be read is a Problem
that says where it stands and what to do; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.common.search import fold
from driehoek.documents.text import clean
from driehoek.programme.process import ACTION
from driehoek.programme.sheet.compare import Problem, SheetAction
from driehoek.programme.sheet.reading import Unreadable, amount, day_of, list_of, words_of

type Cell = Any
LINES: Final = 5000  # the most lines one sheet may have


@dataclass(frozen=True)
class Known:
    """The names that cells may use, each the other way round as well. Labels are unique; look-ups ignore case and accents.

    measures  label → key of the measure      fields  label → V1…V5
    areas     name of municipality → code     people  label → (code, name)
    """

    measures: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    areas: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Column:
    """One column: `field` of the action, its heading, how a cell is read and written, the most characters."""

    field: str
    heading: str | Promise
    read: Callable[[Cell, Known], Any]
    write: Callable[[Any, Known], Cell]
    longest: int = 0
    editable: bool = True


def _text(value: Cell, known: Known) -> str:
    return words_of(value)


def _same(value: Any, known: Known) -> Cell:
    return value


def _looked_up(names: Callable[[Known], Mapping[str, Any]], remedy: str | Promise, empty: Any) -> Callable[[Cell, Known], Any]:
    def read(value: Cell, known: Known) -> Any:
        wanted = fold(words_of(value))
        if not wanted:
            return empty
        folded = {fold(label): found for label, found in names(known).items()}
        codes = {fold(str(found)): found for found in names(known).values()}
        if wanted in folded:
            return folded[wanted]
        if wanted in codes:
            return codes[wanted]
        raise Unreadable(str(remedy))

    return read


def _label(names: Callable[[Known], Mapping[str, Any]]) -> Callable[[Any, Known], Cell]:
    def write(value: Any, known: Known) -> Cell:
        return next((label for label, found in names(known).items() if found == value), "")

    return write


def _person(value: Cell, known: Known) -> tuple[str, str]:
    """A colleague with an account when the name is one; else just the name."""
    name = words_of(value)
    found = {fold(label): person for label, person in known.people.items()}.get(fold(name))
    return found or ("", name)


def _person_label(value: tuple[str, str], known: Known) -> Cell:
    return next((label for label, person in known.people.items() if person[0] and person[0] == value[0]), value[1])


_STATES: Final = {
    "proposed": ("voorgesteld", "voorstel", "idee", "nieuw", "concept"),
    "planned": ("gepland", "nog niet gestart", "nog te starten", "niet gestart", "open", "te doen", "todo"),
    "running": ("bezig", "loopt", "lopend", "in uitvoering", "gestart", "in behandeling", "doorlopend", "op schema"),
    "on_hold": ("stilgelegd", "on hold", "gepauzeerd", "uitgesteld", "wacht"),
    "done": ("gereed", "klaar", "afgerond", "gedaan", "uitgevoerd", "voltooid", "afgehandeld"),
    "embedded": ("geborgd", "structureel"),
    "stopped": ("gestopt", "vervallen", "gaat niet door", "niet doen"),
    "handed_over": ("overgedragen",),
}


def _state(value: Cell, known: Known) -> str:
    wanted = fold(words_of(value))
    for code, names in _STATES.items():
        if wanted in (code, *names):
            return code
    if not wanted:
        return ACTION.start
    labels = ", ".join(str(state.label) for state in ACTION.states)
    raise Unreadable(_("Deze stand kennen we niet. Kies uit: %(labels)s.") % {"labels": labels})


def _state_label(value: str, known: Known) -> Cell:
    return ACTION.label(value)


def _number(value: Cell, known: Known) -> int | None:
    text = words_of(value).upper().removeprefix("A-").removeprefix("A")
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 6:
        raise Unreadable(_("Laat het nummer staan zoals het was, zoals A-12. Is de actie nieuw? Maak deze cel dan leeg."))
    return int(text)


def _coded(value: int, known: Known) -> Cell:
    return f"A-{value}"


def _version(value: Cell, known: Known) -> int | None:
    text = words_of(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None


def _measures(known: Known) -> Mapping[str, Any]:
    return known.measures


def _fields(known: Known) -> Mapping[str, Any]:
    return known.fields


def _areas(known: Known) -> Mapping[str, Any]:
    return known.areas


_UNKNOWN_MEASURE = gettext_lazy("Deze maatregel staat niet in het plan. Neem de tekst over uit het plan of maak de cel leeg.")
_UNKNOWN_FIELD = gettext_lazy("Dit veld kennen we niet. Kies V1, V2, V3, V4 of V5, of maak de cel leeg.")
_UNKNOWN_AREA = gettext_lazy("Deze gemeente doet niet mee aan het plan. Kijk of de naam goed is gespeld.")


def _start(value: Cell, known: Known) -> date | None:
    return day_of(value, last=False)


def _end(value: Cell, known: Known) -> date | None:
    return day_of(value, last=True)


def _minutes(value: Cell, known: Known) -> int | None:
    return amount(value, 60, 20_000_000)


def _hours(value: int | None, known: Known) -> Cell:
    return None if value is None else round(value / 60, 4)


def _cents(value: Cell, known: Known) -> int | None:
    return amount(value, 100, 100_000_000_000)


def _euros(value: int | None, known: Known) -> Cell:
    return None if value is None else value / 100


def _names(value: Cell, known: Known) -> tuple[str, ...]:
    return list_of(value)


def _joined(value: Sequence[str], known: Known) -> Cell:
    return "; ".join(value)


# Other headings that people use for the same column, folded.
_ALSO: Final = {
    "number": "nr|nr.|actienummer",
    "title": "titel|actiepunt|activiteit|wat|omschrijving actie|onderwerp",
    "measure": "maatregel uit het plan",
    "safety_field": "veiligheidsveld|veld|regulier",
    "state": "status|fase",
    "reason": "reden",
    "starts_on": "start|startdatum|begin|begindatum|vanaf",
    "ends_on": "eind|einddatum|eindigt op|deadline|gereed op|wanneer|planning|datum gereed|termijn|datum",
    "lead": "gemeente",
    "political_owner": "portefeuillehouder|bestuurder",
    "owner": "ambtelijk eigenaar|trekker|wie|verantwoordelijke|actiehouder|uitvoerder|door wie",
    "partners": "met wie|partner|samen met|betrokkenen",
    "target_groups": "doelgroep|voor wie",
    "description": "toelichting|opmerking|opmerkingen|aanpak|hoe|beschrijving",
    "how_noticed": "effect|beoogd resultaat|doel|indicator",
    "minutes": "aantal uren|uur|inzet",
    "cents": "euro's|euros|kosten|budget|bedrag|geld",
    "result": "uitkomst|opbrengst|stand van zaken|resultaten",
    "anchored_in": "waar geborgd",
}
NUMBER: Final = Column("number", gettext_lazy("Nummer"), _number, _coded, editable=False)
COLUMNS: Final[tuple[Column, ...]] = (
    NUMBER,
    Column("title", gettext_lazy("Actie"), _text, _same, 200),
    Column("measure", gettext_lazy("Maatregel"), _looked_up(_measures, _UNKNOWN_MEASURE, None), _label(_measures)),
    Column("safety_field", gettext_lazy("Regulier werk in veld"), _looked_up(_fields, _UNKNOWN_FIELD, ""), _label(_fields)),
    Column("state", gettext_lazy("Stand"), _state, _state_label),
    Column("reason", gettext_lazy("Reden van stilleggen of stoppen"), _text, _same, 2000),
    Column("starts_on", gettext_lazy("Begint op"), _start, _same),
    Column("ends_on", gettext_lazy("Klaar op"), _end, _same),
    Column("lead", gettext_lazy("Trekkende gemeente"), _looked_up(_areas, _UNKNOWN_AREA, ""), _label(_areas)),
    Column("political_owner", gettext_lazy("Bestuurlijk eigenaar"), _text, _same, 120),
    Column("owner", gettext_lazy("Eigenaar"), _person, _person_label, 120),
    Column("partners", gettext_lazy("Partners"), _names, _joined),
    Column("target_groups", gettext_lazy("Doelgroepen"), _names, _joined),
    Column("description", gettext_lazy("Omschrijving"), _text, _same, 10_000),
    Column("how_noticed", gettext_lazy("Hoe merken we het"), _text, _same, 1000),
    Column("minutes", gettext_lazy("Uren"), _minutes, _hours),
    Column("cents", gettext_lazy("Euro"), _cents, _euros),
    Column("result", gettext_lazy("Resultaat"), _text, _same, 2000),
    Column("anchored_in", gettext_lazy("Geborgd in"), _text, _same, 500),
    Column("handed_over_to", gettext_lazy("Overgedragen aan"), _text, _same, 200),
    Column("version", gettext_lazy("Versie"), _version, _same, editable=False),
)
BY_FIELD: Final = {column.field: column for column in COLUMNS}
FIELDS: Final = tuple(column.field for column in COLUMNS if column.editable)
# Written for who reads the sheet; what stands there is not read back.
ONLY_OUT: Final = (gettext_lazy("Laatste voortgang op"), gettext_lazy("Hoe het gaat"), gettext_lazy("In één zin"))


def headings() -> list[str]:
    return [*(str(column.heading) for column in COLUMNS), *(str(heading) for heading in ONLY_OUT)]


def cells(values: Mapping[str, Any], known: Known) -> list[Cell]:
    """One action as a line of the sheet (without the columns that only go out)."""
    return [column.write(values[column.field], known) for column in COLUMNS]


def recognise(header: Sequence[Cell]) -> dict[int, str]:
    """Which column of a sheet is which field, by its heading: position → field. The first of two alike counts."""
    names = {fold(name): column.field for column in COLUMNS for name in (str(column.heading), column.field)}
    names = {name: code for code, also in _ALSO.items() for name in also.split("|")} | names
    found: dict[int, str] = {}
    for place, heading in enumerate(header):
        name = names.get(fold(words_of(heading)).strip(" :*"))
        if name and name not in found.values():
            found[place] = name
    return found


@dataclass(frozen=True)
class Read:
    """What a sheet says: the lines that could be read, with the version of each, and what could not.

    unread  numbers of actions that do stand in the sheet, on a line with a problem
    """

    actions: tuple[SheetAction, ...]
    versions: Mapping[int, int]
    problems: tuple[Problem, ...]
    unread: frozenset[int] = frozenset()


def read_lines(
    lines: Iterable[tuple[int, Sequence[Cell]]],
    places: Mapping[int, str],
    known: Known,
    present: Mapping[int, Mapping[str, Any]] | None = None,
) -> Read:
    """Read the lines of a sheet.

    lines    (line number as Excel shows it, cells)
    places   position of a column → field, as `recognise` gives it
    present  number → values: a cell that still says what was written there means that value, whatever else it might mean
    """
    actions, versions, problems, unread = [], {}, [], set()
    for line, row in lines:
        if not any(words_of(cell) for cell in row):
            continue
        action, version, wrong = _line(line, row, places, known, present or {})
        problems += wrong
        if not wrong:
            actions.append(action)
            if action.number is not None and version is not None:
                versions[action.number] = version
        elif action.number is not None:
            unread.add(action.number)
    return Read(tuple(actions), versions, tuple(problems), frozenset(unread))


def _line(
    line: int, row: Sequence[Cell], places: Mapping[int, str], known: Known, present: Mapping[int, Mapping[str, Any]]
) -> tuple[SheetAction, int | None, list[Problem]]:
    at = {name: row[place] if place < len(row) else None for place, name in places.items()}
    problems: list[Problem] = []
    number = _cell(line, NUMBER, at.pop("number", None), known, problems)
    version = _version(at.pop("version", None), known)
    now = present.get(number, {}) if number is not None else {}
    values = {}
    for name, cell in at.items():
        column = BY_FIELD[name]
        if name in now and words_of(cell) == words_of(column.write(now[name], known)):
            values[name] = now[name]
        else:
            values[name] = _cell(line, column, cell, known, problems)
    return SheetAction(line, number, values), version, problems


def _cell(line: int, column: Column, cell: Cell, known: Known, problems: list[Problem]) -> Any:
    try:
        value = column.read(cell, known)
        if column.longest and len(value[1] if column.field == "owner" else value) > column.longest:
            raise Unreadable(_("Dit is te lang. Maak er hoogstens %(count)s tekens van.") % {"count": column.longest})
    except Unreadable as refusal:
        problems.append(Problem(line, str(column.heading), _shown(cell), str(refusal)))
        return None
    return value


def _shown(cell: Cell) -> str:
    if isinstance(cell, datetime | date):
        return f"{cell.day}-{cell.month}-{cell.year}"
    text = clean(str(cell).replace("\0", "")) if cell is not None else ""
    return text if len(text) <= 80 else text[:79] + "…"
