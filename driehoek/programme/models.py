"""Programmes, the actions in them, and what is said about how they go."""

from __future__ import annotations

from datetime import date
from enum import IntEnum
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from driehoek.organisations.models import Area
from driehoek.plans.models import Measure, Plan, Priority, SafetyField
from driehoek.programme import rules
from driehoek.programme.process import ACTION, ADOPTED_STATES, CLOSED_STATES, OPEN_STATES, PROGRAMME, WORKING_STATES

if TYPE_CHECKING:
    from driehoek.organisations.viewer import Viewer


class Sight(IntEnum):
    """How much of a programme or action someone sees."""

    PUBLIC = 0  # title, state, dates, result: once it is adopted
    COUNCIL = 1  # also what it is about and how it goes; no names of officials
    INSIDE = 2  # all of it


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """An adopted programme is public; a draft is seen by who reads drafts in its area, and by who owns an action in it."""
        if viewer.is_system:
            return self
        public = Q(adopted_on__isnull=False)
        if viewer.is_public:
            return self.filter(public)
        own = Action.objects.filter(programme=OuterRef("pk"), owner_code=viewer.code, removed=False)
        return self.filter(public | Q(area__in=viewer.areas_with("programme.read")) | Q(Exists(own)))

    def inside(self, viewer: Viewer) -> Self:
        """Those that this viewer works in: drafts, reasons and names included."""
        if viewer.is_system:
            return self
        return self.filter(area__in=viewer.areas_with("programme.read"))

    def of(self, municipality: str, teams: frozenset[str] | set[str] = frozenset()) -> Self:
        """The programmes of a municipality: its own, and the joint ones of its teams."""
        return self.filter(area__in={municipality, *teams})

    def adopted(self) -> Self:
        return self.filter(adopted_on__isnull=False)

    def open(self) -> Self:
        return self.exclude(state__in=CLOSED_STATES)


class Programme(models.Model):
    """The working out of a plan in actions, for one or two years (uitvoeringsprogramma): joint, or of one municipality."""

    class Kind(models.TextChoices):
        JOINT = "joint", _("gezamenlijk")
        LOCAL = "local", _("lokaal")

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="programmes", verbose_name=_("plan"))
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("gebied"))
    kind = models.CharField(_("soort"), max_length=5, choices=Kind.choices)
    title = models.CharField(_("titel"), max_length=200)
    starts_on = models.DateField(_("begint op"))
    ends_on = models.DateField(_("eindigt op"))
    predecessor = models.ForeignKey("self", models.PROTECT, null=True, related_name="successors", verbose_name=_("volgt op"))
    state = models.CharField(_("stand"), max_length=20, choices=PROGRAMME.choices(), default=PROGRAMME.start)
    adopted_on = models.DateField(_("vastgesteld op"), null=True)  # the day on which the first college adopted it
    last_number = models.PositiveIntegerField(default=0)  # of its actions; numbers are never used again
    version = models.PositiveIntegerField(default=1)
    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-starts_on", "title", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="programme_ends_after_start",
                condition=Q(ends_on__gt=F("starts_on")),
                violation_error_message=_("De einddatum ligt vóór de begindatum. Kies een latere einddatum."),
            ),
            models.CheckConstraint(
                name="programme_adopted_by_state",
                condition=Q(adopted_on__isnull=False, state__in=ADOPTED_STATES)
                | (Q(adopted_on__isnull=True) & ~Q(state__in=ADOPTED_STATES)),
            ),
            models.CheckConstraint(name="programme_state_known", condition=Q(state__in=[s.code for s in PROGRAMME.states])),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("programme", args=[self.pk])

    @property
    def area_code(self) -> str:
        return self.area_id

    @property
    def is_joint(self) -> bool:
        return self.kind == self.Kind.JOINT

    @property
    def state_label(self) -> str:
        return PROGRAMME.label(self.state)

    def sight(self, viewer: Viewer) -> Sight:
        """How much this viewer sees of it; that he sees it at all is for `visible_to`."""
        if viewer.is_system or self.area_id in viewer.areas_with("programme.read"):
            return Sight.INSIDE
        if self.adopted_on and self.area_id in viewer.areas_with("programme.read_adopted"):
            return Sight.COUNCIL
        return Sight.PUBLIC


