"""What was released and what a council decided on it. Nothing here is ever changed or removed."""

from __future__ import annotations

import uuid
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from driehoek.organisations.models import Area
from driehoek.plans.process import LOCAL_PART, OFFERED_PART
from driehoek.plans.writing.models import Layer, Piece, Plan

if TYPE_CHECKING:
    from driehoek.organisations.viewer import Viewer


class LocalPart(models.Model):
    """How far a municipality is with its text: from empty to decided by its council (lokaal deel)."""

    layer = models.OneToOneField(Layer, models.PROTECT, primary_key=True, related_name="local_part")
    state = models.CharField(_("stand"), max_length=20, choices=LOCAL_PART.choices(), default=LOCAL_PART.start)
    planned_on = models.DateField(_("raad op"), null=True)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.layer_id} {self.state}"

    @property
    def state_label(self) -> str:
        return LOCAL_PART.label(self.state)


class VersionQuerySet(models.QuerySet["Version"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Adopted: everyone. Released: who reads the text anyway, and the council once it was offered to it."""
        if viewer.is_system:
            return self
        adopted = Q(pk__in=Adoption.objects.values("version"))
        offered = LocalPart.objects.filter(state__in=OFFERED_PART)
        council = Q(layer__in=offered.values("layer"), municipality__in=viewer.areas_with("plans.read_offered"))
        return self.filter(adopted | council | Q(layer__in=Layer.objects.visible_to(viewer)))

    def adopted(self) -> Self:
        """Public for good: a council decided on it, also when it withdrew that decision later."""
        return self.filter(Exists(Adoption.objects.filter(version=OuterRef("pk"))))


class Version(models.Model):
    """The whole text of one municipality as it was released (versie): frozen, by trigger, on both engines."""

    class Purpose(models.TextChoices):
        COUNCIL = "council", _("voor de raad")
        CONSULTATION = "consultation", _("ter consultatie")

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="versions")
    layer = models.ForeignKey(Layer, models.PROTECT, related_name="versions")
    municipality = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+")
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    number = models.PositiveIntegerField(_("nummer"))
    content = models.JSONField()  # see adoption.rules.content
    sha256 = models.CharField(max_length=64)
    released_by = models.CharField(max_length=200)
    released_at = models.DateTimeField()
    objects = VersionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["layer", "number"], name="one_version_per_number")]

    def __str__(self) -> str:
        return f"{self.content['plan']['title']}, versie {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("plan_version", args=[self.plan_id, self.pk])

    @property
    def pieces(self) -> list[dict[str, Any]]:
        pieces: list[dict[str, Any]] = self.content["pieces"]
        return pieces


class Printed(models.Model):
    """A piece stands in a version, under this title. Made from the content with it; it lets the database answer who sees what."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="printed")
    piece = models.ForeignKey(Piece, models.PROTECT, related_name="printed")
    position = models.PositiveIntegerField()
    title = models.CharField(max_length=300)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["version", "piece"], name="printed_once")]

    def __str__(self) -> str:
        return self.title


class AdoptionQuerySet(models.QuerySet["Adoption"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """A decision of a council is public."""
        return self

    def standing_on(self, day: date) -> Self:
        """Decided by that day, and not withdrawn by then."""
        gone = Revocation.objects.filter(adoption=OuterRef("pk"), decided_on__lte=day)
        return self.filter(decided_on__lte=day).exclude(Exists(gone))

    def standing(self) -> Self:
        return self.filter(revocation__isnull=True)


class Adoption(models.Model):
    """The council of one municipality adopted one frozen version (vaststelling, Politiewet 2012 art. 38b)."""

    version = models.OneToOneField(Version, models.PROTECT, related_name="adoption")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="adoptions")
    municipality = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("gemeente"))
    decided_on = models.DateField(_("besloten op"))
    decision_number = models.CharField(_("besluitnummer"), max_length=60)
    votes = models.JSONField(null=True)  # {"for": 24, "against": 3}; null: not counted
    note = models.TextField(_("toelichting"), blank=True)
    recorded_by = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()
    objects = AdoptionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["decided_on", "pk"]

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.decision_number}"

    def get_absolute_url(self) -> str:
        return reverse("plan_adoption", args=[self.plan_id])


class Revocation(models.Model):
    """The council withdrew its decision: a new decision, the old one stays readable (intrekking)."""

    adoption = models.OneToOneField(Adoption, models.PROTECT, related_name="revocation")
    decided_on = models.DateField(_("besloten op"))
    decision_number = models.CharField(_("besluitnummer"), max_length=60)
    reason = models.TextField(_("waarom"))
    recorded_by = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.adoption_id} {self.decision_number}"
