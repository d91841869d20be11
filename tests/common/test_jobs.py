"""A restart loses nothing: what was killed or failed in the background is taken up again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import call_command
from django.tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from driehoek.common import jobs

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
RUNNING, FAILED, READY = TaskResultStatus.RUNNING, TaskResultStatus.FAILED, TaskResultStatus.READY


@pytest.mark.parametrize(
    ("status", "attempts", "minutes", "due"),
    [
        (RUNNING, 1, 14, False),
        (RUNNING, 1, 16, True),
        (RUNNING, jobs.TRIES, 16, False),
        (FAILED, 1, 0, False),
        (FAILED, 1, 1, True),
        (FAILED, 2, 3, False),
        (FAILED, 2, 4, True),
        (FAILED, 5, 255, False),
        (FAILED, 5, 256, True),
        (FAILED, jobs.TRIES, 10_000, False),
    ],
)
def test_when_a_job_is_due_again(status, attempts, minutes, due):
    then = NOW - timedelta(minutes=minutes)
    assert jobs.is_due_again(status, attempts, then, then, NOW) is due


@pytest.fixture
def database_jobs(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}


@pytest.fixture
def job(db, database_jobs):
    from driehoek.organisations.notifications.commands import send_notification

    return DBTaskResult.objects.get(pk=send_notification.enqueue(999_999_999).id)


def begun(job, status, *, minutes, attempts=1):
    then = NOW - timedelta(minutes=minutes)
    words = {"status": status, "started_at": then, "finished_at": then, "worker_ids": ["x"] * attempts}
    DBTaskResult.objects.filter(pk=job.pk).update(**words)


def test_a_job_of_a_killed_process_is_done_after_all(transactional_db, job):
    begun(job, RUNNING, minutes=16)
    assert jobs.take_up_again(NOW) == 1
    call_command("db_worker", batch=True, startup_delay=False, reload=False, verbosity=0)
    job.refresh_from_db()
    assert job.status == TaskResultStatus.SUCCESSFUL


def test_a_failed_job_waits_its_turn_and_is_given_up_in_the_end(job):
    begun(job, FAILED, minutes=0)
    assert jobs.take_up_again(NOW) == 0
    begun(job, FAILED, minutes=10_000, attempts=jobs.TRIES)
    assert jobs.take_up_again(NOW) == 0
    assert jobs.given_up() == 1


def test_work_goes_on_until_told_to_stop(transactional_db, job):
    turns = iter([True, True, False])
    jobs.work(lambda: next(turns))
    job.refresh_from_db()
    assert job.status == TaskResultStatus.SUCCESSFUL
    assert mail.outbox == []


def test_the_worker_ends_with_the_server_beside_which_it_works(tmp_path):
    """Also when that one was killed and could say nothing."""
    run = "import subprocess, sys, os, time; p = subprocess.Popen([sys.executable, '-m', 'driehoek.cli', 'work', '--beside',"
    run += " str(os.getpid())]); print(p.pid, flush=True); time.sleep(60)"
    environment = os.environ | {"DRIEHOEK_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "driehoek.config.settings"}
    environment["DRIEHOEK_SECRET_KEY"], environment["DRIEHOEK_PG"] = "test", ""
    server = subprocess.Popen([sys.executable, "-c", run], env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    worker = int(server.stdout.readline())
    time.sleep(1)
    server.send_signal(signal.SIGKILL)
    server.wait()
    server.stdout.close()
    until = time.monotonic() + 60
    while time.monotonic() < until and alive(worker):
        time.sleep(0.2)
    assert not alive(worker)


def alive(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
