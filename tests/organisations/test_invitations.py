"""A link that works once, and the one exception by which a second person can exist at all."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.urls import reverse

from driehoek.common import clock
from driehoek.common.errors import NotAllowed, NotNow, Refused
from driehoek.common.models import Event
from driehoek.common.undo import undo
from driehoek.organisations import commands
from driehoek.organisations.invitations.links import digest_of, link_of, token_from
from driehoek.organisations.models import Grant, Invitation, User
from driehoek.organisations.people.mails import send_invitation
from driehoek.organisations.viewer import PUBLIC, viewer_of
from tests.crash import crash_everywhere, differences, dump
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
UNTIL = date(2026, 12, 31)


@pytest.fixture
def invited(admin):
    return commands.invite(
        admin, email="Nora@Voorbeeld.example", name="Nora Nieuw", role="safety_adviser", area_code="GM0225", ends_on=UNTIL
    )


def accept(invitation, password=PASSWORD):
    return commands.accept_invitation(PUBLIC, token_from(invitation.nonce), name="Nora Nieuw", password=password)


def test_the_mail_holds_the_link_and_the_database_does_not(invited, mailoutbox):
    [mail] = mailoutbox
    link = link_of(invited)
    assert mail.to == ["nora@voorbeeld.example"]
    assert link in mail.body
    token = link.rstrip("/").rsplit("/", 1)[1]
    assert token not in str(dump())


def test_accepting_makes_an_account_and_a_role_that_waits(invited):
    user = accept(invited)
    [grant] = user.grants.all()
    assert (grant.state, grant.role, grant.ends_on, grant.starts_on) == ("requested", "safety_adviser", UNTIL, clock.today())
    assert user.check_password(PASSWORD)


def test_a_link_works_once(invited):
    accept(invited)
    with pytest.raises(NotNow, match="al gebruikt"):
        accept(invited)


def test_a_link_ends_after_two_weeks(invited, settings):
    settings.TODAY = "2024-10-29"
    assert Invitation.objects.get().expires_on == date(2024, 10, 29)
    settings.TODAY = "2024-10-30"
    with pytest.raises(NotNow, match="verlopen"):
        accept(invited)


def test_a_withdrawn_link_is_dead_until_that_is_undone(admin, invited):
    event = commands.withdraw_invitation(admin, invited.pk, seen=1)
    with pytest.raises(NotNow, match="ingetrokken"):
        accept(invited)
    undo(admin, event.pk)
    assert accept(invited).email == "nora@voorbeeld.example"


def test_a_new_link_kills_the_old_one(admin, invited):
    renewed = commands.renew_invitation(admin, invited.pk, seen=1)
    with pytest.raises(Invitation.DoesNotExist):
        accept(invited)
    assert accept(renewed)


def test_a_late_task_does_not_send_a_link_that_was_renewed(admin, invited, mailoutbox):
    old = invited.nonce
    commands.renew_invitation(admin, invited.pk, seen=1)
    mailoutbox.clear()
    send_invitation.call(invited.pk, old)
    assert mailoutbox == []


@pytest.mark.parametrize("password", ["kort", "wachtwoord", "nora nieuw"])
def test_a_weak_password_is_refused_beside_its_field_and_the_link_still_works(invited, password):
    with pytest.raises(Refused) as refusal:
        accept(invited, password)
    assert "password" in refusal.value.message_dict
    assert accept(invited)


def test_who_may_not_invite_there_leaves_no_trace(adviser, stranger):
    before = dump()
    for viewer in (stranger, PUBLIC):
        with pytest.raises(NotAllowed):
            commands.invite(viewer, email="x@voorbeeld.example", name="X", role="employee", area_code="GM0225", ends_on=UNTIL)
    assert not differences(before, dump())


def test_an_invitation_elsewhere_does_not_exist(stranger, invited):
    with pytest.raises(Invitation.DoesNotExist):
        commands.withdraw_invitation(stranger, invited.pk, seen=1)


def test_an_address_with_an_account_is_not_invited(world, admin):
    email = world.person("mayor", "GM0225").email
    with pytest.raises(Refused) as refusal:
        commands.invite(admin, email=email, name="X", role="employee", area_code="GM0225", ends_on=UNTIL)
    assert "email" in refusal.value.message_dict


def test_the_same_invitation_twice_is_refused(admin, invited):
    with pytest.raises(Refused, match="staat al een uitnodiging open"):
        commands.invite(admin, email=invited.email, name="X", role="safety_adviser", area_code="GM0225", ends_on=UNTIL)


def test_nothing_is_left_of_an_invitation_or_acceptance_that_fails(admin, invited):
    crash_everywhere(
        lambda: commands.invite(admin, email="a@voorbeeld.example", name="A", role="employee", area_code="GM0225", ends_on=UNTIL)
    )
    crash_everywhere(lambda: accept(invited))
    crash_everywhere(lambda: commands.renew_invitation(admin, invited.pk, seen=1))
    crash_everywhere(lambda: commands.withdraw_invitation(admin, invited.pk, seen=1))


# --- the second person ---
@pytest.fixture
def founder(db):
    user = commands.found_installation(
        PUBLIC, name="Fenna", email="fenna@voorbeeld.example", password=PASSWORD, area_code="GM0225"
    )
    return viewer_of(user, clock.today())


def let_in(by, role, name):
    invitation = commands.invite(by, email=f"{name}@voorbeeld.example", name=name, role=role, area_code="GM0225", ends_on=UNTIL)
    return accept(invitation)


def test_the_first_admin_whom_the_founder_lets_in_is_in_force_at_once(founder):
    second = let_in(founder, "functional_admin", "bo")
    grant = second.grants.get()
    assert (grant.state, grant.asked_by, grant.decided_by) == ("granted", founder.code, str(second.code))
    event = Event.objects.get(verb="organisations.first_colleague_in")
    assert event.data["two_people"] == [founder.code, str(second.code)]


def test_an_adviser_before_that_waits_and_does_not_use_up_the_exception(founder):
    assert let_in(founder, "safety_adviser", "ad").grants.get().state == "requested"
    assert let_in(founder, "functional_admin", "bo").grants.get().state == "granted"


def test_the_exception_happens_once(founder):
    let_in(founder, "functional_admin", "bo")
    assert let_in(founder, "functional_admin", "cas").grants.get().state == "requested"


def test_the_exception_does_not_come_back_when_the_second_admin_has_left(founder):
    second = let_in(founder, "functional_admin", "bo")
    Grant.objects.filter(user=second).update(state="withdrawn")
    assert let_in(founder, "functional_admin", "cas").grants.get().state == "requested"


def test_then_every_grant_waits_for_the_other_of_the_two(founder):
    second = viewer_of(let_in(founder, "functional_admin", "bo"), clock.today())
    third = let_in(founder, "safety_adviser", "ad").grants.get()
    with pytest.raises(NotAllowed):
        commands.approve_grant(founder, third.pk, seen=1)
    assert commands.approve_grant(second, third.pk, seen=1).state == "granted"


# --- in the browser ---
def test_the_link_stands_on_the_screen_once(client, world):
    client.force_login(world.person("functional_admin", "GM0225"))
    answer = client.post(
        reverse("invite"),
        {"name": "Nora", "email": "nora@voorbeeld.example", "role": "employee", "area": "GM0225", "ends_on": "2026-12-31"},
    )
    page = answer["Location"]
    assert link_of(Invitation.objects.get()) in client.get(page).text
    assert link_of(Invitation.objects.get()) not in client.get(page).text


def test_coming_in_signs_in_and_says_that_the_role_waits(client, invited):
    address = reverse("invitation_accept", args=[token_from(invited.nonce)])
    assert "nora@voorbeeld.example" in client.get(address).text
    answer = client.post(address, {"name": "Nora Nieuw", "password": PASSWORD})
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(User.objects.get(email="nora@voorbeeld.example").pk)


def test_what_was_typed_stays_and_the_password_does_not_come_back(client, invited):
    address = reverse("invitation_accept", args=[token_from(invited.nonce)])
    answer = client.post(address, {"name": "Nora de Nieuwe", "password": "kort-geheim"})
    assert answer.status_code == 422
    assert "Nora de Nieuwe" in answer.text
    assert "kort-geheim" not in answer.text
    assert re.search(r'aria-describedby="[^"]*id_password_error', answer.text)


@pytest.mark.parametrize(
    ("changes", "status", "words"),
    [
        ({"accepted_at": "2024-10-15T10:00:00+02:00"}, 410, "al gebruikt"),
        ({"withdrawn_at": "2024-10-15T10:00:00+02:00"}, 410, "ingetrokken"),
        ({"expires_on": date(2024, 10, 14)}, 410, "verlopen"),
        ({"digest": digest_of("anders")}, 404, "kennen wij niet"),
    ],
)
def test_a_dead_link_says_why(client, world, invited, changes, status, words):
    if "accepted_at" in changes:
        changes["accepted_by"] = world.founder
    Invitation.objects.filter(pk=invited.pk).update(**changes)
    answer = client.get(reverse("invitation_accept", args=[token_from(invited.nonce)]))
    assert answer.status_code == status
    assert words in answer.text


def test_the_session_of_a_newcomer_is_listed_like_any_other(client, invited):
    client.post(reverse("invitation_accept", args=[token_from(invited.nonce)]), {"name": "Nora", "password": PASSWORD})
    assert "deze sessie" in client.get(reverse("mine")).text
