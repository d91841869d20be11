"""What the address of the list of talks asks: words, choices, order, page. Unknown words are as if they were not there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from driehoek.common.search import fold
from driehoek.figures.models import PartnerKind, Talk

ORDERS: dict[str, Callable[[Talk], Any]] = {
    "datum": lambda talk: talk.held_on,
    "partner": lambda talk: fold(talk.organisation),
    "onderwerp": lambda talk: fold(talk.about),
    "gebied": lambda talk: fold(talk.area.name),
}
NEWEST = ("datum", True)


@dataclass(frozen=True)
class Filters:
    text: str = ""
    about: str = ""  # code of an indicator
    kind: str = ""
    direction: str = ""
    certainty: str = ""
    order: str = NEWEST[0]
    down: bool = NEWEST[1]
    page: int = 1

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> Filters:
        order = asked.get("op", "-datum")
        known = order.removeprefix("-") in ORDERS
        page = asked.get("pagina", "1")
        return cls(
            text=asked.get("q", "").replace("\0", "").strip()[:100],
            about=asked.get("over", "").replace("\0", "")[:80],
            kind=_one_of(asked.get("soort", ""), PartnerKind.values),
            direction=_one_of(asked.get("ziet", ""), Talk.Direction.values),
            certainty=_one_of(asked.get("zeker", ""), Talk.Certainty.values),
            order=order.removeprefix("-") if known else NEWEST[0],
            down=order.startswith("-") if known else NEWEST[1],
            page=int(page) if page.isdecimal() and len(page) < 6 else 1,
        )

    @property
    def any(self) -> bool:
        return bool(self.text or self.about or self.kind or self.direction or self.certainty)

    def apply(self, talks: Iterable[Talk]) -> list[Talk]:
        """The talks that fit, in the order that is asked. Wants area and indicator loaded."""
        words = fold(self.text).split()
        found = [talk for talk in talks if self._fits(talk) and all(word in _words(talk) for word in words)]
        newest = sorted(found, key=lambda talk: (talk.held_on, talk.pk), reverse=True)
        return sorted(newest, key=ORDERS[self.order], reverse=self.down)

    def _fits(self, talk: Talk) -> bool:
        wanted = (
            (self.about, talk.indicator_id),
            (self.kind, talk.organisation_kind),
            (self.direction, talk.direction),
            (self.certainty, talk.certainty),
        )
        return all(not wish or wish == value for wish, value in wanted)

    def address(self, **changes: Any) -> str:
        """The query of an address with these filters, some of them changed; back on the first page."""
        asked = {
            "q": self.text,
            "over": self.about,
            "soort": self.kind,
            "ziet": self.direction,
            "zeker": self.certainty,
            "op": ("-" if self.down else "") + self.order if (self.order, self.down) != NEWEST else "",
        }
        asked |= {name: str(value) for name, value in changes.items()}
        return "?" + urlencode({name: value for name, value in asked.items() if value})

    def page_address(self, number: int) -> str:
        return self.address(pagina=number)

    def sort(self, order: str) -> str:
        """The address that sorts by this column, or the other way round when it does already."""
        return self.address(op="-" + order if self.order == order and not self.down else order)

    def sorted(self, order: str) -> str | None:
        return ("desc" if self.down else "asc") if self.order == order else None


def _one_of(word: str, known: Iterable[str]) -> str:
    return word if word in known else ""


def _words(talk: Talk) -> str:
    return fold(" ".join((talk.organisation, talk.about, talk.quote, talk.asks, talk.by_name)))
