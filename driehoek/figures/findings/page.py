"""What the page of a figure shows of its finding: sentences, funnel, months, and what can be done next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from driehoek.figures._cells import Cell, Picture
from driehoek.figures.findings.commands import ASK, PUT
from driehoek.figures.findings.current import table_of
from driehoek.figures.findings.funnel import NARROW, WIDE, funnel_svg
from driehoek.figures.findings.peers import Among, Peer
from driehoek.figures.findings.queries import area_names, found_in
from driehoek.figures.findings.steps import steps_from
from driehoek.figures.models import Following, MeaningRequest, TriangleNote
from driehoek.organisations.models import Area, AreaLevel
from driehoek.organisations.viewer import Viewer


@dataclass(frozen=True)
class PeerRow:
    """One line of the table under the funnel."""

    name: str
    own: bool
    peer: Peer


def finding_context(viewer: Viewer, seen: Picture, cell: Cell) -> dict[str, Any]:
    """For the template of a figure."""
    found = found_in(seen, cell)
    names = area_names(frozenset(one.code for one in found.among.peers)) if found.among and found.among.curve else {}
    table = table_of(cell.area) if cell.area.level in (AreaLevel.MUNICIPALITY, AreaLevel.BASE_TEAM) else None
    return {
        "found": found,
        "funnel_drawing": _funnel(cell, found.among, found.finding.peers),
        "peer_rows": _rows(cell.area, found.among, names),
        **_done(viewer, cell, table),
        "steps": [] if viewer.is_public else steps_from(viewer, cell),
        "may_put": table is not None and viewer.may(PUT, table.pk),
        "may_ask": viewer.may(ASK, cell.area.pk),
        "may_ask_partners": viewer.may("figures.ask_input", cell.area.pk),
        "may_follow": viewer.user_id is not None,
        "table": table,
    }


def _done(viewer: Viewer, cell: Cell, table: Area | None) -> dict[str, Any]:
    """What was done with this figure already, as far as this viewer may see it."""
    if viewer.is_public:
        return {"following": None, "note": None, "asked": []}
    about = {"area": cell.area, "indicator": cell.indicator}
    notes = TriangleNote.objects.visible_to(viewer).open().filter(table=table, **about) if table else TriangleNote.objects.none()
    return {
        "following": Following.objects.visible_to(viewer).standing().filter(**about).first(),
        "note": notes.first(),
        "asked": list(MeaningRequest.objects.visible_to(viewer).waiting().filter(**about).select_related("person")),
    }


def _funnel(cell: Cell, among: Among | None, sentence: str) -> dict[str, str]:
    """The same picture for a wide and for a narrow screen; none where there is no funnel."""
    if among is None or among.curve is None:
        return {}
    title = _("%(what)s in %(area)s en in gemeenten van gelijke grootte") % {
        "what": cell.indicator.label, "area": cell.area.name,
    }  # fmt: skip
    return {
        name: funnel_svg(among, cell.area.name, size, prefix=f"trechter-{name}", title=title, description=sentence)
        for name, size in (("wide", WIDE), ("narrow", NARROW))
    }


def _rows(area: Area, among: Among | None, names: dict[str, str]) -> list[PeerRow]:
    """The area itself first, then its peers by name: an order that ranks nobody."""
    if among is None or among.curve is None:
        return []
    peers = sorted((PeerRow(names.get(one.code, one.code), False, one) for one in among.peers), key=lambda row: row.name)
    return [PeerRow(area.name, True, among.own), *peers]
