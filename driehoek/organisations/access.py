"""Who may open a page at all. What a page shows is decided by `visible_to`, what it does by the rights in commands."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from driehoek.common.errors import NotAllowed
from driehoek.ui.shortcuts import redirect

type View = Callable[..., HttpResponse]


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    """To the login and back again; what was posted is not kept, so that is refused."""
    if request.method not in ("GET", "HEAD"):
        raise NotAllowed(_("Log eerst in."))
    return redirect(request, redirect_to_login(request.get_full_path())["Location"])


def signed_in(view: View) -> View:
    """Only for who is signed in; others are asked to (`middleware.sign_in_first`)."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.viewer.is_public:  # type: ignore[attr-defined]
            return _sign_in_first(request)
        return view(request, *args, **kwargs)

    return checked


def with_right(*names: str) -> Callable[[View], View]:
    """Only for who has at least one of these rights somewhere: for pages that are about nothing in particular."""

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.viewer.is_public:  # type: ignore[attr-defined]
                return _sign_in_first(request)
            if not any(request.viewer.areas_with(name) for name in names):  # type: ignore[attr-defined]
                raise NotAllowed(_("Deze pagina is voor wie hier een rol in heeft. Vraag het uw functioneel beheerder."))
            return view(request, *args, **kwargs)

        return checked

    return decorate
