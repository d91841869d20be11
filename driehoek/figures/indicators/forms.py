"""The forms of definitions: what an indicator means, a break in its series, and a reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from driehoek.figures.indicators.rules import Break, Definition
from driehoek.figures.indicators.themes import THEMES
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


def _themes() -> list[Any]:
    """The themes by name, under their safety field."""
    fields = [(code, label) for code, label in Indicator.Field.choices if code]
    return [(label, [(theme, name) for theme, name in THEMES.items() if theme.startswith(code)]) for code, label in fields]


def _kept_in_order(before: Sequence[str], chosen: Sequence[str], choices: Iterable[tuple[Any, Any]]) -> list[str]:
    """What is chosen: first as it stood, then what is new. What the form could not offer stays."""
    offered: set[str] = set()
    for value, label in choices:
        offered |= {inner for inner, _name in label} if isinstance(label, list | tuple) else {value}
    stays = [one for one in before if one in chosen or one not in offered]
    return stays + [one for one in chosen if one not in stays]


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
    themes = forms.MultipleChoiceField(label=_("Thema’s"), required=False, widget=forms.CheckboxSelectMultiple)
    unit = forms.ChoiceField(label=_("Eenheid"), choices=Indicator.Unit.choices)
    direction = forms.ChoiceField(
        label=_("Welke kant is gunstig?"), choices=_DIRECTIONS, required=False, widget=forms.RadioSelect,
        help_text=_("Dit bepaalt alleen woorden bij een verandering, nooit een kleur."),
    )  # fmt: skip
    moves_with = forms.ChoiceField(
        label=_("Beweegt het ook mee met iets anders?"), choices=_MOVES, required=False, widget=forms.RadioSelect
    )
    parts = forms.MultipleChoiceField(
        label=_("Soorten in de groep"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Alleen voor een groep: van deze soorten worden de aantallen opgeteld."),
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

    def __init__(
        self, *args: Any, indicator: Indicator | None = None, countable: Iterable[Indicator] = (), **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["themes"].choices = _themes()
        self.fields["parts"].choices = [(one.phenomenon, one.label) for one in countable]
        if indicator is None:
            del self.fields["reason"]
            if not self.fields["parts"].choices:
                del self.fields["parts"]
                self.fields["kind"].choices = [kind for kind in _KINDS if kind[0] != Indicator.Kind.GROUP]
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
                answers[name] = _kept_in_order(getattr(start, name), answers[name], self.fields[name].choices)
        # the first theme is where the indicator stands: one of its own field
        answers["themes"].sort(key=lambda theme: not theme.startswith(answers["field"]))
        return Definition.from_json(start.as_json() | answers)

    @staticmethod
    def start(definition: Definition, version: int | None) -> dict[str, Any]:
        return definition.as_json() | {"seen": version}


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
