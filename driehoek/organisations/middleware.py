"""Puts the viewer on the request: read once, lazily, so that pages for everyone cost nothing."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from driehoek.common import clock
from driehoek.organisations.viewer import PUBLIC, Viewer, viewer_of


def viewer(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        request.viewer = SimpleLazyObject(lambda: _read(request))  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


def _read(request: HttpRequest) -> Viewer:
    if not request.user.is_authenticated:
        return PUBLIC
    return viewer_of(request.user, clock.today())
