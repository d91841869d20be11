"""Fixtures of the browser for the tests in this folder; other folders import them from `fixtures` in their own conftest."""

from tests.browser.fixtures import axe, browser, page_at, screenshot

__all__ = ["axe", "browser", "page_at", "screenshot"]
