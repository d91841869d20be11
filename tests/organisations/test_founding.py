"""The first user: three questions, once, all or nothing."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from driehoek.common import clock
from driehoek.common.errors import NotNow, Refused
from driehoek.common.models import Event
from driehoek.organisations import commands, first_run
from driehoek.organisations.founding.queries import has_begun, waiting_hooks
from driehoek.organisations.models import Area, Grant, Installation, User
from driehoek.organisations.viewer import PUBLIC, viewer_of
from tests.crash import crash_everywhere
from tests.factories import PASSWORD

pytestmark = [pytest.mark.first_run, pytest.mark.django_db]
ANSWERS = {"name": "Fenna Stichter", "email": "fenna@voorbeeld.example", "password": PASSWORD}


@pytest.fixture
def hooks(monkeypatch):
    """Only the hooks of this test."""
    mine = {}
    monkeypatch.setattr(first_run, "_HOOKS", mine)
    return mine


def found(area="GM0225", **changes):
    return commands.found_installation(PUBLIC, **(ANSWERS | {"area_code": area} | changes))


def test_the_founder_can_work_and_let_people_in_until_a_day(db):
    viewer = viewer_of(found(), clock.today())
    assert viewer.roles == {"functional_admin", "safety_adviser"}
    assert viewer.may("organisations.invite", "GM0225")
    assert {str(grant.ends_on) for grant in Grant.objects.all()} == {"2025-12-31"}
    assert Area.objects.municipalities().on(clock.today()).count() == 342


def test_a_team_can_be_the_home_too(db):
    assert viewer_of(found("BT-meierij"), clock.today()).roles == {"functional_admin", "strategic_adviser"}


def test_the_event_says_that_nobody_else_agreed(db):
    found()
    event = Event.objects.get(verb="organisations.founded")
    assert event.data["exception"] == "first_roles_without_second_person"
    assert {grant.decided_by for grant in Grant.objects.all()} == {"founding"}


def test_it_happens_once(db):
    found()
    with pytest.raises(NotNow):
        found(email="later@voorbeeld.example")
    assert User.objects.count() == 1


@pytest.mark.parametrize("area", ["", "GM9999", "NL", "PD-twente", "GM0282"])
def test_one_begins_for_a_municipality_or_team_of_today(db, area):
    with pytest.raises(Refused):
        found(area)
    assert not Area.objects.exists()


def test_every_fault_stands_beside_its_field(db):
    with pytest.raises(Refused) as refusal:
        found(name=" ", email=" ", password="kort")
    assert set(refusal.value.message_dict) == {"name", "email", "password"}


@pytest.mark.slow
def test_a_failure_at_any_statement_leaves_an_empty_installation(db):
    commands.load_areas()
    crash_everywhere(found)


@pytest.mark.django_db(transaction=True)
def test_of_two_first_users_at_once_one_wins(hooks):
    start, outcomes = threading.Barrier(2), []

    def run(email):
        try:
            start.wait(timeout=10)
            outcomes.append(found(email=email).email)
        except NotNow:
            outcomes.append("too late")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[f"{name}@voorbeeld.example"]) for name in ("een", "twee")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(outcomes)[1] == "too late" or sorted(outcomes)[0] == "too late"
    assert (User.objects.count(), Installation.objects.count(), Grant.objects.count()) == (1, 1, 2)


def test_what_rooms_want_done_is_done_once_and_again_after_a_failure(db, hooks):
    calls = []

    def figures(by, area_code):
        calls.append((by.name, area_code))
        if len(calls) == 1:
            raise OSError("no space left")

    first_run.after(figures)
    founder = viewer_of(found(), clock.today())
    [name] = commands.prepare(founder)
    assert name.endswith("figures")
    assert waiting_hooks() == [name]
    assert commands.prepare(founder) == []
    assert commands.prepare(founder) == []
    assert calls == [("Fenna Stichter", "GM0225")] * 2


# --- in the browser ---
def test_every_page_leads_to_the_three_questions(client):
    for address in ("/", "/plannen/", "/account/login/", "/bestaat-niet/"):
        assert client.get(address)["Location"] == "/beginnen/"
    assert client.get("/gezondheid").status_code == 200


def test_one_form_and_one_is_inside(client, hooks):
    assert "Druten" in client.get("/beginnen/").text
    answer = client.post("/beginnen/", ANSWERS | {"area": "druten"})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.session["_auth_user_id"] == str(User.objects.get().pk)
    assert has_begun()
    assert client.get("/beginnen/")["Location"] == "/"


def test_a_name_that_is_nearly_right_gets_a_hint_and_nothing_typed_is_lost(client):
    answer = client.post("/beginnen/", ANSWERS | {"area": "Drutten"})
    assert answer.status_code == 422
    assert "Bedoelt u" in answer.text
    assert "druten" in answer.text.lower()
    assert 'value="fenna@voorbeeld.example"' in answer.text
    assert PASSWORD not in answer.text


def test_once_begun_no_request_asks_the_database_for_it(client, django_assert_num_queries):
    found()
    assert has_begun()
    with django_assert_num_queries(0):
        assert has_begun()


def test_a_founding_that_is_rolled_back_is_not_remembered(db):
    with transaction.atomic():
        found()
        transaction.set_rollback(True)
    assert not has_begun()
