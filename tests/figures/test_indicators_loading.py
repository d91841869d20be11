"""The supplied list: every row that the field knows is in it, it comes in once, and never over what people changed."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from driehoek.common.models import Event, Setting
from driehoek.common.search import find
from driehoek.figures import commands
from driehoek.figures.indicators import catalogue, loading
from driehoek.figures.indicators.queries import definition_of
from driehoek.figures.models import Indicator, IndicatorVersion, Source
from driehoek.organisations.viewer import PUBLIC, SYSTEM
from tests.crash import crash_everywhere

FIELDS = Path(__file__).resolve().parents[2].parent / "shared" / "domain" / "safety-fields.md"
needs_the_field = pytest.mark.skipif(not FIELDS.exists(), reason="the description of the field is not here")


def rows(heading: str) -> list[list[str]]:
    """The rows of the first table below a heading, as cells."""
    below = FIELDS.read_text().split(heading, 1)[1]
    lines = [line for line in below.split("\n## ")[0].split("\n### ")[0].splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def by_code(source: str) -> dict[str, catalogue.Supplied]:
    return {one.phenomenon: one for one in catalogue.supplied() if one.source == source}


# --- the whole list ---
@needs_the_field
def test_every_crime_type_is_there_with_its_themes_and_field():
    wanted = {row[0]: re.findall(r"V\d\d?", row[2]) for row in rows("### 2.2 Complete list")}
    ours = {code: one.definition for code, one in by_code("47018NED").items() if one.definition.kind == "count"}
    assert len(wanted) == 59
    assert ours.keys() == wanted.keys()
    for code, themes in wanted.items():
        known = set(ours[code].themes)
        assert set(themes) <= known | {ours[code].field}, code
        assert all(theme.startswith(ours[code].field) for theme in ours[code].themes[:1]), code


@needs_the_field
def test_every_incident_of_the_steering_table_is_there():
    codes = {row[0].strip("*") for row in rows("### 2.3 What the Tweestromenland")} - {"1.6.3", "3.9.3"}
    assert codes <= by_code("Meldingen-overlast-politie").keys()
    assert len(codes) == 9


@needs_the_field
def test_every_group_has_the_types_that_the_field_puts_in_it():
    groups = {one.phenomenon: set(one.definition.parts) for one in catalogue.supplied() if one.definition.kind == "group"}
    wanted = {row[0]: set(re.findall(r"\d\.\d\.\d", row[1].split("Narrow")[0])) for row in rows("## 3. Groups")}
    assert len(wanted) == 8
    assert groups["groep-hic"] == wanted["HIC"]
    assert groups["groep-vvc"] == wanted["VVC"]
    assert groups["groep-ondermijning"] == wanted["Ondermijning-signaal"]
    assert groups["groep-digitaal"] == wanted["Digitaal"] - {"3.9.3"}  # only a part of it, which nobody can separate
    assert groups["groep-geweld"] == {f"1.4.{n}" for n in range(2, 8)}
    assert groups["groep-hic-smal"] == {"1.1.1", "1.4.6", "1.4.7"}
    first = {code for code in by_code("47018NED") if re.fullmatch(r"1\.[12]\.\d", code)}
    assert groups["groep-vermogen"] == first | {"2.5.1", "2.5.2", "1.6.2"}


@needs_the_field
def test_every_indicator_that_a_team_needs_has_its_key_unit_and_direction():
    keys = {one.definition.key: one.definition for one in catalogue.supplied() if one.definition.key}
    arrows = {"▼": "lower", "▲": "higher", "?": ""}
    wanted = {}
    for row in rows("## 4. Indicators"):
        names, directions = row[0].split(", "), row[3].split(", ")
        for n, name in enumerate(names):
            wanted[name] = directions[min(n, len(directions) - 1)]
    assert len(wanted) == 57
    assert wanted.keys() <= keys.keys()
    for name, arrow in wanted.items():
        assert keys[name].direction == ("keep" if "≈" in arrow else arrows.get(arrow, "")), name


@needs_the_field
def test_the_five_indicators_of_the_annual_accounts_are_mandatory():
    mandatory = [one.definition for one in catalogue.supplied() if one.definition.mandatory]
    assert len(mandatory) == len(rows("## 6. Mandatory")) == 5
    assert sorted(one.unit for one in mandatory) == ["per_1000"] * 4 + ["per_10000_young"]


def test_the_words_are_those_of_the_open_table():
    import csv

    from driehoek.figures._open_data import FOLDER

    ours = by_code("47018NED")
    with (FOLDER / "offence_types.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            words = ours[row["code"]].definition
            assert [words.label, words.one, words.many, words.field, words.moves_with] == [
                row[name] for name in ("label", "one", "many", "field", "moves_with")
            ]


def test_each_has_a_meaning_and_who_counts_reports_says_so():
    for one in catalogue.supplied():
        assert one.definition.meaning.endswith("."), one
        assert one.definition.public_source, one
        assert len(one.definition.themes) or one.phenomenon == "0.0.0" or one.source in ("Kerncijfers", "Capaciteit"), one
        if one.definition.moves_with and one.source != "Waarstaatjegemeente" and one.source != "CBS-opheldering":
            assert one.definition.willingness or one.definition.kind == "group", one


# --- loading ---
@pytest.fixture
def loaded(db):
    commands.load_indicators()
    return {(one.source_id, one.phenomenon): one for one in Indicator.objects.all()}


def test_the_list_comes_in_once_with_a_first_version_each(loaded):
    assert len(loaded) == len(catalogue.supplied()) == IndicatorVersion.objects.count()
    assert commands.load_indicators() == 0
    assert loaded["47018NED", "1.1.1"].code == "1.1.1"
    assert {one.number for one in IndicatorVersion.objects.all()} == {1}
    assert find(SYSTEM, "halt")
    assert find(PUBLIC, "witwassen")


def test_open_figures_come_in_beside_it_without_another_indicator(loaded):
    from driehoek.organisations.commands import load_areas

    load_areas()
    commands.load_open_data()
    assert Indicator.objects.count() == len(loaded)


def test_who_had_figures_before_the_list_keeps_the_address_and_gets_the_words(db):
    source = Source.objects.create(code="Meldingen-overlast-politie", name="Meldingen overlast politie")
    Indicator.objects.create(code="oud-e35", source=source, phenomenon="E35", label="E35")
    commands.load_indicators()
    old = Indicator.objects.get(source=source, phenomenon="E35")
    assert (old.code, old.label, old.by_hand) == ("oud-e35", "Meldingen van jeugdoverlast", False)
    assert Event.objects.get(verb="figures.indicator_supplied").object_id == "oud-e35"


@pytest.fixture
def newer(monkeypatch):
    """Driehoek supplies another definition of burglaries."""
    one = by_code("47018NED")["1.1.1"]
    other = replace(one, definition=replace(one.definition, limits="Let op: nieuw."))
    rest = tuple(row for row in catalogue.supplied() if row is not one)

    def upgrade() -> None:
        monkeypatch.setattr(catalogue, "supplied", lambda: (*rest, other))
        monkeypatch.setattr(catalogue, "digest", lambda: "newer")

    return upgrade


def test_a_newer_definition_takes_the_place_of_one_that_nobody_touched(loaded, newer):
    newer()
    loading.load_new_list()
    burglaries = Indicator.objects.get(pk="1.1.1")
    assert burglaries.limits == "Let op: nieuw."
    assert [version.number for version in burglaries.versions.order_by("number")] == [1, 2]
    assert Setting.objects.get(pk=loading.LOADED).value == "newer"


def test_a_newer_definition_is_offered_where_people_made_their_own(loaded, newer):
    mine = replace(definition_of(loaded["47018NED", "1.1.1"]), limits="Bij ons zonder pogingen.")
    changed, _event = commands.change_indicator(SYSTEM, "1.1.1", mine, reason="Afspraak met de politie", seen=1)
    assert changed.by_hand
    newer()
    commands.load_indicators()
    kept = Indicator.objects.get(pk="1.1.1")
    assert kept.limits == "Bij ons zonder pogingen."
    assert kept.offer["limits"] == "Let op: nieuw."
    taken, _event = commands.take_offer(SYSTEM, "1.1.1", seen=kept.version)
    assert (taken.limits, taken.offer, taken.by_hand) == ("Let op: nieuw.", None, False)


def test_the_list_is_loaded_wholly_or_not_at_all(db, monkeypatch):
    few = catalogue.supplied()[:3]
    monkeypatch.setattr(catalogue, "supplied", lambda: few)
    crash_everywhere(commands.load_indicators)
