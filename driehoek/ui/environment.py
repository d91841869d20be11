"""The Jinja environment of all pages: strict about names, translated, with the components at hand as `ui`."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext, ngettext, npgettext, pgettext
from jinja2 import Environment, StrictUndefined

from driehoek.ui import filters

PARTS = tuple(f"ui/parts/{subject}.html" for subject in ("basic", "states", "forms", "data", "shell"))

# Parts that follow from their arguments alone (no word of their own, so no language) and stand in each row of a list: each is
# made once, then known. They are filters as well, `{{ owner|person(role) }}`: in long lists a third of the time of a call.
REMEMBERED = frozenset({"avatar", "date", "day", "icon", "mark", "number", "person", "status"})


class Parts:
    """The macros of `ui/parts/*.html`, each found when first used. A global: a block rendered alone sees no import."""

    def __init__(self, env: Environment) -> None:
        self._env = env
        self.changes = env.auto_reload  # a template that is being written is read again each time

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        for path in PARTS:
            macro = getattr(self._env.get_template(path).module, name, None)
            if macro is not None:
                if self.changes:
                    return macro
                part = _remembering(macro) if name in REMEMBERED else macro
                setattr(self, name, part)  # next time found at once
                return part
        raise AttributeError(f"no part of the page is called {name}")


def _remembering(macro: Callable[..., Any]) -> Callable[..., Any]:
    """The macro, with a memory. `typed`, so that text which is safe and text which is not are never taken for each other."""

    made = lru_cache(maxsize=4096, typed=True)(macro)

    def part(*args: Any, **kwargs: Any) -> Any:
        try:
            return made(*args, **kwargs)
        except TypeError:  # an argument that cannot be a key
            return macro(*args, **kwargs)

    return part


def environment(**options: Any) -> Environment:
    options["undefined"] = StrictUndefined
    env = Environment(**options, extensions=["jinja2.ext.i18n", "jinja2.ext.do"], trim_blocks=True, lstrip_blocks=True)  # noqa: S701 autoescape is on: Django's backend passes it
    env.policies["ext.i18n.trimmed"] = True
    env.install_gettext_callables(gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext)  # type: ignore[attr-defined]
    parts = Parts(env)
    env.globals.update(ui=parts, url=_url, static=_static, _=env.globals["gettext"])  # Jinja's own `_` looks it up each time
    env.filters.update({name: _as_filter(parts, name) for name in REMEMBERED})
    env.filters.update(filters.ALL)
    return env


def _as_filter(parts: Parts, name: str) -> Callable[..., Any]:
    """The part of that name, looked up when it is first used."""
    if parts.changes:
        return lambda *args, **kwargs: getattr(parts, name)(*args, **kwargs)
    return _remembering(lambda *args, **kwargs: getattr(parts, name)(*args, **kwargs))


def _url(name: str, *args: Any, **kwargs: Any) -> str:
    return reverse(name, args=args, kwargs=kwargs)


@lru_cache(maxsize=512)
def _static(path: str) -> str:
    """The address of a built file: the same as long as this process lives."""
    return static(path)
