"""What is done with a finding: before the triangle, to a colleague, followed. With rights, undo, and no trace of a failure."""

from __future__ import annotations

import pytest
from django.core import mail

from driehoek.common import clock
from driehoek.common.errors import NotAllowed, NotNow, Outdated, Refused
from driehoek.common.models import Event
from driehoek.common.undo import undo
from driehoek.engine.results import Verdict
from driehoek.figures import commands, queries
from driehoek.figures.findings.following import is_news
from driehoek.figures.models import BandChange, Following, Indicator, Interpretation, MeaningRequest, Source, TriangleNote
from driehoek.organisations.models import AreaMembership, Notification
from driehoek.organisations.viewer import PUBLIC, viewer_of
from tests.crash import crash_everywhere
from tests.factories import make_person
from tests.figures.deliveries import deliver

pytestmark = pytest.mark.django_db

DRUTEN, TEAM, KIND = "GM0225", "BT-tweestromenland", "1.1.1"
QUIET = dict.fromkeys(range(2018, 2024), 100)


def take_in(indicator, counts):
    deliver(indicator.source, [(DRUTEN, KIND, str(year), count, 19_000.0) for year, count in counts.items()])


@pytest.fixture
def indicator(areas):
    AreaMembership.objects.filter(parent_id=TEAM).update(valid_from="2013-01-01")
    source = Source.objects.create(code="47018NED", name="Misdrijven", publisher="CBS", is_public=True)
    made = Indicator.objects.create(
        code=KIND, source=source, phenomenon=KIND, label="Woninginbraken", one="woninginbraak", many="woninginbraken", field="V1"
    )
    take_in(made, QUIET)
    return made


def person(role="safety_adviser", area=DRUTEN, name=""):
    user = make_person(role, area, name=name)
    return user, viewer_of(user, clock.today())


@pytest.fixture
def ria(indicator):
    return person(name="Ria Smit")[1]


@pytest.fixture
def colleague(indicator):
    return person("analyst", TEAM, name="Ab Kleijn")


# --- before the triangle -----------------------------------------------------------------------------------------------------
def test_a_finding_waits_for_the_triangle_of_the_team_until_it_is_ticked_off(ria):
    note, _event = commands.put_to_triangle(ria, KIND, DRUTEN, remark="Is er meer toezicht nodig?")
    assert (note.table_id, note.period, note.by_name) == (TEAM, "2023", "Ria Smit")
    assert note.sentence.startswith("In 2023 waren er in Druten 100 woninginbraken.")
    assert queries.for_the_triangle(ria, TEAM) == [note]
    event = commands.settle_note(ria, note.pk, seen=1)
    assert queries.for_the_triangle(ria, TEAM) == []
    undo(ria, event.pk)
    assert [one.pk for one in queries.for_the_triangle(ria, TEAM)] == [note.pk]


def test_a_figure_stands_on_the_list_once(ria):
    commands.put_to_triangle(ria, KIND, DRUTEN)
    with pytest.raises(Refused, match="staat al op de lijst"):
        commands.put_to_triangle(ria, KIND, DRUTEN)


def test_what_was_removed_comes_back_unless_it_stands_there_again(ria):
    note, put = commands.put_to_triangle(ria, KIND, DRUTEN)
    removed = commands.remove_note(ria, note.pk, seen=1)
    commands.put_to_triangle(ria, KIND, DRUTEN)
    with pytest.raises(Refused, match="staat al op de lijst"):
        undo(ria, removed.pk)
    with pytest.raises(Outdated):
        undo(ria, put.pk)
    assert TriangleNote.objects.visible_to(ria).count() == 1


def test_an_old_screen_ticks_nothing_off_and_nobody_does_it_twice(ria):
    note, _event = commands.put_to_triangle(ria, KIND, DRUTEN)
    with pytest.raises(Outdated):
        commands.settle_note(ria, note.pk, seen=7)
    commands.settle_note(ria, note.pk, seen=1)
    with pytest.raises(NotNow):
        commands.settle_note(ria, note.pk, seen=2)


