"""The figure that a command is about, as it stands now, and whose triangle it belongs to."""

from __future__ import annotations

from django.utils.translation import gettext as _

from driehoek.common import clock
from driehoek.common.errors import Refused
from driehoek.figures._cells import Cell, Picture
from driehoek.figures.models import Indicator
from driehoek.organisations.models import Area, AreaLevel
from driehoek.organisations.queries import team_of
from driehoek.organisations.viewer import Viewer


def current(by: Viewer, indicator: str, area: str) -> tuple[Picture, Cell]:
    """The figure of an area, with the picture that it was judged on. Raises Area.DoesNotExist, Indicator.DoesNotExist."""
    from driehoek.figures.queries import picture  # that module re-exports what stands here

    seen = picture(by, area, beside="niets")
    cell = next((row.own for row in seen.rows if row.indicator.pk == indicator), None)
    if cell is None:
        raise Indicator.DoesNotExist
    return seen, cell


def table_of(area: Area) -> Area:
    """Whose triangle speaks of this area: that of its team; of a municipality without a team its own. Raises Refused."""
    if area.level == AreaLevel.MUNICIPALITY:
        return team_of(area.pk, clock.today()) or area
    if area.level != AreaLevel.BASE_TEAM:
        raise Refused(_("Een driehoek is van een basisteam of een gemeente. Kies het cijfer van een van beide."))
    return area
