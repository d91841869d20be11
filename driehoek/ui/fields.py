"""Controls of a Django form in the look of the NL Design System, tied to their hint and error."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.forms.boundfield import BoundField, BoundWidget
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

# The first that fits; a subclass stands before what it inherits from.
_KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (forms.ClearableFileInput, "file"),
    (forms.FileInput, "file"),
    (forms.Textarea, "textarea"),
    (forms.Select, "select"),
)
_CLASSES = {
    "checkbox": "utrecht-checkbox utrecht-checkbox--html-input",
    "checkboxes": "utrecht-checkbox utrecht-checkbox--html-input",
    "radios": "dh-radio",
    "file": "dh-file",
    "textarea": "utrecht-textarea utrecht-textarea--html-textarea",
    "select": "utrecht-select utrecht-select--html-select",
    "text": "utrecht-textbox utrecht-textbox--html-input",
}


class Suggesting(forms.TextInput):
    """A text field that suggests words while typing, with or without JavaScript; other words are fine too."""

    def __init__(self, words: Callable[[], Iterable[str]], attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.words = words

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        suggestions = f"{(attrs or {}).get('id', name)}_suggesties"
        field = super().render(name, value, {**(attrs or {}), "list": suggestions}, renderer)
        options = format_html_join("", '<option value="{}"></option>', ((word,) for word in self.words()))
        return format_html('{}<datalist id="{}">{}</datalist>', field, suggestions, options)


def control_kind(bound: BoundField) -> str:
    """text, textarea, select, checkbox, checkboxes, radios or file."""
    for widget, kind in _KINDS:
        if isinstance(bound.field.widget, widget):
            return kind
    return "text"


def described_by(bound: BoundField, note: object) -> str:
    """The ids of the hint and the error, as Django names them."""
    ids = [f"{bound.auto_id}_helptext"] if note else []
    if bound.errors:
        ids.append(f"{bound.auto_id}_error")
    return " ".join(ids)


def control(bound: BoundField, note: object = "") -> SafeString:
    """The control itself, with its class and with the hint and error that belong to it."""
    attrs: dict[str, Any] = _attrs(control_kind(bound), bound.field.widget.attrs.get("class", ""))
    if str(bound.field.widget.attrs.get("placeholder", "")) == str(bound.label):
        attrs["placeholder"] = False  # it would only say the label again
    if described := described_by(bound, note):
        attrs["aria-describedby"] = described
    return bound.as_widget(attrs=attrs)


def grouped(bound: BoundField) -> list[tuple[str, list[BoundWidget], bool]]:
    """The options of a group of choices: (heading or nothing, options, whether one of them is chosen)."""
    options = iter(bound)
    found: list[tuple[str, list[BoundWidget]]] = []
    choices: Iterable[tuple[Any, Any]] = getattr(bound.field, "choices", ())
    for key, label in choices:
        if isinstance(label, list | tuple):
            found.append((str(key), [next(options) for _choice in label]))
        elif found and not found[-1][0]:
            found[-1][1].append(next(options))
        else:
            found.append(("", [next(options)]))
    return [(heading, group, any(option.data["selected"] for option in group)) for heading, group in found]


def choice(option: BoundWidget, kind: str) -> SafeString:
    """One radio button or tick box of a group."""
    attrs: dict[str, Any] = {**option.data["attrs"], "class": _CLASSES[kind]}
    option.data["attrs"] = attrs
    return option.tag()


def _attrs(kind: str, own_class: str) -> dict[str, str]:
    return {"class": f"{_CLASSES[kind]} {own_class}".strip()}


ALL = {"control_kind": control_kind, "described_by": described_by, "control": control, "choice": choice, "grouped": grouped}
