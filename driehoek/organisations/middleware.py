"""Puts the viewer on the request, leads to the first run while nobody has begun, and asks strangers to sign in."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from driehoek.common import clock
from driehoek.organisations.founding.queries import has_begun
from driehoek.organisations.viewer import PUBLIC, Viewer, viewer_of
from driehoek.ui.shortcuts import redirect

type Answer = Callable[[HttpRequest], HttpResponse]

_BEFORE_THE_START = ("/beginnen/", "/gezondheid", "/taal/", settings.STATIC_URL)


def viewer(get_response: Answer) -> Answer:
    """`request.viewer`: read once, lazily, so that pages for everyone cost nothing."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.viewer = SimpleLazyObject(lambda: _read(request))  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


def _read(request: HttpRequest) -> Viewer:
    if not request.user.is_authenticated:
        return PUBLIC
    return viewer_of(request.user, clock.today())


def first_run(get_response: Answer) -> Answer:
    """While there is no installation, every page leads to the three questions of the first user."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not has_begun() and not request.path.startswith(_BEFORE_THE_START):
            return redirect(request, "/beginnen/")
        return get_response(request)

    return middleware


def sign_in_first(get_response: Answer) -> Answer:
    """A page that someone without an account may not see asks to sign in, and comes back to it afterwards."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code == 403 and request.method == "GET" and not request.user.is_authenticated:
            if request.htmx:  # type: ignore[attr-defined]
                return HttpResponse(status=204, headers={"HX-Redirect": redirect_to_login(request.path)["Location"]})
            return redirect_to_login(request.get_full_path())
        return response

    return middleware
