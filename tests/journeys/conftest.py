"""A demo and an empty installation as real servers, one of each per worker."""

import pytest

from tests.journeys.servers import running


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    with running(tmp_path_factory.mktemp("demo"), "demo") as server:
        yield server


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    with running(tmp_path_factory.mktemp("empty"), "serve") as server:
        yield server
