"""What the address of the list of indicators asks: words, choices, order, page. Unknown words are as if they were not there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from driehoek.common.search import fold
from driehoek.figures.indicators.queries import Listed
from driehoek.figures.models import Indicator
from driehoek.ui.listing import Listing, one_of, words_of

ORDERS: dict[str, Callable[[Listed], Any]] = {
    "naam": lambda one: fold(one.indicator.label),
    "veld": lambda one: (one.indicator.field or "~", one.indicator.rank),
    "eenheid": lambda one: fold(str(one.indicator.get_unit_display())),
    "richting": lambda one: one.indicator.direction,
    "cijfers": lambda one: (not one.has_figures, -(one.places or 0)),
}
ORIGINS: dict[str, Callable[[Indicator], bool]] = {
    "driehoek": lambda one: bool(one.supplied) and not one.by_hand,
    "veranderd": lambda one: one.by_hand,
    "aanbod": lambda one: one.offer is not None,
    "eigen": lambda one: not one.supplied,
    "naamloos": lambda one: one.asks_for_a_name,
}


@dataclass(frozen=True)
class Filters(Listing):
    FIRST: ClassVar = ("veld", False)
    text: str = ""
    field: str = ""
    figures: str = ""  # ja, nee
    direction: str = ""  # of Indicator.Direction, or `geen`
    origin: str = ""
    closed: bool = False

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> Filters:
        return cls.reading(
            asked,
            ORDERS,
            text=words_of(asked),
            field=one_of(asked.get("veld", ""), [*Indicator.Field.values, "geen"]),
            figures=one_of(asked.get("cijfers", ""), ("ja", "nee")),
            direction=one_of(asked.get("richting", ""), [*Indicator.Direction.values, "geen"]),
            origin=one_of(asked.get("van", ""), ORIGINS),
            closed=asked.get("gesloten", "") == "ja",
        )

    @property
    def any(self) -> bool:
        return bool(self.text or self.field or self.figures or self.direction or self.origin or self.closed)

    def apply(self, rows: Iterable[Listed]) -> list[Listed]:
        """The indicators that fit, in the order that is asked."""
        words = fold(self.text).split()
        found = [one for one in rows if self._fits(one) and all(word in _words(one.indicator) for word in words)]
        named = sorted(found, key=ORDERS["naam"])
        return sorted(named, key=ORDERS[self.order], reverse=self.down)

    def _fits(self, one: Listed) -> bool:
        indicator = one.indicator
        return (
            (not self.field or indicator.field == ("" if self.field == "geen" else self.field))
            and (not self.figures or one.has_figures == (self.figures == "ja"))
            and (not self.direction or indicator.direction == ("" if self.direction == "geen" else self.direction))
            and (not self.origin or ORIGINS[self.origin](indicator))
            and (self.closed or indicator.closed_on is None)
        )

    def asked(self) -> dict[str, str]:
        return {
            "q": self.text,
            "veld": self.field,
            "cijfers": self.figures,
            "richting": self.direction,
            "van": self.origin,
            "gesloten": "ja" if self.closed else "",
        }


def _words(indicator: Indicator) -> str:
    texts = (
        indicator.label,
        indicator.many,
        indicator.phenomenon,
        indicator.meaning,
        indicator.source.name,
        indicator.field_label,
    )
    return fold(" ".join(texts))
