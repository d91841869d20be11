"""What stands beside a piece in a few words (indicator, target, audience), as people read it.

An indicator is the code of one in `figures`, or words where no figure exists. Nobody should have to read a code.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from driehoek.figures.queries import indicator_names

LABELS = {
    "indicator": _("Indicator"),
    "baseline": _("Uitgangspunt"),
    "target": _("Streefwaarde"),
    "no_indicator_reason": _("Geen indicator, want"),
    "approach": _("Aanpak"),
    "target_group": _("Doelgroep"),
    "challenge": _("Opgave"),
}


def in_words(facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(label, value) of each fact that a reader should see."""
    return [
        (str(label), indicator_in_words(str(facts[name])) if name == "indicator" else str(facts[name]))
        for name, label in LABELS.items()
        if facts.get(name)
    ]


def indicator_in_words(indicator: str) -> str:
    return indicator_names().get(indicator, indicator)


def indicator_code(words: str) -> str:
    """The code of the indicator that is called so; the words themselves when none is."""
    asked = " ".join(words.split()).casefold()
    return next((code for code, name in indicator_names().items() if name.casefold() == asked), words)
