"""The map of neighbourhoods: what is coloured was tested, small counts have no rate, and it says the same without colour."""

from __future__ import annotations

import io
import re
from pathlib import Path

import numpy as np
import pytest
from django.test import Client
from lxml import etree

from driehoek.engine.places import Spot
from driehoek.figures._store import Series
from driehoek.figures.mapping.commands import bring, known, take_in_upload
from driehoek.figures.neighbourhoods.boundaries import outlines_of
from driehoek.figures.neighbourhoods.queries import Part
from driehoek.figures.pictures.neighbourhoods import SMALL, by_neighbourhood, spotted, touching
from driehoek.organisations.viewer import SYSTEM
from tests.factories import give_role, make_person

HAAGLANDEN = Path(__file__).parents[3] / "shared/data/crime_neighbourhood_month_haaglanden.parquet"


def grid(counts: np.ndarray, people: int = 2000) -> tuple[list[Part], dict]:
    """Square neighbourhoods in a square municipality: parts and outlines."""
    parts, outlines = [], {}
    for (y, x), count in np.ndenumerate(counts):
        code = f"BU9999{y:02d}{x:02d}"
        series = Series(("2022", "2023"), (int(count), int(count)), (people, people), frozenset())
        parts.append(Part(code, f"Buurt {y}-{x}", "WK999900", people, series))
        outlines[code] = [[(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1), (x, y)]]
    return parts, outlines


def test_neighbourhoods_that_share_a_corner_touch():
    parts, outlines = grid(np.zeros((2, 3), int))
    codes = [part.code for part in parts]
    assert len(touching(codes, outlines)) == 11  # 7 sides and 4 diagonals
    assert touching(codes[::-1], outlines) != []


def test_a_heap_is_found_where_it_was_put():
    counts = np.random.default_rng(1).poisson(20, (10, 10))
    counts[4:7, 4:7] = 120
    parts, outlines = grid(counts)
    hot = {row.part.code for row in spotted(parts, outlines) if row.spot is Spot.HOT}
    assert "BU99990505" in hot
    assert all(3 <= int(code[6:8]) <= 7 and 3 <= int(code[8:10]) <= 7 for code in hot)


def test_where_there_is_only_chance_a_map_with_any_colour_is_rare():
    """Holm over the map at 5 %: of 200 maps of nothing but chance at most 5 % and what chance allows (99 %) has a colour."""
    rng = np.random.default_rng(20)
    coloured = 0
    for _ in range(200):
        parts, outlines = grid(rng.poisson(15, (7, 7)))
        coloured += any(row.apart for row in spotted(parts, outlines))
    assert coloured <= 18


def test_the_answer_does_not_depend_on_the_order():
    parts, outlines = grid(np.random.default_rng(3).poisson(12, (6, 6)) + np.eye(6, dtype=int) * 30)
    forward = {row.part.code: row for row in spotted(parts, outlines)}
    for row in spotted(parts[::-1], outlines):
        assert row.spot is forward[row.part.code].spot
        assert row.rate == pytest.approx(forward[row.part.code].rate)


def test_a_small_count_has_no_rate_and_a_place_with_few_people_neither_rate_nor_test():
    counts = np.full((3, 3), 20) + np.arange(9).reshape(3, 3)
    counts[0, 0] = SMALL - 1
    parts, outlines = grid(counts)
    parts[8] = Part(parts[8].code, "Haven", "WK999900", None, parts[8].series)
    parts.append(Part("BU99999999", "Buiten", "WK999900", 99, parts[8].series))
    rows = spotted(parts, outlines)
    assert rows[0].rate is None
    assert rows[1].low < rows[1].rate < rows[1].high
    assert {(row.rate, row.spot) for row in rows[8:]} == {(None, Spot.CANNOT_TELL)}


