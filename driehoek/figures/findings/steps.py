"""What one can do with a finding in other rooms. They announce it themselves, so that figures know none of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from driehoek.figures._cells import Cell
    from driehoek.organisations.viewer import Viewer


@dataclass(frozen=True)
class NextStep:
    """A link to a page of another room, with what comes of it in a sentence. `icon` is a name of the icons."""

    title: str
    text: str
    href: str
    icon: str


type Offer = Callable[[Viewer, Cell], NextStep | None]

_OFFERS: list[Offer] = []


def next_step(offer: Offer) -> Offer:
    """Declare, in a room's `strands.py` or what it imports, a step that this viewer may take from a figure; None: not here."""
    if offer not in _OFFERS:
        _OFFERS.append(offer)
    return offer


def steps_from(viewer: Viewer, cell: Cell) -> list[NextStep]:
    return [step for offer in _OFFERS if (step := offer(viewer, cell)) is not None]
