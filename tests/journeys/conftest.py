"""A demo and an empty installation as real servers, one of each per worker; and people who use them in a real browser."""

import os
from pathlib import Path

import pytest

from tests.browser.fixtures import close
from tests.journeys.servers import Server, running


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """A demo of its own; or, while working on a journey, one that runs already: DRIEHOEK_DEMO_URL=http://localhost:8000."""
    if url := os.environ.get("DRIEHOEK_DEMO_URL"):
        yield Server(url, Path(), dict(os.environ))
        return
    with running(tmp_path_factory.mktemp("demo"), "demo") as server:
        yield server


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    with running(tmp_path_factory.mktemp("empty"), "serve") as server:
        yield server


@pytest.fixture
def person(browser):
    """person(url, width=1280): a new visitor with a window of its own. Whatever its console complains of fails the test."""
    contexts, complaints = [], []

    def visit(url, width=1280, height=900, **options):
        context = browser.new_context(viewport={"width": width, "height": height}, locale="nl-NL", base_url=url, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield visit
    for context in contexts:
        close(context)
    refused = "Failed to load resource: the server responded with a status of 4"  # a refused form answers 422
    assert [text for text in complaints if not text.startswith(refused)] == []
