"""What an indicator means, for those who write about its figures. Reads only."""

from __future__ import annotations

from django.utils.translation import gettext as _

from driehoek.figures.indicators.rules import Break, Definition, Meaning, breaks_from, sentences
from driehoek.figures.models import Indicator


def breaks_of(indicator: Indicator) -> tuple[Break, ...]:
    """The breaks in its series, in the order of time, each with first and last period (last "" = from then on) and reason.

    No query: they lie in the row.
    """
    return breaks_from(indicator.breaks)


def meaning_of(indicator: Indicator) -> Meaning:
    """Direction, unit in words, and what a reader must know, in whole Dutch sentences. No query.

    `meaning_of(indicator).valued(verdict)` is the word that may stand in a finding, or "".
    """
    moves = _("Dit aantal %(what)s.") % {"what": indicator.get_moves_with_display()} if indicator.moves_with else ""
    return Meaning(
        direction=indicator.direction,
        unit=indicator.unit,
        unit_words=str(indicator.get_unit_display()),
        caveats=sentences(moves, indicator.limits, indicator.willingness),
        breaks=breaks_of(indicator),
    )


def definition_of(indicator: Indicator) -> Definition:
    """What the row says now, as a version keeps it."""
    kept = {name: getattr(indicator, name) for name in Definition.__dataclass_fields__}
    kept["closed_on"] = indicator.closed_on.isoformat() if indicator.closed_on else ""
    kept["themes"] = indicator.themes or ([indicator.theme] if indicator.theme else [])
    return Definition.from_json(kept)
