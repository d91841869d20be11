"""A programme and its actions as plain values. Money is whole euro cents, hours are whole hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from driehoek.demo.content_area_shapes import Office


@dataclass(frozen=True)
class Note:
    """One sentence of progress on one day, with a tick: on_track, needs_attention, stuck or done."""

    written_on: date
    text: str
    tick: str


@dataclass(frozen=True)
class Action:
    """Serves a `measure`, or is `regular` work in a safety field. `ending` says what came of it, by state:

    done: the result · embedded: where it is now · on_hold, stopped: why · handed_over: to whom.
    """

    key: str
    title: str
    measure: str | None
    regular: str | None
    political_owner: Office
    official_owner: Office
    lead: str
    municipalities: tuple[str, ...]
    partners: tuple[str, ...]
    target_groups: tuple[str, ...]
    starts_on: date
    ends_on: date
    state: str
    ending: str
    how_we_notice: str
    hours: int | None
    cents: int | None
    progress: tuple[Note, ...]

    @property
    def result(self) -> str:
        """What it yielded. What is embedded was done first: then the last word of its owner tells."""
        if self.state == "embedded":
            return self.progress[-1].text
        return self.ending if self.state == "done" else ""

    @property
    def embedded_in(self) -> str:
        return self.ending if self.state == "embedded" else ""

    @property
    def reason(self) -> str:
        """Why it lies still or stopped."""
        return self.ending if self.state in ("on_hold", "stopped") else ""

    @property
    def handed_to(self) -> str:
        return self.ending if self.state == "handed_over" else ""


@dataclass(frozen=True)
class ProgrammeDecision:
    """A college adopts the programme."""

    municipality: str
    decided_on: date
    decision_number: str


@dataclass(frozen=True)
class Programme:
    """kind: joint, or local with its municipality."""

    key: str
    plan: str
    title: str
    kind: str
    municipality: str | None
    starts_on: date
    ends_on: date
    state: str
    adopted: tuple[ProgrammeDecision, ...]
    actions: tuple[Action, ...]
