"""The table of routes: for every address what one needs to use it, and how its parameters are filled.

Each room has its rows in `tests/<room>/routes.py`, found by itself. One line per route:

    routes(
        Route("area", about="organisations.area", params=lambda area: {"code": area.pk}),
        Route("action-edit", about="programme.action", params=lambda a: {"action_id": a.pk},
              right="programme.change", methods="GET POST", data=lambda a: {"title": "x", "seen": a.version}),
        Route("search", query="q=zoekmij"),
        Route("timeline", about="plans.plan", params=lambda p: {"kind": "plans.plan", "object_id": p.pk}),
    )

name      of the URL pattern, with its namespace; for a pattern without a name its route, as the error message shows it
about     the kind of object (`tests/factories.py`) that the address is about, walked in all three relations. Who may not see
          that object gets 404.
sight     who may see the page; default: who sees the object, or everyone when it is about nothing
right     the right that is needed as well, in the municipality (`on="team"`: the team) of the object. Who lacks it: 403.
          A GET with a right needs it too, unless `get_right=""`. Also a function of (who, place), as in `factories.py`.
methods   what the view accepts. Any other method must be refused.
params    object → parameters of the address;  query: what stands behind `?`;  data: object → the fields of a POST
shows     False when the page need not show the canary of its object (a form that is empty, a redirect, a file of figures)
address   the address itself, for a pattern without a name
library   True for a page of a library: walked for leaks and crashes only
status    allowed answers for who may; default 200, 204, 302, 303 and 422

The walk (test_walk.py) does the rest: every role, GET and POST, every canary in every answer, no write by a GET or by a
refused POST. A route without a row fails the build.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from tests.factories import PUBLIC, SIGNED_IN, Sight, right

__all__ = ["PUBLIC", "SIGNED_IN", "Route", "all_patterns", "find_routes", "routes"]


@dataclass(frozen=True)
class Route:
    name: str
    about: str = ""
    sight: Sight | None = None
    right: str | Sight = ""
    on: str = "municipality"
    get_right: str | Sight | None = None
    methods: str = "GET"
    params: Callable[[Any], dict[str, Any]] = field(default=lambda _subject: {})
    query: str = ""
    data: Callable[[Any], dict[str, Any]] = field(default=lambda _subject: {})
    shows: bool = True
    address: str = ""
    library: bool = False
    status: tuple[int, ...] = (200, 204, 302, 303, 422)

    def right_for(self, method: str) -> Sight | None:
        needed = self.get_right if method == "GET" and self.get_right is not None else self.right
        return right(needed, self.on) if isinstance(needed, str) and needed else needed or None


_ROUTES: dict[str, list[Route]] = {}


def routes(*rows: Route) -> None:
    for row in rows:
        known = _ROUTES.setdefault(row.name, [])
        if row not in known:
            known.append(row)


def find_routes() -> dict[str, list[Route]]:
    for path in sorted(Path(__file__).parent.parent.glob("*/routes.py")):
        if path.parent.name != "rights":
            importlib.import_module(f"tests.{path.parent.name}.routes")
    return _ROUTES


def all_patterns(resolver: URLResolver | None = None, prefix: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    """(name with its namespace or, without one, the route; the route) of every address of the project."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from all_patterns(pattern, route, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        elif isinstance(pattern, URLPattern):
            yield (f"{space}{pattern.name}" if pattern.name else route), route
