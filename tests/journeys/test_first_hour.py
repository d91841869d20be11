"""One adviser, one hour, from an empty database, without a shell: figures, a plan, actions, a report, colleagues, a neighbour."""

import io
import re

import docx
import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ANNA, BRAM, CARLA = (
    ("Anna de Vries", "anna@boxtel.example"),
    ("Bram Smit", "bram@boxtel.example"),
    ("Carla Mulder", "carla@vught.example"),
)
PASSWORD = "een lange zin om te onthouden"


def old_plan():
    """The adviser's own plan in Word, as these are written: headings, prose, lists."""
    document = docx.Document()
    document.add_heading("Integraal Veiligheidsplan Boxtel 2024-2027", 0)
    document.add_heading("Inleiding", 1)
    document.add_paragraph("Boxtel wil een veilige gemeente zijn. Dit plan zegt wat we daarvoor doen.")
    document.add_heading("Prioriteit 1: Woninginbraken", 1)
    document.add_heading("Waarom", 2)
    document.add_paragraph("Een inbraak raakt mensen in hun eigen huis.")
    document.add_heading("Ambitie", 2)
    document.add_paragraph("Iedereen voelt zich thuis veilig.")
    document.add_heading("Doelen", 2)
    document.add_paragraph("Er wordt minder vaak ingebroken.", style="List Bullet")
    document.add_heading("Maatregelen", 2)
    document.add_paragraph("Voorlichting in de donkere maanden.", style="List Bullet")
    document.add_paragraph("Buurtapps helpen met goede afspraken.", style="List Bullet")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


ACTIONS = (
    "Actie\tWie\tKlaar op\tStatus\n"
    "Inbraakweek in november\tAnna de Vries\t30-11-2024\tBezig\n"
    "Avond voor buurtappbeheerders\tAnna de Vries\t1-9-2024\tGepland\n"
)


def press(page, name):
    page.get_by_role("button", name=name).first.click()
    page.wait_for_load_state("networkidle")


def sign_in(page, email):
    page.goto("/account/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", PASSWORD)
    page.locator("main button[type=submit]").first.click()
    page.wait_for_load_state("networkidle")


def invite(page, name, email, role, area, until="2026-12-31"):
    """Invite a colleague; returns the one-time link that the screen shows."""
    page.goto("/beheer/mensen/uitnodigen/")
    page.get_by_label("Naam").fill(name)
    page.get_by_label("E-mailadres").fill(email)
    page.locator("select[name=role]").select_option(role)
    field = page.locator("[name=area]")
    field.select_option(area) if field.evaluate("e => e.tagName") == "SELECT" else field.fill(area)
    page.locator("[name=ends_on]").fill(until)
    press(page, "Nodig uit")
    return page.locator("#link").input_value()


def accept(page, link):
    page.goto(link)
    page.locator("[name=password]").fill(PASSWORD)
    press(page, "Doe mee")


