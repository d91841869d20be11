"""From a clone to the first page, and the second start: what a newcomer waits. Installs, so only when it is asked (--demo)."""

from __future__ import annotations

import os
import signal
import subprocess
import time
import urllib.request
from pathlib import Path

from bench.rounds import ROOT, Goal, Row, WrongError
from bench.servers import _free_port

PATIENCE = 1800


def first_and_second_start(folder: Path) -> Row:
    """A fresh clone of what was committed, `make demo` twice."""
    clone = folder / "driehoek"
    start = time.perf_counter()
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
    first = time.perf_counter() - start + _until_a_page(clone)
    second = _until_a_page(clone)
    goals = [Goal("second start", second, 5.0, at_least=False, unit=" s")]
    figures = {"clone to first page": [first], "second start": [second]}
    return Row("make demo", goals, figures, unit="s")


def _until_a_page(clone: Path) -> float:
    port = _free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DRIEHOEK_", "DJANGO_", "VIRTUAL_ENV"))}
    start = time.perf_counter()
    quiet = subprocess.DEVNULL
    demo = subprocess.Popen(
        ["make", "demo", f"PORT={port}"], cwd=clone, env=kept, start_new_session=True, stdout=quiet, stderr=quiet
    )
    try:
        while time.perf_counter() - start < PATIENCE:
            if demo.poll() is not None:
                raise WrongError(f"make demo stopped with status {demo.returncode}")
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as page:
                    if b"Driehoek" in page.read():
                        return time.perf_counter() - start
            except OSError:
                time.sleep(0.05)
        raise WrongError("make demo gave no page")
    finally:
        os.killpg(demo.pid, signal.SIGTERM)
        demo.wait(timeout=30)
