"""The Jinja environment of all pages: strict about names, translated, with the components at hand as `ui`."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext, ngettext, npgettext, pgettext
from jinja2 import Environment, StrictUndefined

from driehoek.ui import filters

PARTS = tuple(f"ui/parts/{subject}.html" for subject in ("basic", "states", "forms", "data", "shell"))


class Parts:
    """The macros of `ui/parts/*.html`, each found when first used. A global: a block rendered alone sees no import."""

    def __init__(self, env: Environment) -> None:
        self._env = env

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        for path in PARTS:
            macro = getattr(self._env.get_template(path).module, name, None)
            if macro is not None:
                if not self._env.auto_reload:
                    setattr(self, name, macro)  # next time found at once
                return macro
        raise AttributeError(f"no part of the page is called {name}")


def environment(**options: Any) -> Environment:
    options["undefined"] = StrictUndefined
    env = Environment(**options, extensions=["jinja2.ext.i18n", "jinja2.ext.do"], trim_blocks=True, lstrip_blocks=True)  # noqa: S701 autoescape is on: Django's backend passes it
    env.policies["ext.i18n.trimmed"] = True
    env.install_gettext_callables(gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext)  # type: ignore[attr-defined]
    env.globals.update(ui=Parts(env), url=_url, static=static)
    env.filters.update(filters.ALL)
    return env


def _url(name: str, *args: Any, **kwargs: Any) -> str:
    return reverse(name, args=args, kwargs=kwargs)
