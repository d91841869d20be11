"""The form of a request for input."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from driehoek.figures.models import Indicator
from driehoek.figures.talks import rules
from driehoek.figures.talks.forms import DayField, by_field

_QUESTION = {
    "required": _("Schrijf in één of twee zinnen wat u van de partners wilt weten."),
    "max_length": _("Houd het onder de 1.000 tekens."),
}


class QuestionForm(forms.Form):
    """The words and the last day of a request; `seen` is the version on the screen, a new one has none."""

    question = forms.CharField(
        label=_("Wat wilt u weten?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Deze zin staat in de mail en boven het formulier."),
        error_messages=_QUESTION,
    )
    until = DayField(label=_("Antwoorden kan tot en met"))
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)


class RequestForm(QuestionForm):
    indicators = forms.MultipleChoiceField(
        label=_("Bij welke cijfers vraagt u uitleg?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    themes = forms.CharField(
        label=_("Andere onderwerpen"),
        required=False,
        max_length=1600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Eén per regel. Partners kunnen altijd ook zelf een onderwerp noemen."),
    )
    partners = forms.CharField(
        label=_("Aan wie vraagt u het?"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6, "placeholder": "Jongerenwerk Boxtel, info@jongerenwerk.example"}),
        help_text=_("Eén organisatie per regel: de naam, een komma, het e-mailadres. Liefst een algemeen adres."),
        error_messages={"required": _("Zet er ten minste één organisatie in, met een komma en het e-mailadres erachter.")},
    )
    field_order = ("question", "indicators", "themes", "until", "partners")

    def __init__(self, *args: Any, indicators: Iterable[Indicator], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["indicators"].choices = by_field(indicators)

    def clean_partners(self) -> list[rules.Partner]:
        return rules.read_partners(self.cleaned_data["partners"])
