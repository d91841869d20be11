"""What all tests share: frozen tables survive the flush after a test that commits, and each test has its own cache."""

import os
import re

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in the thread of the test

import pytest
from django.db import transaction
from django.db.backends.base.operations import BaseDatabaseOperations
from django.utils import translation

from driehoek.common import triggers

pytest_plugins = ["tests.browser.fixtures"]  # one browser per worker, whoever asks for it

_flush = BaseDatabaseOperations.execute_sql_flush


def _flush_without_triggers(operations, sql_list):
    """Tests that commit (live server, threads) end with a flush; the triggers of frozen tables would refuse it."""
    connection = operations.connection
    with transaction.atomic(using=connection.alias), triggers.off(connection):
        _flush(operations, sql_list)


BaseDatabaseOperations.execute_sql_flush = _flush_without_triggers


# What walks everything (each statement of a command, each address as each role, a thousand rows, thousands of invented cases)
# takes long by its nature: `make test` runs it, `make test-fast` leaves it out.
_LONG = re.compile(
    r"tests/(rights|statements|bench|demo|web)/|wholly_or_not|all_or_nothing|at_any_statement|nothing_is_left_of|for_a_thousand"
    r"|a_thousand_new_lines|the_worker_ends|only_the_steps_of_the_table|to_keep_us_busy|keep_every_text_whole"
    r"|claims_measure|test_feeds|engine/test_season|talks_pages|test_public|(programme|plans|accountability)/test_pages|test_founding|test_sheets"
    r"|engine/test_(properties|oracle|areas|command)|test_every_page_opens|no_word_of|every_form_has_the_same|tests/tools/"
    r"|test_text_rules|test_whatever_the_file|comes_back_the_same|accountability/test_(document|commands)|figures/test_chart"
    r"|figures/test_(known_tables|neighbourhood|interpretations|findings|side_by_side|incidents|pages|imports|mapping|picture|surveys)"
    r"|engine/test_(disclosure|many|aggregate|rates|peers|farrington|surveillance|intervals)|claims_command|test_house|figures/test_(typed|safety|past|talks)"
)


# These take minutes each; who starts them first is ready first.
_LONGEST = ("tests/rights/", "tests/statements/", "tests/journeys/", "tests/demo/")


def pytest_collection_modifyitems(items):
    for item in items:
        if _LONG.search(item.nodeid):
            item.add_marker(pytest.mark.slow)
    last = len(_LONGEST)
    items.sort(key=lambda item: next((at for at, path in enumerate(_LONGEST) if item.nodeid.startswith(path)), last))


@pytest.fixture(autouse=True)
def own_cache(settings, tmp_path):
    """A cache that no other test or process shares."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": str(tmp_path)}}


@pytest.fixture(autouse=True)
def dutch():
    """A page that an earlier test asked in English leaves that language behind."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def begun(request):
    """There is an installation, so that pages do not lead to the first run; `@pytest.mark.first_run` starts without one."""
    from driehoek.organisations.founding import queries

    queries.remember(request.node.get_closest_marker("first_run") is None)
    yield
    queries.remember(False)
