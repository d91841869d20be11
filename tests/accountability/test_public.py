"""The page for inhabitants: public only, without cookies, kept until something changes and then new at once."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
from django.test.utils import CaptureQueriesContext

from driehoek.accountability.public import keeping
from driehoek.common import clock
from driehoek.figures.queries import picture
from driehoek.organisations.viewer import PUBLIC, SYSTEM
from driehoek.plans import commands as plans
from driehoek.programme import commands as programme
from tests.accountability.conftest import NORTH

PAGE = f"/publiek/{NORTH}/"


def _get(client, path=PAGE, **headers):
    return client.get(path, headers=headers)


@pytest.fixture
def adopted(world):
    world.running(world.local, title="Openbare actie", owner=("", "Willem Ambtenaar"), description="Interne notitie")
    world.adopt(world.local)
    return world


def test_everyone_finds_a_municipality_and_reads_about_it(client, adopted):
    assert "Noorddorp" in _get(client, "/publiek/?q=noord").content.decode()
    page = _get(client).content.decode()
    assert "Is het veilig in Noorddorp?" in page
    assert "Openbare actie" in page
    for number in ("112", "0900-8844", "0800-7000"):
        assert number in page


def test_a_name_that_does_not_exist_teaches_what_to_do(client, world):
    page = _get(client, "/publiek/?q=nergenshuizen").content.decode()
    assert "Geen gemeente gevonden met ‘nergenshuizen’" in page


@pytest.mark.parametrize("path", ["/publiek/GM0000/", "/publiek/BT-PROEF/", "/publiek/GM0000/cijfers.csv", f"{PAGE}cijfers.pdf"])
def test_what_is_no_municipality_has_no_page(client, world, path):
    assert _get(client, path).status_code == 404


def test_names_notes_and_drafts_are_not_on_it_also_for_who_may_read_them_elsewhere(client, adopted, people):
    programme.propose_action(SYSTEM, adopted.local.pk, title="Voorstel", safety_field="V1")
    world_page = _get(client).content
    client.force_login(people.users.north)
    page = _get(client)
    assert page.content == world_page
    text = page.content.decode()
    for hidden in ("Willem", "Interne notitie", "Voorstel", "north", "Jansen"):
        assert hidden not in text


def test_who_is_signed_in_first_does_not_leave_anything_for_the_next(client, adopted, people):
    client.force_login(people.users.north)
    mine = _get(client).content
    client.logout()
    keeping.memory.forget()
    assert _get(client).content == mine


def test_it_sets_no_cookie_and_holds_no_token(client, adopted):
    answer = _get(client)
    assert not answer.cookies
    assert "csrf" not in answer.content.decode().lower()
    assert "Cookie" not in answer.headers.get("Set-Cookie", "")


def test_an_unchanged_page_is_answered_with_304(client, adopted):
    first = _get(client)
    again = _get(client, **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]


def test_a_settled_page_is_known_by_its_date_too(client, adopted, monkeypatch):
    _get(client)
    monkeypatch.setattr(keeping.time, "time", lambda moment=keeping.time.time: moment() + 60)
    first = _get(client)
    assert _get(client, **{"If-Modified-Since": first["Last-Modified"]}).status_code == 304


def test_a_young_page_has_no_date_since_a_second_could_hide_a_change(client, adopted):
    assert "Last-Modified" not in _get(client).headers


def test_a_change_shows_at_once(client, adopted):
    before = _get(client)
    programme.propose_action(
        SYSTEM, adopted.local.pk, title="Pas besloten", state="running", safety_field="V1",
        starts_on=date(2024, 1, 1), ends_on=date(2024, 12, 31),
    )  # fmt: skip
    after = _get(client, **{"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert "Pas besloten" in after.content.decode()


def test_a_change_that_is_nothing_to_this_page_keeps_its_etag(client, adopted):
    before = _get(client)
    plans.start_plan(SYSTEM, area="GM9999", title="Elders", starts_on=date(2025, 1, 1), ends_on=date(2026, 12, 31))
    assert _get(client, **{"If-None-Match": before["ETag"]}).status_code == 304


def test_an_event_that_commits_late_is_seen_though_it_is_not_the_newest(world):
    from driehoek.common.models import Event

    newest = Event.objects.order_by("-id").first()
    before = keeping.state_of_affairs()
    Event.objects.bulk_create([Event(id=newest.pk - 1_000_000, at=newest.at, actor="x", actor_name="x", verb="x", kind="x")])
    assert keeping.state_of_affairs() != before


def test_another_day_is_another_page(client, adopted):
    before = _get(client)
    with clock.moved_to(date(2025, 2, 1)):
        after = _get(client)
    assert "zou klaar zijn op 31 december 2024" in after.content.decode()
    assert before.content != after.content


def test_another_language_is_another_page(client, adopted):
    dutch = _get(client)
    client.cookies["django_language"] = "en"
    english = _get(client)
    assert '<html lang="nl">' in dutch.content.decode()
    assert '<html lang="en">' in english.content.decode()


def test_a_question_in_the_address_is_not_kept_for_the_next(client, adopted):
    first = _get(client, PAGE + "?van=mij")
    assert "van=mij" not in first.content.decode()
    assert _get(client).content == first.content


def test_a_kept_page_costs_one_query(client, adopted):
    from django.db import connection

    _get(client)
    with CaptureQueriesContext(connection) as asked:
        _get(client)
    assert len([one for one in asked if "common_event" in one["sql"]]) == 1
    assert len(asked) <= 2  # and, on a fixed day, which day that is


def test_the_open_data_are_the_figures_of_the_page_with_source_and_licence(client, open_figures):
    code = "GM0225"
    found = picture(PUBLIC, code, beside="niets")
    data = json.loads(_get(client, f"/publiek/{code}/cijfers.json").content)
    assert data == found.as_json()
    assert data["sources"][0]["licence"] == "CC BY 4.0"
    lines = _get(client, f"/publiek/{code}/cijfers.csv").content.decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + sum(len(row.own.series.blocks) for row in found.rows if row.own)
    assert all(line.count(";") == 12 for line in lines)
    assert "CC BY 4.0" in lines[1]


def test_the_verdict_stands_before_the_number_and_no_id_comes_twice(client, open_figures):
    page = _get(client, "/publiek/GM0225/").content.decode()
    figure = page[page.index("dh-public-figure") :]
    assert figure.index("dh-verdict") < figure.index("<svg", figure.index("dh-figure__wide"))
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
