"""The public tables of the field, as their makers serve them: by year, by month, by neighbourhood, rounded, asked."""

from __future__ import annotations

import pytest

from driehoek.figures._store import holdings, population
from driehoek.figures.commands import follow, refresh
from driehoek.figures.feeds import rules
from driehoek.figures.models import Source
from driehoek.figures.queries import neighbourhood_series, picture, survey_cells
from driehoek.organisations.viewer import PUBLIC
from tests.figures.odata_server import people, serving, survey, version_3, version_4

pytestmark = pytest.mark.django_db
MONTHS = [f"{year}MM{month:02d}" for year in range(2019, 2025) for month in range(1, 13)]


def fetched(code: str, table):
    with serving(table) as address:
        report = refresh(follow(code, address))
    assert report is not None
    assert report.accepted, report.problems
    return report


@pytest.fixture
def inhabitants(areas):
    rows = [("GM0225", f"{year}JJ00", 19_000) for year in range(2018, 2025)]
    fetched("37230ned", people([*rows, ("GM0225", "2024MM01", 19_001), ("NL01", "2024JJ00", 17_900_000)]))


def test_inhabitants_come_from_the_years_and_the_begin_of_the_period(inhabitants):
    assert population()["GM0225", 2024] == 19_000
    source = Source.objects.get(pk__iexact="37230ned")
    assert (source.name, source.licence, source.is_public) == ("Inwoners aan het begin van het jaar", "CC BY 4.0", True)


@pytest.mark.parametrize("version", [version_3, version_4])
def test_a_table_by_month_is_judged_by_its_last_twelve_months_and_its_years_are_not_counted_as_well(inhabitants, version):
    rows = [("1.1.1", "GM0225", month, 4) for month in MONTHS] + [("1.1.1", "GM0225", f"{year}JJ00", 48) for year in (2022, 2023)]
    fetched("47013NED", version(rows))
    series = holdings()["47013NED"].series["GM0225", "1.1.1"]
    assert (len(series.periods), series.periods[-1]) == (72, "2024-12")
    cell = next(row.own for row in picture(PUBLIC, "GM0225").rows if row.indicator.source_id == "47013NED")
    assert [block.count for block in cell.series.blocks] == [48] * 6
    assert cell.verdict.period == "2024-12"


def test_a_table_by_neighbourhood_and_month_is_kept_below_the_municipality(areas):
    areas_of_table = ("BU02250101", "WK022501", "GM0225", "NL00")
    rows = [(f"{one} ", area, month, 1) for one in ("1.1.1", "0.0.0") for area in areas_of_table for month in MONTHS[-12:]]
    report = fetched("47022NED", version_3(rows))
    assert report.snapshot.source.kind == Source.Kind.SMALL_AREAS
    found = neighbourhood_series(PUBLIC, "GM0225", "1.1.1")
    assert [(part.name, part.latest) for part in found.neighbourhoods] == [("Boldershof", 12)]
    assert (sum(found.total.counts), sum(found.published.counts)) == (12, 12)


def test_a_table_that_is_rounded_to_five_says_so(areas):
    report = fetched(
        "83648NED", version_4([("T001161", "GM0225", f"{year}JJ00", 5 * (year - 2000)) for year in range(2010, 2021)])
    )
    assert report.notes == ("Alle aantallen zijn veelvouden van vijf: de bron rondt af. Kleine verschillen zeggen dan niets.",)


@pytest.mark.parametrize("old", [True, False])
def test_a_survey_comes_with_its_limits_for_whoever_was_asked(areas, old):
    rows = [("BT0512", f"{year}JJ00", value, value - 3, value + 3) for year, value in ((2016, 40.0), (2017, 52.0))]
    report = fetched("81928NED", survey([*rows, ("PV25", "2017JJ00", 50.0, 49.0, 51.0)], old=old))
    assert any("provincies" in note for note in report.notes)
    (cell,) = survey_cells(PUBLIC, "GM0225")
    assert (cell.area.pk, cell.latest.value, cell.latest.margin, cell.verdict.value) == ("BT-tweestromenland", 52, 3, "stijgt")
    assert (cell.question.phenomenon, cell.question.label) == ("38", "Totale functioneren: tevreden")


def test_renamed_tables_and_columns_are_known_by_what_they_hold():
    gone = rules.layout([("GebiedenIndeling2026", ""), ("Jaren", ""), ("Marge", "")], [("x_1", "Voelt zich onveilig")])
    assert (gone.is_survey, gone.margins) == (True, "Marge")
    small = rules.layout([("WijkenBuurten2026", "GeoDimension"), ("Perioden", ""), ("Delict", "")], [("y", "Misdrijven")])
    assert (small.small_areas, small.phenomenon) == (True, "Delict")


def test_a_municipality_without_inhabitants_is_refused(areas):
    with serving(people([("GM0225", "2024JJ00", 0)])) as address:
        report = refresh(follow("37230ned", address))
    assert "altijd inwoners" in report.problems[0].wrong
