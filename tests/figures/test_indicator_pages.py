"""The pages of indicators, as people get them."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from driehoek.figures import commands
from driehoek.figures.indicators import catalogue
from driehoek.figures.indicators.forms import DefinitionForm
from driehoek.figures.indicators.queries import definition_of
from driehoek.figures.models import Indicator, Snapshot
from driehoek.organisations.viewer import SYSTEM
from tests.factories import give_role, make_person

pytestmark = pytest.mark.django_db


def signed_in(role, area="GM0225") -> Client:
    person = make_person("", "", name="Ria Smit")
    give_role(person, role, area)
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def listed(areas):
    commands.load_indicators()


@pytest.fixture
def adviser(listed):
    return signed_in("safety_adviser")


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def sent(client, address, data):
    """Post, and go where it leads."""
    answer = client.post(address, data)
    assert answer.status_code == 302, text_of(answer)
    return client.get(answer["Location"])


def names_on(answer) -> list[str]:
    return re.findall(r'<th scope="row" class="dh-cell-main"><a href="[^"]+">([^<]+)</a>', answer.content.decode())


def test_the_list_can_be_searched_filtered_sorted_and_paged(adviser):
    assert len(names_on(adviser.get("/beeld/indicatoren/"))) == 25
    assert "Pagina 2 van 5" in text_of(adviser.get("/beeld/indicatoren/?pagina=2"))
    assert names_on(adviser.get("/beeld/indicatoren/?q=verwijzingen+jongeren")) == ["Verwijzingen naar Halt"]
    downwards = names_on(adviser.get("/beeld/indicatoren/?veld=V3&op=-naam"))
    assert downwards == sorted(downwards, reverse=True)
    assert downwards
    assert names_on(adviser.get("/beeld/indicatoren/?cijfers=ja")) == []
    assert "Tevreden over de politie in de buurt" in names_on(adviser.get("/beeld/indicatoren/?richting=higher"))
    assert "Geen cijfer gevonden" in text_of(adviser.get("/beeld/indicatoren/?q=bestaatniet"))
    assert adviser.get("/beeld/indicatoren/?pagina=99999&op=onzin&veld=V9").status_code == 200


def test_the_public_sees_what_open_tables_count_and_no_more(listed):
    public = Client()
    everything = json.loads(public.get("/beeld/indicatoren.json").content)["indicators"]
    shown = {one["source"] for one in everything}
    assert "47018NED" in shown
    assert "Meldingen-overlast-politie" not in shown
    assert public.get("/beeld/soort/1.1.1/").status_code == 200
    assert public.get("/beeld/soort/Meldingen-overlast-politie-E35/").status_code == 404
    assert "Cijfer toevoegen" not in text_of(public.get("/beeld/indicatoren/"))


def test_the_files_hold_every_line_and_all_that_is_known(adviser):
    csv = adviser.get("/beeld/indicatoren.csv").content.decode("utf-8-sig").splitlines()
    book = CalamineWorkbook.from_filelike(io.BytesIO(adviser.get("/beeld/indicatoren.xlsx").content))
    rows = book.get_sheet_by_index(0).to_python()
    assert len(csv) == len(rows) == len(catalogue.supplied()) + 1
    assert len(adviser.get("/beeld/indicatoren.xlsx?veld=V3").content) < len(adviser.get("/beeld/indicatoren.xlsx").content)
    burglaries = next(row for row in rows if row[0] == "1.1.1")
    assert burglaries[1] == "Woninginbraken"
    assert "2020 tot en met 2021" in burglaries[11]


def test_a_page_says_what_a_figure_is_and_what_it_is_not(adviser):
    page = text_of(adviser.get("/beeld/soort/3.9.1/"))
    for words in ("Vanaf 2016 is de reeks anders", "Codes van de politie", "Geleverd met Driehoek", "Digitale criminaliteit",
                  "hangt ook af van hoeveel mensen aangifte doen"):  # fmt: skip
        assert words in page
    group = text_of(adviser.get("/beeld/soort/groep-hic-smal/"))
    assert "Straatroven" in group
    assert "Cijfers invullen" not in group


def test_an_adviser_changes_a_definition_with_a_reason_and_can_undo_it(adviser):
    page = adviser.get("/beeld/soort/1.4.3/bewerken/").content.decode()
    fields = dict(re.findall(r'name="(\w+)"[^>]*value="([^"]*)"', page))
    form = {"label": "Openlijk geweld", "field": "V1", "themes": "V13", "unit": "count", "direction": "lower", "moves_with": ""}
    answer = adviser.post("/beeld/soort/1.4.3/bewerken/", {**form, "seen": fields["seen"]})
    assert answer.status_code == 422
    assert "Schrijf in één zin waarom" in text_of(answer)
    answer = sent(adviser, "/beeld/soort/1.4.3/bewerken/", {**form, "seen": fields["seen"], "reason": "Korter"})
    assert "Ongedaan maken" in text_of(answer)
    assert "Korter" in text_of(answer)
    assert Indicator.objects.get(pk="1.4.3").by_hand
    assert "Openlijk geweld" in names_on(adviser.get("/beeld/indicatoren/?van=veranderd"))


def test_one_of_ones_own_is_added_and_filled_in(adviser):
    form = {"label": "Gesloten panden op straat", "kind": "count", "unit": "count", "field": "V5", "themes": "V52"}
    answer = sent(adviser, "/beeld/indicatoren/nieuw/", form)
    assert "Vul nu de eerste cijfers in" in text_of(answer)
    made = Indicator.objects.get(label="Gesloten panden op straat")
    assert adviser.get(f"/beeld/soort/{made.pk}/invullen/").status_code == 200
    assert names_on(adviser.get("/beeld/indicatoren/?van=eigen")) == ["Gesloten panden op straat"]


def test_breaks_and_closing_have_a_page_of_their_own(adviser):
    def seen():
        return Indicator.objects.get(pk="1.1.1").version

    wrong = adviser.post("/beeld/soort/1.1.1/breuk/", {"first": "gisteren", "reason": "staking", "seen": seen()})
    assert (wrong.status_code, "Schrijf een jaar, kwartaal of maand" in text_of(wrong)) == (422, True)
    added = sent(adviser, "/beeld/soort/1.1.1/breuk/", {"first": "2023", "reason": "staking", "seen": seen()})
    assert "Vanaf 2023 is de reeks anders: staking." in text_of(added)
    gone = {"reason": "viel mee", "seen": seen()}
    adviser.post("/beeld/soort/1.1.1/breuk/weg/?van=2023&tot=", gone)
    assert "staking" not in text_of(adviser.get("/beeld/soort/1.1.1/")).split("Versies van de omschrijving")[0]
    assert adviser.get("/beeld/soort/1.1.1/breuk/weg/?van=2023&tot=").status_code == 404
    adviser.post("/beeld/soort/1.1.1/sluiten/", {"reason": "dubbel", "seen": seen()})
    assert "Woninginbraken" not in names_on(adviser.get("/beeld/indicatoren/?q=1.1.1"))
    assert "Woninginbraken" in names_on(adviser.get("/beeld/indicatoren/?q=1.1.1&gesloten=ja"))


def test_a_block_from_excel_is_shown_before_it_is_saved_and_a_wrong_cell_is_named(adviser):
    address = "/beeld/soort/1.4.3/invullen/?van=2021&tot=2023"
    shown = adviser.post(address, {"doen": "plak", "plak": "\t2021\t2022\t2023\nDruten\t3\t4,5\t1.250"})
    page = shown.content.decode()
    assert 'name="c-GM0225-2021" value="3"' in page
    assert "Dit is geen heel getal" in page
    assert not Snapshot.objects.exists()
    cells = {"c-GM0225-2021": "3", "c-GM0225-2022": "4,5", "c-GM0225-2023": "1.250", "doen": "opslaan"}
    refused = adviser.post(address, cells)
    assert (refused.status_code, 'value="4,5"' in refused.content.decode()) == (422, True)
    assert not Snapshot.objects.exists()
    assert adviser.post(address, cells | {"c-GM0225-2022": ""}).status_code == 422  # a hole
    saved = sent(adviser, address, cells | {"c-GM0225-2022": "5", "v-2023": "ja"})
    assert "De cijfers staan erin." in text_of(saved)
    again = adviser.get(address).content.decode()
    assert 'value="1250"' in again
    assert re.search(r'name="v-2023"[^>]* checked', again)
    assert "Ria Smit op" in text_of(adviser.get(address))


def test_cells_of_other_areas_and_odd_years_are_not_taken(adviser):
    answer = adviser.post("/beeld/soort/1.4.3/invullen/", {"c-GM0252-2023": "9", "doen": "opslaan"})
    assert answer.status_code == 422
    assert "Vul ten minste één cijfer in" in text_of(answer)
    for query in ("van=x&tot=y", "van=99999&tot=1", "van=2030&tot=2001", "tot=٣"):
        assert adviser.get(f"/beeld/soort/1.4.3/invullen/?{query}").status_code == 200


def test_who_may_only_read_sees_no_buttons_and_is_refused(listed):
    councillor = signed_in("council_member")
    page = text_of(councillor.get("/beeld/soort/1.4.3/"))
    assert "Bewerken" not in page
    assert "Cijfers invullen" not in page
    for address in ("bewerken/", "invullen/", "breuk/", "sluiten/"):
        assert councillor.get(f"/beeld/soort/1.4.3/{address}").status_code == 403
    assert councillor.get("/beeld/indicatoren/nieuw/").status_code == 403


def test_the_list_costs_as_many_statements_for_few_as_for_all(areas, django_assert_max_num_queries):
    client = signed_in("safety_adviser")
    commands.load_indicators()
    with django_assert_max_num_queries(30):
        client.get("/beeld/indicatoren/")
    with django_assert_max_num_queries(30):
        client.get("/beeld/soort/groep-vvc/")


def test_the_offer_of_a_newer_definition_is_shown_and_can_be_taken(adviser):
    Indicator.objects.filter(pk="1.4.3").update(offer={"label": "Nieuw van Driehoek"}, by_hand=True)
    assert "Driehoek heeft een nieuwe omschrijving" in text_of(adviser.get("/beeld/soort/1.4.3/"))
    answer = sent(adviser, "/beeld/soort/1.4.3/omschrijving/", {"keuze": "overnemen", "seen": "1"})
    assert "Nieuw van Driehoek" in text_of(answer)
    assert SYSTEM.name in {one.by_name for one in Indicator.objects.get(pk="1.4.3").versions.all()}


def test_themes_and_kinds_are_chosen_by_name_and_what_cannot_be_chosen_stays(listed):
    known = Indicator.objects.get(pk="1.1.1")
    now = definition_of(known)
    start = replace(now, themes=("V13", "V99"), field="V1")
    form = DefinitionForm(
        {"label": "Inbraken", "unit": "count", "field": "V1", "themes": ["V52", "V13"], "reason": "Zo hoort het", "seen": "1"},
        indicator=known,
    )
    assert form.is_valid(), form.errors
    assert form.definition(start).themes == ("V13", "V99", "V52")
    assert "veelvoorkomende en ingrijpende criminaliteit" in str(form["themes"])
