"""One Dutch order on both databases."""

import pytest
from django.db.models.functions import Collate

from driehoek.organisations.models import Area


@pytest.mark.django_db
def test_names_stand_in_dutch_order():
    for number, name in enumerate(["Zwolle", "élan", "een", "Éénrum", "Druten", "drempt"]):
        Area.objects.create(code=f"GM9{number:03}", level="municipality", name=name)
    rows = Area.objects.filter(code__startswith="GM9").order_by(Collate("name", "nl-x-icu"))
    assert [area.name for area in rows] == ["drempt", "Druten", "een", "Éénrum", "élan", "Zwolle"]
