"""The pages: who reads what, what a form keeps, what is asked when two people changed the same, how many statements it takes."""

from datetime import date, timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from driehoek.common.models import Event
from driehoek.organisations.viewer import SYSTEM
from driehoek.programme import commands, queries
from driehoek.programme.models import Action, Progress
from driehoek.programme.process import ACTION
from driehoek.programme.queries import late_for, my_programmes, promises, waiting_for
from driehoek.programme.rules import is_at_risk, is_late, is_silent, is_unexplained, waits_for_a_tick
from tests.programme.conftest import MIDDLE, NORTH, TODAY

HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


def text_of(answer):
    return answer.content.decode()


@pytest.fixture
def north(world, client):
    client.force_login(world.users.north)
    return client


def fill(world, programme, count):
    """Many actions in all states, with what was said of them, straight into the tables."""
    random = Random(count)
    states = [state.code for state in ACTION.states]
    start = date(2024, 1, 1)
    texts = {"reason": "Daarom.", "result": "Dit.", "anchored_in": "Hier.", "handed_over_to": "Hen."}
    rows = [
        Action(
            programme=programme,
            number=programme.last_number + number,
            title=f"Actie {number}",
            measure=random.choice([world.measure, world.other]),
            state=random.choice(states),
            starts_on=start,
            ends_on=start + timedelta(days=random.randrange(500)),
            lead_id=random.choice([NORTH, MIDDLE]),
            owner_name=random.choice(["", "Anna", "Piet"]),
            owner_code=random.choice(["", world.people.north.code]),
            **texts,
        )
        for number in range(1, count + 1)
    ]
    Action.objects.bulk_create(rows)
    said = [
        Progress(
            action=action, on=TODAY - timedelta(days=random.randrange(120)), tick=random.choice(Progress.Tick.values),
            sentence="Zin.", by="x", by_name="X", at="2024-10-01T12:00Z",
        )
        for action in rows
        for _time in range(random.randrange(3))
    ]  # fmt: skip
    Progress.objects.bulk_create(said)
    programme.last_number += count
    programme.save()


# --- statements ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "address",
    [
        "/programma/",
        "/programma/mijn/",
        "/programma/{local}/",
        "/programma/{local}/?weergave=bord",
        "/programma/{local}/?q=actie&let-op=stil&op=-gehoord&pagina=2",
        "/programma/{local}/actie/1/",
        "/programma/{local}/actie/1/wijzigen/",
        "/programma/{local}/actie/nieuw/",
        "/programma/{local}/acties.xlsx",
        "/programma/{local}/meenemen/",
        "/programma/{local}/plakken/",
    ],
)
def test_a_page_takes_as_many_statements_for_ten_actions_as_for_a_thousand(world, north, address):
    counts = []
    for count in (10, 990):
        fill(world, world.local, count)
        where = address.format(local=world.local.pk)
        north.get(where)  # the session and the like are read
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert north.get(where).status_code == 200
        counts.append(len(found))
    assert counts[0] == counts[1], counts
    assert counts[0] <= 30


def test_the_reads_for_others_take_as_many_statements_too(world):
    north, counts = world.people.north, []
    for count in (10, 990):
        fill(world, world.local, count)
        with CaptureQueriesContext(connection) as found:
            promises(north, NORTH, TODAY)
            late_for(north, TODAY)
            waiting_for(north, TODAY)
            my_programmes(north, TODAY)
        counts.append(len(found))
    assert counts[0] == counts[1]
    assert counts[0] <= 25


# --- judgements in SQL ---------------------------------------------------------------------------------------------------
def test_the_conditions_in_sql_say_what_the_rules_say(world):
    fill(world, world.joint, 300)
    Action.objects.filter(number__lte=40).update(starts_on=None)
    Action.objects.filter(number__lte=20, state__in=["proposed", "stopped"]).update(ends_on=None)
    rows = Action.objects.with_progress()
    for judge, condition in (
        (is_late, "late"), (is_at_risk, "at_risk"), (is_silent, "silent"), (is_unexplained, "unexplained"),
        (waits_for_a_tick, "waiting_for_a_tick"),
    ):  # fmt: skip
        by_rule = {action.pk for action in rows if judge(action.situation, TODAY)}
        assert set(getattr(rows, condition)(TODAY).values_list("pk", flat=True)) == by_rule, condition
        assert by_rule, condition


