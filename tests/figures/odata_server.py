"""A server on this machine that speaks the OData of Statistics Netherlands, version 3 and 4, with pages and an ETag."""

from __future__ import annotations

import json
import threading
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PAGE = 3


@dataclass
class Table:
    """What is served. `faults` answers the first so many requests of a part with that status; `html` is a page for people."""

    parts: dict[str, list[dict[str, Any]]]
    old: bool = False
    etag: str = '"1"'
    html: bool = False
    faults: dict[str, list[int]] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    elsewhere: str = ""


@contextmanager
def serving(table: Table):
    """The address of the table while it is served."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Answer", (_Answer,), {"table": table}))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/TEST"
    finally:
        server.shutdown()
        server.server_close()


class _Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    table: Table

    def do_GET(self) -> None:
        path, _mark, query = self.path.partition("?")
        part = path.rstrip("/").rpartition("/")[2]
        self.table.asked[part] += 1
        if self.table.faults.get(part):
            self._send(self.table.faults[part].pop(0), b"", {"Retry-After": "7"})
        elif self.table.html:
            self._send(200, b"<!doctype html><title>Onderhoud</title>", {"Content-Type": "text/html"})
        elif part == "TEST":
            self._json({"value": [{"name": name, "url": f"{self._base()}/{name}"} for name in self.table.parts]})
        elif part not in self.table.parts:
            self._send(404, b"", {})
        elif self.headers.get("If-None-Match") == self.table.etag and not query:
            self._send(304, b"", {"ETag": self.table.etag})
        else:
            self._page(part, int(query.partition("skip=")[2] or 0))

    def _page(self, part: str, skip: int) -> None:
        rows = self.table.parts[part]
        found: dict[str, Any] = {"value": rows[skip : skip + PAGE]}
        if skip + PAGE < len(rows):
            name = "odata.nextLink" if self.table.old else "@odata.nextLink"
            found[name] = f"{self.table.elsewhere or self._base()}/{part}?$skip={skip + PAGE}"
        self._json(found)

    def _base(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}/TEST"

    def _json(self, found: dict[str, Any]) -> None:
        self._send(200, json.dumps(found).encode(), {"Content-Type": "application/json", "ETag": self.table.etag})

    def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: object) -> None:
        """Nothing: a test reads answers, no log."""


def version_4(rows: list[tuple[str, str, str, float | None]], **options: Any) -> Table:
    """(offence, region, period, count) as CBS serves them now; beside each count stands one per 1,000, which nobody wants."""
    observations = []
    for offence, region, period, count in rows:
        here = {"SoortMisdrijf": offence, "RegioS": region, "Perioden": period}
        observations.append({"Id": len(observations), "Measure": "M1", "ValueAttribute": "None", "Value": count, **here})
        observations.append({"Id": len(observations), "Measure": "M2", "ValueAttribute": "None", "Value": 1.5, **here})
    offences = sorted({row[0] for row in rows})
    periods = sorted({row[2] for row in rows})
    return Table(
        {
            "Observations": observations,
            "Dimensions": [
                {"Identifier": "SoortMisdrijf", "Kind": "Dimension"},
                {"Identifier": "RegioS", "Kind": "GeoDimension"},
                {"Identifier": "Perioden", "Kind": "TimeDimension"},
            ],
            "MeasureCodes": [
                {"Identifier": "M2", "Title": "Geregistreerde misdrijven per 1 000 inwoners"},
                {"Identifier": "M1", "Title": "Geregistreerde misdrijven"},
            ],
            "SoortMisdrijfCodes": [{"Identifier": one, "Title": f"Soort {one}"} for one in offences],
            "PeriodenCodes": [
                {"Identifier": one, "Title": one[:4], "Status": "Voorlopig" if one == periods[-1] else "Definitief"}
                for one in periods
            ],
        },
        **options,
    )


def version_3(rows: list[tuple[str, str, str, int | None]], **options: Any) -> Table:
    """The same as the police serves them: padded codes, and the measure as a column with a number behind its name."""
    typed = [
        {
            "ID": number, "SoortMisdrijf": f"{offence:<6}", "WijkenEnBuurten": f"{region:<10}", "Perioden": period,
            "GeregistreerdeMisdrijven_1": count, "GeregistreerdeMisdrijvenRelatief_2": 1.5,
        }
        for number, (offence, region, period, count) in enumerate(rows)
    ]  # fmt: skip
    return Table(
        {
            "TypedDataSet": typed,
            "DataProperties": [
                {"Key": "SoortMisdrijf", "Type": "Dimension", "Title": "Soort misdrijf"},
                {"Key": "WijkenEnBuurten", "Type": "GeoDimension", "Title": "Wijken en buurten"},
                {"Key": "Perioden", "Type": "TimeDimension", "Title": "Perioden"},
                {"Key": "GeregistreerdeMisdrijvenRelatief_2", "Type": "Topic", "Title": "Geregistreerde misdrijven, relatief"},
                {"Key": "GeregistreerdeMisdrijven_1", "Type": "Topic", "Title": "Geregistreerde misdrijven"},
            ],
            "SoortMisdrijf": [{"Key": f"{one:<6}", "Title": f"{one} Soort"} for one in sorted({row[0] for row in rows})],
            "Perioden": [{"Key": one, "Title": one[:4], "Status": "Definitief"} for one in sorted({row[2] for row in rows})],
        },
        old=True,
        **options,
    )


def survey(rows: list[tuple[str, str, float, float, float]], *, old: bool, **options: Any) -> Table:
    """81928NED: (region, period, value, low, high) of one question; the limits are a dimension of their own."""
    names = {"NL01": "Nederland", "BT0512": "Tweestromenland (BT)", "GM0225": "Druten", "PV25": "Gelderland (PV)"}
    limits = {"MW00000": "Waarde", "MOG0095": "Ondergrens 95%-interval", "MBG0095": "Bovengrens 95%-interval"}
    key = "Key" if old else "Identifier"
    measure = "TotaleFunctionerenTevreden_38" if old else "D000038_38"
    figures = [
        {"Marges": margin, "RegioS": f"{region:<10}", "Perioden": period, "Value": value}
        for region, period, *values in rows
        for margin, value in zip(limits, values, strict=True)
    ]
    lists = {
        "RegioS": [{key: one, "Title": name} for one, name in names.items()],
        "Marges": [{key: one, "Title": title} for one, title in limits.items()],
    }
    if old:
        dimensions = [("Marges", "Dimension"), ("RegioS", "GeoDimension"), ("Perioden", "TimeDimension")]
        said = [{"Key": name, "Type": kind, "Title": name} for name, kind in dimensions]
        typed = [{**{k: v for k, v in one.items() if k != "Value"}, measure: one["Value"]} for one in figures]
        topics = [{"Key": measure, "Type": "Topic", "Title": "Totale functioneren: tevreden"}]
        return Table({"TypedDataSet": typed, "DataProperties": [*said, *topics], **lists}, old=True, **options)
    return Table(
        {
            "Observations": [{**one, "Measure": measure} for one in figures],
            "Dimensions": [
                {"Identifier": "Marges", "Kind": "Dimension"},
                {"Identifier": "RegioS", "Kind": "GeoDimension"},
                {"Identifier": "Perioden", "Kind": "TimeDimension"},
            ],
            "MeasureCodes": [{"Identifier": measure, "Title": "Totale functioneren: tevreden"}],
            **{f"{name}Codes": rows for name, rows in lists.items()},
        },
        **options,
    )


def people(rows: list[tuple[str, str, int]], **options: Any) -> Table:
    """37230ned: inhabitants at the begin and the end of a year or a month, beside births and deaths."""
    topics = [
        ("BevolkingAanHetBeginVanDePeriode_1", "Bevolking aan het begin van de periode"),
        ("LevendGeborenKinderen_2", "Levend geboren kinderen"),
        ("BevolkingAanHetEindeVanDePeriode_8", "Bevolking aan het einde van de periode"),
    ]
    typed = [
        {"RegioS": region, "Perioden": period, topics[0][0]: count, topics[1][0]: 7, topics[2][0]: count + 3}
        for region, period, count in rows
    ]
    said = [("RegioS", "GeoDetail", "Regio's"), ("Perioden", "TimeDimension", "Perioden"), *((k, "Topic", t) for k, t in topics)]
    moments = [{"Key": one, "Title": one[:4], "Status": "Definitief"} for one in sorted({row[1] for row in rows})]
    properties = [{"Key": key, "Type": kind, "Title": title} for key, kind, title in said]
    return Table({"TypedDataSet": typed, "DataProperties": properties, "Perioden": moments}, old=True, **options)
