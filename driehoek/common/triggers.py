"""Triggers that keep frozen rows frozen and append-only tables append-only, on both engines.

A room declares its triggers in a list; each migration that touches such a table runs `install` again, since SQLite drops the
triggers of a table that it rebuilds, without a word. A refused statement is an IntegrityError that carries the trigger's name.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

from django.db.backends.base.base import BaseDatabaseWrapper

type Verb = Literal["UPDATE", "DELETE"]


@dataclass(frozen=True)
class Guard:
    """Refuse `verbs` on `table`; `name` is what the error says and what the sentence for the user is looked up by.

    unless  a condition in SQL over OLD and NEW under which the statement is fine after all
    """

    name: str
    table: str
    verbs: tuple[Verb, ...] = ("UPDATE", "DELETE")
    unless: str = ""


_GUARDS: dict[str, Guard] = {}


def declare(*guards: Guard) -> None:
    _GUARDS.update({guard.name: guard for guard in guards})


def declared() -> list[Guard]:
    return list(_GUARDS.values())


def install(connection: BaseDatabaseWrapper, guards: Iterator[Guard] | list[Guard] | tuple[Guard, ...]) -> None:
    """Make the triggers, whether or not they were there."""
    with connection.cursor() as cursor:
        for guard in guards:
            for statement in _sql(connection.vendor, guard):
                cursor.execute(statement)


def trigger_names(guard: Guard) -> list[str]:
    return [f"{guard.name}_{verb.lower()}" for verb in guard.verbs]


def _sql(vendor: str, guard: Guard) -> list[str]:
    make = _sqlite if vendor == "sqlite" else _postgresql
    return [statement for verb in guard.verbs for statement in make(guard, verb)]


def _sqlite(guard: Guard, verb: Verb) -> list[str]:
    name = f"{guard.name}_{verb.lower()}"
    when = f"WHEN NOT ({guard.unless}) " if guard.unless and verb == "UPDATE" else ""
    return [
        f"DROP TRIGGER IF EXISTS {name}",
        f"CREATE TRIGGER {name} BEFORE {verb} ON {guard.table} FOR EACH ROW {when}BEGIN SELECT RAISE(ABORT, '{guard.name}'); END",
    ]


def _postgresql(guard: Guard, verb: Verb) -> list[str]:
    name = f"{guard.name}_{verb.lower()}"
    test = f"IF {guard.unless} THEN RETURN NEW; END IF; " if guard.unless and verb == "UPDATE" else ""
    body = (
        f"BEGIN {test}RAISE EXCEPTION '{guard.name}' USING ERRCODE = 'integrity_constraint_violation', "
        f"CONSTRAINT = '{guard.name}'; END"
    )
    return [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$",
        f"DROP TRIGGER IF EXISTS {name} ON {guard.table}",
        f"CREATE TRIGGER {name} BEFORE {verb} ON {guard.table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]


def installed(connection: BaseDatabaseWrapper) -> set[str]:
    """The names of all triggers of ours that the database really has."""
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {name for (name,) in cursor.fetchall()}


@contextmanager
def off(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Without triggers: for a restore, and for emptying the tables after a test. Inside a transaction."""
    put_back = _drop_sqlite(connection) if connection.vendor == "sqlite" else _disable_postgresql(connection)
    yield
    connection.check_constraints()  # PostgreSQL alters no table while foreign keys still wait to be checked
    with connection.cursor() as cursor:
        for statement in put_back:
            cursor.execute(statement)


def _drop_sqlite(connection: BaseDatabaseWrapper) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        found: list[tuple[Any, Any]] = cursor.fetchall()
        for name, _sql_text in found:
            cursor.execute(f'DROP TRIGGER "{name}"')
    return [str(sql_text) for _name, sql_text in found]


def _disable_postgresql(connection: BaseDatabaseWrapper) -> list[str]:
    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal")
        tables = [table for (table,) in cursor.fetchall()]
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    return [f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in tables]
