"""Fails a command at its n-th statement, for every n, and looks whether the database says what it said before.

    def test_a_grant_is_approved_wholly_or_not(world):
        crash_everywhere(lambda: commands.approve_grant(world.admin, world.grant.pk, seen=1))

The command runs once per statement, each time with that statement refused by the database, and once to the end. What must
hold: a failed run leaves every row of every table as it was; the last run changes something. Give `files` a folder that the
command writes to, and its files are compared as well. The result of the last run is rolled back unless `keep=True`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import OperationalError, connections, transaction
from django.test import override_settings

# As in earnest: a job is a row of the same transaction. (The tests' own backend runs it at once and swallows its failures.)
_JOBS_ARE_ROWS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
LIMIT = 2000  # statements; a command with more is a mistake or wants a smaller example


class Injected(OperationalError):
    """The database gave up, as it does when the disk is full or the line is cut."""


class _Undo(Exception):
    """Takes back the run that succeeded."""


def dump(using: str = "default") -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table that the project manages, by table and primary key."""
    tables: dict[str, list[tuple[Any, ...]]] = {}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy and model._meta.app_label not in ("auth", "contenttypes"):
            rows = model._base_manager.using(using).order_by("pk")
            tables[model._meta.db_table] = list(rows.values_list())
    return tables


def differences(before: dict[str, list[Any]], after: dict[str, list[Any]]) -> list[str]:
    """The tables that differ, with the first row of each that does; empty when nothing changed."""
    found = []
    for table in before:
        if before[table] == after[table]:
            continue
        odd = [row for row in after[table] if row not in before[table]] or [
            row for row in before[table] if row not in after[table]
        ]
        if odd:
            found.append(f"{table}: {odd[0]}")
    return found


@contextmanager
def failing_at(number: int, using: str = "default") -> Iterator[list[str]]:
    """Refuse the n-th statement (1 is the first) that is not itself part of a rollback. Yields what was executed."""
    executed: list[str] = []

    def wrapper(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith("ROLLBACK"):
            executed.append(sql)
            if len(executed) == number:
                raise Injected(f"statement {number}: {sql[:200]}")
        return execute(sql, params, many, context)

    with connections[using].execute_wrapper(wrapper):
        yield executed


def crash_everywhere(command: Callable[[], Any], *, using: str = "default", files: Path | None = None, keep: bool = False) -> int:
    """Run `command` with a failure at its 1st, 2nd, … last statement. Returns how many statements it has.

    Raises AssertionError when a failed run left something behind, when the command swallowed the failure, or when the whole
    run changed nothing (then the test shows nothing).
    """
    before, before_files = dump(using), _files(files)
    with override_settings(TASKS=_JOBS_ARE_ROWS):
        for number in range(1, LIMIT):
            if _run(command, number, using, keep, before, before_files, files):
                return number - 1
    raise AssertionError(f"more than {LIMIT} statements")


def _run(
    command: Callable[[], Any],
    number: int,
    using: str,
    keep: bool,
    before: dict[str, list[Any]],
    before_files: dict[str, str],
    files: Path | None,
) -> bool:
    """Whether the command came to its end before its n-th statement."""
    executed: list[str] = []
    try:
        with transaction.atomic(using=using):  # inside a test this is a savepoint; the command's own is a deeper one
            try:
                with failing_at(number, using) as executed:
                    command()
            except Injected:
                pass
            if connections[using].needs_rollback:
                raise AssertionError(f"a failure at statement {number} left something behind: the command is not one transaction")
            after = dump(using)
            if len(executed) < number:
                assert differences(before, after), "the command changed nothing"
                if not keep:
                    raise _Undo
                return True
            assert not differences(before, after), (
                f"a failure at statement {number} left something behind\n  {executed[-1][:200]}\n  "
                + "\n  ".join(differences(before, after))
            )
            assert _files(files) == before_files, f"a failure at statement {number} left files behind: {executed[-1][:200]}"
    except _Undo:
        return True
    return False


def _files(folder: Path | None) -> dict[str, str]:
    if folder is None or not folder.exists():
        return {}
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
