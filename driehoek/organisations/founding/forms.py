"""The three questions of the first user."""

from __future__ import annotations

import difflib
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.common import clock
from driehoek.common.search import fold
from driehoek.organisations.founding.queries import choices
from driehoek.organisations.models import User


class BeginForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Uw naam"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Vul uw naam in.")},
    )
    email = forms.EmailField(
        label=gettext_lazy("Uw e-mailadres"),
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
        error_messages={
            "required": gettext_lazy("Vul uw e-mailadres in."),
            "invalid": gettext_lazy("Dit is geen e-mailadres. Schrijf bijvoorbeeld naam@gemeente.nl."),
        },
    )
    password = forms.CharField(
        label=gettext_lazy("Kies een wachtwoord"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=False),
        error_messages={"required": gettext_lazy("Kies een wachtwoord.")},
    )
    area = forms.CharField(
        label=gettext_lazy("Gemeente of basisteam"),
        widget=forms.TextInput(attrs={"list": "gebieden", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Kies een gemeente of een basisteam.")},
    )

    def clean_area(self) -> str:
        """The code of what was typed: a name without regard to capitals and accents, or the code itself."""
        typed = fold(self.cleaned_data["area"].strip())
        known = choices(clock.today())
        for code, name in known:
            if typed in (fold(name), fold(code)):
                return code
        near = difflib.get_close_matches(typed, [fold(name) for _code, name in known], n=3)
        names = [name for _code, name in known if fold(name) in near]
        if names:
            raise forms.ValidationError(_("Die ken ik niet. Bedoelt u: %(names)s?") % {"names": ", ".join(names)})
        raise forms.ValidationError(_("Die gemeente of dat team staat niet in de lijst. Kies een naam uit de lijst."))

    def clean(self) -> dict[str, Any]:
        """Say at once what is wrong with the password, beside what is wrong elsewhere."""
        given = self.cleaned_data
        if "password" in given:
            try:
                validate_password(given["password"], User(email=given.get("email", ""), name=given.get("name", "")))
            except forms.ValidationError as refusal:
                self.add_error("password", refusal)
        return given

    def answers(self) -> dict[str, Any]:
        return {
            "name": self.cleaned_data["name"],
            "email": self.cleaned_data["email"],
            "password": self.cleaned_data["password"],
            "area_code": self.cleaned_data["area"],
        }
