"""One Dutch order on both databases: `order_by(Collate("title", "nl-x-icu"))`. PostgreSQL has it; SQLite is given it here."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from driehoek.common.search import fold

NAME = "nl-x-icu"


@lru_cache(maxsize=4096)
def _key(text: str) -> tuple[str, str]:
    return fold(text), text


def compare(one: str, other: str) -> int:
    """-1, 0 or 1: by letters without case or accents, then by the text itself."""
    a, b = _key(one), _key(other)
    return (a > b) - (a < b)


def give_to_sqlite(sender: Any, connection: Any, **_kwargs: Any) -> None:
    """For each new connection."""
    if connection.vendor == "sqlite":
        connection.connection.create_collation(NAME, compare)
