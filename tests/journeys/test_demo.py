"""The demo, as its people use it: every role its start page, search, thread, writing together, undo, the public."""

import os
import re

import pytest

from tests.browser.fixtures import PICTURES, scrolls_sideways
from tests.journeys.servers import elsewhere

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PASSWORD = "driehoek-demo"
PEOPLE = {
    "strategisch adviseur": ("roos.wilgenbries@demo.example", ["Wat is vastgesteld?", "Wacht op u", "De rode draad"]),
    "IV-adviseur": ("joris.appelbloesem@demo.example", ["Wacht op u", "Beloofd aan de raad", "Vught"]),
    "burgemeester": ("hugo.beukentop@demo.example", ["Wat verandert er echt", "Beloofd aan de raad"]),
    "officier van justitie": ("noor.zilverberk@demo.example", ["Wat verandert er echt", "Wat doen we?"]),
    "teamchef": ("sem.dauwdruppel@demo.example", ["Wat verandert er echt", "Wat doen we?"]),
    "raadslid": ("yara.klaproosveld@demo.example", ["Wat is vastgesteld?", "Beloofd aan de raad", "€ 34.110,00"]),
    "griffier": ("ties.korenbloem@demo.example", ["Wat is vastgesteld?", "Beloofd aan de raad"]),
    "functioneel beheerder": ("mees.sleutelbloem@demo.example", ["Wacht op een tweede persoon", "Wie veranderde wat?"]),
}
ROOS, JORIS = PEOPLE["strategisch adviseur"][0], PEOPLE["IV-adviseur"][0]


@pytest.fixture
def signed_in(demo, person):
    def sign_in(email, width=1280, **options):
        page = person(demo.url, width, **options)
        page.goto("/account/login/")
        page.fill("input[name=login]", email)
        page.fill("input[name=password]", PASSWORD)
        page.locator("main button[type=submit]").first.click()
        page.wait_for_url(demo.url + "/")
        return page

    return sign_in


def plan_of_meierij(page):
    page.goto("/plannen/")
    page.get_by_role("link", name="Integraal Veiligheidsplan Meierij 2023-2026").first.click()
    page.wait_for_load_state("networkidle")
    return page.url.split("?")[0]


@pytest.mark.parametrize("role", PEOPLE)
def test_each_role_gets_an_answer_to_its_question(role, signed_in, axe):
    email, answers = PEOPLE[role]
    page = signed_in(email)
    words = page.locator("main").inner_text()
    for answer in answers:
        assert answer in words
    assert axe(page) == ""
    page.set_viewport_size({"width": 375, "height": 740})
    assert not scrolls_sideways(page)


def test_search_finds_compounds_by_mouse_by_keyboard_and_without_javascript(demo, signed_in, person):
    page = signed_in(ROOS)
    page.goto("/zoeken/?q=inbraak")
    assert "Woninginbraken" in page.locator("main").inner_text()
    page.keyboard.press("Control+k")
    page.keyboard.type("inbraak")
    page.wait_for_selector("dialog[open] a:has-text('oninginbraken')")
    plain = person(demo.url, java_script_enabled=False)
    plain.goto("/zoeken/")
    plain.locator("main input[name=q]").fill("inbraak")
    plain.locator("main button[type=submit]").first.click()
    assert "Woninginbraken" in plain.locator("main").inner_text()


def test_the_thread_runs_down_and_back_up(signed_in):
    page = signed_in(ROOS)
    page.goto("/plannen/kaders/")
    page.locator("main a", has_text="Mensenhandel").first.click()
    page.locator("main a", has_text="Rode draad").first.click()
    page.wait_for_load_state("networkidle")
    start = page.locator("main").inner_text()
    assert "Wat is ervan geworden?" in start
    page.locator("main a[href*='/draad/programme.action/'], main a[href*='/draad/plans.measure/']").first.click()
    page.wait_for_load_state("networkidle")
    assert "Mensenhandel" in page.locator("main").inner_text()