# --- what others ask -----------------------------------------------------------------------------------------------------
def test_a_promise_says_how_it_stands_for_one_municipality(world):
    joint = world.running(ends_on=date(2024, 9, 1))
    world.running(world.local, state="done", result="Klaar.")
    commands.report_progress(SYSTEM, joint.pk, tick="stuck", sentence="Geen mensen.")
    first, second = promises(world.people.north, NORTH, TODAY)
    assert (first.title, first.priority) == ("Controles in het buitengebied", "Ondermijning")
    assert (first.actions, first.done, first.running, first.late, first.worried) == (2, 1, 1, 1, 1)
    assert first.last.sentence == "Geen mensen."
    assert (second.actions, second.last) == (0, None)
    of_the_neighbour = promises(world.people.middle, MIDDLE, TODAY)
    assert [promise.actions for promise in of_the_neighbour] == [1, 0]
    assert promises(world.people.public, NORTH, TODAY) == []


def test_what_is_late_is_seen_by_whom_it_concerns(world):
    owner = world.people.employee
    joint = world.running(ends_on=date(2024, 9, 1))
    local = world.running(world.local, ends_on=date(2024, 8, 1), owner=(owner.code, owner.name))
    assert late_for(world.people.north, TODAY) == [local, joint]
    assert late_for(world.people.mayor, TODAY) == [local, joint]
    assert late_for(world.people.middle, TODAY) == late_for(world.people.chief, TODAY) == [joint]
    assert late_for(owner, TODAY) == [local]
    assert late_for(world.people.stranger, TODAY) == late_for(world.people.public, TODAY) == []


def test_what_waits_is_ones_own_first_and_then_what_one_could_chase(world):
    north = world.people.north
    own = world.running(world.local, owner=(north.code, north.name))
    other = world.running(world.local)
    world.running()  # joint, led by nobody: for the strategic adviser
    waiting = waiting_for(north, TODAY)
    assert (waiting.own, waiting.others) == ([own], [other])
    commands.report_progress(north, own.pk, tick="on_track")
    assert waiting_for(north, TODAY).own == []


# --- pages ---------------------------------------------------------------------------------------------------------------
def test_the_overview_says_what_was_promised_and_what_waits(world, north):
    owner = world.people.north
    world.running(world.local, owner=(owner.code, owner.name))
    body = text_of(north.get("/programma/"))
    for words in (
        "Wat wij beloofden in Noorddorp",
        "Controles in het buitengebied",
        "Nog geen actie",
        "1 actie wacht op een vinkje",
    ):
        assert words in body


def test_an_empty_programme_teaches_what_an_action_is(world, north):
    body = text_of(north.get(f"/programma/{world.local.pk}/"))
    assert "Hier komen de acties" in body
    assert f"/programma/{world.local.pk}/plakken/" in body


def test_the_public_reads_title_state_and_result_and_no_more(world, client):
    owner = world.people.north
    shown = world.running(
        world.local, description="Intern stuk.", owner=(owner.code, owner.name), political_owner="De wethouder", cents=12_300
    )
    world.action(world.local, title="Nog maar een idee")
    world.adopt(world.local)
    commands.report_progress(SYSTEM, shown.pk, tick="stuck", sentence="Ruzie met de buren.")
    body = text_of(client.get(f"/programma/{world.local.pk}/")) + text_of(client.get(f"/programma/{world.local.pk}/actie/1/"))
    assert shown.title in body
    assert "Bezig" in body
    for hidden in ("Intern stuk", owner.name, "De wethouder", "Ruzie", "Nog maar een idee", "123,00"):
        assert hidden not in body
    assert client.get(f"/programma/{world.local.pk}/actie/2/").status_code == 404


