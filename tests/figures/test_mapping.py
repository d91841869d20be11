"""Files whose columns are not ours: what is guessed, asked once, remembered, and said of what does not add up."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from django.test import Client

from driehoek.common.errors import NotAllowed, Outdated, Refused
from driehoek.common.undo import undo
from driehoek.figures._imports import place_of_today
from driehoek.figures._reading import Unreadable
from driehoek.figures._store import holdings
from driehoek.figures.mapping import cells, guessing
from driehoek.figures.mapping.commands import bring, clear_uploads, forget_mapping, known, take_in_upload
from driehoek.figures.mapping.rows import rows_of
from driehoek.figures.mapping.rules import Choices, Role, missing, shape_of
from driehoek.figures.models import ColumnMapping, Indicator, Snapshot, Source, Upload, What
from driehoek.organisations.models import Area
from driehoek.organisations.viewer import SYSTEM
from tests.crash import crash_everywhere
from tests.factories import give_role, make_person
from tests.figures.deliveries import deliver

pytestmark = pytest.mark.django_db
APPENDIX = Path(__file__).parents[3] / "shared/data/tweestromenland_2014_2018.csv"
TOWNS = {"GM1945": "Berg en Dal", "GM0209": "Beuningen", "GM0296": "Wijchen", "GM0668": "West Maas en Waal"}


@pytest.fixture
def team(areas):
    """All six municipalities of the appendix."""
    Area.objects.bulk_create(Area(code=code, level="municipality", name=name) for code, name in TOWNS.items())


def brought(content: bytes | str, file_name="cijfers.csv", name="Bijlage", by=SYSTEM) -> Upload:
    data = content.encode() if isinstance(content, str) else content
    return bring(by, name, io.BytesIO(data), file_name=file_name, size=len(data))


def take_in(content: bytes | str, file_name="cijfers.csv", name="Bijlage", **changes):
    upload = brought(content, file_name, name)
    choices = known(upload).choices
    return take_in_upload(SYSTEM, upload.pk, Choices(**{**vars(choices), **changes}))


def guessed(content: bytes | str, file_name="cijfers.csv") -> Choices:
    data = content.encode() if isinstance(content, str) else content
    return guessing.guess(list(rows_of(io.BytesIO(data), file_name)), place_of_today())


@pytest.fixture
def people(areas):
    """Inhabitants, so that counts without exposure become series."""
    towns = [*TOWNS, "GM0225", "GM0252"]
    source = Source.objects.create(code="inwoners", name="Inwoners", kind=Source.Kind.POPULATION)
    deliver(source, [(town, "inwoners", str(year), 20_000, None) for town in towns for year in range(2012, 2025)])


def workbook(rows, merged=()) -> bytes:
    book = io.BytesIO()
    with xlsxwriter.Workbook(book, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        for area, words in merged:
            sheet.merge_range(area, words)
    return book.getvalue()


@pytest.mark.skipif(not APPENDIX.exists(), reason="the appendix is not here")
def test_the_appendix_of_a_plan_is_read_as_it_stands_and_its_totals_are_checked_and_not_counted(team, people):
    upload = brought(APPENDIX.read_bytes())
    found = known(upload)
    assert found.choices.roles == {
        "code": "phenomenon", "label": "label", "municipality": "area_name", "municipality_code": "area",
        **dict.fromkeys(("2014", "2015", "2016", "2017", "2018"), "wide_period"),
    }  # fmt: skip
    report = take_in_upload(SYSTEM, upload.pk, found.choices)
    assert report.accepted, report.problems
    held = holdings()["Bijlage"].series
    assert {area for area, _phenomenon in held} <= {*TOWNS, "GM0225", "GM0252"}
    assert held["GM1945", "2.5.1"].counts == (33, 49, 37, 19, 29)
    assert Indicator.objects.get(source_id="Bijlage", phenomenon="2.5.2").label == "Winkeldiefstal"
    assert any("totalen zijn herkend, kloppen, en zijn niet dubbel geteld" in note for note in report.notes)
    assert not any("tellen op tot" in note for note in report.notes)


@pytest.mark.skipif(not APPENDIX.exists(), reason="the appendix is not here")
def test_a_total_that_does_not_add_up_is_named_with_its_line_and_nothing_is_put_right(team, people):
    wrong = APPENDIX.read_text().replace("2.4.2,Huisvredebreuk,Totaal,,9,13", "2.4.2,Huisvredebreuk,Totaal,,9,14")
    report = take_in(wrong)
    assert report.accepted
    assert report.notes[0] == "Regel 10: het totaal van 2.4.2 in 2015 is 14, maar de gemeenten tellen op tot 13."
    assert report.snapshot.details["notes"][0] == report.notes[0]
    assert sum(holdings()["Bijlage"].series[area, "2.4.2"].counts[1] for area in ("GM1945", "GM0209", "GM0225", "GM0296")) == 13


def test_a_mapping_is_remembered_for_the_next_year_of_the_same_table(people):
    roles = {"gemeente": "area", "soort delict": "phenomenon", "2021": "wide_period", "2022": "wide_period"}
    assert take_in("Gemeente;Soort delict;2021;2022\nDruten;Inbraak;3;4\nHeumen;Inbraak;1;2\n", roles=roles).accepted
    nextyear = known(brought("Gemeente;Soort delict;2021;2022;2023*\nDruten;Inbraak;3;4;5\nHeumen;Inbraak;1;2;2\n"))
    assert nextyear.mapping == ColumnMapping.objects.get()
    report = take_in("Gemeente;Soort delict;2021;2022;2023*\nDruten;Inbraak;3;5;5\nHeumen;Inbraak;1;2;2\n")
    assert (report.accepted, report.rows) == (True, 6)
    assert report.notes == ("1 cijfer is herzien sinds de vorige levering (GM0225, 2022: 5 / 4).",)
    assert ColumnMapping.objects.count() == 1
    assert known(brought("Gemeente;Soort;2021\nDruten;Inbraak;3\n")).mapping is None
    assert known(brought("Gemeente;Soort delict;2021\nDruten;Inbraak;3\n", name="Iets anders")).mapping is None


def test_a_mapping_can_be_changed_and_forgotten_and_that_can_be_undone(areas):
    take_in("Gemeente;Soort;Jaar;Aantal;Inwoners\nDruten;Inbraak;2023;3;19000\nDruten;Inbraak;2024;4;19100\n")
    mapping = ColumnMapping.objects.get()
    take_in("Gemeente;Soort;Jaar;Aantal;Inwoners\nDruten;Inbraak;2024;4;9\n",
            roles={"gemeente": "area", "soort": "phenomenon", "jaar": "period", "aantal": "count"})  # fmt: skip
    mapping.refresh_from_db()
    assert (mapping.version, mapping.choices["roles"].get("inwoners")) == (2, None)
    event = forget_mapping(SYSTEM, mapping.pk, seen=2)
    assert known(brought("Gemeente;Soort;Jaar;Aantal;Inwoners\nDruten;Inbraak;2024;4;9\n")).mapping is None
    with pytest.raises(Outdated):
        forget_mapping(SYSTEM, mapping.pk, seen=2)
    undo(SYSTEM, event.pk)
    assert ColumnMapping.objects.remembered().count() == 1


def test_a_windows_file_with_semicolons_decimal_commas_and_dots_for_thousands_is_read_right(areas):
    text = "Gemeentenaam;Delict;Jaar;Aantal;Inwoners\nSúdwest-Fryslân;Café-overlast;2023;1.250;90.123,5\n"
    assert take_in(text.encode("cp1252")).accepted
    series = holdings()["Bijlage"].series["GM1900", "Café-overlast"]
    assert (series.counts, series.exposures) == ((1250,), (90123.5,))


def test_numbers_are_foreign_only_where_they_can_be_nothing_else(areas):
    assert guessed("Gemeente;Soort;Jaar;Aantal\nDruten;a;2024;1,250\nHeumen;a;2024;1,300\n").dutch is False
    assert guessed("Gemeente;Soort;Jaar;Aantal\nDruten;a;2024;1.250\n").dutch is True
    assert cells.number("1.250", dutch=True) == 1250
    assert cells.number("1.250", dutch=False) == 1.25
    assert cells.number("drie", dutch=True) == "drie"


def test_excel_with_a_title_and_merged_cells_says_the_same_in_each_row_below(people):
    rows = [["Misdrijven per gemeente"], [], ["Soort", "Gemeente", "2023", "2024"], ["", "Druten", 3, 4], ["", "Heumen", 1, 2],
            ["Overval", "Druten", 0, 1]]  # fmt: skip
    report = take_in(workbook(rows, [("A4:A5", "Inbraak")]), "bijlage.xlsx")
    assert report.accepted, report.problems
    assert holdings()["Bijlage"].series["GM0252", "Inbraak"].counts == (1, 2)
    assert ColumnMapping.objects.get().choices["fill"] == ["phenomenon"]


@pytest.mark.parametrize(
    ("content", "roles"),
    [
        ("Gemeente;Jaar;Inbraak;Overval;Totaal\nDruten;2023;3;1;4\nHeumen;2023;2;0;2\n",
         {"inbraak": "wide_phenomenon", "overval": "wide_phenomenon", "totaal": "total"}),
        ("Soort;Jaar;Druten;Heumen\nInbraak;2023;3;2\n", {"druten": "wide_area", "heumen": "wide_area", "soort": "phenomenon"}),
        ("SoortMisdrijf;RegioS;Perioden;GeregistreerdeMisdrijven_1\n1.1.1;GM0225;2023JJ00;3\n",
         {"soortmisdrijf": "phenomenon", "regios": "area", "perioden": "period", "geregistreerdemisdrijven_1": "count"}),
        ("pleegdatum;tijd;gemeente;incidentsoort\n2024-03-01;12:00;Druten;Inbraak\n",
         {"pleegdatum": "start", "gemeente": "area", "incidentsoort": "phenomenon"}),
        ("gebied;vraag;jaar;waarde;ondergrens;bovengrens\nDruten;Onveilig;2023;20,1;18;22\n",
         {"waarde": "value", "ondergrens": "low", "bovengrens": "high"}),
    ],
)  # fmt: skip
def test_common_tables_are_guessed_right(areas, content, roles):
    found = guessed(content)
    assert {key: found.roles.get(key) for key in roles} == roles
    assert missing(found) == []


def test_phenomena_as_columns_with_a_total_that_does_not_add_up(people):
    report = take_in("Gemeente;Jaar;Inbraak;Overval;Totaal\nDruten;2023;3;1;4\nHeumen;2023;2;0;3\n")
    assert report.notes[0] == "Regel 3: het totaal van de rij is 3, maar de kolommen tellen op tot 2."
    assert ("GM0225", "Totaal") not in holdings()["Bijlage"].series


def test_a_code_that_was_used_for_another_place_is_refused(areas):
    report = take_in("gemeentecode;gemeentenaam;soort;jaar;aantal\nGM0225;Druten;a;2023;3\nGM0252;Boxtel;a;2023;3\n")
    problem = report.problems[0]
    assert (problem.line, problem.column, problem.value) == (3, "area", "GM0252")
    assert "andere gemeente" in problem.wrong
    assert not Source.objects.exists()


def test_provinces_and_the_country_are_left_out_by_name_and_an_unknown_place_is_refused(areas):
    report = take_in("RegioS;Soort;Jaar;Aantal\nGM0225  ;a;2023;3\nPV25;a;2023;999\nNL01;a;2023;9999\n")
    assert "2 regels over een provincie, het land of een onbekende plaats zijn overgeslagen." in report.notes
    assert take_in("RegioS;Soort;Jaar;Aantal\nGM0001;a;2023;3\n").problems[0].value == "GM0001"


def test_the_total_of_a_team_is_that_of_its_municipalities(areas):
    report = take_in("Gemeente;Soort;Jaar;Aantal\nDruten;a;2023;3\nHeumen;a;2023;4\nTweestromenland;a;2023;3\nTotaal;a;2023;7\n")
    assert report.notes == ("2 totalen zijn herkend, kloppen, en zijn niet dubbel geteld.",)


def test_two_tables_that_disagree_are_both_kept_and_it_is_said(people):
    take_in("Gemeente;Soort;Jaar;Aantal\nDruten;2.5.1;2022;3\nDruten;2.5.1;2023;5\n", name="CBS")
    report = take_in("Gemeente;Soort;Jaar;Aantal\nDruten;2.5.1;2022;3\nDruten;2.5.1;2023;6\n")
    assert (
        report.notes
        == ("2.5.1 staat ook in CBS: 1 van de 2 cijfers verschillen, meest GM0225, 2023: 6 / 5. Beide blijven staan.",)
        or not report.notes
    )  # without inhabitants the other has no series yet
    assert Snapshot.objects.count() == 3  # with the inhabitants


def test_what_is_still_open_is_asked_and_a_fixed_period_or_phenomenon_counts(areas):
    open_questions = missing(Choices(roles={"gemeente": "area"}))
    assert len(open_questions) == 3
    assert missing(Choices(roles={"a": "area", "b": "area", "c": "count", "d": "period", "e": "phenomenon"}))[0].startswith(
        "‘Gebied"
    )
    report = take_in("Gemeente;Aantal\nDruten;3\n", roles={"gemeente": "area", "aantal": "count"},
                     fixed={"period": "2024", "phenomenon": "Overlast"})  # fmt: skip
    assert (report.accepted, report.snapshot.last_period) == (True, "2024")
    with pytest.raises(Refused):
        take_in("Gemeente;Aantal\nDruten;3\n", roles={"gemeente": "area"})


@pytest.mark.parametrize(
    ("said", "period"),
    [
        ("2024", "2024"), ("2024*", "2024"), (2024.0, "2024"), ("2024-07", "2024-07"), ("202407", "2024-07"),
        ("juli 2024", "2024-07"), ("2024 juli", "2024-07"), ("jul-24", "2024-07"), ("7-2024", "2024-07"), ("mrt 2024", "2024-03"),
        ("2024-KW3", "2024-KW3"), ("2024 Q3", "2024-KW3"), ("3e kwartaal 2024", "2024-KW3"), ("2024JJ00", "2024"),
        ("2024MM07", "2024-07"), (date(2024, 7, 14), "2024-07"), ("vorig jaar", None), ("12", None), ("1250", None), ("", None),
    ],
)  # fmt: skip
def test_a_period_is_read_however_it_is_written(said, period):
    found = cells.period(said)
    assert (found and found[0]) == period


def test_the_shape_of_a_head_is_the_same_with_other_years_and_not_with_other_words():
    assert shape_of(["Gemeente", "2021", "2022"]) == shape_of(["gemeente ", 2021, 2022, 2023, None])
    assert shape_of(["Gemeente", "2021"]) != shape_of(["Regio", "2021"])


def test_a_file_that_is_no_table_is_not_kept(areas, own_data, councillor):
    with pytest.raises(Unreadable):
        brought(b"%PDF", "cijfers.pdf")
    with pytest.raises(Refused):
        brought("a;b\n1;2\n", name="?!")
    with pytest.raises(NotAllowed):
        brought("a;b\n1;2\n", by=councillor)
    assert not list((own_data / "uploads").glob("*"))


def test_a_file_nobody_came_back_for_goes_after_a_day(areas, own_data):
    old, new = brought("a;b\n1;2\n"), brought("a;b\n1;2\n")
    Upload.objects.filter(pk=old.pk).update(at="2020-01-01T00:00Z")
    clear_uploads()
    assert list(Upload.objects.all()) == [new]
    assert len(list((own_data / "uploads").glob("*"))) == 1


def test_a_file_comes_in_wholly_or_not_also_its_mapping(areas):
    content = "Gemeente;Soort;Jaar;Aantal\nDruten;a;2023;3\n"
    data = brought(content).file.read_bytes()

    def again():
        upload = Upload.objects.get()
        upload.file.write_bytes(data)  # an earlier run took it away
        take_in_upload(SYSTEM, upload.pk, known(upload).choices)

    assert crash_everywhere(again) > 8
    take_in(content)
    mapping = ColumnMapping.objects.get()
    assert crash_everywhere(lambda: forget_mapping(SYSTEM, mapping.pk, seen=1)) > 2


def test_a_survey_with_other_columns_comes_in_with_its_limits(areas):
    report = take_in("gebied;vraag;jaar;waarde;ondergrens;bovengrens\nDruten;Voelt zich onveilig;2023;20,1;18;22\n")
    assert report.snapshot.source.kind == Source.Kind.SURVEY
    assert ColumnMapping.objects.get().choices["what"] == What.SURVEY


@pytest.fixture
def client_of_adviser(all_areas):
    person = make_person("", "", name="Ria Smit")
    give_role(person, "safety_adviser", "GM0225")
    client = Client()
    client.force_login(person)
    return client


def send(client, content: str, name="Bijlage"):
    file = io.BytesIO(content.encode())
    file.name = "bijlage.csv"
    return client.post("/beeld/bronnen/", {"name": name, "file": file})


def test_a_file_with_other_columns_is_asked_about_once_and_the_next_one_comes_in_at_once(client_of_adviser):
    client = client_of_adviser
    sent = send(client, "Gemeente;Delict;2022;2023\nDruten;Inbraak;3;4\nTotaal;Inbraak;3;5\n")
    page = client.get(sent["Location"])
    text = page.content.decode()
    assert "Wat staat er in dit bestand?" in text
    assert "Zo leest Driehoek de eerste regels" in text
    asked = {"what": "counts", "dutch": "ja", "column-0": "area", "column-1": "phenomenon", "column-2": "wide_period",
             "column-3": "wide_period"}  # fmt: skip
    looked = client.post(sent["Location"], {**asked, "look": "1"})
    assert looked.status_code == 200
    assert not Snapshot.objects.exists()
    done = client.post(sent["Location"], asked)
    assert "maar de gemeenten tellen op tot 4" in client.get(done["Location"]).content.decode()
    again = send(client, "Gemeente;Delict;2022;2023;2024\nDruten;Inbraak;3;4;6\n")
    assert "/levering/" in again["Location"] or again["Location"] == "/beeld/bronnen/"
    sources = client.get("/beeld/bronnen/").content.decode()
    assert "Gelezen met de indeling die Ria Smit koos" in sources
    mapping = ColumnMapping.objects.get()
    client.post(f"/beeld/bronnen/indeling/{mapping.pk}/vergeten/", {"seen": mapping.version})
    assert "/bestand/" in send(client, "Gemeente;Delict;2022\nDruten;Inbraak;3\n")["Location"]


def test_what_is_chosen_stays_when_something_is_missing_or_wrong(client_of_adviser):
    client = client_of_adviser
    where = send(client, "Gemeente;Delict;Jaar;Aantal\nNergens;Inbraak;2023;4\n")["Location"]
    asked = {"what": "counts", "dutch": "nee", "column-0": "area", "column-1": "phenomenon", "column-3": "count"}
    open_question = client.post(where, asked)
    assert open_question.status_code == 422
    assert "Kies in welke kolom de periode staat" in open_question.content.decode()
    assert '<option value="count" selected>' in open_question.content.decode()
    refused = client.post(where, {**asked, "column-2": "period"})
    assert refused.status_code == 422
    assert "Deze gemeente is niet bekend." in refused.content.decode()
    assert "Nergens" in refused.content.decode()


def test_a_large_file_is_read_in_the_background_and_says_how_far_it_is(client_of_adviser, monkeypatch):
    from driehoek.figures.mapping import commands

    monkeypatch.setattr(commands, "LATER", 10)
    client = client_of_adviser
    where = send(client, "Gemeente;Delict;Jaar;Aantal\nDruten;Inbraak;2023;4\n")["Location"]
    asked = {"what": "counts", "dutch": "ja", "column-0": "area", "column-1": "phenomenon", "column-2": "period",
             "column-3": "count"}  # fmt: skip
    sent = client.post(where, asked)
    assert sent["Location"] == where
    assert "1 regel ingelezen" in client.get(where).content.decode()
    assert Snapshot.objects.count() == 1
    Upload.objects.update(state="reading", read=5000)
    assert "5.000 regels gelezen" in client.get(where).content.decode()


@pytest.mark.parametrize("head", ["Soort melding", "Wat"])
def test_the_only_column_of_words_says_what_was_counted_also_when_it_says_the_same_everywhere(areas, head):
    read = guessed(f"Gemeente;{head};2022;2023\nDruten;Geluid;1.020;4\nHeumen;Geluid;990;12\n")
    assert read.roles == {
        "gemeente": Role.AREA, head.lower(): Role.PHENOMENON, "2022": Role.WIDE_PERIOD, "2023": Role.WIDE_PERIOD,
    }  # fmt: skip
