"""The programme in a real browser: on a phone, by keyboard, without JavaScript, and past the accessibility check."""

import pytest

from driehoek.organisations.viewer import SYSTEM
from driehoek.programme import commands
from driehoek.programme.models import Progress
from tests.browser.fixtures import scrolls_sideways
from tests.programme.conftest import NORTH

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def waiting(world):
    """Three actions of the adviser of Noorddorp, of which two wait for a tick."""
    owner = world.people.north
    actions = [
        world.running(world.local, title=f"Toezicht {number}", owner=(owner.code, owner.name), lead=NORTH) for number in (1, 2, 3)
    ]
    commands.report_progress(SYSTEM, actions[2].pk, tick="on_track", sentence="Loopt.")
    return actions


@pytest.fixture
def signed_in(page_at, live_server):
    def sign_in(width=1280, **options):
        page = page_at(width, **options)
        page.goto(f"{live_server.url}/account/login/")
        page.fill("input[name=login]", "north@voorbeeld.example")
        page.fill("input[name=password]", "een-lange-zin-voor-de-test")
        page.press("input[name=password]", "Enter")
        page.wait_for_url(lambda address: "login" not in address)
        return page

    return sign_in


def test_twenty_minutes_go_by_keyboard_on_a_phone(world, waiting, signed_in, live_server, axe, screenshot):
    page = signed_in(375)
    page.goto(f"{live_server.url}/programma/mijn/")
    assert not scrolls_sideways(page)
    assert axe(page) == ""
    first, second, _told = waiting
    page.locator(f"input[name=a{first.pk}-tick]").first.focus()
    page.keyboard.press("Space")  # Op schema
    page.locator(f"input[name=a{second.pk}-tick]").first.focus()
    page.keyboard.press("ArrowRight")  # Vraagt aandacht
    page.get_by_role("button", name="Alles in één keer melden").click()
    page.get_by_text("Er is nog niets opgeslagen").wait_for()
    assert not Progress.objects.filter(action__in=waiting[:2]).exists()
    page.locator(f"input[name=a{second.pk}-sentence]").fill("De buren twijfelen nog.")
    page.get_by_role("button", name="Alles in één keer melden").click()
    page.get_by_text("2 acties zijn bijgewerkt.").wait_for()
    assert set(Progress.objects.filter(action__in=waiting[:2]).values_list("tick", flat=True)) == {"on_track", "needs_attention"}
    assert page.complaints == []
    screenshot(page, "programma-mijn-375")  # a picture styles the page, which the policy refuses, so it comes last


def test_a_tick_on_the_page_of_an_action_can_be_undone_from_the_message(world, waiting, signed_in, live_server):
    page = signed_in()
    page.goto(f"{live_server.url}/programma/{world.local.pk}/actie/1/")
    page.get_by_label("Zit vast").check()
    page.get_by_role("button", name="Melden").click()
    page.get_by_text("Schrijf in één zin wat er aan de hand is.").first.wait_for()
    page.get_by_label("In één zin").fill("Er is niemand.")
    page.get_by_role("button", name="Melden").click()
    page.get_by_text("Gemeld: Zit vast.").wait_for()
    page.get_by_role("status").get_by_role("button", name="Ongedaan maken").click()
    page.get_by_text("Ongedaan gemaakt.", exact=True).wait_for()
    assert not Progress.objects.standing().filter(action=waiting[0]).exists()
    assert page.complaints == []


def test_the_board_moves_a_card_and_stays_where_it_was(world, waiting, signed_in, live_server, axe, screenshot):
    page = signed_in()
    board = f"{live_server.url}/programma/{world.local.pk}/?weergave=bord&stand=running"
    page.goto(board)
    screenshot(page, "programma-bord")
    assert axe(page) == ""
    page.locator(".dh-board__card", has_text="Toezicht 1").get_by_text("Verplaats").click()
    page.get_by_role("link", name="Stilleggen…").first.click()
    page.get_by_label("Waarom?").fill("Geen mensen.")
    page.get_by_role("button", name="Stilleggen").click()
    page.get_by_text("A-1 staat nu op ‘Stilgelegd’.").wait_for()
    assert page.url == board
    assert world.fresh(waiting[0]).state == "on_hold"


@pytest.mark.parametrize("width", [1280, 375])
def test_every_page_of_the_programme_passes_the_check(world, waiting, signed_in, live_server, axe, width):
    page = signed_in(width)
    here = f"/programma/{world.local.pk}/"
    inner = (
        "", "?weergave=bord", "?q=zebra", "actie/1/", "actie/1/wijzigen/", "actie/nieuw/", "actie/1/stap/stop/",
        "actie/1/maatregel/", "plakken/", "inlezen/", "meenemen/", "wijzigen/",
    )  # fmt: skip
    for path in ("/programma/", *(here + part for part in inner)):
        answer = page.goto(live_server.url + path)
        assert answer.status == 200, path
        assert axe(page) == "", path
        assert not scrolls_sideways(page), path
    assert page.complaints == []


def test_without_javascript_the_programme_reads_and_a_tick_is_posted(world, waiting, signed_in, live_server):
    page = signed_in(javascript=False)
    page.goto(f"{live_server.url}/programma/{world.local.pk}/?weergave=bord")
    assert page.get_by_role("link", name="Toezicht 1").is_visible()
    page.goto(f"{live_server.url}/programma/{world.local.pk}/actie/1/")
    page.get_by_label("Op schema").check()
    page.get_by_role("button", name="Melden").click()
    assert Progress.objects.standing().filter(action=waiting[0]).count() == 1
