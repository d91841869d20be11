"""What htmx would do wrong by itself: error pages and redirects are for the whole page, also when a part was asked for."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

FORM_REFUSED = 422  # goes where the form was, with the message beside the field


def htmx_errors(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not request.htmx:  # type: ignore[attr-defined]
            return response
        if response.status_code in (301, 302, 303) and "Location" in response:
            # Its fetch would follow, and put the page (often: the login page) inside the part.
            answer = HttpResponse(status=204, headers={"HX-Redirect": response["Location"]})
            answer.cookies = response.cookies
            return answer
        if response.status_code >= 400 and response.status_code != FORM_REFUSED:
            response["HX-Retarget"] = "body"
            response["HX-Reswap"] = "innerHTML"
        return response

    return middleware
