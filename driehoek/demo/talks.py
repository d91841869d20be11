"""What partners in the demo tell, and what they answer when they are asked."""

from __future__ import annotations

from driehoek.common import clock
from driehoek.demo import content_talk_shapes as shapes
from driehoek.demo.content import Content
from driehoek.demo.people import Cast
from driehoek.figures import commands
from driehoek.figures.models import InputRequest
from driehoek.organisations.viewer import PUBLIC


def add_talks(content: Content, cast: Cast) -> None:
    """Each on the day it was written down, by who held the role then; a partner answers for itself, by its own link."""
    for talk in content.talks:
        with clock.moved_to(talk.written_on):
            said = commands.Said(
                talk.organisation, talk.kind, talk.held_on, talk.direction, talk.certainty, talk.quote, talk.asks,
                indicator=talk.phenomenon or None, theme=talk.theme,
            )  # fmt: skip
            commands.record_talk(cast.acting(talk.role, talk.area), talk.area, said)
    for request in content.input_requests:
        _add_request(request, cast)


def _add_request(request: shapes.InputRequest, cast: Cast) -> None:
    with clock.moved_to(request.asked_on):
        asking = commands.ask_for_input(
            cast.acting(request.role, request.area), request.area, question=request.question, until=request.until,
            partners=[commands.Partner(partner.organisation, partner.email) for partner in request.partners],
            indicators=request.phenomena, themes=request.themes,
        )  # fmt: skip
    for partner in request.partners:
        if partner.answered_on is not None:
            with clock.moved_to(partner.answered_on):
                _answer(asking, partner)


def _answer(asking: InputRequest, partner: shapes.InputPartner) -> None:
    asked = asking.asked.get(email=partner.email)
    topics = {topic.indicator_id or topic.theme: topic.pk for topic in asking.topics.all()}
    parts = {
        topics[answer.about]: commands.Part(answer.direction, answer.certainty, answer.quote, answer.asks)
        for answer in partner.answers
    }
    commands.answer_input(PUBLIC, commands.token_from(asked.nonce), kind=partner.kind, parts=parts, seen=asked.version)
