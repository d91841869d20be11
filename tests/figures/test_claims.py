"""What is a claim, where it stands, and when it holds: without a database."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from driehoek.engine.sentences import Noun
from driehoek.figures.claims.changes import Size
from driehoek.figures.claims.finding import find
from driehoek.figures.claims.marking import Mark, Question, Year, mark
from driehoek.figures.claims.periods import Years, plan_years, years_of
from driehoek.figures.claims.places import Gazetteer, Place, place_of
from driehoek.figures.claims.sentences import sentences, tidy

DRUTEN, BUREN = Place("GM0225", "Druten", "municipality"), Place("GM0214", "Buren", "municipality")
HEUVELRUG = Place("BT-heuvelrug", "Heuvelrug", "base_team")
UTRECHTSE = Place("GM1581", "Utrechtse Heuvelrug", "municipality")
KNOWN = Gazetteer((DRUTEN, BUREN, HEUVELRUG, UTRECHTSE, Place("NL", "Nederland", "country")), {})


def claimed(text: str) -> list[tuple[str, str]]:
    return [(one.phenomenon.name, one.direction) for one in find(sentences(tidy(text)))]


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("De jeugdoverlast is sterk toegenomen.", [("jeugdoverlast", "stijgt")]),
        ("Woninginbraken: −7% t.o.v. 2020.", [("woninginbraken", "daalt")]),
        ("De cybercrime stijgt 20 tot 25 procent per jaar.", [("digitale criminaliteit", "stijgt")]),
        ("Vorig jaar nam het aantal bedreigingen flink af.", [("bedreigingen", "daalt")]),
        ("Bedreigingen en mishandelingen zijn gedaald.", [("bedreigingen", "daalt"), ("mishandelingen", "daalt")]),
        ("Het aantal overvallen is niet gestegen.", [("overvallen", "gelijk")]),
        ("Er zijn meer winkeldiefstallen dan in 2019.", [("winkeldiefstallen", "stijgt")]),
        ("In 2015 waren er 40 straatroven en in 2020 nog 12.", [("straatroven", "daalt")]),
        ("Het aantal misdrijven op het gebied van horizontale fraude stijgt.", [("horizontale fraude", "stijgt")]),
        ("Diefstallen, zoals winkeldiefstallen, namen toe.", [("vermogensdelicten", "stijgt")]),
    ],
)
def test_a_change_that_is_said_is_a_claim(text, claims):
    assert claimed(text) == claims


@pytest.mark.parametrize(
    "text",
    [
        "Wij willen dat het aantal woninginbraken daalt.",
        "Wij streven naar een afname van de jeugdoverlast.",
        "Het aantal woninginbraken zal de komende jaren stijgen.",
        "Als de overlast toeneemt, schalen wij op.",
        "Een goede aanpak zorgt voor een afname van de overlast.",
        "Is het aantal overvallen gestegen?",
        "Een stijging van jeugdoverlast is niet altijd een slecht teken.",
        "Incidenten nemen toe in complexiteit.",
        "De samenwerking met de wijkteams is gegroeid.",
        "## Doelen\n\n- een afname van criminaliteit;\n- minder overlast.",
        "Wij zetten in op:\n\n- een daling van het aantal overvallen.",
    ],
)
def test_a_goal_a_wish_a_forecast_or_a_condition_is_no_claim(text):
    assert claimed(text) == []


def test_a_sentence_is_whole_over_broken_lines_and_lost_pages():
    text = "Het aantal aangiften van woninginbraken in\nons gebied is, zoals ook blijkt uit het beeld van de\n\npolitie, gedaald."
    [one] = find(sentences(text))
    assert text[one.sentence.start : one.sentence.end] == text
    assert one.sentence.line == 1


def test_abbreviations_numbers_and_footnotes_do_not_end_a_sentence():
    text = "Er waren o.a. 1.250 misdrijven t.o.v. 2020, bijv. in St. Anna.¹ Dat is minder."
    assert [text[one.start : one.end] for one in sentences(text)] == [text[: text.index(" Dat")], "Dat is minder."]


@given(st.text(alphabet=st.sampled_from("aB. ,;:\n-#|²é1%?\f"), max_size=80))
def test_sentences_stand_in_order_where_they_say_and_never_overlap(text):
    tidied = tidy(text)
    end = 0
    for one in sentences(tidied):
        assert one.start >= end
        end = one.end
        assert len(one.words) == one.end - one.start
        assert one.line == tidied.count("\n", 0, one.start) + 1


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("Woninginbraken daalden sinds 2015.", Years(2015, 2022, exact=True)),
        ("Het aantal woninginbraken is in 2021 gedaald ten opzichte van 2019.", Years(2019, 2021, exact=True)),
        ("De afgelopen jaren daalden de woninginbraken.", Years(2018, 2022)),
        ("De woninginbraken zijn lager dan vier jaar geleden en gedaald.", Years(2018, 2022)),
        ("Tussen 2016 en 2020 daalde het aantal woninginbraken.", Years(2016, 2020, exact=True)),
        ("Het aantal woninginbraken daalt.", Years(None, 2022)),
    ],
)
def test_a_period_is_read_as_people_write_it(text, years):
    found = find(sentences(text))[0]
    assert years_of(found.sentence, found.at, 2022) == years


def test_the_years_of_a_plan_are_those_it_names_most():
    assert plan_years("Plan 2023-2026, na dat van 2019-2022. Het plan 2023 – 2026 …") == (2023, 2026)


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("In Druten daalde het aantal overvallen.", "GM0225"),
        ("Buren ervaren dat de overlast is toegenomen.", "BT-heuvelrug"),
        ("In de gemeente Buren is de overlast toegenomen.", "GM0214"),
        ("In Utrechtse Heuvelrug is de overlast toegenomen.", "GM1581"),
        ("Landelijk is de overlast toegenomen.", "NL"),
        ("In onze gemeente is de overlast toegenomen.", "BT-heuvelrug"),
    ],
)
def test_the_area_is_the_one_that_is_named_else_that_of_the_plan(text, area):
    [found] = find(sentences(text))
    place = place_of(found.sentence, found.at, KNOWN, HEUVELRUG)
    assert place is not None
    assert place.code == area


def asked(direction, first, last, size=None):
    years = [Year(2018, first, 100_000.0), Year(2022, last, 100_000.0)]
    return mark(Question("Druten", Noun("inbraak", "inbraken"), direction, size, years), None)


@pytest.mark.parametrize(
    ("direction", "first", "last", "size", "expected"),
    [
        ("daalt", 400, 250, None, Mark.HOLDS),
        ("stijgt", 400, 250, None, Mark.WRONG),
        ("daalt", 12, 9, None, Mark.CANNOT_TELL),
        ("gelijk", 400, 410, None, Mark.HOLDS),
        ("gelijk", 400, 250, None, Mark.WRONG),
        ("daalt", 400, 250, Size(37, 37), Mark.HOLDS),
        ("daalt", 400, 250, Size(70, 70), Mark.WRONG),
        ("stijgt", 400, 829, Size(20, 25, yearly=True), Mark.HOLDS),
        ("stijgt", 400, 500, Size(20, 25, yearly=True), Mark.WRONG),
    ],
)
def test_a_claim_holds_when_the_figures_bear_it(direction, first, last, size, expected):
    assert asked(direction, first, last, size).mark is expected


def test_what_cannot_be_told_is_said_with_its_interval_and_small_counts_get_no_percentage():
    answer = asked("daalt", 12, 9)
    assert "95 % zekerheid tussen" in answer.sentence
    assert "keer" in answer.sentence
    assert "(" not in answer.sentence
    assert "95 % zekerheid tussen −" in asked("daalt", 120, 109).sentence


def test_no_percentage_stands_on_a_change_that_is_not_seen():
    """Unless the text named one itself: then the reader wants to lay the two side by side."""
    assert "%)" not in asked("stijgt", 60, 58).sentence
    assert "%)" in asked("daalt", 400, 250).sentence
