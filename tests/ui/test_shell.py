"""The head, menus and palette in a real browser, with the keyboard and without JavaScript."""

import pytest

from tests.browser.fixtures import scrolls_sideways

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_palette_opens_by_key_walks_and_opens_a_page(live_server, page_at):
    page = page_at()
    page.goto(f"{live_server.url}/componenten/")
    page.keyboard.press("Control+k")
    box = page.get_by_role("combobox", name="Zoek of ga naar")
    assert box.is_visible()
    page.keyboard.press("ArrowDown")
    assert page.locator('[role=option][aria-selected="true"]').inner_text().startswith("Plannen")
    assert box.get_attribute("aria-activedescendant") == "palette-1"
    page.keyboard.press("Escape")
    assert not box.is_visible()
    assert page.complaints == []


def test_the_palette_asks_the_search_page(live_server, page_at):
    page = page_at()
    page.goto(f"{live_server.url}/componenten/")
    page.keyboard.press("/")
    page.keyboard.type("zzzzqqq")
    page.get_by_text("Niets gevonden. Probeer een ander of korter woord.").wait_for()
    assert page.complaints == []


def test_without_javascript_search_is_a_form_and_the_page_stands(live_server, page_at, screenshot):
    page = page_at(javascript=False)
    page.goto(f"{live_server.url}/componenten/")
    screenshot(page, "componenten-zonder-javascript")
    assert page.locator("textarea[name=text]").is_visible()  # Markdown in a plain box
    assert page.get_by_text("Zonder JavaScript staat dit gewoon op de bladzijde.").is_visible()
    page.locator("#head-search").fill("inbraak")
    page.keyboard.press("Enter")
    page.wait_for_url("**/zoeken/?q=inbraak")


def test_a_menu_closes_with_escape_and_gives_the_focus_back(live_server, page_at):
    page = page_at()
    page.goto(f"{live_server.url}/componenten/")
    menu = page.locator("#ui-menu details")
    menu.locator("summary").click()
    assert menu.get_attribute("open") is not None
    page.keyboard.press("Escape")
    assert menu.get_attribute("open") is None
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_a_dialog_opens_over_the_page_and_closes(live_server, page_at, axe):
    page = page_at()
    page.goto(f"{live_server.url}/componenten/")
    page.get_by_role("button", name="Open het venster").click()
    dialog = page.get_by_role("dialog", name="Verplaats naar een andere maand")
    assert dialog.is_visible()
    assert axe(page) == ""
    dialog.get_by_role("button", name="Sluiten").click()
    assert not dialog.is_visible()


def test_the_first_stop_of_the_keyboard_leads_to_the_content(live_server, page_at):
    page = page_at()
    page.goto(f"{live_server.url}/componenten/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Naar de inhoud"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("Boolean(document.activeElement.closest('main'))")


def test_a_wide_table_says_on_a_phone_that_there_is_more(live_server, page_at):
    page = page_at(375)
    page.goto(f"{live_server.url}/componenten/")
    assert page.get_by_text("Veeg opzij voor meer kolommen").first.is_visible()
    wide = page_at(1600)
    wide.goto(f"{live_server.url}/componenten/")
    assert not wide.get_by_text("Veeg opzij voor meer kolommen").first.is_visible()


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize(
    "address", ["/account/login/?next=/", "/toegankelijkheid/", "/licentie/", "/er-is-niets/", "/account/password/reset/"]
)
def test_other_pages_of_the_product_are_accessible_and_fit(live_server, page_at, axe, screenshot, address, width):
    page = page_at(width)
    page.goto(f"{live_server.url}{address}")
    screenshot(page, f"ui{address.split('?')[0].replace('/', '-')}{width}")
    assert axe(page) == ""
    assert not scrolls_sideways(page)
    assert page.complaints == []


def test_at_four_times_zoom_nothing_runs_off_the_page(live_server, page_at):
    """A screen of 1280 at 400 % is 320 wide (WCAG 1.4.10)."""
    page = page_at(320)
    page.goto(f"{live_server.url}/componenten/")
    page.locator(".dh-editor__text").wait_for()
    assert not scrolls_sideways(page)


def test_paper_shows_the_content_and_not_the_controls(live_server, page_at):
    page = page_at()
    page.goto(f"{live_server.url}/componenten/")
    page.emulate_media(media="print")
    assert not page.locator(".dh-nav").is_visible()
    assert page.get_by_role("heading", name="Componenten").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
