"""The pages about the product itself: its parts, its licence, its accessibility; and the choice of language."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language

from driehoek.ui import showcase
from driehoek.ui.shortcuts import render


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/componenten/index.html", showcase.context())


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/accessibility.html")


@require_safe
def licence(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/licence.html")


@csrf_exempt  # sets one cookie with a language: nothing to forge, and public pages stay without a token
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    return set_language(request)
