"""The question what stands in each column, as a form made of the head of the file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from driehoek.figures.mapping import cells
from driehoek.figures.mapping.models import What
from driehoek.figures.mapping.rules import Choices, Numbered, Role, keys_of, missing, role_of, trimmed

_GROUPS: tuple[tuple[Any, tuple[Role, ...]], ...] = (
    (_("Waar, wat en wanneer"),
     (Role.AREA, Role.AREA_NAME, Role.LEVEL, Role.PHENOMENON, Role.LABEL, Role.PERIOD, Role.PROVISIONAL)),
    (_("Het cijfer"), (Role.COUNT, Role.EXPOSURE, Role.TOTAL)),
    (_("Brede tabel: de kop zegt iets over het cijfer"), (Role.WIDE_PERIOD, Role.WIDE_PHENOMENON, Role.WIDE_AREA)),
    (_("Enquête"), (Role.VALUE, Role.MARGIN, Role.LOW, Role.HIGH, Role.RESPONDENTS, Role.UNIT)),
    (_("Incidenten"), (Role.START, Role.START_TIME, Role.END, Role.END_TIME, Role.LONGITUDE, Role.LATITUDE)),
)  # fmt: skip
_ROLES: list[Any] = [
    ("", Role.NONE.label),
    *((label, [(role.value, role.label) for role in roles]) for label, roles in _GROUPS),
]
SHOWN = 3  # first values of each column


class MappingForm(forms.Form):
    """What the file holds, what stands in each of its columns, and what no column says."""

    what = forms.ChoiceField(label=_("Wat staat er in het bestand?"), choices=What.choices, widget=forms.RadioSelect)
    area = forms.CharField(
        label=_("Gebied voor het hele bestand"), required=False, max_length=80,
        help_text=_("Alleen als geen kolom het gebied noemt. Bijvoorbeeld Druten of GM0225."),
    )  # fmt: skip
    phenomenon = forms.CharField(
        label=_("Wat er is geteld, voor het hele bestand"), required=False, max_length=60,
        help_text=_("Alleen als geen kolom dat noemt. Bijvoorbeeld ‘Meldingen overlast’."),
    )  # fmt: skip
    period = forms.CharField(
        label=_("Periode voor het hele bestand"), required=False, max_length=20,
        help_text=_("Alleen als geen kolom de periode noemt. Bijvoorbeeld 2024 of juli 2024."),
    )  # fmt: skip
    dutch = forms.TypedChoiceField(
        label=_("Hoe zijn getallen geschreven?"),
        choices=[("ja", _("Nederlands: 1.250 en 2,5")), ("nee", _("Engels: 1,250 en 2.5"))],
        coerce=lambda said: said == "ja",
        widget=forms.RadioSelect,
    )
    fill = forms.BooleanField(
        label=_("Een lege cel betekent: hetzelfde als erboven"), required=False,
        help_text=_("Zo staat het in Excel na het samenvoegen van cellen."),
    )  # fmt: skip

    def __init__(self, data: Any, *, header: Sequence[object], rows: Sequence[Numbered], choices: Choices) -> None:
        self.choices = choices
        self.header = trimmed(header)
        self.keys = keys_of(self.header)
        start = {
            "what": choices.what, "dutch": "ja" if choices.dutch else "nee", "fill": bool(choices.fill),
            **{name: choices.fixed.get(name, "") for name in ("area", "phenomenon", "period")},
            **{f"column-{n}": role_of(key, choices) for n, key in enumerate(self.keys)},
        }  # fmt: skip
        super().__init__(data, initial=start)
        for n, cell in enumerate(self.header):
            words = cells.text(cell) or self.keys[n]
            self.fields[f"column-{n}"] = forms.ChoiceField(label=words, required=False, choices=_ROLES)
        self.columns = [(self[f"column-{n}"], _first(rows, n)) for n in range(len(self.keys))]

    def clean_period(self) -> str:
        said = self.cleaned_data["period"]
        if not said:
            return ""
        read = cells.period(said)
        if read is None:
            raise forms.ValidationError(_("Dit is geen periode. Schrijf bijvoorbeeld 2024, 2024-KW3 of 2024-07."))
        return read[0]

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or {}
        if not self.errors:
            for words in missing(self.chosen()):
                self.add_error(None, words)
        return answers

    def chosen(self) -> Choices:
        said = self.cleaned_data
        roles = {key: said[f"column-{n}"] for n, key in enumerate(self.keys) if said[f"column-{n}"]}
        filled: tuple[Role, ...] = (Role.AREA, Role.PHENOMENON, Role.LABEL, Role.PERIOD) if said["fill"] else ()
        if Role.AREA_NAME in roles.values():
            filled = tuple(role for role in filled if role != Role.AREA)  # a total has a name and no code
        return Choices(
            what=said["what"],
            head=self.choices.head,
            roles=roles,
            fixed={name: said[name] for name in ("area", "phenomenon", "period") if said[name]},
            fill=tuple(str(role) for role in filled if role in roles.values()),
            dutch=said["dutch"],
        )


def _first(rows: Sequence[Numbered], at: int) -> list[str]:
    """The first different values of a column."""
    found: list[str] = []
    for _line, row in rows:
        said = cells.text(row[at]) if at < len(row) else ""
        if said and said not in found:
            found.append(said[:40])
        if len(found) == SHOWN:
            break
    return found
