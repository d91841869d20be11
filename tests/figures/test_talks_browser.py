"""A partner answers by the link of the mail in a real browser: on a phone, without JavaScript, past the accessibility check."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.core import mail

from driehoek.figures import commands
from driehoek.figures.commands import Partner
from driehoek.figures.models import Talk
from driehoek.organisations.viewer import SYSTEM
from tests.browser.fixtures import scrolls_sideways

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def link(areas, live_server):
    """The address that stands in the mail."""
    commands.ask_for_input(
        SYSTEM, "GM0225", question="Wat ziet u in de wijk?", until=date(2024, 11, 5),
        partners=[Partner("Jongerenwerk", "jw@voorbeeld.example")], themes=["Rommel op straat", "Eenzaamheid"],
    )  # fmt: skip
    return live_server.url + re.search(r"/inbreng/[0-9a-f]{64}/", mail.outbox[0].body)[0]


def test_a_partner_answers_on_a_phone_without_javascript_and_changes_it_later(link, page_at, screenshot):
    page = page_at(375, javascript=False)
    page.goto(link)
    assert not scrolls_sideways(page)
    page.get_by_label("Wat voor organisatie bent u?").select_option("youth")
    page.get_by_role("button", name="Opslaan").click()
    assert "Vul bij ten minste één onderwerp iets in" in page.locator(".dh-errors").inner_text()
    page.get_by_text("Eenzaamheid", exact=True).click()
    part = page.locator("details").nth(1)
    part.get_by_label("Meer dan eerder").check()
    part.get_by_label("Gehoord van anderen").check()
    part.get_by_label("Vertel in één of twee zinnen wat u ziet").fill("Mensen spreken elkaar minder.")
    page.get_by_role("button", name="Opslaan").click()
    page.get_by_text("Bedankt, uw antwoord is opgeslagen").wait_for()
    part = page.locator("details").nth(1)
    part.get_by_label("Vertel in één of twee zinnen wat u ziet").fill("Mensen spreken elkaar bijna niet meer.")
    page.get_by_role("button", name="Opslaan").click()
    page.get_by_text("Bedankt, uw antwoord is opgeslagen").wait_for()
    assert [(talk.theme, talk.quote) for talk in Talk.objects.all()] == [
        ("Eenzaamheid", "Mensen spreken elkaar bijna niet meer.")
    ]
    assert page.complaints == []
    screenshot(page, "inbreng-375")


@pytest.mark.parametrize("width", [375, 1280])
def test_the_form_of_a_partner_can_be_used_by_everyone(link, page_at, axe, width):
    page = page_at(width)
    page.goto(link)
    for closed in page.locator("details:not([open]) > summary").all()[::-1]:
        closed.click()
    assert axe(page) == ""
    assert not scrolls_sideways(page)
    assert page.complaints == []
