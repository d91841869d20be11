"""Definitions change in somebody's name, with a reason and a way back; nobody else's change is lost."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest

from driehoek.common import clock
from driehoek.common.errors import NotAllowed, NotNow, Outdated, Refused
from driehoek.common.models import Event
from driehoek.common.undo import undo
from driehoek.figures import commands
from driehoek.figures._imports import new_indicators
from driehoek.figures.indicators.queries import breaks_of, changes_of, definition_of, listed, meaning_of
from driehoek.figures.indicators.rules import Break, Definition
from driehoek.figures.models import Indicator, IndicatorVersion, Source
from driehoek.organisations.viewer import PUBLIC, SYSTEM
from tests.crash import crash_everywhere
from tests.figures.deliveries import deliver

pytestmark = pytest.mark.django_db


@pytest.fixture
def burglaries(areas):
    source = Source.objects.create(code="47018NED", name="Misdrijven", publisher="CBS", is_public=True)
    return Indicator.objects.create(
        code="1.1.1", source=source, phenomenon="1.1.1", label="Woninginbraken", field="V1", theme="V13", themes=["V13"],
        breaks=[{"first": "2020", "last": "2021", "reason": "corona"}],
    )  # fmt: skip


def other(indicator, **changes):
    return replace(definition_of(indicator), **changes)


def change(by, indicator, *, reason="Afspraak", seen=None, **changes):
    return commands.change_indicator(
        by, indicator.pk, other(indicator, **changes), reason=reason, seen=indicator.version if seen is None else seen
    )


def test_a_change_is_a_new_version_with_who_and_why(burglaries, adviser):
    changed, event = change(adviser, burglaries, limits="Zonder pogingen.")
    [version] = changes_of(changed)
    assert (version.version.by_name, version.version.reason) == ("Ria Smit", "Afspraak")
    assert meaning_of(changed).caveats == ("Zonder pogingen.",)
    undo(adviser, event.pk)
    assert Indicator.objects.get().limits == ""
    newest, *_older = changes_of(Indicator.objects.get())
    assert newest.changed == "wat het niet zegt"
    assert IndicatorVersion.objects.count() == 2


def test_saving_without_a_change_makes_no_version(burglaries, adviser):
    assert change(adviser, burglaries) == (burglaries, None)
    assert not IndicatorVersion.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"label": " "}, "label"),
        ({"label": "x" * 121}, "label"),
        ({"themes": ("V99",)}, "themes"),
        ({"themes": ("V52",)}, "themes"),
        ({"unit": "bananen"}, "unit"),
        ({"direction": "omhoog"}, "direction"),
        ({"meaning": "x" * 2001}, "meaning"),
        ({"limits": "goed", "reason": " "}, "reason"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_own_field(burglaries, adviser, changes, field):
    with pytest.raises(Refused) as refused:
        change(adviser, burglaries, **changes)
    assert list(refused.value.error_dict) == [field]
    assert not Event.objects.exists()


def test_what_people_may_not_change_in_the_form_stays(burglaries, adviser):
    wanted = other(burglaries, limits="Let op.", kind="value", breaks=(), mandatory=True, key="x")
    changed, _event = commands.change_indicator(adviser, "1.1.1", wanted, reason="Zo", seen=1)
    assert (changed.kind, len(changed.breaks), changed.mandatory, changed.key) == ("count", 1, False, "")


def test_two_people_do_not_overwrite_each_other(burglaries, adviser):
    change(adviser, burglaries, limits="Eerst.")
    with pytest.raises(Outdated):
        change(adviser, burglaries, limits="Later.", seen=1)


def test_who_lacks_the_right_or_does_not_see_it_changes_nothing(burglaries, councillor, adviser):
    with pytest.raises(NotAllowed):
        change(councillor, burglaries, limits="Ik vind…")
    with pytest.raises(NotAllowed):
        commands.add_indicator(councillor, Definition("Iets"))
    hidden = Source.objects.create(code="eigen", name="Eigen")
    Indicator.objects.create(code="geheim", source=hidden, phenomenon="x", label="X")
    with pytest.raises(Indicator.DoesNotExist):
        commands.close_indicator(PUBLIC, "geheim", reason="weg", seen=1)
    assert not Event.objects.exists()


# --- one's own ---
def test_one_of_ones_own_comes_with_an_address_and_undo_closes_it(areas, adviser):
    made, event = commands.add_indicator(adviser, Definition("Gesloten panden", field="V5", themes=("V52",), unit="count"))
    again, _event = commands.add_indicator(adviser, Definition("Gesloten panden"))
    assert (made.pk, again.pk) == ("Eigen-cijfers-gesloten-panden", "Eigen-cijfers-gesloten-panden-2")
    assert not made.source.is_public
    share, _event = commands.add_indicator(adviser, Definition("Tevreden", kind="value", unit="percentage"))
    assert share.source.kind == Source.Kind.SURVEY
    undo(adviser, event.pk)
    assert Indicator.objects.get(pk=made.pk).closed_on


def test_a_group_adds_up_only_counts_of_its_own_source(areas, adviser):
    made, _event = commands.add_indicator(adviser, Definition("Controles"))
    wanted = Definition("Alle controles", kind="group", parts=(made.phenomenon,))
    commands.add_indicator(adviser, wanted)
    for parts in ((), ("1.1.1",)):
        with pytest.raises(Refused) as refused:
            commands.add_indicator(adviser, replace(wanted, parts=parts))
        assert "parts" in refused.value.error_dict


# --- breaks and closing ---
def test_a_break_is_added_ended_and_both_can_be_undone(burglaries, adviser):
    changed, added = commands.add_break(adviser, "1.1.1", Break("2023-06", "", "staking"), seen=1)
    assert [one.first for one in breaks_of(changed)] == ["2020", "2023-06"]
    changed, ended = commands.end_break(adviser, "1.1.1", "2020", "2021", reason="viel mee", seen=2)
    assert [one.first for one in breaks_of(changed)] == ["2023-06"]
    undo(adviser, ended.pk)
    undo(adviser, Event.objects.get(verb="figures.break_added").pk)
    assert [one.first for one in breaks_of(Indicator.objects.get())] == ["2020"]
    assert added.verb == "figures.break_added"


def test_the_same_break_twice_one_without_reason_or_one_that_is_gone_is_refused(burglaries, adviser):
    with pytest.raises(Refused):
        commands.add_break(adviser, "1.1.1", Break("2020", "2021", "corona"), seen=1)
    with pytest.raises(Refused):
        commands.add_break(adviser, "1.1.1", Break("2023", "", ""), seen=1)
    with pytest.raises(NotNow):
        commands.end_break(adviser, "1.1.1", "1999", "", reason="weg", seen=1)


def test_a_closed_indicator_is_not_offered_and_can_be_opened_again(burglaries, adviser):
    closed, event = commands.close_indicator(adviser, "1.1.1", reason="dubbel", seen=1)
    assert closed.closed_on
    with pytest.raises(NotNow):
        commands.close_indicator(adviser, "1.1.1", reason="dubbel", seen=2)
    opened, _event = commands.reopen_indicator(adviser, "1.1.1", reason="toch niet", seen=2)
    assert opened.closed_on is None
    with pytest.raises(Outdated):
        undo(adviser, event.pk)


@pytest.mark.parametrize(
    "verb",
    [
        lambda by: commands.change_indicator(by, "1.1.1", Definition("Inbraken", field="V1"), reason="korter", seen=1),
        lambda by: commands.add_indicator(by, Definition("Controles")),
        lambda by: commands.add_break(by, "1.1.1", Break("2023", "", "staking"), seen=1),
        lambda by: commands.end_break(by, "1.1.1", "2020", "2021", reason="viel mee", seen=1),
        lambda by: commands.close_indicator(by, "1.1.1", reason="dubbel", seen=1),
    ],
)
def test_a_definition_changes_wholly_or_not(burglaries, adviser, verb):
    crash_everywhere(lambda: verb(adviser))


# --- codes that came with a file ---
def test_the_same_code_in_another_table_is_another_indicator(areas, adviser):
    commands.load_indicators()
    own = Source.objects.create(code="stuur", name="Stuurtabel")
    deliver(own, [("GM0225", "1.6.3", "2023", 12, 1000.0)])
    assert new_indicators(own, ["1.6.3"], {}, clock.today()) == ["1.6.3"]
    published, ours = Indicator.objects.filter(phenomenon="1.6.3").order_by("source_id")
    assert (published.label, published.asks_for_a_name) == ("Mensenhandel", False)
    assert (ours.pk, ours.label, ours.asks_for_a_name) == ("stuur-1.6.3", "1.6.3", True)
    nameless = [one.indicator.pk for one in listed(adviser) if one.indicator.asks_for_a_name]
    assert nameless == ["stuur-1.6.3"]
    named, _event = change(adviser, ours, label="Veiligheid overig", field="V1", themes=("V13",), reason="Uit de stuurtabel")
    assert not named.asks_for_a_name
    assert Indicator.objects.get(pk=published.pk).label == "Mensenhandel"


def test_an_open_table_of_the_police_brings_words_that_driehoek_knows_already(areas):
    csv = b"area;phenomenon;period;count;exposure\nGM0225;1.6.3;2024-01;1;1700\nGM0225;9.9.9;2024-01;2;1700\n"
    report = commands.import_figures(SYSTEM, "47013NED", io.BytesIO(csv), file_name="maand.csv", size=len(csv))
    known, unknown = Indicator.objects.filter(source="47013NED").order_by("phenomenon")
    assert sorted(report.new) == ["1.6.3", "9.9.9"]
    assert (known.label, known.field, known.asks_for_a_name) == ("Mensenhandel", "V5", False)
    assert (unknown.label, unknown.asks_for_a_name) == ("9.9.9", True)


def test_a_form_offers_no_closed_indicator_but_the_one_that_was_chosen(burglaries, adviser):
    commands.close_indicator(adviser, "1.1.1", reason="dubbel", seen=1)
    assert not Indicator.objects.offered_to(adviser)
    assert list(Indicator.objects.offered_to(adviser, also="1.1.1")) == [burglaries]
