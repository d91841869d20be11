"""A document as PDF/UA-1 through Typst: tagged, with language, title, table headers and alternative texts.

All words go in as data (`sys_inputs`), so nothing anybody typed is ever read as markup. Fonts: the folder that the build
made; where it is absent, the face that is built into Typst.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

import typst
from django.utils.translation import gettext as _

from driehoek.documents import text
from driehoek.documents.structure import (
    Callout,
    Document,
    Figure,
    KeyFacts,
    PageBreak,
    Placed,
    Prose,
    Section,
    Table,
    caption_line,
    fitted,
    in_order,
    shares,
    source_line,
    written,
)

BUILT_IN: Final = "Libertinus Serif"
TEXT_WIDTH_PX: Final = 160 / 25.4 * 96
_SVG_WIDTH: Final = re.compile(r'<svg[^>]*\swidth="([\d.]+)')
_TEMPLATE: Final = Path(__file__).parent / "typst" / "document.typ"

logger = logging.getLogger(__name__)


def write_pdf(document: Document, *, fonts_dir: Path | None = None, family: str = "") -> bytes:
    """The whole document as PDF/UA-1; equal documents give equal bytes.

    `fonts_dir` holds TrueType files; `family` chooses one of theirs (else the first by name). What Typst warns of is
    logged, never dropped.
    """
    folder = fonts_dir if fonts_dir is not None and fonts_dir.is_dir() else None
    content = json.dumps(_content(document, _faces(folder, family)))
    pdf, warnings = typst.compile_with_warnings(
        _template(),
        font_paths=_fonts(folder),
        sys_inputs={"document": content},
        pdf_standards=["ua-1"],
        timestamp=None,
    )
    for warning in warnings:
        logger.warning("pdf: %s", warning)
    return bytes(pdf)


@cache
def _fonts(folder: Path | None) -> typst.Fonts:
    """The folder is read once per process; the machine's own fonts never count, or a document would differ per machine."""
    return typst.Fonts(include_system_fonts=False, font_paths=[str(folder)] if folder else [])


@cache
def _faces(folder: Path | None, family: str) -> list[str]:
    own = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)] if folder else [])
    if folder and not own.families():
        logger.warning("pdf: no font in %s, using %s", folder.name, BUILT_IN)
    return [*([family] if family else sorted(own.families())[:1]), BUILT_IN]


@cache
def _template() -> bytes:
    return _TEMPLATE.read_bytes()


def _content(document: Document, font: list[str]) -> dict[str, Any]:
    lang, _dash, region = document.language.partition("-")
    before, between = _("Pagina {page} van {pages}").replace("{pages}", "").split("{page}")
    return {
        "title": _words(document.title),
        "subtitle": _words(document.subtitle),
        "author": _words(document.author),
        "lang": lang,
        "region": region or None,
        "date": [document.date.year, document.date.month, document.date.day] if document.date else None,
        "written": written(document.date) if document.date else "",
        "meta": [[_words(label), _words(value)] for label, value in document.meta],
        "contents": document.contents,
        "contents_title": _("Inhoud"),
        "page": [before, between],
        "font": font,
        "parts": [_part(placed) for placed in in_order(document)],
    }


def _words(words: str) -> str:
    return text.clean(words)


def _part(placed: Placed) -> dict[str, Any]:
    part, level = placed.part, placed.level
    match part:
        case Section():
            title = _words(part.heading)
            return {"kind": "section", "level": level, "title": title, "body": _body(part.body, level)}
        case Prose():
            return {"kind": "prose", "body": _body(part.body, level)}
        case Table():
            return _table(part, caption_line(placed))
        case Figure():
            return _figure(part, caption_line(placed))
        case Callout():
            return {"kind": "callout", "title": _words(part.title), "tone": part.tone, "body": _body(part.body, level)}
        case KeyFacts():
            facts = [{"label": _words(f.label), "value": _words(f.value), "note": _words(f.note)} for f in part.facts]
            return {"kind": "facts", "facts": facts}
        case PageBreak():
            return {"kind": "page"}


def _table(table: Table, line: str = "") -> dict[str, Any]:
    return {
        "kind": "table",
        "caption": _words(line),
        "header": [_words(cell) for cell in table.header],
        "rows": [[_words(cell) for cell in row] for row in table.rows],
        "numeric": sorted(table.numeric),
        "header_column": table.header_column,
        "widths": list(shares(table)),
        "source": _words(source_line(table.source, table.source_date)),
    }


def _figure(figure: Figure, line: str) -> dict[str, Any]:
    width = _SVG_WIDTH.match(figure.svg.strip())
    return {
        "kind": "figure",
        "svg": figure.svg,
        "share": float(width[1]) / TEXT_WIDTH_PX if width else 1.0,
        "alt": _words(figure.alt),
        "caption": _words(line),
        "source": _words(source_line(figure.source, figure.source_date)),
        "table": _table(figure.table) if figure.table else None,
    }


def _body(markdown: str, section: int) -> list[dict[str, Any]]:
    blocks = text.blocks(markdown)
    levels = iter(fitted([block.level for block in blocks if isinstance(block, text.Heading)], section))
    return [
        {"kind": "heading", "level": min(6, next(levels)), "runs": list(_runs(block.runs))}
        if isinstance(block, text.Heading)
        else _block(block)
        for block in blocks
    ]


def _block(block: text.Paragraph | text.ListBlock) -> dict[str, Any]:
    if isinstance(block, text.Paragraph):
        return {"kind": "paragraph", "runs": list(_runs(block.runs))}
    return {
        "kind": "list",
        "ordered": block.ordered,
        "start": block.start,
        "tight": all(isinstance(part, text.ListBlock) for item in block.items for part in item.blocks[1:]),
        "items": [[_block(part) for part in item.blocks] for item in block.items],
    }


def _runs(runs: tuple[text.Run, ...]) -> Iterator[dict[str, Any]]:
    for run in runs:
        if isinstance(run, text.Break):
            yield {"br": True}
        else:
            yield {"t": run.text, "b": run.bold, "i": run.italic, "href": run.href}
