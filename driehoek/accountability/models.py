"""Reports to a council: the words of the adviser, the state, and the text as it was frozen."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from driehoek.accountability.process import OFFERED_STATES, OPEN_STATES, REPORT
from driehoek.organisations.models import Area
from driehoek.plans.models import Plan

if TYPE_CHECKING:
    from driehoek.organisations.viewer import Viewer

# From this moment the adviser of the team reads it; before, it is of the municipality alone.
_CHECKED_STATES = ("checked", *OFFERED_STATES)


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """A draft: the municipality's own people. Checked: also the adviser of the team. Offered: its council. Published: all."""
        if viewer.is_system:
            return self
        public = Q(published_on__isnull=False)
        if viewer.is_public:
            return self.filter(public)
        own = Q(municipality__in=viewer.areas_with("accountability.read"))
        near = Q(state__in=_CHECKED_STATES, municipality__in=viewer.areas_with("accountability.read_checked"))
        council = Q(offered_on__isnull=False, municipality__in=viewer.areas_with("accountability.read_offered"))
        return self.filter(public | own | near | council)

    def inside(self, viewer: Viewer) -> Self:
        """Those of which this viewer reads the making of: who changed what, and why."""
        if viewer.is_system:
            return self
        return self.filter(municipality__in=viewer.areas_with("accountability.read"))

    def open(self) -> Self:
        return self.filter(state__in=OPEN_STATES)


class Report(models.Model):
    """A progress report of one municipality on one plan, for its council (voortgangsrapportage)."""

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="reports", verbose_name=_("plan"))
    municipality = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("gemeente"))
    since = models.DateField(_("van"))
    until = models.DateField(_("tot en met"))
    state = models.CharField(_("stand"), max_length=12, choices=REPORT.choices(), default=REPORT.start)
    predecessor = models.OneToOneField("self", models.PROTECT, null=True, related_name="successor", verbose_name=_("corrigeert"))
    correction = models.TextField(_("wat er niet klopte"), blank=True)
    offered_on = models.DateField(_("aangeboden op"), null=True)
    noted_on = models.DateField(_("ter kennis genomen op"), null=True)
    decision_number = models.CharField(_("nummer van de raad"), max_length=60, blank=True)
    published_on = models.DateField(_("openbaar sinds"), null=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)
    version = models.PositiveIntegerField(default=1)
    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-until", "-made_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="report_ends_after_start",
                condition=Q(until__gte=F("since")),
                violation_error_message=_("De einddatum ligt vóór de begindatum. Kies een latere einddatum."),
            ),
            models.CheckConstraint(name="report_state_known", condition=Q(state__in=[s.code for s in REPORT.states])),
            models.CheckConstraint(
                name="offered_report_has_a_day",
                condition=Q(offered_on__isnull=False, state__in=OFFERED_STATES)
                | (Q(offered_on__isnull=True) & ~Q(state__in=OFFERED_STATES)),
            ),
            models.CheckConstraint(
                name="published_report_was_noted", condition=Q(published_on__isnull=True) | Q(noted_on__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["plan", "municipality", "since", "until"],
                condition=Q(predecessor__isnull=True),
                name="one_report_per_period",
                violation_error_message=_("Over deze periode is er al een verslag. Open dat, of kies een andere periode."),
            ),
        ]

    def __str__(self) -> str:
        return _now("Voortgang %(area)s, %(since)s tot en met %(until)s") % {
            "area": self.municipality.name,
            "since": self.since.strftime("%d-%m-%Y"),
            "until": self.until.strftime("%d-%m-%Y"),
        }

    def get_absolute_url(self) -> str:
        return reverse("report", args=[self.pk])

    @property
    def state_label(self) -> str:
        return REPORT.label(self.state)

    @property
    def is_open(self) -> bool:
        """Whether the words may still be changed; before it is checked the page is composed anew each time."""
        return self.state in OPEN_STATES


class ReportText(models.Model):
    """Words of the adviser in a report: introduction, conclusion, or the answer to one priority. `key` says which."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="texts")
    key = models.CharField(max_length=60)  # introduction, conclusion, priority:<uuid>
    body = models.TextField(_("tekst"), blank=True)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["report", "key"], name="one_text_per_place")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.key}"


class ReportVersionQuerySet(models.QuerySet["ReportVersion"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Who made it reads every version; the others only the last one, which is what was checked and offered."""
        if viewer.is_system:
            return self
        later = ReportVersion.objects.filter(report=models.OuterRef("report"), number__gt=models.OuterRef("number"))
        shown = Q(report__in=Report.objects.visible_to(viewer).exclude(state__in=OPEN_STATES)) & ~models.Exists(later)
        return self.filter(Q(report__in=Report.objects.inside(viewer)) | shown)


class ReportVersion(models.Model):
    """The whole report as it was checked, figures and charts included: frozen, by trigger, on both engines."""

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(Report, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("nummer"))
    content = models.JSONField()  # see composing.frozen
    sha256 = models.CharField(max_length=64)
    frozen_by = models.CharField(max_length=200)
    frozen_at = models.DateTimeField()
    objects = ReportVersionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["report", "number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["report", "number"], name="one_report_version_per_number")]

    def __str__(self) -> str:
        return f"{self.report_id} v{self.number}"

    @property
    def structure(self) -> dict[str, Any]:
        found: dict[str, Any] = self.content["document"]
        return found
