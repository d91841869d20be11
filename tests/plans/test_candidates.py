"""A figure becomes a candidate priority in a plan that is being made: with its reason, on the thread, and with a way back."""

from __future__ import annotations

from datetime import date

import pytest

from driehoek.common import clock
from driehoek.common.errors import NotAllowed, NotNow, Refused
from driehoek.common.models import Link
from driehoek.common.thread import walk
from driehoek.common.undo import undo
from driehoek.figures.models import Indicator, Source
from driehoek.organisations.models import Area
from driehoek.organisations.viewer import viewer_of
from driehoek.plans import commands
from driehoek.plans.candidates.places import places_for
from driehoek.plans.models import Layer, Plan, Priority
from driehoek.plans.queries import read
from tests.crash import crash_everywhere
from tests.factories import World, make_person

pytestmark = pytest.mark.django_db

DRUTEN, TEAM = "GM0225", "BT-tweestromenland"


@pytest.fixture
def world(db):
    return World()


@pytest.fixture
def indicator(world):
    source = Source.objects.create(code="47018NED", name="Misdrijven", publisher="CBS", is_public=True)
    return Indicator.objects.create(code="1.1.1", source=source, phenomenon="1.1.1", label="Woninginbraken", field="V1")


@pytest.fixture
def adviser(world):
    return viewer_of(make_person("safety_adviser", DRUTEN), clock.today())


@pytest.fixture
def plan(adviser):
    return commands.start_plan(adviser, area=DRUTEN, title="Plan", starts_on=date(2027, 1, 1), ends_on=date(2030, 12, 31))


def add(by, plan, **other):
    words = {"title": "Woninginbraken", "reason": "Dat is een stijging van *ongeveer* 80.", **other}
    return commands.add_candidate(by, plan.pk, DRUTEN, indicator="1.1.1", area=DRUTEN, **words)


def lines(plan):
    return [(line.kind, line.title or line.body) for line in read(Layer.objects.get(plan=plan)).lines]


def test_it_stands_in_the_plan_with_the_finding_as_its_reason_and_the_figure_above_it(adviser, plan, indicator):
    piece, _event = add(adviser, plan)
    assert lines(plan) == [("priority", "Woninginbraken"), ("reason", r"Dat is een stijging van \*ongeveer\* 80.")]
    priority = Priority.objects.get(pk=piece.pk)
    assert priority.facts == {"fields": ["V1"]}
    above = walk(adviser, ("plans.priority", str(piece.pk)), "up").above(("plans.priority", str(piece.pk)))
    assert ("komt voort uit", "Woninginbraken") in [(words, node.name) for words, node in above]


def test_one_undo_takes_it_all_back(adviser, plan, indicator):
    _piece, event = add(adviser, plan)
    undo(adviser, event.pk)
    assert lines(plan) == []
    assert Link.objects.get().until == clock.today()


def test_it_fits_only_what_is_in_preparation_and_may_be_written(adviser, plan, indicator, world):
    area = Area.objects.get(pk=DRUTEN)
    assert [place.label for place in places_for(adviser, area)] == ["Plan"]
    other = viewer_of(make_person("safety_adviser", "GM0797"), clock.today())
    assert places_for(other, area) == []
    Plan.objects.filter(pk=plan.pk).update(state="agreed")
    assert places_for(adviser, area) == []
    with pytest.raises(NotNow):
        add(adviser, plan)


def test_who_may_not_write_or_says_nothing_leaves_no_trace(adviser, plan, indicator, world):
    reader = viewer_of(make_person("council_clerk", DRUTEN), clock.today())
    with pytest.raises(NotAllowed):
        add(reader, plan)
    stranger = viewer_of(make_person("safety_adviser", "GM0797"), clock.today())
    with pytest.raises(Layer.DoesNotExist):
        add(stranger, plan)
    for empty in ({"title": " "}, {"reason": " "}):
        with pytest.raises(Refused):
            add(adviser, plan, **empty)
    assert lines(plan) == []
    assert not Link.objects.exists()


def test_a_candidate_is_added_wholly_or_not(adviser, plan, indicator):
    crash_everywhere(lambda: add(adviser, plan))
