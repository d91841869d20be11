"""Which municipalities take part in a plan, from when to when."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from driehoek.organisations.models import Area
from driehoek.plans.writing.models import Plan

if TYPE_CHECKING:
    from driehoek.organisations.viewer import Viewer


class ParticipationQuerySet(models.QuerySet["Participation"]):
    def visible_to(self, viewer: Viewer) -> Self:
        return self.filter(plan__in=Plan.objects.visible_to(viewer))

    def on(self, day: date) -> Self:
        return self.filter(from_date__lte=day).filter(Q(until__isnull=True) | Q(until__gt=day))

    def current(self) -> Self:
        """Those that did not leave: whose councils count."""
        return self.filter(until__isnull=True)


class Participation(models.Model):
    """A municipality takes part in a plan (deelname): from a day, until it leaves."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="participations")
    municipality = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("gemeente"))
    from_date = models.DateField(_("vanaf"))
    until = models.DateField(_("tot"), null=True)
    objects = ParticipationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan", "municipality"],
                condition=Q(until__isnull=True),
                name="takes_part_once",
                violation_error_message=_("Deze gemeente doet al mee."),
            ),
            models.CheckConstraint(
                name="participation_ends_after_start",
                condition=Q(until__isnull=True) | Q(until__gt=F("from_date")),
                violation_error_message=_("De gemeente gaat weg voordat zij erbij komt. Kies een latere datum."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id} in {self.plan_id}"
