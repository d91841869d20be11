"""Contenders in processes of their own, in turns, and the ratios between them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from types import TracebackType
from typing import Self

ROOT = Path(__file__).resolve().parent.parent
NOISY = 2.0  # a contender whose slowest round took so many times its fastest


class WrongError(Exception):
    """A contender gives a wrong answer: there is nothing to measure."""


@dataclass(frozen=True)
class Goal:
    """`ratio` must be at least (or at most) `limit`."""

    words: str
    ratio: float
    limit: float
    at_least: bool = True
    unit: str = "×"

    @property
    def met(self) -> bool:
        return self.ratio >= self.limit if self.at_least else self.ratio <= self.limit

    def __str__(self) -> str:
        sign = "≥" if self.at_least else "≤"
        return (
            f"{self.words} {self.ratio:.2f}{self.unit} (goal {sign} {self.limit:g}{self.unit}) {'met' if self.met else 'MISSED'}"
        )


@dataclass
class Row:
    """One line of the table. `figures` help reading: contender → its rounds, in `unit`."""

    name: str
    goals: list[Goal]
    figures: dict[str, list[float]] = field(default_factory=dict)
    unit: str = "ms"
    note: str = ""

    @property
    def noisy(self) -> bool:
        return any(max(times) > NOISY * min(times) for times in self.figures.values() if min(times) > 0)

    def __str__(self) -> str:
        lines = [f"{self.name}{'  (noisy)' if self.noisy else ''}"]
        for name, times in self.figures.items():
            lines.append(f"    {name:34} {median(times):10.3f} {self.unit:4}  {min(times):.3f} to {max(times):.3f}")
        lines += [f"    → {goal}" for goal in self.goals]
        return "\n".join(lines + ([f"    {self.note}"] if self.note else []))


class Contender:
    """A process that answers once, and then does a round when it is told to."""

    def __init__(self, name: str, made: Mapping[str, object], environment: Mapping[str, str]) -> None:
        command = [sys.executable, "-m", "bench.contender", name, json.dumps(made)]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=ROOT, env=dict(environment), bufsize=1)
        self.answer = self._read()

    def _read(self) -> dict:
        line = self._process.stdout.readline() if self._process.stdout else ""
        if not line:
            raise WrongError("a contender stopped")
        return json.loads(line)

    def round(self) -> dict[str, float]:
        self._process.stdin.write("\n")  # type: ignore[union-attr]
        return self._read()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _kind: type | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        for stream in (self._process.stdin, self._process.stdout):
            stream.close()  # type: ignore[union-attr]
        self._process.wait(timeout=20)


def in_turns(
    contenders: Mapping[str, tuple[str, Mapping[str, str]]],
    made: Mapping[str, object],
    rounds: int,
    check: Callable[[Mapping[str, dict]], None],
) -> dict[str, list[dict[str, float]]]:
    """A B C, A B C, …: after a check of their answers and a round that does not count."""
    with ExitStack() as stack:
        running = {
            label: stack.enter_context(Contender(name, made, environment)) for label, (name, environment) in contenders.items()
        }
        check({label: one.answer for label, one in running.items()})
        if not rounds:
            return {}
        for one in running.values():
            one.round()
        turns = [{label: one.round() for label, one in running.items()} for _ in range(rounds)]
    return {label: [turn[label] for turn in turns] for label in contenders}


def ratio(above: list[float], below: list[float]) -> float:
    """The median of the ratios of each round."""
    return median(a / b for a, b in zip(above, below, strict=True))


def environment(data: Path, **more: str) -> dict[str, str]:
    """Of a contender: an installation of its own, on SQLite, in `data`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DRIEHOEK_", "DJANGO_"))}
    return kept | {
        "DRIEHOEK_DATA": str(data),
        "DRIEHOEK_SECRET_KEY": "only-for-the-bench-and-long-enough-to-sign-with",
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "PYTHONPATH": str(ROOT),
        "OMP_NUM_THREADS": "1",
        **more,
    }
