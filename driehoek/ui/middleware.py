"""An error page must replace the page, also when htmx asked for a part of it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

FORM_REFUSED = 422  # goes where the form was, with the message beside the field


def htmx_errors(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.htmx and response.status_code >= 400 and response.status_code != FORM_REFUSED:  # type: ignore[attr-defined]
            response["HX-Retarget"] = "body"
            response["HX-Reswap"] = "innerHTML"
        return response

    return middleware
