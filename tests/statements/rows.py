"""What grows in its own way: more rows of a kind than a copy of one row can give. Kind → how many there may be, and how."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from driehoek.organisations.models import Area, AreaMembership
from tests.factories import START

type Growing = Callable[[Any, int, int], None]  # (the object of one's own, from number, up to and including number)


def members(row: AreaMembership, first: int, last: int) -> None:
    """More municipalities in the team."""
    numbers = range(first, last + 1)
    Area.objects.bulk_create([Area(code=f"GM{3000 + n}", level="municipality", name=f"Gemeente {n}") for n in numbers])
    AreaMembership.objects.bulk_create(
        [AreaMembership(parent_id=row.parent_id, child_id=f"GM{3000 + n}", valid_from=START) for n in numbers]
    )


# The largest number that can occur where that is under a thousand. The largest basisteam has about a dozen municipalities.
SPECIAL: dict[str, tuple[int, Growing]] = {"organisations.area:team": (40, members)}
