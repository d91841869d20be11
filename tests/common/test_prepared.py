"""A prepared question answers what the ordinary queryset answers."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from driehoek.common.prepared import Given, Prepared, counted
from driehoek.organisations.models import Area, AreaMembership, User


@pytest.fixture
def areas(db):
    names = {"GM0757": "Boxtel", "GM0865": "Vught", "BT-MEIERIJ": "Meierij"}
    made = [Area(code=code, name=name, level="base_team" if code[0] == "B" else "municipality") for code, name in names.items()]
    Area.objects.bulk_create(made)
    for code, since in (("GM0757", None), ("GM0865", date(2024, 6, 1))):
        AreaMembership.objects.create(parent_id="BT-MEIERIJ", child_id=code, valid_from=since)


INSIDE = Prepared(
    lambda: (
        AreaMembership.objects.on(Given("day", date))
        .filter(Q(parent=Given("area", str)) | Q(child=Given("area", str)))
        .order_by("parent", "child")
        .values_list("parent_id", "child_id", "valid_from")
    )
)
HOW_MANY = Prepared(lambda: counted(Area.objects.filter(level="municipality", code__gte=Given("code", str))))
PERSON = Prepared(lambda: User.objects.filter(code=Given("code", UUID)).values_list("pk", "code", "is_active"))


@pytest.mark.parametrize(("area", "day"), [("BT-MEIERIJ", date(2024, 10, 15)), ("GM0757", date(2024, 1, 1)), ("none", date.max)])
def test_it_answers_as_the_queryset_does(areas, area, day):
    rows = AreaMembership.objects.on(day).filter(Q(parent=area) | Q(child=area)).order_by("parent", "child")
    assert INSIDE(area=area, day=day) == list(rows.values_list("parent_id", "child_id", "valid_from"))


def test_a_count_is_one_number_also_when_there_is_nothing(areas):
    assert HOW_MANY.one(code="GM0700") == Area.objects.filter(level="municipality", code__gte="GM0700").count() > 0
    assert HOW_MANY.one(code="ZZ") == 0


def test_values_come_back_as_python_knows_them(db):
    user = User.objects.create_user(email="anna@voorbeeld.example", name="Anna")
    assert PERSON(code=user.code) == [(user.pk, user.code, True)]
    assert isinstance(PERSON(code=user.code)[0][1], UUID)


def test_it_asks_one_question_and_compiles_it_once(areas, monkeypatch):
    built = []
    asked = Prepared(lambda: built.append(1) or Area.objects.filter(code=Given("code", str)).values_list("name"))
    with CaptureQueriesContext(connection) as queries:
        for code in ("GM0757", "GM0865", "GM0757"):
            asked(code=code)
    assert (len(queries), len(built)) == (3, 1)


def test_a_value_that_is_not_given_is_an_error_and_no_answer(db):
    with pytest.raises(KeyError):
        HOW_MANY()


def test_a_value_is_never_read_as_sql(areas):
    assert INSIDE(area="' OR 1=1 --", day=date(2024, 1, 1)) == []
