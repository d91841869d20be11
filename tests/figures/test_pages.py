"""The pages of the picture as a reader gets them."""

from __future__ import annotations

import io
import json
import re

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from driehoek.figures.models import Interpretation
from tests.factories import give_role, make_person
from tests.figures.deliveries import csv

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(open_figures):
    def sign_in(role="safety_adviser", area="GM0225") -> Client:
        person = make_person("", "", name="Ria Smit")
        give_role(person, role, area)
        client = Client()
        client.force_login(person)
        return client

    return sign_in


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_the_first_page_shows_ones_own_areas_with_what_changes_there(signed_in):
    page = text_of(signed_in().get("/beeld/"))
    assert "Van de 12 soorten die in Druten zijn geteld" in page
    assert "Basisteams" in page


def test_a_search_without_script_finds_areas_by_a_piece_of_their_name(open_figures, client):
    page = client.get("/beeld/", {"q": "sudwest"})
    assert "/beeld/GM1900/" in page.content.decode()
    assert "Geen gebied gevonden" in text_of(client.get("/beeld/", {"q": "xyzzy"}))


def test_the_public_reads_the_picture_of_a_team(open_figures, client):
    page = client.get("/beeld/BT-tweestromenland/")
    assert page.status_code == 200
    text = text_of(page)
    assert "Beeld van Tweestromenland" in text
    assert "cijfers tot en met 2024 (voorlopig)" in text
    assert "47018NED" in text
    assert "CC BY 4.0" in text


def test_a_quiet_page_has_no_colour_and_no_percentage(open_figures, client):
    page = client.get("/beeld/BT-tweestromenland/").content.decode()
    assert "dh-verdict--rises" not in page
    assert "dh-verdict--falls" not in page
    assert "%" not in text_of(client.get("/beeld/BT-tweestromenland/"))


def test_a_real_rise_is_a_word_and_a_mark_and_a_colour(open_figures, client):
    page = client.get("/beeld/BT-heuvelrug/").content.decode()
    assert page.count("dh-verdict--rises") >= 1
    assert "stijgt het aantal gevallen van drugshandel" in page


def test_a_figure_is_a_sentence_a_chart_and_the_same_numbers_as_a_table(open_figures, client):
    page = client.get("/beeld/BT-heuvelrug/3.1.1/").content.decode()
    assert "<h1" in page
    assert "Meer gevallen van drugshandel in Heuvelrug dan gewoonlijk" in page
    assert page.count('role="img" aria-labelledby') == 3  # the chart in two sizes, and the map
    assert "hangt ook af van hoeveel de politie hierop let" in page
    shown = json.loads(client.get("/beeld/BT-heuvelrug/3.1.1.json").content)
    for row in shown["series"]:
        assert re.search(rf'<th scope="row">{row["period"]}.*?<td class="dh-num">{row["count"]}</td>', page, re.DOTALL)


def test_unknown_areas_and_figures_are_not_found(open_figures, client):
    for address in ("/beeld/GM9999/", "/beeld/GM0225/9.9.9/", "/beeld/GM0772/1.1.1/", "/beeld/soort/9.9.9/", "/beeld/GM0225.pdf"):
        assert client.get(address).status_code == 404, address


def test_files_carry_the_numbers_of_the_page(open_figures, client):
    shape = json.loads(client.get("/beeld/GM0225.json").content)
    own = {row["indicator"]: row["cells"][0]["latest"] for row in shape["rows"]}
    text = client.get("/beeld/GM0225.csv").content.decode("utf-8-sig")
    lines = [line.split(";") for line in text.splitlines() if ";GM0225;" in line]
    assert {line[2]: int(line[6]) for line in lines} == own
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get("/beeld/GM0225.xlsx").content))
    rows = book.get_sheet_by_index(0).to_python()
    assert {row[2]: int(row[6]) for row in rows if row[1] == "GM0225"} == own
    assert any("47018NED" in str(row) for row in book.get_sheet_by_index(1).to_python())


def test_a_chart_can_be_taken_along_as_picture_and_as_data(open_figures, client):
    svg = client.get("/beeld/GM0225/1.1.1.svg")
    assert svg["Content-Type"] == "image/svg+xml"
    assert svg.content.startswith(b"<svg")
    assert b"var(--" not in svg.content
    assert client.get("/beeld/GM0225/1.1.1.png").content.startswith(b"\x89PNG")
    assert "2024;29;" in client.get("/beeld/GM0225/1.1.1.csv").content.decode("utf-8-sig")


def test_a_file_does_not_run_as_a_formula(signed_in):
    client = signed_in()
    file = io.BytesIO(csv("area|phenomenon|period|count\nGM0225|=1+1|2024|3"))
    file.name = "cijfers.csv"
    client.post("/beeld/bronnen/", {"name": "Eigen", "file": file})
    assert ";'=1+1;" in client.get("/beeld/GM0225.csv").content.decode("utf-8-sig")


def test_one_figure_in_all_ones_own_areas(signed_in):
    page = signed_in().get("/beeld/soort/1.1.1/").content.decode()
    assert "/beeld/GM0225/1.1.1/" in page
    assert "/beeld/BT-tweestromenland/1.1.1/" in page


def test_what_is_typed_stays_when_it_is_refused_and_appears_when_it_is_right(signed_in):
    client = signed_in()
    refused = client.post("/beeld/GM0225/1.1.1/", {"kind": "mening", "text": "Dit blijft staan."})
    assert refused.status_code == 422
    assert "Dit blijft staan." in refused.content.decode()
    sent = client.post("/beeld/GM0225/1.1.1/", {"kind": "meaning", "text": "Eén groep was actief."})
    placed = client.get(sent["Location"])
    assert "Eén groep was actief." in text_of(placed)
    assert "Ria Smit" in text_of(placed)


def test_two_editors_are_told_of_each_other_and_nothing_typed_is_lost(signed_in):
    client = signed_in()
    client.post("/beeld/GM0225/1.1.1/", {"kind": "meaning", "text": "Eerste."})
    pk = Interpretation.objects.get().pk
    client.post(f"/beeld/duiding/{pk}/", {"kind": "meaning", "text": "Van een ander.", "seen": 1})
    stale = client.post(f"/beeld/duiding/{pk}/", {"kind": "meaning", "text": "Van mij.", "seen": 1})
    assert stale.status_code == 422
    assert "Van een ander." in text_of(stale)
    assert "Van mij." in stale.content.decode()
    assert 'name="seen" value="2"' in stale.content.decode()


def test_a_bad_file_gets_a_report_on_the_page_and_the_name_stays_filled_in(signed_in):
    client = signed_in()
    file = io.BytesIO(csv("area|phenomenon|period|count\nGM9999|E35|2024|3"))
    file.name = "fout.csv"
    page = client.post("/beeld/bronnen/", {"name": "Meldingen", "file": file})
    assert page.status_code == 422
    text = text_of(page)
    assert "Er is niets ingelezen: 1 ding klopt niet." in text
    assert "Deze gemeente is niet bekend." in text
    assert 'value="Meldingen"' in page.content.decode()


def test_pages_ask_the_database_no_more_for_many_figures_than_for_few(open_figures, client, django_assert_max_num_queries):
    client.get("/beeld/BT-tweestromenland/")
    with django_assert_max_num_queries(20):
        client.get("/beeld/BT-tweestromenland/")
    with django_assert_max_num_queries(28):
        client.get("/beeld/GM0225/1.1.1/")
