"""The picture that people agreed on: their words, and a copy of every figure as it was then. Imported by `models.py` only."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from driehoek.figures.pictures.process import ACCEPT, FROZEN_STATES, PICTURE, STANDING_STATES, WRITE
from driehoek.organisations.models import Area

if TYPE_CHECKING:
    from driehoek.organisations.viewer import Viewer


class SafetyPictureQuerySet(models.QuerySet["SafetyPicture"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """A draft: who writes or accepts it. Accepted: who works in that area. Published: everyone."""
        if viewer.is_system:
            return self
        public = Q(published_on__isnull=False)
        if viewer.is_public:
            return self.filter(public)
        makers = Q(area__in=viewer.areas_with(WRITE) | viewer.areas_with(ACCEPT))
        return self.filter(public | makers | Q(state__in=FROZEN_STATES, area__in=viewer.area_codes))

    def standing(self) -> Self:
        """Accepted, and not replaced by a newer one."""
        return self.filter(state__in=STANDING_STATES)


class SafetyPicture(models.Model):
    """A picture of an area with the words of an adviser (veiligheidsbeeld). Once accepted, nothing in it changes.

    frozen   what was copied when it was accepted, beside the cells: see `composing.frozen_of`
    """

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("gebied"))
    title = models.CharField(_("titel"), max_length=200)
    state = models.CharField(_("stand"), max_length=10, choices=PICTURE.choices(), default=PICTURE.start)
    predecessor = models.OneToOneField("self", models.PROTECT, null=True, related_name="successor", verbose_name=_("vervangt"))
    purpose = models.CharField(_("voor welk plan"), max_length=200, blank=True)
    accepted_on = models.DateField(_("vastgesteld op"), null=True)
    published_on = models.DateField(_("openbaar sinds"), null=True)
    frozen = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64, blank=True)
    by = models.CharField(max_length=64)
    by_name = models.CharField(_("gemaakt door"), max_length=200)
    at = models.DateTimeField(_("gemaakt op"))
    version = models.PositiveIntegerField(default=1)
    objects = SafetyPictureQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="picture_has_a_title",
                condition=~Q(title=""),
                violation_error_message=_("Geef het beeld een titel."),
            ),
            models.CheckConstraint(name="picture_state_known", condition=Q(state__in=[one.code for one in PICTURE.states])),
            models.CheckConstraint(
                name="accepted_picture_has_a_day",
                condition=Q(accepted_on__isnull=False, state__in=FROZEN_STATES)
                | (Q(accepted_on__isnull=True) & ~Q(state__in=FROZEN_STATES)),
            ),
            models.CheckConstraint(
                name="published_picture_was_accepted", condition=Q(published_on__isnull=True) | Q(accepted_on__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("safety_picture", args=[self.pk])

    @property
    def state_label(self) -> str:
        return PICTURE.label(self.state)

    @property
    def is_open(self) -> bool:
        return self.state == "draft"

    @property
    def is_frozen(self) -> bool:
        return self.state in FROZEN_STATES


class PictureField(models.Model):
    """The words of the adviser at one safety field of a draft, and the findings he chose to stand there.

    key      `inleiding`, V1 to V5, `geen`
    chosen   `GM0757:1.1.1` and so on, in the order of the picture
    """

    picture = models.ForeignKey(SafetyPicture, models.PROTECT, related_name="fields")
    key = models.CharField(max_length=10)
    body = models.TextField(_("tekst"), blank=True)
    chosen = models.JSONField(default=list)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["picture", "key"], name="one_text_per_field")]

    def __str__(self) -> str:
        return f"{self.picture_id} {self.key}"


class PictureCell(models.Model):
    """One figure as it was when the picture was accepted: a copy, so that no delivery changes it. Frozen by trigger."""

    picture = models.ForeignKey(SafetyPicture, models.PROTECT, related_name="cells")
    rank = models.PositiveIntegerField()
    area_code = models.CharField(max_length=40)
    area_name = models.CharField(_("gebied"), max_length=120)
    indicator = models.CharField(max_length=80)
    label = models.CharField(_("naam"), max_length=120)
    field = models.CharField(_("veiligheidsveld"), max_length=10)
    period = models.CharField(_("periode"), max_length=10)
    count = models.IntegerField(_("aantal"), null=True)
    exposure = models.FloatField(null=True)  # persons × years
    rate = models.FloatField(_("per 1.000 inwoners"), null=True)
    low = models.IntegerField(_("gewoonlijk van"), null=True)
    high = models.IntegerField(_("gewoonlijk tot en met"), null=True)
    p_adjusted = models.FloatField(null=True)
    verdict = models.CharField(_("oordeel"), max_length=20)
    sentence = models.TextField(_("bevinding"))
    provisional = models.BooleanField(_("voorlopig"))
    blocks = models.JSONField()  # [period, count, exposure, provisional] per year of the series
    source = models.CharField(_("bron"), max_length=60)
    is_public = models.BooleanField(_("openbaar"))
    snapshot_sha256 = models.CharField(max_length=64)
    retrieved_on = models.DateField(_("opgehaald op"), null=True)
    method = models.CharField(_("methode"), max_length=40)

    class Meta:
        ordering: ClassVar = ["rank"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["picture", "area_code", "indicator"], name="one_cell_per_figure_of_a_picture")
        ]

    def __str__(self) -> str:
        return f"{self.label}, {self.area_name}"
