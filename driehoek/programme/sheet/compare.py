"""What a sheet from Excel says differently from the programme. Pure; the words of the cells were read before (columns.py).

Three ways, as with two people in one form: the sheet carries the version of each action it was made from, so a cell that the
colleague left alone never puts back what somebody else changed meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

type Values = Mapping[str, Any]


@dataclass(frozen=True)
class Problem:
    """Something that cannot be taken in: where it stands, what it says, what to do (Dutch). Line 0: the whole sheet."""

    line: int
    column: str
    value: str
    remedy: str


@dataclass(frozen=True)
class SheetAction:
    """One line of a sheet, read: values only for the columns that the sheet has. No number: a new action."""

    line: int
    number: int | None
    values: Values


@dataclass(frozen=True)
class Difference:
    field: str
    old: Any
    new: Any


@dataclass(frozen=True)
class Conflict:
    """Changed in the sheet and, otherwise, in the programme since the sheet was made."""

    field: str
    base: Any
    theirs: Any
    mine: Any


@dataclass(frozen=True)
class NewAction:
    line: int
    values: Values


@dataclass(frozen=True)
class ChangedAction:
    line: int
    number: int
    differences: tuple[Difference, ...]
    conflicts: tuple[Conflict, ...] = ()


@dataclass(frozen=True)
class Differences:
    """Each line of the sheet is in exactly one of `new`, `changed`, `same`, `problems`. `gone` are never deleted, only listed."""

    new: tuple[NewAction, ...] = ()
    changed: tuple[ChangedAction, ...] = ()
    same: tuple[int, ...] = ()
    gone: tuple[int, ...] = ()
    problems: tuple[Problem, ...] = field(default=())

    def __bool__(self) -> bool:
        return bool(self.new or self.changed)


def compare(
    present: Mapping[int, Values],
    sheet: Sequence[SheetAction],
    base: Mapping[int, Values] | None = None,
    *,
    unknown: str = "",
    double: str = "",
) -> Differences:
    """Lay a sheet beside the actions.

    present  number → values of all fields, as they stand now
    sheet    the lines that could be read
    base     number → values as they stood when the sheet was made; left out: as present
    unknown  the remedy for a number that the programme does not have; double: for a number that stands there twice
    """
    new: list[NewAction] = []
    changed: list[ChangedAction] = []
    same: list[int] = []
    problems: list[Problem] = []
    seen: set[int] = set()
    for line in sheet:
        if line.number is None:
            new.append(NewAction(line.line, line.values))
        elif line.number not in present:
            problems.append(Problem(line.line, "number", str(line.number), unknown))
        elif line.number in seen:
            problems.append(Problem(line.line, "number", str(line.number), double))
        else:
            seen.add(line.number)
            now = present[line.number]
            found = _changed(line, now, (base or {}).get(line.number, now))
            if found.differences or found.conflicts:
                changed.append(found)
            else:
                same.append(line.number)
    gone = tuple(number for number in present if number not in seen)
    return Differences(tuple(new), tuple(changed), tuple(same), gone, tuple(problems))


def _changed(line: SheetAction, now: Values, base: Values) -> ChangedAction:
    differences, conflicts = [], []
    for name, value in line.values.items():
        if value == base[name] or value == now[name]:
            continue
        if now[name] == base[name]:
            differences.append(Difference(name, now[name], value))
        else:
            conflicts.append(Conflict(name, base[name], now[name], value))
    assert line.number is not None  # noqa: S101 only lines with a number come here
    return ChangedAction(line.line, line.number, tuple(differences), tuple(conflicts))


def apply_differences(present: Mapping[int, Values], changed: Iterable[ChangedAction]) -> dict[int, dict[str, Any]]:
    """The actions as they are once these differences are taken in. Conflicts are not taken in."""
    after = {number: dict(values) for number, values in present.items()}
    for action in changed:
        after[action.number].update({one.field: one.new for one in action.differences})
    return after
