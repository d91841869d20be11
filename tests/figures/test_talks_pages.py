"""The pages of talks and of requests for input, as people get them."""

from __future__ import annotations

import io
import re

import pytest
from django.core import mail
from django.test import Client
from python_calamine import CalamineWorkbook

from driehoek.common import clock
from driehoek.figures import commands
from driehoek.figures.commands import Said
from driehoek.figures.models import Asked, InputRequest, Talk
from driehoek.organisations.viewer import SYSTEM
from tests.factories import give_role, make_person

pytestmark = pytest.mark.django_db

FORM = {
    "organisation": "Jongerenwerk",
    "organisation_kind": "youth",
    "held_on": "2024-10-01",
    "indicator": "2.2.1",
    "direction": "more",
    "certainty": "seen",
    "quote": "Vaker iets stuk bij het station.",
}


@pytest.fixture
def adviser(open_figures):
    return signed_in("safety_adviser")


def signed_in(role, area="GM0225") -> Client:
    person = make_person("", "", name="Ria Smit")
    give_role(person, role, area)
    client = Client()
    client.force_login(person)
    return client


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def sent(client, address, data=None):
    """Post, and go where it leads."""
    answer = client.post(address, data or {})
    assert answer.status_code == 302, text_of(answer)
    return client.get(answer["Location"])


def tell(organisation, **other):
    said = Said(organisation, "youth", clock.today(), "more", "seen", f"{organisation} ziet het.", indicator="2.2.1")
    return commands.record_talk(SYSTEM, "GM0225", Said(**(vars(said) | other)))[0]


def test_an_empty_list_says_what_to_do(adviser):
    page = text_of(adviser.get("/beeld/GM0225/gesprekken/"))
    assert "Nog geen gesprekken over Druten" in page
    assert "Gesprek toevoegen" in page


def test_a_talk_is_written_down_and_stands_beside_the_figure_with_a_way_back(adviser):
    assert "Geen gegevens van personen" in text_of(adviser.get("/beeld/GM0225/gesprekken/nieuw/?over=2.2.1"))
    answer = sent(adviser, "/beeld/GM0225/gesprekken/nieuw/", FORM)
    assert "Ongedaan maken" in text_of(answer)
    tell("Woonstichting", indicator=None, theme="afval")
    figure = text_of(adviser.get("/beeld/GM0225/2.2.1/"))
    assert "Genoemd door 1 van 2 partners" in figure
    assert "‘Vaker iets stuk bij het station.’" in figure
    picture = text_of(adviser.get("/beeld/GM0225/"))
    assert "genoemd door 1 van 2 partners" in picture
    assert "afval genoemd door 1 van 2 partners" in picture


def test_the_public_finds_no_trace_of_a_talk(adviser, client):
    tell("Jongerenwerk")
    for address in ("/beeld/GM0225/", "/beeld/GM0225/2.2.1/", "/beeld/BT-tweestromenland/"):
        page = text_of(client.get(address))
        assert "Jongerenwerk" not in page
        assert "partners zeggen" not in page
    assert client.get("/beeld/GM0225/gesprekken/").status_code == 302
    assert signed_in("safety_adviser", "GM0797").get("/beeld/GM0225/gesprekken/").status_code == 404


