"""The demo, in this process: built once per module, rolled back after it."""

import pytest
from django.db import transaction


@pytest.fixture(scope="module")
def demo_data(django_db_setup, django_db_blocker):
    from driehoek.demo.build import build

    with django_db_blocker.unblock(), transaction.atomic():
        build()
        yield
        transaction.set_rollback(True)
