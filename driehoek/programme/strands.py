"""The thread through this room, and where it breaks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Exists, Min, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.common import clock
from driehoek.common.gaps import Gap, gap_rule
from driehoek.common.thread import Strand, register
from driehoek.plans.models import Measure
from driehoek.programme.models import Action, Programme

register(
    Strand(
        "plans.plan", "programme.programme", "plan",
        came_from=gettext_lazy("werkt uit"), became=gettext_lazy("is uitgewerkt in"),
    ),
    Strand(
        "programme.programme", "programme.action", "programme",
        came_from=gettext_lazy("staat in"), became=gettext_lazy("bestaat uit"),
    ),
    Strand(
        "plans.measure", "programme.action", "measure",
        came_from=gettext_lazy("voert uit"), became=gettext_lazy("wordt uitgevoerd met"),
    ),
    Strand(
        "plans.priority", "programme.action", "regular",
        came_from=gettext_lazy("hoort bij het regulier werk"), became=gettext_lazy("wordt uitgevoerd met"),
    ),
    Strand(
        "programme.action", "programme.action", "carried_from",
        came_from=gettext_lazy("gaat verder met"), became=gettext_lazy("gaat verder als"),
    ),
)  # fmt: skip


def _mine(viewer: Any) -> QuerySet[Programme]:
    """The programmes that this viewer works in: who only reads what is public is not shown what is still to be mended."""
    programmes = Programme.objects.open()
    return programmes if viewer.is_system else programmes.filter(area__in=viewer.areas_with("programme.read"))


@gap_rule
def measure_without_action(viewer: Any) -> Iterator[Gap]:
    """A council adopted it, and no programme does anything with it."""
    today = clock.today()
    doing = Action.objects.standing().exclude(state="stopped").filter(measure=OuterRef("pk"))
    measures = Measure.objects.visible_to(viewer).standing().filter(plan__adoptions__isnull=False, plan__ends_on__gte=today)
    if not viewer.is_system:
        areas = viewer.areas_with("programme.read")
        measures = measures.filter(Q(plan__team__in=areas) | Q(plan__municipality__in=areas) | Q(municipality__in=areas))
    measures = measures.exclude(Exists(doing)).annotate(since=Min("plan__adoptions__decided_on"))
    for measure in measures.order_by("plan", "position"):
        local = measure.municipality_id or measure.plan.municipality_id or ""
        yield Gap(
            rule="measure_without_action",
            object=f"plans.measure:{measure.pk}",
            title=measure.title,
            url=measure.get_absolute_url(),
            municipality=local,
            since=measure.since,  # type: ignore[attr-defined]  # annotated
            owner=_("IV-adviseur") if local else _("strategisch adviseur"),
            sentence=_("Voor de maatregel ‘%(title)s’ is nog geen actie.") % {"title": measure.title},
        )


@gap_rule
def action_without_owner(viewer: Any) -> Iterator[Gap]:
    """It is planned or at work, and nobody answers for it."""
    actions = Action.objects.standing().filter(programme__in=_mine(viewer), state__in=["planned", "running"], owner_name="")
    yield from _gaps("action_without_owner", actions, _("De actie ‘%(title)s’ heeft geen eigenaar."))


@gap_rule
def late_without_a_word(viewer: Any) -> Iterator[Gap]:
    """The end date has passed and nobody has said since how it stands."""
    actions = Action.objects.standing().filter(programme__in=_mine(viewer)).with_progress().unexplained(clock.today())
    yield from _gaps(
        "late_without_a_word", actions, _("De actie ‘%(title)s’ is te laat, en niemand schreef op waarom."), late=True
    )


def _gaps(rule: str, actions: QuerySet[Action], sentence: str, *, late: bool = False) -> Iterable[Gap]:
    for action in actions.select_related("programme").order_by("programme", "number"):
        local = action.programme.area_id if not action.programme.is_joint else ""
        yield Gap(
            rule=rule,
            object=f"programme.action:{action.pk}",
            title=action.title,
            url=action.get_absolute_url(),
            municipality=local,
            since=action.ends_on if late else action.starts_on,
            owner=action.owner_name or (_("IV-adviseur") if local else _("strategisch adviseur")),
            sentence=sentence % {"title": action.title},
        )
