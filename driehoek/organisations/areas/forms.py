"""Making a team, and who joins or leaves it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from driehoek.organisations.fields import DayField
from driehoek.organisations.models import Area


class MunicipalityChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class TeamForm(forms.Form):
    name = forms.CharField(
        label=_("Naam van het team"),
        max_length=60,
        help_text=_("Zonder het woord basisteam, bijvoorbeeld ‘Rivierenland’."),
        error_messages={"required": _("Geef het team een naam, bijvoorbeeld ‘Rivierenland’.")},
    )
    starts_on = DayField(label=_("Vanaf"))
    municipalities = forms.ModelMultipleChoiceField(
        label=_("Gemeenten"),
        queryset=Area.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Kies uw eigen gemeente en haar buren. Later kunnen er gemeenten bij komen."),
        error_messages={"required": _("Kies ten minste één gemeente.")},
    )

    def __init__(self, *args: Any, areas: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipalities"].queryset = areas


class JoinForm(forms.Form):
    municipalities = MunicipalityChoice(
        label=_("Gemeente"),
        queryset=Area.objects.none(),
        error_messages={"required": _("Kies een gemeente."), "invalid_choice": _("Kies een gemeente uit de lijst.")},
    )
    starts_on = DayField(label=_("Hoort erbij vanaf"))

    def __init__(self, *args: Any, areas: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipalities"].queryset = areas


class LeaveForm(forms.Form):
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    on = DayField(label=_("Hoort er niet meer bij vanaf"), help_text=_("De eerste dag zonder deze gemeente."))
