"""Two people decide about a role; it ends on its day, or at once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from driehoek.common import clock
from driehoek.common.errors import NotAllowed, NotNow, Outdated, Refused
from driehoek.common.models import Event
from driehoek.organisations import commands
from driehoek.organisations.models import Grant, Notification
from driehoek.organisations.people import rules
from driehoek.organisations.people.process import GRANT
from driehoek.organisations.rights import reaches
from driehoek.organisations.viewer import Viewer, viewer_of
from tests.crash import crash_everywhere, differences, dump
from tests.factories import END, give_role, make_person

pytestmark = pytest.mark.django_db


def last(verb: str) -> Event | None:
    return Event.objects.filter(verb=f"organisations.{verb}").last()


def test_a_second_person_approves_and_the_role_is_in_force(world, admin, asked):
    commands.approve_grant(admin, asked.pk, seen=1)
    assert viewer_of(asked.user, clock.today()).roles == {"employee"}
    assert last("role_granted").data["two_people"] == [asked.asked_by, admin.code]


def test_a_role_that_waits_gives_no_right(world, asked):
    assert viewer_of(asked.user, clock.today()).roles == frozenset()


def test_nobody_approves_what_he_asked_for_himself(world, admin):
    grant = commands.ask_grant(admin, make_person("", "").code, "analyst", "GM0225", ends_on=END)
    before = dump()
    with pytest.raises(NotAllowed, match="zelf gevraagd"):
        commands.approve_grant(admin, grant.pk, seen=1)
    assert not differences(before, dump())


def test_nobody_approves_his_own_role(world, admin, adviser):
    grant = commands.ask_grant(adviser, world.person("functional_admin", "GM0225").code, "analyst", "GM0225", ends_on=END)
    with pytest.raises(NotAllowed, match="eigen rol"):
        commands.approve_grant(admin, grant.pk, seen=1)


def test_the_database_refuses_an_approval_by_the_asker_or_by_nobody(asked):
    for decider in (asked.asked_by, ""):
        with pytest.raises(IntegrityError), transaction.atomic():
            Grant.objects.filter(pk=asked.pk).update(state="granted", decided_by=decider)


def test_an_adviser_cannot_approve(world, adviser, asked):
    other = commands.ask_grant(world.viewer("functional_admin", "GM0225"), asked.user.code, "analyst", "GM0225", ends_on=END)
    with pytest.raises(Grant.DoesNotExist):  # not even seen
        commands.approve_grant(adviser, other.pk, seen=1)
    with pytest.raises(NotAllowed):
        commands.approve_grant(adviser, asked.pk, seen=1)


def test_an_admin_of_another_team_sees_nothing_to_approve(stranger, asked):
    with pytest.raises(Grant.DoesNotExist):
        commands.approve_grant(stranger, asked.pk, seen=1)


def test_what_changed_since_the_screen_was_drawn_is_not_approved(world, admin, asked):
    with pytest.raises(Outdated):
        commands.approve_grant(admin, asked.pk, seen=7)


def test_a_request_whose_term_has_passed_cannot_be_approved(world, admin, asked):
    Grant.objects.filter(pk=asked.pk).update(starts_on=date(2020, 1, 1), ends_on=date(2024, 10, 14))
    with pytest.raises(NotNow, match="voorbij"):
        commands.approve_grant(admin, asked.pk, seen=1)


def test_a_refusal_needs_a_reason_and_reaches_the_asker(world, admin, asked, mailoutbox):
    with pytest.raises(Refused):
        commands.refuse_grant(admin, asked.pk, seen=1, reason="  ")
    commands.refuse_grant(admin, asked.pk, seen=1, reason="Zij werkt hier niet meer.")
    asked.refresh_from_db()
    assert asked.state == "refused"
    [mail] = mailoutbox
    assert mail.to == [world.person("safety_adviser", "GM0225").email]
    assert "Zij werkt hier niet meer." in mail.body


def test_asking_mails_each_possible_second_person_once(world, adviser, mailoutbox):
    grant = commands.ask_grant(adviser, make_person("", "").code, "analyst", "GM0225", ends_on=END)
    told = {notification.person.email for notification in Notification.objects.filter(kind="grant-waits")}
    assert {address for mail in mailoutbox for address in mail.to} == told
    assert len(mailoutbox) == len(told) >= 3
    assert all(
        viewer_of(n.person, clock.today()).may("organisations.approve_grant", "GM0225") for n in Notification.objects.all()
    )
    assert not commands.notify(Notification.objects.first().person, "grant-waits", grant)  # a second time: nothing


def test_withdrawing_works_at_once_and_has_no_way_back(world, admin):
    grant = give_role(make_person("", ""), "safety_adviser", "GM0225")
    commands.withdraw_grant(admin, grant.pk, seen=1, reason="Andere baan.")
    assert viewer_of(grant.user, clock.today()).roles == frozenset()
    with pytest.raises(NotNow):
        commands.approve_grant(admin, grant.pk, seen=2)


def test_a_person_may_lay_down_his_own_role_but_not_that_of_another(world, adviser):
    mine = Grant.objects.get(user_id=adviser.user_id)
    commands.withdraw_grant(adviser, mine.pk, seen=1, reason="Ik stop.")
    with pytest.raises(Grant.DoesNotExist):
        commands.withdraw_grant(adviser, Grant.objects.filter(role="functional_admin").first().pk, seen=1, reason="x")


def test_the_last_functional_admin_stays(world, admin):
    Grant.objects.filter(role="functional_admin").exclude(user_id=admin.user_id).update(state="withdrawn")
    grant = Grant.objects.get(user_id=admin.user_id)
    with pytest.raises(Refused, match="laatste"):
        commands.withdraw_grant(admin, grant.pk, seen=1, reason="Ik stop.")


def test_a_role_ends_by_itself_after_its_last_day(world):
    grant = give_role(make_person("", ""), "mayor", "GM0225", ends_on=date(2024, 10, 15))
    assert viewer_of(grant.user, date(2024, 10, 15)).roles == {"mayor"}
    assert viewer_of(grant.user, date(2024, 10, 16)).roles == frozenset()


def test_extending_is_a_new_request_that_follows_the_old_term(world, admin):
    grant = give_role(make_person("", ""), "analyst", "GM0225", ends_on=date(2024, 12, 31))
    longer = commands.extend_grant(admin, grant.pk, ends_on=date(2025, 12, 31), seen=1)
    assert (longer.state, longer.starts_on, longer.ends_on) == ("requested", date(2025, 1, 1), date(2025, 12, 31))


@pytest.mark.parametrize(
    ("role", "area", "ends_on", "field"),
    [
        ("team_chief", "GM0225", END, "area"),
        ("mayor", "BT-tweestromenland", END, "area"),
        ("mayor", "GM0225", date(2024, 10, 14), "ends_on"),
        ("mayor", "GM0225", date(2034, 1, 1), "ends_on"),
    ],
)
def test_a_role_fits_its_area_and_a_term_fits_an_office(world, role, area, ends_on, field):
    admin = world.viewer("functional_admin", "BT-tweestromenland")
    with pytest.raises(Refused) as refusal:
        commands.ask_grant(admin, make_person("", "").code, role, area, ends_on=ends_on)
    assert field in refusal.value.message_dict


def test_the_same_role_twice_in_the_same_time_is_refused(world, admin, asked):
    with pytest.raises(Refused, match="al in die tijd"):
        commands.ask_grant(admin, asked.user.code, "employee", "GM0225", ends_on=END)


def test_a_blocked_person_is_nobody_and_comes_back_with_his_roles(world, admin):
    colleague = make_person("employee", "GM0225")
    commands.block_person(admin, colleague.code, reason="Laptop kwijt.")
    colleague.refresh_from_db()
    assert viewer_of(colleague, clock.today()).is_public
    commands.unblock_person(admin, colleague.code)
    colleague.refresh_from_db()
    assert viewer_of(colleague, clock.today()).roles == {"employee"}


def test_who_also_works_elsewhere_is_not_blocked_by_one_of_the_two(world, admin):
    colleague = make_person("employee", "GM0225")
    give_role(colleague, "employee", "GM0797")
    with pytest.raises(NotAllowed, match="ander gebied"):
        commands.block_person(admin, colleague.code, reason="x")


def test_every_step_that_the_table_does_not_have_is_refused(world, admin):
    for state in Grant.State.values:
        for verb in ("approve", "refuse", "withdraw"):
            if any(step.verb == verb for step in GRANT.steps_from(state)):
                continue
            grant = give_role(make_person("", ""), "employee", "GM0225")
            Grant.objects.filter(pk=grant.pk).update(state=state)
            command = getattr(commands, f"{verb}_grant")
            given = {"reason": "x"} if verb != "approve" else {}
            with pytest.raises(NotNow):
                command(admin, grant.pk, seen=1, **given)


COMMANDS = {
    "ask": lambda admin, grant, person: commands.ask_grant(admin, person.code, "analyst", "GM0225", ends_on=END),
    "approve": lambda admin, grant, person: commands.approve_grant(admin, grant.pk, seen=1),
    "refuse": lambda admin, grant, person: commands.refuse_grant(admin, grant.pk, seen=1, reason="Nee."),
    "withdraw": lambda admin, grant, person: commands.withdraw_grant(admin, grant.pk, seen=1),
    "extend": lambda admin, grant, person: commands.extend_grant(
        admin, person.grants.get().pk, ends_on=END + timedelta(days=90), seen=1
    ),
    "block": lambda admin, grant, person: commands.block_person(admin, person.code, reason="Weg."),
}


@pytest.mark.parametrize("verb", COMMANDS)
def test_a_failure_at_any_statement_leaves_nothing_behind(world, admin, asked, verb):
    person = make_person("employee", "GM0225")
    crash_everywhere(lambda: COMMANDS[verb](admin, asked, person))


@settings(deadline=None)  # a busy machine is no fault
@given(names=st.tuples(*[st.sampled_from(["ann", "bob", "cor"])] * 3))
def test_a_decision_always_takes_two_who_do_not_gain(names):
    decision = rules.Decision(*names)
    allowed = not rules.decision_fault(decision)
    assert allowed == (decision.decider not in (decision.asker, decision.receiver))


def test_a_misspelt_right_is_an_error_and_never_a_silent_no():
    with pytest.raises(KeyError):
        Viewer().may("organisations.aprove", "GM0225") or reaches("organisations.aprove", "mayor")
