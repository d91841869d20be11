"""The browser, for the parts of the pages."""

from tests.browser.fixtures import axe, browser, page_at, screenshot

__all__ = ["axe", "browser", "page_at", "screenshot"]
