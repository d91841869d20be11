"""One day per request."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from driehoek.common import clock

type Answer = Callable[[HttpRequest], HttpResponse]


def one_day(get_response: Answer) -> Answer:
    """A page asks what day it is for each row; the demo keeps its day in the database. One request, one day, one question."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with clock.asking_once():
            return get_response(request)

    return middleware
