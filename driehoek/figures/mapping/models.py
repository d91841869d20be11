"""Files that were brought, and what was said of their columns. Imported by the room's `models.py` only."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from driehoek.figures import models as figures

if TYPE_CHECKING:
    from driehoek.organisations.viewer import Viewer


class What(models.TextChoices):
    """What a file holds."""

    COUNTS = "counts", _("aantallen per gemeente")
    SMALL_AREAS = "small_areas", _("aantallen per wijk of buurt")
    SURVEY = "survey", _("uitkomsten van een enquête, met een marge")
    INCIDENTS = "incidents", _("losse incidenten: één regel per incident")


class UploadQuerySet(models.QuerySet["Upload"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """A file that is not taken in yet is for who brought it."""
        if viewer.is_system:
            return self
        return self.filter(by=viewer.code) if viewer.areas_with("figures.import") else self.none()


class Upload(models.Model):
    """A file that was brought (aangeboden bestand), until it is taken in. It goes after a day."""

    class State(models.TextChoices):
        ASKING = "asking", _("wacht op u")
        READING = "reading", _("wordt ingelezen")
        REFUSED = "refused", _("niet ingelezen")
        TAKEN = "taken", _("ingelezen")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("bron"), max_length=120)
    file_name = models.CharField(_("bestand"), max_length=200)
    path = models.CharField(max_length=120)  # below the data directory
    size = models.PositiveBigIntegerField(_("omvang"))
    state = models.CharField(_("stand"), max_length=10, choices=State.choices, default=State.ASKING)
    read = models.PositiveIntegerField(_("gelezen regels"), default=0)
    outcome = models.JSONField(null=True)  # the report, when it was read
    by = models.CharField(max_length=64)
    by_name = models.CharField(_("door"), max_length=200)
    at = models.DateTimeField(_("aangeboden op"))
    objects = UploadQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-at"]

    def __str__(self) -> str:
        return f"{self.name}: {self.file_name}"

    def get_absolute_url(self) -> str:
        return f"/beeld/bronnen/bestand/{self.pk}/"

    @property
    def file(self) -> Path:
        return Path(settings.DATA_DIR) / self.path


class ColumnMappingQuerySet(models.QuerySet["ColumnMapping"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """How files of a source are read is for those who may take figures in."""
        return self if viewer.is_system or viewer.areas_with("figures.import") else self.none()

    def remembered(self) -> Self:
        return self.filter(forgotten=False)


class ColumnMapping(models.Model):
    """What stands in which column of the files of one source (kolomindeling), by the shape of their head."""

    source = models.ForeignKey(figures.Source, models.PROTECT, related_name="mappings", verbose_name=_("bron"))
    shape = models.CharField(max_length=64)
    header = models.JSONField(_("kop"))
    choices = models.JSONField(_("indeling"))
    forgotten = models.BooleanField(_("vergeten"), default=False)
    by = models.CharField(max_length=64)
    by_name = models.CharField(_("door"), max_length=200)
    at = models.DateTimeField(_("gekozen op"))
    version = models.PositiveIntegerField(default=1)
    objects = ColumnMappingQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["source", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "shape"], condition=Q(forgotten=False), name="one_mapping_per_shape")
        ]

    def __str__(self) -> str:
        return f"{self.source_id}: {', '.join(str(cell) for cell in self.header[:4])}"
