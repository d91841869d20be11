"""A real Chromium for tests: pages of a width, the accessibility check, pictures of what was seen.

A page collects what the browser complained about (console errors, refused styles and scripts, crashes) in `page.complaints`.
"""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

CHROMIUM = os.environ.get("DRIEHOEK_CHROMIUM", "/usr/bin/chromium")
PICTURES = Path(__file__).resolve().parents[2] / "test-output"
# Chromium reports every 4xx answer as an error of the page; the tests judge answers themselves.
EXPECTED = "Failed to load resource: the server responded with a status of 4"


@pytest.fixture(scope="session")
def browser():
    """One Chromium per worker."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def page_at(browser):
    """`page_at(375)`: a fresh page (own cookies) of that width; scheme light or dark; with or without JavaScript."""
    contexts = []

    def make(width=1280, *, scheme="light", javascript=True, height=None, **options):
        context = browser.new_context(
            viewport={"width": width, "height": height or (800 if width > 500 else 740)},
            color_scheme=scheme,
            java_script_enabled=javascript,
            locale="nl-NL",
            has_touch=width < 500,
            reduced_motion="reduce",
            **options,
        )
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda said: _note(page, said))
        page.on("pageerror", lambda crash: page.complaints.append(str(crash)))
        return page

    yield make
    for context in contexts:
        close(context)


def close(context):
    """Close a window. Once in hundreds of times Chromium never answers, and Playwright waits for ever: after half a minute the
    window is left to go with the browser. What the test saw and asserted is not touched by it.
    """
    with suppress(TimeoutError):
        context._sync(asyncio.wait_for(context._impl_obj.close(None), 30))  # its own close knows no time limit


def _note(page, said):
    if said.type == "error" and EXPECTED not in said.text:
        page.complaints.append(said.text)


@pytest.fixture(scope="session")
def axe():
    """`axe(page)`: what the accessibility check found, as readable text; empty when nothing."""

    def check(page):
        found = Axe().run(page)
        return "" if not found.violations_count else found.generate_report()

    return check


@pytest.fixture(scope="session")
def screenshot():
    """`screenshot(page, "vandaag-375")`: a picture of the whole page in test-output/; returns its path."""

    def take(page, name):
        PICTURES.mkdir(exist_ok=True)
        path = PICTURES / f"{name}.png"
        page.screenshot(path=path, full_page=True)
        return path

    return take


def scrolls_sideways(page) -> bool:
    """Does the page itself (not a table in it) scroll to the right?"""
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
