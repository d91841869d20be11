"""Form fields that several pages of this room share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class DayField(forms.DateField):
    """A day, in the browser's own picker; also typed as 31-12-2026."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        options.setdefault("input_formats", ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"])
        options.setdefault("error_messages", {})
        options["error_messages"] = {
            "required": _("Vul een datum in."),
            "invalid": _("Dit is geen datum. Schrijf bijvoorbeeld 31-12-2026."),
            **options["error_messages"],
        }
        super().__init__(**options)


class SeenForm(forms.Form):
    """A form with nothing but the version that was on the screen."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class ReasonForm(SeenForm):
    reason = forms.CharField(
        label=_("Waarom?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        error_messages={"required": _("Schrijf in één zin waarom.")},
    )