def test_the_council_reads_how_it_goes_without_names(world, client):
    owner = world.people.north
    shown = world.running(world.local, description="Zo pakken we het aan.", owner=(owner.code, owner.name))
    world.adopt(world.local)
    commands.report_progress(owner, shown.pk, tick="on_track", sentence="Het gaat goed.")
    client.force_login(world.users.council)
    body = text_of(client.get(f"/programma/{world.local.pk}/actie/1/"))
    assert "Zo pakken we het aan." in body
    assert "Het gaat goed." in body
    assert owner.name not in body
    assert client.get(f"/tijdlijn/programme.action/{shown.pk}/").status_code == 404


def test_filters_order_and_page_stand_in_the_address(world, north):
    fill(world, world.local, 120)
    body = text_of(north.get(f"/programma/{world.local.pk}/?op=-nummer&pagina=2"))
    assert "A-70<" in body
    assert "A-71<" not in body
    assert "?op=-nummer&amp;pagina=3" in body
    assert "A-7<" in text_of(north.get(f"/programma/{world.local.pk}/?q=A-7"))
    assert "Geen actie past bij dit filter" in text_of(north.get(f"/programma/{world.local.pk}/?q=zebra"))


def test_states_stand_in_the_order_of_the_work(world, north):
    for state, number in (("running", 1), ("proposed", 2), ("planned", 3)):
        world.action(world.local, title=f"Actie {number}", state=state, ends_on=date(2024, 12, 1))
    body = text_of(north.get(f"/programma/{world.local.pk}/?op=stand"))
    assert body.index("Actie 2<") < body.index("Actie 3<") < body.index("Actie 1<")


@pytest.mark.parametrize(
    "query", ["pagina=x", "pagina=99999", "stand=zot", "prioriteit=1", "op=--", "eigenaar=%00", "q=%27%3B--", "gemeente=x"]
)
def test_a_strange_address_is_no_crash(world, north, query):
    world.running(world.local)
    assert north.get(f"/programma/{world.local.pk}/?{query}").status_code == 200


def test_an_action_is_made_and_can_be_undone_from_the_message(world, north):
    address = f"/programma/{world.local.pk}/actie/nieuw/"
    sent = {
        "title": "Lampen",
        "serves": "veld:V1",
        "lead": NORTH,
        "ends_on": "2024-12-31",
        "owner": "North Jansen",
        "minutes": "12,5",
    }
    answer = north.post(address, sent)
    made = Action.objects.get(programme=world.local)
    assert answer.headers["Location"] == made.get_absolute_url()
    assert (made.state, made.owner_code, made.minutes) == ("planned", world.people.north.code, 750)
    event = Event.objects.get(verb="action.proposed")
    assert f'action="/ongedaan/{event.pk}/"' in text_of(north.get(made.get_absolute_url()))


def test_a_form_with_a_mistake_keeps_what_was_typed_and_says_where(world, north):
    sent = {
        "title": "",
        "serves": "veld:V1",
        "lead": NORTH,
        "starts_on": "2024-12-31",
        "ends_on": "2024-01-01",
        "minutes": "veel",
    }
    answer = north.post(f"/programma/{world.local.pk}/actie/nieuw/", sent)
    body = text_of(answer)
    assert answer.status_code == 422
    for words in (
        "Dit gaat nog niet goed",
        "Geef de actie een titel",
        "De einddatum ligt vóór",
        "alleen een getal",
        'value="veel"',
    ):
        assert words in body
    assert not Action.objects.exists()


def test_two_people_who_changed_the_same_get_a_question_and_then_their_answer(world, north):
    action = world.running(world.local, lead=NORTH)
    commands.change_action(SYSTEM, action.pk, seen=1, title="Zijn titel")
    sent = {
        "title": "Mijn titel",
        "serves": str(world.measure.pk),
        "lead": NORTH,
        "starts_on": "2024-01-01",
        "ends_on": "2024-12-31",
    }
    address = f"/programma/{world.local.pk}/actie/1/wijzigen/"
    answer = north.post(address, sent | {"seen": "1"})
    body = text_of(answer)
    assert answer.status_code == 422
    for words in ("Wat moet er staan?", "Mijn titel", "Zijn titel", 'name="seen" value="2"'):
        assert words in body
    assert world.fresh(action).title == "Zijn titel"
    assert north.post(address, sent | {"seen": "2"}).status_code == 302
    assert world.fresh(action).title == "Mijn titel"


