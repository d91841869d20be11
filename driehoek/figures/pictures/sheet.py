"""The side by side sheet: rows are phenomena by safety field, columns the municipalities, the team and the peers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from driehoek.engine.results import Verdict
from driehoek.figures import queries
from driehoek.figures._cells import Cell, Picture, Used
from driehoek.figures.models import Indicator
from driehoek.figures.pictures.peers import Beside, beside_peers
from driehoek.figures.rules import listed
from driehoek.organisations.models import Area, AreaLevel
from driehoek.organisations.viewer import Viewer

CHANGES = (Verdict.RISES, Verdict.FALLS)
SIGNS = {Verdict.RISES: "▲", Verdict.FALLS: "▼", Verdict.AS_USUAL: "=", Verdict.CANNOT_TELL: "?"}
NO_FIELD = "geen"  # in an address: what nobody placed in a field yet


@dataclass(frozen=True)
class Line:
    """One phenomenon over all columns of the sheet, and how its municipalities stand beside their peers."""

    indicator: Indicator
    cells: tuple[Cell | None, ...]
    peers: tuple[Beside, ...]

    @property
    def changes(self) -> bool:
        return any(cell is not None and cell.verdict.verdict in CHANGES for cell in self.cells)

    @property
    def apart(self) -> list[tuple[str, str]]:
        """(`hoger` or `lager`, names): the municipalities that really stand apart from their peers."""
        found = []
        for word, higher in ((_("hoger"), True), (_("lager"), False)):
            names = [one.cell.area.name for one in self.peers if one.apart and one.standing.value.startswith("hoger") is higher]
            if names:
                found.append((word, listed(names)))
        return found

    @property
    def peers_sentence(self) -> str:
        """What stands in the column of the peers, as one sentence per municipality that stands apart."""
        said = [f"{one.cell.area.name}: {one.sentence}" for one in self.peers if one.apart]
        if said:
            return " ".join(said)
        if not self.peers:
            return _("Er zijn te weinig vergelijkbare gemeenten om mee te vergelijken.")
        if len(self.peers) == 1:
            return self.peers[0].sentence
        return _("Geen van deze gemeenten is te onderscheiden van gemeenten van haar grootte.")


@dataclass(frozen=True)
class Sheet:
    """A picture laid out to compare.

    columns   the area itself first, then the team (when that is not the area), then the municipalities
    fields    (code, name, how many lines) of every field that has lines, before the choice
    field     the chosen field, or None for all
    groups    (name of the field, its lines), after the choice
    changing  whether only lines with a real rise or fall are shown
    """

    picture: Picture
    columns: tuple[Area, ...]
    fields: tuple[tuple[str, str, int], ...]
    field: str | None
    changing: bool
    groups: tuple[tuple[str, tuple[Line, ...]], ...]
    used: tuple[Used, ...]

    @property
    def area(self) -> Area:
        return self.picture.area

    @property
    def lines(self) -> list[Line]:
        return [line for _name, lines in self.groups for line in lines]

    @property
    def title(self) -> str:
        return _("Naast elkaar: %(area)s") % {"area": self.area.name}

    @property
    def legend(self) -> str:
        return _("▲ stijgt, ▼ daalt, = als gewoonlijk, ? niet te zeggen. Tussen haakjes: wat gewoonlijk is.")


def sheet(viewer: Viewer, code: str, *, field: str = "", changing: bool = False) -> Sheet:
    """The sheet of an area. Raises Area.DoesNotExist.

    field      code of a safety field, `geen` for what has none; anything else: all
    changing   only the lines in which something really rises or falls
    The team of a municipality is judged as on its own picture; the municipalities beside as on that of the area.
    """
    picture = queries.picture(viewer, code)
    columns, team = picture.columns, _team_cells(viewer, picture)
    if picture.team is not None and team:
        columns = (columns[0], picture.team, *columns[1:])
    cells = [cell for row in picture.rows for cell in row.cells if cell and cell.area.level == AreaLevel.MUNICIPALITY]
    stands = beside_peers(cells)
    lines = [
        Line(
            row.indicator,
            (row.cells[0], team.get(row.indicator.pk), *row.cells[1:]) if len(columns) > len(row.cells) else row.cells,
            tuple(found for cell in row.cells if cell and (found := stands.get((cell.area.pk, cell.indicator.pk))) is not None),
        )
        for row in picture.rows
    ]
    fields = _fields(lines)
    chosen = field if field in {code for code, _name, _n in fields} else None
    shown = [line for line in lines if (chosen is None or _code(line) == chosen) and (line.changes or not changing)]
    return Sheet(picture, columns, fields, chosen, changing, _grouped(shown), picture.used)


def _team_cells(viewer: Viewer, picture: Picture) -> Mapping[str, Cell]:
    if picture.team is None or picture.beside != "team":
        return {}
    whole = queries.picture(viewer, picture.team.pk)
    return {row.indicator.pk: row.own for row in whole.rows if row.own}


def _code(line: Line) -> str:
    return line.indicator.field or NO_FIELD


def _fields(lines: list[Line]) -> tuple[tuple[str, str, int], ...]:
    """In the order of the fields; what has no field comes last."""
    found: dict[str, tuple[str, int]] = {}
    for line in sorted(lines, key=lambda line: (not line.indicator.field, line.indicator.field)):
        name = str(line.indicator.get_field_display())
        found[_code(line)] = (name, found.get(_code(line), (name, 0))[1] + 1)
    return tuple((code, name, n) for code, (name, n) in found.items())


def _grouped(lines: list[Line]) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    groups: dict[str, list[Line]] = {}
    for line in sorted(lines, key=lambda line: not line.indicator.field):
        groups.setdefault(line.indicator.field_label, []).append(line)
    return tuple((name, tuple(found)) for name, found in groups.items())
