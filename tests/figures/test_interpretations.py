"""What people make of a figure: in their own name, changed or removed only by who may, and always with a way back."""

from __future__ import annotations

import pytest

from driehoek.common.errors import NotAllowed, Outdated, Refused
from driehoek.common.models import Event
from driehoek.common.search import find
from driehoek.common.undo import undo
from driehoek.figures import commands
from driehoek.figures.models import Indicator, Interpretation, Source
from driehoek.organisations.viewer import PUBLIC
from tests.crash import crash_everywhere

pytestmark = pytest.mark.django_db


@pytest.fixture
def indicator(areas):
    source = Source.objects.create(code="47018NED", name="Misdrijven", publisher="CBS", is_public=True)
    return Indicator.objects.create(
        code="1.1.1", source=source, phenomenon="1.1.1", label="Woninginbraken", many="woninginbraken"
    )


@pytest.fixture
def said(indicator, adviser):
    interpretation, _event = commands.add_interpretation(
        adviser, "1.1.1", "GM0225", period="2024", kind="meaning", text="Eén groep was actief langs de dijk."
    )
    return interpretation


def seen_by(viewer):
    return list(Interpretation.objects.visible_to(viewer))


def test_it_is_signed_and_found_by_who_works_there_and_by_nobody_else(said, adviser, stranger):
    assert (said.by_name, said.by, said.version) == ("Ria Smit", "a", 1)
    assert [hit.subject for hit in find(adviser, "groep dijk")] == [said]
    assert seen_by(adviser) == [said]
    assert not seen_by(stranger)
    assert not seen_by(PUBLIC)
    assert not find(stranger, "groep dijk")


def test_who_lacks_the_right_is_refused_and_leaves_no_trace(indicator, councillor):
    with pytest.raises(NotAllowed):
        commands.add_interpretation(councillor, "1.1.1", "GM0225", period="2024", kind="meaning", text="Ik vind…")
    assert not Interpretation.objects.exists()
    assert not Event.objects.filter(verb__startswith="figures.").exists()


def test_who_does_not_see_it_cannot_change_or_remove_it(said, stranger):
    with pytest.raises(Interpretation.DoesNotExist):
        commands.change_interpretation(stranger, said.pk, kind="meaning", text="Onzin", seen=1)
    with pytest.raises(Interpretation.DoesNotExist):
        commands.remove_interpretation(stranger, said.pk, seen=1)


def test_a_change_on_an_older_version_is_refused_with_what_stands_there_now(said, adviser):
    commands.change_interpretation(adviser, said.pk, kind="caveat", text="Voorlopig cijfer.", seen=1)
    with pytest.raises(Outdated) as refused:
        commands.change_interpretation(adviser, said.pk, kind="meaning", text="Anders.", seen=1)
    assert refused.value.current == "Voorlopig cijfer."


@pytest.mark.parametrize(("kind", "text"), [("meaning", "  "), ("meaning", "x" * 2001), ("mening", "Wel tekst")])
def test_an_empty_or_endless_text_or_an_unknown_kind_is_refused(indicator, adviser, kind, text):
    with pytest.raises(Refused):
        commands.add_interpretation(adviser, "1.1.1", "GM0225", period="2024", kind=kind, text=text)


def test_each_step_can_be_undone_and_says_so(said, adviser):
    added = Event.objects.get(verb="figures.interpreted")
    _changed, event = commands.change_interpretation(adviser, said.pk, kind="caveat", text="Let op: voorlopig.", seen=1)
    removed = commands.remove_interpretation(adviser, said.pk, seen=2)
    assert not seen_by(adviser)
    undo(adviser, removed.pk)
    assert seen_by(adviser)[0].text == "Let op: voorlopig."
    undo(adviser, event.pk)
    assert (seen_by(adviser)[0].kind, seen_by(adviser)[0].text) == ("meaning", "Eén groep was actief langs de dijk.")
    undo(adviser, added.pk)
    assert not seen_by(adviser)
    assert Event.objects.filter(verb="figures.interpretation_restored", undoes__isnull=False).count() == 3


def test_an_undo_is_refused_when_somebody_wrote_on(said, adviser):
    event = Event.objects.get(verb="figures.interpreted")
    commands.change_interpretation(adviser, said.pk, kind="meaning", text="Nieuwe inzichten.", seen=1)
    with pytest.raises(Outdated):
        undo(adviser, event.pk)


def test_every_command_leaves_all_or_nothing(said, adviser):
    crash_everywhere(
        lambda: commands.add_interpretation(adviser, "1.1.1", "GM0225", period="2024", kind="meaning", text="Nog iets.")
    )
    crash_everywhere(lambda: commands.change_interpretation(adviser, said.pk, kind="caveat", text="Anders.", seen=1))
    crash_everywhere(lambda: commands.remove_interpretation(adviser, said.pk, seen=1))