class ProgrammeAdoption(models.Model):
    """The college of one municipality adopted the programme (collegebesluit). Never changed or removed."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="adoptions")
    municipality = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("gemeente"))
    decided_on = models.DateField(_("besloten op"))
    decision_number = models.CharField(_("besluitnummer"), max_length=60)
    recorded_by = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["decided_on", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "municipality"],
                name="one_adoption_per_college",
                violation_error_message=_("Het besluit van dit college is al vastgelegd."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.decision_number}"


class ActionQuerySet(models.QuerySet["Action"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Actions of an adopted programme are public, save what is only proposed; drafts are for who reads drafts in the area,
        and an action of one's own is always seen. Removed ones stay for who sees drafts: they can be put back."""
        if viewer.is_system:
            return self
        adopted = Programme.objects.filter(adopted_on__isnull=False)
        public = Q(programme__in=adopted, removed=False) & ~Q(state="proposed")
        if viewer.is_public:
            return self.filter(public)
        return self.filter(public | Q(programme__in=Programme.objects.inside(viewer)) | Q(owner_code=viewer.code, removed=False))

    def inside(self, viewer: Viewer) -> Self:
        """Those that this viewer sees all of: in programmes that he works in, and his own."""
        if viewer.is_system:
            return self
        own = Q(owner_code=viewer.code, removed=False) if viewer.code else Q(pk__in=[])
        return self.filter(Q(programme__in=Programme.objects.inside(viewer)) | own)

    def standing(self) -> Self:
        """Not removed."""
        return self.filter(removed=False)

    def open(self) -> Self:
        return self.filter(state__in=OPEN_STATES)

    def with_progress(self) -> Self:
        """Each with what was last said of it: `last_tick`, `last_on`, `last_sentence`, `last_by` (None when nothing was)."""
        latest = Progress.objects.standing().filter(action=OuterRef("pk")).order_by("-on", "-pk")
        return self.annotate(
            last_tick=Subquery(latest.values("tick")[:1]),
            last_on=Subquery(latest.values("on")[:1]),
            last_sentence=Subquery(latest.values("sentence")[:1]),
            last_by=Subquery(latest.values("by_name")[:1]),
        )

    # The judgements of rules.py as conditions; those after `late` need `with_progress`.
    def late(self, today: date) -> Self:
        return self.filter(state__in=WORKING_STATES, ends_on__lt=today)

    def unexplained(self, today: date) -> Self:
        return self.late(today).filter(Q(last_on__isnull=True) | Q(last_on__lte=F("ends_on")))

    def at_risk(self, today: date) -> Self:
        unstarted = Q(state="planned", ends_on__lte=today + rules.ALMOST_DUE)
        in_time = Q(ends_on__isnull=True) | Q(ends_on__gte=today)
        return self.filter(in_time, Q(last_tick__in=rules.WORRIES) | unstarted, state__in=WORKING_STATES)

    def silent(self, today: date) -> Self:
        since = today - rules.SILENT_AFTER
        unheard = Q(last_on__isnull=True) & (Q(starts_on__isnull=True) | Q(starts_on__lte=since))
        return self.filter(Q(last_on__lte=since) | unheard, state="running")

    def waiting_for_a_tick(self, today: date) -> Self:
        at_work = Q(state="running") | Q(state="planned", starts_on__lte=today)
        late_unsaid = Q(ends_on__lt=today) & Q(last_on__lte=F("ends_on"))
        return self.filter(at_work, Q(last_on__isnull=True) | Q(last_on__lte=today - rules.TICK_EVERY) | late_unsaid)


