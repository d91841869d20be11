"""The kinds of object of this room: how they are named, found, reached and seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.common.kinds import Kind, register
from driehoek.figures.models import (
    Following,
    Indicator,
    InputRequest,
    Interpretation,
    MeaningRequest,
    SafetyPicture,
    Talk,
    TriangleNote,
)


def _labels(indicators: Iterable[Any], viewer: Any) -> Mapping[Any, str]:
    return {indicator.pk: indicator.label for indicator in indicators}


def _beginnings(interpretations: Iterable[Any], viewer: Any) -> Mapping[Any, str]:
    return {one.pk: one.text if len(one.text) <= 90 else one.text[:88].rsplit(" ", 1)[0] + " …" for one in interpretations}


def _indicator_words(indicator: Any) -> str:
    return " ".join((indicator.label, indicator.one, indicator.many, indicator.phenomenon, indicator.field_label))


def _interpretation_words(interpretation: Any) -> str | None:
    return None if interpretation.removed else f"{interpretation.text} {_('duiding')}"


def _talk_names(talks: Iterable[Any], viewer: Any) -> Mapping[Any, str]:
    return {talk.pk: f"{talk.organisation}: {_shortened(talk.quote, 70)}" for talk in talks}


def _request_names(requests: Iterable[Any], viewer: Any) -> Mapping[Any, str]:
    return {asking.pk: _shortened(asking.question, 90) for asking in requests}


def _note_names(notes: Iterable[Any], viewer: Any) -> Mapping[Any, str]:
    return {note.pk: _shortened(note.sentence, 90) for note in notes}


def _followed(followings: Iterable[Any], viewer: Any) -> Mapping[Any, str]:
    from driehoek.figures.findings.queries import area_names, labels

    rows = list(followings)
    areas, names = area_names(frozenset(one.area_id for one in rows)), labels(frozenset(one.indicator_id for one in rows))
    return {one.pk: f"{names[one.indicator_id]}, {areas[one.area_id]}" for one in rows}


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 2].rsplit(" ", 1)[0] + " …"


def _talk_words(talk: Any) -> str | None:
    if talk.removed:
        return None
    return f"{talk.organisation} {talk.get_organisation_kind_display()} {talk.theme} {talk.quote} {talk.asks} {_('gesprek')}"


def _picture_words(picture: Any) -> str | None:
    return None if picture.state == "withdrawn" else f"{picture.title} {picture.purpose} {_('veiligheidsbeeld')}"


register(
    Kind(
        code="figures.indicator",
        label=gettext_lazy("cijfer"),
        plural=gettext_lazy("cijfers"),
        sight=Indicator.objects.visible_to,
        names=_labels,
        url=Indicator.get_absolute_url,
        words=_indicator_words,
        order=20,
    ),
    Kind(
        code="figures.interpretation",
        label=gettext_lazy("duiding"),
        plural=gettext_lazy("duidingen"),
        sight=Interpretation.objects.visible_to,
        names=_beginnings,
        url=Interpretation.get_absolute_url,
        words=_interpretation_words,
        order=25,
    ),
    Kind(
        code="figures.safetypicture",
        label=gettext_lazy("veiligheidsbeeld"),
        plural=gettext_lazy("veiligheidsbeelden"),
        sight=SafetyPicture.objects.visible_to,
        names=lambda pictures, viewer: {picture.pk: picture.title for picture in pictures},
        url=SafetyPicture.get_absolute_url,
        words=_picture_words,
        order=22,
    ),
    Kind(
        code="figures.talk",
        label=gettext_lazy("gesprek"),
        plural=gettext_lazy("gesprekken"),
        sight=Talk.objects.visible_to,
        names=_talk_names,
        url=Talk.get_absolute_url,
        words=_talk_words,
        order=27,
    ),
    Kind(
        code="figures.trianglenote",
        label=gettext_lazy("punt voor de driehoek"),
        plural=gettext_lazy("punten voor de driehoek"),
        sight=TriangleNote.objects.visible_to,
        names=_note_names,
        url=TriangleNote.get_absolute_url,
        words=lambda note: None if note.removed else f"{note.sentence} {note.remark}",
        order=28,
    ),
    Kind(
        code="figures.meaningrequest",
        label=gettext_lazy("vraag om duiding"),
        plural=gettext_lazy("vragen om duiding"),
        sight=MeaningRequest.objects.visible_to,
        names=_note_names,
        url=MeaningRequest.get_absolute_url,
        words=lambda asking: f"{asking.sentence} {asking.question}",
        order=29,
    ),
    Kind(
        code="figures.following",
        label=gettext_lazy("gevolgd cijfer"),
        plural=gettext_lazy("gevolgde cijfers"),
        sight=Following.objects.visible_to,
        names=_followed,
        url=Following.get_absolute_url,
        order=90,
    ),
    Kind(
        code="figures.inputrequest",
        label=gettext_lazy("verzoek om inbreng"),
        plural=gettext_lazy("verzoeken om inbreng"),
        sight=InputRequest.objects.visible_to,
        names=_request_names,
        url=InputRequest.get_absolute_url,
        words=lambda asking: f"{asking.question} {_('verzoek om inbreng')}",
        order=26,
    ),
)
