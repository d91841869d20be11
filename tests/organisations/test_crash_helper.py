"""The helper itself must see what it promises to see."""

from datetime import date

import pytest
from django.db import transaction

from driehoek.organisations.models import Area
from tests.crash import crash_everywhere, dump

pytestmark = pytest.mark.django_db


def _two_areas() -> None:
    Area.objects.create(code="GM9001", level="municipality", name="Een")
    Area.objects.create(code="GM9002", level="municipality", name="Twee", valid_from=date(2020, 1, 1))


def test_a_command_without_a_transaction_is_caught():
    with pytest.raises(AssertionError, match="left something behind"):
        crash_everywhere(_two_areas)


def test_a_command_in_one_transaction_passes_and_leaves_the_database_as_it_was():
    before = dump()
    assert crash_everywhere(transaction.atomic(_two_areas)) == 4  # savepoint, two inserts, release
    assert dump() == before


def test_a_command_that_swallows_the_failure_is_caught():
    def careless():
        Area.objects.create(code="GM9001", level="municipality", name="Een")
        try:
            Area.objects.create(code="GM9002", level="municipality", name="Twee")
        except Exception:
            return

    with pytest.raises(AssertionError, match="left something behind"):
        crash_everywhere(careless)


def test_a_command_that_changes_nothing_shows_nothing():
    with pytest.raises(AssertionError, match="changed nothing"):
        crash_everywhere(lambda: Area.objects.count())


def test_files_that_stay_behind_are_caught(tmp_path):
    @transaction.atomic
    def careless():
        (tmp_path / "left.txt").write_text("half")
        _two_areas()

    with pytest.raises(AssertionError, match="left files behind"):
        crash_everywhere(careless, files=tmp_path)
