"""What rooms want done when an installation has just begun, such as loading the open figures of its area.

A room calls `first_run.after(load)` at start (in its `commands.py`); `load(by, area_code)` must be safe to run twice.
"""

from __future__ import annotations

from collections.abc import Callable

from driehoek.organisations.viewer import Viewer

type Hook = Callable[[Viewer, str], None]

_HOOKS: dict[str, Hook] = {}


def after(hook: Hook) -> Hook:
    """Have `hook(by, area_code)` called once after the founding; by its name, so that a restart knows what was done."""
    _HOOKS[f"{hook.__module__}.{hook.__qualname__}"] = hook
    return hook


def hooks() -> dict[str, Hook]:
    return dict(_HOOKS)
