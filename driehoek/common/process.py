"""States and steps as a table: one source for buttons, terms, diagrams, docs and exhaustive tests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from driehoek.common.errors import NotNow

type Words = str | Promise


@dataclass(frozen=True)
class State:
    code: str
    label: Words


@dataclass(frozen=True)
class Step:
    """From one state to another by one verb. `right` says who may; `within` is the term for taking the step after this one."""

    verb: str
    source: str
    target: str
    right: str
    label: Words = ""
    within: timedelta | None = None
    reason_needed: bool = False


@dataclass(frozen=True)
class Process:
    code: str
    start: str
    states: tuple[State, ...]
    steps: tuple[Step, ...]
    law: str = ""

    def step(self, state: str, verb: str) -> Step:
        """The step that `verb` is in `state`. Raises NotNow, in words, when the table has none."""
        for step in self.steps:
            if step.source == state and step.verb == verb:
                return step
        raise NotNow(_("Dat kan nu niet: de stand is ‘%(state)s’.") % {"state": self.label(state)})

    def steps_from(self, state: str) -> Iterator[Step]:
        return (step for step in self.steps if step.source == state)

    def label(self, state: str) -> str:
        return next((str(known.label) for known in self.states if known.code == state), state)

    def choices(self) -> list[tuple[str, Words]]:
        return [(state.code, state.label) for state in self.states]
