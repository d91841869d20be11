"""Forms of a picture: its title, the words and findings at a field, and for which plan it is accepted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class TitleForm(forms.Form):
    title = forms.CharField(label=_("Titel"), max_length=200)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class FieldForm(forms.Form):
    body = forms.CharField(
        label=_("Uw inleiding bij dit veld"), required=False, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Wat ziet u, en wat betekent het voor het plan? De cijfers staan eronder; die hoeft u niet over te typen."),
    )  # fmt: skip
    chosen = forms.MultipleChoiceField(
        label=_("Bevindingen die u wilt laten zien"), required=False, widget=forms.CheckboxSelectMultiple
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if choices:
            self.fields["chosen"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["chosen"]


class AcceptForm(forms.Form):
    purpose = forms.CharField(
        label=_("Voor welk plan?"), max_length=200, help_text=_("Bijvoorbeeld: Integraal Veiligheidsplan Meierij 2025–2028.")
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
