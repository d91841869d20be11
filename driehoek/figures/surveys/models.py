"""What people were asked. The answers lie in Parquet files. Imported by the room's `models.py` only."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from driehoek.figures import models as figures

if TYPE_CHECKING:
    from driehoek.organisations.viewer import Viewer


class SurveyQuestionQuerySet(models.QuerySet["SurveyQuestion"]):
    def visible_to(self, viewer: Viewer) -> Self:
        return self.filter(source__in=figures.Source.objects.visible_to(viewer))


class SurveyQuestion(models.Model):
    """One thing that a survey measures (enquêtecijfer), in its own unit. The key is source and phenomenon, as of a count."""

    class Better(models.TextChoices):
        HIGHER = "higher", _("hoger is beter")
        LOWER = "lower", _("lager is beter")
        NEITHER = "", _("geen van beide")

    source = models.ForeignKey(figures.Source, models.PROTECT, related_name="questions")
    phenomenon = models.CharField(_("code"), max_length=60)
    label = models.CharField(_("naam"), max_length=160)
    unit = models.CharField(_("eenheid"), max_length=30, default="%")
    better = models.CharField(_("richting"), max_length=6, choices=Better.choices, blank=True)
    field = models.CharField(_("veiligheidsveld"), max_length=2, choices=figures.Indicator.Field.choices, blank=True)
    rank = models.PositiveIntegerField(default=0)
    objects = SurveyQuestionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["source", "rank", "phenomenon"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["source", "phenomenon"], name="one_question_per_phenomenon")]

    def __str__(self) -> str:
        return self.label
