"""The page that checks a text: marks in place, and nothing is kept."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.factories import give_role, make_person

pytestmark = pytest.mark.django_db
TEXT = "Fijn.\n\nHet aantal inbraken in woningen in Zwolle daalde tussen 2012 en 2021 sterk. Wij zijn daar <b>blij</b> mee."


@pytest.fixture
def adviser_page(open_figures):
    person = make_person("", "", name="Ria Smit")
    give_role(person, "safety_adviser", "GM0225")
    client = Client()
    client.force_login(person)
    return client


def test_a_pasted_text_comes_back_with_its_claim_marked_and_a_sentence_that_holds(adviser_page):
    page = adviser_page.post("/beeld/beweringen/", {"text": TEXT}).content.decode()
    assert "<mark>Het aantal inbraken in woningen in Zwolle daalde tussen 2012 en 2021 sterk.</mark>" in page
    assert "Het aantal woninginbraken in Zwolle ging van" in page
    assert "&lt;b&gt;blij&lt;/b&gt;" in page


def test_only_the_part_that_changes_is_sent_where_the_page_swaps_it(adviser_page):
    part = adviser_page.post(
        "/beeld/beweringen/", {"text": TEXT}, headers={"HX-Request": "true", "HX-Request-Type": "partial"}
    ).content.decode()
    assert "<html" not in part
    assert "<mark>" in part


def test_a_document_is_read_too_and_what_cannot_be_read_is_said_at_the_field(adviser_page):
    good = adviser_page.post("/beeld/beweringen/", {"file": SimpleUploadedFile("plan.txt", TEXT.encode())})
    assert "<mark>" in good.content.decode()
    bad = adviser_page.post("/beeld/beweringen/", {"file": SimpleUploadedFile("plan.docx", b"PK\x03\x04stuk")})
    assert bad.status_code == 422
    assert "beschadigd" in bad.content.decode()


def test_nothing_to_read_is_said(adviser_page):
    answer = adviser_page.post("/beeld/beweringen/", {"text": "  "})
    assert answer.status_code == 422
    assert "Plak een tekst of kies een document." in answer.content.decode()


def test_a_text_without_claims_says_so(adviser_page):
    page = adviser_page.post("/beeld/beweringen/", {"text": "Wij willen dat de overlast daalt."}).content.decode()
    assert "In deze tekst staan geen beweringen over cijfers" in page


def test_the_first_page_of_the_picture_leads_there_for_who_is_signed_in(adviser_page):
    assert 'href="/beeld/beweringen/"' in adviser_page.get("/beeld/").content.decode()
    assert 'href="/beeld/beweringen/"' not in Client().get("/beeld/").content.decode()