def test_data_of_a_person_comes_back_with_the_form_as_it_was(adviser):
    answer = adviser.post("/beeld/GM0225/gesprekken/nieuw/", FORM | {"quote": "Bel Jan: 06-12345678"})
    assert answer.status_code == 422
    assert "Hier staat een telefoonnummer" in text_of(answer)
    assert "06-12345678" in answer.content.decode()
    assert not Talk.objects.exists()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Café", "Bibliotheek", "Academie"]),
        ("op=partner", ["Academie", "Bibliotheek", "Café"]),
        ("op=-partner", ["Café", "Bibliotheek", "Academie"]),
        ("q=cafe", ["Café"]),
        ("over=2.2.1", ["Café", "Bibliotheek"]),
        ("soort=school", ["Academie"]),
        ("ziet=less", ["Bibliotheek"]),
        ("zeker=suspected", []),
        ("op=onzin&pagina=99&soort=niets", ["Café", "Bibliotheek", "Academie"]),
    ],
)
def test_the_list_is_searched_filtered_and_sorted_and_excel_holds_the_same(adviser, query, found):
    tell("Academie", organisation_kind="school", indicator=None, theme="=HYPERLINK(1)")
    tell("Bibliotheek", direction="less")
    tell("Café")
    page = adviser.get(f"/beeld/GM0225/gesprekken/?{query}").content.decode()
    assert re.findall(r'<th scope="row"[^>]*><a[^>]*>([^<]+)</a>', page) == found
    file = adviser.get(f"/beeld/GM0225/gesprekken.xlsx?{query}")
    assert "gesprekken-Druten.xlsx" in file["Content-Disposition"]
    rows = CalamineWorkbook.from_filelike(io.BytesIO(file.content)).get_sheet_by_index(0).to_python()
    assert [row[1] for row in rows[1:]] == found
    assert not [row for row in rows[1:] if row[1] == "Academie" and row[4] != "=HYPERLINK(1)"]


def test_a_long_list_goes_on_on_a_next_page(adviser):
    for number in range(27):
        tell(f"Partner {number}")
    assert "Pagina 1 van 2" in text_of(adviser.get("/beeld/GM0225/gesprekken/"))
    assert "Pagina 2 van 2" in text_of(adviser.get("/beeld/GM0225/gesprekken/?pagina=2"))


def test_a_talk_is_changed_and_taken_away_on_its_own_page(adviser):
    talk = tell("Jongerenwerk")
    page = f"/beeld/gesprek/{talk.pk}/"
    assert "Opgeschreven door Driehoek" in text_of(adviser.get(page))
    answer = sent(adviser, f"{page}bewerken/", FORM | {"seen": 1, "quote": "Toch rustig."})
    assert "‘Toch rustig.’" in text_of(answer)
    late = adviser.post(f"{page}bewerken/", FORM | {"seen": 1, "quote": "Te laat."})
    assert late.status_code == 422
    assert "Dit staat er nu Toch rustig." in text_of(late)
    assert adviser.post(f"{page}weg/", {"seen": 1}).status_code == 422
    assert "Het gesprek is weggehaald." in text_of(sent(adviser, f"{page}weg/", {"seen": 2}))
    assert adviser.get(page).status_code == 404


def test_a_reader_reads_but_has_no_button(open_figures):
    talk = tell("Jongerenwerk")
    reader = signed_in("council_member")
    assert "Weghalen" not in text_of(reader.get(f"/beeld/gesprek/{talk.pk}/"))
    assert reader.get(f"/beeld/gesprek/{talk.pk}/bewerken/").status_code == 403
    assert reader.get("/beeld/GM0225/gesprekken/nieuw/").status_code == 403
    assert reader.get("/beeld/GM0225/gesprekken/vragen/").status_code == 403


# --- a request --------------------------------------------------------------------------------------------------------------
REQUEST = {
    "question": "Wat ziet u?",
    "until": "2024-11-05",
    "indicators": ["2.2.1"],
    "themes": "Eenzaamheid",
    "partners": "Jongerenwerk, jw@voorbeeld.example\nWoonstichting, woon@voorbeeld.example",
}


