"""Figures below the municipality: read, kept, summed, and cut where a code was given to another place."""

from __future__ import annotations

import io
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from driehoek.figures._store import holdings
from driehoek.figures.mapping.commands import bring, known, take_in_upload
from driehoek.figures.mapping.rules import Choices
from driehoek.figures.models import Indicator, Snapshot, Source
from driehoek.figures.neighbourhoods.boundaries import outlines_of
from driehoek.figures.queries import neighbourhood_phenomena, neighbourhood_series
from driehoek.organisations.models import Area
from driehoek.organisations.queries import names_of_small_area, small_areas_of
from driehoek.organisations.viewer import PUBLIC, SYSTEM
from tests.crash import crash_everywhere

pytestmark = pytest.mark.django_db
HAAGLANDEN = Path(__file__).parents[3] / "shared/data/crime_neighbourhood_month_haaglanden.parquet"


def take_in(content: str | bytes, file_name="buurten.csv", **changes):
    data = content.encode() if isinstance(content, str) else content
    upload = bring(SYSTEM, "Buurten", io.BytesIO(data), file_name=file_name, size=len(data))
    return take_in_upload(SYSTEM, upload.pk, Choices(**{**vars(known(upload).choices), **changes}))


def months(*rows) -> str:
    """A file by neighbourhood and month: (area, count per month) for all of 2024."""
    lines = [f"{area};1.1.1;2024-{month:02d};{count}" for area, count in rows for month in range(1, 13)]
    return "buurtcode;soort misdrijf;maand;aantal\n" + "\n".join(lines)


def test_neighbourhoods_are_kept_apart_and_add_up_to_their_districts_and_the_whole(areas):
    report = take_in(months(("BU02250101", 2), ("BU02250102", 3), ("BU02250001", 1), ("GM0225", 7)))
    assert report.accepted, report.problems
    assert report.snapshot.source.kind == Source.Kind.SMALL_AREAS
    assert "Van 12 van de 84 feiten staat niet bij in welke buurt: de gemeente telt meer dan haar buurten samen." in report.notes
    assert holdings() == {}
    assert not Indicator.objects.exists()
    found = neighbourhood_series(SYSTEM, "GM0225", "1.1.1")
    assert [(part.code, part.name, part.latest) for part in found.neighbourhoods] == [
        ("BU02250001", "Verspreide huizen Druten", 12), ("BU02250101", "Boldershof", 24), ("BU02250102", "Delenoord", 36),
    ]  # fmt: skip
    assert {part.code: part.latest for part in found.districts} == {"WK022500": 12, "WK022501": 60}
    assert (sum(found.total.counts), sum(found.published.counts)) == (72, 84)
    boldershof = found.neighbourhoods[1]
    assert (boldershof.inhabitants, boldershof.rate) == (870, pytest.approx(1000 * 24 / 870))
    assert sum(boldershof.series.exposures) == pytest.approx(870)
    assert found.missing
    assert {one.code for one in found.missing} & {"BU02250101"} == set()
    assert neighbourhood_phenomena(SYSTEM, "GM0225") == ["1.1.1"]


def test_figures_of_ones_own_are_not_public_and_no_figures_is_none(areas):
    take_in(months(("BU02250101", 2)))
    assert neighbourhood_series(PUBLIC, "GM0225", "1.1.1") is None
    assert neighbourhood_series(SYSTEM, "GM0225", "9.9.9") is None
    assert neighbourhood_series(SYSTEM, "GM0252", "1.1.1") is None
    with pytest.raises(Area.DoesNotExist):
        neighbourhood_series(SYSTEM, "GM9999", "1.1.1")


