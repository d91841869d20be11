"""The form of a partner: the same four questions about every topic, and one part for anything else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from driehoek.figures.models import Asked, PartnerKind, Talk, Topic
from driehoek.figures.talks.answering.commands import OPEN, Part
from driehoek.figures.talks.forms import CERTAINTIES, DIRECTIONS, NO_PERSONS

_NAMES = ("theme", "direction", "certainty", "quote", "asks")


@dataclass(frozen=True)
class Block:
    """One topic on the screen. `open`: whether it shows its questions at once."""

    title: str
    fields: tuple[BoundField, ...]
    open: bool
    filled: bool


def _field(name: str) -> forms.Field:
    match name:
        case "theme":
            return forms.CharField(
                label=_("Waar gaat het over?"), max_length=120, required=False, help_text=_("In een paar woorden.")
            )
        case "direction":
            return forms.ChoiceField(
                label=_("Wat ziet u?"), choices=[*DIRECTIONS, ("", _("Hierover zeg ik niets"))], required=False,
                widget=forms.RadioSelect,
            )  # fmt: skip
        case "certainty":
            return forms.ChoiceField(label=_("Hoe zeker is dat?"), choices=CERTAINTIES, required=False, widget=forms.RadioSelect)
        case "quote":
            return forms.CharField(
                label=_("Vertel in één of twee zinnen wat u ziet"), max_length=2000, required=False, help_text=NO_PERSONS,
                widget=forms.Textarea(attrs={"rows": 4}),
            )  # fmt: skip
        case _:
            return forms.CharField(
                label=_("Wat vraagt u van ons?"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
            )


class AnswerForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Wat voor organisatie bent u?"),
        choices=[("", _("Kies een soort")), *PartnerKind.choices],
        error_messages={"required": _("Kies wat voor organisatie u bent.")},
    )
    nothing_to_say = forms.BooleanField(label=_("Wij hebben hierover niets te melden"), required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any, asked: Asked, topics: Iterable[Topic], talks: Iterable[Talk]) -> None:
        self.topics = list(topics)
        said = {talk.topic_id or OPEN: talk for talk in talks}
        start: dict[str, Any] = {"kind": asked.kind, "nothing_to_say": asked.nothing_to_say, "seen": asked.version}
        for key, talk in said.items():
            start |= {f"{key}-{name}": getattr(talk, name) for name in _NAMES}
        super().__init__(data, initial=start)
        for key in (*(topic.pk for topic in self.topics), OPEN):
            for name in _NAMES if key == OPEN else _NAMES[1:]:
                self.fields[f"{key}-{name}"] = _field(name)
        self._said = said

    def parts(self) -> Mapping[int, Part]:
        """What was filled in, per topic."""
        return {
            key: Part(**{name: self.cleaned_data.get(f"{key}-{name}", "") for name in _NAMES})
            for key in (*(topic.pk for topic in self.topics), OPEN)
        }

    @property
    def blocks(self) -> list[Block]:
        """The topics with their questions; what has an answer or an error is open, and so is the first."""
        keys = [(topic.pk, str(topic)) for topic in self.topics]
        keys.append((OPEN, str(_("Iets anders")) if keys else str(_("Wat ziet u?"))))
        blocks = []
        for place, (key, title) in enumerate(keys):
            bound = tuple(self[f"{key}-{name}"] for name in (_NAMES if key == OPEN else _NAMES[1:]))
            filled = key in self._said
            wrong = any(one.errors or (self.is_bound and one.value()) for one in bound)
            blocks.append(Block(title, bound, place == 0 or filled or wrong, filled))
        return blocks
