"""What people speak of by name and other rooms point to: priorities, goals, measures and lines through the plan.

Each is a piece of the text. The rows here repeat what the text says of them in its home (title, place, what they fall under),
so that one query can find and follow them; `parts.keeping` keeps them in step, nothing else writes here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from driehoek.organisations.models import Area
from driehoek.plans.writing.models import Edit, Head, Layer, Piece, Plan

if TYPE_CHECKING:
    from driehoek.organisations.viewer import Viewer


class SafetyField(models.TextChoices):
    """The five fields of safety policy, as municipalities sort them (Kernbeleid Veiligheid, VNG)."""

    V1 = "V1", _("Veilige woon- en leefomgeving")
    V2 = "V2", _("Bedrijvigheid en veiligheid")
    V3 = "V3", _("Jeugd en veiligheid")
    V4 = "V4", _("Fysieke veiligheid")
    V5 = "V5", _("Integriteit en veiligheid")


class PartQuerySet[M: models.Model](models.QuerySet[M]):
    ABOVE: ClassVar[tuple[str, ...]] = ()  # fields to what it falls under

    def visible_to(self, viewer: Viewer) -> Self:
        """In a working text that this viewer may read, or in a version that he may read (an adopted one: everyone)."""
        named = self.select_related("plan")
        if viewer.is_system:
            return named.filter(dropped=False)
        from driehoek.plans.adoption.models import Printed, Version

        printed = Printed.objects.filter(version__in=Version.objects.visible_to(viewer))
        working = Q(dropped=False, home__in=Layer.objects.visible_to(viewer))
        return named.filter(working | Q(pk__in=printed.values("piece")))

    def of(self, municipality: str) -> Self:
        """Those in the text of this municipality now: joint ones that it did not leave out, and its own."""
        from driehoek.plans.sharing.models import Participation

        takes_part = Participation.objects.current().filter(plan=OuterRef("plan"), municipality=municipality)
        joint = Q(Exists(takes_part), municipality__isnull=True)
        found = self.filter(joint | Q(municipality=municipality), dropped=False)
        for path in ("pk", *self.ABOVE):
            left_out = Head.objects.filter(
                piece=OuterRef(path), layer__municipality=municipality, edit__op=Edit.Op.DROP, edit__rank=""
            )
            found = found.exclude(Exists(left_out))
        return found

    def standing(self) -> Self:
        return self.filter(dropped=False)


class Part(models.Model):
    """What the named parts have in common."""

    piece = models.OneToOneField(Piece, models.PROTECT, primary_key=True, related_name="%(class)s")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="%(class)s_set")
    home = models.ForeignKey(Layer, models.PROTECT, related_name="+")
    municipality = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+")  # null: joint
    title = models.CharField(_("titel"), max_length=300)
    facts = models.JSONField(default=dict)
    position = models.PositiveIntegerField(default=0)  # its turn in the plan as a whole
    dropped = models.BooleanField(default=False)

    class Meta:
        abstract = True
        ordering: ClassVar = ["plan", "position"]

    def __str__(self) -> str:
        return self.title


class PriorityQuerySet(PartQuerySet["Priority"]):
    ABOVE: ClassVar = ("parent",)

    def chosen(self) -> Self:
        """Real priorities; not the regular work that stands beside them."""
        return self.filter(regular=False)


class Priority(Part):
    """A theme that gets extra attention (prioriteit), joint or local; or, `regular`, work that goes on beside them."""

    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    regular = models.BooleanField(_("regulier werk"), default=False)
    objects = PriorityQuerySet.as_manager()

    def get_absolute_url(self) -> str:
        return reverse("priority", args=[self.pk])


class GoalQuerySet(PartQuerySet["Goal"]):
    ABOVE: ClassVar = ("priority", "priority__parent")


class Goal(Part):
    """A result to reach (doel): with an indicator, or with the reason why there is none. Without priority: of the whole plan."""

    priority = models.ForeignKey(Priority, models.PROTECT, null=True, related_name="goals")
    # The plan, only where no priority stands between them: what the thread follows.
    whole_plan = models.ForeignKey(Plan, models.PROTECT, null=True, related_name="general_goals")
    objects = GoalQuerySet.as_manager()

    def get_absolute_url(self) -> str:
        return reverse("goal", args=[self.pk])

    @property
    def indicator(self) -> str:
        return str(self.facts.get("indicator", ""))


class MeasureQuerySet(PartQuerySet["Measure"]):
    ABOVE: ClassVar = ("goal", "priority", "priority__parent")


class Measure(Part):
    """An intended effort under a goal (maatregel)."""

    goal = models.ForeignKey(Goal, models.PROTECT, null=True, related_name="measures")
    priority = models.ForeignKey(Priority, models.PROTECT, null=True, related_name="measures")
    # The priority, only where no goal stands between them: what the thread follows.
    direct_priority = models.ForeignKey(Priority, models.PROTECT, null=True, related_name="direct_measures")
    objects = MeasureQuerySet.as_manager()

    def get_absolute_url(self) -> str:
        return reverse("measure", args=[self.pk])


class CrossLineQuerySet(PartQuerySet["CrossLine"]):
    pass


class CrossLine(Part):
    """A line that runs through all themes, such as youth or resilience (focus, lijn door het plan)."""

    pieces = models.ManyToManyField(Piece, through="LineLink", related_name="lines")
    objects = CrossLineQuerySet.as_manager()

    def get_absolute_url(self) -> str:
        return reverse("cross_line", args=[self.pk])


class LineLink(models.Model):
    """A line runs through a piece. Undone, it goes; the timeline keeps it."""

    line = models.ForeignKey(CrossLine, models.PROTECT, related_name="links")
    piece = models.ForeignKey(Piece, models.PROTECT, related_name="line_links")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["line", "piece"], name="one_line_link", violation_error_message=_("Deze lijn loopt hier al door.")
            )
        ]

    def __str__(self) -> str:
        return f"{self.line_id} {self.piece_id}"