def test_a_councillor_and_the_public_see_and_do_nothing_with_the_list(ria, indicator):
    note, _event = commands.put_to_triangle(ria, KIND, DRUTEN)
    councillor = person("council_member")[1]
    assert not TriangleNote.objects.visible_to(councillor).exists()
    assert not TriangleNote.objects.visible_to(PUBLIC).exists()
    with pytest.raises(NotAllowed):
        commands.put_to_triangle(councillor, KIND, DRUTEN)
    with pytest.raises(TriangleNote.DoesNotExist):
        commands.settle_note(councillor, note.pk, seen=1)
    chief = person("team_chief", TEAM)[1]
    with pytest.raises(NotAllowed):
        commands.settle_note(chief, note.pk, seen=1)


@pytest.mark.parametrize("text", ["Bel 06-12345678", "Mail jan@voorbeeld.nl"])
def test_no_data_of_persons_go_with_it(ria, text):
    with pytest.raises(Refused, match="gegevens van personen"):
        commands.put_to_triangle(ria, KIND, DRUTEN, remark=text)


def test_a_figure_that_is_not_there_cannot_be_put_forward(ria):
    with pytest.raises(Indicator.DoesNotExist):
        commands.put_to_triangle(ria, "9.9.9", DRUTEN)


# --- what does it mean? ------------------------------------------------------------------------------------------------------
def test_a_colleague_is_mailed_and_asked_until_he_answers(ria, colleague, django_capture_on_commit_callbacks):
    user, viewer = colleague
    with django_capture_on_commit_callbacks(execute=True):
        asking = commands.ask_meaning(ria, KIND, DRUTEN, person=user.pk, question="Zijn dit dezelfde daders?")
    assert [message.to for message in mail.outbox] == [[user.email]]
    assert asking.sentence in mail.outbox[0].body
    assert "Zijn dit dezelfde daders?" in mail.outbox[0].body
    assert "/beeld/GM0225/1.1.1/" in mail.outbox[0].body
    assert queries.asked_of(viewer) == [asking]
    commands.add_interpretation(viewer, KIND, DRUTEN, period="2023", kind="meaning", text="Eén groep langs de dijk.")
    assert queries.asked_of(viewer) == []
    assert MeaningRequest.objects.visible_to(ria).with_answer().get().answered


def test_he_is_not_asked_twice_while_it_waits_but_again_after_an_answer(ria, colleague):
    user, viewer = colleague
    commands.ask_meaning(ria, KIND, DRUTEN, person=user.pk)
    with pytest.raises(Refused):
        commands.ask_meaning(ria, KIND, DRUTEN, person=user.pk)
    commands.add_interpretation(viewer, KIND, DRUTEN, period="2023", kind="meaning", text="Eén groep langs de dijk.")
    Interpretation.objects.update(at=clock.now().replace(year=2023))  # long ago
    MeaningRequest.objects.update(at=clock.now().replace(year=2022))
    again = commands.ask_meaning(ria, KIND, DRUTEN, person=user.pk)
    assert queries.asked_of(viewer) == [again]


def test_both_may_let_it_rest_and_take_that_back_and_no_third_may(ria, colleague):
    user, viewer = colleague
    asking = commands.ask_meaning(ria, KIND, DRUTEN, person=user.pk)
    stranger = person("strategic_adviser", TEAM)[1]
    with pytest.raises(MeaningRequest.DoesNotExist):
        commands.close_meaning_request(stranger, asking.pk, seen=1)
    event = commands.close_meaning_request(viewer, asking.pk, seen=1)
    assert queries.asked_of(viewer) == []
    undo(viewer, event.pk)
    assert queries.asked_of(viewer) == [asking]


def test_only_who_may_interpret_there_can_be_asked(ria):
    councillor, _viewer = person("council_member")
    with pytest.raises(Refused, match="Kies een collega"):
        commands.ask_meaning(ria, KIND, DRUTEN, person=councillor.pk)
    with pytest.raises(Refused, match="Kies een collega"):
        commands.ask_meaning(ria, KIND, DRUTEN, person=ria.user_id)


def test_who_may_not_ask_is_refused(colleague, indicator):
    councillor = person("council_member")[1]
    with pytest.raises(NotAllowed):
        commands.ask_meaning(councillor, KIND, DRUTEN, person=colleague[0].pk)
    assert not Event.objects.filter(verb="figures.meaning_asked").exists()