def test_a_tick_comes_in_place_and_a_mistake_stays_in_place(world, north):
    owner = world.people.north
    action = world.running(world.local, owner=(owner.code, owner.name))
    address = f"/programma/{world.local.pk}/actie/1/voortgang/"
    answer = north.post(address, {"tick": "stuck", "sentence": ""}, headers=HTMX)
    assert answer.status_code == 422
    assert text_of(answer).lstrip().startswith('<div id="state"')
    assert "Schrijf in één zin" in text_of(answer)
    answer = north.post(address, {"tick": "stuck", "sentence": "Er is niemand."}, headers=HTMX)
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, action.get_absolute_url())


def test_a_step_without_a_question_is_one_button_and_with_one_a_page(world, north):
    action = world.action(world.local, state="planned", ends_on=date(2024, 12, 31))
    address = f"/programma/{world.local.pk}/actie/1/stap"
    north.post(f"{address}/start/", {"seen": "1"})
    assert world.fresh(action).state == "running"
    assert "Waarom?" in text_of(north.get(f"{address}/stop/"))
    assert north.post(f"{address}/stop/", {"seen": "2", "reason": ""}).status_code == 422
    back = f"/programma/{world.local.pk}/?weergave=bord"
    answer = north.post(f"{address}/stop/", {"seen": "2", "reason": "Geen geld.", "back": back})
    assert answer.headers["Location"] == back
    assert world.fresh(action).reason == "Geen geld."
    assert north.get(f"{address}/finish/").status_code == 302  # not from here: told, and back to the action


def test_a_removed_action_is_put_back_from_its_timeline(world, north):
    action = world.running(world.local)
    north.post(f"/programma/{world.local.pk}/actie/1/verwijderen/", {"seen": "1"})
    assert world.fresh(action).removed
    event = Event.objects.get(verb="action.removed")
    body = text_of(north.get(action.get_absolute_url()))
    assert "Deze actie is verwijderd" in body
    assert f'action="/ongedaan/{event.pk}/"' in body
    north.post(f"/ongedaan/{event.pk}/")
    assert not world.fresh(action).removed


def test_the_board_moves_a_card_with_a_button(world, north):
    world.action(world.local, state="planned", ends_on=date(2024, 12, 31))
    body = text_of(north.get(f"/programma/{world.local.pk}/?weergave=bord"))
    assert f'action="/programma/{world.local.pk}/actie/1/stap/start/"' in body
    assert f'href="/programma/{world.local.pk}/actie/1/stap/stop/?terug=' in body


# --- twenty minutes ------------------------------------------------------------------------------------------------------
@pytest.fixture
def waiting(world):
    owner = world.people.north
    return [world.running(world.local, title=f"Actie {number}", owner=(owner.code, owner.name)) for number in (1, 2, 3)]


def ticks(*said):
    return {
        f"a{action.pk}-{name}": value
        for action, tick, sentence in said
        for name, value in (("tick", tick), ("sentence", sentence))
    }


def test_all_that_waits_is_told_at_once(world, north, waiting):
    first, second, third = waiting
    answer = north.post("/programma/mijn/", ticks((first, "on_track", ""), (second, "stuck", "Geen mensen.")))
    assert answer.status_code == 302
    assert Progress.objects.count() == 2
    body = text_of(north.get("/programma/mijn/"))
    assert "2 acties zijn bijgewerkt" in body
    assert third.title in body
    assert first.title not in body


def test_one_row_is_told_alone(world, north, waiting):
    first, second, _third = waiting
    sent = ticks((first, "on_track", "Goed."), (second, "stuck", ""))
    assert north.post("/programma/mijn/", sent | {"alleen": str(first.pk)}).status_code == 302
    assert [progress.action for progress in Progress.objects.all()] == [first]


def test_a_mistake_in_one_row_saves_nothing_and_keeps_all(world, north, waiting):
    first, second, _third = waiting
    answer = north.post("/programma/mijn/", ticks((first, "on_track", "Gaat goed."), (second, "stuck", "")))
    body = text_of(answer)
    assert answer.status_code == 422
    assert "Er is nog niets opgeslagen" in body
    assert 'value="Gaat goed."' in body
    assert not Progress.objects.exists()