class Action(models.Model):
    """What is done for a measure, by whom, before when (actie). Its number is that of its programme: A-12."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="actions")
    number = models.PositiveIntegerField(_("nummer"))
    measure = models.ForeignKey(Measure, models.PROTECT, null=True, related_name="actions", verbose_name=_("maatregel"))
    safety_field = models.CharField(_("regulier werk in veld"), max_length=2, choices=SafetyField.choices, blank=True)
    # The piece of the plan on regular work in that field, where the plan has one: so that the thread runs on.
    regular = models.ForeignKey(Priority, models.PROTECT, null=True, related_name="regular_actions")
    title = models.CharField(_("actie"), max_length=200)
    description = models.TextField(_("omschrijving"), blank=True)  # small Markdown; internal
    lead = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+", verbose_name=_("trekkende gemeente"))
    political_owner = models.CharField(_("bestuurlijk eigenaar"), max_length=120, blank=True)
    owner_code = models.CharField(max_length=64, blank=True)  # of a user; empty: only a name
    owner_name = models.CharField(_("eigenaar"), max_length=120, blank=True)
    partners = models.JSONField(_("partners"), default=list)  # names
    target_groups = models.JSONField(_("doelgroepen"), default=list)
    starts_on = models.DateField(_("begint op"), null=True)
    ends_on = models.DateField(_("klaar op"), null=True)
    state = models.CharField(_("stand"), max_length=12, choices=ACTION.choices(), default=ACTION.start)
    reason = models.TextField(_("reden"), blank=True)  # why it lies still, stopped or was taken up again
    minutes = models.PositiveIntegerField(_("uren"), null=True)
    cents = models.PositiveBigIntegerField(_("euro"), null=True)
    how_noticed = models.TextField(_("hoe merken we het"), blank=True)
    result = models.TextField(_("resultaat"), blank=True)  # public once the programme is adopted
    anchored_in = models.CharField(_("geborgd in"), max_length=500, blank=True)
    handed_over_to = models.CharField(_("overgedragen aan"), max_length=200, blank=True)
    carried_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="carried_to")  # from an earlier programme
    removed = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    objects = ActionQuerySet.as_manager()
    # Set by `with_progress`.
    last_tick: str | None
    last_on: date | None
    last_sentence: str | None
    last_by: str | None

    class Meta:
        ordering: ClassVar = ["programme", "number"]
        indexes: ClassVar = [
            models.Index(fields=["programme", "state", "ends_on"], name="action_by_state"),
            models.Index(fields=["owner_code", "state"], name="action_by_owner"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "number"], name="one_action_per_number"),
            models.CheckConstraint(name="action_state_known", condition=Q(state__in=[s.code for s in ACTION.states])),
            models.CheckConstraint(
                name="action_has_a_title", condition=~Q(title=""), violation_error_message=_("Geef de actie een titel.")
            ),
            models.CheckConstraint(
                name="action_ends_after_start",
                condition=Q(ends_on__gte=F("starts_on")) | Q(ends_on__isnull=True) | Q(starts_on__isnull=True),
                violation_error_message=_("De einddatum ligt vóór de begindatum. Kies een latere einddatum."),
            ),
            models.CheckConstraint(
                name="action_serves_something",
                condition=Q(measure__isnull=False, safety_field="") | (Q(measure__isnull=True) & ~Q(safety_field="")),
                violation_error_message=_("Kies een maatregel uit het plan, óf een veld als het regulier werk is."),
            ),
            models.CheckConstraint(
                name="planned_action_has_an_end",
                condition=Q(ends_on__isnull=False) | Q(state__in=["proposed", "stopped"]),
                violation_error_message=_("Vul in wanneer de actie klaar moet zijn."),
            ),
            models.CheckConstraint(
                name="done_action_has_a_result",
                condition=~Q(state__in=["done", "embedded"]) | ~Q(result=""),
                violation_error_message=_("Schrijf op wat het resultaat is."),
            ),
            models.CheckConstraint(
                name="embedded_action_is_anchored",
                condition=~Q(state="embedded") | ~Q(anchored_in=""),
                violation_error_message=_("Schrijf op waar het nu geborgd is."),
            ),
            models.CheckConstraint(
                name="stopped_action_has_a_reason",
                condition=~Q(state__in=["on_hold", "stopped"]) | ~Q(reason=""),
                violation_error_message=_("Schrijf op waarom de actie stilligt of stopt."),
            ),
            models.CheckConstraint(
                name="handed_over_to_someone",
                condition=~Q(state="handed_over") | ~Q(handed_over_to=""),
                violation_error_message=_("Schrijf op aan wie de actie is overgedragen."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("action", args=[self.programme_id, self.number])

    @property
    def code(self) -> str:
        return f"A-{self.number}"

    @property
    def state_label(self) -> str:
        return ACTION.label(self.state)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def situation(self) -> rules.Situation:
        """For the judgements of rules.py; needs `with_progress`."""
        return rules.Situation(self.state, self.starts_on, self.ends_on, self.last_on, self.last_tick or "")

    @property
    def last_tick_label(self) -> str:
        return str(Progress.Tick(self.last_tick).label) if self.last_tick else ""

    def sight(self, viewer: Viewer) -> Sight:
        if self.owner_code and self.owner_code == viewer.code:
            return Sight.INSIDE
        return self.programme.sight(viewer)

    def public_view(self) -> dict[str, Any]:
        """What everyone may read of an action of an adopted programme: nothing internal, no names of officials."""
        return {
            "code": self.code,
            "title": self.title,
            "state": self.state,
            "state_label": self.state_label,
            "starts_on": self.starts_on,
            "ends_on": self.ends_on,
            "lead": self.lead_id or "",
            "measure": self.measure_id,
            "result": self.result if self.state in ("done", "embedded") else "",
        }


class ProgressQuerySet(models.QuerySet["Progress"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """How it goes is for who sees the action from inside, and for the council once the programme is adopted."""
        if viewer.is_system:
            return self
        adopted = Programme.objects.adopted().filter(area__in=viewer.areas_with("programme.read_adopted"))
        council = Action.objects.filter(programme__in=adopted, removed=False).exclude(state="proposed")
        return self.filter(Q(action__in=Action.objects.inside(viewer)) | Q(action__in=council))

    def standing(self) -> Self:
        """Not taken back, and not itself a taking back."""
        return self.filter(undoes__isnull=True, undone_by__isnull=True)


class Progress(models.Model):
    """How an action goes, in one tick and one sentence (voortgang). Append-only: a mistake gets a counter-entry."""

    class Tick(models.TextChoices):
        ON_TRACK = "on_track", _("Op schema")
        NEEDS_ATTENTION = "needs_attention", _("Vraagt aandacht")
        STUCK = "stuck", _("Zit vast")
        DONE = "done", _("Gereed")

    action = models.ForeignKey(Action, models.PROTECT, related_name="progress")
    on = models.DateField(_("op"))
    tick = models.CharField(_("hoe gaat het"), max_length=16, choices=Tick.choices)
    sentence = models.CharField(_("in één zin"), max_length=500, blank=True)
    by = models.CharField(max_length=64)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    undoes = models.OneToOneField("self", models.PROTECT, null=True, related_name="undone_by")
    objects = ProgressQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-on", "-pk"]
        indexes: ClassVar = [models.Index(fields=["action", "-on", "-id"], name="progress_latest_first")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="worry_has_a_sentence",
                condition=Q(tick="on_track") | ~Q(sentence="") | Q(undoes__isnull=False),
                violation_error_message=_("Schrijf in één zin wat er aan de hand is."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.tick} {self.on}"