def test_two_people_at_once_get_a_question_and_nothing_is_lost(signed_in, demo):
    """In two windows the same piece of a plan that is being written."""
    first, second = signed_in(ROOS), signed_in(ROOS)
    first.goto("/plannen/nieuw/")
    first.get_by_label("Titel").fill("Integraal Veiligheidsplan Meierij 2027-2030")
    first.locator("[name=starts_on]").fill("2027-01-01")
    first.locator("[name=ends_on]").fill("2030-12-31")
    first.locator("main button[type=submit]").first.click()
    first.wait_for_load_state("networkidle")
    plan = first.url.split("?")[0]
    first.goto(plan + "nieuw/")
    first.locator("main select[name$=kind]").select_option("section")
    first.locator("main [name$=title]").fill("Inleiding")
    first.get_by_role("button", name="Voeg toe").click()
    first.wait_for_load_state("networkidle")
    first.goto(plan)
    edit = first.locator("a[href*='/plannen/deel/']").first.get_attribute("href").split("?")[0].rstrip("/")
    edit = "/".join(edit.split("/")[:4]) + "/"
    for page in (first, second):
        page.goto(edit)
    first.locator("main [name$=title]").first.fill("Inleiding van de een")
    first.get_by_role("button", name="Opslaan").first.click()
    first.wait_for_load_state("networkidle")
    second.locator("main [name$=title]").first.fill("Inleiding van de ander")
    second.get_by_role("button", name="Opslaan").first.click()
    second.wait_for_selector("text=intussen ook veranderd")
    assert second.locator("main del").all_inner_texts() == ["ander"]
    assert second.locator("main ins").all_inner_texts() == ["een"]
    assert second.locator("main [name$=title]").first.input_value() == "Inleiding van de ander"
    second.get_by_role("button", name="Mijn tekst bewaren").click()
    second.wait_for_load_state("networkidle")
    first.goto(plan)
    assert "Inleiding van de ander" in first.locator("main").inner_text()


def test_a_tick_can_be_undone_from_the_message(signed_in):
    page = signed_in(JORIS)
    page.goto("/programma/mijn/")
    form = page.locator("main form:has(textarea), main form:has(input[name*=sentence])").first
    form.locator("input[type=radio]").first.check(force=True)
    form.locator("[name*=sentence]").first.fill("De afspraken liggen klaar om te tekenen.")
    form.locator("button[type=submit]").first.click()
    page.get_by_role("button", name="Ongedaan maken").first.click()
    page.wait_for_selector("text=Ongedaan gemaakt")


def test_a_report_goes_from_the_adviser_by_the_mayor_and_the_clerk_to_everyone(signed_in, demo, person, axe):
    """It fills itself; the adviser writes, the mayor offers, the clerk puts down what the council did."""
    adviser = signed_in(JORIS)
    adviser.goto("/verantwoording/")
    adviser.locator("li, article, .dh-card", has_text="Voor de raad van Boxtel").get_by_role(
        "button", name="Maak dit verslag"
    ).first.click()
    adviser.wait_for_load_state("networkidle")
    report = adviser.url.split("?")[0]
    assert "misdrijven" in adviser.locator("main").inner_text()
    adviser.goto(f"{report}tekst/introduction/")
    adviser.locator("main [contenteditable]").first.fill("Dit vonden wij de moeite waard om aan u te vertellen.")
    adviser.get_by_role("button", name="Opslaan").first.click()
    adviser.wait_for_load_state("networkidle")
    adviser.goto(f"{report}stap/check/")
    adviser.get_by_role("button", name="Gecontroleerd").first.click()  # not everything is done: it asks why that is all right
    adviser.wait_for_selector("text=Nog niet klaar")
    adviser.locator("main textarea").first.fill("De duidingen komen in het volgende verslag.")
    adviser.get_by_role("button", name="Gecontroleerd").first.click()
    adviser.wait_for_load_state("networkidle")
    council = signed_in(PEOPLE["raadslid"][0])
    assert council.goto(report).status == 404
    mayor = signed_in("pien.vlinderstruik@demo.example")
    mayor.goto(f"{report}stap/offer/")
    mayor.get_by_role("button", name="Aanbieden aan de raad").first.click()
    mayor.wait_for_load_state("networkidle")
    council.goto(report)
    assert "Dit vonden wij de moeite waard" in council.locator("main").inner_text()
    visitor = person(demo.url, 375)
    assert visitor.goto(report).status == 404
    clerk = signed_in(PEOPLE["griffier"][0])
    for step, words in (("note", "De raad nam kennis"), ("publish", "Openbaar maken")):
        clerk.goto(f"{report}stap/{step}/")
        clerk.get_by_role("button", name=words).first.click()
        clerk.wait_for_load_state("networkidle")
    visitor.goto(report)
    assert "Dit vonden wij de moeite waard" in visitor.locator("main").inner_text()
    assert axe(visitor) == ""
    assert not scrolls_sideways(visitor)
    pdf = visitor.request.get(f"{report}verslag.pdf")
    assert pdf.body()[:4] == b"%PDF"