def test_a_request_goes_from_the_adviser_to_a_partner_and_back_without_an_account_or_a_script(adviser):
    page = text_of(sent(adviser, "/beeld/GM0225/gesprekken/vragen/", REQUEST))
    assert "De vraag is gemaild aan 2 partners." in page
    assert "0 van 2 partners hebben geantwoord." in page
    address = re.search(r"(/inbreng/[0-9a-f]{64}/)", mail.outbox[0].body)[1]
    partner = Client(enforce_csrf_checks=True)
    form = partner.get(address)
    assert form["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in form["Cache-Control"]
    fields = fields_of(form)
    topic = next(name for name in fields if name.endswith("-quote")).split("-")[0]
    fields |= {"kind": "youth", f"{topic}-direction": "more", f"{topic}-certainty": "heard", f"{topic}-quote": "Vaker ruzie."}
    saved = sent(partner, address, fields)
    assert "Bedankt, uw antwoord is opgeslagen" in text_of(saved)
    assert "Vaker ruzie." in saved.content.decode()  # to be changed until the last day
    again = fields_of(saved) | {"kind": "youth", f"{topic}-direction": "more", f"{topic}-certainty": "heard"}
    assert again[f"{topic}-quote"] == "Vaker ruzie."
    assert sent(partner, address, again | {f"{topic}-quote": "Elke dag ruzie."}).status_code == 200
    page = text_of(adviser.get(f"/beeld/inbreng/{InputRequest.objects.get().pk}/"))
    assert "1 van 2 partners hebben geantwoord." in page
    assert "‘Elke dag ruzie.’" in page
    assert "Genoemd door de enige partner die wij spraken" in text_of(adviser.get("/beeld/GM0225/2.2.1/"))


def fields_of(page) -> dict[str, str]:
    """What a browser without a script would send of a form: hidden fields, text and text areas."""
    html = page.content.decode()
    named = re.findall(r'<input type="(?:hidden|text)"[^>]*name="([^"]+)"(?:[^>]*value="([^"]*)")?', html)
    areas = re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\s*([^<]*)</textarea>', html)
    return dict(named) | {name: text.strip() for name, text in areas}


def test_a_partner_reads_what_is_wrong_and_keeps_what_was_typed(adviser):
    adviser.post("/beeld/GM0225/gesprekken/vragen/", REQUEST)
    asked = Asked.objects.first()
    address = f"/inbreng/{commands.token_from(asked.nonce)}/"
    topic = asked.request.topics.first().pk
    answer = Client().post(address, {"kind": "youth", "seen": 1, f"{topic}-quote": "Ik ben jan@voorbeeld.example"})
    assert answer.status_code == 422
    page = text_of(answer)
    assert "Hier staat een e-mailadres" in page
    assert "Kies hoe zeker het is." in page
    assert "Ik ben jan@voorbeeld.example" in page
    assert "Vul bij ten minste één onderwerp iets in" in text_of(Client().post(address, {"kind": "youth", "seen": 1}))


def test_a_link_that_is_wrong_or_over_says_so(adviser):
    adviser.post("/beeld/GM0225/gesprekken/vragen/", REQUEST)
    address = f"/inbreng/{commands.token_from(Asked.objects.first().nonce)}/"
    unknown = Client().get(f"/inbreng/{'0' * 64}/")
    assert unknown.status_code == 404
    assert "Deze link werkt niet" in text_of(unknown)
    InputRequest.objects.update(until="2024-10-14")
    over = Client().post(address, {"kind": "youth", "seen": 1, "nothing_to_say": "on"})
    assert over.status_code == 410
    assert "U kon antwoorden tot en met 14 oktober 2024" in text_of(over)


def test_one_click_reminds_and_a_new_link_is_shown_once(adviser):
    adviser.post("/beeld/GM0225/gesprekken/vragen/", REQUEST)
    asking = InputRequest.objects.get()
    page = f"/beeld/inbreng/{asking.pk}/"
    assert "kreeg vandaag al een mail" in text_of(sent(adviser, f"{page}herinneren/"))
    Asked.objects.update(mailed_on="2024-10-10")
    assert "2 partners kregen een herinnering." in text_of(sent(adviser, f"{page}herinneren/"))
    asked = Asked.objects.first()
    shown = text_of(sent(adviser, f"{page}link/{asked.pk}/", {"seen": asked.version}))
    link = f"/inbreng/{commands.token_from(Asked.objects.get(pk=asked.pk).nonce)}/"
    assert link in shown
    assert link not in text_of(adviser.get(page))
    edit = sent(adviser, f"{page}bewerken/", {"question": "Wat ziet u nu?", "until": "2024-11-20", "seen": 1})
    assert "open tot en met 20 november 2024" in text_of(edit)
