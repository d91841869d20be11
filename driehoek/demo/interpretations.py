"""What people in the demo say about figures."""

from __future__ import annotations

from driehoek.common import clock
from driehoek.demo.content import Content
from driehoek.demo.people import Cast
from driehoek.figures.commands import add_interpretation


def add_interpretations(content: Content, cast: Cast) -> None:
    """Each on the day it was written, by who held the role then."""
    for said in content.interpretations:
        with clock.moved_to(said.written_on):
            by = cast.acting(said.role, said.area)
            add_interpretation(by, said.phenomenon, said.area, period=str(said.period), kind=said.kind, text=said.text)
