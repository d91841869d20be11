"""What the address of the list of talks asks: words, choices, order, page. Unknown words are as if they were not there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from driehoek.common.search import fold
from driehoek.figures.models import PartnerKind, Talk
from driehoek.ui.listing import Listing, one_of, words_of

ORDERS: dict[str, Callable[[Talk], Any]] = {
    "datum": lambda talk: talk.held_on,
    "partner": lambda talk: fold(talk.organisation),
    "onderwerp": lambda talk: fold(talk.about),
    "gebied": lambda talk: fold(talk.area.name),
}


@dataclass(frozen=True)
class Filters(Listing):
    FIRST: ClassVar = ("datum", True)
    text: str = ""
    about: str = ""  # code of an indicator
    kind: str = ""
    direction: str = ""
    certainty: str = ""

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> Filters:
        return cls.reading(
            asked,
            ORDERS,
            text=words_of(asked),
            about=words_of(asked, "over", 80),
            kind=one_of(asked.get("soort", ""), PartnerKind.values),
            direction=one_of(asked.get("ziet", ""), Talk.Direction.values),
            certainty=one_of(asked.get("zeker", ""), Talk.Certainty.values),
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

    def asked(self) -> dict[str, str]:
        return {"q": self.text, "over": self.about, "soort": self.kind, "ziet": self.direction, "zeker": self.certainty}


def _words(talk: Talk) -> str:
    return fold(" ".join((talk.organisation, talk.about, talk.quote, talk.asks, talk.by_name)))
