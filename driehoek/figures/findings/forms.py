"""Forms of what is done with a finding."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from driehoek.organisations.models import User

_TOO_LONG = {"max_length": _("Houd het onder de 1.000 tekens.")}


class NoteForm(forms.Form):
    """What the triangle should speak of; the finding itself comes with it."""

    remark = forms.CharField(
        label=_("Wat wilt u bespreken?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Bijvoorbeeld wat u van de driehoek vraagt. Geen namen of andere gegevens van personen."),
        error_messages=_TOO_LONG,
    )


class MeaningForm(forms.Form):
    """Whom to ask what a figure means, and what exactly."""

    person = forms.TypedChoiceField(
        label=_("Aan wie vraagt u het?"),
        coerce=int,
        help_text=_("Collega’s die bij dit gebied een duiding mogen schrijven."),
        error_messages={"required": _("Kies een collega."), "invalid_choice": _("Kies een collega uit de lijst.")},
    )
    question = forms.CharField(
        label=_("Wat wilt u weten?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Leeg laten mag: dan vragen we wat er volgens de collega aan de hand is."),
        error_messages=_TOO_LONG,
    )

    def __init__(self, *args: Any, people: Iterable[User], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["person"].choices = [("", _("Kies een collega")), *((one.pk, one.name) for one in people)]  # type: ignore[attr-defined]
