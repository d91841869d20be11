"""A figure with its verdict, and a picture of many. Filled by `queries.picture`; complete, so that a template asks nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from driehoek.engine.results import SeriesVerdict
from driehoek.figures import rules
from driehoek.figures._store import TYPED, Series
from driehoek.figures.models import Indicator, Snapshot, Source
from driehoek.organisations.models import Area

type Beside = Literal["team", "buren", "niets"]


@dataclass(frozen=True)
class Cell:
    """One figure: an indicator in an area, with its series, its verdict and its rate per 1,000 inhabitants."""

    area: Area
    indicator: Indicator
    series: Series
    verdict: SeriesVerdict
    rate: float | None
    provisional: bool

    @property
    def source_id(self) -> str:
        """Whose figure it is: the publisher's, or that of people here who typed it in. Never one under the other's name."""
        return f"{TYPED}{self.indicator.source_id}" if self.series.typed else self.indicator.source_id

    @property
    def is_public(self) -> bool:
        return self.indicator.source.is_public and not self.series.typed


@dataclass(frozen=True)
class Row:
    """One indicator over all columns; None where an area has no such figure. The area itself comes first."""

    indicator: Indicator
    cells: tuple[Cell | None, ...]

    @property
    def own(self) -> Cell | None:
        return self.cells[0]


@dataclass(frozen=True)
class Used:
    """A source that the picture rests on, with its newest delivery."""

    source: Source
    snapshot: Snapshot


@dataclass(frozen=True)
class Picture:
    """What the counts say about an area.

    columns   the area itself, then those beside it, by name
    beside    what stands beside it: its team, its neighbours, nothing
    choices   what could stand beside it
    inside    the municipalities of a unit or a district, to go on to
    missing   municipalities of a larger area that have no figures, so that it has none either
    own_size, beside_size   how many figures were judged together: those of the area, those beside it
    """

    area: Area
    columns: tuple[Area, ...]
    rows: tuple[Row, ...]
    used: tuple[Used, ...]
    beside: Beside
    choices: tuple[Beside, ...]
    team: Area | None
    inside: tuple[Area, ...]
    missing: tuple[Area, ...]
    division_year: int
    own_size: int
    beside_size: int

    @property
    def period(self) -> str | None:
        """The newest period in the picture."""
        return max((row.own.verdict.period for row in self.rows if row.own), default=None)

    @property
    def missing_names(self) -> str:
        return rules.listed([area.name for area in self.missing])

    @property
    def provisional(self) -> bool:
        """Whether the newest figures of the area may still change."""
        return any(row.own.provisional for row in self.rows if row.own and row.own.verdict.period == self.period)

    @property
    def summary(self) -> str:
        cells = [(named(row.indicator), row.own.verdict) for row in self.rows if row.own]
        return rules.summary(self.area.name, cells)

    @property
    def by_field(self) -> list[tuple[str, list[Row]]]:
        """The rows under their safety field, in the order of the fields; what nobody placed yet comes last."""
        groups: dict[str, list[Row]] = {}
        for row in sorted(self.rows, key=lambda row: not row.indicator.field):
            groups.setdefault(row.indicator.field_label, []).append(row)
        return list(groups.items())

    def as_json(self) -> dict[str, Any]:
        """The shape of `driehoek picture`."""
        return {
            "schema": 1,
            "area": {"code": self.area.code, "name": self.area.name, "level": self.area.level},
            "division_year": self.division_year,
            "period": self.period,
            "sources": [
                {
                    "table": used.source.code,
                    "snapshot": used.snapshot.sha256,
                    "retrieved_on": used.snapshot.retrieved_on.isoformat(),
                    "licence": used.source.licence,
                }
                for used in self.used
            ],
            "rows": [
                {
                    "indicator": row.indicator.code,
                    "label": row.indicator.label,
                    "field": row.indicator.field,
                    "cells": [rules.as_json(cell.verdict, cell.rate, cell.provisional) for cell in row.cells if cell],
                }
                for row in self.rows
            ],
        }


def named(indicator: Indicator) -> rules.Named:
    return rules.Named(indicator.label, indicator.many)
