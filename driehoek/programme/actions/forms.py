"""The forms of an action. They speak the names of actions.rules.FIELDS; the commands do the rest."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.programme.models import Action, Programme, Progress
from driehoek.programme.process import ASKS
from driehoek.programme.sheet.columns import BY_FIELD, Known
from driehoek.programme.sheet.reading import Unreadable, amount, list_of

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
FIELD = "veld:"  # a choice of regular work in the list of measures


type Grouped = list[tuple[str, list[tuple[str, str]]]]  # measures by priority


class AmountField(forms.CharField):
    """Hours or euros as people write them; the value is whole minutes or cents."""

    def __init__(self, unit: int, highest: int, **kwargs: Any) -> None:
        self.unit, self.highest = unit, highest
        super().__init__(required=False, max_length=30, **kwargs)
        self.widget.attrs["inputmode"] = "decimal"

    def clean(self, value: Any) -> int | None:
        try:
            return amount(super().clean(value), self.unit, self.highest)
        except Unreadable as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class NamesField(forms.CharField):
    """Names with a semicolon between them."""

    def clean(self, value: Any) -> tuple[str, ...]:
        try:
            return list_of(super().clean(value))
        except Unreadable as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class ActionForm(forms.Form):
    """All that an action says, but for its state: that has verbs of its own."""

    title = forms.CharField(
        label=gettext_lazy("Wat gaat u doen?"),
        max_length=200,
        help_text=gettext_lazy("Kort, zodat het in een lijst past. Bijvoorbeeld ‘Toezicht bij het station’."),
        error_messages={"required": gettext_lazy("Geef de actie een titel, bijvoorbeeld ‘Toezicht bij het station’.")},
    )
    serves = forms.ChoiceField(
        label=gettext_lazy("Waarvoor?"),
        help_text=gettext_lazy("De maatregel uit het plan die hiermee wordt uitgevoerd, of regulier werk."),
        error_messages={"required": gettext_lazy("Kies een maatregel uit het plan, óf een veld als het regulier werk is.")},
    )
    owner = forms.CharField(
        label=gettext_lazy("Wie is eigenaar?"),
        required=False,
        max_length=160,
        help_text=gettext_lazy("Typ de hele naam. Een collega met een account krijgt een mail. Een andere naam mag ook."),
    )
    political_owner = forms.CharField(
        label=gettext_lazy("Bestuurlijk eigenaar"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("Bijvoorbeeld ‘burgemeester’ of ‘wethouder jeugd’."),
    )
    lead = forms.ChoiceField(label=gettext_lazy("Welke gemeente trekt?"), required=False)
    starts_on = forms.DateField(label=gettext_lazy("Begint op"), required=False, widget=DATE)
    ends_on = forms.DateField(label=gettext_lazy("Klaar op"), required=False, widget=DATE)
    description = forms.CharField(
        label=gettext_lazy("Hoe pakt u het aan?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("Alleen voor wie aan het programma werkt. U kunt lijstjes en **vet** gebruiken."),
    )
    how_noticed = forms.CharField(
        label=gettext_lazy("Hoe merken we het?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Waaraan ziet de raad of een inwoner straks dat het gelukt is?"),
    )
    partners = NamesField(
        label=gettext_lazy("Partners"), required=False, help_text=gettext_lazy("Zet een puntkomma tussen de namen.")
    )
    target_groups = NamesField(
        label=gettext_lazy("Doelgroepen"), required=False, help_text=gettext_lazy("Zet een puntkomma tussen de groepen.")
    )
    minutes = AmountField(60, 20_000_000, label=gettext_lazy("Uren"), help_text=gettext_lazy("Bijvoorbeeld 40 of 12,5."))
    cents = AmountField(100, 100_000_000_000, label=gettext_lazy("Kosten in euro"), help_text=gettext_lazy("Bijvoorbeeld 1.500."))
    result = forms.CharField(
        label=gettext_lazy("Resultaat"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Wat is er bereikt? Is de actie gereed, dan leest ook de inwoner dit."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, programme: Programme, known: Known, grouped: Grouped, **kwargs: Any) -> None:
        self.known = known
        super().__init__(*args, **kwargs)
        regular = [(FIELD + code, label) for label, code in known.fields.items()]
        self.fields["serves"].choices = [("", _("Kies…")), *grouped, (_("Regulier werk"), regular)]
        areas = [(code, name) for name, code in known.areas.items()]
        self.fields["lead"].choices = [("", _("Geen bepaalde gemeente")), *areas] if programme.is_joint else areas
        self.fields["owner"].widget.attrs["list"] = "colleagues"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("De einddatum ligt vóór de begindatum. Kies een latere einddatum."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """By the names of actions.rules.FIELDS."""
        values = {name: value for name, value in self.cleaned_data.items() if name not in ("serves", "seen", "owner")}
        serves = self.cleaned_data["serves"]
        values["measure"] = None if serves.startswith(FIELD) else serves
        values["safety_field"] = serves.removeprefix(FIELD) if serves.startswith(FIELD) else ""
        values["owner"] = BY_FIELD["owner"].read(self.cleaned_data["owner"], self.known)
        return values


def initial_of(values: dict[str, Any], known: Known) -> dict[str, Any]:
    """The values of an action as the form shows them."""
    shown = {name: values[name] for name in ActionForm.base_fields if name in values}
    hours, euros = values["minutes"], values["cents"]
    return shown | {
        "serves": values["measure"] or (FIELD + values["safety_field"] if values["safety_field"] else ""),
        "owner": BY_FIELD["owner"].write(values["owner"], known),
        "partners": "; ".join(values["partners"]),
        "target_groups": "; ".join(values["target_groups"]),
        "minutes": "" if hours is None else f"{hours / 60:.4f}".rstrip("0").rstrip(".").replace(".", ","),
        "cents": "" if euros is None else (f"{euros / 100:.2f}" if euros % 100 else str(euros // 100)).replace(".", ","),
    }


class TickForm(forms.Form):
    """One tick and one sentence."""

    tick = forms.ChoiceField(
        label=gettext_lazy("Hoe gaat het?"),
        choices=Progress.Tick.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies hoe het gaat.")},
    )
    sentence = forms.CharField(
        label=gettext_lazy("In één zin"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Gaat het goed, dan mag dit leeg blijven."),
    )

    def __init__(self, *args: Any, action: Action, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if action.state == "on_hold":
            self.fields["tick"].choices = [choice for choice in Progress.Tick.choices if choice[0] != Progress.Tick.DONE]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("tick", Progress.Tick.ON_TRACK) != Progress.Tick.ON_TRACK and not cleaned.get("sentence"):
            self.add_error("sentence", _("Schrijf in één zin wat er aan de hand is."))
        return cleaned


class StepForm(forms.Form):
    """What one step of the table asks: a reason, or the field that must be filled."""

    reason = forms.CharField(
        label=gettext_lazy("Waarom?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages={"required": gettext_lazy("Schrijf op waarom. Dan is het later terug te lezen.")},
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, step: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not step.reason_needed:
            del self.fields["reason"]
        if step.verb in ASKS:
            name, question = ASKS[step.verb]
            self.fields[name] = (
                forms.DateField(label=question, widget=DATE, error_messages={"required": _("Vul een datum in.")})
                if name == "ends_on"
                else forms.CharField(
                    label=question,
                    max_length=2000 if name == "result" else 200,
                    widget=forms.Textarea(attrs={"rows": 3}) if name == "result" else forms.TextInput,
                    error_messages={"required": _("Vul dit in, dan is het later terug te lezen.")},
                )
            )


class MoveForm(forms.Form):
    serves = forms.ChoiceField(label=gettext_lazy("Onder welke maatregel hoort de actie?"))
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, known: Known, grouped: Grouped, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regular = [(FIELD + code, label) for label, code in known.fields.items()]
        self.fields["serves"].choices = [*grouped, (_("Regulier werk"), regular)]
