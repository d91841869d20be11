"""The list page as the product makes one: our queries, Jinja2 through `ui.shortcuts.render`, the real page and its macros."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse

from bench.words import BADGES, TICKS
from driehoek.common import clock
from driehoek.organisations.models import Area
from driehoek.plans.models import Measure, Priority
from driehoek.plans.sharing.models import Participation
from driehoek.programme.models import Action, Programme, Progress
from driehoek.programme.process import ACTION, PROGRAMME, WORKING_STATES
from driehoek.ui.place import Place
from driehoek.ui.shortcuts import render

FIELDS = ("pk", "number", "title", "state", "ends_on", "owner_name", "measure_id", "lead__name")


def actions(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Ten queries, whatever the number of rows."""
    today = clock.today()
    programme = Programme.objects.select_related("plan", "area").get(pk=programme_id)
    rows = Action.objects.standing().filter(programme=programme)
    counts = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    page = {
        "here": Place(programme.area.name),
        "programme": programme,
        "state": PROGRAMME.label(programme.state),
        "counts": counts,
        "total": sum(counts.values()),
        "late": rows.filter(state__in=WORKING_STATES, ends_on__lt=today).count(),
        "colleges": Participation.objects.current().filter(plan=programme.plan_id).count(),
        "priorities": list(Priority.objects.filter(plan=programme.plan_id).order_by("position").values_list("pk", "title")),
        "owners": list(rows.order_by("owner_name").values_list("owner_name", flat=True).distinct()),
        "leads": list(Area.objects.filter(pk__in=rows.values("lead")).order_by("name").values_list("pk", "name")),
        "states": {state.code: str(ACTION.label(state.code)) for state in ACTION.states},
        "badges": BADGES,
        "ticks": TICKS,
        "lines": _lines(rows, programme, today),
    }
    return render(request, "bench/actions.html", page)


def _lines(rows: Any, programme: Programme, today: Any) -> Iterable[tuple[Any, ...]]:
    measures = Measure.objects.filter(plan=programme.plan_id).values_list("pk", "title", "priority__title")
    titles = {key: f"{priority} · {title}" for key, title, priority in measures}
    said: dict[int, tuple[Any, ...]] = {}
    told = Progress.objects.standing().filter(action__programme=programme).order_by("action", "-on", "-pk")
    for key, *words in told.values_list("action_id", "on", "tick", "sentence"):
        said.setdefault(key, tuple(words))
    for key, number, title, state, ends_on, owner, measure, lead in rows.order_by("number").values_list(*FIELDS):
        late = state in WORKING_STATES and ends_on is not None and ends_on < today
        yield number, title, titles.get(measure, ""), state, ends_on, late, said.get(key), owner, lead
