"""Answering a request: a whole page or a part of it, a redirect that htmx understands, a message with an undo."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import resolve_url
from django.template import engines
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from driehoek.common.models import Event


def render(
    request: HttpRequest,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    block: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; or only `block` of it, when htmx asks for a part. `HX-Request-Type: full` (a redirect) wants the page."""
    page: Any = engines["jinja2"].get_template(template)
    if block and request.htmx and request.headers.get("HX-Request-Type") == "partial":  # type: ignore[attr-defined]
        inner = page.template
        values = _backend_context(request, page, context or {})
        return HttpResponse("".join(inner.blocks[block](inner.new_context(values))), status=status)
    return HttpResponse(page.render(context or {}, request), status=status)


def _backend_context(request: HttpRequest, page: Any, context: dict[str, Any]) -> dict[str, Any]:
    """What Django's Jinja backend adds to a whole page, for a block."""
    token = get_token(request)
    values = {
        **context,
        "request": request,
        "csrf_token": token,
        "csrf_input": format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', token),
    }
    for processor in page.backend.template_context_processors:
        values |= processor(request)
    return values


def redirect(request: HttpRequest, to: str | Model, *args: Any, **kwargs: Any) -> HttpResponse:
    """Go there. htmx gets a header, since its fetch would follow a 302 and put the page inside the form."""
    target = resolve_url(to, *args, **kwargs)
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponse(status=204, headers={"HX-Redirect": target})
    return HttpResponse(status=302, headers={"Location": target})


def done(request: HttpRequest, text: str, event: Event | None = None) -> None:
    """Tell that it is done, with an undo when the event can be undone."""
    tags = f"undo:{reverse('undo', args=[event.pk])}" if event else ""
    messages.success(request, text or _("Opgeslagen."), extra_tags=tags)


def back(request: HttpRequest, default: str = "/") -> str:
    """The page that the form named in `back`, when it is one of ours."""
    target = request.POST.get("back", "")
    return target if url_has_allowed_host_and_scheme(target, {request.get_host()}) else default
