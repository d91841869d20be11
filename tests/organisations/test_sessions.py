"""A session that was ended is refused on its next request; a login of the demo works only there."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from driehoek.organisations import commands
from driehoek.organisations.account.queries import device
from driehoek.organisations.models import User
from tests.factories import PASSWORD, make_person

pytestmark = pytest.mark.django_db


def sign_in(user, password=PASSWORD):
    client = Client(HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Firefox/140.0")
    answer = client.post(reverse("account_login"), {"login": user.email, "password": password})
    return client, answer


def inside(client):
    return client.get(reverse("mine")).status_code == 200


@pytest.fixture(params=["locmem", "file"])
def shared_cache(request, settings, tmp_path):
    """The cache of the tests, and the one of earnest use that several processes share."""
    if request.param == "file":
        backend = "django.core.cache.backends.filebased.FileBasedCache"
        settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": str(tmp_path / "cache")}}


def test_a_session_ended_from_another_is_refused_on_its_next_request(world, shared_cache):
    user = world.person("safety_adviser", "GM0225")
    phone, desk = sign_in(user)[0], sign_in(user)[0]
    assert inside(phone)
    assert inside(desk)
    page = desk.get(reverse("mine")).text
    assert page.count("Firefox op Windows") == 2
    address = page.split('action="/mijn/sessies/')[1].split('"')[0]
    desk.post(f"/mijn/sessies/{address}")
    assert not inside(phone)
    assert inside(desk)


def test_all_others_end_at_once(world, shared_cache):
    user = world.person("safety_adviser", "GM0225")
    clients = [sign_in(user)[0] for _number in range(3)]
    clients[0].post(reverse("session_end_others"))
    assert [inside(client) for client in clients] == [True, False, False]


def test_nobody_ends_the_session_of_another(world):
    user = world.person("safety_adviser", "GM0225")
    phone = sign_in(user)[0]
    other = sign_in(world.person("mayor", "GM0225"))[0]
    from allauth.usersessions.models import UserSession

    session = UserSession.objects.get(user=user)
    assert other.post(reverse("session_end", args=[session.pk])).status_code == 404
    assert inside(phone)


@pytest.mark.django_db(transaction=True)
def test_blocking_ends_every_session_now(shared_cache):
    from tests.factories import World

    world = World()
    user = world.person("safety_adviser", "GM0225")
    phone, desk = sign_in(user)[0], sign_in(user)[0]
    commands.block_person(world.viewer("functional_admin", "GM0225"), user.code, reason="Weg.")
    assert not inside(phone)
    assert not inside(desk)
    assert sign_in(user)[1].get("Location", "") != "/"


def test_a_right_that_was_withdrawn_is_gone_at_the_next_request_of_the_same_session(world):
    user = world.person("functional_admin", "GM0225")
    client = sign_in(user)[0]
    assert client.get(reverse("people")).status_code == 200
    grant = user.grants.get()
    other = world.viewer("functional_admin", "BT-tweestromenland")
    commands.withdraw_grant(other, grant.pk, seen=1, reason="Andere baan.")
    assert client.get(reverse("people")).status_code == 403


def test_a_page_that_needs_a_login_comes_back_after_it(client):
    answer = client.get("/beheer/mensen/?q=x")
    assert answer.status_code == 302
    assert answer["Location"].endswith("/account/login/?next=/beheer/mensen/%3Fq%3Dx")


# --- the demo ---
@pytest.fixture
def demo_user(world):
    user = make_person("safety_adviser", "GM0225")
    User.objects.filter(pk=user.pk).update(is_demo=True)
    return user


def test_a_login_of_the_demo_is_refused_outside_it_with_the_right_password(demo_user, settings):
    settings.DEMO = False
    client, answer = sign_in(demo_user)
    assert answer.status_code != 302
    assert "alleen in de demo" in answer.text
    assert not inside(client)


def test_it_works_in_the_demo_and_its_session_stops_where_the_demo_stops(demo_user, settings):
    settings.DEMO = True
    client, answer = sign_in(demo_user)
    assert answer.status_code == 302
    assert inside(client)
    settings.DEMO = False
    assert not inside(client)


def test_a_wrong_password_says_nothing_about_the_demo(demo_user, settings):
    settings.DEMO = False
    assert "alleen in de demo" not in sign_in(demo_user, "een-heel-ander-wachtwoord")[1].text


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) AppleWebKit/605 Version/18.0 Safari/604.1", "Safari op iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/537 Edg/140", "Edge op Windows"),
        ("curl/8", "Onbekend apparaat"),
        ("", "Onbekend apparaat"),
    ],
)
def test_a_session_is_named_by_its_device(user_agent, words):
    assert device(user_agent) == words


# --- a forgotten password ---
def test_a_password_is_reset_by_mail_and_old_sessions_end(world, mailoutbox):
    user = world.person("safety_adviser", "GM0225")
    phone = sign_in(user)[0]
    client = Client()
    client.post(reverse("account_reset_password"), {"email": user.email})
    [mail] = mailoutbox
    link = next(line for line in mail.body.split() if "/account/password/reset/key/" in line)
    path = "/" + link.split("/", 3)[3]
    form = client.get(path, follow=True).request["PATH_INFO"]
    new = "een-andere-lange-zin"
    client.post(form, {"password1": new, "password2": new})
    assert sign_in(user, new)[1].status_code == 302
    assert not inside(phone)


def test_an_unknown_address_gets_the_same_answer(world, mailoutbox):
    client = Client()
    known = client.post(reverse("account_reset_password"), {"email": world.person("mayor", "GM0225").email})
    unknown = client.post(reverse("account_reset_password"), {"email": "niemand@voorbeeld.example"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
