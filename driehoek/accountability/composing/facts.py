"""What a report is made of, gathered once: the figures, what is said of them, the actions and how they go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from driehoek.accountability.composing.outline import Outline, outline
from driehoek.common.models import Event
from driehoek.figures.models import Interpretation
from driehoek.figures.queries import Cell, Picture, inhabitants_of, picture
from driehoek.organisations.models import Area
from driehoek.organisations.queries import teams_of
from driehoek.organisations.viewer import Viewer
from driehoek.plans.models import Plan
from driehoek.programme import rules as programme_rules
from driehoek.programme.models import Action, Programme, ProgrammeAdoption, Progress, Sight

_DONE = ("done", "embedded")


@dataclass(frozen=True)
class Doing:
    """One action as the report tells it. Names of officials are not in it: the report is for a council and the public.

    said, said_on   the last sentence of its owner in the period or before it
    late            on the day of the report
    explained       late, and somebody said why since the end date passed
    finished_on     the day on which it was reported done; None when no one wrote that down
    """

    action: Action
    said: str = ""
    said_on: date | None = None
    late: bool = False
    explained: bool = False
    silent: bool = False
    finished_on: date | None = None

    @property
    def done(self) -> bool:
        return self.action.state in _DONE


@dataclass(frozen=True)
class Facts:
    plan: Plan
    municipality: Area
    since: date
    until: date
    today: date
    outline: Outline
    picture: Picture
    cells: dict[str, Cell]
    interpretations: dict[str, list[Interpretation]]
    programmes: list[Programme]
    adoptions: dict[int, ProgrammeAdoption]  # programme → decision of the college of this municipality
    doings: dict[str, list[Doing]]  # measure → its actions; "" is regular work
    inhabitants: tuple[int, int] | None

    def all_doings(self) -> list[Doing]:
        return [doing for found in self.doings.values() for doing in found]

    def finished(self, doing: Doing) -> bool:
        """Done in the period of the report. Without a day it counts: somebody has to say otherwise."""
        return doing.done and (doing.finished_on is None or self.since <= doing.finished_on <= self.until)


def gather(viewer: Viewer, plan: Plan, municipality: Area, since: date, until: date, today: date) -> Facts:
    """All that this viewer may see of it. The number of queries does not grow with the plan or the programme."""
    found = picture(viewer, municipality.pk, beside="niets")
    programmes = _programmes(viewer, plan, municipality.pk, since, until, today)
    decided = ProgrammeAdoption.objects.filter(programme__in=programmes, municipality=municipality)
    return Facts(
        plan=plan,
        municipality=municipality,
        since=since,
        until=until,
        today=today,
        outline=outline(viewer, plan, municipality, today),
        picture=found,
        cells={row.indicator.pk: row.own for row in found.rows if row.own},
        interpretations=_interpretations(viewer, municipality.pk, until),
        programmes=programmes,
        adoptions={one.programme_id: one for one in decided},
        doings=_doings(viewer, programmes, until, today),
        inhabitants=inhabitants_of(municipality.pk),
    )


def _programmes(viewer: Viewer, plan: Plan, code: str, since: date, until: date, today: date) -> list[Programme]:
    """Of the municipality and of its team, as far as they run in the period; what was adopted, and one's own drafts."""
    team = teams_of([code], today).get(code)
    rows = Programme.objects.visible_to(viewer).of(code, {team.pk} if team else set())
    rows = rows.filter(Q(adopted_on__isnull=False) | Q(area=code), plan=plan, starts_on__lte=until, ends_on__gte=since)
    return list(rows.select_related("area").order_by("-kind", "starts_on", "pk"))


def _interpretations(viewer: Viewer, code: str, until: date) -> dict[str, list[Interpretation]]:
    """Indicator → what was said of it in this municipality up to the end of the period, newest first."""
    found: dict[str, list[Interpretation]] = defaultdict(list)
    for one in Interpretation.objects.visible_to(viewer).filter(area=code).select_related("indicator"):
        if one.period <= f"{until.year}-99":
            found[one.indicator_id].append(one)
    return found


def _doings(viewer: Viewer, programmes: Sequence[Programme], until: date, today: date) -> dict[str, list[Doing]]:
    rows = Action.objects.visible_to(viewer).standing().filter(programme__in=programmes).exclude(state="proposed")
    actions = list(rows.select_related("programme", "lead").order_by("programme", "number"))
    said = _progress(viewer, actions, until)
    ended = _finished(actions, said)
    doings: dict[str, list[Doing]] = defaultdict(list)
    for action in actions:
        latest = said.get(action.pk, [])
        doings[str(action.measure_id or "")].append(_doing(viewer, action, latest, ended.get(action.pk), today))
    return doings


def _progress(viewer: Viewer, actions: Iterable[Action], until: date) -> dict[int, list[Progress]]:
    """Action → what was said of it up to the end of the period, newest first."""
    found: dict[int, list[Progress]] = defaultdict(list)
    rows = Progress.objects.visible_to(viewer).standing().filter(action__in=list(actions), on__lte=until)
    for one in rows.order_by("-on", "-pk"):
        found[one.action_id].append(one)
    return found


def _finished(actions: Iterable[Action], said: dict[int, list[Progress]]) -> dict[int, date]:
    """Action → the day on which it was done: by its last tick, else by the event."""
    done = [action for action in actions if action.state in _DONE]
    days = {}
    for action in done:
        tick = next((one for one in said.get(action.pk, []) if one.tick == Progress.Tick.DONE), None)
        if tick is not None:
            days[action.pk] = tick.on
    rest = [str(action.pk) for action in done if action.pk not in days]
    events = Event.objects.filter(kind="programme.action", object_id__in=rest, verb="action.finished", undone_by__isnull=True)
    days |= {int(key): at.date() for key, at in events.order_by("id").values_list("object_id", "at")}
    return days


def _doing(viewer: Viewer, action: Action, said: list[Progress], finished_on: date | None, today: date) -> Doing:
    words = next((one for one in said if one.sentence), None)
    last_on = said[0].on if said else None
    situation = programme_rules.Situation(action.state, action.starts_on, action.ends_on, last_on, said[0].tick if said else "")
    late = programme_rules.is_late(situation, today)
    inside = action.sight(viewer) > Sight.PUBLIC
    return Doing(
        action,
        said=words.sentence if words else "",
        said_on=words.on if words else None,
        late=late,
        explained=late and not programme_rules.is_unexplained(situation, today) and bool(words),
        silent=inside and programme_rules.is_silent(situation, today),
        finished_on=finished_on,
    )
