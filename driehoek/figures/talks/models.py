"""What partners tell: observations with their source, and requests for input. Imported by the room's `models.py` only."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from driehoek.figures import models as figures
from driehoek.organisations.models import Area

if TYPE_CHECKING:
    from driehoek.organisations.viewer import Viewer


class PartnerKind(models.TextChoices):
    HOUSING = "housing", _("woningcorporatie")
    NEIGHBOURHOOD = "neighbourhood", _("wijkteam")
    YOUTH = "youth", _("jongerenwerk")
    BUSINESS = "business", _("ondernemers")
    SCHOOL = "school", _("school")
    CARE = "care", _("zorg en welzijn")
    POLICE = "police", _("politie of boa’s")
    RESIDENTS = "residents", _("bewoners")
    OTHER = "other", _("andere organisatie")


class InputRequestQuerySet(models.QuerySet["InputRequest"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """A request holds the addresses of partners: it is for those who may ask in that area."""
        return self if viewer.is_system else self.filter(area__in=viewer.areas_with("figures.ask_input"))


class InputRequest(models.Model):
    """A request for input to many partners at once (verzoek om inbreng): about what, which area, until when."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("gebied"))
    question = models.TextField(_("vraag"), max_length=1000)
    until = models.DateField(_("antwoorden kan tot en met"))
    by = models.CharField(max_length=64)
    by_name = models.CharField(_("door"), max_length=200)
    at = models.DateTimeField(_("gevraagd op"))
    version = models.PositiveIntegerField(default=1)
    objects = InputRequestQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="input_request_asks_something",
                condition=~Q(question=""),
                violation_error_message=_("Schrijf in één of twee zinnen wat u van de partners wilt weten."),
            )
        ]

    def __str__(self) -> str:
        return self.question[:80]

    def get_absolute_url(self) -> str:
        return f"/beeld/inbreng/{self.pk}/"


class Topic(models.Model):
    """One thing that a request asks about: an indicator, or a theme in words."""

    request = models.ForeignKey(InputRequest, models.PROTECT, related_name="topics")
    indicator = models.ForeignKey("figures.Indicator", models.PROTECT, null=True, related_name="+")
    theme = models.CharField(_("onderwerp"), max_length=120, blank=True)
    rank = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["rank", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="topic_is_about_one_thing",
                condition=Q(indicator__isnull=False, theme="") | (Q(indicator__isnull=True) & ~Q(theme="")),
            )
        ]

    def __str__(self) -> str:
        return self.theme or str(self.indicator)


class Asked(models.Model):
    """One partner that was asked. The link to the form is secret: the row holds only its digest and what the key needs."""

    request = models.ForeignKey(InputRequest, models.PROTECT, related_name="asked")
    organisation = models.CharField(_("organisatie"), max_length=120)
    email = models.EmailField(_("e-mailadres"))
    kind = models.CharField(_("soort organisatie"), max_length=13, choices=PartnerKind.choices, blank=True)
    nonce = models.CharField(max_length=64)  # with the secret key of the installation it makes the link; see `asking.links`
    digest = models.CharField(max_length=64, unique=True)
    mailed_on = models.DateField(_("laatste mail"))
    reminders = models.PositiveSmallIntegerField(_("herinneringen"), default=0)
    answered_at = models.DateTimeField(_("geantwoord op"), null=True)
    nothing_to_say = models.BooleanField(_("niets te melden"), default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["organisation", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["request", "email"],
                name="asked_once_per_address",
                violation_error_message=_("Dit e-mailadres staat er twee keer in."),
            )
        ]

    def __str__(self) -> str:
        return self.organisation


class TalkQuerySet(models.QuerySet["Talk"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """What partners say stays with who works in that area."""
        known = Q(indicator__isnull=True) | Q(indicator__in=figures.Indicator.objects.visible_to(viewer))
        seen = self.filter(known, removed=False)
        return seen if viewer.is_system else seen.filter(area__in=viewer.area_codes)


class Talk(models.Model):
    """What a partner told about one phenomenon in one area (gesprek): an observation with its source, never about a person."""

    class Direction(models.TextChoices):
        MORE = "more", _("ziet meer")
        LESS = "less", _("ziet minder")
        SAME = "same", _("ziet hetzelfde")
        NEW = "new", _("ziet iets nieuws")

    class Certainty(models.TextChoices):
        SEEN = "seen", _("zelf gezien")
        HEARD = "heard", _("gehoord van anderen")
        SUSPECTED = "suspected", _("vermoeden")

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("gebied"))
    organisation = models.CharField(_("organisatie"), max_length=120)
    organisation_kind = models.CharField(_("soort organisatie"), max_length=13, choices=PartnerKind.choices)
    held_on = models.DateField(_("datum van het gesprek"))
    indicator = models.ForeignKey("figures.Indicator", models.PROTECT, null=True, related_name="talks")
    theme = models.CharField(_("onderwerp"), max_length=120, blank=True)
    direction = models.CharField(_("wat de partner ziet"), max_length=4, choices=Direction.choices)
    certainty = models.CharField(_("hoe zeker"), max_length=9, choices=Certainty.choices)
    quote = models.TextField(_("in hun woorden"), max_length=2000)
    asks = models.TextField(_("wat zij vragen"), max_length=1000, blank=True)
    asked = models.ForeignKey(Asked, models.PROTECT, null=True, related_name="talks")  # null: an adviser wrote it down
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, related_name="+")
    by = models.CharField(max_length=64)
    by_name = models.CharField(_("opgeschreven door"), max_length=200)
    at = models.DateTimeField(_("opgeschreven op"))
    changed_at = models.DateTimeField(_("veranderd op"), null=True)
    removed = models.BooleanField(_("weggehaald"), default=False)
    version = models.PositiveIntegerField(default=1)
    objects = TalkQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-held_on", "-pk"]
        indexes: ClassVar = [models.Index(fields=["area", "held_on"], name="talk_place")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="talk_is_about_one_thing",
                condition=Q(indicator__isnull=False, theme="") | (Q(indicator__isnull=True) & ~Q(theme="")),
                violation_error_message=_("Kies een cijfer, of schrijf in een paar woorden waar het over gaat."),
            ),
            models.CheckConstraint(
                name="talk_says_something",
                condition=~Q(quote="") & ~Q(organisation=""),
                violation_error_message=_("Schrijf wie het zei en wat er is gezegd."),
            ),
            models.UniqueConstraint(
                fields=["asked", "topic"], name="one_answer_per_topic", condition=Q(asked__isnull=False, topic__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["asked"], name="one_open_answer", condition=Q(asked__isnull=False, topic__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.quote[:80]}"

    def get_absolute_url(self) -> str:
        return f"/beeld/gesprek/{self.pk}/"

    @property
    def about(self) -> str:
        """What it is about, in words. Wants the indicator loaded."""
        return self.theme or str(self.indicator)