def test_the_public_reads_what_is_public_and_nothing_else(demo, person, axe):
    for width in (1280, 375):
        page = person(demo.url, width)
        page.goto("/publiek/GM0757/")
        words = page.locator("main").inner_text()
        assert "Boxtel" in words
        assert "Joris Appelbloesem" not in page.content()
        assert page.context.cookies() == []
        assert axe(page) == ""
        assert not scrolls_sideways(page)
        assert page.goto("/programma/mijn/").url.split("?")[0].endswith("/account/login/")


def test_wrong_address_forbidden_page_and_lost_form_have_pages_of_their_own(signed_in, demo):
    page = signed_in("yara.klaproosveld@demo.example")
    assert page.goto("/plannen/bestaat-niet/").status == 404
    assert "Niet gevonden" in page.title()
    assert page.goto("/beheer/mensen/uitnodigen/").status in (403, 404)
    assert page.locator("h1").inner_text()
    page.goto("/beeld/GM0757/")
    page.context.clear_cookies()
    answer = page.goto("/programma/mijn/")
    assert answer.url.split("?")[0].endswith("/account/login/")


PAGES = [
    "/beeld/", "/beeld/BT-meierij/", "/beeld/GM0757/1.1.1/", "/beeld/bronnen/", "/plannen/", "/plannen/nieuw/",
    "/plannen/kaders/", "/programma/", "/programma/1/", "/programma/1/actie/1/", "/programma/mijn/", "/verantwoording/",
    "/beheer/", "/beheer/mensen/", "/gebieden/", "/gebieden/GM0757/", "/draad/", "/mijn/",
    "/zoeken/?q=jeugd", "/componenten/",
]  # fmt: skip


@pytest.mark.parametrize("width", [1280, 375])
def test_every_page_is_accessible_and_fits(width, signed_in, axe):
    page = signed_in(ROOS, width)
    plan = plan_of_meierij(page)
    wrong = {}
    for address in [*PAGES, plan, f"{plan}vaststelling/", f"{plan}verschillen/", f"{plan}opdatum/", f"{plan}samen/"]:
        answer = page.goto(address)
        found = axe(page) if answer.status == 200 else f"status {answer.status}"
        found += " scrolls sideways" if scrolls_sideways(page) else ""
        if found:
            wrong[address] = re.sub(r"\s+", " ", found)[:600]
    assert wrong == {}


def test_pictures_for_the_readme_and_the_guide(signed_in):
    """The screenshots that the documentation shows are of this very version."""
    page = signed_in(JORIS)
    PICTURES.mkdir(exist_ok=True)
    for name, address in (
        ("vandaag", "/"),
        ("beeld", "/beeld/BT-heuvelrug/"),
        ("cijfer", "/beeld/BT-heuvelrug/1.1.1/"),
        ("programma", "/programma/1/"),
    ):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        path = PICTURES / f"{name}.png"
        page.screenshot(path=path)
        assert path.stat().st_size > 20_000


@pytest.mark.skipif(not os.environ.get("DRIEHOEK_PG"), reason="needs both databases: runs in the PostgreSQL half")
def test_the_demo_moves_to_sqlite_and_back_and_stays_the_same(demo, tmp_path):
    """After all that people did in it above: what comes back is the same, byte for byte."""
    kept = [tmp_path / f"{name}.zip" for name in ("postgres", "sqlite", "postgres-again")]
    said = demo.command("backup", str(kept[0]))
    assert said.returncode == 0, said.stderr
    for before, after, name in ((kept[0], kept[1], ""), (kept[1], kept[2], "postgres")):
        data = tmp_path / f"data-{after.stem}"
        data.mkdir()
        with elsewhere(data, demo.environment, postgres=bool(name)) as place:
            for words in (("restore", str(before)), ("backup", str(after))):
                done = place.command(*words)
                assert done.returncode == 0, done.stderr
            gaps = place.command("thread", "gaps", "--format", "json")
            assert gaps.stdout == demo.command("thread", "gaps", "--format", "json").stdout
        assert before.read_bytes() == after.read_bytes()
