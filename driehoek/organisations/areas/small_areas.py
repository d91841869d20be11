"""Districts (wijken) and neighbourhoods (buurten) with their time, from the lists that the project carries.

They are no rows of the database: 18,000 of them change every year, and nobody works for one. The lists are those of 2022, 2023
and 2024; earlier years are taken as 2022 and later ones as 2024. A code may be given to another place: then it stands here
twice, each with its own name and years.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from driehoek.organisations.areas.open_data import FOLDER

FIRST_LIST, LAST_LIST = 2022, 2024


@dataclass(frozen=True, slots=True)
class SmallArea:
    """A district (WK + 6 digits) or a neighbourhood (BU + 8 digits) under one name.

    first_list, last_list   the lists of CBS in which code and name stand together
    inhabitants             of 2024; None where CBS gives none (nobody lives there, or it is no more)
    """

    code: str
    name: str
    first_list: int
    last_list: int
    inhabitants: int | None

    @property
    def is_neighbourhood(self) -> bool:
        return self.code.startswith("BU")

    @property
    def municipality(self) -> str:
        """The code of the municipality at that time: the first four digits."""
        return f"GM{self.code[2:6]}"

    @property
    def district(self) -> str:
        """The code of the district that it lies in, or its own."""
        return f"WK{self.code[2:8]}"

    def in_list(self, year: int) -> bool:
        return self.first_list <= min(max(year, FIRST_LIST), LAST_LIST) <= self.last_list


@cache
def _by_municipality() -> Mapping[str, tuple[SmallArea, ...]]:
    text = gzip.decompress((FOLDER / "small_areas.csv.gz").read_bytes()).decode()
    found: dict[str, list[SmallArea]] = defaultdict(list)
    for code, name, first, last, people in list(csv.reader(io.StringIO(text)))[1:]:
        area = SmallArea(code, name, int(first), int(last), int(people) if people else None)
        found[area.municipality].append(area)
    return {municipality: tuple(areas) for municipality, areas in found.items()}


def small_areas_of(municipality: str, year: int = LAST_LIST) -> list[SmallArea]:
    """Districts and neighbourhoods of a municipality (GM0225) as in the list of that year, by code; empty when unknown."""
    return [area for area in _by_municipality().get(municipality, ()) if area.in_list(year)]


def names_of_small_area(code: str) -> list[SmallArea]:
    """What a code stood for, oldest first: one, or more where it was given to another place. Empty when it is in no list."""
    found = [area for area in _by_municipality().get(f"GM{code[2:6]}", ()) if area.code == code]
    return sorted(found, key=lambda area: area.first_list)
