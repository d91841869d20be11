"""A plan file becomes a draft tree: the way in for whoever already has a plan.

`read_draft` takes Word (.docx), plain text and Markdown. It is thin and honest: it finds headings, lists and paragraphs,
keeps every word (in the tree or in `left_out`), and asks where it was not sure.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _

from driehoek.common.errors import Refused
from driehoek.documents import _plain, _upload, _word
from driehoek.documents._guess import period_of, title_of
from driehoek.documents._headings import find_headings
from driehoek.documents._tree import tree_of
from driehoek.documents._units import Unit
from driehoek.documents.draft import Doubt, Draft, DraftPiece, LeftOut, Period, Title
from driehoek.documents.suggest import Suggestion, suggest_kinds

__all__ = ["Doubt", "Draft", "DraftPiece", "LeftOut", "Period", "Suggestion", "Title", "read_draft", "suggest_kinds"]


MAX_LETTERS: Final = 1_000_000
MAX_LINES: Final = 20_000
"""Some 300 pages; the longest plan that we know has 15."""


def read_draft(name: str, data: bytes) -> Draft:
    """Read a plan. `name` is the file's name; what it is, its first bytes say. Refuses with one Dutch sentence."""
    kind = _upload.kind_of(name, data)
    if kind in ("xlsx", "xls", "ods"):
        raise Refused(_("Dit is een rekenblad. Een plan lees ik uit Word (.docx) of tekst; acties plakt u bij het programma."))
    if kind == "docx":
        word = _word.read(_upload.Package(data))
        if len(word.units) > MAX_LINES or sum(len(unit.text) for unit in word.units) > MAX_LETTERS:
            raise _too_long()
        return _draft(word.units, word.left_out, word.contents, word.doubts, named=word.title, fallback=word.fallback_title)
    source = _upload.decoded(data)
    if len(source) > MAX_LETTERS or source.count("\n") > MAX_LINES:
        raise _too_long()
    units, left_out, contents = _plain.units_of(source)
    return _draft(units, left_out, contents, [])


def _too_long() -> Refused:
    return Refused(_("Deze tekst is te lang voor een plan (meer dan 300 bladzijden). Knip hem op en lees de delen apart in."))


def _draft(
    units: list[Unit],
    left_out: Sequence[LeftOut],
    contents: dict[str, int],
    doubts: Sequence[Doubt],
    named: str = "",
    fallback: str = "",
) -> Draft:
    title = title_of(units, named) or (title_of(units, fallback) if fallback else None)
    found = [*doubts, *find_headings(units, contents, title.line if title else 0)]
    period = period_of(units, title)
    if title is None:
        found.append(Doubt(1, "", _("Hoe heet dit plan? Ik vond geen titel.")))
    if period is None:
        found.append(Doubt(1, "", _("Voor welke jaren geldt dit plan? Ik vond geen periode.")))
    if not any(unit.level for unit in units):
        found.append(Doubt(1, "", _("Ik vond geen kopjes. Klopt het dat dit één doorlopende tekst is?")))
    return Draft(title, period, tree_of(units), tuple(left_out), tuple(sorted(found, key=lambda doubt: doubt.line)))
