"""Walks every address as everyone, and looks at what comes back. What is to be walked stands in `tests/*/routes.py`."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse

from driehoek.organisations.models import Role
from driehoek.organisations.people.rules import LEVELS_OF_ROLE
from driehoek.ui import place
from tests.factories import RELATIONS, World, find_factories
from tests.rights.routes import Route, all_patterns, find_routes

_WRITES = re.compile(r'^\s*(INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)
# Signing in, and the language or a message in the session, are no change of the records.
_NO_RECORDS = {"django_session", "usersessions_usersession", "common_setting_views"}
_AREA_OF_LEVEL = {"municipality": "GM0225", "base_team": "BT-tweestromenland", "district": "PD-gelderland-zuid"}

_IN_THE_FAST_RUN = {"", "safety_adviser", "council_member"}  # all others walk in `make test`, they are many


def _everyone() -> Iterator[Any]:
    yield pytest.param("", "", id="public")
    for role in Role.values:
        for level in LEVELS_OF_ROLE[role]:
            if area := _AREA_OF_LEVEL.get(level):
                marks = () if role in _IN_THE_FAST_RUN else pytest.mark.slow
                yield pytest.param(role, area, id=f"{role}@{area}", marks=marks)


@pytest.fixture
def world(db: None) -> World:
    made = World()
    made.make_everything()
    return made


def test_every_route_is_declared():
    declared = find_routes()
    missing = sorted({f"{name}   ({route})" for name, route in all_patterns() if name not in declared})
    assert not missing, "add a row to tests/<room>/routes.py for:\n" + "\n".join(missing)


def test_no_row_is_about_a_route_that_is_gone():
    known = {name for name, _route in all_patterns()}
    assert set(find_routes()) <= known


def test_every_kind_is_walked():
    walked = {route.about for rows in find_routes().values() for route in rows}
    unwalked = sorted(set(find_factories()) - walked)
    assert not unwalked, f"no route is about {unwalked}"


@pytest.mark.parametrize(("role", "area"), list(_everyone()))
def test_nobody_gets_what_is_not_theirs(world: World, role: str, area: str, monkeypatch: pytest.MonkeyPatch):
    # The head of every page says where this person works: the same each time, so it is looked up once per walk.
    known: dict[Any, Any] = {}
    monkeypatch.setattr(place, "_finders", [once(find, known) for find in place._finders])
    walk = Walk(world, role, area)
    for rows in find_routes().values():
        for route in rows:
            walk.along(route)
    assert not walk.wrong, f"{walk.who}:\n" + "\n".join(walk.wrong)


def once(find: Any, known: dict[Any, Any]) -> Any:
    def found(request: Any) -> Any:
        if find not in known:
            known[find] = find(request)
        return known[find]

    return found


class Walk:
    """One person who tries everything."""

    def __init__(self, world: World, role: str, area: str) -> None:
        self.world, self.who = world, world.who(role, area)
        self.client = Client(raise_request_exception=False)
        if self.who.user:
            self.client.force_login(self.who.user)
        self.wrong: list[str] = []

    def along(self, route: Route) -> None:
        for relation in RELATIONS if route.about else ("own",):
            subject = self.world.get(route.about, relation) if route.about else None
            try:
                address = route.address or reverse(route.name, kwargs=route.params(subject))
            except NoReverseMatch:
                self.wrong.append(f"{route.name}: the parameters do not fit the address")
                continue
            for method in self._methods(route):
                self._try(route, method, address, relation, subject)

    def _methods(self, route: Route) -> tuple[str, ...]:
        """What a view does not accept is refused before it knows who asks, so two people try that, not thirty."""
        tries_all = str(self.who) in ("the public", "functional_admin of GM0225")
        return ("GET", "POST") if tries_all else tuple(route.methods.split())

    def _try(self, route: Route, method: str, address: str, relation: str, subject: Any) -> None:
        where = f"{method} {address} ({relation})"
        cookies = self.client.cookies.copy()
        with transaction.atomic(), written() as tables:
            if method == "GET":
                answer = self.client.get(f"{address}?{route.query}" if route.query else address)
            else:
                answer = self.client.post(address, route.data(subject))
            body = text_of(answer)
            transaction.set_rollback(True)  # each step of the walk finds the same world
        self.client.cookies = cookies  # also after signing out
        allowed = self._expected(route, method, relation)
        own = f"{route.about} ({relation})" if route.sight and allowed == "answer" else ""  # the route itself says who sees it
        if leaked := [leak for leak in self.world.leaks(self.who, body) if leak != own]:
            self.wrong.append(f"{where}: shows {', '.join(leaked)}")
        if answer.status_code >= 500:
            self.wrong.append(f"{where}: crashed: {answer.status_code} {getattr(answer, 'exc_info', None)}")
        if route.library:
            return
        if not self._fits(route, method, answer, allowed):
            self.wrong.append(f"{where}: {answer.status_code} {answer.get('Location', '')}, expected {allowed}")
        if tables and (method == "GET" or allowed != "answer"):
            self.wrong.append(f"{where}: wrote to {', '.join(sorted(tables))}")
        showing = allowed == "answer" and method == "GET" and answer.status_code == 200 and route.about and route.shows
        if showing and not self.world.shows(body, route.about, relation):
            self.wrong.append(f"{where}: does not show its own object, so this shows nothing about leaks")

    def _expected(self, route: Route, method: str, relation: str) -> str:
        place = self.world.places[relation]
        sight = route.sight or (find_factories()[route.about].sees if route.about else None)
        if sight is not None and not sight(self.who, place):
            return "not found"
        if method not in route.methods.split():
            return "no such method"
        needed = route.right_for(method)
        if needed is not None and not needed(self.who, place):
            return "forbidden"
        return "answer"

    def _fits(self, route: Route, method: str, answer: Any, expected: str) -> bool:
        status, to_login = answer.status_code, "/account/login/" in answer.get("Location", "")
        refused = status in (403, 404, 405) or (to_login and not self.who.signed_in)
        match expected:
            case "answer":
                return status in route.status and not to_login
            case "not found":
                # The public is asked to sign in where one must sign in; a method that does not exist may be told to anyone.
                return status == 404 or (refused and (not self.who.signed_in or method not in route.methods.split()))
            case "forbidden":
                return status == 403 or (refused and not self.who.signed_in)
            case _:
                return refused


@contextmanager
def written() -> Iterator[set[str]]:
    """The tables of records that were written to."""
    tables: set[str] = set()

    def wrapper(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if (found := _WRITES.match(sql)) and found[2] not in _NO_RECORDS:
            tables.add(found[2])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(wrapper):
        yield tables


def text_of(answer: Any) -> str:
    """The words of an answer: of a page, of the files in a DOCX or XLSX, of a PDF; and of its headers."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    headers = " ".join(str(value) for value in answer.headers.values())
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return headers + " ".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    if content[:4] == b"%PDF":
        return headers + _words_of_pdf(content)
    return headers + content.decode("utf-8", "replace")


def _words_of_pdf(content: bytes) -> str:
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    try:
        return " ".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()
