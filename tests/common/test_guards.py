"""Frozen stays frozen: every declared trigger is really there, and refuses."""

import pytest
from django.db import IntegrityError, connection, transaction

from driehoek.common import triggers
from driehoek.common.events import record
from driehoek.common.models import Event, Setting
from driehoek.organisations.viewer import SYSTEM


@pytest.mark.django_db
def test_every_declared_trigger_is_installed():
    expected = {name for guard in triggers.declared() for name in triggers.trigger_names(guard)}
    assert triggers.installed(connection) == expected


@pytest.mark.django_db
@pytest.mark.parametrize("statement", ["UPDATE common_event SET verb = 'x'", "DELETE FROM common_event"])
def test_an_event_cannot_be_changed_or_removed(statement):
    setting = Setting.objects.create(key="demo_day", value="2024-10-15")
    record(SYSTEM, "setting.changed", setting)
    with (
        pytest.raises(IntegrityError, match="event_is_append_only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert Event.objects.get().verb == "setting.changed"


@pytest.mark.django_db(transaction=True)
def test_a_test_that_commits_can_still_be_cleaned_up():
    record(SYSTEM, "setting.changed", Setting.objects.create(key="demo_day", value="2024-10-15"))
    assert Event.objects.count() == 1
