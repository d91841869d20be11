"""A file on its way in: what every kind of reader is given, and the report where something is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from driehoek.engine.counts import Problem
from driehoek.figures._checking import MOST_PROBLEMS, Checked, Progress
from driehoek.figures._imports import ImportReport
from driehoek.figures.mapping.unfolding import Noticed


@dataclass(frozen=True)
class Delivered:
    """A file on its way in. `then` runs in the transaction that takes it in."""

    name: str
    file_name: str
    noticed: Noticed
    details: Mapping[str, object]
    then: Callable[[ImportReport], None]
    progress: Progress = lambda done: None


def refused(checked: Checked, noticed: Noticed) -> ImportReport | None:
    """The report where something is wrong, in the order of the lines; None where all is well."""
    if checked.wrong == 1 and not checked.problems[0].line and noticed.left_out:
        what = ", ".join(f"{n} {words}" for words, n in noticed.left_out.items())
        checked.problems = [
            Problem(None, "", "", what[:80], _("Er blijft geen regel over."), _("Kijk of elke kolom goed is gekozen."))
        ]
    wrong = checked.wrong + len(noticed.problems)
    problems = sorted([*checked.problems, *noticed.problems], key=lambda one: one.line or 0)
    return ImportReport(None, 0, tuple(problems[:MOST_PROBLEMS]), wrong) if wrong else None
