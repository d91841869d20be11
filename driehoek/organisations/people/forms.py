"""Asking for a role: for a colleague who is there already, or (with name and address) for one who is invited."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from driehoek.organisations.fields import DayField, SeenForm
from driehoek.organisations.models import Area, Role


class AreaChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} ({obj.get_level_display()})"


class RoleForm(forms.Form):
    role = forms.ChoiceField(
        label=_("Rol"), choices=[("", _("Kies een rol")), *Role.choices], error_messages={"required": _("Kies een rol.")}
    )
    area = AreaChoice(
        label=_("Gebied"),
        queryset=Area.objects.none(),
        empty_label=_("Kies een gebied"),
        error_messages={"required": _("Kies een gebied."), "invalid_choice": _("Kies een gebied uit de lijst.")},
    )
    ends_on = DayField(
        label=_("Rol geldt tot en met"), help_text=_("Bijvoorbeeld het einde van het contract, of de dag van de verkiezingen.")
    )

    def __init__(self, *args: Any, areas: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = Area.objects.filter(pk__in=areas).order_by("level", "name")
        self.fields["area"].queryset = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.fields["area"].initial = choices[0]


class InviteForm(RoleForm):
    name = forms.CharField(
        label=_("Naam van uw collega"), max_length=120, error_messages={"required": _("Vul de naam van uw collega in.")}
    )
    email = forms.EmailField(
        label=_("E-mailadres"),
        error_messages={
            "required": _("Vul het e-mailadres van uw collega in."),
            "invalid": _("Dit is geen e-mailadres. Schrijf bijvoorbeeld naam@gemeente.nl."),
        },
    )
    field_order = ("name", "email", "role", "area", "ends_on")


class ExtendForm(SeenForm):
    ends_on = DayField(label=_("Nieuwe einddatum"))
