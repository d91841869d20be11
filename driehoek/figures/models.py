"""Sources, deliveries and indicators, and what people say about a figure. The counts themselves lie in Parquet files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from driehoek.organisations.models import Area
from driehoek.ui.filters import long_date, month_year

if TYPE_CHECKING:
    from driehoek.organisations.viewer import Viewer


class SourceQuerySet(models.QuerySet["Source"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Open data is for everyone; figures of one's own are for who is signed in."""
        return self.filter(is_public=True) if viewer.is_public else self


class Source(models.Model):
    """A table that figures come from (bron), with what must be said wherever they are shown."""

    class Kind(models.TextChoices):
        COUNTS = "counts", _("aantallen")
        POPULATION = "population", _("inwoners")
        SMALL_AREAS = "small_areas", _("aantallen per wijk en buurt")
        SURVEY = "survey", _("enquête")

    code = models.CharField(_("code"), primary_key=True, max_length=60)  # 47018NED
    name = models.CharField(_("naam"), max_length=120)
    kind = models.CharField(_("soort"), max_length=12, choices=Kind.choices, default=Kind.COUNTS)
    publisher = models.CharField(_("uitgever"), max_length=80, blank=True)
    licence = models.CharField(_("licentie"), max_length=80, blank=True)
    is_public = models.BooleanField(_("openbaar"), default=False)
    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})" if self.publisher else self.name


class SnapshotQuerySet(models.QuerySet["Snapshot"]):
    def visible_to(self, viewer: Viewer) -> Self:
        return self.filter(source__in=Source.objects.visible_to(viewer))


class Snapshot(models.Model):
    """One delivery of a source, whole or not at all (momentopname). Never changed: an old report can be made again."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="snapshots")
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=120)  # below the data directory
    retrieved_on = models.DateField(_("opgehaald op"))
    rows = models.PositiveIntegerField(_("regels"))
    first_period = models.CharField(_("eerste periode"), max_length=10)
    last_period = models.CharField(_("laatste periode"), max_length=10)
    division_year = models.PositiveSmallIntegerField(_("gemeentelijke indeling van"))
    file_name = models.CharField(_("bestand"), max_length=200, blank=True)
    by = models.CharField(max_length=64)
    by_name = models.CharField(_("ingelezen door"), max_length=200)
    at = models.DateTimeField(_("ingelezen op"))
    details = models.JSONField(null=True)  # how it was read: mapping, notes, columns that were left out
    objects = SnapshotQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.source_id} {self.last_period}"

    @property
    def retrieved(self) -> str:
        """When it was fetched, as closely as is known: of open data the source gives the month only."""
        return month_year(self.retrieved_on) if self.source.is_public else long_date(self.retrieved_on)

    @property
    def file(self) -> Path:
        return Path(settings.DATA_DIR) / self.path


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    def visible_to(self, viewer: Viewer) -> Self:
        return self.filter(source__in=Source.objects.visible_to(viewer))


class Indicator(models.Model):
    """What is counted (indicator): a phenomenon as one source counts it.

    The same code means other things in other tables (1.6.3 is one), so the key is source and phenomenon; `code` is the
    part of addresses.
    """

    class Field(models.TextChoices):
        LIVING = "V1", _("Veilige woon- en leefomgeving")
        BUSINESS = "V2", _("Bedrijvigheid en veiligheid")
        YOUTH = "V3", _("Jeugd en veiligheid")
        PHYSICAL = "V4", _("Fysieke veiligheid")
        INTEGRITY = "V5", _("Integriteit en veiligheid")
        NONE = "", _("Nog niet ingedeeld")

    class MovesWith(models.TextChoices):
        REPORTING = "reporting", _("hangt ook af van hoeveel mensen aangifte doen")
        POLICE = "police", _("hangt ook af van hoeveel de politie hierop let")
        NOTHING = "", ""

    code = models.CharField(_("code"), primary_key=True, max_length=80)
    source = models.ForeignKey(Source, models.PROTECT, related_name="indicators")
    phenomenon = models.CharField(_("verschijnsel"), max_length=60)
    label = models.CharField(_("naam"), max_length=120)
    one = models.CharField(_("enkelvoud"), max_length=120, blank=True)
    many = models.CharField(_("meervoud"), max_length=120, blank=True)
    field = models.CharField(_("veiligheidsveld"), max_length=2, choices=Field.choices, blank=True)
    theme = models.CharField(_("thema"), max_length=3, blank=True)
    moves_with = models.CharField(max_length=10, choices=MovesWith.choices, blank=True)
    rank = models.PositiveIntegerField(default=0)
    objects = IndicatorQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["field", "rank", "code"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["source", "phenomenon"], name="one_indicator_per_phenomenon")]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return f"/beeld/soort/{self.code}/"

    @property
    def field_label(self) -> str:
        """The safety field in words; the total of all crimes lies over all of them."""
        return gettext("Alle velden samen") if self.phenomenon == "0.0.0" else str(self.get_field_display())


class IndicatorVersion(models.Model):
    """What an indicator meant from a day on; a goal or report keeps the version that it was written with."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("nummer"))
    definition = models.JSONField(_("omschrijving"))
    from_date = models.DateField(_("vanaf"))

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["indicator", "number"], name="one_number_per_indicator")]

    def __str__(self) -> str:
        return f"{self.indicator_id} v{self.number}"


class InterpretationQuerySet(models.QuerySet["Interpretation"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """What people say about a figure stays with who works in that area, until somebody publishes it."""
        seen = self.filter(removed=False, indicator__in=Indicator.objects.visible_to(viewer))
        return seen if viewer.is_system else seen.filter(area__in=viewer.area_codes)


class Interpretation(models.Model):
    """What a person makes of a figure (duiding) or warns about (kanttekening), signed and dated."""

    class Kind(models.TextChoices):
        MEANING = "meaning", _("duiding")
        CAVEAT = "caveat", _("kanttekening")

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="interpretations")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("gebied"))
    period = models.CharField(_("periode"), max_length=10)
    kind = models.CharField(_("soort"), max_length=8, choices=Kind.choices, default=Kind.MEANING)
    text = models.TextField(_("tekst"), max_length=2000)
    by = models.CharField(max_length=64)
    by_name = models.CharField(_("door"), max_length=200)
    at = models.DateTimeField(_("geschreven op"))
    changed_at = models.DateTimeField(_("veranderd op"), null=True)
    removed = models.BooleanField(_("weggehaald"), default=False)
    version = models.PositiveIntegerField(default=1)
    objects = InterpretationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["area", "indicator"], name="interpretation_place")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="interpretation_says_something",
                condition=~Q(text=""),
                violation_error_message=_("Schrijf wat u ziet of weet, in één of twee zinnen."),
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]

    def get_absolute_url(self) -> str:
        return f"/beeld/{self.area_id}/{self.indicator_id}/#duiding-{self.pk}"


# Below what it points to: these models name those above.
from driehoek.figures.mapping.models import ColumnMapping, Upload, What  # noqa: E402
from driehoek.figures.surveys.models import SurveyQuestion  # noqa: E402
from driehoek.figures.talks.models import Asked, InputRequest, PartnerKind, Talk, Topic  # noqa: E402

__all__ = [
    "Asked",
    "ColumnMapping",
    "Indicator",
    "IndicatorVersion",
    "InputRequest",
    "Interpretation",
    "PartnerKind",
    "Snapshot",
    "Source",
    "SurveyQuestion",
    "Talk",
    "Topic",
    "Upload",
    "What",
]
