"""The same page as Django's tutorial would make it: model instances and Django templates. Ten queries as well."""

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bench.words import BADGES, ICONS, TICKS
from driehoek.common import clock
from driehoek.organisations.models import Area
from driehoek.plans.models import Measure, Priority
from driehoek.plans.sharing.models import Participation
from driehoek.programme.models import Action, Programme, Progress
from driehoek.programme.process import ACTION, WORKING_STATES


def actions(request: HttpRequest, programme_id: int) -> HttpResponse:
    today = clock.today()
    programme = Programme.objects.select_related("plan", "area").get(pk=programme_id)
    rows = Action.objects.filter(programme=programme, removed=False)
    counts = {row["state"]: row["n"] for row in rows.order_by().values("state").annotate(n=Count("pk"))}
    page = {
        "programme": programme,
        "done": counts.get("done", 0),
        "total": sum(counts.values()),
        "late": rows.filter(state__in=WORKING_STATES, ends_on__lt=today).count(),
        "colleges": Participation.objects.filter(plan=programme.plan_id, until__isnull=True).count(),
        "priorities": Priority.objects.filter(plan=programme.plan_id).order_by("position"),
        "owners": rows.order_by("owner_name").values_list("owner_name", flat=True).distinct(),
        "leads": Area.objects.filter(pk__in=rows.values("lead")).order_by("name"),
        "states": [(state.code, ACTION.label(state.code)) for state in ACTION.states],
        "actions": _actions(rows, programme, today),
        "viewer": request.viewer,
        "icons": ICONS,
    }
    return render(request, "bench/peer_actions.html", page, using="django")


def _actions(rows, programme, today):
    measures = Measure.objects.filter(plan=programme.plan_id).select_related("priority").in_bulk()
    said = {}
    told = Progress.objects.filter(action__programme=programme, undoes__isnull=True, undone_by__isnull=True)
    for progress in told.order_by("action", "-on", "-pk"):
        said.setdefault(progress.action_id, progress)
    found = list(rows.select_related("lead").order_by("number"))
    for action in found:
        action.under = measures.get(action.measure_id)
        action.tone = BADGES[action.state]
        action.icon = ICONS[action.tone]
        action.is_late = action.state in WORKING_STATES and action.ends_on is not None and action.ends_on < today
        action.said = said.get(action.pk)
        if action.said:
            action.said.label, action.said.tone = TICKS[action.said.tick]
            action.said.icon = ICONS[action.said.tone]
        words = action.owner_name.split()
        capitals = [word for word in words if word[:1].isupper()]
        action.initials = (capitals[0][0] + capitals[-1][0]).upper()
    return found
