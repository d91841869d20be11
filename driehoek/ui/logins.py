"""Who can sign in to a demo: named beside the form. The demo says so; elsewhere the list is empty."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.conf import settings

Login = tuple[str, str, str]
"""Role and place as people say it, e-mail address, published password."""

_sources: list[Callable[[], Iterable[Login]]] = []


def told_by(source: Callable[[], Iterable[Login]]) -> None:
    """Called once, by the demo."""
    _sources[:] = [source]


def demo_logins() -> list[Login]:
    if not settings.DEMO:
        return []
    return [login for source in _sources for login in source()]
