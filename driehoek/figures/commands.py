"""The verbs of this room: take figures in, and say what they mean."""

from __future__ import annotations

from driehoek.figures._imports import ImportReport, import_figures
from driehoek.figures._interpretations import (
    add_interpretation,
    change_interpretation,
    remove_interpretation,
)
from driehoek.figures._open_data import load_open_data

__all__ = [
    "ImportReport",
    "add_interpretation",
    "change_interpretation",
    "import_figures",
    "load_open_data",
    "remove_interpretation",
]
