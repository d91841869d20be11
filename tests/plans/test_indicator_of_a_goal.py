"""A goal is measured with a figure: chosen by its name, kept by its code, read as words, and found along the thread."""

import pytest

from driehoek.common import thread
from driehoek.figures.models import Indicator, Source
from driehoek.organisations.viewer import SYSTEM
from driehoek.plans.models import Goal
from driehoek.plans.writing.facts import in_words
from driehoek.plans.writing.forms import PieceForm

pytestmark = pytest.mark.django_db


@pytest.fixture
def burglary():
    source = Source.objects.create(code="TEST", name="Test", is_public=True)
    return Indicator.objects.create(code="9.9.9", source=source, phenomenon="9.9.9", label="Diefstal uit woning")


def form(**data):
    return PieceForm(data, kind="goal", joint=False, needs_reason=False)


def test_the_name_of_a_figure_means_that_figure(burglary):
    chosen = form(title="Minder", indicator=" diefstal uit  WONING ")
    assert chosen.is_valid()
    assert chosen.facts({})["indicator"] == "9.9.9"


def test_own_words_stay_as_they_are(burglary):
    chosen = form(title="Minder", indicator="Klachten bij de gemeente")
    assert chosen.is_valid()
    assert chosen.facts({})["indicator"] == "Klachten bij de gemeente"


def test_the_form_shows_and_suggests_names_and_no_codes(burglary):
    html = str(PieceForm(initial={"indicator": "9.9.9"}, kind="goal", joint=False, needs_reason=False)["indicator"])
    assert 'value="Diefstal uit woning"' in html
    assert '<option value="Diefstal uit woning">' in html
    assert "9.9.9" not in html


def test_a_reader_gets_words(burglary):
    assert in_words({"indicator": "9.9.9", "target": "minder dan 10"})[0][1] == "Diefstal uit woning"
    assert in_words({"indicator": "Klachten"})[0][1] == "Klachten"


def test_the_thread_leads_from_the_figure_to_the_goal_and_back(world, burglary):
    priority = world.add("priority")
    piece = world.add("goal", parent=priority.pk, facts={"indicator": "9.9.9"})
    goal, figure = ("plans.goal", str(piece.pk)), ("figures.indicator", "9.9.9")
    assert figure in thread.walk(SYSTEM, goal, "up").nodes
    assert goal in thread.walk(SYSTEM, figure, "down").nodes


def test_a_goal_of_the_whole_plan_comes_from_the_plan(world):
    piece = world.add("goal")
    assert Goal.objects.get(pk=piece.pk).whole_plan_id == world.plan.pk
    assert ("plans.plan", str(world.plan.pk)) in thread.walk(SYSTEM, ("plans.goal", str(piece.pk)), "up").nodes
