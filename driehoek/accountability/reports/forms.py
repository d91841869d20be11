"""Forms of reports. What a form needs to know of the object comes with its initial values."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class NewForm(forms.Form):
    """About which plan, for which council, over which period. `about` is `<municipality> <plan>`."""

    about = forms.ChoiceField(label=_("Voor welke raad, over welk plan"))
    since = forms.DateField(label=_("Van"), widget=DayInput(), error_messages={"required": _("Vul in vanaf welke dag.")})
    until = forms.DateField(label=_("Tot en met"), widget=DayInput(), error_messages={"required": _("Vul in tot welke dag.")})

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = choices  # type: ignore[attr-defined]


class PeriodForm(forms.Form):
    since = forms.DateField(label=_("Van"), widget=DayInput())
    until = forms.DateField(label=_("Tot en met"), widget=DayInput())
    seen = forms.IntegerField(widget=forms.HiddenInput)


class TextForm(forms.Form):
    body = forms.CharField(
        label=_("Uw tekst"), required=False, widget=forms.Textarea(attrs={"rows": 8, "data-editor": "markdown"})
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, draft: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if draft:
            self.fields["body"].widget.attrs["data-draft"] = draft


class StepForm(forms.Form):
    """What a step asks: a day, a number, a reason, or why it goes on with open ends."""

    on = forms.DateField(label=_("Op welke dag"), widget=DayInput())
    decision_number = forms.CharField(label=_("Nummer op de besluitenlijst"), required=False, max_length=60)
    despite = forms.CharField(label=_("Waarom het zo kan"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    reason = forms.CharField(
        label=_("Waarom?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Schrijf op waarom. Dan is het later terug te lezen.")},
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    ASKS = {
        "offer": ("on",),
        "note": ("on", "decision_number"),
        "check": ("despite",),
        "reopen": ("reason",),
        "correct": ("reason",),
    }

    def __init__(self, *args: Any, verb: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("on", "decision_number", "despite", "reason"):
            if name not in self.ASKS.get(verb, ()):
                del self.fields[name]
