"""Whether this Driehoek has begun, and what a founder can choose."""

from __future__ import annotations

from datetime import date

from driehoek.common.models import Setting
from driehoek.organisations import first_run
from driehoek.organisations.areas import open_data
from driehoek.organisations.models import Installation

DONE = "first_run"  # the setting that remembers which hooks are done

_begun = False  # true for good once it is true: then no request asks the database


def has_begun() -> bool:
    """Whether there is an installation; a fact that never changes back, so this process remembers it."""
    global _begun
    if not _begun:
        _begun = Installation.objects.exists()
    return _begun


def remember(begun: bool) -> None:
    """For tests, which do change it back."""
    global _begun
    _begun = begun


def waiting_hooks() -> list[str]:
    """What a first run still has to do."""
    setting = Setting.objects.filter(pk=DONE).first()
    return [name for name in first_run.hooks() if name not in (setting.value if setting else [])]


def choices(day: date) -> list[tuple[str, str]]:
    """(code, name) of what a founder can choose: the municipalities and the known teams of that day, by name."""
    rows = [row for row in open_data.areas() if row.level in ("municipality", "base_team") and row.exists_on(day)]
    named = [(row.code, row.name if row.level == "municipality" else f"Basisteam {row.name}") for row in rows]
    return sorted(named, key=lambda pair: pair[1].casefold())
