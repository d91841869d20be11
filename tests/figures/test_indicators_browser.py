"""The pages of indicators in a real browser: past the accessibility check, on a phone, and without JavaScript."""

from __future__ import annotations

import pytest

from driehoek.figures import commands
from driehoek.figures.models import Snapshot
from tests.browser.fixtures import scrolls_sideways
from tests.factories import give_role, make_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = (
    "/beeld/indicatoren/", "/beeld/soort/3.9.1/", "/beeld/soort/3.9.1/bewerken/", "/beeld/soort/3.9.1/breuk/",
    "/beeld/soort/1.4.3/invullen/", "/beeld/indicatoren/nieuw/",
)  # fmt: skip


@pytest.fixture
def adviser(areas, client):
    commands.load_indicators()
    person = make_person("", "", name="Ria Smit")
    give_role(person, "safety_adviser", "GM0225")
    client.force_login(person)
    return client.cookies["sessionid"].value


@pytest.fixture
def open_page(adviser, live_server, page_at):
    def opened(width, address, **options):
        page = page_at(width, **options)
        page.context.add_cookies([{"name": "sessionid", "value": adviser, "url": live_server.url}])
        page.goto(live_server.url + address)
        return page

    return opened


@pytest.mark.parametrize("width", [375, 1280])
def test_every_page_can_be_used_by_everyone(open_page, axe, width, live_server):
    page = open_page(width, PAGES[0])
    for address in PAGES:
        page.goto(live_server.url + address)
        assert axe(page) == "", address
        assert not scrolls_sideways(page), address
    assert page.complaints == []


def test_figures_are_typed_by_keyboard_without_javascript(open_page):
    page = open_page(375, "/beeld/soort/1.4.3/invullen/?van=2022&tot=2023", javascript=False)
    page.get_by_label("Druten, 2022").focus()
    page.keyboard.type("12")
    page.keyboard.press("Tab")
    page.keyboard.type("dertien")
    page.get_by_role("button", name="Opslaan").click()
    page.get_by_text("Er is nog niets opgeslagen").wait_for()
    assert page.get_by_label("Druten, 2023").input_value() == "dertien"
    page.get_by_label("Druten, 2023").fill("13")
    page.get_by_label("2023 is voorlopig").check()
    page.get_by_role("button", name="Opslaan").click()
    page.get_by_text("De cijfers staan erin.").wait_for()
    assert Snapshot.objects.get(source="zelf-47018NED").rows == 2
