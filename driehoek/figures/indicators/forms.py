"""The forms of definitions: what an indicator means, a break in its series, and a reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from driehoek.figures.indicators.rules import Break, Definition
from driehoek.figures.models import Indicator

_KINDS = [
    (Indicator.Kind.COUNT, _("Een aantal: gebeurtenissen die worden geteld")),
    (Indicator.Kind.VALUE, _("Een waarde: een percentage, een cijfer, dagen of uren")),
    (Indicator.Kind.GROUP, _("Een groep: de som van eigen cijfers die al bestaan")),
]
_DIRECTIONS = [
    (Indicator.Direction.NONE, _("Geen: meer of minder is niet goed of slecht")),
    (Indicator.Direction.LOWER, _("Lager is gunstiger")),
    (Indicator.Direction.HIGHER, _("Hoger is gunstiger")),
    (Indicator.Direction.KEEP, _("Gelijk blijven of hoger is gunstig")),
]
_MOVES = [
    ("", _("Nee, of dat weet ik niet")),
    (Indicator.MovesWith.REPORTING, _("Ja, met hoeveel mensen aangifte doen of melden")),
    (Indicator.MovesWith.POLICE, _("Ja, met hoeveel de politie of de gemeente hierop let")),
]


def _text(label: Any, rows: int = 3, **options: Any) -> forms.CharField:
    messages = {"max_length": _("Houd het onder de 2.000 tekens.")}
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=2000, required=False, widget=area, error_messages=messages, **options)


class DefinitionForm(forms.Form):
    """What an indicator means. `seen` is the version on the screen; a new one has none and needs no reason."""

    label = forms.CharField(
        label=_("Naam"), max_length=120, help_text=_("In het meervoud als het wordt geteld. Bijvoorbeeld ‘Gesloten panden’."),
        error_messages={"required": _("Geef het cijfer een naam, bijvoorbeeld ‘Gesloten panden’.")},
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("Wat voor cijfer is het?"), choices=_KINDS, widget=forms.RadioSelect)
    one = forms.CharField(
        label=_("Enkelvoud, voor in een zin"), max_length=120, required=False,
        help_text=_("Zonder hoofdletter. Bijvoorbeeld ‘gesloten pand’."),
    )  # fmt: skip
    many = forms.CharField(
        label=_("Meervoud, voor in een zin"), max_length=120, required=False,
        help_text=_("Zonder hoofdletter. Bijvoorbeeld ‘gesloten panden’."),
    )  # fmt: skip
    meaning = _text(_("Wat is het?"), help_text=_("In één of twee zinnen: wat telt mee en wat niet."))
    field = forms.ChoiceField(label=_("Veiligheidsveld"), choices=Indicator.Field.choices, required=False)
    themes = forms.CharField(
        label=_("Thema’s"), max_length=60, required=False, help_text=_("Codes van thema’s, de belangrijkste eerst: V13, V21.")
    )
    unit = forms.ChoiceField(label=_("Eenheid"), choices=Indicator.Unit.choices)
    direction = forms.ChoiceField(
        label=_("Welke kant is gunstig?"), choices=_DIRECTIONS, required=False, widget=forms.RadioSelect,
        help_text=_("Dit bepaalt alleen woorden bij een verandering, nooit een kleur."),
    )  # fmt: skip
    moves_with = forms.ChoiceField(
        label=_("Beweegt het ook mee met iets anders?"), choices=_MOVES, required=False, widget=forms.RadioSelect
    )
    parts = forms.CharField(
        label=_("Soorten in de groep"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("De codes van de soorten die worden opgeteld, met komma’s ertussen. Bijvoorbeeld 1.1.1, 1.4.6, 1.4.7."),
    )  # fmt: skip
    method = _text(_("Hoe wordt het geteld?"))
    limits = _text(_("Wat zegt het niet?"), help_text=_("Deze zinnen staan als waarschuwing bij het cijfer."))
    willingness = _text(_("Aangifte en melden"), rows=2)
    level = forms.CharField(label=_("Kleinste gebied"), max_length=60, required=False)
    rhythm = forms.CharField(label=_("Hoe vaak komt het?"), max_length=60, required=False)
    public_source = forms.CharField(label=_("Waar is het te vinden?"), max_length=200, required=False)
    reason = forms.CharField(
        label=_("Waarom verandert u dit?"), max_length=300, help_text=_("Dit staat bij de nieuwe versie, met uw naam."),
        error_messages={"required": _("Schrijf in één zin waarom. Wie later een oud cijfer leest, zoekt dat.")},
    )  # fmt: skip
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, indicator: Indicator | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        if indicator is None:
            del self.fields["reason"]
            return
        del self.fields["kind"]
        if indicator.kind != Indicator.Kind.GROUP:
            del self.fields["parts"]
        if indicator.kind == Indicator.Kind.GROUP:
            del self.fields["one"]

    def definition(self, start: Definition) -> Definition:
        """The answers laid over what it says now."""
        answers = {name: value for name, value in self.cleaned_data.items() if name not in ("reason", "seen")}
        for name in ("themes", "parts"):
            if name in answers:
                words = answers[name].replace(";", ",").replace("\n", ",").split(",")
                answers[name] = [word.strip() for word in words if word.strip()]
        return Definition.from_json(start.as_json() | answers)

    @staticmethod
    def start(definition: Definition, version: int | None) -> dict[str, Any]:
        kept = definition.as_json()
        return kept | {"themes": ", ".join(definition.themes), "parts": ", ".join(definition.parts), "seen": version}


class BreakForm(forms.Form):
    """A break in the series of an indicator."""

    first = forms.CharField(
        label=_("Vanaf welke periode?"), max_length=10, help_text=_("Een jaar, kwartaal of maand: 2024, 2024-KW3 of 2024-07."),
        error_messages={"required": _("Vul een periode in, bijvoorbeeld 2024.")},
    )  # fmt: skip
    last = forms.CharField(
        label=_("Tot en met welke periode?"), max_length=10, required=False,
        help_text=_("Laat dit leeg als het vanaf toen anders blijft."),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Waarom?"), max_length=300,
        help_text=_("Zonder hoofdletter, want het komt in een zin. Bijvoorbeeld ‘staking bij de politie’."),
        error_messages={"required": _("Schrijf waarom de cijfers hier niet naast elkaar kunnen, in één zin.")},
    )  # fmt: skip
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def wanted(self) -> Break:
        return Break(self.cleaned_data["first"], self.cleaned_data["last"], self.cleaned_data["reason"])


class ReasonForm(forms.Form):
    """Only why."""

    reason = forms.CharField(
        label=_("Waarom?"), max_length=300, help_text=_("Dit staat bij de nieuwe versie, met uw naam."),
        error_messages={"required": _("Schrijf in één zin waarom. Wie later een oud cijfer leest, zoekt dat.")},
    )  # fmt: skip
    seen = forms.IntegerField(widget=forms.HiddenInput)
