"""What a file that nobody explained probably holds, from the words in its head and from what stands below it. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from driehoek.figures.mapping import cells
from driehoek.figures.mapping.models import What
from driehoek.figures.mapping.rules import WIDE, Choices, Numbered, Role, head_row, keys_of, trimmed
from driehoek.figures.rules import Place

LOOKED_AT = 200  # rows from which a guess is made
# The words in a head, without the number that Statistics Netherlands puts behind it; the first form that fits wins.
_FORMS: tuple[tuple[Role, tuple[str, ...]], ...] = (
    (Role.AREA, (
        r"area(_code)?|gm.?code|code gemeente|.*(gemeente|regio|gebieds?|buurt|wijk|municipality|neighbourhood).?code",
        r"regio('?s)?|wijken ?en ?buurten|postcode|pc4",
    )),
    (Role.AREA_NAME, (
        r"gemeente ?naam|naam gemeente|gemeenten?|municipality|area_name",
        r"gebied|plaats|woonplaats|buurt|wijk|neighbourhood",
    )),
    (Role.LEVEL, (r"level|niveau|soort gebied",)),
    (Role.PHENOMENON, (
        r"phenomenon|verschijnsel|code|.*(soort|misdrijf|incident|delict|feit|categorie|offence).?code|indicator_no|indicator",
        r"soort ?misdrijf|misdrijf|soort ?incident|delict|categorie|incident(soort|type)|offence|type|onderwerp|vraag|crime_type",
        r"soort( \w+)?|mk|maatschappelijke klasse",
    )),
    (Role.LABEL, (r"label|omschrijving|naam|indicator|offence|titel|(delict|feit) ?omschrijving",)),
    (Role.PERIOD, (r"period|perioden?|jaar|year|maand|month|kwartaal|jaartal|peiljaar",)),
    (Role.VALUE, (r"value|waarde|percentage|aandeel|%|score|resultaat",)),
    (Role.MARGIN, (r"margin|marge|.*95.?%.*marge.*|\+/-|±|betrouwbaarheidsmarge",)),
    (Role.LOW, (r"ondergrens.*|low(er)?",)),
    (Role.HIGH, (r"bovengrens.*|high|upper",)),
    (Role.RESPONDENTS, (r"respondenten|aantal (antwoorden|respondenten)|n|respondents|ongewogen n",)),
    (Role.UNIT, (r"unit|eenheid",)),
    (Role.EXPOSURE, (r"exposure|blootstelling|(aantal )?inwoners|population|bevolking",)),
    (Role.COUNT, (
        r"count|aantal(len)?|number|geregistreerde ?misdrijven.*|totaal ?aantal",
        r"aantal (incidenten|meldingen|misdrijven|registraties)",
    )),
    (Role.PROVISIONAL, (r"provisional|voorlopig|status",)),
    (Role.START, (
        r"begin ?(datum|moment|tijdstip)?( ?/? ?tijd)?|datum(tijd)?|start|date(time)?|datum (van|vanaf|begin|eerst)",
        r"(pleeg|incident|melding|kennisname)s?[ _]?datum([ _]?(van|begin|vanaf))?",
    )),
    (Role.START_TIME, (r"begin ?tijd|tijd( (van|begin))?|tijdstip|(pleeg|incident)tijd",)),
    (Role.END, (r"eind(e)? ?(datum|moment|tijdstip)?|(pleeg|incident)?[ _]?datum[ _]?(tot|eind|laatst).*|end",)),
    (Role.LONGITUDE, (r"longitude|lon|lng|lengtegraad",)),
    (Role.LATITUDE, (r"latitude|lat|breedtegraad",)),
    (Role.END_TIME, (r"eind ?tijd|tijd (tot|eind)",)),
)  # fmt: skip


def guess(rows: Sequence[Numbered], place: Place) -> Choices:
    """What the file probably holds: from the words in its head and from what stands below it."""
    head = head_row(rows)
    header, body = rows[head][1], [row for _line, row in rows[head + 1 : head + 1 + LOOKED_AT]]
    keys = keys_of(trimmed(header))
    columns = [[row[at] if at < len(row) else None for row in body] for at in range(len(keys))]
    roles = _by_content(keys, columns, place)
    roles = _by_head(keys, roles)
    roles = _one_kind(keys, columns, _one_area(keys, columns, roles, place))
    choices = _wide_phenomena(Choices(head=head, roles=roles), keys, columns)
    figures = [column for key, column in zip(keys, columns, strict=True) if choices.roles.get(key) in _FIGURES]
    choices = replace(choices, what=_what(choices, keys, columns), dutch=_is_dutch(figures))
    return replace(choices, roles=_fitting(choices), fill=_fill(choices, keys, columns))


def _by_content(keys: Sequence[str], columns: Sequence[Sequence[object]], place: Place) -> dict[str, str]:
    """What the cells leave no doubt about: heads that are periods or municipalities, and columns full of codes of areas."""
    roles: dict[str, str] = {}
    periods = [key for key in keys if cells.period(key)]
    towns = [key for key in keys if cells.municipality(key, place)]
    if len(periods) > 1 or (periods and not any(_all(column, cells.period) for column in columns)):
        roles |= dict.fromkeys(periods, Role.WIDE_PERIOD)
    elif len(towns) > 1:
        roles |= dict.fromkeys(towns, Role.WIDE_AREA)
    small = next((key for key, column in zip(keys, columns, strict=True) if _all(column, cells.small_area, 0.5)), None)
    if small is not None:
        roles[small] = Role.AREA
    if periods or towns:
        roles |= {key: Role.TOTAL for key in keys if cells.is_total(key)}
    return roles


def _all(column: Sequence[object], reads: Any, share: float = 0.9) -> bool:
    filled = [cell for cell in column if cells.text(cell)]
    return bool(filled) and sum(reads(cell) is not None for cell in filled) >= share * len(filled)


def _by_head(keys: Sequence[str], roles: Mapping[str, str]) -> dict[str, str]:
    """The words in the head; the first column that fits a role gets it."""
    found = dict(roles)
    for role, forms in _FORMS:
        bare = {key: re.sub(r"_\d+$", "", key) for key in keys if key not in found}
        fits = next((key for form in forms for key, words in bare.items() if re.fullmatch(form, words)), None)
        if fits is not None and role not in found.values():
            found[fits] = role
    return found


def _one_area(keys: Sequence[str], columns: Sequence[Sequence[object]], roles: Mapping[str, str], place: Place) -> dict[str, str]:
    """A name alone is the area; without words in the head, a column in which most cells are municipalities is."""
    found = dict(roles)
    has = found.values()
    if Role.AREA not in has and Role.AREA_NAME in has:
        found = {key: Role.AREA if role == Role.AREA_NAME else role for key, role in found.items()}
    if Role.PHENOMENON not in has and Role.LABEL in has:
        found = {key: Role.PHENOMENON if role == Role.LABEL else role for key, role in found.items()}
    if not {Role.AREA, Role.WIDE_AREA} & set(found.values()):
        for key, column in zip(keys, columns, strict=True):
            if _all(column, lambda cell: cells.municipality(cell, place), 0.6):
                found[key] = Role.AREA
                break
    if not {Role.PERIOD, Role.WIDE_PERIOD, Role.START} & set(found.values()):
        for key, column in zip(keys, columns, strict=True):
            if key not in found and _all(column, cells.period):
                found[key] = Role.PERIOD
                break
    return found


def _one_kind(keys: Sequence[str], columns: Sequence[Sequence[object]], roles: dict[str, str]) -> dict[str, str]:
    """The only column of words that nothing explains says what was counted."""
    if {Role.PHENOMENON, Role.START, Role.VALUE} & set(roles.values()):
        return roles
    left = [
        key
        for key, column in zip(keys, columns, strict=True)
        if key not in roles and any(cells.text(cell) for cell in column) and not _all(column, _is_number, 0.5)
    ]
    return {**roles, left[0]: Role.PHENOMENON} if len(left) == 1 else roles


def _is_number(cell: object) -> bool | None:
    return True if isinstance(cells.number(cell, dutch=True), int | float) or cells.is_empty(cell) else None


def _wide_phenomena(choices: Choices, keys: Sequence[str], columns: Sequence[Sequence[object]]) -> Choices:
    """Columns of numbers that nothing else explains, beside an area and a period: each counts its own thing."""
    if choices.has(Role.COUNT, Role.VALUE, Role.START, *WIDE):
        return choices
    left = [key for key, column in zip(keys, columns, strict=True) if key not in choices.roles and _all(column, _is_number)]
    if not left:
        return choices
    if len(left) == 1 and choices.has(Role.PHENOMENON):
        return replace(choices, roles={**choices.roles, left[0]: Role.COUNT})
    totals = {key: Role.TOTAL for key in left if cells.is_total(key)}
    return replace(choices, roles={**choices.roles, **dict.fromkeys(left, Role.WIDE_PHENOMENON), **totals})


def _what(choices: Choices, keys: Sequence[str], columns: Sequence[Sequence[object]]) -> str:
    if choices.has(Role.VALUE) and choices.has(Role.MARGIN, Role.LOW, Role.RESPONDENTS) and not choices.has(Role.COUNT):
        return What.SURVEY
    if choices.has(Role.START) and not choices.has(Role.COUNT, Role.VALUE, Role.PERIOD, *WIDE):
        return What.INCIDENTS
    areas = next((column for key, column in zip(keys, columns, strict=True) if choices.roles.get(key) == Role.AREA), [])
    below = sum(cells.text(cell).upper().startswith(("BU", "WK")) for cell in areas)
    return What.SMALL_AREAS if below and below >= 0.5 * len(areas) else What.COUNTS


_FIGURES = {*WIDE, Role.COUNT, Role.EXPOSURE, Role.VALUE, Role.MARGIN, Role.LOW, Role.HIGH}
_ONLY = {
    What.SURVEY: {Role.VALUE, Role.MARGIN, Role.LOW, Role.HIGH, Role.RESPONDENTS, Role.UNIT, Role.LEVEL},
    What.INCIDENTS: {Role.START, Role.START_TIME, Role.END, Role.END_TIME, Role.LONGITUDE, Role.LATITUDE},
}


def _fitting(choices: Choices) -> dict[str, str]:
    """The roles that go with the kind of file: a survey has no number of crimes, a count no margin."""
    roles = dict(choices.roles)
    if choices.what != What.SURVEY and not choices.has(Role.COUNT, *WIDE) and choices.has(Role.VALUE):
        roles = {key: Role.COUNT if role == Role.VALUE else role for key, role in roles.items()}
    wrong = {role for what, own in _ONLY.items() if what != choices.what for role in own}
    if choices.what in (What.SURVEY, What.INCIDENTS):
        wrong |= {Role.COUNT, Role.EXPOSURE} | ({Role.PERIOD} if choices.what == What.INCIDENTS else set())
    return {key: role for key, role in roles.items() if role not in wrong}


def _is_dutch(columns: Sequence[Sequence[object]]) -> bool:
    """Numbers are Dutch unless some cell can only be of the other kind: 1,250.5 or 2.5."""
    said = [cells.text(cell) for column in columns for cell in column if isinstance(cell, str)]
    foreign = sum(bool(re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?|-?\d+\.(\d{1,2}|\d{4,})", one)) for one in said)
    ours = sum(bool(re.fullmatch(r"-?\d{1,3}(\.\d{3})+(,\d+)?|-?\d+,(\d{1,2}|\d{4,})", one)) for one in said)
    return ours >= foreign


def _fill(choices: Choices, keys: Sequence[str], columns: Sequence[Sequence[object]]) -> tuple[str, ...]:
    """Roles whose column begins with a filled cell and then has empty ones: merged in Excel, or left out by who typed it."""
    found = []
    for key, column in zip(keys, columns, strict=True):
        role = choices.roles.get(key, "")
        empty = sum(not cells.text(cell) for cell in column)
        if role in (Role.AREA, Role.PHENOMENON, Role.LABEL, Role.PERIOD) and empty and column and cells.text(column[0]):
            found.append(role)
    named = Role.AREA_NAME in choices.roles.values()
    return tuple(role for role in found if not (role == Role.AREA and named))  # a total has a name and no code
