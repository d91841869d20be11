"""The list page with what the house has: prepared queries, Jinja2 through `ui.shortcuts.render`, the real page and its parts."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.http import HttpRequest, HttpResponse

from bench.words import BADGES, TICKS
from driehoek.common import clock
from driehoek.common.prepared import Given, Prepared, counted
from driehoek.organisations.models import Area
from driehoek.plans.models import Measure, Priority
from driehoek.plans.sharing.models import Participation
from driehoek.programme.models import Action, Programme, Progress
from driehoek.programme.process import ACTION, PROGRAMME, WORKING_STATES
from driehoek.ui.place import Place
from driehoek.ui.shortcuts import render

SEEN = ("pk", "title", "state", "starts_on", "ends_on", "plan_id", "plan__title", "area__name")
FIELDS = ("pk", "number", "title", "state", "ends_on", "owner_name", "measure_id", "lead__name")
PLAN, PROGRAMME_ID = Given("plan", UUID), Given("programme", int)


def _rows() -> Any:
    return Action.objects.standing().filter(programme=PROGRAMME_ID)


SHOWN = Prepared(lambda: Programme.objects.filter(pk=PROGRAMME_ID).values_list(*SEEN))
COUNTS = Prepared(lambda: _rows().order_by().values_list("state").annotate(Count("pk")))
LATE = Prepared(lambda: counted(_rows().filter(state__in=WORKING_STATES, ends_on__lt=Given("today", date))))
COLLEGES = Prepared(lambda: counted(Participation.objects.current().filter(plan=PLAN)))
PRIORITIES = Prepared(lambda: Priority.objects.filter(plan=PLAN).order_by("position").values_list("pk", "title"))
OWNERS = Prepared(lambda: _rows().order_by("owner_name").values_list("owner_name").distinct())
LEADS = Prepared(lambda: Area.objects.filter(pk__in=_rows().values("lead")).order_by("name").values_list("pk", "name"))
MEASURES = Prepared(lambda: Measure.objects.filter(plan=PLAN).order_by().values_list("pk", "title", "priority__title"))
TOLD = Prepared(
    lambda: (
        Progress.objects.standing()
        .filter(action__programme=PROGRAMME_ID)
        .order_by("action_id", "-on", "-pk")
        .values_list("action_id", "on", "tick", "sentence")
    )
)
ACTIONS = Prepared(lambda: _rows().order_by("number").values_list(*FIELDS))


def actions(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Ten queries, whatever the number of rows."""
    today = clock.today()
    (found,) = SHOWN(programme=programme_id)
    programme = dict(zip(SEEN, found, strict=True))
    plan = programme["plan_id"]
    counts = dict(COUNTS(programme=programme_id))
    page = {
        "here": Place(programme["area__name"]),
        "programme": programme,
        "state": PROGRAMME.label(programme["state"]),
        "counts": counts,
        "total": sum(counts.values()),
        "late": LATE.one(programme=programme_id, today=today),
        "colleges": COLLEGES.one(plan=plan),
        "priorities": PRIORITIES(plan=plan),
        "owners": [(name, name) for (name,) in OWNERS(programme=programme_id)],
        "leads": LEADS(programme=programme_id),
        "states": {state.code: str(ACTION.label(state.code)) for state in ACTION.states},
        "badges": BADGES,
        "ticks": TICKS,
        "lines": _lines(programme_id, plan, today),
    }
    return render(request, "bench/actions.html", page)


def _lines(programme: int, plan: UUID, today: date) -> Iterable[tuple[Any, ...]]:
    titles = {key: f"{priority} · {title}" for key, title, priority in MEASURES(plan=plan)}
    said: dict[int, tuple[Any, ...]] = {}
    for key, *words in TOLD(programme=programme):
        said.setdefault(key, tuple(words))
    for key, number, title, state, ends_on, owner, measure, lead in ACTIONS(programme=programme):
        late = state in WORKING_STATES and ends_on is not None and ends_on < today
        yield number, title, titles.get(measure, ""), state, ends_on, late, said.get(key), owner, lead
