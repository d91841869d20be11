"""The place and period that the head of each page shows. A room says how to find them; without that there is none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest


@dataclass(frozen=True)
class Place:
    """Where the viewer is at work.

    name     team or municipality, as people say it
    period   the years of the plan in force, or nothing
    choices  (label, address, current) per place that this viewer can go to
    """

    name: str
    period: str = ""
    choices: tuple[tuple[str, str, bool], ...] = ()


Finder = Callable[[HttpRequest], Place | None]
_finders: list[Finder] = []


def found_by(finder: Finder) -> None:
    """Called once, from a room's `apps.py`: how to find the place of a request. The last one given is asked first."""
    _finders.insert(0, finder)


def place_of(request: HttpRequest) -> Place | None:
    for finder in _finders:
        place = finder(request)
        if place:
            return place
    return None
