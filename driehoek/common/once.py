"""What a page asks several times and the database answers once: areas, deliveries, the rows that two rules look at.

Only within a request that reads (the middleware says which): in a command, what was written is seen at once. Elsewhere, in a
task or a test, a function that is read `once` is a function like any other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any

_known: ContextVar[dict[Any, Any] | None] = ContextVar("known", default=None)


@contextmanager
def reading() -> Iterator[None]:
    """In this block nothing is written, so the same question has the same answer."""
    before = _known.set({})
    try:
        yield
    finally:
        _known.reset(before)


def once[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """Remember the answer per arguments while reading. These must be hashable, and nobody may change what comes back."""

    @wraps(function)
    def asked(*args: P.args, **kwargs: P.kwargs) -> R:
        known = _known.get()
        if known is None:
            return function(*args, **kwargs)
        key = (function, args, tuple(sorted(kwargs.items())))
        if key not in known:
            known[key] = function(*args, **kwargs)
        answer: R = known[key]
        return answer

    return asked
