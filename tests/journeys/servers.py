"""Real servers for the journeys: the program itself, started as a user starts it, on the database of this run."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

DRIEHOEK = Path(sys.executable).parent / "driehoek"
START_SECONDS = 400  # making the demo takes half a minute on an idle machine


@dataclass(frozen=True)
class Server:
    url: str
    data: Path
    environment: dict[str, str]

    def command(self, *words):
        """Run another `driehoek` command on the same installation."""
        return subprocess.run([str(DRIEHOEK), *words], env=self.environment, capture_output=True, text=True, timeout=300)


def free_port():
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


@contextmanager
def running(data, *words, today="2024-10-15"):
    """`driehoek WORDS --port …` with its own data directory and database; stopped and removed afterwards."""
    port = free_port()
    environment = {
        **os.environ,
        "DRIEHOEK_DATA": str(data),
        "DRIEHOEK_TODAY": today,
        "DRIEHOEK_BASE_URL": f"http://localhost:{port}",
        "DJANGO_SETTINGS_MODULE": "driehoek.config.settings",
    }
    environment.pop("DRIEHOEK_SECRET_KEY", None)
    with database(environment), (data / "server.log").open("w") as log:
        server = subprocess.Popen([str(DRIEHOEK), *words, "--port", str(port)], env=environment, stdout=log, stderr=log)
        try:
            _wait(f"http://localhost:{port}/gezondheid", server, data / "server.log")
            yield Server(f"http://localhost:{port}", data, environment)
        finally:
            server.terminate()
            server.wait(timeout=30)


@contextmanager
def elsewhere(data, environment, *, postgres):
    """An empty installation that only commands use, on the database that is asked for."""
    there = {**environment, "DRIEHOEK_DATA": str(data), "DRIEHOEK_PG": os.environ.get("DRIEHOEK_PG", "") if postgres else ""}
    with database(there):
        yield Server("", data, there)


@contextmanager
def database(environment):
    """On PostgreSQL a database of its own; SQLite lies in the data directory."""
    if not environment.get("DRIEHOEK_PG"):
        yield
        return
    import psycopg

    name = f"journey_{os.getpid()}_{free_port()}"
    environment["DRIEHOEK_PG_NAME"] = name
    where = {"host": environment["DRIEHOEK_PG"], "user": environment["DRIEHOEK_PG_USER"], "dbname": "postgres"}
    with psycopg.connect(**where, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    try:
        yield
    finally:
        with psycopg.connect(**where, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _wait(url, server, log):
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if server.poll() is not None:
            raise AssertionError(f"the server stopped:\n{log.read_text()}")
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(f"the server did not start in {START_SECONDS} s:\n{log.read_text()}")
