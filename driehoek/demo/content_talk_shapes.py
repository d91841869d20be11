"""Talks with partners and requests for input, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Talk:
    """`phenomenon` is the code of a figure; without one there is a `theme`."""

    area: str
    organisation: str
    kind: str
    held_on: date
    written_on: date
    role: str
    phenomenon: str
    theme: str
    direction: str
    certainty: str
    quote: str
    asks: str


@dataclass(frozen=True)
class InputAnswer:
    about: str
    direction: str
    certainty: str
    quote: str
    asks: str


@dataclass(frozen=True)
class InputPartner:
    """Without a day it did not answer."""

    organisation: str
    email: str
    kind: str
    answered_on: date | None
    answers: tuple[InputAnswer, ...]


@dataclass(frozen=True)
class InputRequest:
    area: str
    question: str
    asked_on: date
    until: date
    role: str
    phenomena: tuple[str, ...]
    themes: tuple[str, ...]
    partners: tuple[InputPartner, ...]
