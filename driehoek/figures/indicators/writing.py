"""How a definition comes to stand in a row: the columns, a new version with who and why, and the event."""

from __future__ import annotations

from datetime import date
from typing import Any

from driehoek.common import clock
from driehoek.common.events import record
from driehoek.common.models import Event
from driehoek.figures.indicators.queries import definition_of
from driehoek.figures.indicators.rules import Definition
from driehoek.figures.models import Indicator, IndicatorVersion
from driehoek.organisations.viewer import Viewer

_PLAIN = (
    "label", "one", "many", "field", "moves_with", "key", "kind", "unit", "direction", "meaning", "level", "rhythm",
    "public_source", "method", "limits", "willingness", "mandatory",
)  # fmt: skip


def lay_down(indicator: Indicator, wanted: Definition) -> None:
    """Put a definition in the columns; the caller saves."""
    kept = wanted.as_json()
    for name in (*_PLAIN, "themes", "parts", "breaks"):
        setattr(indicator, name, kept[name])
    indicator.theme = wanted.themes[0] if wanted.themes else ""
    indicator.closed_on = date.fromisoformat(wanted.closed_on) if wanted.closed_on else None
    indicator.by_hand = bool(indicator.supplied) and indicator.supplied != wanted.digest
    if not indicator.by_hand:
        indicator.offer = None


def keep_version(indicator: Indicator, number: int, by: Viewer, reason: str) -> IndicatorVersion:
    """The row that keeps what the indicator says now; the caller saves."""
    definition = {"source": indicator.source_id, "phenomenon": indicator.phenomenon, **definition_of(indicator).as_json()}
    return IndicatorVersion(
        indicator=indicator, number=number, definition=definition, from_date=clock.today(), reason=reason, by=by.code,
        by_name=by.name,
    )  # fmt: skip


def write(
    by: Viewer, indicator: Indicator, wanted: Definition, verb: str, reason: str, *, undoes: Event | None = None, **data: Any
) -> Event:
    """Let the indicator mean this from now on. Its row is locked; the caller is in a transaction and has the right."""
    before = definition_of(indicator).as_json()
    lay_down(indicator, wanted)
    indicator.version += 1
    indicator.save()
    newest = indicator.versions.order_by("-number").values_list("number", flat=True).first() or 0
    keep_version(indicator, newest + 1, by, reason).save()
    after = definition_of(indicator).as_json()
    return record(by, verb, indicator, reason=reason, undoes=undoes, text=reason[:200], before=before, after=after, **data)
