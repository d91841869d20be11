"""Files of incidents: read, stripped of persons, shared over the months of their window, and counted."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta

import pyarrow.parquet as pq
import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from driehoek.figures.incidents.rules import Incident, counted, moment, shares
from driehoek.figures.mapping.commands import bring, known, take_in_upload
from driehoek.figures.mapping.rules import Choices
from driehoek.figures.models import Source
from driehoek.figures.neighbourhoods.boundaries import neighbourhood_at
from driehoek.organisations.viewer import SYSTEM

FILE = """pleegdatum van;pleegdatum tot;gemeente;incidentsoort;naam slachtoffer;toelichting
2024-01-10 23:15;;Druten;Inbraak;Jan Jansen;Zag een man lopen
2024-01-31;2024-02-01;Druten;Inbraak;P. Pietersen;Weekend weg
31-12-2023;02-01-2024;BU02520101;Vernieling;;
"""


def take_in(text: str, **changes):
    upload = bring(SYSTEM, "Incidenten", io.BytesIO(text.encode()), file_name="incidenten.csv", size=len(text))
    return take_in_upload(SYSTEM, upload.pk, Choices(**{**vars(known(upload).choices), **changes}))


@pytest.mark.django_db
def test_incidents_are_counted_by_month_and_nothing_of_a_person_is_kept(areas):
    report = take_in(FILE)
    assert report.accepted, report.problems
    assert any("naam slachtoffer, toelichting" in note for note in report.notes)
    kept = pq.read_table(settings.DATA_DIR / report.snapshot.details["incidents"])
    assert kept.column_names == ["area", "kind", "start", "end"]
    assert kept.num_rows == 3
    assert b"Jansen" not in (settings.DATA_DIR / report.snapshot.details["incidents"]).read_bytes()
    rows = {(row["area"], row["period"]): row["count"] for row in pq.read_table(report.snapshot.file).to_pylist()}
    assert rows["GM0225", "2024-01"] + rows["GM0225", "2024-02"] == 2
    assert rows["GM0225", "2023-12"] == 0
    assert rows["GM0252", "2023-12"] + rows["GM0252", "2024-01"] == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("line", "column", "word"),
    [
        ("gisteren;;Druten;Inbraak", "start", "geen datum"),
        ("2024-02-01;2024-01-01;Druten;Inbraak", "end", "vóór het begin"),
        ("2024-02-01;;Nergens;Inbraak", "area", "niet bekend"),
        ("2024-02-01;;;Inbraak", "area", "ontbreekt"),
        ("2024-02-01;;6651 AB;Inbraak", "area", "postcode"),
        ("2024-02-01;;Druten;", "phenomenon", "ontbreekt"),
    ],
)
def test_bad_lines_are_named_and_nothing_comes_in(areas, line, column, word):
    report = take_in(f"pleegdatum van;pleegdatum tot;gemeente;incidentsoort\n{line}\n")
    assert (report.problems[0].line, report.problems[0].column) == (2, column)
    assert word in report.problems[0].wrong
    assert not Source.objects.exists()


@pytest.mark.django_db
def test_free_text_as_a_kind_is_refused(areas):
    rows = "\n".join(f"2024-01-01;Druten;Zag man {n}" for n in range(301))
    report = take_in(f"pleegdatum;gemeente;incidentsoort\n{rows}\n")
    assert "vrije tekst" in report.problems[0].wrong


def test_a_point_falls_in_its_neighbourhood():
    assert neighbourhood_at(5.605, 51.888).startswith("BU0225")  # the town of Druten
    assert neighbourhood_at(0.0, 0.0) is None


@pytest.mark.parametrize(
    ("value", "clock", "begin", "end"),
    [
        ("31-12-2024", None, datetime(2024, 12, 31), datetime(2025, 1, 1)),
        ("31-12-2024", "23:15", datetime(2024, 12, 31, 23, 15), datetime(2024, 12, 31, 23, 15)),
        ("2024-12-31T23:15:00", None, datetime(2024, 12, 31, 23, 15), datetime(2024, 12, 31, 23, 15)),
        (date(2024, 12, 31), None, datetime(2024, 12, 31), datetime(2025, 1, 1)),
        (datetime(2024, 12, 31, 1), None, datetime(2024, 12, 31, 1), datetime(2024, 12, 31, 1)),
    ],
)
def test_a_day_and_a_time_are_read_however_they_are_written(value, clock, begin, end):
    assert moment(value, clock) == (begin, end)


def test_a_window_over_the_turn_of_the_month_is_shared_by_time():
    found = shares(Incident("GM0225", "a", datetime(2024, 1, 31), datetime(2024, 2, 4)))
    assert found == pytest.approx({"2024-01": 0.25, "2024-02": 0.75})


moments = st.integers(0, 17_000).map(lambda hours: datetime(2020, 1, 1) + timedelta(hours=hours))
windows = st.tuples(st.sampled_from(["GM0225", "BU02520101"]), st.sampled_from("ab"), moments, moments)


@given(st.lists(windows, min_size=1, max_size=12))
def test_every_incident_is_counted_exactly_once_however_long_its_window_is(found):
    incidents = [Incident(area, kind, min(one, other), max(one, other)) for area, kind, one, other in found]
    checked = counted(incidents)
    assert sum(checked.count) == len(incidents)
    assert all(count >= 0 for count in checked.count)
    for one in incidents:
        assert sum(shares(one).values()) == pytest.approx(1)