def test_who_is_up_to_date_is_told_so(world, north):
    assert "U bent bij" in text_of(north.get("/programma/mijn/"))


def test_what_does_not_wait_for_you_is_not_written(world, client, waiting):
    client.force_login(world.users.employee)
    client.post("/programma/mijn/", ticks((waiting[0], "on_track", "")))
    assert not Progress.objects.exists()


# --- programme -----------------------------------------------------------------------------------------------------------
def test_a_programme_is_begun_changed_and_decided_on_in_the_browser(world, client):
    client.force_login(world.users.middle)
    where = f"{world.plan.pk}/{MIDDLE}"
    sent = {"where": where, "title": "Programma Middelstad", "starts_on": "2025-01-01", "ends_on": "2026-12-31"}
    assert where in text_of(client.get(f"/programma/nieuw/?plan={world.plan.pk}"))
    made = client.post("/programma/nieuw/", sent).headers["Location"]
    values = {
        "title": "Lampen",
        "serves": "veld:V1",
        "lead": MIDDLE,
        "starts_on": "2025-01-01",
        "ends_on": "2025-06-01",
        "owner": "Jan",
    }
    client.post(f"{made}actie/nieuw/", values)
    client.post(f"{made}wijzigen/", {"title": "Beter", "starts_on": "2025-01-01", "ends_on": "2026-12-31", "seen": "1"})
    client.post(f"{made}stap/offer/", {"seen": "2"})
    assert "Bij het college" in text_of(client.get(made))
    client.force_login(world.users.other_secretary)
    assert client.get(f"{made}besluit/").status_code == 200
    client.post(f"{made}besluit/", {"municipality": MIDDLE, "decided_on": "2024-10-01", "decision_number": "B7"})
    client.logout()
    body = text_of(client.get(made))
    assert "Beter" in body
    assert "B7" in body


def test_a_joint_programme_says_how_many_colleges_adopted_it(world, client):
    world.running(owner=("", "Iemand"))
    world.adopt()
    assert "vastgesteld door 1 van 3 colleges" in text_of(client.get(f"/programma/{world.joint.pk}/"))


def test_a_plan_to_work_out_is_needed_first(world, client):
    client.force_login(world.users.stranger)
    assert "nog geen plan om uit te werken" in text_of(client.get("/programma/nieuw/"))


REFUSED = {
    404: [
        ("middle", ""),
        ("strategic", ""),
        ("council", "actie/1/"),
        ("employee", ""),
        ("north", "actie/999/"),
    ],
    403: [
        ("mayor", "wijzigen/"),
        ("mayor", "actie/1/wijzigen/"),
        ("mayor", "actie/nieuw/"),
        ("north", "besluit/"),
    ],
    200: [("mayor", ""), ("secretary", "besluit/")],
}
CASES = [(status, who, path) for status, cases in REFUSED.items() for who, path in cases]


@pytest.mark.parametrize(("status", "who", "path"), CASES)
def test_what_one_may_not_see_is_not_there_and_what_one_may_not_do_is_refused(world, client, status, who, path):
    world.running(world.local)
    client.force_login(getattr(world.users, who))
    assert client.get(f"/programma/{world.local.pk}/{path}").status_code == status


def test_the_choices_of_a_form_are_those_of_the_programme(world):
    names = queries.known(world.local, TODAY)
    assert list(names.areas) == ["Noorddorp"]
    assert "Stranger Jansen" not in names.people
    assert list(names.measures) == ["Controles in het buitengebied", "Voorlichting aan ondernemers"]


def test_the_form_names_only_colleagues_one_may_see_and_finds_the_others_by_full_name(world, north):
    address = f"/programma/{world.local.pk}/actie/nieuw/"
    body = text_of(north.get(address))
    assert "North Jansen" in body
    assert "Employee Jansen" not in body
    north.post(address, {"title": "Lampen", "serves": "veld:V1", "lead": NORTH, "owner": "employee jansen"})
    assert Action.objects.get().owner_code == str(world.users.employee.code)
