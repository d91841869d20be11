"""The charts beside the picture: one scale, months where there are months, and the same in words and in a table."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from driehoek.figures import queries
from driehoek.figures.findings.months import months_of
from driehoek.figures.models import Indicator, Source
from driehoek.figures.pictures.charts import calendar, month_chart, month_rows, small_multiples
from driehoek.organisations.viewer import PUBLIC, SYSTEM
from tests.figures.deliveries import deliver

pytestmark = pytest.mark.django_db


@pytest.fixture
def monthly(areas):
    source = Source.objects.create(code="maand", name="Per maand", is_public=True)
    Indicator.objects.create(code="m", source=source, phenomenon="m", label="Fietsdiefstallen", many="fietsdiefstallen")
    rows = [
        ("GM0225", "m", f"{year}-{month:02d}", 20 + month + (year * 7 + month * 3) % 5, 1600.0)
        for year in range(2015, 2025)
        for month in range(1, 13)
    ]
    deliver(source, rows)
    return next(row.own for row in queries.picture(SYSTEM, "GM0225").rows if row.own)


def cells_of(code="1.1.1"):
    return [cell for row in queries.picture(PUBLIC, "BT-meierij", only=code).rows for cell in row.cells if cell]


def texts(svg):
    return [node.text for node in etree.fromstring(svg.encode()).iter("{http://www.w3.org/2000/svg}text") if node.text]


def test_every_panel_has_one_scale_a_name_and_its_verdict_in_words(open_figures):
    cells = cells_of()
    drawing = small_multiples(cells)
    domains = {str(layer["encoding"]["y"]["scale"]["domain"]) for panel in drawing.spec["concat"] for layer in panel["layer"]}
    assert len(domains) == 1
    seen = texts(drawing.svg())
    for cell in cells:
        assert cell.area.name in seen
        assert cell.verdict.verdict.value in seen
        assert f"{cell.area.name}: {cell.verdict.verdict.value}." in drawing.told


def test_the_table_has_every_year_of_every_area(open_figures):
    cells = cells_of()
    assert len(small_multiples(cells).table) == 1 + sum(len(cell.series.blocks) for cell in cells)


def test_a_series_of_years_has_no_months_and_no_calendar(open_figures):
    cell = cells_of()[0]
    assert month_rows(cell.series) == []
    assert calendar(cell) is None


def test_the_calendar_holds_every_month_once_as_a_number(monthly):
    drawing = calendar(monthly)
    assert len(drawing.table) == 11
    assert sum(sum(row[1:]) for row in drawing.table[1:]) == sum(monthly.series.counts)
    seen = texts(drawing.svg())
    assert {"jan", "dec", "2015", "2024"} <= set(seen)
    assert len(seen) == 12 + 10 + 120


def test_the_months_stand_in_their_band_and_the_verdict_is_that_of_the_year(monthly):
    months = months_of(monthly.series)
    drawing = month_chart(monthly, months)
    assert [row[0] for row in drawing.table[1:]] == [f"2024-{month:02d}" for month in range(1, 13)]
    assert monthly.verdict.verdict.value in drawing.told
    assert "jan 24" in texts(drawing.svg())


def test_the_page_has_each_chart_with_its_table_and_its_files(monthly, client):
    page = client.get("/beeld/GM0225/m/grafieken/").content.decode()
    for chart in ("maanden", "kalender"):
        assert f'id="{chart}"' in page
        for form, start in (("svg", b"<svg"), ("png", b"\x89PNG"), ("csv", b"\xef\xbb\xbf"), ("json", b"{")):
            answer = client.get(f"/beeld/GM0225/m/grafieken/{chart}.{form}")
            assert answer.content.startswith(start)
    assert "gemeenten.svg" not in page
    assert client.get("/beeld/GM0225/m/grafieken/gemeenten.svg").status_code == 404
    assert client.get("/beeld/GM0225/m/grafieken/taart.svg").status_code == 404


def test_no_id_stands_twice_on_the_page(open_figures, client):
    page = client.get("/beeld/BT-meierij/1.1.1/grafieken/").content.decode()
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_what_is_not_there_is_not_there(open_figures, client):
    assert client.get("/beeld/GM9999/1.1.1/grafieken/").status_code == 404
    assert client.get("/beeld/GM0225/9.9.9/grafieken/").status_code == 404
