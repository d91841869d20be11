"""Forms of writing, in Dutch that says what is wanted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from driehoek.figures.queries import indicator_names
from driehoek.plans.parts.models import SafetyField
from driehoek.plans.writing.facts import indicator_code, indicator_in_words
from driehoek.plans.writing.models import PieceKind, Plan
from driehoek.ui.fields import Suggesting


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class PlanForm(forms.Form):
    """A new plan: whose, what it is called, for which years, and how the text is shared."""

    area = forms.ChoiceField(label=_("Voor wie"))
    title = forms.CharField(
        label=_("Titel"),
        max_length=200,
        error_messages={"required": _("Geef het plan een titel, bijvoorbeeld ‘Integraal Veiligheidsplan 2027-2030’.")},
    )
    starts_on = forms.DateField(label=_("Begint op"), widget=DayInput())
    ends_on = forms.DateField(label=_("Eindigt op"), widget=DayInput(), help_text=_("Meestal vier jaar later, op 31 december."))
    pattern = forms.ChoiceField(
        label=_("Hoe gemeenten de tekst delen"),
        choices=Plan.Pattern.choices,
        widget=forms.RadioSelect,
        help_text=_("U kunt dit later anders doen; er gaat geen tekst door verloren."),
    )

    def __init__(self, *args: Any, areas: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = areas  # type: ignore[attr-defined]


class PieceForm(forms.Form):
    """Words and facts of one piece. Which facts there are depends on its kind."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=_("Titel"), max_length=300, required=False)
    body = forms.CharField(label=_("Tekst"), required=False, widget=forms.Textarea(attrs={"rows": 8, "data-editor": "markdown"}))

    def __init__(self, *args: Any, kind: str, joint: bool, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind == "goal":
            self._add_goal_fields()
        elif kind == "measure":
            self.fields["target_group"] = forms.CharField(
                label=_("Doelgroep"), required=False, max_length=200, help_text=_("Bijvoorbeeld jongeren of ondernemers.")
            )
        elif kind in ("priority", "regular"):
            self.fields["fields"] = forms.MultipleChoiceField(
                label=_("Veiligheidsvelden"),
                required=False,
                choices=SafetyField.choices,
                widget=forms.CheckboxSelectMultiple,
            )
        if joint and kind in ("section", "prose", "priority", "goal", "measure"):
            self.fields["open"] = forms.CharField(
                label=_("Gemeenten vullen dit zelf in"),
                required=False,
                max_length=200,
                help_text=_("Schrijf wat u van hen vraagt. Laat leeg als de tekst voor iedereen geldt."),
            )
        if needs_reason:
            self.fields["reason"] = forms.CharField(
                label=_("Waarom wijkt uw gemeente hier af?"),
                widget=forms.Textarea(attrs={"rows": 2}),
                required=False,
                help_text=_("De raad leest deze reden in het overzicht van verschillen."),
            )

    def _add_goal_fields(self) -> None:
        texts: dict[str, tuple[Any, Any]] = {
            "indicator": (
                _("Indicator"),
                _("Waaraan ziet u straks of het doel is gehaald? Kies een cijfer uit de lijst of schrijf het zelf op."),
            ),
            "baseline": (_("Uitgangspunt"), _("Het cijfer nu, met het jaar.")),
            "target": (_("Streefwaarde"), ""),
            "no_indicator_reason": (_("Geen indicator, want"), _("Alleen als er geen indicator is.")),
        }
        for name, (label, hint) in texts.items():
            self.fields[name] = forms.CharField(label=label, required=False, max_length=300, help_text=hint)
        self.fields["indicator"].widget = Suggesting(lambda: sorted(indicator_names().values(), key=str.casefold))
        if chosen := self.initial.get("indicator"):
            self.initial["indicator"] = indicator_in_words(str(chosen))

    def clean_indicator(self) -> str:
        """Whoever picks the name of a figure means that figure."""
        return indicator_code(str(self.cleaned_data["indicator"]))

    def facts(self, old: dict[str, Any]) -> dict[str, Any]:
        """The facts as they were, with what this form says of them."""
        known = ("indicator", "baseline", "target", "no_indicator_reason", "target_group", "fields", "open")
        return {**old, **{name: self.cleaned_data[name] for name in known if name in self.cleaned_data}}


class NewPieceForm(PieceForm):
    """The kind is chosen first; without JavaScript the other fields follow after it."""

    field_order = ("kind", "title", "body")
    kind = forms.ChoiceField(label=_("Soort"), choices=PieceKind.choices)
    parent = forms.UUIDField(required=False, widget=forms.HiddenInput)
    after = forms.CharField(required=False, widget=forms.HiddenInput)


class MoveForm(forms.Form):
    parent = forms.ChoiceField(label=_("Onder"), required=False)
    after = forms.ChoiceField(label=_("Na"), required=False)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Waarom?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Schrijf erbij waarom.")},
    )
