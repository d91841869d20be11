"""What the address of a long list asks: words, choices, order, page. Unknown words are as if they were not there."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self
from urllib.parse import urlencode


@dataclass(frozen=True)
class Listing:
    """A list that is ordered by a column and shown by pages. Subclasses add what can be chosen, and say it in `asked`.

    FIRST   (column, downwards) where nothing is asked
    order, down, page   what is asked
    """

    FIRST: ClassVar[tuple[str, bool]]
    order: str
    down: bool
    page: int

    @classmethod
    def reading(cls, asked: Mapping[str, str], orders: Container[str], **choices: Any) -> Self:
        """From the query of an address. `orders`: the columns that can be ordered by."""
        order = asked.get("op", "")
        first, down = cls.FIRST
        known = order.removeprefix("-") in orders
        page = asked.get("pagina", "1")
        return cls(
            order=order.removeprefix("-") if known else first,
            down=order.startswith("-") if known else down,
            page=int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1,
            **choices,
        )

    def asked(self) -> dict[str, str]:
        """What is chosen, by the names in the address; an empty value is left out."""
        raise NotImplementedError

    def address(self, **changes: Any) -> str:
        """The query of an address with these choices, some of them changed; back on the first page."""
        ordered = ("-" if self.down else "") + self.order
        asked = self.asked() | {"op": ordered if (self.order, self.down) != self.FIRST else ""}
        asked |= {name: str(value) for name, value in changes.items()}
        return "?" + urlencode({name: value for name, value in asked.items() if value})

    def page_address(self, number: int) -> str:
        return self.address(pagina=number)

    def sort(self, order: str) -> str:
        """The address that sorts by this column, or the other way round when it does already."""
        return self.address(op="-" + order if self.order == order and not self.down else order)

    def sorted(self, order: str) -> str | None:
        """`asc` or `desc` for the column that the list is ordered by, as `aria-sort` wants it."""
        return ("desc" if self.down else "asc") if self.order == order else None


def words_of(asked: Mapping[str, str], name: str = "q", most: int = 100) -> str:
    return asked.get(name, "").replace("\0", "").strip()[:most]


def one_of(word: str, known: Container[str]) -> str:
    return word if word in known else ""
