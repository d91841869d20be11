"""What day it is. The demo and the tests live on a fixed day, so that dates never rot; all code asks here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


_moved: ContextVar[date | None] = ContextVar("moved", default=None)
_asked: ContextVar[list[date] | None] = ContextVar("asked", default=None)  # a list: the day, once it was asked


@contextmanager
def moved_to(day: date) -> Iterator[None]:
    """Let all code in this block live on another day: to build up a history (the demo), and to walk through time in tests."""
    before = _moved.set(day)
    try:
        yield
    finally:
        _moved.reset(before)


@contextmanager
def asking_once() -> Iterator[None]:
    """Within this block (a request) the fixed day is read from the database at most once, and only when it is asked."""
    before = _asked.set([])
    try:
        yield
    finally:
        _asked.reset(before)


def today() -> date:
    """Today in the Netherlands, or the fixed day of this installation."""
    moved = _moved.get()
    if moved:
        return moved
    if settings.TODAY:
        return _fixed_day()
    return timezone.now().astimezone(AMSTERDAM).date()


def now() -> datetime:
    """This moment; on a fixed day: the real time of day on that day."""
    moment = timezone.now().astimezone(AMSTERDAM)
    if settings.TODAY or _moved.get():
        day = today()
        moment = moment.replace(year=day.year, month=day.month, day=day.day)
    return moment


def _fixed_day() -> date:
    """The day a visitor of the demo chose in the banner, which holds for the whole demo; else the day of the settings."""
    from driehoek.common.models import Setting

    known = _asked.get()
    if known:
        return known[0]
    day = Setting.demo_day() or date.fromisoformat(settings.TODAY)
    if known is not None:
        known.append(day)
    return day
