"""Rows of a file as lines of a delivery, by the choices that somebody made; sums are recognised and kept apart. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from driehoek.engine.counts import Problem
from driehoek.figures._reading import Line
from driehoek.figures.feeds.rules import phenomenon_of
from driehoek.figures.mapping import cells
from driehoek.figures.mapping.models import What
from driehoek.figures.mapping.rules import Cells, Choices, Numbered, Role, keys_of, role_of
from driehoek.figures.rules import Place

_WIDE_PART = {Role.WIDE_PERIOD: "period", Role.WIDE_PHENOMENON: "phenomenon", Role.WIDE_AREA: "area"}


@dataclass(frozen=True, slots=True)
class Total:
    """A sum that stands in the file: where, of what, and over which areas (None: over all in the file)."""

    line: int
    phenomenon: str
    period: str
    value: object
    members: frozenset[str] | None


@dataclass
class Noticed:
    """What was seen on the way and is no line: names of phenomena, sums, what was left out, and what cannot be right."""

    labels: dict[str, str] = field(default_factory=dict)
    totals: list[Total] = field(default_factory=list)
    row_sums: list[tuple[int, int, int]] = field(default_factory=list)  # line, the sum that stands there, what it adds up to
    row_totals: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class Places:
    """What an area may be called.

    place    municipalities
    larger   teams and larger areas by name in lower case → the codes of their municipalities
    """

    place: Place
    larger: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Column:
    at: int
    role: str
    part: str  # of a wide column: what its head says


def unfold(rows: Iterable[Numbered], choices: Choices, places: Places, noticed: Noticed) -> Iterator[Line]:
    """One line per figure, by our names, with the number of its row. Sums and empty cells go to `noticed`."""
    above: dict[str, object] = {}
    columns: list[_Column] = []
    for n, (line, row) in enumerate(rows):
        if n == choices.head:
            columns = _columns(row, choices, places.place)
        elif n > choices.head:
            yield from _row(line, row, columns, choices, places, noticed, above)


def _columns(header: Cells, choices: Choices, place: Place) -> list[_Column]:
    found = []
    for at, (key, cell) in enumerate(zip(keys_of(header), header, strict=True)):
        role = role_of(key, choices)
        if role:
            found.append(_Column(at, role, _part(role, cell, place)))
    return found


def _part(role: str, head: object, place: Place) -> str:
    match role:
        case Role.WIDE_PERIOD:
            read = cells.period(head)
            return read[0] if read else cells.text(head)
        case Role.WIDE_AREA:
            return cells.municipality(head, place) or cells.text(head)
        case _:
            return cells.text(head)


def _row(
    line: int,
    row: Cells,
    columns: list[_Column],
    choices: Choices,
    places: Places,
    noticed: Noticed,
    above: dict[str, object],
) -> Iterator[Line]:
    """The lines of one row."""
    said = {column.role: row[column.at] if column.at < len(row) else None for column in columns}
    for role in choices.fill:
        if cells.text(said.get(role)):
            above[role] = said[role]
        elif role in above and any(cells.text(cell) for cell in row):
            said[role] = above[role]
    base = _base(said, choices, noticed)
    if choices.what != What.SURVEY and not choices.has(Role.WIDE_AREA):
        small = None if choices.what == What.COUNTS else cells.small_area(said.get(Role.AREA) or choices.fixed.get("area"))
        where = small or _where(line, said, choices, places, noticed)
        if where is None:
            return
        base["area"] = where
    wide = [column for column in columns if column.role in _WIDE_PART]
    figure = "value" if choices.what == What.SURVEY else "count"
    found = [{**base, _WIDE_PART[Role(one.role)]: one.part, figure: row[one.at] if one.at < len(row) else None} for one in wide]
    _row_sum(line, said, found, figure, choices, noticed)
    for values in found or [base]:
        yield from _figure(line, values, figure, choices, places, noticed)


def _base(said: Mapping[str, object], choices: Choices, noticed: Noticed) -> dict[str, object]:
    """What the row says of all its figures, cleaned but not judged: that is for the check."""
    base: dict[str, object] = {role: said[role] for role in said if role not in _WIDE_PART and role != Role.TOTAL}
    for role, value in choices.fixed.items():
        if not cells.text(base.get(role)):
            base[role] = value
    text = cells.text(base.get(Role.PHENOMENON))
    label = cells.text(base.get(Role.LABEL))
    if text and not label and phenomenon_of(text, "") != text:  # `1.1.1 Diefstal/inbraak woning`
        text, label = phenomenon_of(text, ""), text.removeprefix(phenomenon_of(text, "")).strip(" :-")
    if text:
        base[Role.PHENOMENON] = text
        if label and len(text) <= 60:
            noticed.labels.setdefault(text, label[:120])
    return base


def _where(line: int, said: Mapping[str, object], choices: Choices, places: Places, noticed: Noticed) -> object:
    """The area as code, or as it stands there when it is unknown; `total:…` of a sum; None where the row is left out."""
    code, name = said.get(Role.AREA), said.get(Role.AREA_NAME)
    text = cells.text(code) or cells.text(name) or choices.fixed.get("area", "")
    found = cells.municipality(text, places.place)
    if found:
        other = cells.municipality(name, places.place) if cells.text(name) else None
        if other and other != found:
            wrong = _("De code hoort niet bij deze naam: %(code)s is een andere gemeente dan %(name)s.")
            remedy = _("Is de code opnieuw gebruikt? Zet de goede code of de goede naam neer.")
            words = {"code": cells.text(code), "name": cells.text(name)}
            noticed.problems.append(Problem(line, "", Role.AREA, cells.text(code), wrong % words, remedy))
            return None
        return found
    for cell in (code, name):
        if cells.text(cell) and cells.is_total(cell, places.larger):
            return f"total:{cells.text(cell).casefold().strip(' :')}"
    if cells.is_other_area(text):
        noticed.left_out[_("regels over een provincie, het land of een onbekende plaats")] += 1
        return None
    return text


def _row_sum(
    line: int, said: Mapping[str, object], found: list[dict[str, object]], figure: str, choices: Choices, noticed: Noticed
) -> None:
    """A column that adds up the columns before it is checked against them."""
    total = cells.number(said.get(Role.TOTAL), dutch=choices.dutch)
    if not isinstance(total, int) or not found:
        return
    parts = [cells.number(one[figure], dutch=choices.dutch) for one in found if not cells.is_empty(one[figure])]
    if all(isinstance(part, int) for part in parts):
        noticed.row_totals += 1
        adds = sum(part for part in parts if isinstance(part, int))
        if adds != total:
            noticed.row_sums.append((line, total, adds))


def _figure(
    line: int, values: dict[str, object], figure: str, choices: Choices, places: Places, noticed: Noticed
) -> Iterator[Line]:
    """One figure as a line; none where the cell is empty or the row is a sum."""
    if choices.what != What.INCIDENTS and cells.is_empty(values.get(figure)):
        noticed.left_out[_("cellen zonder cijfer")] += 1
        return
    read = cells.period(values.get(Role.PERIOD))
    values[Role.PERIOD] = read[0] if read else cells.text(values.get(Role.PERIOD))
    if read and read[1] and not cells.text(values.get(Role.PROVISIONAL)):
        values[Role.PROVISIONAL] = "ja"
    for role in (figure, Role.EXPOSURE):
        if role in values:
            values[role] = cells.number(values[role], dutch=choices.dutch)
    where = str(values.get("area", ""))
    if where.startswith("total:"):
        members = places.larger.get(where.removeprefix("total:"))
        noticed.totals.append(Total(line, str(values[Role.PHENOMENON]), str(values[Role.PERIOD]), values.get(figure), members))
        return
    yield line, values
