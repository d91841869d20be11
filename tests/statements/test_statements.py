"""No page asks the database more when there is more to show: 10 rows against 1,000, every address that there is."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from driehoek.common import clock
from driehoek.common.models import Event
from driehoek.common.planner import count_rows
from driehoek.figures.models import Upload
from driehoek.organisations.models import Role, User
from driehoek.organisations.people.rules import LEVELS_OF_ROLE
from tests.factories import World, find_factories, give_role, make_person
from tests.rights.routes import Route, find_routes
from tests.statements.growing import Grower, TiedError, growing_rows
from tests.statements.rows import SPECIAL

FEW, MANY, MOST = 10, 1000, 30
_NO_READING = re.compile(r'^(SAVEPOINT|RELEASE|ROLLBACK|BEGIN|COMMIT|SET |UPDATE "django_session")', re.IGNORECASE)
_AREAS = {"municipality": "GM0225", "base_team": "BT-tweestromenland", "district": "PD-gelderland-zuid"}

# Pages that show the first so many of all kinds ask something per kind: with more rows of one kind, others are not among them.
FEWER = {
    "timeline": "the newest events",
    "admin": "the newest events",
    "start": "the newest events",
    "search": "the first of each kind: an adopted text or a working one asks other things for its name",
}
# Not reading: transactions, and the session, in which the library that people sign in with keeps its messages.

type Measured = dict[Visit, list[str]]  # the statements of an answer


@dataclass(frozen=True)
class Visit:
    who: str
    address: str
    route: str

    def __str__(self) -> str:
        return f"{self.address} ({self.who})"


pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """That the public may not see a page is no news here."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def test_a_page_asks_as_much_of_the_database_for_a_thousand_rows_as_for_ten(db: None):
    world = World()
    world.make_everything()
    everyone = everything_at_once()
    Upload.objects.update(by=str(everyone.code))  # a file that waits is seen by who brought it
    asked = list(addresses(world))  # before it grows: some find the one row of their object
    growth = Growth(world)
    growth.up_to(FEW)
    few, unanswered = statements_of_all(asked, everyone, visits=2)
    crowded = too_many(world, few)
    growth.up_to(MANY)
    many, _ = statements_of_all(asked, everyone, visits=1)
    assert not unanswered, "nobody gets an answer here, so nothing was measured:\n" + "\n".join(unanswered)
    assert not (wrong := [*more_with_more(few, many), *crowded]), "\n".join(wrong)


def everything_at_once() -> User:
    """Someone with every role, at every level: whoever may see most."""
    person = make_person("", "", name="Alle Rollen")
    for role, area in single_roles():
        give_role(person, role, area)
    return person


def single_roles() -> list[tuple[str, str]]:
    return [(role, _AREAS[level]) for role in Role.values for level in LEVELS_OF_ROLE[role] if level in _AREAS]


class Growth:
    """All that can grow, from the objects of one's own."""

    def __init__(self, world: World) -> None:
        own = {kind: world.get(kind, "own") for kind in find_factories()}
        self.special = [(own[kind], most, how) for kind, (most, how) in SPECIAL.items()]
        self.growers = [Grower(row) for row in growing_rows(one for kind, one in own.items() if kind not in SPECIAL)]
        self.now = 1

    def up_to(self, rows: int) -> None:
        for subject, most, how in self.special:
            how(subject, min(self.now, most) + 1, min(rows, most))
        for grower in list(self.growers):
            try:
                with transaction.atomic():
                    grower.grow(rows - self.now)
            except TiedError:
                self.growers.remove(grower)
        self.now = rows
        count_rows()


def statements_of_all(asked: list[tuple[Route, str]], person: User, *, visits: int) -> tuple[Measured, list[str]]:
    """The statements of every page, for this person and for the public; and the addresses that answered neither."""
    measured: Measured = {}
    unanswered = []
    for who in ("signed in", "public"):
        client = Client(raise_request_exception=False)
        if who == "signed in":
            client.force_login(person)
        for route, address in asked:
            status, statements = statements_of(client, address, visits)
            measured[Visit(who, address, route.name)] = statements
            expected = who == "public" or route.library or route.sight is not None or status in route.status
            if status >= 500 or not expected:
                unanswered.append(f"{address}: {status}")
    return measured, unanswered


def addresses(world: World) -> Iterator[tuple[Route, str]]:
    """Every address that is asked with GET, about the objects of one's own."""
    for rows in find_routes().values():
        for route in rows:
            if "GET" in route.methods.split():
                subject: Any = world.get(route.about, "own") if route.about else None
                address = route.address or reverse(route.name, kwargs=route.params(subject))
                yield route, f"{address}?{route.query}" if route.query else address


def statements_of(client: Client, address: str, visits: int = 2) -> tuple[int, list[str]]:
    """The status, and the statements of the last visit: what a process learns once is no part of a page."""
    for _earlier in range(visits - 1):
        client.get(address)
    something_happens()
    with transaction.atomic(), CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
        if answer.streaming:
            b"".join(answer.streaming_content)
        transaction.set_rollback(True)
    return answer.status_code, [one["sql"] for one in captured.captured_queries if not _NO_READING.match(one["sql"])]


def something_happens() -> None:
    """A new event, of nothing that anyone sees: a public page that is kept until something changes is made anew."""
    Event.objects.create(at=clock.now(), actor="", actor_name="", verb="tests.nothing", kind="tests.nothing", object_id="")


def more_with_more(few: Measured, many: Measured) -> list[str]:
    """More rows, other statements."""
    return [
        f"{visit}: {len(before)} statements with {FEW} rows, {len(after)} with {MANY}.{_what_came(before, after)}"
        for visit, before in few.items()
        if len(after := many[visit]) > len(before) or (len(after) < len(before) and visit.route not in FEWER)
    ]


def too_many(world: World, measured: Measured) -> list[str]:
    """Pages that ask more than MOST. Nobody has all roles at once: where that asks more, each role is asked by itself."""
    crowded = []
    for visit, statements in measured.items():
        if len(statements) > MOST:
            worst = statements if visit.who == "public" else max((_as(world, visit, *one) for one in single_roles()), key=len)
            if len(worst) > MOST:
                crowded.append(f"{visit}: {len(worst)} statements, at most {MOST}.{_what_came([], worst)}")
    return crowded


def _as(world: World, visit: Visit, role: str, area: str) -> list[str]:
    client = Client(raise_request_exception=False)
    client.force_login(world.person(role, area))
    return statements_of(client, visit.address)[1]


def _what_came(before: list[str], after: list[str]) -> str:
    """The shapes of the statements that came (or went), most often first."""
    change = Counter(map(_shape, after))
    change.subtract(Counter(map(_shape, before)))
    told = sorted(((count, shape) for shape, count in change.items() if count), key=lambda one: -abs(one[0]))
    return "".join(f"\n    {count:+} × {shape}" for count, shape in told[:6])


def _shape(sql: str) -> str:
    """A statement without its values and its columns."""
    short = re.sub(r"^SELECT .*? FROM ", "SELECT … FROM ", sql, flags=re.DOTALL)
    return re.sub(r"'[^']*'|\b\d+\b", "…", re.sub(r"\((?:[^()]*, )+[^()]*\)", "(…)", short))[:220]
