"""A document as a piece of a web page: semantic, without style, script or anything that a strict CSP refuses."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Final

from django.utils.translation import gettext as _

from driehoek.documents import text
from driehoek.documents.structure import (
    Callout,
    Document,
    Figure,
    KeyFacts,
    PageBreak,
    Part,
    Placed,
    Prose,
    Section,
    Table,
    caption_line,
    fitted,
    in_order,
    source_line,
    written,
)

TONES: Final = {"note": "document-callout", "good": "document-callout document-callout--good"} | {
    "attention": "document-callout document-callout--attention"
}


def write_html(document: Document, *, top: int = 1) -> str:
    """An `<article>`; its title is a heading of level `top`, chapters one below, and so on."""
    parts = "\n".join(html for _part_itself, html in write_parts(document, top=top))
    return f'<article class="document" lang="{escape(document.language)}">\n{_head(document, top)}\n{parts}\n</article>'


def write_parts(document: Document, *, top: int = 1) -> Iterator[tuple[Part, str]]:
    """Each part with its HTML, in the order of reading: for a page that puts something beside a part. Without the head."""
    return ((placed.part, _part(placed, top)) for placed in in_order(document))


def _head(document: Document, top: int) -> str:
    lines = [f"<h{top}>{escape(document.title)}</h{top}>"]
    if document.subtitle:
        lines.append(f'<p class="document-subtitle">{escape(document.subtitle)}</p>')
    if document.date:
        lines.append(f'<p><time datetime="{document.date.isoformat()}">{written(document.date)}</time></p>')
    if document.meta:
        pairs = "".join(f"<div><dt>{escape(label)}</dt> <dd>{escape(value)}</dd></div>" for label, value in document.meta)
        lines.append(f'<dl class="document-meta">{pairs}</dl>')
    return "<header>" + "".join(lines) + "</header>"


def _part(placed: Placed, top: int) -> str:
    part, level = placed.part, placed.level
    match part:
        case Section():
            heading = min(6, top + level)
            return f"<h{heading}>{escape(part.heading)}</h{heading}>" + _body(part.body, top + level)
        case Prose():
            return _body(part.body, top + level)
        case Table():
            return _table(part, caption_line(placed)) + _source(source_line(part.source, part.source_date))
        case Figure():
            return _figure(placed, part)
        case Callout():
            body = _body(part.body, top + level)
            return f'<aside class="{TONES[part.tone]}"><p><strong>{escape(part.title)}</strong></p>{body}</aside>'
        case KeyFacts():
            return _key_facts(part)
        case PageBreak():
            return ""


def _body(markdown: str, section: int) -> str:
    """The headings of a body come out one below the section they stand in, whatever level they were typed at."""
    blocks = text.blocks(markdown)
    levels = iter(fitted([block.level for block in blocks if isinstance(block, text.Heading)], section))
    return "".join(
        text.block_html(block, next(levels) - block.level if isinstance(block, text.Heading) else 0) for block in blocks
    )


def _table(table: Table, line: str = "", about: str = "") -> str:
    caption = f"<caption>{escape(line)}</caption>" if line else ""
    head = "".join(_cell("th", cell, at, table, ' scope="col"') for at, cell in enumerate(table.header))
    rows = "".join(f"<tr>{_row(row, table)}</tr>" for row in table.rows)
    # A wide table scrolls by itself; with the keyboard too, so it can have the focus and has a name.
    name = escape(table.caption or about or _("Tabel"))
    return (
        f'<div class="document-table" role="region" aria-label="{name}" tabindex="0">'
        f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _row(row: tuple[str, ...], table: Table) -> str:
    first = table.header_column
    return "".join(
        _cell("th", cell, at, table, ' scope="row"') if first and at == 0 else _cell("td", cell, at, table)
        for at, cell in enumerate(row)
    )


def _cell(name: str, cell: str, at: int, table: Table, scope: str = "") -> str:
    numeric = ' class="numeric"' if at in table.numeric else ""
    return f"<{name}{scope}{numeric}>{escape(cell).replace(chr(10), '<br>')}</{name}>"


def _source(line: str) -> str:
    return f'<p class="document-source">{escape(line)}</p>' if line else ""


def _figure(placed: Placed, figure: Figure) -> str:
    """The picture is the drawing itself, named by its alternative text; the numbers are under it, folded."""
    table = ""
    if figure.table is not None:
        numbers = _table(figure.table, about=figure.title)
        table = f"<details><summary>{escape(_('De cijfers als tabel'))}</summary>{numbers}</details>"
    return (
        f'<figure><div role="img" aria-label="{escape(figure.alt)}">{figure.svg.strip()}</div>'
        f"<figcaption>{escape(caption_line(placed))}</figcaption></figure>"
        + _source(source_line(figure.source, figure.source_date))
        + table
    )


def _key_facts(part: KeyFacts) -> str:
    facts = "".join(
        f"<div><dt>{escape(fact.label)}</dt> <dd><strong>{escape(fact.value)}</strong>"
        + (f" <span>{escape(fact.note)}</span>" if fact.note else "")
        + "</dd></div>"
        for fact in part.facts
    )
    return f'<dl class="document-facts">{facts}</dl>'
