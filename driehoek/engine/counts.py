"""A count as it comes in, its period, and what may be wrong with it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

LARGEST_COUNT = 10**12
"""Above this a number is no count of incidents but a slip of the pen; below it float arithmetic is exact."""
SMALLEST_EXPOSURE, LARGEST_EXPOSURE = 1e-9, 1e15


@dataclass(frozen=True, slots=True)
class Count:
    """One row: how often something was counted in an area and a period.

    area, phenomenon  any text; together they name the series
    period            `2024`, `2024-KW3` or `2024-07`
    count             whole number ≥ 0
    exposure          persons × time in any unit, as long as one series keeps the same unit; > 0
    """

    area: str
    phenomenon: str
    period: str
    count: int
    exposure: float


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one row or one series, in Dutch.

    line    line number in the file, or None where counts did not come from a file
    key     the series or row, for who has no lines
    column  name of the column, or "" where the whole row or series is meant
    value   what stands there
    wrong, remedy  a sentence each: what is wrong, what to do
    """

    line: int | None
    key: str
    column: str
    value: str
    wrong: str
    remedy: str

    def __str__(self) -> str:
        where = [f"regel {self.line}" if self.line is not None else self.key]
        if self.column:
            where.append(f"kolom {self.column}")
        if self.value:
            where.append(f"waarde ‘{self.value}’")
        return f"{', '.join(part for part in where if part)}: {self.wrong} {self.remedy}".strip()


class BadCounts(ValueError):
    """The counts cannot be judged. `problems` lists everything that is wrong, not only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(str(problem) for problem in self.problems[:5]))


class Kind(StrEnum):
    """Length of a period; the value is the Dutch word."""

    YEAR = "jaar"
    QUARTER = "kwartaal"
    MONTH = "maand"


PER_YEAR = {Kind.YEAR: 1, Kind.QUARTER: 4, Kind.MONTH: 12}
_FORMS = {
    Kind.YEAR: re.compile(r"([0-9]{4})()"),
    Kind.QUARTER: re.compile(r"([0-9]{4})-KW([1-4])"),
    Kind.MONTH: re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])"),
}
_MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
_QUARTERS = ("eerste", "tweede", "derde", "vierde")


@dataclass(frozen=True, slots=True)
class Period:
    """A year, quarter or month. `ordinal` counts periods of this kind, so neighbours differ by one."""

    kind: Kind
    ordinal: int

    @property
    def year(self) -> int:
        return self.ordinal // PER_YEAR[self.kind]

    @property
    def text(self) -> str:
        """The text of the interface, which `read_period` reads back."""
        year, rest = divmod(self.ordinal, PER_YEAR[self.kind])
        return {
            Kind.YEAR: f"{year:04d}",
            Kind.QUARTER: f"{year:04d}-KW{rest + 1}",
            Kind.MONTH: f"{year:04d}-{rest + 1:02d}",
        }[self.kind]

    @property
    def words(self) -> str:
        """As it stands in a sentence: `2024`, `het derde kwartaal van 2024`, `juli 2024`."""
        year, rest = divmod(self.ordinal, PER_YEAR[self.kind])
        if self.kind is Kind.MONTH:
            return f"{_MONTHS[rest]} {year}"
        return f"het {_QUARTERS[rest]} kwartaal van {year}" if self.kind is Kind.QUARTER else str(year)


@lru_cache(maxsize=4096)
def read_period(text: str) -> Period | None:
    """The period that this text names, or None. Cached: a file holds few different periods."""
    for kind, form in _FORMS.items():
        if found := form.fullmatch(text):
            return Period(kind, int(found[1]) * PER_YEAR[kind] + (int(found[2]) - 1 if found[2] else 0))
    return None
