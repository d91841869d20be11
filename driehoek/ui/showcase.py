"""Invented content for the page that shows every part in every state."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.common.clock import AMSTERDAM

LONG_WORD = "Meervoudigeveiligheidsregiosamenwerkingsovereenkomst"


MARKDOWN = """In 2026 voelen inwoners zich **veilig** in hun eigen straat.

### Wat we doen

- Buren kennen elkaar
- Wie iets meldt, hoort wat ermee gebeurde

Lees ook [de Politiewet](https://wetten.overheid.nl/BWBR0031788)."""


class Example(forms.Form):
    title = forms.CharField(
        label=gettext_lazy("Titel"), max_length=80, help_text=gettext_lazy("Kort, zodat het in de agenda past.")
    )
    about = forms.CharField(label=gettext_lazy("Wat gaan we doen?"), widget=forms.Textarea(attrs={"rows": 3}))
    owner = forms.ChoiceField(
        label=gettext_lazy("Eigenaar"),
        choices=[("", gettext_lazy("Kies iemand")), ("a", "A. de Vries"), ("b", "M. Bakker"), ("c", LONG_WORD)],
    )
    starts_on = forms.DateField(label=gettext_lazy("Begint op"), widget=forms.DateInput(attrs={"type": "date"}))
    level = forms.ChoiceField(
        label=gettext_lazy("Voor wie?"),
        widget=forms.RadioSelect,
        choices=[("joint", gettext_lazy("Alle gemeenten samen")), ("local", gettext_lazy("Alleen onze gemeente"))],
    )
    partners = forms.MultipleChoiceField(
        label=gettext_lazy("Partners"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=[
            ("police", gettext_lazy("politie")),
            ("om", gettext_lazy("openbaar ministerie")),
            ("school", gettext_lazy("scholen")),
        ],
    )
    public = forms.BooleanField(label=gettext_lazy("Toon deze actie aan inwoners"), required=False)
    file = forms.FileField(label=gettext_lazy("Bijlage"), required=False)


@dataclass(frozen=True)
class Entry:
    at: datetime
    who: str
    sentence: str
    reason: str = ""
    undo_action: str | None = None
    undone: bool = False


@dataclass(frozen=True)
class _Label:
    label: str


@dataclass(frozen=True)
class Hit:
    kind: _Label
    name: str
    url: str


def context() -> dict[str, Any]:
    """What the templates of `/componenten/` show."""
    faulty = Example({"title": "", "about": "", "owner": "", "starts_on": "31 februari", "level": ""}, prefix="faulty")
    faulty.add_error(None, _("De einddatum ligt vóór de begindatum. Kies een latere einddatum."))
    return {
        "example": Example(prefix="example"),
        "faulty": faulty,
        "entries": _entries(),
        "hits": _hits(),
        "page_of_many": Paginator(range(1, 4322), 50).page(3),
        "page_address": "?pagina={}".format,
        "rows": _rows(),
        "toasts": _toasts(),
        "icon_names": json.loads((Path(__file__).parent / "source" / "icons.json").read_text()),
        "markdown": MARKDOWN,
        "rising": [12, 14, 13, 15, 14, 18, 22, 25],
        "gapped": [30, 28, None, 27, 25, 24, 22, 21],
        "flat": [5, 5, 5, 5],
        "a_day": date(2024, 10, 15),
        "long_word": LONG_WORD,
        "chart_wide": _chart(720, 240),
        "chart_narrow": _chart(320, 220),
    }


def _entries() -> list[Entry]:
    day = datetime(2024, 10, 14, 15, 20, tzinfo=AMSTERDAM)
    return [
        Entry(day, "Anna de Vries", _("De einddatum is nu 1 december 2024."), _("De school begint later."), "/"),
        Entry(day.replace(hour=9), "Mo Bakker", _("De actie is gestart.")),
        Entry(day.replace(day=2), "Ria Smit", _("De actie is verplaatst naar Klaar."), "", None, True),
    ]


def _hits() -> list[Hit]:
    return [
        Hit(_Label(_("cijfer")), _("Woninginbraken"), "/beeld/"),
        Hit(_Label(_("actie")), _("Inbraakpreventie in de donkere maanden"), "/programma/"),
        Hit(_Label(_("doel")), LONG_WORD, "/plannen/"),
    ]


def _toasts() -> list[Message]:
    return [
        Message(constants.SUCCESS, _("De actie is verplaatst naar Klaar."), "undo:/componenten/"),
        Message(constants.ERROR, _("Dit is intussen door iemand anders gewijzigd. Bekijk wat er veranderde.")),
    ]


def _rows() -> list[tuple[str, int, float, str, list[float]]]:
    """Invented municipalities: name, number, rate, verdict, course."""
    return [
        ("Buurstede", 112, 3.1, "daalt", [9, 8, 8, 7, 6, 5]),
        ("Oudenwaard", 1207, 2.4, "als gewoonlijk", [4, 5, 4, 5, 4, 5]),
        ("Rietbergen aan de Lange Waterkering", 11, 4.8, "stijgt", [2, 3, 3, 4, 6, 8]),
        ("Waalhoek", 6, 2.2, "niet te zeggen", [1, 0, 2, 1, 0, 1]),
    ]


def _chart(width: int, height: int) -> str:
    """A drawing in the style of our charts: band of what is usual, one labelled line."""
    left, right, top, bottom = 8, width - 96, 16, height - 30
    values = [62, 58, 66, 61, 57, 63, 70, 59, 54, 60, 65, 58, 52, 49, 47, 50, 44, 46, 41, 43, 39, 45, 38, 36]
    step = (right - left) / (len(values) - 1)
    at = [(left + i * step, bottom - (v / 80) * (bottom - top)) for i, v in enumerate(values)]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in at)
    band_top, band_bottom = bottom - (76 / 80) * (bottom - top), bottom - (44 / 80) * (bottom - top)
    end_x, end_y = at[-1]
    years = "".join(
        f'<text x="{left + i * 4 * step:.0f}" y="{height - 8}" class="dh-chart__quiet">{2019 + i}</text>'
        for i in range(0, 6, 1 if width > 500 else 2)
    )
    title = _("Woninginbraken per kwartaal: 36 in het laatste kwartaal, minder dan gewoonlijk")
    band = f'x="{left}" y="{band_top:.1f}" width="{right - left:.1f}" height="{band_bottom - band_top:.1f}"'
    return (
        f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{title}" class="dh-chart">'
        f'<rect {band} class="dh-chart__band"/>'
        f'<text x="{left + 6}" y="{band_top + 16:.1f}" class="dh-chart__quiet">{_("wat gewoon is")}</text>'
        f'<polyline points="{line}" class="dh-chart__line"/>'
        f'<circle cx="{end_x:.1f}" cy="{end_y:.1f}" r="4.5" class="dh-chart__dot"/>'
        f'<text x="{end_x + 10:.1f}" y="{end_y + 5:.1f}" class="dh-chart__label">36 {_("in 4e kw.")}</text>{years}</svg>'
    )
