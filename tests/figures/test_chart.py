"""The chart says what the table says, for every reader."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree

import pytest

from driehoek.figures import _chart
from driehoek.figures.queries import map_svg, picture
from driehoek.organisations.viewer import PUBLIC

pytestmark = pytest.mark.django_db


@pytest.fixture
def cell(open_figures):
    return picture(PUBLIC, "GM0225", only="1.1.1").rows[0].own


def test_a_chart_has_a_title_and_a_description_in_dutch_and_is_valid_xml(cell):
    root = ElementTree.fromstring(_chart.chart_svg(cell, prefix="x"))
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "x-title x-desc"
    words = {child.get("id"): child.text for child in root}
    assert words["x-title"] == "Woninginbraken in Druten, 2012–2024"
    assert "29 woninginbraken" in words["x-desc"]


def test_the_same_chart_is_the_same_text_and_two_on_a_page_share_no_id(cell):
    once, twice = (_chart.chart_svg(cell, _chart.WIDE, prefix="a") for _ in range(2))
    assert once == twice
    other = _chart.chart_svg(cell, _chart.NARROW, prefix="b")
    ids = [set(re.findall(r'\bid="([^"]+)"', svg)) for svg in (once, other)]
    assert not ids[0] & ids[1]


def test_nothing_in_a_chart_breaks_the_content_policy_or_leaves_the_house(cell):
    svg = _chart.inline_svg(cell)
    assert "style=" not in svg
    assert "<style" not in svg
    assert not re.search(r'href="http', svg)
    assert "var(--dh-line, #175291)" in svg


def test_the_label_of_the_line_says_the_newest_count_and_that_it_is_provisional(cell):
    svg = _chart.chart_svg(cell)
    assert "29 in 2024" in svg
    assert "voorlopig" in svg
    assert "10–47" in svg


def test_on_a_phone_fewer_years_stand_under_the_axis_and_the_newest_always(cell):
    points = _chart._points(cell)
    wide = [label for _at, label in _chart._ticks(points, _chart.WIDE.labels)]
    narrow = [label for _at, label in _chart._ticks(points, _chart.NARROW.labels)]
    assert len(wide) == 13
    assert len(narrow) <= 5
    assert wide[-1] == narrow[-1] == "2024"


@pytest.mark.parametrize("top", [0, 1, 3, 6, 9, 42, 87, 100, 687, 1001, 5_500, 123_456])
def test_the_axis_ends_on_a_round_number_above_the_highest_count(top):
    most, step = _chart._nice(top), _chart._step(top)
    assert most >= top
    assert most % step == 0
    assert 1 <= most / step <= 5


@pytest.mark.parametrize("own", [20, 100, 130, 150, 200, 240])
@pytest.mark.parametrize("wanted", [10, 100, 128, 140, 160, 230])
def test_the_two_labels_never_touch(own, wanted):
    place = _chart._beside(wanted, own, 254, 15, lines=2)
    own_box = (own - 7.5, own + 18 + 7.5)
    usual_box = (place - 7.5, place + 18 + 7.5)
    assert usual_box[1] <= own_box[0] or usual_box[0] >= own_box[1]


def test_the_map_shows_each_municipality_once_and_colours_only_what_really_changes(open_figures):
    row = next(row for row in picture(PUBLIC, "GM0344").rows if row.indicator.pk == "1.1.1")
    svg = map_svg([cell for cell in row.cells if cell], prefix="kaart", title="Kaart", description="Utrecht daalt")
    root = ElementTree.fromstring(svg)
    shapes = [child.get("class") for child in root if child.tag == "path"]
    assert len(shapes) == len(row.cells)
    assert sum("falls" in one for one in shapes) == 1
    assert sum("rises" in one for one in shapes) == 0
    assert "399" in {child.text for child in root}


def test_one_municipality_is_no_map(cell):
    assert map_svg([cell], prefix="kaart", title="Kaart", description="") == ""
