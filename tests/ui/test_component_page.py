"""The page with every part in every state, in a real browser."""

import pytest

from tests.browser.fixtures import scrolls_sideways

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 375])
def test_every_part_is_accessible_and_fits(live_server, page_at, axe, screenshot, width, scheme):
    page = page_at(width, scheme=scheme)
    page.goto(f"{live_server.url}/componenten/")
    page.locator(".dh-editor").wait_for()
    screenshot(page, f"componenten-{width}-{scheme}")
    assert axe(page) == ""
    assert not scrolls_sideways(page)
    assert page.complaints == []
