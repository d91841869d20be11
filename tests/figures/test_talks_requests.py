"""A request for input to many partners: a mail with a link of one's own, answers in parts, reminders, and a last day."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.core import mail

from driehoek.common import clock
from driehoek.common.errors import NotAllowed, NotNow, Outdated, Refused
from driehoek.common.models import Event
from driehoek.common.search import find
from driehoek.common.thread import walk
from driehoek.common.undo import undo
from driehoek.figures import commands
from driehoek.figures.commands import OPEN, Part, Partner
from driehoek.figures.models import Asked, Indicator, InputRequest, Source, Talk
from driehoek.figures.talks import queries
from driehoek.organisations.models import Area
from driehoek.organisations.viewer import PUBLIC
from tests.crash import crash_everywhere

pytestmark = pytest.mark.django_db

UNTIL = date(2024, 11, 5)
PARTNERS = (Partner("Jongerenwerk", "jw@voorbeeld.example"), Partner("Woonstichting", "woon@voorbeeld.example"))
SEES = Part(direction="more", certainty="seen", quote="Vaker ruzie op het plein.", asks="Meer licht.")


@pytest.fixture
def indicator(areas):
    source = Source.objects.create(code="47018NED", name="Misdrijven", publisher="CBS", is_public=True)
    return Indicator.objects.create(code="1.1.1", source=source, phenomenon="1.1.1", label="Woninginbraken")


@pytest.fixture
def asking(indicator, adviser):
    return ask(adviser)


def ask(by, **other):
    options = {
        "question": "Wat ziet u in de wijk?",
        "until": UNTIL,
        "partners": PARTNERS,
        "indicators": ["1.1.1"],
        "themes": ["Eenzaamheid"],
    }
    return commands.ask_for_input(by, "GM0225", **(options | other))


def link_in(message) -> str:
    return re.search(r"/inbreng/([0-9a-f]{64})/", message.body)[1]


def partner(name="Jongerenwerk") -> Asked:
    return Asked.objects.get(organisation=name)


def token(name="Jongerenwerk") -> str:
    return commands.token_from(partner(name).nonce)


def answer(parts, name="Jongerenwerk", **other):
    options = {"kind": "youth", "seen": partner(name).version}
    return commands.answer_input(PUBLIC, token(name), parts=parts, **(options | other))


def topic(asking, rank=0) -> int:
    return asking.topics.get(rank=rank).pk


def test_each_partner_gets_a_mail_with_a_link_of_its_own_and_the_database_does_not_hold_it(asking):
    assert [message.to for message in mail.outbox] == [["jw@voorbeeld.example"], ["woon@voorbeeld.example"]]
    links = [link_in(message) for message in mail.outbox]
    assert len(set(links)) == 2
    assert links[0] == token()
    assert "Wat ziet u in de wijk?" in mail.outbox[0].body
    assert "tot en met 5 november 2024" in mail.outbox[0].body
    for row in Asked.objects.values():
        assert not {str(value) for value in row.values()} & set(links)
    assert "voorbeeld.example" not in str(list(Event.objects.values()))  # a timeline holds no addresses


def test_a_demo_mails_nobody(indicator, adviser, settings):
    settings.DEMO = True
    ask(adviser)
    assert not mail.outbox


def test_only_who_may_ask_sees_the_request(asking, adviser, stranger, councillor):
    assert list(InputRequest.objects.visible_to(adviser)) == [asking]
    for who in (stranger, councillor, PUBLIC):
        assert not InputRequest.objects.visible_to(who)
        assert not find(who, "wijk verzoek")
        with pytest.raises(InputRequest.DoesNotExist):
            commands.remind(who, asking.pk)
        with pytest.raises(NotAllowed):
            ask(who)
    assert [hit.subject for hit in find(adviser, "wijk verzoek")] == [asking]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"question": " "}, "question"),
        ({"question": "x" * 1001}, "question"),
        ({"question": "Bel mij: 06-12345678"}, "question"),
        ({"until": date(2024, 10, 14)}, "until"),
        ({"until": date(2026, 1, 1)}, "until"),
        ({"partners": ()}, "partners"),
        ({"partners": [Partner(f"P{n}", f"p{n}@voorbeeld.example") for n in range(101)]}, "partners"),
        ({"partners": [Partner("Jan 06-12345678", "jan@voorbeeld.example")]}, "partners"),
        ({"themes": [f"thema {n}" for n in range(12)]}, "themes"),
        ({"themes": ["x" * 121]}, "themes"),
        ({"themes": ["jan@voorbeeld.example"]}, "themes"),
    ],
)
def test_a_request_that_cannot_be_is_refused_at_its_field_and_mails_nobody(indicator, adviser, wrong, field):
    with pytest.raises(Refused) as refused:
        ask(adviser, **wrong)
    assert list(refused.value.message_dict) == [field]
    assert not mail.outbox
    assert not InputRequest.objects.exists()


def test_an_answer_becomes_an_observation_with_its_organisation_as_source(asking, adviser):
    answer({topic(asking): SEES, topic(asking, 1): Part()})
    talk = Talk.objects.get()
    assert (talk.organisation, talk.organisation_kind, talk.by_name, talk.by) == ("Jongerenwerk", "youth", "Jongerenwerk", "")
    assert (talk.indicator_id, talk.area_id, talk.held_on, talk.asks) == ("1.1.1", "GM0225", clock.today(), "Meer licht.")
    assert Event.objects.get(verb="figures.input_answered").actor_name == "Jongerenwerk"
    answers = walk(adviser, ("figures.inputrequest", str(asking.pk)), "down")
    assert [node.name for _word, node in answers.below(("figures.inputrequest", str(asking.pk)))] == [
        "Jongerenwerk: Vaker ruzie op het plein."
    ]


def test_an_answer_is_given_in_parts_and_changed_until_the_last_day(asking):
    first, second = topic(asking), topic(asking, 1)
    answer({first: SEES})
    answer({first: SEES, second: Part("same", "heard", "Zoals altijd.")})
    assert Talk.objects.filter(removed=False).count() == 2
    assert Talk.objects.get(topic=first).version == 1  # the same words are no change
    answer({first: Part("less", "seen", "Rustiger nu."), second: Part()})
    assert [talk.quote for talk in Talk.objects.filter(removed=False)] == ["Rustiger nu."]
    answer({first: Part("less", "seen", "Rustiger nu."), second: Part("new", "seen", "Toch wel.")})
    assert Talk.objects.filter(removed=False).count() == Talk.objects.count() == 2


def test_a_partner_can_name_a_subject_of_its_own(asking):
    answer({OPEN: Part("new", "suspected", "Er komen vreemde auto’s.", theme="Drugs in de polder")})
    assert Talk.objects.get().about == "Drugs in de polder"


def test_nothing_to_say_is_an_answer_too_and_counts_as_a_partner_that_was_heard(asking, adviser):
    answer({}, nothing_to_say=True)
    answer({topic(asking): SEES}, name="Woonstichting", kind="housing")
    assert partner().nothing_to_say
    heard = queries.heard(adviser, Area.objects.get(pk="GM0225"))
    assert heard.by_code["1.1.1"].sentence == "genoemd door 1 van 2 partners"


@pytest.mark.parametrize(
    ("part", "field"),
    [
        (Part("", "seen", "Iets"), "direction"),
        (Part("more", "", "Iets"), "certainty"),
        (Part("more", "seen", ""), "quote"),
        (Part("more", "seen", "Het is Jan, 06-12345678"), "quote"),
        (Part("more", "seen", "Iets", "mail jan@voorbeeld.example"), "asks"),
    ],
)
def test_a_part_that_is_not_whole_is_refused_at_its_own_field_and_nothing_is_kept(asking, part, field):
    key = topic(asking, 1)
    with pytest.raises(Refused) as refused:
        answer({topic(asking): SEES, key: part})
    assert list(refused.value.message_dict) == [f"{key}-{field}"]
    assert not Talk.objects.exists()
    assert partner().answered_at is None


def test_an_empty_answer_or_an_unknown_kind_is_refused(asking):
    with pytest.raises(Refused):
        answer({topic(asking): Part()})
    with pytest.raises(Refused):
        answer({topic(asking): SEES}, kind="")
    with pytest.raises(ValueError, match="no topics of this request"):
        answer({-1: SEES})


def test_the_form_stops_at_its_last_day(asking):
    with clock.moved_to(UNTIL):
        answer({topic(asking): SEES})
    with clock.moved_to(UNTIL + timedelta(days=1)), pytest.raises(NotNow):
        answer({topic(asking): Part("less", "seen", "Te laat.")})
    assert Talk.objects.get().quote == "Vaker ruzie op het plein."


def test_two_colleagues_of_a_partner_do_not_overwrite_each_other(asking):
    answer({topic(asking): SEES})
    with pytest.raises(Outdated):
        answer({topic(asking): Part("less", "seen", "Nee hoor.")}, seen=1)


def test_a_link_that_is_unknown_opens_nothing(asking):
    with pytest.raises(Asked.DoesNotExist):
        commands.answer_input(PUBLIC, "0" * 64, kind="youth", parts={topic(asking): SEES}, seen=1)


def test_an_adviser_may_take_an_answer_away_but_not_change_its_words(asking, adviser):
    answer({topic(asking): SEES})
    talk = Talk.objects.get()
    said = commands.Said("Jongerenwerk", "youth", clock.today(), "less", "seen", "Anders.", indicator="1.1.1")
    with pytest.raises(NotNow):
        commands.change_talk(adviser, talk.pk, said, seen=1)
    commands.remove_talk(adviser, talk.pk, seen=1)
    answer({topic(asking, 1): SEES})  # the form of the partner no longer shows it: what was removed stays removed
    assert [one.topic_id for one in Talk.objects.filter(removed=False)] == [topic(asking, 1)]


def test_who_did_not_answer_is_reminded_at_most_once_a_day(asking, adviser):
    with pytest.raises(NotNow):
        commands.remind(adviser, asking.pk)  # the request itself was mailed today
    answer({topic(asking): SEES})
    mail.outbox.clear()
    with clock.moved_to(date(2024, 10, 20)):
        assert commands.remind(adviser, asking.pk) == 1
        assert [(message.to, message.subject) for message in mail.outbox] == [
            (["woon@voorbeeld.example"], "Herinnering: wat ziet u in Druten?")
        ]
        assert link_in(mail.outbox[0]) == token("Woonstichting")
        with pytest.raises(NotNow):
            commands.remind(adviser, asking.pk)
    with clock.moved_to(UNTIL + timedelta(days=1)), pytest.raises(NotNow):
        commands.remind(adviser, asking.pk)
    answer({}, name="Woonstichting", kind="housing", nothing_to_say=True)
    with clock.moved_to(date(2024, 10, 21)), pytest.raises(NotNow):
        commands.remind(adviser, asking.pk)


def test_a_new_link_ends_the_old_one(asking, adviser):
    old = token()
    commands.renew_link(adviser, asking.pk, partner().pk, seen=1)
    assert token() != old
    assert link_in(mail.outbox[-1]) == token()
    with pytest.raises(Asked.DoesNotExist):
        commands.answer_input(PUBLIC, old, kind="youth", parts={topic(asking): SEES}, seen=2)
    answer({topic(asking): SEES})
    with pytest.raises(Outdated):
        commands.renew_link(adviser, asking.pk, partner().pk, seen=2)


def test_the_last_day_and_the_words_can_change_and_be_put_back(asking, adviser):
    later = {"question": "Wat ziet u nu?", "until": date(2024, 11, 20)}
    _asking, event = commands.change_request(adviser, asking.pk, **later, seen=1)
    with pytest.raises(Outdated):
        commands.change_request(adviser, asking.pk, **later, seen=1)
    assert commands.change_request(adviser, asking.pk, **later, seen=2)[1] is None
    undo(adviser, event.pk)
    asking.refresh_from_db()
    assert (asking.question, asking.until) == ("Wat ziet u in de wijk?", UNTIL)


def test_every_command_leaves_all_or_nothing(asking, adviser):
    crash_everywhere(lambda: ask(adviser))
    crash_everywhere(lambda: commands.change_request(adviser, asking.pk, question="Anders?", until=UNTIL, seen=1))
    crash_everywhere(lambda: commands.renew_link(adviser, asking.pk, partner().pk, seen=1))
    crash_everywhere(lambda: answer({topic(asking): SEES, OPEN: Part("new", "seen", "Ook dit.", theme="Afval")}))
    answer({topic(asking): SEES})
    crash_everywhere(lambda: answer({topic(asking, 1): SEES}))
    with clock.moved_to(date(2024, 10, 20)):
        crash_everywhere(lambda: commands.remind(adviser, asking.pk))
