"""The pages of those who manage."""

from __future__ import annotations

import pytest
from django.urls import reverse

from driehoek.common.errors import NotAllowed, Outdated
from driehoek.common.models import Event
from driehoek.common.undo import undo
from driehoek.organisations import commands
from driehoek.organisations.models import Installation
from tests.crash import crash_everywhere
from tests.factories import make_person

pytestmark = pytest.mark.django_db


def test_the_home_shows_what_waits_for_this_person_and_what_happened(client, world, asked):
    client.force_login(world.person("functional_admin", "GM0225"))
    commands.refuse_grant(world.viewer("functional_admin", "BT-tweestromenland"), asked.pk, seen=1, reason="Niet nodig.")
    page = client.get(reverse("admin")).text
    assert "Rol geweigerd voor Nora Nieuw" in page


def test_a_request_waits_on_the_home_of_who_may_decide_only(client, world, asked):
    client.force_login(world.person("functional_admin", "GM0225"))
    assert "Wacht op u als tweede persoon" in client.get(reverse("admin")).text
    client.force_login(world.person("safety_adviser", "GM0225"))
    assert "Wacht op u als tweede persoon" not in client.get(reverse("admin")).text


def test_settings_are_changed_undone_and_never_overwritten(admin):
    event = commands.change_installation(admin, name="Rivierenland", contact="vragen@voorbeeld.example", seen=1)
    with pytest.raises(Outdated):
        commands.change_installation(admin, name="Anders", contact="", seen=1)
    undo(admin, event.pk)
    assert Installation.objects.get().name == ""


def test_an_undo_of_settings_that_changed_since_is_refused(admin):
    event = commands.change_installation(admin, name="Rivierenland", contact="", seen=1)
    commands.change_installation(admin, name="Rijn", contact="", seen=2)
    with pytest.raises(Outdated):
        undo(admin, event.pk)


def test_settings_are_not_for_advisers_or_others(adviser, stranger):
    for viewer in (adviser, stranger):
        with pytest.raises(NotAllowed):
            commands.change_installation(viewer, name="X", contact="", seen=1)
    assert not Event.objects.filter(verb="organisations.installation_changed").exists()


def test_a_failure_at_any_statement_leaves_the_settings(admin):
    crash_everywhere(lambda: commands.change_installation(admin, name="Rivierenland", contact="", seen=1))


def test_the_list_of_people_finds_a_colleague_and_no_stranger(client, world):
    client.force_login(world.person("functional_admin", "GM0225"))
    make_person("employee", "GM0225", name="Saskia Zoekertje")
    make_person("employee", "GM0797", name="Saskia Elders")
    page = client.get(reverse("people"), {"q": "saskia"}).text
    assert "Saskia Zoekertje" in page
    assert "Saskia Elders" not in page


def test_a_list_of_people_asks_as_much_of_the_database_for_many_as_for_few(client, world, django_assert_max_num_queries):
    client.force_login(world.person("functional_admin", "GM0225"))
    client.get(reverse("people"))
    for _number in range(40):
        make_person("employee", "GM0225")
    with django_assert_max_num_queries(30):
        client.get(reverse("people"))
