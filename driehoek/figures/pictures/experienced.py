"""Recorded and experienced safety beside each other, per safety field: what was counted, and what people said."""

from __future__ import annotations

from dataclasses import dataclass

from driehoek.engine.results import Verdict
from driehoek.figures._cells import Cell, Picture
from driehoek.figures.models import Indicator
from driehoek.figures.surveys.queries import SurveyCell, survey_cells
from driehoek.organisations.viewer import Viewer


@dataclass(frozen=True)
class Field:
    """One safety field. `surveys` is what people said, `recorded` what was counted: what really changes first."""

    name: str
    recorded: tuple[Cell, ...]
    surveys: tuple[SurveyCell, ...]


def experienced(viewer: Viewer, picture: Picture) -> list[Field]:
    """The fields that a survey says something about, in their order; empty when there is no survey.

    The two are never made into one number: a survey has a margin of its own, and asks other people about other things.
    """
    asked = survey_cells(viewer, picture.area.pk)
    if not asked:
        return []
    fields: dict[str, list[SurveyCell]] = {}
    for cell in sorted(asked, key=lambda cell: (not cell.question.field, cell.question.field)):
        fields.setdefault(cell.question.field, []).append(cell)
    own = [row.own for row in picture.rows if row.own]
    return [
        Field(
            str(Indicator.Field(code).label),
            tuple(sorted((cell for cell in own if cell.indicator.field == code), key=_quiet)),
            tuple(cells),
        )
        for code, cells in fields.items()
    ]


def _quiet(cell: Cell) -> bool:
    return cell.verdict.verdict not in (Verdict.RISES, Verdict.FALLS)
