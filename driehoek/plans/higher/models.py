"""Plans above ours, their themes, and what a priority has to do with them. These plans are published: everyone reads them."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from driehoek.organisations.models import Area
from driehoek.plans.parts.models import Priority

if TYPE_CHECKING:
    from driehoek.organisations.viewer import Viewer


class Level(models.TextChoices):
    NATIONAL = "national", _("landelijk")
    UNIT = "unit", _("eenheid")
    DISTRICT = "district", _("district")


class HigherPlanQuerySet(models.QuerySet["HigherPlan"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Published by others: everyone sees them."""
        return self


class HigherPlan(models.Model):
    """A plan of the country, the police unit or the district (hoger plan)."""

    class Kind(models.TextChoices):
        NATIONAL_AGENDA = "national_agenda", _("landelijke veiligheidsagenda")
        UNIT_STRATEGY = "unit_strategy", _("veiligheidsstrategie van de eenheid")
        POLICE_UNIT_PLAN = "police_unit_plan", _("meerjarenbeleidsplan van de politie")
        DISTRICT_AGENDA = "district_agenda", _("strategische agenda van het district")
        OTHER = "other", _("ander plan")

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(_("titel"), max_length=200)
    kind = models.CharField(_("soort"), max_length=20, choices=Kind.choices, default=Kind.OTHER)
    level = models.CharField(_("niveau"), max_length=10, choices=Level.choices)
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+", verbose_name=_("gebied"))
    starts_on = models.DateField(_("begint op"))
    ends_on = models.DateField(_("eindigt op"))
    body = models.TextField(_("kern"), blank=True)
    source = models.CharField(_("bron"), max_length=300)
    version = models.PositiveIntegerField(default=1)
    objects = HigherPlanQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["level", "title"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="higher_plan_ends_after_start",
                condition=Q(ends_on__gt=F("starts_on")),
                violation_error_message=_("De einddatum ligt vóór de begindatum. Kies een latere einddatum."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("higher_plan", args=[self.pk])


class HigherThemeQuerySet(models.QuerySet["HigherTheme"]):
    def visible_to(self, viewer: Viewer) -> Self:
        return self.select_related("plan")


class HigherTheme(models.Model):
    """A theme of a higher plan (thema). It may itself work out a theme one level up, with other goals."""

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(HigherPlan, models.PROTECT, related_name="themes")
    number = models.PositiveIntegerField(_("nummer"))
    title = models.CharField(_("titel"), max_length=200)
    body = models.TextField(_("kern"), blank=True)
    sources = models.ManyToManyField("self", symmetrical=False, related_name="worked_out_in")
    version = models.PositiveIntegerField(default=1)
    objects = HigherThemeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["plan", "number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["plan", "number"], name="one_theme_per_number")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("higher_theme", args=[self.pk])


class AlignmentLink(models.Model):
    """What a priority here has to do with a theme above (doorvertaling). Undone, it goes; the timeline keeps it."""

    class Kind(models.TextChoices):
        TRANSLATES = "translates", _("doorvertaling")
        COINCIDES = "coincides", _("valt samen")
        ADDS = "adds", _("eigen accent")
        FEEDS = "feeds", _("input voor")
        DEVIATES = "deviates", _("wijkt af")

    priority = models.ForeignKey(Priority, models.PROTECT, related_name="alignment")
    theme = models.ForeignKey(HigherTheme, models.PROTECT, related_name="alignment")
    kind = models.CharField(_("verband"), max_length=12, choices=Kind.choices)
    reason = models.TextField(_("waarom"), blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["priority", "theme"],
                name="one_alignment_per_theme",
                violation_error_message=_("Deze prioriteit is al aan dit thema gekoppeld."),
            ),
            models.CheckConstraint(
                name="deviation_has_reason",
                condition=~Q(kind="deviates") | ~Q(reason=""),
                violation_error_message=_("Schrijf erbij waarom u afwijkt."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.priority_id} {self.kind} {self.theme_id}"
