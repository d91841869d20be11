"""Reads that compose: what was promised and where it stands, what is late, what waits for whom. No query per row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from driehoek.organisations.queries import teams_of
from driehoek.organisations.viewer import Viewer
from driehoek.plans.models import Measure
from driehoek.plans.queries import titles
from driehoek.programme import rules
from driehoek.programme.actions.known import known, measures, municipalities
from driehoek.programme.models import Action, Programme, Sight
from driehoek.programme.process import OPEN_STATES, WORKING_STATES

__all__ = [
    "Counted",
    "Line",
    "Promise",
    "Waiting",
    "known",
    "late_for",
    "measures",
    "municipalities",
    "my_programmes",
    "priorities_of",
    "promises",
    "waiting_for",
]


@dataclass(frozen=True)
class Line:
    """One action, cut to what the viewer may read of it.

    tick, sentence, on   the latest progress; empty for the public
    owner                name of the official; only for who works in the programme
    result               once it is done: public
    """

    action: Action
    sight: Sight
    late: bool
    tick: str = ""
    tick_label: str = ""
    sentence: str = ""
    on: date | None = None
    owner: str = ""
    political_owner: str = ""
    result: str = ""


def line_of(action: Action, viewer: Viewer, today: date) -> Line:
    """Needs `with_progress` and the programme loaded."""
    sight = action.sight(viewer)
    late = rules.is_late(action.situation, today)
    result = action.result if sight or action.state in ("done", "embedded") else ""
    if sight == Sight.PUBLIC:
        return Line(action, sight, late, result=result)
    return Line(
        action, sight, late, action.last_tick or "", action.last_tick_label, action.last_sentence or "", action.last_on,
        owner=action.owner_name if sight == Sight.INSIDE else "", political_owner=action.political_owner, result=result,
    )  # fmt: skip


@dataclass(frozen=True)
class Promise:
    """A measure that a council adopted (or that is being written), and what is done for it."""

    measure: Measure
    title: str
    priority: str
    lines: tuple[Line, ...]

    @property
    def actions(self) -> int:
        return len(self.lines)

    @property
    def done(self) -> int:
        return sum(line.action.state in ("done", "embedded") for line in self.lines)

    @property
    def running(self) -> int:
        return sum(line.action.state == "running" for line in self.lines)

    @property
    def late(self) -> int:
        return sum(line.late for line in self.lines)

    @property
    def worried(self) -> int:
        """Actions whose owner says that it needs attention or is stuck."""
        return sum(line.tick in rules.WORRIES and line.action.state in WORKING_STATES for line in self.lines)

    @property
    def last(self) -> Line | None:
        """The action of which something was said last."""
        said = [line for line in self.lines if line.on]
        return max(said, key=lambda line: (line.on or date.min, line.action.pk)) if said else None


def promises(viewer: Viewer, municipality: str, today: date) -> list[Promise]:
    """What was promised to this council, per measure in the order of the plan, and where it stands, as far as this viewer sees.

    Joint measures with the joint actions and with the municipality's own; measures without action are there, with none. Plans
    that ended are left out. The number of queries does not grow with the programme.
    """
    team = teams_of([municipality], today).get(municipality)
    found = Measure.objects.visible_to(viewer).of(municipality).filter(plan__ends_on__gte=today)
    wanted = list(found.select_related("priority").order_by("plan", "position"))
    ours = Programme.objects.visible_to(viewer).of(municipality, {team.pk} if team else set())
    actions = Action.objects.visible_to(viewer).standing().filter(programme__in=ours, measure__in=wanted)
    lines: dict[Any, list[Line]] = defaultdict(list)
    for action in actions.with_progress().select_related("programme", "lead").order_by("programme", "number"):
        lines[action.measure_id].append(line_of(action, viewer, today))
    names = titles(wanted, viewer)
    above = _priority_titles(wanted, viewer)
    return [Promise(one, names[one.pk], above.get(one.pk, ""), tuple(lines[one.pk])) for one in wanted if one.pk in names]


def _priority_titles(found: Iterable[Measure], viewer: Viewer) -> dict[Any, str]:
    """Measure → title of its priority. Three queries."""
    priorities = {one.pk: one.priority for one in found if one.priority}
    names = titles({priority.pk: priority for priority in priorities.values()}.values(), viewer)
    return {key: names.get(priority.pk, "") for key, priority in priorities.items()}


def late_for(viewer: Viewer, today: date) -> list[Action]:
    """The late actions that concern this viewer, longest late first: his own, and those of the programmes that he works in."""
    late = Action.objects.inside(viewer).standing().with_progress().late(today)
    return list(late.select_related("programme", "lead").order_by("ends_on", "pk"))


@dataclass(frozen=True)
class Waiting:
    """What asks for a tick: of the viewer himself, and of others in the programmes that he writes."""

    own: list[Action]
    others: list[Action]

    def __len__(self) -> int:
        return len(self.own) + len(self.others)


def waiting_for(viewer: Viewer, today: date) -> Waiting:
    """The actions that wait for a tick and a sentence: one's own first, then those that one could chase. One query."""
    if viewer.is_public:
        return Waiting([], [])
    writes = viewer.areas_with("programme.write")
    mine = Q(owner_code=viewer.code)
    chased = Q(programme__in=Programme.objects.filter(area__in=writes)) | Q(lead__in=writes)
    rows = Action.objects.visible_to(viewer).standing().filter(mine | chased, programme__in=Programme.objects.open())
    rows = rows.with_progress().waiting_for_a_tick(today).select_related("programme", "lead")
    actions = list(rows.order_by("ends_on", "pk"))
    return Waiting(
        [action for action in actions if action.owner_code == viewer.code],
        [action for action in actions if action.owner_code != viewer.code],
    )


