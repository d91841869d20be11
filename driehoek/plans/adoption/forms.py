"""Forms of deciding."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from driehoek.plans.writing.forms import DayInput


class StepForm(forms.Form):
    """A step that may need a reason, a day, or why one goes on with a text that is not whole."""

    def __init__(self, *args: Any, reason: bool = False, day: Any = None, despite: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if day is not None:
            self.fields["decided_on"] = forms.DateField(label=_("Besloten op"), widget=DayInput(), initial=day)
        if reason:
            self.fields["reason"] = forms.CharField(
                label=_("Waarom?"), widget=forms.Textarea(attrs={"rows": 2}),
                error_messages={"required": _("Schrijf erbij waarom.")},
            )  # fmt: skip
        if despite:
            self.fields["despite"] = forms.CharField(
                label=_("Waarom gaat u door met een tekst die nog niet af is?"),
                widget=forms.Textarea(attrs={"rows": 2}), required=False,
            )  # fmt: skip


class AdoptForm(forms.Form):
    decided_on = forms.DateField(label=_("De raad besloot op"), widget=DayInput())
    decision_number = forms.CharField(
        label=_("Besluitnummer"),
        max_length=60,
        error_messages={"required": _("Vul het nummer van het raadsbesluit in, bijvoorbeeld ‘RB24.061’.")},
    )
    votes_for = forms.IntegerField(label=_("Stemmen voor"), min_value=0, max_value=200, required=False)
    votes_against = forms.IntegerField(label=_("Stemmen tegen"), min_value=0, max_value=200, required=False)
    note = forms.CharField(label=_("Toelichting"), required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def votes(self) -> dict[str, int] | None:
        counted = {"for": self.cleaned_data["votes_for"], "against": self.cleaned_data["votes_against"]}
        return {key: count or 0 for key, count in counted.items()} if any(one is not None for one in counted.values()) else None


class RevokeForm(forms.Form):
    decided_on = forms.DateField(label=_("De raad besloot op"), widget=DayInput())
    decision_number = forms.CharField(label=_("Besluitnummer"), max_length=60)
    reason = forms.CharField(
        label=_("Waarom trekt de raad het besluit in?"), widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Schrijf erbij waarom.")},
    )  # fmt: skip
