"""Breaks in the thread as far as this room can see: quiet, and only real ones. `GAPS` lists the rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from driehoek.common import clock
from driehoek.common.gaps import Gap, gap_rule
from driehoek.common.once import once
from driehoek.organisations.models import Role
from driehoek.plans.adoption.models import Adoption
from driehoek.plans.higher.models import AlignmentLink
from driehoek.plans.parts.models import CrossLine, Goal, Measure, Priority
from driehoek.plans.parts.naming import titles
from driehoek.plans.sharing.models import Participation
from driehoek.plans.writing.models import Plan

_RUNNING = Q(plan__state__in=["agreed", "before_councils", "partly_adopted", "adopted", "revising"])


def _current(parts: Any) -> Any:
    """Parts of plans that were agreed and are not over: in a draft nothing is missing yet."""
    return parts.filter(_RUNNING, dropped=False, plan__ends_on__gte=clock.today())


def _gaps(rule: str, code: str, parts: Iterable[Any], viewer: Any, sentence: str) -> Iterator[Gap]:
    found = list(parts)
    names = titles(found, viewer)
    for part in found:
        if part.pk in names:
            owner = Role.SAFETY_ADVISER if part.municipality_id else Role.STRATEGIC_ADVISER
            yield Gap(
                rule, f"{code}:{part.pk}", names[part.pk], part.get_absolute_url(), part.municipality_id or "",
                part.plan.starts_on, str(owner.label), sentence,
            )  # fmt: skip


@once
def _priorities(viewer: Any) -> tuple[Any, ...]:
    """With `has_theme` and `has_goal`: two rules look at the same rows."""
    own = AlignmentLink.objects.filter(Q(priority=OuterRef("pk")) | Q(priority=OuterRef("parent")))
    goals = Goal.objects.standing().filter(Q(priority=OuterRef("pk")) | Q(priority__parent=OuterRef("pk")))
    chosen = _current(Priority.objects.visible_to(viewer)).chosen()
    return tuple(chosen.annotate(has_theme=Exists(own), has_goal=Exists(goals)))


@once
def _goals(viewer: Any) -> tuple[Any, ...]:
    """With `has_measure`: of its own, or beside the goals of its priority."""
    measures = Measure.objects.standing().filter(Q(goal=OuterRef("pk")) | Q(direct_priority=OuterRef("priority")))
    return tuple(_current(Goal.objects.visible_to(viewer)).annotate(has_measure=Exists(measures)))


@gap_rule
def priority_without_theme(viewer: Any) -> Iterator[Gap]:
    """A priority that says nothing about any higher theme; a sub-priority may lean on the one above it."""
    parts = [priority for priority in _priorities(viewer) if not priority.has_theme]
    sentence = _("Deze prioriteit is aan geen enkel thema van land, eenheid of district gekoppeld.")
    return _gaps("priority_without_theme", "plans.priority", parts, viewer, sentence)


@gap_rule
def priority_without_goal(viewer: Any) -> Iterator[Gap]:
    parts = [priority for priority in _priorities(viewer) if not priority.has_goal]
    sentence = _("Bij deze prioriteit staat geen doel, dus straks is niet te zien of zij geslaagd is.")
    return _gaps("priority_without_goal", "plans.priority", parts, viewer, sentence)


@gap_rule
def goal_without_indicator(viewer: Any) -> Iterator[Gap]:
    parts = [goal for goal in _goals(viewer) if not goal.facts.get("indicator") and not goal.facts.get("no_indicator_reason")]
    sentence = _("Dit doel heeft geen indicator, en er staat niet bij waarom niet.")
    return _gaps("goal_without_indicator", "plans.goal", parts, viewer, sentence)


@gap_rule
def goal_without_measure(viewer: Any) -> Iterator[Gap]:
    """Only where no measure of the priority stands beside the goals, which may then serve all of them."""
    parts = [goal for goal in _goals(viewer) if goal.priority_id and not goal.has_measure]
    return _gaps("goal_without_measure", "plans.goal", parts, viewer, _("Bij dit doel staat nog niet wat we gaan doen."))


@gap_rule
def measure_without_goal(viewer: Any) -> Iterator[Gap]:
    """Under a priority that has goals to choose from, or under nothing at all; regular work needs no goal."""
    goals = Goal.objects.standing().filter(priority=OuterRef("priority"))
    loose = Q(goal__isnull=True) & (Q(priority__isnull=True) | (Q(priority__regular=False) & ~Q(Exists(goals))))
    parts = _current(Measure.objects.visible_to(viewer)).filter(loose)
    sentence = _("Deze maatregel dient geen doel: er staat geen doel boven of naast.")
    return _gaps("measure_without_goal", "plans.measure", parts, viewer, sentence)


@gap_rule
def council_did_not_adopt(viewer: Any) -> Iterator[Gap]:
    """The period began, and a council that takes part has not decided."""
    today = clock.today()
    adopted = Adoption.objects.standing().filter(plan=OuterRef("plan"), municipality=OuterRef("municipality"))
    waiting = Participation.objects.current().exclude(Exists(adopted)).select_related("plan", "municipality")
    visible = Plan.objects.visible_to(viewer).filter(
        starts_on__lte=today, ends_on__gte=today, state__in=["agreed", "before_councils", "partly_adopted"]
    )
    for one in waiting.filter(plan__in=visible):
        yield Gap(
            "council_did_not_adopt", f"plans.plan:{one.plan_id}", one.plan.title, one.plan.get_absolute_url(),
            str(one.municipality_id), one.plan.starts_on, str(Role.COUNCIL_CLERK.label),
            _("De raad van %(name)s heeft dit plan nog niet vastgesteld.") % {"name": one.municipality},
        )  # fmt: skip


@gap_rule
def line_through_nothing(viewer: Any) -> Iterator[Gap]:
    parts = _current(CrossLine.objects.visible_to(viewer)).filter(links__isnull=True)
    return _gaps("line_through_nothing", "plans.crossline", parts, viewer, _("Deze lijn loopt nog door geen enkel deel."))


GAPS: list[Callable[[Any], Iterable[Gap]]] = [
    priority_without_theme,
    priority_without_goal,
    goal_without_indicator,
    goal_without_measure,
    measure_without_goal,
    council_did_not_adopt,
    line_through_nothing,
]
