"""The figures of a municipality as open data: with source, licence and date on every line, and the same numbers as the page."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from driehoek.figures.queries import Picture

TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


def written(found: Picture, form: str) -> bytes:
    return _as_json(found) if form == "json" else _as_csv(found)


def _as_json(found: Picture) -> bytes:
    """The shape of `driehoek picture --format json`."""
    return json.dumps(found.as_json(), ensure_ascii=False, indent=2, allow_nan=False).encode()


def _as_csv(found: Picture) -> bytes:
    """For Excel in Dutch: semicolons, decimal commas, a byte-order mark. One line per figure and year."""
    file = io.StringIO()
    out = csv.writer(file, delimiter=";", lineterminator="\r\n")
    out.writerow(
        [
            _("gebied"), _("gebiedscode"), _("code"), _("soort"), _("periode"), _("aantal"), _("per 1.000 inwoners"),
            _("voorlopig"), _("oordeel over de laatste periode"), _("bron"), _("tabel"), _("licentie"), _("opgehaald op"),
        ]
    )  # fmt: skip
    out.writerows(_lines(found))
    return ("\ufeff" + file.getvalue()).encode()


def _lines(found: Picture) -> Iterator[list[Any]]:
    used = {one.source.pk: one for one in found.used}
    for row in found.rows:
        cell = row.own
        if cell is None:
            continue
        of = used[row.indicator.source_id]
        blocks = cell.series.blocks
        for number, block in enumerate(blocks, 1):
            rate = f"{1000 * block.count / block.exposure:.3f}".replace(".", ",") if block.exposure else ""
            yield [
                found.area.name, found.area.pk, row.indicator.pk, row.indicator.label, block.label, block.count, rate,
                _("ja") if block.provisional else _("nee"), cell.verdict.verdict.value if number == len(blocks) else "",
                of.source.publisher or str(of.source), of.source.code, of.source.licence,
                of.snapshot.retrieved_on.isoformat(),
            ]  # fmt: skip
