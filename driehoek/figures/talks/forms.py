"""The form of one talk."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from driehoek.figures.models import Indicator, PartnerKind, Talk
from driehoek.ui.fields import Suggesting


class DayField(forms.DateField):
    """A day, in the browser's own picker; also typed as 31-12-2026."""

    def __init__(self, **options: Any) -> None:
        options["widget"] = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        options["input_formats"] = ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"]
        options["error_messages"] = {
            "required": _("Vul een datum in."),
            "invalid": _("Dit is geen datum. Schrijf bijvoorbeeld 31-12-2026."),
        }
        super().__init__(**options)


def by_field(indicators: Iterable[Indicator]) -> list[Any]:
    """Choices under their safety field; what nobody placed yet comes last."""
    placed = sorted(indicators, key=lambda one: (not one.field, one.field, one.rank, one.pk))
    return [(label, [(one.pk, one.label) for one in group]) for label, group in groupby(placed, lambda one: one.field_label)]


DIRECTIONS = [
    (Talk.Direction.MORE, _("Meer dan eerder")),
    (Talk.Direction.LESS, _("Minder dan eerder")),
    (Talk.Direction.SAME, _("Hetzelfde als eerder")),
    (Talk.Direction.NEW, _("Iets nieuws")),
]
CERTAINTIES = [
    (Talk.Certainty.SEEN, _("Zelf gezien")),
    (Talk.Certainty.HEARD, _("Gehoord van anderen")),
    (Talk.Certainty.SUSPECTED, _("Een vermoeden")),
]
NO_PERSONS = _("Geen namen, adressen of andere gegevens van personen.")


class TalkForm(forms.Form):
    """What a partner told. `seen` is the version on the screen; a new one has none."""

    organisation = forms.CharField(
        label=_("Welke organisatie?"),
        max_length=120,
        help_text=_("De organisatie, niet de naam van wie u sprak. Bijvoorbeeld ‘Jongerenwerk Boxtel’."),
        error_messages={"required": _("Schrijf welke organisatie dit vertelde.")},
    )
    organisation_kind = forms.ChoiceField(
        label=_("Wat voor organisatie is het?"),
        choices=[("", _("Kies een soort")), *PartnerKind.choices],
        error_messages={"required": _("Kies wat voor organisatie het is.")},
    )
    held_on = DayField(label=_("Wanneer sprak u hen?"))
    indicator = forms.ChoiceField(
        label=_("Bij welk cijfer hoort het?"), required=False, help_text=_("Hoort het nergens bij, laat dit dan leeg.")
    )
    theme = forms.CharField(
        label=_("Of een ander onderwerp"),
        max_length=120,
        required=False,
        help_text=_("In een paar woorden, als er geen cijfer van is. Bijvoorbeeld ‘eenzaamheid’."),
    )
    direction = forms.ChoiceField(
        label=_("Wat ziet de partner?"),
        choices=DIRECTIONS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies of het meer, minder, hetzelfde of nieuw is.")},
    )
    certainty = forms.ChoiceField(
        label=_("Hoe zeker is dat?"),
        choices=CERTAINTIES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies hoe zeker het is.")},
    )
    quote = forms.CharField(
        label=_("In hun eigen woorden"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=NO_PERSONS,
        error_messages={
            "required": _("Schrijf in één of twee zinnen wat de partner zei."),
            "max_length": _("Houd het onder de 2.000 tekens."),
        },
    )
    asks = forms.CharField(
        label=_("Wat vraagt de partner van u?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": _("Houd het onder de 1.000 tekens.")},
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, indicators: Iterable[Indicator], partners: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["indicator"].choices = [("", _("Geen cijfer")), *by_field(indicators)]
        self.fields["organisation"].widget = Suggesting(lambda: partners, {"maxlength": 120, "autocomplete": "off"})

    def said(self) -> dict[str, Any]:
        """The answers, as `Said` takes them."""
        answers = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        return {**answers, "indicator": answers["indicator"] or None}
