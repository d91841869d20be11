"""The kinds of object of this room: how they are named, found, reached and seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.common.kinds import Kind, register
from driehoek.figures.models import Indicator, Interpretation


def _labels(indicators: Iterable[Any], viewer: Any) -> Mapping[Any, str]:
    return {indicator.pk: indicator.label for indicator in indicators}


def _beginnings(interpretations: Iterable[Any], viewer: Any) -> Mapping[Any, str]:
    return {one.pk: one.text if len(one.text) <= 90 else one.text[:88].rsplit(" ", 1)[0] + " …" for one in interpretations}


def _indicator_words(indicator: Any) -> str:
    return " ".join((indicator.label, indicator.one, indicator.many, indicator.phenomenon, indicator.field_label))


def _interpretation_words(interpretation: Any) -> str | None:
    return None if interpretation.removed else f"{interpretation.text} {_('duiding')}"


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
)
