"""Recorded and experienced safety beside each other on the picture of an area."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from driehoek.figures import queries
from driehoek.figures.commands import import_survey
from driehoek.figures.models import SurveyQuestion
from driehoek.figures.pictures.experienced import experienced
from driehoek.organisations.viewer import SYSTEM
from tests.factories import give_role, make_person

pytestmark = pytest.mark.django_db
ROWS = [
    {"area": "Druten", "level": "", "phenomenon": "Voelt zich onveilig", "period": "2021", "value": "20,0", "margin": "2"},
    {"area": "Druten", "level": "", "phenomenon": "Voelt zich onveilig", "period": "2023", "value": "28,0", "margin": "2"},
]


@pytest.fixture
def asked(open_figures):
    import_survey(SYSTEM, "Veiligheidsmonitor", list(enumerate(ROWS, start=2)), file_name="monitor.csv")
    SurveyQuestion.objects.update(field="V1")


def page(address="/beeld/GM0225/"):
    person = make_person("", "", name="Ria Smit")
    give_role(person, "safety_adviser", "GM0225")
    client = Client()
    client.force_login(person)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", client.get(address).content.decode()))


def test_a_field_has_what_was_counted_beside_what_people_said_each_with_its_own_verdict(asked):
    picture = queries.picture(SYSTEM, "GM0225")
    (field,) = experienced(SYSTEM, picture)
    assert field.name == "Veilige woon- en leefomgeving"
    assert {cell.indicator.field for cell in field.recorded} == {"V1"}
    assert [cell.question.label for cell in field.surveys] == ["Voelt zich onveilig"]


def test_the_page_shows_the_number_with_its_margin_and_the_sentence(asked):
    text = page()
    assert "Geregistreerd en ervaren" in text
    assert "Voelt zich onveilig: 28,0 % ± 2,0" in text
    assert "95 % zeker tussen 26,0 en 30,0 %" in text


def test_without_a_survey_the_page_says_what_to_read_in(open_figures):
    text = page()
    assert "Lees een enquête met marges in" in text
    assert "±" not in text


def test_a_survey_of_ones_own_is_not_for_the_public(asked, client):
    text = client.get("/beeld/GM0225/").content.decode()
    assert "Voelt zich onveilig" not in text
