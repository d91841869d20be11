"""What people speak of in this room: how it is named, found, reached and seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.common.kinds import Kind, register
from driehoek.plans.adoption.models import Version
from driehoek.plans.higher.models import HigherPlan, HigherTheme
from driehoek.plans.parts.finding import words_of
from driehoek.plans.parts.models import CrossLine, Goal, Measure, Priority
from driehoek.plans.parts.naming import piece_names, titles
from driehoek.plans.writing.models import Layer, Piece, Plan


def _named(objects: Iterable[Any], viewer: Any) -> Mapping[Any, str]:
    return {one.pk: str(one) for one in objects}


def _plan_words(plan: Plan) -> str | None:
    return f"{plan.title} {plan.team or ''} {plan.municipality or ''} {_('plan')}"


def _piece_words(subject: Any) -> str | None:
    return words_of([subject.pk])[subject.pk]


def _layers(viewer: Any) -> QuerySet[Layer]:
    return Layer.objects.visible_to(viewer).select_related("plan", "municipality")


def _layer_names(layers: Iterable[Layer], viewer: Any) -> Mapping[Any, str]:
    return {
        layer.pk: _("%(plan)s: tekst van %(name)s") % {"plan": layer.plan.title, "name": layer.municipality}
        if layer.municipality
        else _("%(plan)s: gezamenlijke tekst") % {"plan": layer.plan.title}
        for layer in layers
    }


def _plans_read_from_inside(viewer: Any) -> QuerySet[Plan]:
    """Plans of which the viewer reads a working text: whose reasons and colleagues' names are his to read."""
    return Plan.objects.filter(Exists(Layer.objects.visible_to(viewer).filter(plan=OuterRef("pk"))))


def _versions_read_from_inside(viewer: Any) -> QuerySet[Version]:
    return Version.objects.filter(layer__in=Layer.objects.visible_to(viewer)).defer("content")


def _unnamed_pieces(viewer: Any) -> QuerySet[Piece]:
    """Pieces that have no kind of their own."""
    named = ("priority", "regular", "goal", "measure", "line")
    return Piece.objects.visible_to(viewer).exclude(kind__in=named).select_related("plan")


def _theme_words(theme: HigherTheme) -> str:
    return f"{theme.title} {theme.body} {theme.plan.title}"


register(
    Kind(
        code="plans.higherplan",
        label=gettext_lazy("hoger plan"),
        plural=gettext_lazy("hogere plannen"),
        sight=HigherPlan.objects.visible_to,
        names=_named,
        url=HigherPlan.get_absolute_url,
        words=lambda plan: f"{plan.title} {plan.body}",
        order=5,
    ),
    Kind(
        code="plans.highertheme",
        label=gettext_lazy("thema"),
        plural=gettext_lazy("thema’s"),
        sight=HigherTheme.objects.visible_to,
        names=_named,
        url=HigherTheme.get_absolute_url,
        words=_theme_words,
        order=10,
    ),
    Kind(
        code="plans.crossline",
        label=gettext_lazy("lijn"),
        plural=gettext_lazy("lijnen"),
        sight=CrossLine.objects.visible_to,
        names=titles,
        url=CrossLine.get_absolute_url,
        words=_piece_words,
        order=28,
    ),
    Kind(
        code="plans.plan",
        label=gettext_lazy("plan"),
        plural=gettext_lazy("plannen"),
        sight=Plan.objects.visible_to,
        names=_named,
        url=Plan.get_absolute_url,
        words=_plan_words,
        order=30,
        history=_plans_read_from_inside,
    ),
    Kind(
        code="plans.priority",
        label=gettext_lazy("prioriteit"),
        plural=gettext_lazy("prioriteiten"),
        sight=Priority.objects.visible_to,
        names=titles,
        url=Priority.get_absolute_url,
        words=_piece_words,
        order=35,
    ),
    Kind(
        code="plans.goal",
        label=gettext_lazy("doel"),
        plural=gettext_lazy("doelen"),
        sight=Goal.objects.visible_to,
        names=titles,
        url=Goal.get_absolute_url,
        words=_piece_words,
        order=40,
    ),
    Kind(
        code="plans.measure",
        label=gettext_lazy("maatregel"),
        plural=gettext_lazy("maatregelen"),
        sight=Measure.objects.visible_to,
        names=titles,
        url=Measure.get_absolute_url,
        words=_piece_words,
        order=45,
    ),
    Kind(
        code="plans.piece",
        label=gettext_lazy("tekstdeel"),
        plural=gettext_lazy("tekstdelen"),
        sight=_unnamed_pieces,
        names=piece_names,
        url=Piece.get_absolute_url,
        words=_piece_words,
        order=80,
    ),
    Kind(
        code="plans.layer",
        label=gettext_lazy("tekst"),
        plural=gettext_lazy("teksten"),
        sight=_layers,
        names=_layer_names,
        url=Layer.get_absolute_url,
        order=85,
    ),
    Kind(
        code="plans.version",
        label=gettext_lazy("versie"),
        plural=gettext_lazy("versies"),
        sight=lambda viewer: Version.objects.visible_to(viewer).defer("content"),
        names=lambda versions, viewer: {
            one.pk: _("Versie %(number)s, vrijgegeven door %(who)s") % {"number": one.number, "who": one.released_by}
            for one in versions
        },
        url=Version.get_absolute_url,
        order=86,
        history=_versions_read_from_inside,
    ),
)
