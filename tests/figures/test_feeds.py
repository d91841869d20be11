"""Open data that is followed: both versions of OData, renamed columns, an ETag, patience, and every way it can go wrong."""

import pytest

from driehoek.common.errors import Refused
from driehoek.figures.commands import follow, refresh, unfollow
from driehoek.figures.feeds import client, rules
from driehoek.figures.feeds.commands import refresh_due
from driehoek.figures.feeds.rules import NotUnderstood, Unavailable
from driehoek.figures.models import Snapshot
from driehoek.figures.queries import feeds
from tests.figures.odata_server import Table, serving, version_3, version_4

ROWS = [
    ("1.1.1", "GM0225", "2022JJ00", 41),
    ("1.1.1", "GM0225", "2023JJ00", 38),
    ("1.1.1", "GM0252", "2023JJ00", 12),
    ("1.1.1", "NL01", "2023JJ00", 9_999),
    ("1.1.1", "GM0000", "2023JJ00", 5),
    ("1.4.5", "GM0225", "2023MM07", 3),
    ("1.4.5", "GM0225", "2023KW03", None),
]


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """Nobody waits in a test; how long it would have been is kept."""
    waited = []
    monkeypatch.setattr(client.time, "sleep", waited.append)
    monkeypatch.setattr(client.fetch, "__kwdefaults__", {"etag": "", "sleep": waited.append})
    return waited


@pytest.mark.parametrize("version", [version_3, version_4])
def test_counts_of_municipalities_come_out_and_nothing_else(version):
    with serving(version(ROWS)) as address:
        found = client.fetch(address)
    assert [(one["area"], one["phenomenon"], one["period"], one["count"]) for one in found.lines] == [
        ("GM0225", "1.1.1", "2022", 41),
        ("GM0225", "1.1.1", "2023", 38),
        ("GM0252", "1.1.1", "2023", 12),
        ("GM0225", "1.4.5", "2023-07", 3),
    ]


def test_provisional_periods_say_so():
    with serving(version_4(ROWS)) as address:
        lines = client.fetch(address).lines
    assert {one["period"]: one["provisional"] for one in lines} == {"2022": "", "2023": "", "2023-07": "ja"}


def test_renamed_columns_are_found_by_what_they_are():
    people = rules.layout([("RegioS", "GeoDimension"), ("Perioden", "TimeDimension")], [("M1", "Totale bevolking")])
    assert (people.place, people.time, people.phenomenon, people.measure) == ("RegioS", "Perioden", None, "M1")
    renamed = rules.layout([("Gebieden2025", ""), ("Jaar", ""), ("Misdrijfsoort", "")], [("x_9", "Misdrijven")])
    assert (renamed.place, renamed.time, renamed.phenomenon, renamed.measure) == ("Gebieden2025", "Jaar", "Misdrijfsoort", "x_9")


def test_a_table_about_something_else_is_not_guessed_at():
    with pytest.raises(NotUnderstood, match="gemeenten"):
        rules.layout([("Bedrijfstak", "Dimension"), ("Perioden", "TimeDimension")], [("M1", "Omzet")])
    with pytest.raises(NotUnderstood, match="misdrijven"):
        rules.layout([("RegioS", "GeoDimension"), ("Perioden", "TimeDimension"), ("Soort", "Dimension")], [("M1", "Omzet")])


def test_a_busy_source_is_asked_again_after_the_time_it_asks_for(patient):
    with serving(version_4(ROWS, faults={"Observations": [503, 429]})) as address:
        assert len(client.fetch(address).lines) == 4
    assert patient == [7.0, 7.0]


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (Table({}, html=True), "webpagina"),
        (version_4(ROWS, faults={"TEST": [404]}), "kent dit adres niet"),
        (version_4(ROWS, faults={"Observations": [500, 500, 500, 500]}), "antwoordt niet"),
        (version_4(ROWS, elsewhere="http://elders.example"), "ander adres"),
    ],
)
def test_a_source_that_gives_no_table_is_told_in_words(table, told):
    with serving(table) as address, pytest.raises(Unavailable, match=told):
        client.fetch(address)


def test_a_source_that_is_away_is_told_in_words():
    with pytest.raises(Unavailable, match="probeert het later opnieuw"):
        client.fetch("http://127.0.0.1:9/TEST")


def test_a_table_is_taken_in_once_and_again_when_it_changed(areas):
    table = version_4(ROWS)
    with serving(table) as address:
        feed = follow("TESTTABEL", address)
        assert refresh(feed).rows == 4
        assert Snapshot.objects.get(source__code__iexact="testtabel").file_name == address
        assert refresh(feeds()[0]) is None
        assert feeds()[0].told == "Niets nieuws."
        table.parts["Observations"][0]["Value"], table.etag = 44, '"2"'
        assert refresh(feeds()[0]).accepted
    assert Snapshot.objects.filter(source__code__iexact="testtabel").count() == 2


def test_a_wrong_figure_is_named_and_nothing_is_taken_in(areas):
    table = version_4([*ROWS, ("1.1.1", "GM0225", "2021JJ00", -3)])
    with serving(table) as address:
        report = refresh(follow("TESTTABEL", address))
    assert not report.accepted
    assert not Snapshot.objects.filter(source__code__iexact="testtabel").exists()
    assert "Niets ingelezen" in feeds()[0].told


def test_once_a_day_and_a_source_that_fails_holds_up_no_other(areas):
    table = version_4(ROWS)
    with serving(table) as address:
        follow("A-KAPOT", "http://127.0.0.1:9/TEST")
        follow("B-GOED", address)
        refresh_due()
        refresh_due()
    assert table.asked["Observations"] == 5  # 14 rows on pages of three, once
    assert "antwoordt niet" in feeds()[0].told
    assert feeds()[1].told == "4 regels ingelezen."


def test_only_addresses_of_the_operator_and_only_safe_ones(db):
    with pytest.raises(Refused, match="https"):
        follow("X", "http://binnen.example/intern")
    follow("X", "https://bron.example/X")
    unfollow("X")
    assert feeds() == []
