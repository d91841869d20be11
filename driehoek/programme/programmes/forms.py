"""The forms of a programme."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ProgrammeForm(forms.Form):
    title = forms.CharField(
        label=_("Titel"),
        max_length=200,
        help_text=_("Bijvoorbeeld ‘Uitvoeringsprogramma 2025-2026’."),
        error_messages={"required": _("Geef het programma een titel, bijvoorbeeld ‘Uitvoeringsprogramma 2025-2026’.")},
    )
    starts_on = forms.DateField(label=_("Begint op"), widget=DATE, error_messages={"required": _("Vul in wanneer het begint.")})
    ends_on = forms.DateField(
        label=_("Eindigt op"),
        widget=DATE,
        help_text=_("Meestal na een of twee jaar."),
        error_messages={"required": _("Vul in wanneer het eindigt.")},
    )


class StartForm(ProgrammeForm):
    where = forms.ChoiceField(
        label=_("Onder welk plan, en voor wie"),
        help_text=_("Een gezamenlijk programma ziet elke gemeente van het team; een lokaal programma is van één gemeente."),
        error_messages={"required": _("Kies het plan dat dit programma uitwerkt.")},
    )
    field_order = ["where", "title", "starts_on", "ends_on"]


class AdoptForm(forms.Form):
    municipality = forms.ChoiceField(label=_("College van"), error_messages={"required": _("Kies de gemeente.")})
    decided_on = forms.DateField(
        label=_("Besloten op"), widget=DATE, error_messages={"required": _("Vul de datum van het besluit in.")}
    )
    decision_number = forms.CharField(
        label=_("Besluitnummer"),
        max_length=60,
        help_text=_("Zoals het op de besluitenlijst staat."),
        error_messages={"required": _("Vul het nummer van het besluit in, zoals het op de besluitenlijst staat.")},
    )
