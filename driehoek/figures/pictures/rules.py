"""What holds for an accepted picture, whatever stores or shows it: its cells, and what has changed since. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from driehoek.engine.sentences import whole

METHOD = "driehoek-oordeel-1"  # rises when the same counts could get another verdict or band: docs/methode.md
INTRODUCTION = "inleiding"
NO_FIELD = "geen"
FIELDS = ("V1", "V2", "V3", "V4", "V5", NO_FIELD)
MOST_TEXT = 20_000
MOST_CHOSEN = 30

type Block = tuple[str, int, float, bool]  # period, count, exposure, provisional


@dataclass(frozen=True)
class FrozenCell:
    """One figure with all that its verdict rests on. `verdict` is the word that the reader sees."""

    area_code: str
    area_name: str
    indicator: str
    label: str
    field: str
    period: str
    count: int | None
    exposure: float | None
    rate: float | None
    low: int | None
    high: int | None
    p_adjusted: float | None
    verdict: str
    sentence: str
    provisional: bool
    blocks: tuple[Block, ...]
    source: str
    is_public: bool
    snapshot_sha256: str
    retrieved_on: date | None
    method: str = METHOD

    @property
    def key(self) -> str:
        """How a choice names it."""
        return f"{self.area_code}:{self.indicator}"

    @property
    def changes(self) -> bool:
        return self.verdict in ("stijgt", "daalt")

    @property
    def band(self) -> str:
        return "" if self.low is None or self.high is None else f"{whole(self.low)}–{whole(self.high)}"


@dataclass(frozen=True)
class Difference:
    """One figure that is no longer what was accepted."""

    area: str
    label: str
    sentence: str


def differences(then: Sequence[FrozenCell], now: Iterable[FrozenCell]) -> list[Difference]:
    """What has changed since it was accepted, in the order of the picture; empty when every figure still stands.

    Revised counts, newer periods, other verdicts, figures that came or went. A verdict may change by itself when others on
    the page do, since they are judged together.
    """
    today = {cell.key: cell for cell in now}
    found = [
        Difference(cell.area_name, cell.label, " ".join(said))
        for cell in then
        if (said := _changed(cell, today.pop(cell.key, None)))
    ]
    came = [
        Difference(cell.area_name, cell.label, _("Dit cijfer was er toen niet: %(n)s in %(period)s.")
                   % {"n": _count(cell.count), "period": cell.period})
        for cell in today.values()
    ]  # fmt: skip
    return found + came


def _changed(then: FrozenCell, now: FrozenCell | None) -> list[str]:
    if now is None:
        return [_("Dit cijfer is er nu niet meer.")]
    said = _revised(then, now)
    if now.period != then.period:
        words = _("Er is een nieuwer cijfer: %(n)s in %(period)s.")
        said.append(words % {"n": _count(now.count), "period": now.period})
    elif then.provisional and not now.provisional:
        said.append(_("Het cijfer van %(period)s was voorlopig en is nu definitief.") % {"period": now.period})
    if now.verdict != then.verdict:
        said.append(_("Het oordeel was ‘%(then)s’ en is nu ‘%(now)s’.") % {"then": then.verdict, "now": now.verdict})
    if now.method != then.method:
        said.append(_("De manier van beoordelen is sindsdien veranderd."))
    return said


def _revised(then: FrozenCell, now: FrozenCell) -> list[str]:
    """The years whose count was changed by a later delivery: the newest two by name, of more how many."""
    counts = {period: count for period, count, _exposure, _provisional in now.blocks}
    years = [(period, count, counts[period]) for period, count, *_rest in then.blocks if counts.get(period, count) != count]
    said = [
        _("Het aantal van %(period)s is herzien: %(then)s werd %(now)s.")
        % {"period": period, "then": whole(before), "now": whole(after)}
        for period, before, after in reversed(years[-2:])
    ]
    if len(years) > 2:
        said.append(_("Ook %(n)s eerdere jaren zijn herzien.") % {"n": len(years) - 2})
    return said


def _count(count: int | None) -> str:
    return _("geen aantal") if count is None else whole(count)


def digest(cells: Sequence[FrozenCell], frozen: dict[str, Any]) -> str:
    """SHA-256 of all that was copied; equal pictures give equal digests on both databases."""
    rows = [[str(getattr(cell, name)) for name in FrozenCell.__dataclass_fields__ if name != "blocks"] for cell in cells]
    series = [[list(block) for block in cell.blocks] for cell in cells]
    text = json.dumps([rows, series, frozen], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
