"""Surveys: what came in with its margin, whose figure it is, and what may be said of a change."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from driehoek.common.errors import NotAllowed, Refused
from driehoek.engine.results import Verdict
from driehoek.figures._store import holdings
from driehoek.figures.commands import import_survey
from driehoek.figures.models import Snapshot, Source, SurveyQuestion
from driehoek.figures.queries import survey_cells
from driehoek.figures.surveys import rules
from driehoek.organisations.models import Area, AreaMembership
from driehoek.organisations.viewer import PUBLIC, SYSTEM
from tests.crash import crash_everywhere

pytestmark = pytest.mark.django_db
PERCEPTION = Path(__file__).parents[3] / "shared/data/policing_perception_region_year.parquet"


def lines(*rows):
    names = ("area", "level", "phenomenon", "period", "value", "margin")
    return list(enumerate((dict(zip(names, row, strict=True)) for row in rows), start=2))


GOOD = lines(
    ("Druten", "", "Voelt zich onveilig", "2021", "20,0", "2"),
    ("Druten", "", "Voelt zich onveilig", "2023", "28,0", "2"),
    ("Tweestromenland (BT)", "", "Tevreden over de politie", "2021", "51", "3"),
    ("Tweestromenland (BT)", "", "Tevreden over de politie", "2023", "50", "3"),
    ("Nederland", "country", "Rapportcijfer veiligheid", "2023", "7,4", ""),
)


@pytest.fixture
def around(areas):
    """Druten in its team in its district in its unit in the country."""
    for code, level, name in (("PD-zuid", "district", "Gelderland-Zuid"), ("RE-oost", "unit", "Oost-Nederland"),
                              ("NL", "country", "Nederland")):  # fmt: skip
        Area.objects.create(code=code, level=level, name=name)
    for parent, child in (("PD-zuid", "BT-tweestromenland"), ("RE-oost", "PD-zuid"), ("NL", "RE-oost")):
        AreaMembership.objects.create(parent_id=parent, child_id=child)


def take_in(rows, name="Veiligheidsmonitor", by=SYSTEM):
    return import_survey(by, name, rows, file_name="monitor.csv")


def test_each_question_has_the_latest_figure_with_its_margin_the_earlier_ones_and_a_verdict(around):
    assert take_in(GOOD).rows == 5
    by_label = {cell.question.label: cell for cell in survey_cells(SYSTEM, "GM0225")}
    unsafe = by_label["Voelt zich onveilig"]
    assert (unsafe.latest.value, unsafe.latest.margin, unsafe.before.period) == (28, 2, "2021")
    assert (unsafe.verdict, unsafe.borrowed) == (Verdict.RISES, False)
    assert (unsafe.low, unsafe.high) == pytest.approx((8 - 8**0.5, 8 + 8**0.5))  # root of the sum of the squared margins
    assert unsafe.sentence == (
        "Voelt zich onveilig: 28,0 % in Druten in 2023 (95 % zeker tussen 26,0 en 30,0 %). "
        "Dat is hoger dan in 2021 (20,0 %): 5,2 tot 10,8 procentpunt."
    )


def test_an_area_that_was_not_asked_gets_the_figure_of_the_smallest_around_it_and_it_is_said_so(around):
    take_in(GOOD)
    by_label = {cell.question.label: cell for cell in survey_cells(SYSTEM, "GM0225")}
    police, mark = by_label["Tevreden over de politie"], by_label["Rapportcijfer veiligheid"]
    assert (police.area.pk, police.borrowed, police.verdict) == ("BT-tweestromenland", True, Verdict.CANNOT_TELL)
    assert police.sentence.endswith("Van Druten zelf is er geen cijfer; dit is dat van basisteam Tweestromenland.")
    assert (mark.area.pk, mark.latest.margin, mark.question.unit) == ("NL", None, rules.SCORE)
    assert "met een onbekende marge" in mark.sentence
    of_the_team = {cell.question.label: cell.borrowed for cell in survey_cells(SYSTEM, "BT-tweestromenland")}
    assert of_the_team == {
        mark.question.label: True,
        police.question.label: False,
    }


def test_a_newer_delivery_replaces_what_it_names_and_the_same_one_changes_nothing(around):
    take_in(GOOD)
    assert take_in(GOOD).unchanged
    take_in(lines(("Druten", "", "Voelt zich onveilig", "2023", "27,5", "2")))
    cell = next(one for one in survey_cells(SYSTEM, "GM0225") if not one.borrowed)
    assert [point.value for point in cell.points] == [20.0, 27.5]
    assert (Snapshot.objects.count(), SurveyQuestion.objects.count()) == (2, 3)


@pytest.mark.parametrize(
    ("row", "column", "word"),
    [
        (("Nergens", "", "Onveilig", "2023", "20", "2"), "area", "niet bekend"),
        (("", "", "Onveilig", "2023", "20", "2"), "area", "ontbreekt"),
        (("Druten", "", "", "2023", "20", "2"), "phenomenon", "ontbreekt"),
        (("Druten", "", "Onveilig", "vorig jaar", "20", "2"), "period", "geen periode"),
        (("Druten", "", "Onveilig", "2023", "twintig", "2"), "value", "geen getal"),
        (("Druten", "", "Onveilig", "2023", "120", "2"), "value", "tussen 0 en 100"),
        (("Druten", "", "Onveilig", "2023", "20", "-2"), "margin", "onder nul"),
    ],
)
def test_bad_lines_are_named_and_nothing_comes_in(areas, row, column, word):
    report = take_in(lines(row))
    problem = report.problems[0]
    assert (problem.line, problem.column) == (2, column)
    assert word in problem.wrong
    assert problem.remedy.endswith(".")
    assert not Source.objects.exists()


def test_a_line_that_comes_twice_and_a_file_without_a_line_of_ours_are_refused(areas):
    double = take_in(lines(*[("Druten", "", "Onveilig", "2023", "20", "2")] * 2))
    assert "regel 2" in double.problems[0].wrong
    assert "Geen enkele regel" in take_in(lines(("Gelderland (PV)", "", "Onveilig", "2023", "20", "2"))).problems[0].wrong
    assert "geen regels" in take_in([]).problems[0].wrong


def test_a_margin_may_come_as_two_limits_or_as_the_number_of_people_that_answered(areas):
    limits = [(2, {"area": "Druten", "phenomenon": "A", "period": "2023", "value": "20", "low": "18", "high": "23"}),
              (3, {"area": "Druten", "phenomenon": "B", "period": "2023", "value": "50", "respondents": "400"})]  # fmt: skip
    take_in(limits)
    assert [round(cell.latest.margin, 2) for cell in survey_cells(SYSTEM, "GM0225")] == [2.5, 4.88]


def test_figures_of_a_survey_never_mix_with_counts_and_are_for_who_is_signed_in(around, councillor):
    take_in(GOOD)
    assert holdings() == {}
    assert survey_cells(PUBLIC, "GM0225") == []
    with pytest.raises(NotAllowed):
        take_in(GOOD, by=councillor)
    Source.objects.create(code="Aantallen", name="Aantallen")
    with pytest.raises(Refused):
        take_in(GOOD, name="Aantallen")


def test_a_survey_comes_in_wholly_or_not(areas):
    rows = lines(("Druten", "", "Onveilig", "2023", "20", "2"))
    assert crash_everywhere(lambda: take_in(rows)) > 3


def test_names_of_a_table_become_words_and_names_of_areas_match_however_they_are_written():
    assert rules.readable("ContactMetPolitieInEigenGemeente_1") == "Contact met politie in eigen gemeente"
    assert rules.plain("Amsterdam-Centrum/-Noord") == rules.plain("Amsterdam-Centrum en -Noord")
    assert rules.plain("Leidschendam - Voorburg (gemeente)") == rules.plain("Leidschendam-Voorburg")


@pytest.mark.skipif(not PERCEPTION.exists(), reason="the file of the survey is not here")
def test_the_police_survey_of_the_country_comes_in_and_every_district_and_unit_finds_its_figures(all_areas):
    rows = pq.read_table(PERCEPTION).to_pylist()
    found = [
        (n, {**row, "phenomenon": str(row["indicator_no"]), "label": row["indicator"], "period": str(row["year"])})
        for n, row in enumerate(rows, start=2)
        if row["indicator_no"] in (1, 38, 55)
    ]
    report = take_in(found, name="81928NED")
    assert report.accepted, report.problems[:3]
    assert any("provincies" in note for note in report.notes)
    team = survey_cells(SYSTEM, "BT-tweestromenland")
    assert [point.value for point in team[0].points] == [24.0, 24.9, 19.6, 24.7, 18.2, 16.6]
    assert team[0].question.label == "Contact met politie in eigen gemeente"
    assert len({cell.question.label for cell in team}) == 3  # two have the same name in the table
    for level in ("unit", "district"):
        for area in Area.objects.filter(level=level):
            assert [cell.borrowed for cell in survey_cells(SYSTEM, area.pk)] == [False] * 3, area
