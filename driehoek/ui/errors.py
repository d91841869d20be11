"""A page of its own for each thing that goes wrong: what happened, and what to do."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import engines


def _bare(template: str, status: int) -> HttpResponse:
    """Without request, user, session or messages: this page must stand when those are what broke."""
    page: Any = engines["jinja2"].get_template(template)
    return HttpResponse(page.template.render(), status=status)


def _page(request: HttpRequest, template: str, status: int) -> HttpResponse:
    page: Any = engines["jinja2"].get_template(template)
    return HttpResponse(page.render({}, request), status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _bare("ui/errors/400.html", 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, "ui/errors/403.html", 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, "ui/errors/404.html", 404)


def crash(request: HttpRequest) -> HttpResponse:
    return _bare("ui/errors/500.html", 500)


def csrf_failure(request: HttpRequest, reason: str = "", **kwargs: Any) -> HttpResponse:
    """The form was open too long, or cookies are off."""
    return _page(request, "ui/errors/csrf.html", 403)
