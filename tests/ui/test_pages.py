"""Pages of the product itself: errors, sign in, language; for each kind of visitor."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template import engines
from django.test import Client

from driehoek.organisations.viewer import Viewer
from driehoek.ui.place import Place

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client):
    user = get_user_model().objects.create_user("anna@voorbeeld.nl", "een lange zin om in te loggen", name="Anna de Vries")
    client.force_login(user)
    return user


@pytest.mark.parametrize(
    "address", ["/componenten/", "/toegankelijkheid/", "/licentie/", "/account/login/", "/account/password/reset/"]
)
def test_a_page_for_everyone_has_a_title_a_heading_and_a_way_to_the_content(client, address):
    html = client.get(address).content.decode()
    assert html.count("<h1") == 1
    assert "<title>" in html
    assert 'href="#main"' in html
    assert 'id="main"' in html
    assert 'lang="nl"' in html


def test_a_visitor_sees_the_open_part_of_the_menu(client):
    html = client.get("/componenten/").content.decode()
    assert ">Publiek</a>" in html
    assert "Inloggen" in html
    assert ">Beheer</a>" not in html


def test_who_is_signed_in_sees_the_whole_menu_and_the_way_out(client, person):
    html = client.get("/componenten/").content.decode()
    for word in ("Vandaag", "Beeld", "Plannen", "Programma", "Verantwoording", "Beheer"):
        assert f">{word}</a>" in html
    assert "Uitloggen" in html
    assert "Anna de Vries" in html


@pytest.mark.parametrize("address", ["/account/2fa/", "/account/password/change/", "/account/email/"])
def test_the_pages_of_an_account_stand_in_our_own_page(client, person, address):
    answer = client.get(address, follow=True)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert html.count("<h1") == 1
    assert 'class="dh-account"' in html
    assert "&lt;h1" not in html


def test_a_page_that_is_not_there_helps_on(client):
    answer = client.get("/er-is-niets/")
    html = answer.content.decode()
    assert answer.status_code == 404
    assert 'action="/zoeken/"' in html
    assert "Inloggen" in html


def test_a_broken_host_gets_a_page_that_needs_nothing():
    answer = Client(headers={"host": "elders.example"}).get("/")
    assert answer.status_code == 400
    assert "Deze vraag klopt niet" in answer.content.decode()


def test_a_crash_gets_a_page_that_needs_nothing():
    html = engines["jinja2"].env.get_template("ui/errors/500.html").render()
    assert "Dit ligt niet aan u" in html


def test_a_form_that_was_open_too_long_says_what_to_do():
    answer = Client(enforce_csrf_checks=True).post("/account/login/", {"login": "a", "password": "b"})
    assert answer.status_code == 403
    assert "Dit formulier was verlopen" in answer.content.decode()


def test_a_lost_session_is_explained_where_one_signs_in(client):
    html = client.get("/account/login/?next=/programma/").content.decode()
    assert "sessie verlopen" in html
    assert 'value="/programma/"' in html


def test_a_part_that_needs_signing_in_sends_the_whole_page_there(client):
    answer = client.get("/account/2fa/", headers={"hx-request": "true"})
    assert answer.status_code == 204
    assert answer["HX-Redirect"].startswith("/account/login/")


def test_the_language_is_kept_and_brings_you_back(client):
    answer = client.post("/taal/", {"language": "en", "next": "/componenten/"})
    assert answer["Location"] == "/componenten/"
    assert 'lang="en"' in client.get("/componenten/").content.decode()
    assert client.post("/taal/", {"language": "en", "next": "https://elders.example/"})["Location"] == "/"


def test_the_place_is_in_sight_with_what_can_be_chosen():
    ui = engines["jinja2"].env.globals["ui"]
    place = Place(
        "Basisteam Meierij", "2023–2026", (("Basisteam Meierij", "/beeld/BT-1/", True), ("Boxtel", "/beeld/GM0757/", False))
    )
    html = str(ui.app_head(Viewer(code="x", name="Anna"), place, "beeld", "", "/beeld/", "nl"))
    assert "Basisteam Meierij" in html
    assert "2023–2026" in html
    assert 'href="/beeld/GM0757/"' in html
    assert 'href="/beeld/" aria-current="page"' in html


def test_a_message_can_carry_its_undo(client, person):
    ui = engines["jinja2"].env.globals["ui"]
    html = str(ui.toast(Message(constants.SUCCESS, "Verplaatst.", "undo:/ongedaan/7/"), "", "/programma/"))
    assert 'action="/ongedaan/7/"' in html
    assert 'value="/programma/"' in html
    assert "Ongedaan maken" in html


def test_a_public_page_sets_no_cookie(client):
    answer = client.get("/toegankelijkheid/")
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