def test_a_code_that_was_given_to_another_place_has_two_names_and_its_series_is_cut(areas):
    Area.objects.create(code="GM0034", level="municipality", name="Almere")
    assert [(one.name, one.first_list) for one in names_of_small_area("BU00340102")] == [
        ("De Werven", 2022), ("Centrum Haven Zuid", 2023),
    ]  # fmt: skip
    lines = [f"BU00340102;1.1.1;{year};{year - 2000}" for year in range(2019, 2025)]
    report = take_in("buurtcode;soort misdrijf;jaar;aantal\n" + "\n".join(lines))
    assert any("kregen later een andere naam: BU00340102" in note for note in report.notes)
    (part,) = neighbourhood_series(SYSTEM, "GM0034", "1.1.1").neighbourhoods
    assert (part.name, part.series.counts, part.cut_from) == ("Centrum Haven Zuid", (23, 24), "2023")


def test_unknown_codes_are_refused_where_the_municipality_never_was_and_named_where_no_list_has_them(areas):
    assert "niet bekend" in take_in(months(("BU99990101", 2))).problems[0].wrong
    report = take_in(months(("BU02259876", 2)))
    assert report.accepted
    assert any("BU02259876" in note for note in report.notes)
    nothing = take_in("buurtcode;soort misdrijf;jaar;aantal\nNL00;1.1.1;2024;3\n", what="small_areas")
    assert "geen regel over" in nothing.problems[0].wrong
    left = take_in(months(("BU02250101", 2), ("NL00", 9), ("BU00000000", 9)))
    assert any("24 regels over een provincie" in note for note in left.notes)


def test_a_newer_delivery_adds_and_replaces(areas):
    take_in(months(("BU02250101", 2)))
    take_in("buurtcode;soort misdrijf;maand;aantal\nBU02250101;1.1.1;2024-12;5\nBU02250101;1.1.1;2025-01;1\n")
    (part,) = neighbourhood_series(SYSTEM, "GM0225", "1.1.1").neighbourhoods
    assert part.series.counts == (*[2] * 11, 5, 1)
    assert Snapshot.objects.count() == 2


def test_neighbourhood_figures_come_in_wholly_or_not(areas):
    content = months(("BU02250101", 2)).encode()
    upload = bring(SYSTEM, "Buurten", io.BytesIO(content), file_name="buurten.csv", size=len(content))
    choices = known(upload).choices

    def again():
        upload.file.write_bytes(content)
        take_in_upload(SYSTEM, upload.pk, choices)

    assert crash_everywhere(again) > 5


def test_every_neighbourhood_of_2023_has_an_outline_that_closes():
    outlines = outlines_of("GM0225")
    listed = {one.code for one in small_areas_of("GM0225", 2023) if one.is_neighbourhood}
    assert listed <= set(outlines)
    assert all(ring[0] == ring[-1] and len(ring) > 3 for rings in outlines.values() for ring in rings)
    west, north = outlines["BU02250101"][0][0]
    assert (5.5 < west < 5.7, 51.8 < north < 51.95) == (True, True)


@pytest.mark.skipif(not HAAGLANDEN.exists(), reason="the neighbourhoods of Haaglanden are not here")
def test_six_years_of_the_hague_by_neighbourhood_and_month_add_up_to_what_was_delivered(all_areas):
    report = take_in(HAAGLANDEN.read_bytes(), "haaglanden.parquet")
    assert report.accepted, report.problems[:3]
    assert report.rows == 275_616
    assert any("staan in geen lijst" in note for note in report.notes)
    table = pq.read_table(HAAGLANDEN).to_pylist()
    for code in {row["municipality_code"] for row in table}:
        for offence in ("100", "117"):
            found = neighbourhood_series(SYSTEM, code, offence)
            rows = [row for row in table if row["municipality_code"] == code and row["offence_code"] == offence]
            kept = sum(sum(part.series.counts) for part in found.neighbourhoods)
            cut = {part.code for part in found.neighbourhoods if part.cut_from}
            lost = {row["neighbourhood_code"] for row in rows} - {part.code for part in found.neighbourhoods}
            assert all(len(names_of_small_area(one)) > 1 for one in cut | lost)  # only given to another place since
            assert kept == sum(row["count"] for row in rows if row["neighbourhood_code"] not in cut | lost)
