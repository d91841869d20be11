"""Forms of alignment: higher plans, their themes, and the ties to a priority or a line."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from driehoek.plans.higher.models import AlignmentLink, HigherPlan, HigherTheme, Level
from driehoek.plans.writing.forms import DayInput


class HigherPlanForm(forms.Form):
    title = forms.CharField(label=_("Titel"), max_length=200, error_messages={"required": _("Hoe heet het plan?")})
    level = forms.ChoiceField(label=_("Niveau"), choices=Level.choices)
    kind = forms.ChoiceField(label=_("Soort"), choices=HigherPlan.Kind.choices)
    starts_on = forms.DateField(label=_("Begint op"), widget=DayInput())
    ends_on = forms.DateField(label=_("Eindigt op"), widget=DayInput())
    source = forms.CharField(
        label=_("Bron"),
        max_length=300,
        help_text=_("Een adres of de naam van het document."),
        error_messages={"required": _("Schrijf erbij waar dit plan te vinden is.")},
    )
    body = forms.CharField(label=_("Kern"), required=False, widget=forms.Textarea(attrs={"rows": 4}))


class ThemeForm(forms.Form):
    title = forms.CharField(label=_("Thema"), max_length=200, error_messages={"required": _("Hoe heet het thema?")})
    body = forms.CharField(label=_("Kern"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    sources = forms.MultipleChoiceField(
        label=_("Werkt uit (thema’s een niveau hoger)"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, plan: HigherPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        levels = [Level.NATIONAL, Level.UNIT, Level.DISTRICT]
        above = levels[: levels.index(Level(plan.level))]
        themes = HigherTheme.objects.filter(plan__level__in=above).select_related("plan")
        self.fields["sources"].choices = [(str(one.pk), f"{one.title} ({one.plan.title})") for one in themes]  # type: ignore[attr-defined]
        if not themes:
            del self.fields["sources"]


class ThemeLinkForm(forms.Form):
    theme = forms.ChoiceField(label=_("Thema"), error_messages={"required": _("Kies een thema.")})
    kind = forms.ChoiceField(label=_("Verband"), choices=AlignmentLink.Kind.choices)
    reason = forms.CharField(
        label=_("Waarom"), required=False, widget=forms.Textarea(attrs={"rows": 2}), help_text=_("Verplicht bij ‘wijkt af’.")
    )

    def __init__(self, *args: Any, without: Collection[UUID], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups: dict[str, list[tuple[str, str]]] = {}
        themes = HigherTheme.objects.exclude(pk__in=without).select_related("plan")
        for one in themes.order_by("plan__level", "plan__title", "number"):
            groups.setdefault(str(one.plan), []).append((str(one.pk), one.title))
        self.fields["theme"].choices = list(groups.items())  # type: ignore[attr-defined]
        self.is_empty = not groups


class LineForm(forms.Form):
    line = forms.ChoiceField(label=_("Lijn"), error_messages={"required": _("Kies een lijn.")})

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["line"].choices = choices  # type: ignore[attr-defined]
