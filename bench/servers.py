"""Servers that are started for a row and stopped by their own process; a port that is taken is never joined."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from bench.rounds import ROOT, WrongError

APPLICATION = "driehoek.config.wsgi:application"


@contextmanager
def granian(environment: Mapping[str, str]) -> Iterator[int]:
    """As `driehoek serve` runs it: the very same function."""
    port = _free_port()
    code = f"from driehoek.web.command import serve; serve('127.0.0.1', {port})"
    with _running([sys.executable, "-c", code], port, environment):
        yield port


@contextmanager
def gunicorn(environment: Mapping[str, str]) -> Iterator[int]:
    """Its default: one synchronous worker."""
    port = _free_port()
    program = str(Path(sys.executable).parent / "gunicorn")
    command = [program, APPLICATION, "--bind", f"127.0.0.1:{port}", "--workers", "1", "--log-level", "error", "--timeout", "120"]
    with _running(command, port, environment):
        yield port


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@contextmanager
def _running(command: list[str], port: int, environment: Mapping[str, str]) -> Iterator[None]:
    server = subprocess.Popen(command, env=dict(environment), cwd=ROOT, start_new_session=True)
    try:
        _wait(server, port)
        yield
    finally:
        server.terminate()
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)  # its own session: nobody else is in it
            server.wait()


def _wait(server: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + 90
    while time.monotonic() < until:
        if server.poll() is not None:
            raise WrongError(f"a server stopped with status {server.returncode}")
        try:
            get(port, "/bench/leeg/")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise WrongError("a server did not begin to answer")


def get(port: int, path: str, headers: Mapping[str, str] | None = None) -> tuple[int, dict[str, str], str]:
    """Status, headers and text of one page."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path, headers={"Host": "localhost", **(headers or {})})
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read().decode()
    finally:
        connection.close()
