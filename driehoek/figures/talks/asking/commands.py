"""Asking many partners at once what they see, and reminding who did not answer yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from driehoek.common import clock
from driehoek.common.errors import NotNow, Outdated, Refused
from driehoek.common.events import record
from driehoek.common.models import Event
from driehoek.common.undo import undoes
from driehoek.figures.models import Asked, Indicator, InputRequest, Topic
from driehoek.figures.talks import rules
from driehoek.figures.talks.asking.links import digest_of, new_nonce, token_from
from driehoek.figures.talks.asking.mails import send_input_request
from driehoek.figures.talks.commands import tidy
from driehoek.organisations.models import Area
from driehoek.organisations.rights import require
from driehoek.organisations.viewer import Viewer

RIGHT = "figures.ask_input"
LONGEST = timedelta(days=366)


@transaction.atomic
def ask_for_input(
    by: Viewer,
    area: str,
    *,
    question: str,
    until: date,
    partners: Sequence[rules.Partner],
    indicators: Sequence[str] = (),
    themes: Sequence[str] = (),
) -> InputRequest:
    """Ask every partner, each by a mail with a link of its own. Raises Area.DoesNotExist, Refused with sentences by field."""
    place = Area.objects.visible_to(by).get(pk=area)
    require(by, RIGHT, area)
    question = _checked(question, until)
    known = _topics(by, indicators, themes)
    _check_partners(partners)
    asking = InputRequest.objects.create(area=place, question=question, until=until, by=by.code, by_name=by.name, at=clock.now())
    Topic.objects.bulk_create(
        Topic(request=asking, indicator=indicator, theme=theme, rank=rank) for rank, (indicator, theme) in enumerate(known)
    )
    for partner in partners:
        nonce = new_nonce()
        asked = Asked.objects.create(
            request=asking, organisation=partner.organisation, email=partner.email, nonce=nonce,
            digest=digest_of(token_from(nonce)), mailed_on=clock.today(),
        )  # fmt: skip
        send_input_request.enqueue(asked.pk, nonce, False)
    _tell(by, "figures.input_asked", asking, partners=len(partners))
    return asking


@transaction.atomic
def change_request(by: Viewer, request_id: int, *, question: str, until: date, seen: int) -> tuple[InputRequest, Event | None]:
    """Other words, or another last day; a day that has passed closes the form."""
    asking = _locked(by, request_id)
    if asking.version != seen:
        raise Outdated(_("Iemand anders heeft dit verzoek intussen veranderd. Uw tekst staat er nog."), current=asking.question)
    before = _state(asking)
    asking.question, asking.until = _checked(question, until, began_on=_began_on(asking)), until
    if _state(asking) == before:
        return asking, None
    asking.version += 1
    asking.save()
    return asking, _tell(by, "figures.input_changed", asking, before=before, after=_state(asking))


@undoes("figures.input_changed")
def put_request_back(by: Viewer, event: Event) -> None:
    """Back to the words and the day of before, unless somebody changed them since."""
    asking = _locked(by, int(event.object_id))
    now, before = _state(asking), event.data["before"]
    if now != event.data["after"]:
        raise Outdated(_("Dit verzoek is daarna nog veranderd; draai die verandering eerst terug."))
    asking.question, asking.until = before["question"], date.fromisoformat(before["until"])
    asking.version += 1
    asking.save()
    _tell(by, "figures.input_changed_back", asking, undoes=event, before=now, after=before)


@transaction.atomic
def remind(by: Viewer, request_id: int) -> int:
    """Mail everyone who did not answer yet; a partner gets at most one mail a day. Returns how many were reminded.

    Raises NotNow when the request has ended, everyone answered, or all others had a mail today.
    """
    asking = _locked(by, request_id)
    today = clock.today()
    _require_open(asking, today)
    silent = list(Asked.objects.select_for_update().filter(request=asking, answered_at__isnull=True))
    if not silent:
        raise NotNow(_("Alle partners hebben geantwoord."))
    due = [asked for asked in silent if asked.mailed_on < today]
    if not due:
        raise NotNow(_("Wie nog niet antwoordde, kreeg vandaag al een mail. Herinner morgen weer."))
    for asked in due:
        asked.mailed_on, asked.reminders, asked.version = today, asked.reminders + 1, asked.version + 1
    Asked.objects.bulk_update(due, ["mailed_on", "reminders", "version"])
    for asked in due:
        send_input_request.enqueue(asked.pk, asked.nonce, True)
    _tell(by, "figures.input_reminded", asking, partners=len(due))
    return len(due)


@transaction.atomic
def renew_link(by: Viewer, request_id: int, asked_id: int, *, seen: int) -> Asked:
    """A new link for one partner, by mail and on the screen; the old one stops working. Raises Asked.DoesNotExist."""
    asking = _locked(by, request_id)
    asked = Asked.objects.select_for_update().get(pk=asked_id, request=asking)
    _require_open(asking, clock.today())
    if asked.version != seen:
        raise Outdated(_("Deze partner heeft intussen geantwoord of een andere link gekregen."))
    asked.nonce = new_nonce()
    asked.digest = digest_of(token_from(asked.nonce))
    asked.mailed_on = clock.today()
    asked.version += 1
    asked.save()
    _tell(by, "figures.input_link_renewed", asking, organisation=asked.organisation)
    send_input_request.enqueue(asked.pk, asked.nonce, False)
    return asked


def _locked(by: Viewer, request_id: int) -> InputRequest:
    asking = InputRequest.objects.visible_to(by).select_for_update().get(pk=request_id)
    require(by, RIGHT, asking.area_id)
    return asking


def _require_open(asking: InputRequest, today: date) -> None:
    if asking.until < today:
        raise NotNow(_("Dit verzoek is gesloten. Kies eerst een latere einddatum."))


def _began_on(asking: InputRequest) -> date:
    return asking.at.astimezone(clock.AMSTERDAM).date()


def _checked(question: str, until: date, began_on: date | None = None) -> str:
    question, today = tidy(question), clock.today()
    problems = {}
    if not question:
        problems["question"] = _("Schrijf in één of twee zinnen wat u van de partners wilt weten.")
    elif len(question) > 1000:
        problems["question"] = _("Houd het onder de %(most)s tekens.") % {"most": "1.000"}
    elif problem := rules.person_data(question):
        problems["question"] = problem
    if until < (began_on or today):
        problems["until"] = _("Deze dag is al geweest. Kies een latere dag.")
    elif until > today + LONGEST:
        problems["until"] = _("Kies een dag binnen een jaar.")
    if problems:
        raise Refused(problems)
    return question


def _check_partners(partners: Sequence[rules.Partner]) -> None:
    if not partners or len(partners) > rules.MOST_PARTNERS:
        raise Refused({"partners": _("Vraag ten minste één en ten hoogste %(most)s partners.") % {"most": rules.MOST_PARTNERS}})
    for partner in partners:
        if problem := rules.person_data(partner.organisation):
            raise Refused({"partners": f"{partner.organisation}: {problem}"})


def _topics(by: Viewer, indicators: Sequence[str], themes: Sequence[str]) -> list[tuple[Indicator | None, str]]:
    """What is asked about, each once: figures first, in their own order."""
    known = list(Indicator.objects.visible_to(by).filter(pk__in=indicators))
    words = rules.read_themes("\n".join(tidy(theme) for theme in themes))
    if len(known) + len(words) > rules.MOST_TOPICS:
        raise Refused({"themes": _("Vraag naar ten hoogste %(most)s onderwerpen.") % {"most": rules.MOST_TOPICS}})
    for word in words:
        if len(word) > 120:
            raise Refused({"themes": _("Houd elk onderwerp onder de %(most)s tekens.") % {"most": 120}})
        if problem := rules.person_data(word):
            raise Refused({"themes": problem})
    return [*((indicator, "") for indicator in known), *((None, word) for word in words)]


def _state(asking: InputRequest) -> dict[str, str]:
    return {"question": asking.question, "until": asking.until.isoformat()}


def _tell(by: Viewer, verb: str, asking: InputRequest, *, undoes: Event | None = None, **data: Any) -> Event:
    return record(by, verb, asking, area_code=asking.area_id, undoes=undoes, text=asking.question[:200], **data)
