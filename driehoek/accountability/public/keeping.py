"""Public pages are composed once and kept until something changes: an unchanged page costs one small query.

What a page is kept under says everything that it depends on: its address, the language, the day, and the newest events of the
installation. Every change is an event written in the transaction of the change, so a page is never older than what is true;
a change elsewhere makes it anew, and when that gives the same bytes it keeps its ETag and its date.
"""

from __future__ import annotations

import copy
import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.template import engines
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import get_language

from driehoek.common import clock
from driehoek.organisations.viewer import PUBLIC

HOUR = 3600
_SETTLED = 2  # seconds: an HTTP date is in whole seconds, so a page that is younger than this has none
_MOST = 64  # pages kept in this process


@dataclass(frozen=True)
class Kept:
    body: bytes
    etag: str
    changed: float  # seconds since 1970, when these bytes first came out
    content_type: str


class _Memory:
    """The pages that this process served last, so that the cache of the machine need not be read each time."""

    def __init__(self) -> None:
        self._pages: OrderedDict[str, Kept] = OrderedDict()
        self._lock = Lock()

    def get(self, key: str) -> Kept | None:
        return self._pages.get(key)

    def set(self, key: str, page: Kept) -> None:
        with self._lock:
            self._pages[key] = page
            while len(self._pages) > _MOST:
                self._pages.popitem(last=False)

    def forget(self) -> None:
        with self._lock:
            self._pages.clear()


memory = _Memory()


# The newest hundred: an event that commits late still changes their sum, though it is not the newest.
_AFFAIRS = "SELECT SUM(id), MAX(id), MAX(at) FROM (SELECT id, at FROM common_event ORDER BY id DESC LIMIT 100) newest"


def state_of_affairs() -> str:
    """Changes whenever anything does. One query over the primary key; as SQL, since composing it would cost more than asking."""
    with connection.cursor() as cursor:
        cursor.execute(_AFFAIRS)
        ids, last, at = cursor.fetchone()
    return f"{last}.{ids}.{at}"


def kept(request: HttpRequest, address: str, make: Callable[[], tuple[bytes, str]]) -> HttpResponse:
    """Answer from what was kept, else with what `make` gives: (body, content type). 304 for who has these bytes already."""
    said = f"{address}|{get_language()}|{clock.today()}|{state_of_affairs()}"
    page = memory.get(said)
    if page is None:
        key = "public:" + hashlib.sha256(said.encode()).hexdigest()  # the cache of the machine names files by it
        page = cache.get(key)
        if page is None:
            page = _made(address, *make())
            cache.set(key, page, HOUR * 24)
        memory.set(said, page)
    return _answer(request, page)


def _made(address: str, body: bytes, content_type: str) -> Kept:
    """Bytes that were sent before keep the date on which they first came out."""
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    first = f"public-bytes:{hashlib.sha256(f'{address}|{etag}'.encode()).hexdigest()}"
    changed = cache.get(first)
    if changed is None:
        changed = time.time()
        cache.set(first, changed, HOUR * 24 * 30)
    return Kept(body, etag, changed, content_type)


def _answer(request: HttpRequest, page: Kept) -> HttpResponse:
    if request.headers.get("If-None-Match") == page.etag:
        return _with_headers(HttpResponseNotModified(), page)  # what a browser sends; other ways to ask are for Django
    settled = time.time() - page.changed > _SETTLED
    response = _with_headers(HttpResponse(page.body, content_type=page.content_type), page)
    if settled:
        response.headers["Last-Modified"] = http_date(int(page.changed))
    found: HttpResponse | None = get_conditional_response(
        request, etag=page.etag, last_modified=int(page.changed) if settled else None, response=response
    )
    return found or response


def _with_headers(response: HttpResponse, page: Kept) -> HttpResponse:
    response.headers["ETag"] = page.etag
    response.headers["Cache-Control"] = "public, no-cache"  # keep it, and ask each time whether it still holds
    response.headers["Vary"] = "Accept-Language, Cookie"  # the cookie of the language
    return response


def anyone(request: HttpRequest) -> HttpRequest:
    """The same request as from somebody unknown: whoever is signed in, the page shows what is public, and keeps no query."""
    plain = copy.copy(request)
    plain.META = {**request.META, "QUERY_STRING": ""}
    plain.user = AnonymousUser()
    plain.viewer = PUBLIC  # type: ignore[attr-defined]
    return plain


def rendered(request: HttpRequest, template: str, context: Mapping[str, Any]) -> tuple[bytes, str]:
    """A whole page as bytes, for everyone alike."""
    page: Any = engines["jinja2"].get_template(template)
    return page.render(dict(context), anyone(request)).encode(), "text/html; charset=utf-8"
