"""An older report again: figures as they stood after a delivery, on a day, and in the municipalities of another year."""

from __future__ import annotations

import io
from datetime import date, datetime

import pytest
from django.test import Client

from driehoek.figures._past import divisions, holdings_on, in_division
from driehoek.figures._store import holdings
from driehoek.figures.commands import import_figures
from driehoek.figures.models import Snapshot, Source
from driehoek.organisations.viewer import SYSTEM
from tests.figures.deliveries import csv, deliver

pytestmark = pytest.mark.django_db


def take_in(text: str, name="Meldingen") -> Snapshot:
    content = csv(text)
    report = import_figures(SYSTEM, name, io.BytesIO(content), file_name="x.csv", size=len(content))
    assert report.snapshot is not None
    return report.snapshot


@pytest.fixture
def two(areas, monkeypatch):
    """A delivery of 1 March and a revision of 1 June."""
    from driehoek.common import clock

    monkeypatch.setattr(clock, "now", lambda: datetime(2024, 3, 1, 12, tzinfo=clock.AMSTERDAM))
    first = take_in("area|phenomenon|period|count|exposure|provisional\nGM0225|E35|2023|41|19000|ja\nGM1991|E35|2023|7|58000|nee")
    monkeypatch.setattr(clock, "now", lambda: datetime(2024, 6, 1, 12, tzinfo=clock.AMSTERDAM))
    second = take_in("area|phenomenon|period|count|exposure\nGM0225|E35|2023|44|19000")
    return first, second


def test_figures_of_a_day_are_those_of_before_a_revision(two):
    assert holdings()["Meldingen"].series["GM0225", "E35"].counts == (44,)
    assert holdings_on(date(2024, 4, 1))["Meldingen"].series["GM0225", "E35"].counts == (41,)
    assert holdings_on(date(2024, 7, 1))["Meldingen"].series["GM0225", "E35"].counts == (44,)
    assert holdings_on(date(2024, 1, 1)) == {}


def test_a_delivery_gives_its_figures_again_and_says_what_was_provisional(two):
    first, second = two
    then = {one.area: (one.number, one.provisional) for one in in_division(first, 2024)}
    assert then["GM0225"] == (41, True)
    assert {one.area: one.number for one in in_division(second, 2024)} == {"GM0225": 44, "GM1991": 7}


def test_what_was_merged_cannot_be_taken_apart_and_says_why(two):
    before = {one.area: one for one in in_division(two[1], 2021)}
    assert before["GM0225"].number == 44
    assert before["GM0856"].number is None
    assert before["GM0856"].reason == "Uden ging in 2022 op in Maashorst. Wat erna is geteld, is niet uit elkaar te halen."


def test_inhabitants_of_before_a_merger_add_up_to_the_unit(areas):
    source = Source.objects.create(code="inwoners", name="Inwoners", kind=Source.Kind.POPULATION)
    rows = [("GM0856", "inwoners", "2021", 42_001, None), ("GM1685", "inwoners", "2021", 15_804, None)]
    snapshot = deliver(source, rows)
    assert {one.area: one.number for one in in_division(snapshot, 2024)} == {"GM1991": 57_805}
    assert {one.area: one.number for one in in_division(snapshot, 2021)} == {"GM0856": 42_001, "GM1685": 15_804}
    assert divisions(snapshot)[0] == 2024


def test_the_page_of_a_delivery_offers_the_figures_of_then_in_any_division(two, client: Client):
    Source.objects.update(is_public=True)
    page = client.get(f"/beeld/bronnen/levering/{two[0].pk}/").content.decode()
    assert "Er is daarna nog 1 levering gekomen" in page
    assert "voorlopig" in page
    text = client.get(f"/beeld/bronnen/levering/{two[0].pk}/cijfers.csv", {"indeling": "2021"}).content.decode("utf-8-sig")
    assert "Druten;GM0225;E35;2023;41;ja;" in text
    assert "niet uit elkaar te halen" in text
    assert client.get(f"/beeld/bronnen/levering/{two[0].pk}/cijfers.csv", {"indeling": "1830"}).status_code == 404
