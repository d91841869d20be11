"""The form that makes a figure a candidate priority."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from driehoek.plans.candidates.places import CandidatePlace


class CandidateForm(forms.Form):
    """Into which text, under which title, and why."""

    place = forms.ChoiceField(
        label=_("In welk plan?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies een plan."), "invalid_choice": _("Kies een plan uit de lijst.")},
    )
    title = forms.CharField(
        label=_("Titel"),
        max_length=300,
        error_messages={"required": _("Geef de kandidaat een titel, bijvoorbeeld de naam van het verschijnsel.")},
    )
    reason = forms.CharField(
        label=_("Waarom"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("De bevinding staat er al. U kunt haar inkorten of aanvullen; de prioriteit blijft aan het cijfer hangen."),
        error_messages={"required": _("Schrijf waarom dit een prioriteit zou moeten zijn.")},
    )

    def __init__(self, *args: Any, places: Iterable[CandidatePlace], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["place"].choices = [(place.code, place.label) for place in places]  # type: ignore[attr-defined]
