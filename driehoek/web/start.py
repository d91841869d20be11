"""The start page: for each role the answer to its own question."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from driehoek.ui.shortcuts import render


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    return render(request, "web/start.html", {})
