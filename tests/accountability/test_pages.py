"""The pages of reports, as people use them."""

from __future__ import annotations

import pytest

from driehoek.accountability.models import Report, ReportText
from tests.accountability.conftest import NORTH, PERIOD, fresh


@pytest.fixture
def adviser(client, people):
    client.force_login(people.users.north)
    return client


def test_an_empty_list_offers_a_report_in_one_click(adviser, world):
    page = adviser.get("/verantwoording/").content.decode()
    assert "Maak dit verslag" in page
    form = {"about": f"{NORTH} {world.plan.pk}", **{name: day.isoformat() for name, day in PERIOD.items()}}
    answer = adviser.post("/verantwoording/nieuw/", form)
    assert answer["Location"] == Report.objects.get().get_absolute_url()


def test_a_strange_period_is_explained_and_what_was_typed_stays(adviser, world):
    form = {"about": f"{NORTH} {world.plan.pk}", "since": "2024-05-01", "until": "2024-01-01"}
    answer = adviser.post("/verantwoording/nieuw/", form)
    assert answer.status_code == 422
    assert "De einddatum ligt vóór de begindatum" in answer.content.decode()
    assert "2024-05-01" in answer.content.decode()


def test_a_council_member_without_reports_is_told_what_will_come(client, people):
    client.force_login(people.users.council)
    page = client.get("/verantwoording/").content.decode()
    assert "Zodra een verslag aan uw raad is aangeboden" in page
    assert "Maak dit verslag" not in page


def test_words_are_written_where_they_stand(adviser, report):
    answer = adviser.post(f"/verantwoording/{report.pk}/tekst/introduction/", {"body": "Een begin.", "seen": 0})
    assert answer["Location"].endswith("#tekst-introduction")
    page = adviser.get(report.get_absolute_url()).content.decode()
    assert "<p>Een begin.</p>" in page
    assert "3 van 9" in page or "van 9" in page


def test_the_merge_question_shows_both_and_saving_again_is_a_choice(adviser, report):
    address = f"/verantwoording/{report.pk}/tekst/introduction/"
    adviser.post(address, {"body": "Van de een.", "seen": 0})
    question = adviser.post(address, {"body": "Van de ander.", "seen": 0})
    assert question.status_code == 422
    assert "Dit staat er nu" in question.content.decode()
    assert 'value="1"' in question.content.decode()
    adviser.post(address, {"body": "Van beiden.", "seen": 1})
    assert ReportText.objects.get().body == "Van beiden."


@pytest.mark.parametrize(("form", "begins"), [("docx", b"PK"), ("pdf", b"%PDF"), ("html", b"<article"), ("md", b"# Voortgang")])
def test_the_report_is_taken_along(adviser, report, form, begins):
    answer = adviser.get(f"/verantwoording/{report.pk}/verslag.{form}")
    assert answer.content.startswith(begins)
    assert f"2024.{form}" in answer["Content-Disposition"]


def test_a_form_that_does_not_exist_is_no_page(adviser, report):
    assert adviser.get(f"/verantwoording/{report.pk}/verslag.exe").status_code == 404


def test_a_published_report_needs_no_account(client, published):
    page = client.get(published.get_absolute_url()).content.decode()
    assert "Dit is de inleiding." in page
    assert "dh-report-checks" not in page
    assert str(published) in client.get(f"/publiek/{NORTH}/").content.decode()


def test_a_draft_is_not_there_for_who_has_no_business_with_it(client, report, people):
    for who in ("middle", "council", "chief"):
        client.force_login(getattr(people.users, who))
        assert client.get(report.get_absolute_url()).status_code == 404


def test_a_step_goes_through_its_page(adviser, checked, client, people):
    client.force_login(people.users.mayor)
    address = f"/verantwoording/{checked.pk}/stap/offer/"
    assert "niet terug te draaien" in client.get(address).content.decode()
    client.post(address, {"on": "2024-10-14", "seen": checked.version})
    assert fresh(checked).state == "offered"


def test_a_step_that_no_table_has_is_no_page(adviser, report):
    assert adviser.get(f"/verantwoording/{report.pk}/stap/vanish/").status_code == 404


def test_the_corrected_report_points_to_the_new_one(adviser, published, people):
    address = f"/verantwoording/{published.pk}/stap/correct/"
    new = adviser.post(address, {"reason": "Een getal klopte niet.", "seen": published.version})["Location"]
    assert "Een getal klopte niet." in adviser.get(new).content.decode()
    assert "Er is een correctie in de maak" in adviser.get(published.get_absolute_url()).content.decode()


def test_what_was_checked_stays_as_it_was_whatever_changes_after(adviser, checked, world):
    before = adviser.get(f"/verantwoording/{checked.pk}/verslag.md").content
    world.running(world.local, title="Later begonnen")
    assert adviser.get(f"/verantwoording/{checked.pk}/verslag.md").content == before
