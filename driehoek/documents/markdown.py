"""A document as Markdown: for a repository, a chat, or whoever likes plain files. Tables as pipe tables."""

from __future__ import annotations

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
    source_line,
    written,
)


def write_markdown(document: Document) -> str:
    """The whole document; the title is level 1, chapters level 2, and so on."""
    parts = [*_head(document), *(_part(placed) for placed in in_order(document))]
    return "\n\n".join(part for part in parts if part) + "\n"


def _head(document: Document) -> list[str]:
    lines = [f"# {_line(document.title)}", _line(document.subtitle), written(document.date) if document.date else ""]
    meta = "\n".join(f"- {_line(label)}: {_line(value)}" for label, value in document.meta)
    return [*lines, meta]


def _part(placed: Placed) -> str:
    part, level = placed.part, placed.level
    match part:
        case Section():
            heading = "#" * min(6, level + 1) + " " + _line(part.heading)
            return f"{heading}\n\n{_body(part.body, level + 1)}".strip()
        case Prose():
            return _body(part.body, level + 1)
        case Table():
            return _table(part, caption_line(placed))
        case Figure():
            numbers = _table(part.table) if part.table else ""
            source = _line(source_line(part.source, part.source_date))
            return "\n\n".join(filter(None, [f"*{_line(caption_line(placed))}*", _line(part.alt), source, numbers]))
        case Callout():
            return f"**{_line(part.title)}**\n\n{_body(part.body, level + 1)}"
        case KeyFacts():
            return "\n".join(f"- {_line(fact.label)}: **{_line(fact.value)}** {_line(fact.note)}".rstrip() for fact in part.facts)
        case PageBreak():
            return ""


def _body(markdown: str, section: int) -> str:
    blocks = text.blocks(markdown)
    levels = iter(fitted([block.level for block in blocks if isinstance(block, text.Heading)], section))
    parts = []
    for block in blocks:
        part = text.markdown_of((block,))
        if isinstance(block, text.Heading):
            part = "#" * min(6, next(levels)) + part.lstrip("#")
        parts.append(part)
    return "\n\n".join(parts)


def _line(words: str) -> str:
    return text.escaped(words).replace("\\\n", " ")


def _table(table: Table, line: str = "") -> str:
    rule = ["---:" if at in table.numeric else "---" for at in range(len(table.header))]
    rows = [_row(table.header), f"| {' | '.join(rule)} |", *(_row(row) for row in table.rows)]
    caption = f"*{_line(line)}*" if line else ""
    return "\n\n".join(filter(None, [caption, "\n".join(rows), _line(source_line(table.source, table.source_date))]))


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(_line(cell).replace("|", "\\|") for cell in cells) + " |"
