"""Reads a table of open data over OData, version 3 or 4: page after page, with an ETag, and patiently.

The address is that of the table (`…/CBS/47018NED`). Only addresses that the operator configured are ever asked.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx
from django.utils.translation import gettext as _

from driehoek.figures.feeds import rules
from driehoek.figures.feeds.rules import Layout, NotUnderstood, Unavailable

WAITS = (1.0, 4.0, 16.0)  # seconds before each further try
LONGEST_WAIT = 120.0
TIMEOUT = httpx.Timeout(60, connect=10)
MOST_PAGES = 2_000


@dataclass(frozen=True)
class Fetched:
    """The lines of a table and the mark of this version of it. `lines` is None when nothing changed since `etag`."""

    lines: list[dict[str, Any]] | None
    etag: str
    layout: Layout | None


def fetch(address: str, *, etag: str = "", sleep: Callable[[float], None] = time.sleep) -> Fetched:
    """The whole table, or nothing when it did not change since `etag`. Raises Unavailable or NotUnderstood."""
    with httpx.Client(timeout=TIMEOUT, follow_redirects=False, headers={"Accept": "application/json"}) as client:
        return _Table(client, address.rstrip("/"), sleep).fetch(etag)


class _Table:
    def __init__(self, client: httpx.Client, address: str, sleep: Callable[[float], None]) -> None:
        self.client, self.address, self.sleep = client, address, sleep

    def fetch(self, etag: str) -> Fetched:
        parts = {str(one.get("name", "")) for one in self._json(self._ask(self.address))["value"]}
        old = "TypedDataSet" in parts
        first = self._ask(f"{self.address}/{'TypedDataSet' if old else 'Observations'}", etag)
        if first.status_code == httpx.codes.NOT_MODIFIED:
            return Fetched(None, etag, None)
        rows = self._old(first) if old else self._new(first)
        return Fetched(rows[1], first.headers.get("etag", ""), rows[0])

    def _old(self, first: httpx.Response) -> tuple[Layout, list[dict[str, Any]]]:
        """Version 3: a row per place, time and phenomenon, with a column per measure."""
        said = self._all("DataProperties")
        at = rules.layout(
            [(one["Key"], one["Type"]) for one in said if "Dimension" in one["Type"] or one["Type"] == "GeoDetail"],
            [(one["Key"], one["Title"]) for one in said if one["Type"] == "Topic"],
        )
        if at.is_survey:
            figures = ((row, measure, row.get(measure)) for row in self._pages(first) for measure in at.questions)
            return at, self._survey(at, figures, at.place, at.margins or "", key="Key")
        titles, provisional = self._codes(at, at.phenomenon, at.time, key="Key")
        rows = (rules.line(at, row, row.get(at.measure), titles, provisional) for row in self._pages(first))
        return at, rules.finest((row for row in rows if row), at)

    def _new(self, first: httpx.Response) -> tuple[Layout, list[dict[str, Any]]]:
        """Version 4: a row per value; which measure it is stands in the row."""
        dimensions = [(one["Identifier"], one.get("Kind", "")) for one in self._all("Dimensions")]
        measures = [(one["Identifier"], one["Title"]) for one in self._all("MeasureCodes")]
        at = rules.layout(dimensions, measures)
        if at.is_survey:
            asked = (row for row in self._pages(first) if row.get("Measure") in at.questions)
            figures = ((row, str(row["Measure"]), row.get("Value")) for row in asked)
            return at, self._survey(at, figures, f"{at.place}Codes", f"{at.margins}Codes", key="Identifier")
        phenomenon, moment = (f"{name}Codes" if name else None for name in (at.phenomenon, at.time))
        titles, provisional = self._codes(at, phenomenon, moment, key="Identifier")
        mine = (row for row in self._pages(first) if row.get("Measure") == at.measure)
        rows = (rules.line(at, row, row.get("Value"), titles, provisional) for row in mine)
        return at, rules.finest((row for row in rows if row), at)

    def _survey(
        self, at: Layout, figures: Iterator[tuple[rules.Row, str, Any]], place: str, margins: str, *, key: str
    ) -> list[dict[str, Any]]:
        """Lines with value and limits; the names of areas and of limits stand in tables of their own."""
        names, limits = ({str(one[key]).strip(): str(one["Title"]) for one in self._all(part)} for part in (place, margins))
        return rules.survey_lines(at, figures, names, limits)

    def _codes(
        self, at: Layout, phenomenon: str | None, moment: str | None, *, key: str
    ) -> tuple[dict[str, str], frozenset[str]]:
        """Titles of the phenomena by code, and the periods that are provisional still."""
        titles = {str(one[key]).strip(): str(one["Title"]) for one in self._all(phenomenon)} if phenomenon else {}
        periods = self._all(moment) if moment else []
        return titles, frozenset(str(one[key]).strip() for one in periods if str(one.get("Status", "")).startswith("Voorlopig"))

    def _all(self, part: str) -> list[dict[str, Any]]:
        return list(self._pages(self._ask(f"{self.address}/{part}")))

    def _pages(self, answer: httpx.Response) -> Iterator[dict[str, Any]]:
        for _page in range(MOST_PAGES):
            found = self._json(answer)
            yield from found["value"]
            onward = found.get("@odata.nextLink") or found.get("odata.nextLink")
            if not onward:
                return
            if httpx.URL(onward).host not in (httpx.URL(self.address).host, ""):
                raise Unavailable(_("De bron verwijst naar een ander adres. Vraag uw beheerder het na te kijken."))
            answer = self._ask(onward)
        raise Unavailable(_("De tabel houdt niet op. Vraag uw beheerder het adres na te kijken."))

    def _ask(self, url: str, etag: str = "") -> httpx.Response:
        """Ask, and ask again after a while when the source is busy or away."""
        said = ""
        for wait in (*WAITS, None):
            try:
                answer = self.client.get(url, headers={"If-None-Match": etag} if etag else {})
            except httpx.TransportError as error:
                said, asked = type(error).__name__, 0.0
            else:
                if answer.status_code in (httpx.codes.OK, httpx.codes.NOT_MODIFIED):
                    return answer
                if answer.status_code not in (408, 425, 429) and answer.status_code < 500:
                    raise Unavailable(
                        _("De bron kent dit adres niet (antwoord %(status)s). Is de tabel verhuisd?")
                        % {"status": answer.status_code}
                    )
                said, asked = str(answer.status_code), _seconds(answer.headers.get("retry-after", ""))
            if wait is not None:
                self.sleep(min(max(wait, asked), LONGEST_WAIT))
        raise Unavailable(_("De bron antwoordt niet (%(said)s). Driehoek probeert het later opnieuw.") % {"said": said})

    def _json(self, answer: httpx.Response) -> dict[str, Any]:
        try:
            found = answer.json()
        except ValueError as error:
            raise Unavailable(_("De bron gaf een webpagina in plaats van cijfers. Kijk of het adres klopt.")) from error
        if not isinstance(found, dict) or not isinstance(found.get("value"), list):
            raise NotUnderstood(_("een lijst met regels"))
        return found


def _seconds(words: str) -> float:
    return float(words) if words.isdigit() else 0.0
