"""The verbs of this room: take figures in, and say what they mean."""

from __future__ import annotations

from driehoek.figures._imports import ImportReport, import_figures
from driehoek.figures._interpretations import (
    add_interpretation,
    change_interpretation,
    remove_interpretation,
)
from driehoek.figures._open_data import load_open_data
from driehoek.organisations import first_run
from driehoek.organisations.viewer import Viewer

__all__ = [
    "ImportReport",
    "add_interpretation",
    "change_interpretation",
    "import_figures",
    "load_open_data",
    "remove_interpretation",
]


@first_run.after
def load_open_figures(by: Viewer, area_code: str) -> None:
    """An installation that has just begun has the open figures at once."""
    load_open_data()
