"""What people said when they were asked, beside what was registered. Reads only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _

from driehoek.common import clock
from driehoek.engine import surveys
from driehoek.engine.results import Verdict
from driehoek.figures.models import Snapshot, Source, SurveyQuestion
from driehoek.figures.surveys.rules import PERCENT
from driehoek.figures.surveys.store import Point, key_of, points_of
from driehoek.organisations.models import Area
from driehoek.organisations.queries import around
from driehoek.organisations.viewer import Viewer
from driehoek.ui.filters import number


@dataclass(frozen=True)
class SurveyCell:
    """One figure of a survey for an area, with its past and what may be said of the last change.

    question    what was asked; `question.label`, `question.unit`, `question.better`
    area        of which area the figure is: the area itself, or the smallest around it that was asked
    borrowed    whether that is a larger area, which must be said wherever the figure stands
    points      oldest first; years may be missing (there was no survey in 2018)
    verdict     of the last figure against the one before: rises, falls, or cannot tell; all cells of one call are one family
                (Holm), so what is coloured together is right together. Rising is of the number; `question.better` says
                whether that is good
    difference, low, high   last less the one before, with its limits at 95 %, in the unit; None where it cannot be compared
    sentence    all of this in plain Dutch
    snapshot    the newest delivery of its source, for the line that names it
    """

    question: SurveyQuestion
    area: Area
    borrowed: bool
    points: tuple[Point, ...]
    verdict: Verdict
    difference: float | None
    low: float | None
    high: float | None
    sentence: str
    snapshot: Snapshot

    @property
    def latest(self) -> Point:
        return self.points[-1]

    @property
    def before(self) -> Point | None:
        return self.points[-2] if len(self.points) > 1 else None


def survey_cells(viewer: Viewer, area: str) -> list[SurveyCell]:
    """The surveys about an area (a code), per question, as far as this viewer may see them. Raises Area.DoesNotExist.

    Without a figure of its own, an area gets that of the smallest larger one that has it: team, district, unit, country;
    `borrowed` is then true and the sentence says so. Empty when there is no survey. Six queries, whatever the size.
    """
    wanted = Area.objects.visible_to(viewer).get(pk=area)
    deliveries: dict[str, list[Snapshot]] = {}
    mine = Snapshot.objects.visible_to(viewer).filter(source__kind=Source.Kind.SURVEY)
    for snapshot in mine.select_related("source").order_by("pk"):
        deliveries.setdefault(snapshot.source_id, []).append(snapshot)
    if not deliveries:
        return []
    places = [wanted, *around(area, clock.today())]
    questions = SurveyQuestion.objects.visible_to(viewer).filter(source__in=deliveries).order_by("source", "rank", "phenomenon")
    by_source = {
        source: points_of([one.path for one in found], [_key(place) for place in places]) for source, found in deliveries.items()
    }
    found = [
        (question, chosen, deliveries[question.source_id][-1])
        for question in questions
        if (chosen := _smallest(places, question.phenomenon, by_source[question.source_id]))
    ]
    changes = _changes([points for _question, (_place, points), _snapshot in found])
    return [
        _cell(wanted, question, place, points, snapshot, change)
        for (question, (place, points), snapshot), change in zip(found, changes, strict=True)
    ]


def _key(area: Area) -> str:
    return key_of(area.level, area.pk, area.name)


def _smallest(
    places: Sequence[Area], phenomenon: str, held: Mapping[tuple[str, str], tuple[Point, ...]]
) -> tuple[Area, tuple[Point, ...]] | None:
    for place in places:
        if points := held.get((_key(place), phenomenon)):
            return place, points
    return None


@dataclass(frozen=True)
class _Change:
    verdict: Verdict
    difference: float | None = None
    low: float | None = None
    high: float | None = None


def _changes(series: Sequence[tuple[Point, ...]]) -> list[_Change]:
    """The last figure of each against the one before, as one family; nothing can be told where a margin is missing."""
    comparable = [n for n, points in enumerate(series) if len(points) > 1 and points[-1].margin and points[-2].margin]
    found = [_Change(Verdict.CANNOT_TELL) for _points in series]
    if not comparable:
        return found
    before, last = ([series[n][at] for n in comparable] for at in (-2, -1))
    told = surveys.compare_years(_estimates(before), _estimates(last))
    for at, n in enumerate(comparable):
        numbers = (float(np.ravel(one)[at]) for one in (told.difference, told.low, told.high))
        found[n] = _Change(told.verdicts[at], *numbers)
    return found


def _estimates(points: Sequence[Point]) -> surveys.Estimates:
    return surveys.published([point.value for point in points], [point.margin or np.nan for point in points])


def _cell(
    wanted: Area, question: SurveyQuestion, place: Area, points: tuple[Point, ...], snapshot: Snapshot, change: _Change
) -> SurveyCell:
    return SurveyCell(
        question=question,
        area=place,
        borrowed=place.pk != wanted.pk,
        points=points,
        verdict=change.verdict,
        difference=change.difference,
        low=change.low,
        high=change.high,
        sentence=_sentence(wanted, question, place, points, change),
        snapshot=snapshot,
    )


def _sentence(wanted: Area, question: SurveyQuestion, place: Area, points: tuple[Point, ...], change: _Change) -> str:
    parts = [_first(question, place, points[-1])]
    if len(points) > 1:
        parts.append(_against(question.unit, points[-2], points[-1], change))
    if place.pk != wanted.pk:
        words = _("Van %(wanted)s zelf is er geen cijfer; dit is dat van %(level)s %(place)s.")
        parts.append(words % {"wanted": wanted.name, "level": _level(place), "place": place.name})
    return " ".join(parts)


def _first(question: SurveyQuestion, place: Area, last: Point) -> str:
    said = {"label": question.label, "place": place.name, "value": _value(last.value, question.unit), "period": last.period}
    if last.low is None or last.high is None:
        return _("%(label)s: %(value)s in %(place)s in %(period)s, met een onbekende marge.") % said
    low = max(last.low, 0.0)
    high = min(last.high, 100.0) if question.unit == PERCENT else last.high
    limits = {"low": number(low, 1), "high": _value(high, question.unit)}
    words = _("%(label)s: %(value)s in %(place)s in %(period)s (95 %% zeker tussen %(low)s en %(high)s).")
    return words % {**said, **limits}


def _against(unit: str, before: Point, last: Point, change: _Change) -> str:
    said = {"then": before.period, "value": _value(before.value, unit)}
    if change.difference is None or change.low is None or change.high is None:
        return _("Of dat anders is dan in %(then)s (%(value)s), is zonder marge niet te zeggen.") % said
    if change.verdict is Verdict.CANNOT_TELL:
        return _("Of dat echt anders is dan in %(then)s (%(value)s), is met deze marges niet te zeggen.") % said
    low, high = sorted((abs(change.low), abs(change.high)))
    step = _("procentpunt") if unit == PERCENT else _("punt")
    limits = {"low": number(low, 1), "high": number(high, 1), "step": step}
    if change.verdict is Verdict.RISES:
        words = _("Dat is hoger dan in %(then)s (%(value)s): %(low)s tot %(high)s %(step)s.")
    else:
        words = _("Dat is lager dan in %(then)s (%(value)s): %(low)s tot %(high)s %(step)s.")
    return words % {**said, **limits}


def _value(value: float, unit: str) -> str:
    return f"{number(value, 1)} %" if unit == PERCENT else number(value, 1)


def _level(place: Area) -> str:
    return {
        "base_team": _("basisteam"), "district": _("politiedistrict"), "unit": _("politie-eenheid"), "country": _("heel"),
    }.get(place.level, "")  # fmt: skip