# --- following ---------------------------------------------------------------------------------------------------------------
def test_who_follows_hears_once_when_it_leaves_its_band_and_once_when_it_comes_back(
    ria, indicator, django_capture_on_commit_callbacks
):
    commands.follow_figure(ria, KIND, DRUTEN)
    with django_capture_on_commit_callbacks(execute=True):
        commands.tell_followers()  # no new figures: nothing
    assert not mail.outbox
    take_in(indicator, QUIET | {2024: 300})
    for _again in range(3):
        with django_capture_on_commit_callbacks(execute=True):
            commands.tell_followers()
    assert len(mail.outbox) == 1
    change = BandChange.objects.get()
    assert (change.before, change.verdict, change.period) == ("als gewoonlijk", "stijgt", "2024")
    assert change.sentence in mail.outbox[0].body
    assert "Ria" not in change.sentence
    assert queries.changes_of(ria) == [change]
    take_in(indicator, QUIET | {2024: 101})
    with django_capture_on_commit_callbacks(execute=True):
        commands.tell_followers()
        commands.tell_followers()
    assert [one.verdict for one in queries.changes_of(ria)] == ["als gewoonlijk", "stijgt"]
    assert len(mail.outbox) == 2


def test_a_delivery_that_changes_nothing_is_no_news(ria, indicator):
    commands.follow_figure(ria, KIND, DRUTEN)
    take_in(indicator, QUIET | {2024: 99})
    commands.tell_followers()
    assert not BandChange.objects.exists()
    assert not Notification.objects.exists()


@pytest.mark.parametrize(
    ("before", "now", "news"),
    [
        ("als gewoonlijk", Verdict.RISES, True), ("stijgt", Verdict.AS_USUAL, True), ("stijgt", Verdict.FALLS, True),
        ("stijgt", Verdict.CANNOT_TELL, True), ("niet te zeggen", Verdict.AS_USUAL, False), ("daalt", Verdict.FALLS, False),
    ],
)  # fmt: skip
def test_news_is_what_leaves_its_band_or_comes_back(before, now, news):
    assert is_news(before, now) is news


def test_following_ends_begins_again_and_is_nobody_elses_business(ria, indicator):
    following, event = commands.follow_figure(ria, KIND, DRUTEN)
    assert commands.follow_figure(ria, KIND, DRUTEN) == (following, None)
    other = person(name="Piet Vos")[1]
    assert not Following.objects.visible_to(other).exists()
    with pytest.raises(Following.DoesNotExist):
        commands.unfollow_figure(other, following.pk)
    with pytest.raises(NotAllowed):
        undo(other, event.pk)
    ended = commands.unfollow_figure(ria, following.pk)
    take_in(indicator, QUIET | {2024: 300})
    commands.tell_followers()
    assert not BandChange.objects.exists()
    undo(ria, ended.pk)
    commands.tell_followers()
    assert not BandChange.objects.exists()  # it starts from how the figure stands now
    with pytest.raises(NotAllowed):
        commands.follow_figure(PUBLIC, KIND, DRUTEN)


def test_a_figure_that_one_may_no_longer_see_tells_nothing(ria, indicator):
    commands.follow_figure(ria, KIND, DRUTEN)
    Source.objects.update(is_public=False)
    Following.objects.get().person.__class__.objects.filter(pk=ria.user_id).update(is_active=False)
    take_in(indicator, QUIET | {2024: 300})
    commands.tell_followers()
    assert not BandChange.objects.exists()


# --- wholly or not -----------------------------------------------------------------------------------------------------------
def test_each_verb_happens_wholly_or_not(ria, colleague, indicator):
    user, viewer = colleague
    crash_everywhere(lambda: commands.put_to_triangle(ria, KIND, DRUTEN, remark="Bespreken?"))
    note, _event = commands.put_to_triangle(ria, KIND, DRUTEN)
    crash_everywhere(lambda: commands.settle_note(ria, note.pk, seen=1))
    crash_everywhere(lambda: commands.remove_note(ria, note.pk, seen=1))
    crash_everywhere(lambda: commands.ask_meaning(ria, KIND, DRUTEN, person=user.pk))
    asking = commands.ask_meaning(ria, KIND, DRUTEN, person=user.pk)
    crash_everywhere(lambda: commands.close_meaning_request(viewer, asking.pk, seen=1))
    crash_everywhere(lambda: commands.follow_figure(ria, KIND, DRUTEN))
    following, _event = commands.follow_figure(ria, KIND, DRUTEN)
    crash_everywhere(lambda: commands.unfollow_figure(ria, following.pk))
    take_in(indicator, QUIET | {2024: 300})
    crash_everywhere(commands.tell_followers)
