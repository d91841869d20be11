"""Make the demo: play its content through the commands of the rooms, each on its own day. All or nothing."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from driehoek.common import clock, search
from driehoek.common.kinds import all_kinds
from driehoek.common.planner import count_rows
from driehoek.demo import commands
from driehoek.demo.content import Content, load
from driehoek.demo.interpretations import add_interpretations
from driehoek.demo.people import Cast
from driehoek.demo.plans import add_higher_plans, add_plan
from driehoek.demo.programmes import add_programme
from driehoek.demo.reports import add_report
from driehoek.demo.talks import add_talks
from driehoek.figures.commands import load_indicators, load_open_data
from driehoek.organisations.commands import load_areas

HOME = "BT-meierij"
BEGINNING = date(2018, 1, 1)  # before the oldest plan of the demo


@transaction.atomic
def build(content: Content | None = None) -> None:
    """Fill an empty installation. Raises whatever a command refuses: content that breaks a rule is a bug."""
    content = content or load()
    load_areas()
    load_indicators()
    load_open_data()
    count_rows()
    with clock.moved_to(BEGINNING):
        commands.found_demo(HOME)
        cast = Cast(commands.add_people(content.people), content.people)
    themes = add_higher_plans(content, cast)
    plans = {}
    for plan in content.plans:
        pieces = add_plan(plan, content, cast, themes)
        plans[plan.key] = pieces[plan.key]
        count_rows()
        for programme in content.programmes:
            if programme.plan == plan.key:
                add_programme(programme, content, cast, pieces)
    add_interpretations(content, cast)
    add_talks(content, cast)
    for report in content.reports:
        add_report(report, plans[report.plan], cast)
    for kind in all_kinds():
        search.index_all(kind)
