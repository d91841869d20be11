"""A partner answers a request by its link: in parts, and changed until the last day. Every part is an observation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from driehoek.common import clock
from driehoek.common.errors import NotNow, Outdated, Refused
from driehoek.common.events import record
from driehoek.figures.models import Asked, PartnerKind, Talk, Topic
from driehoek.figures.talks.asking.links import digest_of
from driehoek.figures.talks.commands import checked, fill, state, tell, tidy
from driehoek.figures.talks.rules import Said
from driehoek.organisations.viewer import SYSTEM, Viewer

OPEN = 0  # stands for the part that is about anything else


@dataclass(frozen=True)
class Part:
    """The answer about one topic. All empty: nothing was said about it. `theme` is for the open part only."""

    direction: str = ""
    certainty: str = ""
    quote: str = ""
    asks: str = ""
    theme: str = ""

    @property
    def is_empty(self) -> bool:
        return not any(tidy(text) for text in (self.direction, self.certainty, self.quote, self.asks, self.theme))


@transaction.atomic
def answer_input(
    by: Viewer, token: str, *, kind: str, parts: Mapping[int, Part], nothing_to_say: bool = False, seen: int
) -> Asked:
    """Keep what a partner says: topic → part (`OPEN` for the rest). An emptied part takes back what was said before.

    `by` is the public, or who filled it in with the partner on the phone. Raises Asked.DoesNotExist for an unknown link,
    NotNow after the last day, Outdated when a colleague of the partner saved first, Refused with sentences by (topic, field).
    """
    asked = _open(token)
    if asked.version != seen:
        raise Outdated(_("Een collega van u heeft intussen iets opgeslagen. Kijk of uw tekst er nog bij past en sla op."))
    writer = Viewer(name=asked.organisation) if by.is_public else by
    filled = {key: part for key, part in parts.items() if not part.is_empty}
    _require_something(kind, filled, nothing_to_say)
    topics: dict[int, Topic | None] = {topic.pk: topic for topic in asked.request.topics.all()} | {OPEN: None}  # type: ignore[dict-item]
    if unknown := set(filled) - set(topics):
        raise ValueError(f"these are no topics of this request: {sorted(unknown)}")
    first = asked.answered_at is None
    _keep(writer, asked, kind, {key: (topics[key], part) for key, part in filled.items()})
    asked.kind, asked.nothing_to_say, asked.answered_at = kind, nothing_to_say and not filled, clock.now()
    asked.version += 1
    asked.save()
    verb = "figures.input_answered" if first else "figures.input_answer_changed"
    record(writer, verb, asked.request, area_code=asked.request.area_id, organisation=asked.organisation)
    return asked


def _open(token: str) -> Asked:
    rows = Asked.objects.select_for_update(of=("self",)).select_related("request__area")
    asked = rows.get(digest=digest_of(token))
    if asked.request.until < clock.today():
        raise NotNow(_("Antwoorden kan niet meer: de laatste dag is geweest."))
    return asked


def _require_something(kind: str, filled: Mapping[int, Part], nothing_to_say: bool) -> None:
    if kind not in PartnerKind.values:
        raise Refused({"kind": _("Kies wat voor organisatie u bent.")})
    if not filled and not nothing_to_say:
        raise Refused(_("Vul bij ten minste één onderwerp iets in. Hebt u niets te melden? Vink dat dan aan."))


def _keep(writer: Viewer, asked: Asked, kind: str, parts: Mapping[int, tuple[Topic | None, Part]]) -> None:
    """Bring the talks of this partner in line with its answers. All parts are looked at before one is refused."""
    kept = {talk.topic_id or OPEN: talk for talk in Talk.objects.select_for_update().filter(asked=asked)}
    said: dict[int, Said] = {}
    problems: dict[str, list[str]] = {}
    for key, (topic, part) in parts.items():
        try:
            said[key] = checked(SYSTEM, _said(asked, kind, topic, part))
        except ValidationError as refusal:
            problems |= {f"{key}-{field}": messages for field, messages in refusal.message_dict.items()}
    if problems:
        raise Refused(problems)
    for key, words in said.items():
        _write(writer, asked, kept.get(key), parts[key][0], words)
    for key, talk in kept.items():
        if key not in said and not talk.removed:
            _take_back(writer, talk)


def _said(asked: Asked, kind: str, topic: Topic | None, part: Part) -> Said:
    return Said(
        organisation=asked.organisation,
        organisation_kind=kind,
        held_on=clock.today(),
        direction=part.direction,
        certainty=part.certainty,
        quote=part.quote,
        asks=part.asks,
        indicator=topic.indicator_id if topic else None,
        theme=topic.theme if topic else part.theme,
    )


def _write(writer: Viewer, asked: Asked, talk: Talk | None, topic: Topic | None, said: Said) -> None:
    if talk is None:
        talk = Talk(area=asked.request.area, asked=asked, topic=topic, by=writer.code, by_name=writer.name, at=clock.now())
        fill(talk, said)
        talk.save()
        tell(writer, "figures.talk_recorded", talk, before=None)
        return
    before, held_on = state(talk), talk.held_on
    fill(talk, said)
    talk.removed = False
    if state(talk) | {"held_on": ""} == before | {"held_on": ""}:
        talk.held_on = held_on  # the same words, saved again with another part
        return
    talk.changed_at = clock.now()
    talk.version += 1
    talk.save()
    tell(writer, "figures.talk_changed", talk, before=before)


def _take_back(writer: Viewer, talk: Talk) -> None:
    before = state(talk)
    talk.removed = True
    talk.version += 1
    talk.save()
    tell(writer, "figures.talk_removed", talk, before=before)
