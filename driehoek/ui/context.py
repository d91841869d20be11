"""What every page knows without its view saying so."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from driehoek.common import clock
from driehoek.ui.logins import demo_logins
from driehoek.ui.place import place_of


def page(request: HttpRequest) -> dict[str, Any]:
    return {
        "viewer": request.viewer,  # type: ignore[attr-defined]
        "language": get_language() or "nl",
        "demo_day": clock.today() if settings.DEMO else None,
        "demo_logins": SimpleLazyObject(demo_logins),
        "place": SimpleLazyObject(lambda: place_of(request)),
    }
