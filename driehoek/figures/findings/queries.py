"""The finding of a figure: everything that its sentences may rest on, brought together. Reads only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _

from driehoek.common.once import once
from driehoek.engine.changepoints import change_points
from driehoek.engine.results import Caveat, Verdict
from driehoek.figures import rules as figure_rules
from driehoek.figures._cells import Cell, Picture, named
from driehoek.figures._judging import of_municipalities
from driehoek.figures._store import holdings
from driehoek.figures.findings.months import Month, months_of
from driehoek.figures.findings.peers import Among, among_peers, rate_limits
from driehoek.figures.findings.rules import Elsewhere, Finding, Known, Shift, finding
from driehoek.figures.indicators.rules import Break, breaks_from
from driehoek.figures.models import Indicator
from driehoek.organisations.models import Area, AreaLevel
from driehoek.organisations.queries import neighbours_of

TOTAL = "0.0.0"  # all crimes together: not another kind to which one may have moved
MOST_ELSEWHERE = 3
SHORTEST = 3  # years on either side of a change of level
BEFORE_JUDGING = 2 * SHORTEST + 2


@dataclass(frozen=True)
class Found:
    """What a page of a figure shows beside the verdict."""

    finding: Finding
    among: Among | None
    months: tuple[Month, ...]


def found_in(seen: Picture, cell: Cell) -> Found:
    """The finding of one figure on a picture. `seen` holds all figures of the area: they are one family."""
    among = among_peers(seen, cell)
    return Found(finding(_known(seen, cell, among)), among, months_of(cell.series))


def finding_of(seen: Picture, cell: Cell) -> Finding:
    """Only the sentences: for a report, a mail, a note."""
    return finding(_known(seen, cell, among_peers(seen, cell)))


@once
def area_names(codes: frozenset[str]) -> dict[str, str]:
    return dict(Area.objects.filter(pk__in=codes).values_list("code", "name"))


def _known(seen: Picture, cell: Cell, among: Among | None) -> Known:
    limits = rate_limits(cell)
    counted = named(cell.indicator).counted
    return Known(
        area=cell.area.name,
        counted=counted,
        headline=figure_rules.headline(cell.area.name, counted, cell.verdict),
        verdict=cell.verdict,
        rate=cell.rate,
        rate_low=limits[0] if limits else None,
        rate_high=limits[1] if limits else None,
        beside=among.beside if among else None,
        shrunken=among.shrunken if among else None,
        shift=_shift(cell),
        elsewhere=_elsewhere(seen, cell),
        moves_with=str(cell.indicator.get_moves_with_display()),
        breaks=_breaks(cell),
    )


def _breaks(cell: Cell) -> tuple[str, ...]:
    """The breaks of the indicator that lie in the years that were compared."""
    before = cell.verdict.blocks_before
    blocks = cell.series.blocks[-(before + 1) :] if before else ()
    if not blocks:
        return ()
    first, last = blocks[0].first[:4], blocks[-1].last[:4]
    told = Caveat.CORONA in cell.verdict.caveats  # the verdict names those years already
    return tuple(
        _("Let op: %(sentence)s") % {"sentence": one.sentence[:1].lower() + one.sentence[1:]}
        for one in breaks_from(cell.indicator.breaks)
        if one.first[:4] <= last and (not one.last or one.last[:4] >= first) and not (told and _is_corona(one))
    )


def _is_corona(one: Break) -> bool:
    return one.first[:4] >= "2020" and "" < one.last[:4] <= "2021"


def _shift(cell: Cell) -> Shift | None:
    """The newest change of level in the whole series that a lasting break explains.

    A break that passed explains no level that stayed. The break lies in the 95 % interval of the change, and at most a year
    from it: elsewhere it would be a reason that was looked for.
    """
    blocks = cell.series.blocks
    breaks = [one for one in breaks_from(cell.indicator.breaks) if not one.last]
    if len(blocks) < BEFORE_JUDGING or not breaks:
        return None
    rates = np.array([block.count / block.exposure for block in blocks])
    for point in reversed(change_points(rates, shortest=SHORTEST)):
        begins = int(blocks[point.after].last[:4])  # the first year of the new level
        early, late = max(begins - 1, begins + point.first - point.after), min(begins + 1, begins + point.last - point.after)
        why = next((one for one in breaks if early <= int(one.first[:4]) <= late), None)
        if why is not None:
            people = blocks[-1].exposure
            return Shift(blocks[point.after - 1].label, point.before * people, point.later * people, why.reason)
    return None


def _elsewhere(seen: Picture, cell: Cell) -> tuple[Elsewhere, ...]:
    """Rises in the same period: of the same kind next door, and of kinds of the same field here. Only beside a fall."""
    if cell.verdict.verdict is not Verdict.FALLS:
        return ()
    others = [
        row.own
        for row in seen.rows
        if row.own and row.indicator.field == cell.indicator.field and row.indicator.phenomenon != TOTAL
    ]
    rises = [one for one in (*_next_door(cell), *others) if one.verdict.verdict is Verdict.RISES and _same_period(one, cell)]
    return tuple(
        Elsewhere(one.area.name, named(one.indicator).counted, one.verdict.latest, one.verdict.low, one.verdict.high)
        for one in rises[:MOST_ELSEWHERE]
        if one.verdict.latest is not None and one.verdict.low is not None and one.verdict.high is not None
    )


def _same_period(one: Cell, cell: Cell) -> bool:
    return one.verdict.period == cell.verdict.period


def _next_door(cell: Cell) -> list[Cell]:
    """The same figure of the neighbours, judged as one family."""
    if cell.area.level != AreaLevel.MUNICIPALITY:
        return []
    around = neighbours_of(cell.area.pk)
    return list(of_municipalities(around, [cell.indicator], holdings()).values())


@once
def labels(indicators: frozenset[str]) -> dict[str, str]:
    return dict(Indicator.objects.filter(pk__in=indicators).values_list("code", "label"))