def test_few_neighbourhoods_are_not_tested():
    parts, outlines = grid(np.full((2, 3), 20))
    assert {row.spot for row in spotted(parts, outlines)} == {Spot.CANNOT_TELL}


# --- the page -----------------------------------------------------------------------------------------------------------
def take_in(data: bytes, name: str):
    from driehoek.figures.mapping.rules import Choices

    upload = bring(SYSTEM, "Buurten", io.BytesIO(data), file_name=name, size=len(data))
    return take_in_upload(SYSTEM, upload.pk, Choices(**vars(known(upload).choices)))


@pytest.fixture
def adviser_of(open_figures):
    def sign_in(area="GM0225"):
        person = make_person("", "", name="Ria Smit")
        give_role(person, "safety_adviser", area)
        client = Client()
        client.force_login(person)
        return client

    return sign_in


@pytest.fixture
def delivered(open_figures):
    codes = sorted(outlines_of("GM0225"))
    lines = [f"{code};1.1.1;2024-{month:02d};{1 + n % 3}" for n, code in enumerate(codes) for month in range(1, 13)]
    report = take_in(("buurtcode;soort misdrijf;maand;aantal\n" + "\n".join(lines)).encode(), "buurten.csv")
    assert report.accepted, report.problems
    return codes


@pytest.mark.django_db
def test_the_page_has_the_map_with_words_and_a_table_by_name(delivered, adviser_of):
    page = adviser_of().get("/beeld/GM0225/1.1.1/buurten/").content.decode()
    assert "per buurt in Druten" in page
    svg = re.search(r"<svg class=\"dh-map dh-hoods.*?</svg>", page, re.DOTALL)[0]
    assert "<desc" in svg
    assert svg.count("<path class=") == len(delivered)
    names = re.findall(r'<th scope="row">([^<]+)</th>', page)
    assert names == sorted(names, key=str.casefold)
    assert "CC BY 4.0" in page


@pytest.mark.django_db
def test_without_figures_the_page_says_what_to_read_in(adviser_of):
    page = adviser_of().get("/beeld/GM0225/1.1.1/buurten/").content.decode()
    assert "Er zijn nog geen cijfers per buurt" in page
    assert adviser_of().get("/beeld/GM0225/1.1.1/buurten.csv").status_code == 404


@pytest.mark.django_db
def test_it_can_be_taken_along_and_a_file_needs_no_style_sheet(delivered, adviser_of):
    client = adviser_of()
    svg = client.get("/beeld/GM0225/1.1.1/buurten.svg").content
    etree.fromstring(svg)
    assert b"var(" not in svg
    assert client.get("/beeld/GM0225/1.1.1/buurten.png").content.startswith(b"\x89PNG")
    table = client.get("/beeld/GM0225/1.1.1/buurten.csv").content.decode("utf-8-sig").splitlines()
    assert table[0].startswith("buurt;code;inwoners;periode;aantal")
    assert len(table) == 1 + len(delivered)


@pytest.mark.django_db
def test_figures_of_ones_own_and_a_team_are_not_there(delivered, client):
    assert "Er zijn nog geen cijfers per buurt" in client.get("/beeld/GM0225/1.1.1/buurten/").content.decode()
    assert client.get("/beeld/BT-tweestromenland/1.1.1/buurten/").status_code == 404


@pytest.mark.django_db
@pytest.mark.skipif(not HAAGLANDEN.exists(), reason="the neighbourhoods of Haaglanden are not here")
def test_street_robberies_in_the_hague_come_together_in_the_schilderswijk(open_figures):
    assert take_in(HAAGLANDEN.read_bytes(), "haaglanden.parquet").accepted
    shown = by_neighbourhood(SYSTEM, "GM0518", "102")  # street robbery
    assert shown.tested > 80
    assert all(row.rate is None or row.low <= row.rate <= row.high for row in shown.rows)
    assert any(row.spot is Spot.HOT and row.part.name.startswith("Schildersbuurt") for row in shown.rows)
