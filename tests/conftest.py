"""What all tests share: frozen tables survive the flush after a test that commits, and each test has its own cache."""

import os

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in the thread of the test

import pytest
from django.db import transaction
from django.db.backends.base.operations import BaseDatabaseOperations

from driehoek.common import triggers

_flush = BaseDatabaseOperations.execute_sql_flush


def _flush_without_triggers(operations, sql_list):
    """Tests that commit (live server, threads) end with a flush; the triggers of frozen tables would refuse it."""
    connection = operations.connection
    with transaction.atomic(using=connection.alias), triggers.off(connection):
        _flush(operations, sql_list)


BaseDatabaseOperations.execute_sql_flush = _flush_without_triggers


@pytest.fixture(autouse=True)
def own_cache(settings, tmp_path):
    """A cache that no other test or process shares."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": str(tmp_path)}}


@pytest.fixture(autouse=True)
def begun(request):
    """There is an installation, so that pages do not lead to the first run; `@pytest.mark.first_run` starts without one."""
    from driehoek.organisations.founding import queries

    queries.remember(request.node.get_closest_marker("first_run") is None)
    yield
    queries.remember(False)
