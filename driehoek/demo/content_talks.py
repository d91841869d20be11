"""Talks with partners and requests for input: how `talks.yaml` is read, and whether it fits."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from driehoek.demo import content_words as words
from driehoek.demo.content_readers import Areas
from driehoek.demo.content_rows import ContentError, Row
from driehoek.demo.content_shapes import Indicator
from driehoek.demo.content_talk_shapes import InputAnswer, InputPartner, InputRequest, Talk

FILE = "talks.yaml"
KINDS = ("housing", "neighbourhood", "youth", "business", "school", "care", "police", "residents", "other")
DIRECTIONS = ("more", "less", "same", "new")
CERTAINTIES = ("seen", "heard", "suspected")


@dataclass(frozen=True)
class TalksFile:
    talks: tuple[Talk, ...]
    requests: tuple[InputRequest, ...]


def read_talks(file: Row, areas: Areas) -> TalksFile:
    talks = tuple(_talk(row, areas) for row in file.rows("items"))
    requests = tuple(_request(row, areas) for row in file.rows("requests"))
    file.done()
    return TalksFile(talks, requests)


def _talk(row: Row, areas: Areas) -> Talk:
    talk = Talk(
        area=areas.code(row, row.text("area")),
        organisation=row.text("organisation"),
        kind=row.choice("kind", KINDS),
        held_on=row.day("held_on"),
        written_on=row.day("written_on"),
        role=row.choice("role", words.ROLES),
        phenomenon=row.text("phenomenon", ""),
        theme=row.text("theme", ""),
        direction=row.choice("direction", DIRECTIONS),
        certainty=row.choice("certainty", CERTAINTIES),
        quote=row.text("quote"),
        asks=row.text("asks", ""),
    )
    row.done()
    return talk


def _request(row: Row, areas: Areas) -> InputRequest:
    request = InputRequest(
        area=areas.code(row, row.text("area")),
        question=row.text("question"),
        asked_on=row.day("asked_on"),
        until=row.day("until"),
        role=row.choice("role", words.ROLES),
        phenomena=row.texts("phenomena"),
        themes=row.texts("themes"),
        partners=tuple(_partner(partner) for partner in row.rows("partners")),
    )
    row.done()
    return request


def _partner(row: Row) -> InputPartner:
    answers = []
    for answer in row.rows("answers", ()):
        answers.append(
            InputAnswer(
                about=answer.text("about"),
                direction=answer.choice("direction", DIRECTIONS),
                certainty=answer.choice("certainty", CERTAINTIES),
                quote=answer.text("quote"),
                asks=answer.text("asks", ""),
            )
        )
        answer.done()
    answered_on = row.day("answered_on", None)
    kind = row.choice("kind", KINDS) if answered_on else ""
    partner = InputPartner(row.text("organisation"), row.text("email"), kind, answered_on, tuple(answers))
    row.done()
    return partner


def check_talks(
    talks: Collection[Talk], requests: Collection[InputRequest], indicators: Mapping[str, Indicator], demo_day: date
) -> None:
    """Raises ContentError at the first thing that does not fit."""
    for talk in talks:
        key = f"{talk.organisation} {talk.held_on}"
        if bool(talk.phenomenon) == bool(talk.theme):
            raise ContentError(FILE, key, "it needs a phenomenon or a theme, not both")
        _known(key, talk.phenomenon, indicators)
        if not talk.held_on <= talk.written_on <= demo_day:
            raise ContentError(FILE, key, "written down before it was held, or after the demo day")
    for request in requests:
        key = f"{request.area} {request.asked_on}"
        for code in request.phenomena:
            _known(key, code, indicators)
        for partner in request.partners:
            if partner.answered_on is not None and not request.asked_on <= partner.answered_on <= min(request.until, demo_day):
                raise ContentError(FILE, f"{key} {partner.organisation}", "answered before it was asked, or too late")
            if (partner.answered_on is None) != (not partner.answers):
                raise ContentError(FILE, f"{key} {partner.organisation}", "answers need a day, and a day answers")
            if unknown := {answer.about for answer in partner.answers} - {*request.phenomena, *request.themes}:
                raise ContentError(FILE, f"{key} {partner.organisation}", f"nobody asked about {sorted(unknown)}")


def _known(key: str, code: str, indicators: Mapping[str, Indicator]) -> None:
    if code and (code not in indicators or not indicators[code].in_demo):
        raise ContentError(FILE, key, f"the demo has no figures of {code}")
