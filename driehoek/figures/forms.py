"""Forms of this room."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from driehoek.figures.models import Interpretation


class InterpretationForm(forms.Form):
    """What a person makes of a figure. `seen` is the version on the screen; a new one has none."""

    kind = forms.ChoiceField(
        label=_("Wat wilt u toevoegen?"),
        choices=[
            (Interpretation.Kind.MEANING, _("Duiding: wat u denkt dat er aan de hand is")),
            (Interpretation.Kind.CAVEAT, _("Kanttekening: waar de lezer op moet letten")),
        ],
        widget=forms.RadioSelect,
        initial=Interpretation.Kind.MEANING,
        error_messages={"required": _("Kies duiding of kanttekening.")},
    )
    text = forms.CharField(
        label=_("Uw tekst"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": _("Schrijf wat u ziet of weet, in één of twee zinnen."),
            "max_length": _("Houd het onder de 2.000 tekens; verwijs voor meer naar een stuk."),
        },
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)


class ImportForm(forms.Form):
    """A file with figures, under the name of its source."""

    name = forms.CharField(
        label=_("Naam van de bron"),
        max_length=60,
        help_text=_(
            "Bijvoorbeeld 47018NED, of een eigen naam zoals ‘Meldingen overlast’. Bestaat de naam al, dan vult het bestand aan."
        ),
        error_messages={"required": _("Geef de bron een naam, bijvoorbeeld ‘Meldingen overlast politie’.")},
    )
    file = forms.FileField(
        label=_("Bestand"),
        allow_empty_file=True,  # the report says what is wrong with it
        help_text=_("CSV, Excel, ODS of Parquet tot 50 MB. Heten de kolommen anders? Dan vraagt Driehoek wat ze zijn."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,.xlsm,.xls,.ods,.parquet"}),
        error_messages={"required": _("Kies een bestand.")},
    )
