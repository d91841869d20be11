"""One day per request, and no question twice."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from driehoek.common import clock
from driehoek.common.once import reading

type Answer = Callable[[HttpRequest], HttpResponse]


def one_day(get_response: Answer) -> Answer:
    """A page asks what day it is for each row; the demo keeps its day in the database. One request, one day, one question."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with clock.asking_once():
            return get_response(request)

    return middleware


def ask_once(get_response: Answer) -> Answer:
    """A request that only reads asks the database nothing twice, where the rooms say so (`once`)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return get_response(request)
        with reading():
            return get_response(request)

    return middleware
