"""The form of the page that checks a text."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from driehoek.documents.words import MAX_LETTERS


class ClaimsForm(forms.Form):
    """A text that is pasted, or a document; one of the two."""

    text = forms.CharField(
        label=_("Plak uw tekst"),
        required=False,
        max_length=MAX_LETTERS,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"max_length": _("Deze tekst is te lang. Knip hem op en lees de delen apart na.")},
    )
    file = forms.FileField(
        label=_("Of kies een document"),
        required=False,
        allow_empty_file=True,  # the reader says what is wrong with it
        help_text=_("Word (.docx), ODT, PDF of platte tekst, tot 25 MB. Driehoek bewaart er niets van."),
        widget=forms.FileInput(attrs={"accept": ".docx,.odt,.pdf,.txt,.md"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("text", "").strip() and not cleaned.get("file"):
            self.add_error("text", _("Plak een tekst of kies een document."))
        return cleaned
