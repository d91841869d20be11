"""Areas on any day: who lies where, what a merged municipality was, and teams made by hand."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from driehoek.common.errors import NotAllowed, NotNow, Outdated, Refused
from driehoek.common.models import Event
from driehoek.common.search import find
from driehoek.common.undo import undo
from driehoek.organisations import commands, queries
from driehoek.organisations.areas import rules
from driehoek.organisations.models import Area, AreaMembership
from driehoek.organisations.viewer import PUBLIC, viewer_of
from tests.crash import crash_everywhere, differences, dump
from tests.factories import World, make_person

pytestmark = pytest.mark.django_db
TODAY = date(2024, 10, 15)


@pytest.fixture
def areas(db):
    commands.load_areas()


def names(areas):
    return [area.name for area in areas]


def test_loading_twice_changes_nothing(areas):
    before = dump()
    assert commands.load_areas() == 0
    assert not differences(before, dump())


def test_loading_again_keeps_what_people_made_and_takes_over_what_the_list_says(areas):
    Area.objects.create(code="BT-eigen", level="base_team", name="Eigen")
    AreaMembership.objects.filter(parent="BT-meierij", child="GM0797").update(valid_until=date(2024, 1, 1))
    Area.objects.filter(pk="GM0225").update(name="Drueten")
    commands.load_areas()
    assert Area.objects.get(pk="GM0225").name == "Druten"
    assert Area.objects.filter(pk="BT-eigen").exists()
    assert queries.team_of("GM0797", TODAY) is None


def test_the_teams_of_the_plans_have_their_27_municipalities(areas):
    teams = ("tweestromenland", "meierij", "heuvelrug", "de-waarden", "achterhoek-west")
    sizes = {team: len(queries.municipalities_of(f"BT-{team}", TODAY)) for team in teams}
    assert sum(sizes.values()) == 27
    assert sizes["tweestromenland"] == 6


def test_a_country_has_342_municipalities_today_and_more_before(areas):
    assert len(queries.municipalities_of("NL", TODAY)) == 342
    assert Area.objects.municipalities().on(date(2018, 12, 31)).count() == 380
    assert Area.objects.municipalities().on(date(2019, 1, 1)).count() == 355


@pytest.mark.parametrize(
    ("code", "day", "words"),
    [
        ("GM1945", date(2014, 12, 31), "Groesbeek, Millingen aan de Rijn en Ubbergen"),
        ("GM1945", date(2015, 6, 1), "Groesbeek"),
        ("GM1945", TODAY, "Berg en Dal"),
        ("GM0282", TODAY, "Berg en Dal"),
        ("GM0225", date(2010, 1, 1), "Druten"),
    ],
)
def test_what_an_area_was_called_on_a_day(areas, code, day, words):
    assert queries.name_on(code, day) == words


def test_a_whole_merger_has_an_heir_and_a_split_has_none(areas):
    heirs = queries.heirs(TODAY)
    assert heirs["GM0282"] == "GM1945"  # Ubbergen, by way of Groesbeek
    assert "GM0788" not in heirs  # Haaren was divided over four
    assert queries.heirs(date(2015, 6, 1))["GM0282"] == "GM0241"
    assert "GM0225" not in heirs


def test_all_heirs_exist_and_none_of_those_who_went_do(areas):
    heirs = queries.heirs(TODAY)
    today = set(Area.objects.municipalities().on(TODAY).values_list("pk", flat=True))
    assert set(heirs.values()) <= today
    assert not set(heirs) & today


def test_neighbours_are_mutual_and_druten_has_four(areas):
    assert names(queries.neighbours_of("GM0225")) == ["Beuningen", "Neder-Betuwe", "West Maas en Waal", "Wijchen"]
    assert "Druten" in names(queries.neighbours_of("GM0209"))


def test_an_area_is_found_by_its_name(areas):
    assert "Druten" in [hit.name for hit in find(PUBLIC, "druten")]


@settings(deadline=None)  # a busy machine is no fault
@given(
    steps=st.dictionaries(
        st.integers(0, 8), st.tuples(st.integers(1, 20), st.integers(9, 17), st.booleans()), min_size=1, max_size=8
    ),
    on=st.integers(1, 20),
)
def test_following_mergers_ends_where_nothing_follows(steps, on):
    given = {str(old): [(date(2000 + year, 1, 1), str(new), whole)] for old, (year, new, whole) in steps.items()}
    heirs = rules.heirs(given, date(2000 + on, 1, 1))
    assert all(heir not in given or given[heir][0][0] > date(2000 + on, 1, 1) for heir in heirs.values())
    assert all(given[old][0][2] and given[old][0][0] <= date(2000 + on, 1, 1) for old in heirs)


# --- teams by hand ---
@pytest.fixture
def lonely(world):
    """An adviser of a municipality without a team."""
    Area.objects.create(code="GM0289", level="municipality", name="Wageningen")
    return viewer_of(make_person("safety_adviser", "GM0289"), TODAY)


def test_an_adviser_makes_a_team_and_belongs_to_it_at_the_next_request(world, lonely):
    Area.objects.create(code="GM0274", level="municipality", name="Renkum")
    team = commands.create_team(lonely, "Rijn en Veluwe", ["GM0289", "GM0274"], starts_on=TODAY)
    assert (team.pk, names(queries.municipalities_of(team.pk, TODAY))) == ("BT-rijn-en-veluwe", ["Renkum", "Wageningen"])
    person = make_person("safety_adviser", "GM0289")
    assert "BT-rijn-en-veluwe" in viewer_of(person, TODAY).teams


@pytest.mark.parametrize(
    ("name", "codes", "error"),
    [
        ("", ["GM0289"], Refused),
        ("!!!", ["GM0289"], Refused),
        ("Meierij", ["GM0289"], Refused),
        ("Nieuw", [], Refused),
        ("Nieuw", ["GM9999", "GM0289"], Refused),
        ("Nieuw", ["GM0289", "GM0225"], Refused),  # Druten has colleagues, and a team
        ("Nieuw", ["GM0225"], NotAllowed),
    ],
)
def test_a_team_that_cannot_be_leaves_nothing_behind(world, lonely, name, codes, error):
    before = dump()
    with pytest.raises(error):
        commands.create_team(lonely, name, codes, starts_on=TODAY)
    assert not differences(before, dump())


def test_a_municipality_joins_and_leaves_with_a_date_and_both_can_be_undone(world, lonely):
    row = commands.join_team(lonely, "BT-meierij", "GM0289", starts_on=date(2025, 1, 1))
    assert queries.team_of("GM0289", TODAY) is None
    assert queries.team_of("GM0289", date(2025, 1, 1)).pk == "BT-meierij"
    commands.leave_team(lonely, row.pk, on=date(2026, 1, 1), seen="")
    assert queries.team_of("GM0289", date(2026, 1, 1)) is None
    undo(lonely, Event.objects.get(verb="organisations.municipality_left").pk)
    assert queries.team_of("GM0289", date(2026, 1, 1)).pk == "BT-meierij"
    undo(lonely, Event.objects.get(verb="organisations.municipality_joined").pk)
    assert queries.team_of("GM0289", date(2026, 1, 1)) is None


def test_one_municipality_is_in_one_team_at_a_time(world):
    both = viewer_of(make_person("safety_adviser", "GM0225"), TODAY)
    with pytest.raises(Refused, match="hoort op die dag al bij"):
        commands.join_team(both, "BT-meierij", "GM0225", starts_on=TODAY)


def test_what_ended_differently_meanwhile_is_not_overwritten(world, lonely):
    row = commands.join_team(lonely, "BT-meierij", "GM0289", starts_on=TODAY)
    AreaMembership.objects.filter(pk=row.pk).update(valid_until=date(2025, 6, 1))
    with pytest.raises(Outdated):
        commands.leave_team(lonely, row.pk, on=date(2026, 1, 1), seen="")
    with pytest.raises(Outdated):
        undo(lonely, Event.objects.get(verb="organisations.municipality_joined").pk)


def test_leaving_is_not_undone_into_two_teams(world, lonely):
    row = commands.join_team(lonely, "BT-meierij", "GM0289", starts_on=date(2024, 1, 1))
    commands.leave_team(lonely, row.pk, on=TODAY, seen="")
    commands.join_team(lonely, "BT-tweestromenland", "GM0289", starts_on=TODAY)
    with pytest.raises(NotNow):
        undo(lonely, Event.objects.get(verb="organisations.municipality_left").pk)


def test_a_failure_at_any_statement_leaves_no_half_team(world, lonely):
    crash_everywhere(lambda: commands.create_team(lonely, "Rijn", ["GM0289"], starts_on=TODAY))
    row = commands.join_team(lonely, "BT-meierij", "GM0289", starts_on=TODAY)
    crash_everywhere(lambda: commands.leave_team(lonely, row.pk, on=date(2026, 1, 1), seen=""))
    event = Event.objects.get(verb="organisations.municipality_joined")
    crash_everywhere(lambda: undo(lonely, event.pk))


def test_the_page_of_a_merged_municipality_says_what_it_was(client, areas):
    page = client.get(reverse("area", args=["GM1945"])).text
    assert "Groesbeek" in page
    assert "1 januari 2016" in page
    assert "Millingen aan de Rijn" in page
    assert "bestaat niet meer" in client.get(reverse("area", args=["GM0282"])).text
    assert client.get(reverse("area", args=["GM9999"])).status_code == 404


def test_a_team_is_made_in_the_browser_and_a_fault_keeps_what_was_ticked(client, areas):
    world = World()
    client.force_login(make_person("safety_adviser", "GM0289"))
    assert "Renkum" in client.get(reverse("team_new")).text
    typed = {"name": "", "starts_on": "2024-10-15", "municipalities": ["GM0289", "GM0274"]}
    answer = client.post(reverse("team_new"), typed)
    assert answer.status_code == 422
    assert answer.text.count(" checked") == 2
    answer = client.post(reverse("team_new"), typed | {"name": "Rijn"})
    assert answer["Location"] == "/gebieden/BT-rijn/"
    assert world
