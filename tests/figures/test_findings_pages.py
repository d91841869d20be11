"""The page of a figure as people get it: its finding, what can be done next, and the pages that lead on from there."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from driehoek.figures import queries
from driehoek.figures.models import Following, MeaningRequest, TriangleNote
from driehoek.organisations.viewer import PUBLIC, SYSTEM
from driehoek.plans.commands import start_plan
from driehoek.plans.models import Priority
from tests.factories import give_role, make_person

pytestmark = pytest.mark.django_db

FIGURE = "/beeld/GM0225/1.1.1/"


def signed_in(*roles, name="Ria Smit"):
    person = make_person("", "", name=name)
    for role, area in roles:
        give_role(person, role, area)
    client = Client()
    client.force_login(person)
    return client, person


@pytest.fixture
def adviser(open_figures):
    return signed_in(("safety_adviser", "GM0225"))[0]


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def sent(client, address, data=None):
    """Post, and go where it leads."""
    answer = client.post(address, data or {})
    assert answer.status_code == 302, text_of(answer)
    return client.get(answer["Location"])


def test_the_page_says_the_sentences_of_the_finding_and_draws_the_funnel(open_figures):
    answer = Client().get(FIGURE)
    seen = queries.picture(PUBLIC, "GM0225")
    cell = next(row.own for row in seen.rows if row.indicator.pk == "1.1.1")
    page = text_of(answer)
    for sentence in queries.finding_of(seen, cell).sentences:
        assert sentence.replace("'", "&#39;") in page
    assert answer.content.decode().count('class="dh-funnel"') == 2  # for a wide screen and for a phone
    assert "Gemeente Inwoners Aantal Per 1.000" in page
    assert "Volg dit cijfer" not in page
    assert "Wat nu?" not in page


def test_a_figure_asks_at_most_thirty_things_of_the_database(adviser):
    adviser.get(FIGURE)
    with CaptureQueriesContext(connection) as asked:
        assert adviser.get(FIGURE).status_code == 200
    assert len(asked) <= 30


def test_a_figure_is_followed_and_left_again_with_an_undo(adviser):
    page = sent(adviser, f"{FIGURE}volgen/")
    assert "Niet meer volgen" in text_of(page)
    assert "Woninginbraken Druten" in text_of(adviser.get("/beeld/volgt/"))
    page = sent(adviser, f"/beeld/volgt/{Following.objects.get().pk}/weg/")
    assert "U volgt nog geen cijfers" in text_of(page)
    undo = re.search(r'action="(/[^"]*undo[^"]*|/[^"]*ongedaan[^"]*)"', page.content.decode())
    assert undo is not None
    sent(adviser, undo[1], {"back": "/beeld/volgt/"})
    assert "Woninginbraken Druten" in text_of(adviser.get("/beeld/volgt/"))


def test_a_finding_is_put_before_the_triangle_and_ticked_off(adviser):
    assert "Leg het voor aan de driehoek" in text_of(adviser.get(FIGURE))
    page = sent(adviser, f"{FIGURE}driehoek/", {"remark": "Is er meer toezicht nodig?"})
    assert "Om te bespreken: Is er meer toezicht nodig?" in text_of(page)
    assert "staat sinds" in text_of(adviser.get(FIGURE))
    strategic, _person = signed_in(("strategic_adviser", "BT-tweestromenland"), name="Anna Vos")
    assert "Voor de driehoek 1 cijfer ligt klaar voor het overleg." in text_of(strategic.get("/"))
    note = TriangleNote.objects.get()
    page = sent(strategic, f"/beeld/driehoek/{note.pk}/besproken/", {"seen": note.version})
    assert "Er ligt niets voor de driehoek" in text_of(page)
    assert "1 punt is besproken" in text_of(page)
    page = sent(strategic, f"/beeld/driehoek/{note.pk}/weg/", {"seen": "oud"})
    assert "intussen veranderd" in text_of(page)


def test_what_was_typed_stays_when_it_is_refused(adviser):
    answer = adviser.post(f"{FIGURE}driehoek/", {"remark": "Bel 06-12345678"})
    assert answer.status_code == 422
    assert "Bel 06-12345678" in text_of(answer)
    assert "telefoonnummer" in text_of(answer)


def test_a_colleague_is_asked_and_finds_it_on_the_start_page(adviser):
    colleague, person = signed_in(("analyst", "BT-tweestromenland"), name="Ab Kleijn")
    assert "Ab Kleijn" in text_of(adviser.get(f"{FIGURE}duiding-vragen/"))
    page = sent(adviser, f"{FIGURE}duiding-vragen/", {"person": person.pk, "question": "Zijn dit dezelfde daders?"})
    assert "Ab Kleijn is op" in text_of(page)
    assert "1 collega vraagt u om een duiding. Woninginbraken, Druten Zijn dit dezelfde daders?" in text_of(colleague.get("/"))
    sent(colleague, FIGURE, {"kind": "meaning", "text": "Eén groep langs de dijk."})
    assert "vraagt u om een duiding" not in text_of(colleague.get("/"))


def test_who_was_asked_may_say_that_he_does_not_know(adviser):
    colleague, person = signed_in(("analyst", "BT-tweestromenland"), name="Ab Kleijn")
    sent(adviser, f"{FIGURE}duiding-vragen/", {"person": person.pk})
    assert "Ria Smit vraagt u wat dit cijfer betekent" in text_of(colleague.get(FIGURE))
    asking = MeaningRequest.objects.get()
    sent(colleague, f"/beeld/duiding/gevraagd/{asking.pk}/sluiten/", {"seen": asking.version})
    assert "vraagt u wat dit cijfer betekent" not in text_of(colleague.get(FIGURE))


def test_a_figure_becomes_a_candidate_only_where_a_plan_is_being_made(adviser):
    assert "kandidaat-prioriteit" not in text_of(adviser.get(FIGURE))
    start_plan(SYSTEM, area="GM0225", title="Plan Druten", starts_on=date(2027, 1, 1), ends_on=date(2030, 12, 31))
    assert "Maak er een kandidaat-prioriteit van" in text_of(adviser.get(FIGURE))
    form = adviser.get("/plannen/kandidaat/GM0225/1.1.1/")
    place = re.search(r'name="place" value="([^"]+)"', form.content.decode())[1]
    page = sent(adviser, "/plannen/kandidaat/GM0225/1.1.1/", {"place": place, "title": "Inbraken", "reason": "Het stijgt."})
    assert "Inbraken" in text_of(page)
    assert Priority.objects.get().title == "Inbraken"


def test_partners_can_be_asked_about_this_figure_at_once(adviser):
    page = adviser.get("/beeld/GM0225/gesprekken/vragen/?over=1.1.1").content.decode()
    box = re.search(r'<input[^>]*value="1\.1\.1"[^>]*>', page)[0]
    assert "checked" in box
