"""The text of a plan: typed pieces with a stable identity, and what is written in them, layer by layer, edit by edit."""

from __future__ import annotations

import uuid
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from driehoek.organisations.models import Area
from driehoek.plans.process import CLOSED_PLAN, OPEN_PART, OPEN_PLAN, PLAN, READY_PART

if TYPE_CHECKING:
    from driehoek.organisations.viewer import Viewer


class PlanQuerySet(models.QuerySet["Plan"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """A plan is seen by who reads one of its texts: a draft by the people who work on it, an adopted text by everyone."""
        if viewer.is_system:
            return self
        from driehoek.plans.adoption.models import Version

        working = Q(pk__in=Layer.objects.visible_to(viewer).values("plan"))  # read once, not once per plan
        return self.filter(working | Q(pk__in=Version.objects.visible_to(viewer).values("plan")))

    def of(self, municipality: str, day: date) -> Self:
        """Plans in which this municipality takes part on that day."""
        from driehoek.plans.sharing.models import Participation

        part = Participation.objects.on(day).filter(plan=OuterRef("pk"), municipality=municipality)
        return self.filter(Exists(part))


class Plan(models.Model):
    """A safety policy plan of a basisteam or of one municipality, for a period (integraal veiligheidsplan)."""

    class Pattern(models.TextChoices):
        """The ways in which municipalities share a text; a setting, never another model."""

        IDENTICAL = "identical", _("Eén gezamenlijke tekst voor alle gemeenten")
        PARTS = "parts", _("Deel A gezamenlijk, deel B per gemeente")
        TEMPLATE = "template", _("Eén tekst met in te vullen plekken per gemeente")
        LOCAL_SECTIONS = "local_sections", _("Gezamenlijk, met een hoofdstuk per gemeente dat overal in staat")
        PARALLEL = "parallel", _("Een eigen plan, gemaakt samen met andere gemeenten")

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(_("titel"), max_length=200)
    team = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+", verbose_name=_("basisteam"))
    municipality = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+", verbose_name=_("gemeente"))
    starts_on = models.DateField(_("begint op"))
    ends_on = models.DateField(_("eindigt op"))
    predecessor = models.ForeignKey("self", models.PROTECT, null=True, related_name="successors", verbose_name=_("volgt op"))
    pattern = models.CharField(_("manier van delen"), max_length=20, choices=Pattern.choices, default=Pattern.IDENTICAL)
    settings = models.JSONField(default=dict)  # developed_with: [codes]; advisers_write: bool; sources, contribution, …
    state = models.CharField(_("stand"), max_length=20, choices=PLAN.choices(), default=PLAN.start)
    version = models.PositiveIntegerField(default=1)
    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-starts_on", "title"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="plan_ends_after_start",
                condition=Q(ends_on__gt=F("starts_on")),
                violation_error_message=_("De einddatum ligt vóór de begindatum. Kies een latere einddatum."),
            ),
            models.CheckConstraint(
                name="plan_of_team_or_municipality",
                condition=Q(team__isnull=False, municipality__isnull=True) | Q(team__isnull=True, municipality__isnull=False),
                violation_error_message=_("Een plan is van een basisteam of van één gemeente."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("plan", args=[self.pk])

    @property
    def area_code(self) -> str:
        return str(self.team_id or self.municipality_id)

    @property
    def is_joint(self) -> bool:
        return self.team_id is not None

    def state_on(self, day: date) -> str:
        """The state as the calendar makes it: an adopted plan comes into force and ends by itself."""
        if self.state in ("adopted", "partly_adopted", "before_councils") and day > self.ends_on:
            return "ended"
        if self.state == "adopted" and day >= self.starts_on:
            return "in_force"
        return self.state

    def label_on(self, day: date) -> str:
        return PLAN.label(self.state_on(day))


class LayerQuerySet(models.QuerySet["Layer"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Whose working text this viewer may read: the joint one at the table of the team, a municipality's its own people;
        the adviser of the team from the moment it is ready."""
        if viewer.is_system:
            return self
        from driehoek.plans.adoption.models import LocalPart

        teams, own = viewer.areas_with("plans.read_joint"), viewer.areas_with("plans.read_local")
        joint = Q(municipality__isnull=True, plan__in=Plan.objects.filter(team__in=teams))
        ready = LocalPart.objects.filter(state__in=READY_PART)
        near = Q(pk__in=ready.values("layer"), municipality__in=viewer.areas_with("plans.read_ready"))
        return self.filter(joint | Q(municipality__in=own) | near)

    def joint(self) -> Self:
        return self.filter(municipality__isnull=True)


class Layer(models.Model):
    """The joint text of a plan (municipality null), or what one municipality makes of it (laag). Closed, never deleted."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="layers")
    municipality = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+", verbose_name=_("gemeente"))
    values = models.JSONField(default=dict)  # what stands in the slots of running text: {"gemeente": "Buren"}
    until = models.DateField(_("tot"), null=True)  # the municipality left the plan on this day
    objects = LayerQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan"], condition=Q(municipality__isnull=True), name="one_joint_layer"),
            models.UniqueConstraint(
                fields=["plan", "municipality"],
                condition=Q(municipality__isnull=False),
                name="one_layer_per_municipality",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.municipality_id or 'joint'}"

    def get_absolute_url(self) -> str:
        return reverse("plan", args=[self.plan_id]) + f"?gemeente={self.municipality_id or 'samen'}"

    @property
    def is_joint(self) -> bool:
        return self.municipality_id is None

    def area_code(self) -> str:
        return str(self.municipality_id or self.plan.area_code)

    def is_open(self) -> bool:
        """Whether the text may be changed now. A plan of one municipality needs both its plan and its part to be open."""
        plan_open = self.plan.state in OPEN_PLAN
        if self.is_joint:
            return plan_open
        if self.until is not None or self.plan.state in CLOSED_PLAN:
            return False
        return self.local_part.state in OPEN_PART and (plan_open or self.plan.is_joint)


class Filling(models.Model):
    """What stood in the slots of a layer from a moment on. Append-only, so that an old text reads as it did."""

    layer = models.ForeignKey(Layer, models.PROTECT, related_name="fillings")
    values = models.JSONField()
    by = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.layer_id} {self.at}"


class PieceKind(models.TextChoices):
    SECTION = "section", _("hoofdstuk of paragraaf")
    PROSE = "prose", _("tekst")
    PRIORITY = "priority", _("prioriteit")
    REGULAR = "regular", _("regulier werk")
    REASON = "reason", _("reden")
    AMBITION = "ambition", _("ambitie")
    GOAL = "goal", _("doel")
    MEASURE = "measure", _("maatregel")
    POINT = "point", _("aandachtspunt")
    PRINCIPLE = "principle", _("uitgangspunt")
    CRITERION = "criterion", _("keuzecriterium")
    LINE = "line", _("lijn door het plan")


class PieceQuerySet(models.QuerySet["Piece"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Pieces of the texts this viewer may read, dropped ones included; and those in a version that he may read."""
        if viewer.is_system:
            return self
        from driehoek.plans.adoption.models import Printed, Version

        printed = Printed.objects.filter(version__in=Version.objects.visible_to(viewer))
        return self.filter(Q(home__in=Layer.objects.visible_to(viewer)) | Q(pk__in=printed.values("piece")))


class Piece(models.Model):
    """A typed part of a plan, whatever is written in it (tekstdeel). Never deleted; `home` moves once: from local to joint."""

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="pieces")
    home = models.ForeignKey(Layer, models.PROTECT, related_name="pieces")
    kind = models.CharField(_("soort"), max_length=20, choices=PieceKind.choices)
    writer = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+", verbose_name=_("schrijver"))
    origin = models.ForeignKey("self", models.PROTECT, null=True, related_name="descendants")  # in a plan before
    objects = PieceQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.kind} {self.uuid}"

    def get_absolute_url(self) -> str:
        return reverse("plan", args=[self.plan_id]) + f"#deel-{self.pk}"


class Edit(models.Model):
    """What was written in a piece, in one layer. Append-only; the source of the text at any moment.

    A `drop` in the home of a piece keeps its place and words; in another layer it leaves the joint piece out. `inherit` ends
    what a layer said of a joint piece. Only edits in the home of a piece have a place (parent, rank).
    """

    class Op(models.TextChoices):
        WRITE = "write", _("geschreven")
        DROP = "drop", _("weggehaald")
        INHERIT = "inherit", _("gezamenlijke tekst")

    piece = models.ForeignKey(Piece, models.PROTECT, related_name="edits")
    layer = models.ForeignKey(Layer, models.PROTECT, related_name="edits")
    number = models.PositiveIntegerField()
    op = models.CharField(max_length=8, choices=Op.choices)
    parent = models.ForeignKey(Piece, models.PROTECT, null=True, related_name="+")
    rank = models.CharField(max_length=255, blank=True)
    title = models.CharField(_("titel"), max_length=300, blank=True)
    body = models.TextField(_("tekst"), blank=True)
    facts = models.JSONField(default=dict)
    reason = models.TextField(_("waarom"), blank=True)
    base = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")  # the joint words that were replaced
    by = models.CharField(max_length=64)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["layer", "piece", "number"], name="one_edit_per_number")]
        indexes: ClassVar = [models.Index(fields=["layer", "piece", "number", "at"], name="edit_at_a_moment")]

    def __str__(self) -> str:
        return f"{self.piece_id} {self.layer_id}/{self.number} {self.op}"


class Head(models.Model):
    """The last edit of a piece in a layer. A form has seen an edit; the command locks this row."""

    piece = models.ForeignKey(Piece, models.PROTECT, related_name="heads")
    layer = models.ForeignKey(Layer, models.PROTECT, related_name="heads")
    edit = models.OneToOneField(Edit, models.PROTECT, related_name="head_of")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["piece", "layer"], name="one_head_per_layer")]

    def __str__(self) -> str:
        return f"{self.piece_id} {self.layer_id}"