def test_one_adviser_one_hour(empty, person):
    anna = person(empty.url)

    # The first visitor makes the installation: three questions.
    anna.goto("/")
    assert anna.url.endswith("/beginnen/")
    anna.get_by_label("Uw naam").fill(ANNA[0])
    anna.get_by_label("Uw e-mailadres").fill(ANNA[1])
    anna.get_by_label("Kies een wachtwoord").fill(PASSWORD)
    anna.get_by_label("Gemeente of basisteam").fill("Boxtel")
    with anna.expect_navigation(url=lambda url: "beginnen" not in url, timeout=60_000):
        anna.get_by_role("button", name="Begin", exact=True).click()
    assert "Vandaag" in anna.locator("h1").inner_text()

    # At once: the open figures of her municipality beside its neighbours, with verdicts.
    anna.goto("/beeld/GM0757/?naast=buren")
    table = anna.locator("main table").first.inner_text()
    assert "Oirschot" in table or "Best" in table or "Oisterwijk" in table
    assert re.search(r"als gewoonlijk|niet te zeggen|stijgt|daalt", table)

    # A plan from her own Word file: headings and lists become pieces.
    anna.goto("/plannen/nieuw/bestand/")
    anna.set_input_files("input[type=file]", {"name": "plan.docx", "mimeType": DOCX, "buffer": old_plan()})
    press(anna, "Lees en laat zien")
    assert "Klopt dit?" in anna.locator("h1").inner_text()
    kinds = [select.evaluate("e => e.options[e.selectedIndex].text") for select in anna.locator("select[name=kind]").all()]
    assert {"prioriteit", "doel", "maatregel"} <= {kind.lower() for kind in kinds}
    press(anna, "Maak hier mijn plan van")
    plan = anna.url.split("?")[0]
    assert "Een inbraak raakt mensen in hun eigen huis." in anna.locator("main").inner_text()

    # Actions pasted from Excel.
    anna.goto("/programma/nieuw/")
    anna.get_by_label(re.compile("titel|heet", re.IGNORECASE)).first.fill("Uitvoeringsprogramma Boxtel 2024-2025")
    anna.locator("[name=starts_on]").fill("2024-01-01")
    anna.locator("[name=ends_on]").fill("2025-12-31")
    press(anna, "Begin het programma")
    programme = anna.url.split("?")[0]
    anna.goto(f"{programme}plakken/")
    anna.locator("[name=text]").fill(ACTIONS)
    anna.locator("[name=serves]").select_option(label="Voorlichting in de donkere maanden.")
    press(anna, "Bekijk de acties")
    assert "Deze acties komen erbij" in anna.locator("main").inner_text()
    press(anna, re.compile("Neem 2 acties over"))
    anna.goto(programme)
    assert "Inbraakweek in november" in anna.locator("main").inner_text()

    # A progress report to the council, in Word.
    anna.goto("/verantwoording/nieuw/")
    press(anna, "Maak dit verslag")
    anna.locator("details:has(a[href$='.docx']) > summary").first.click()
    with anna.expect_download() as download:
        anna.locator("a[href$='.docx']").first.click()
    words = "\n".join(paragraph.text for paragraph in docx.Document(download.value.path()).paragraphs)
    assert "Boxtel" in words
    assert "woninginbraken" in words.lower()

    # Colleagues: the first second person is in when he accepts; every other role waits for him.
    bram = person(empty.url)
    accept(bram, invite(anna, *BRAM, "functional_admin", "GM0757"))
    assert bram.url.rstrip("/").endswith(str(empty.url).split("//")[1])
    carla = person(empty.url)
    accept(carla, invite(anna, *CARLA, "safety_adviser", "GM0757"))
    assert "nog geen rol" in carla.locator("main").inner_text()
    anna.goto("/beheer/mensen/")
    assert "wacht op" in anna.locator("main").inner_text().lower()
    bram.goto("/beheer/mensen/")
    bram.get_by_role("link", name=re.compile("Carla Mulder")).first.click()
    bram.wait_for_load_state("networkidle")
    if not bram.get_by_role("button", name="Keur goed").count():
        bram.locator("main a[href*='/beheer/rollen/']").first.click()
    press(bram, "Keur goed")
    carla.goto("/plannen/")
    assert "Integraal Veiligheidsplan Boxtel" in carla.locator("main").inner_text()

    # A neighbour joins: the plan becomes a team's, and nothing of Boxtel leaks until Boxtel shares it.
    anna.goto(f"{plan}samen/")
    anna.locator("select[name=municipality]").select_option("GM0865")
    press(anna, "Laat meedoen")
    anna.goto(f"{plan}delen/")
    press(anna, "Deel alles in één keer")
    anna.goto(plan)
    assert "Een inbraak raakt mensen in hun eigen huis." in anna.locator("main").inner_text()
    assert "Vught" in anna.locator("main").inner_text()


DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
