"""Work in the background, of which a restart loses nothing: what was killed halfway or failed is taken up again.

The library behind Django's tasks leaves both as they are: a job whose process was killed stays "running" for good, and one
that failed is never tried again. Jobs are safe to run twice, so both simply become ready once more. Times here are those of
the clock on the wall, also in a demo that lives on a fixed day.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from time import monotonic

import structlog
from django.core.management import call_command
from django.db import OperationalError, connections, transaction
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

LOST = timedelta(minutes=15)  # no job takes this long: its process is gone
TRIES = 6

_log = structlog.get_logger(__name__)


def wait_before(attempt: int) -> timedelta:
    """How long after a failure the job is tried again, by the number of the attempt: 1, 4, 16, 64 and 256 minutes."""
    return timedelta(minutes=4 ** (attempt - 2))


def is_due_again(status: str, attempts: int, started: datetime | None, ended: datetime | None, now: datetime) -> bool:
    """Whether a job that was begun must be done again."""
    if attempts >= TRIES:
        return False
    if status == TaskResultStatus.RUNNING:
        return started is not None and now - started > LOST
    return status == TaskResultStatus.FAILED and ended is not None and now - ended >= wait_before(attempts + 1)


def take_up_again(now: datetime | None = None) -> int:
    """Make jobs ready that are due again; returns how many."""
    moment = now or timezone.now()
    with transaction.atomic():
        begun = DBTaskResult.objects.filter(status__in=[TaskResultStatus.RUNNING, TaskResultStatus.FAILED])
        rows = begun.select_for_update(skip_locked=True).values_list("pk", "status", "worker_ids", "started_at", "finished_at")
        due = [key for key, status, workers, start, end in rows if is_due_again(status, len(workers), start, end, moment)]
        return DBTaskResult.objects.filter(pk__in=due).update(
            status=TaskResultStatus.READY, started_at=None, finished_at=None, exception_class_path="", traceback=""
        )


def given_up() -> int:
    """How many jobs failed as often as they are tried."""
    failed = DBTaskResult.objects.filter(status=TaskResultStatus.FAILED).values_list("worker_ids", flat=True)
    return sum(len(workers) >= TRIES for workers in failed)


_REGULAR: list[Callable[[], None]] = []
_BETWEEN = 600.0  # seconds


def regularly(do: Callable[[], None]) -> Callable[[], None]:
    """Called from a room: look every ten minutes whether there is something to do. What is called twice does no harm."""
    if do not in _REGULAR:
        _REGULAR.append(do)
    return do


def do_regular_work() -> None:
    """All that rooms do by the clock; one that fails is told in the log and holds up no other."""
    for do in _REGULAR:
        try:
            do()
        except OperationalError:
            raise
        except Exception:
            _log.exception("regular_work_failed", what=f"{do.__module__}.{do.__name__}")


def work(goes_on: Callable[[], bool]) -> None:
    """Do all that waits, look again, until told to stop. A database that is away for a moment ends nothing."""
    looked = -_BETWEEN
    while goes_on():
        try:
            take_up_again()
            if monotonic() - looked >= _BETWEEN:
                looked = monotonic()
                do_regular_work()
            if DBTaskResult.objects.ready().exists():
                call_command("db_worker", batch=True, startup_delay=False, reload=False, verbosity=0)
        except OperationalError:
            _log.warning("database_away")
            connections.close_all()
