"""What partners tell: signed, seen only by who works there, without data of persons, and always with a way back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from driehoek.common import clock
from driehoek.common.archive import digest, kept_models, rows
from driehoek.common.errors import NotAllowed, Outdated, Refused
from driehoek.common.models import Event
from driehoek.common.search import find
from driehoek.common.thread import walk
from driehoek.common.undo import undo
from driehoek.figures import commands, kinds
from driehoek.figures.commands import Said
from driehoek.figures.models import Indicator, Source, Talk
from driehoek.figures.talks import queries, rules
from driehoek.organisations.models import Area
from driehoek.organisations.viewer import PUBLIC, Held, Viewer
from tests.crash import crash_everywhere

pytestmark = pytest.mark.django_db

SAID = Said(
    organisation="Jongerenwerk Druten",
    organisation_kind="youth",
    held_on=date(2024, 9, 3),
    direction="more",
    certainty="seen",
    quote="Op vrijdag staan er grotere groepen bij het station.",
    asks="Eén vast aanspreekpunt bij de politie.",
    indicator="1.1.1",
)


@pytest.fixture
def indicator(areas):
    source = Source.objects.create(code="47018NED", name="Misdrijven", publisher="CBS", is_public=True)
    return Indicator.objects.create(code="1.1.1", source=source, phenomenon="1.1.1", label="Woninginbraken")


@pytest.fixture
def told(indicator, adviser):
    talk, _event = commands.record_talk(adviser, "GM0225", SAID)
    return talk


def seen_by(viewer):
    return list(Talk.objects.visible_to(viewer))


def test_it_is_signed_dated_and_found_by_who_works_there_and_by_nobody_else(told, adviser, stranger, councillor):
    assert (told.by_name, told.by, told.at.date(), told.version) == ("Ria Smit", "a", clock.today(), 1)
    assert [hit.subject for hit in find(adviser, "groepen station")] == [told]
    assert seen_by(adviser) == seen_by(councillor) == [told]
    assert not seen_by(stranger)
    assert not seen_by(PUBLIC)
    assert not find(stranger, "groepen station")


def test_it_hangs_on_the_thread_of_its_figure(told, adviser, stranger):
    below = walk(adviser, ("figures.indicator", "1.1.1"), "down")
    assert [node.name for _word, node in below.below(("figures.indicator", "1.1.1"))] == [
        "Jongerenwerk Druten: Op vrijdag staan er grotere groepen bij het station."
    ]
    assert not walk(stranger, ("figures.indicator", "1.1.1"), "down").edges


def test_who_lacks_the_right_is_refused_and_leaves_no_trace(indicator, councillor, stranger):
    for who in (councillor, stranger, PUBLIC):
        with pytest.raises(NotAllowed):
            commands.record_talk(who, "GM0225", SAID)
    assert not Talk.objects.exists()
    assert not Event.objects.filter(verb__startswith="figures.talk").exists()


def test_who_does_not_see_it_cannot_change_or_remove_it(told, stranger):
    with pytest.raises(Talk.DoesNotExist):
        commands.change_talk(stranger, told.pk, SAID, seen=1)
    with pytest.raises(Talk.DoesNotExist):
        commands.remove_talk(stranger, told.pk, seen=1)


def test_who_may_only_read_cannot_change_or_remove_it(told, councillor):
    with pytest.raises(NotAllowed):
        commands.change_talk(councillor, told.pk, SAID, seen=1)
    with pytest.raises(NotAllowed):
        commands.remove_talk(councillor, told.pk, seen=1)


def test_a_change_on_an_older_version_is_refused_with_what_stands_there_now(told, adviser):
    commands.change_talk(adviser, told.pk, replace(SAID, quote="Het is nu rustig."), seen=1)
    with pytest.raises(Outdated) as refused:
        commands.change_talk(adviser, told.pk, SAID, seen=1)
    assert refused.value.current == "Het is nu rustig."


def test_a_change_that_changes_nothing_is_no_event(told, adviser):
    assert commands.change_talk(adviser, told.pk, SAID, seen=1)[1] is None


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"organisation": " "}, "organisation"),
        ({"organisation_kind": "bakker"}, "organisation_kind"),
        ({"held_on": date(2024, 10, 16)}, "held_on"),
        ({"direction": "up"}, "direction"),
        ({"certainty": ""}, "certainty"),
        ({"quote": "\0 "}, "quote"),
        ({"quote": "x" * 2001}, "quote"),
        ({"asks": "x" * 1001}, "asks"),
        ({"theme": "hangjeugd"}, "theme"),
        ({"indicator": None}, "theme"),
    ],
)
def test_what_is_missing_too_long_or_unknown_is_refused_at_its_field(indicator, adviser, wrong, field):
    with pytest.raises(Refused) as refused:
        commands.record_talk(adviser, "GM0225", replace(SAID, **wrong))
    assert list(refused.value.message_dict) == [field]


PERSON_DATA = [
    "Mail naar jan.jansen@example.nl",
    "bel 06-12345678 even",
    "bel 06 12 34 56 78",
    "+31 6 1234 5678",
    "0031612345678",
    "(0411) 655 911",
    "BSN 111222333",
    "nummer 1112.22.333",
    "nummer 123-456-782.",
]


@pytest.mark.parametrize("field", ["organisation", "theme", "quote", "asks"])
@pytest.mark.parametrize("text", PERSON_DATA)
def test_data_of_a_person_is_refused_in_every_text(indicator, adviser, field, text):
    said = replace(SAID, indicator=None, theme="hangjeugd")
    with pytest.raises(Refused) as refused:
        commands.record_talk(adviser, "GM0225", replace(said, **{field: text}))
    assert "gegevens van personen horen hier niet" in refused.value.message_dict[field][0]


@pytest.mark.parametrize(
    "text",
    [
        "Op 05-10-2024 waren er 12 jongeren, op 6-10-2024 ook.",
        "Van 2019 tot 2024 steeg het van 1.234.567 naar 2.345.678 euro.",
        "Bel 112 of 0900-8844.",
        "In 5281 AB en 5282 CD, tussen 22.00 en 02.00 uur.",
        "Zaaknummer 000000000",
        "Ongeveer 100.000.000 euro",
    ],
)
def test_dates_amounts_and_public_numbers_are_no_data_of_a_person(text):
    assert rules.person_data(text) == ""


@given(st.lists(st.integers(0, 9), min_size=8, max_size=8))
def test_a_number_that_passes_the_check_is_always_found(digits):
    total = sum((9 - place) * digit for place, digit in enumerate(digits))
    if total % 11 == 10 or not any(digits):
        return
    number = "".join(str(digit) for digit in (*digits, total % 11))
    assert rules.is_bsn(number)
    assert rules.person_data(f"nummer {number}, zei hij")
    assert not rules.is_bsn(number[:-1] + str((int(number[-1]) + 1) % 10))


def test_each_step_can_be_undone_and_says_so(told, adviser):
    added = Event.objects.get(verb="figures.talk_recorded")
    other = replace(SAID, indicator=None, theme="hangjeugd", direction="less", held_on=date(2024, 9, 4))
    _talk, changed = commands.change_talk(adviser, told.pk, other, seen=1)
    removed = commands.remove_talk(adviser, told.pk, seen=2)
    assert not seen_by(adviser)
    assert not find(adviser, "groepen station")
    undo(adviser, removed.pk)
    assert [(talk.theme, talk.indicator_id) for talk in seen_by(adviser)] == [("hangjeugd", None)]
    undo(adviser, changed.pk)
    back = seen_by(adviser)[0]
    assert (back.theme, back.indicator_id, back.direction, back.held_on) == ("", "1.1.1", "more", date(2024, 9, 3))
    undo(adviser, added.pk)
    assert not seen_by(adviser)
    assert Event.objects.filter(verb="figures.talk_restored", undoes__isnull=False).count() == 3


def test_an_undo_is_refused_when_somebody_wrote_on_or_who_asks_has_no_right(told, adviser, councillor):
    event = Event.objects.get(verb="figures.talk_recorded")
    with pytest.raises(NotAllowed):
        undo(councillor, event.pk)
    commands.change_talk(adviser, told.pk, replace(SAID, quote="Nieuwe inzichten."), seen=1)
    with pytest.raises(Outdated):
        undo(adviser, event.pk)


def test_every_command_leaves_all_or_nothing(told, adviser):
    crash_everywhere(lambda: commands.record_talk(adviser, "GM0225", SAID))
    crash_everywhere(lambda: commands.change_talk(adviser, told.pk, replace(SAID, quote="Anders."), seen=1))
    crash_everywhere(lambda: commands.remove_talk(adviser, told.pk, seen=1))


def test_a_backup_carries_it(told):
    assert Talk in kept_models()
    before = digest()
    assert b"grotere groepen" in b"".join(rows(Talk))
    Talk.objects.update(quote="Iets anders")
    assert digest() != before


# --- beside the figures ------------------------------------------------------------------------------------------------------
def tell(adviser, organisation, area="GM0225", **other):
    return commands.record_talk(adviser, area, replace(SAID, organisation=organisation, **other))[0]


def test_a_figure_is_named_by_so_many_of_the_partners_each_once(indicator, adviser):
    for organisation in ("Jongerenwerk Druten", "jongerenwerk  druten", "Woonstichting"):
        tell(adviser, organisation)
    tell(adviser, "Winkeliers", indicator=None, theme="Rommel")
    tell(adviser, "Woonstichting", indicator=None, theme="rommel")
    heard = queries.heard(adviser, Area.objects.get(pk="GM0225"))
    assert heard.partners == 3
    assert heard.by_code["1.1.1"].sentence == "genoemd door 2 van 3 partners"
    assert [(one.about, one.naming) for one in heard.others] == [("rommel", 2)]
    assert len(heard.by_code["1.1.1"].talks) == 3


def test_what_was_said_more_than_two_years_ago_stands_no_longer_beside_a_figure(indicator, adviser):
    since = rules.since(clock.today())
    assert since == date(2022, 10, 1)
    tell(adviser, "Vroeger", held_on=since - timedelta(days=1))
    tell(adviser, "Nu", held_on=since)
    heard = queries.heard(adviser, Area.objects.get(pk="GM0225"))
    assert [talk.organisation for talk in heard.by_code["1.1.1"].talks] == ["Nu"]
    assert heard.by_code["1.1.1"].sentence == "genoemd door de enige partner die wij spraken"


def test_a_team_hears_its_municipalities_as_far_as_one_works_there(indicator, adviser, stranger):
    tell(adviser, "In Druten")
    tell(adviser, "Voor het team", area="BT-tweestromenland")
    team = Area.objects.get(pk="BT-tweestromenland")
    heard = queries.heard(adviser, team)
    assert (heard.partners, heard.limited) == (2, False)
    only_team = Viewer(code="t", name="T", held=(Held("team_chief", "BT-tweestromenland"),))
    limited = queries.heard(only_team, team)
    assert (limited.partners, limited.limited, limited.may_read) == (1, True, True)
    assert not queries.heard(stranger, team).may_read
    assert not queries.heard(PUBLIC, team).may_read


def test_every_kind_of_this_room_has_a_name_and_a_page(told, adviser):
    assert kinds._talk_names([told], adviser)[told.pk].startswith("Jongerenwerk Druten: Op vrijdag")
    assert told.get_absolute_url() == f"/beeld/gesprek/{told.pk}/"


# --- the list of partners ----------------------------------------------------------------------------------------------------
def test_partners_are_read_from_what_people_paste():
    read = rules.read_partners(
        "Woonstichting, Info@Woon.example\nJongerenwerk Boxtel <jw@example.nl>\n\n"
        '"Winkeliers; centrum"\twinkels@example.nl\nschool@example.nl; De Kring'
    )
    assert [(partner.organisation, partner.email) for partner in read] == [
        ("Woonstichting", "info@woon.example"),
        ("Jongerenwerk Boxtel", "jw@example.nl"),
        ("Winkeliers; centrum", "winkels@example.nl"),
        ("De Kring", "school@example.nl"),
    ]


def test_a_line_that_does_not_fit_is_named():
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError) as refused:
        rules.read_partners("Woonstichting\na@example.nl\nEen, b@example.nl\nTwee, B@example.nl")
    assert refused.value.messages == [
        "Regel 1: hier ontbreekt een e-mailadres.",
        "Regel 2: zet de naam van de organisatie vóór het e-mailadres.",
        "Regel 4: dit e-mailadres staat er al.",
    ]
    with pytest.raises(ValidationError):
        rules.read_partners(" \n")
