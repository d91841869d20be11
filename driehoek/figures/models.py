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

    def offered_to(self, viewer: Viewer, also: str = "") -> Self:
        """What a form lets one choose. A closed one only stays where it was used: `also` is the code that was chosen before."""
        return self.visible_to(viewer).filter(Q(closed_on=None) | Q(pk=also))


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

    class Kind(models.TextChoices):
        COUNT = "count", _("aantal dat is geteld")
        GROUP = "group", _("groep: de som van soorten")
        VALUE = "value", _("waarde in een eenheid")  # a share, a mark: never added up, kept with its margin

    class Unit(models.TextChoices):
        COUNT = "count", _("aantal")
        PER_1000 = "per_1000", _("per 1.000 inwoners")
        PER_1000_DWELLINGS = "per_1000_dwellings", _("per 1.000 woningen")
        PER_1000_BUSINESSES = "per_1000_businesses", _("per 1.000 vestigingen")
        PER_10000 = "per_10000", _("per 10.000 inwoners")
        PER_10000_YOUNG = "per_10000_young", _("per 10.000 jongeren van 12 tot en met 17 jaar")
        PERCENTAGE = "percentage", _("percentage")
        MARK = "mark", _("cijfer van 1 tot en met 10")
        SCALE = "scale", _("schaalscore van 0 tot en met 10")
        SCORE = "score", _("score naast het landelijk gemiddelde")
        DAYS = "days", _("dagen")
        HOURS = "hours", _("uren")
        YEARS = "years", _("jaren")
        EUROS = "euros", _("euro")
        PER_KM2 = "per_km2", _("per vierkante kilometer")

    class Direction(models.TextChoices):
        LOWER = "lower", _("lager is gunstiger")
        HIGHER = "higher", _("hoger is gunstiger")
        KEEP = "keep", _("gelijk blijven of hoger is gunstig")
        NONE = "", _("geen: meer of minder is niet goed of slecht")

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
    # The current definition; each earlier one is an IndicatorVersion.
    key = models.CharField(max_length=40, blank=True)  # how plans and other rooms name it: burglary
    kind = models.CharField(_("soort cijfer"), max_length=5, choices=Kind.choices, default=Kind.COUNT)
    unit = models.CharField(_("eenheid"), max_length=20, choices=Unit.choices, default=Unit.COUNT)
    direction = models.CharField(_("gunstige richting"), max_length=6, choices=Direction.choices, blank=True)
    themes = models.JSONField(default=list)  # codes of all its themes, the first of which is `theme`
    parts = models.JSONField(default=list)  # of a group: the phenomena of the same source that are added up
    meaning = models.TextField(_("wat het is"), blank=True)
    level = models.CharField(_("kleinste gebied"), max_length=60, blank=True)
    rhythm = models.CharField(_("hoe vaak"), max_length=60, blank=True)
    public_source = models.CharField(_("waar het te vinden is"), max_length=200, blank=True)
    method = models.TextField(_("hoe het wordt geteld"), blank=True)
    limits = models.TextField(_("wat het niet zegt"), blank=True)
    willingness = models.TextField(_("aangifte en melden"), blank=True)
    breaks = models.JSONField(default=list)  # [{"first": "2020", "last": "2021", "reason": "…"}]
    mandatory = models.BooleanField(_("verplicht in de jaarstukken"), default=False)
    closed_on = models.DateField(_("gesloten op"), null=True)
    supplied = models.CharField(max_length=64, blank=True)  # digest of the definition that Driehoek supplies; "" of one's own
    offer = models.JSONField(null=True)  # a newer supplied definition, where people changed the one in use
    by_hand = models.BooleanField(default=False)  # whether people changed what was supplied
    version = models.PositiveIntegerField(default=1)
    objects = IndicatorQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["field", "rank", "code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "phenomenon"], name="one_indicator_per_phenomenon"),
            models.CheckConstraint(
                name="indicator_has_a_name",
                condition=~Q(label=""),
                violation_error_message=_("Geef het cijfer een naam."),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return f"/beeld/soort/{self.code}/"

    @property
    def field_label(self) -> str:
        """The safety field in words; the total of all crimes lies over all of them."""
        return gettext("Alle velden samen") if self.phenomenon == "0.0.0" else str(self.get_field_display())

    @property
    def asks_for_a_name(self) -> bool:
        """Whether it came with a file and nobody said yet what it is."""
        return not self.field and self.phenomenon != "0.0.0" and not self.supplied


class IndicatorVersion(models.Model):
    """What an indicator meant from a day on; a goal or report keeps the version that it was written with."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("nummer"))
    definition = models.JSONField(_("omschrijving"))
    from_date = models.DateField(_("vanaf"))
    reason = models.TextField(_("waarom"), blank=True)
    by = models.CharField(max_length=64, blank=True)
    by_name = models.CharField(_("door"), max_length=200, blank=True)

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
from driehoek.figures.findings.models import BandChange, Following, MeaningRequest, TriangleNote  # noqa: E402
from driehoek.figures.mapping.models import ColumnMapping, Upload, What  # noqa: E402
from driehoek.figures.pictures.models import PictureCell, PictureField, SafetyPicture  # noqa: E402
from driehoek.figures.surveys.models import SurveyQuestion  # noqa: E402
from driehoek.figures.talks.models import Asked, InputRequest, PartnerKind, Talk, Topic  # noqa: E402

__all__ = [
    "Asked",
    "BandChange",
    "ColumnMapping",
    "Following",
    "Indicator",
    "IndicatorVersion",
    "InputRequest",
    "Interpretation",
    "MeaningRequest",
    "PartnerKind",
    "PictureCell",
    "PictureField",
    "SafetyPicture",
    "Snapshot",
    "Source",
    "SurveyQuestion",
    "Talk",
    "Topic",
    "TriangleNote",
    "Upload",
    "What",
]
