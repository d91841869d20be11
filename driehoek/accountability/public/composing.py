"""What everyone may read of one municipality. Every read here is by the public viewer, so nothing else can come along."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from driehoek.accountability.models import Report
from driehoek.common.search import fold
from driehoek.engine.results import Verdict
from driehoek.figures import rules as figure_rules
from driehoek.figures.queries import NARROW, WIDE, Cell, Picture, chart_title, inhabitants_of, inline_svg, named, picture
from driehoek.organisations.models import Area
from driehoek.organisations.queries import teams_of
from driehoek.organisations.viewer import PUBLIC
from driehoek.plans.models import Adoption, Plan
from driehoek.programme.models import Action, Programme
from driehoek.programme.queries import priorities_of

MOST_CHARTS = 2
_GOING = ("planned", "running", "on_hold")
_FIRST = "1.1.1"  # burglary of homes: what people ask about first


@dataclass(frozen=True)
class Chart:
    cell: Cell
    headline: str
    title: str
    wide: SafeString
    narrow: SafeString
    source: str


@dataclass(frozen=True)
class Adopted:
    """A plan that the council adopted: the decision, and whether its period is over."""

    adoption: Adoption
    plan: Plan
    ended: bool

    @property
    def href(self) -> str:
        return self.adoption.version.get_absolute_url()


@dataclass
class Doing:
    """What is done for one priority: public titles, states and days; no names, no notes."""

    title: str
    going: list[dict[str, Any]] = field(default_factory=list)
    done: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class PublicPage:
    area: Area
    team: Area | None
    picture: Picture
    charts: list[Chart]
    adopted: list[Adopted]
    doings: list[Doing]
    reports: list[Report]
    inhabitants: tuple[int, int] | None

    @property
    def going(self) -> list[Doing]:
        return [doing for doing in self.doings if doing.going]

    @property
    def results(self) -> list[Doing]:
        return [doing for doing in self.doings if doing.done]

    @property
    def counts(self) -> tuple[int, int]:
        """(going on, done)."""
        return sum(len(one.going) for one in self.doings), sum(len(one.done) for one in self.doings)


def public_page(code: str, today: date) -> PublicPage:
    """Raises Area.DoesNotExist for what is no municipality of today."""
    area = Area.objects.visible_to(PUBLIC).municipalities().on(today).get(pk=code)
    team = teams_of([code], today).get(code)
    found = picture(PUBLIC, code, beside="niets")
    reports = Report.objects.visible_to(PUBLIC).filter(municipality=area).exclude(state="corrected")
    return PublicPage(
        area=area,
        team=team,
        picture=found,
        charts=[_chart(cell, found, number) for number, cell in enumerate(_telling(found), 1)],
        adopted=_adopted(area, today),
        doings=_doings(area, team, today),
        reports=list(reports.select_related("municipality")),
        inhabitants=inhabitants_of(code),
    )


def _telling(found: Picture) -> list[Cell]:
    """The figures to show first: what rises, then what falls, then burglary as it is."""
    cells = [row.own for row in found.rows if row.own and row.own.series.blocks]
    order = {Verdict.RISES: 0, Verdict.FALLS: 1, Verdict.AS_USUAL: 2, Verdict.CANNOT_TELL: 3}
    cells.sort(key=lambda cell: (order[cell.verdict.verdict], cell.indicator.pk != _FIRST, -(cell.verdict.latest or 0)))
    return cells[:MOST_CHARTS]


def _chart(cell: Cell, found: Picture, number: int) -> Chart:
    used = next(one for one in found.used if one.source.pk == cell.indicator.source_id)
    source = f"{used.source.publisher}, {used.source}" if used.source.publisher else str(used.source)
    return Chart(
        cell,
        figure_rules.headline(cell.area.name, named(cell.indicator).counted, cell.verdict),
        chart_title(cell),
        mark_safe(inline_svg(cell, WIDE, prefix=f"breed-{number}")),
        mark_safe(inline_svg(cell, NARROW, prefix=f"smal-{number}")),
        source,
    )


def _adopted(area: Area, today: date) -> list[Adopted]:
    """What its council adopted and did not withdraw, newest first; of each plan the decision that stands."""
    rows = Adoption.objects.visible_to(PUBLIC).standing_on(today).filter(municipality=area)
    latest = {one.plan_id: one for one in rows.select_related("version", "plan").order_by("decided_on", "pk")}
    found = [Adopted(one, one.plan, one.plan.ends_on < today) for one in latest.values()]
    return sorted(found, key=lambda one: one.plan.ends_on, reverse=True)


def _doings(area: Area, team: Area | None, today: date) -> list[Doing]:
    """The actions of adopted programmes, under the priority that they serve. Six queries, however many there are."""
    programmes = Programme.objects.visible_to(PUBLIC).of(area.pk, {team.pk} if team else set())
    rows = Action.objects.visible_to(PUBLIC).standing().filter(programme__in=programmes)
    actions = list(rows.select_related("programme").order_by("ends_on", "programme", "number"))
    serves = priorities_of(actions, PUBLIC)
    groups: dict[str, Doing] = {}
    for action in sorted(actions, key=lambda one: not serves.get(one.pk, ("", ""))[1]):
        title = serves.get(action.pk, ("", ""))[1] or _("Gewoon werk, het hele jaar door")
        group = groups.setdefault(title, Doing(title))
        shown = action.public_view() | {"overdue": action.ends_on is not None and action.ends_on < today}
        if action.state in ("done", "embedded"):
            group.done.append(shown)
        elif action.state in _GOING and action.programme.state != "closed":
            group.going.append(shown)
    return list(groups.values())


@dataclass(frozen=True)
class Found:
    area: Area
    adopted: bool
    team: str = ""


def municipalities(text: str, today: date) -> list[Found]:
    """The municipalities of today whose name holds the words; without words, those of which something was adopted."""
    adopted = set(Adoption.objects.visible_to(PUBLIC).standing_on(today).values_list("municipality_id", flat=True))
    areas: Iterable[Area] = Area.objects.visible_to(PUBLIC).municipalities().on(today).order_by("name")
    wanted = fold(text)
    areas = [area for area in areas if (wanted in fold(area.name) if wanted else area.pk in adopted)]
    areas.sort(key=lambda area: (not fold(area.name).startswith(wanted), fold(area.name).lstrip("'’")))
    teams = teams_of([area.pk for area in areas], today)
    return [Found(area, area.pk in adopted, teams[area.pk].name if area.pk in teams else "") for area in areas[:60]]