@dataclass(frozen=True)
class Counted:
    """A programme with how many actions it has, as far as the viewer sees them."""

    programme: Programme
    actions: int = 0
    open: int = 0
    done: int = 0
    late: int = 0
    unowned: int = 0


def my_programmes(viewer: Viewer, today: date, programmes: QuerySet[Programme] | None = None) -> list[Counted]:
    """The programmes this viewer sees, running ones first, each with its counts. Two queries."""
    rows = Programme.objects.visible_to(viewer) if programmes is None else programmes
    found = list(rows.select_related("plan", "area"))
    late = Q(state__in=WORKING_STATES, ends_on__lt=today)
    counts = Action.objects.visible_to(viewer).standing().filter(programme__in=found).order_by().values("programme")
    counts = counts.annotate(
        n=Count("pk"),
        unfinished=Count("pk", filter=Q(state__in=OPEN_STATES)),
        finished=Count("pk", filter=Q(state__in=["done", "embedded"])),
        overdue=Count("pk", filter=late),
        nobody=Count("pk", filter=Q(state__in=WORKING_STATES, owner_name="")),
    )
    by_programme = {row["programme"]: row for row in counts}
    listed = []
    for programme in found:
        row = by_programme.get(programme.pk)
        listed.append(
            Counted(programme, row["n"], row["unfinished"], row["finished"], row["overdue"], row["nobody"])
            if row
            else Counted(programme)
        )
    return sorted(listed, key=lambda one: (one.programme.state == "closed", one.programme.ends_on < today))


def priorities_of(actions: Iterable[Action], viewer: Viewer) -> dict[int, tuple[str, str]]:
    """Action → (title of its measure, title of its priority), in the words that this viewer may read. At most seven queries."""
    actions = list(actions)
    keys = {action.measure_id for action in actions if action.measure_id}
    found = list(Measure.objects.visible_to(viewer).filter(pk__in=keys).select_related("priority"))
    names, above = titles(found, viewer), _priority_titles(found, viewer)
    shown = {key: (name, above.get(key, "")) for key, name in names.items()}
    return {action.pk: shown[action.measure_id] for action in actions if action.measure_id and action.measure_id in shown}
