"""A document as JSON and back: what is frozen reads years later as it read then, charts included."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from driehoek.accountability.composing.document import Composed
from driehoek.documents.structure import (
    Callout,
    Document,
    Figure,
    KeyFact,
    KeyFacts,
    PageBreak,
    Part,
    Prose,
    Section,
    Table,
)

SCHEMA: Final = 1


def content_of(composed: Composed) -> dict[str, Any]:
    """What a version holds: the structure, and the drawings for small screens in the order of the figures."""
    return {"schema": SCHEMA, "document": _document(composed.document), "narrow": list(composed.narrow)}


def composed_of(content: dict[str, Any]) -> Composed:
    one = content["document"]
    document = Document(
        title=one["title"],
        parts=tuple(_part(part) for part in one["parts"]),
        subtitle=one["subtitle"],
        language=one["language"],
        date=_day(one["date"]),
        meta=tuple((label, value) for label, value in one["meta"]),
        author=one["author"],
        contents=one["contents"],
    )
    return Composed(document, [], list(content["narrow"]))


def _document(document: Document) -> dict[str, Any]:
    return {
        "title": document.title, "subtitle": document.subtitle, "language": document.language,
        "date": document.date.isoformat() if document.date else None, "meta": [list(pair) for pair in document.meta],
        "author": document.author, "contents": document.contents, "parts": [_as_json(part) for part in document.parts],
    }  # fmt: skip


def _as_json(part: Part) -> dict[str, Any]:
    match part:
        case Prose():
            return {"type": "prose", "body": part.body}
        case Section():
            inner = [_as_json(one) for one in part.parts]
            return {
                "type": "section", "title": part.title, "body": part.body, "number": part.number, "level": part.level,
                "parts": inner,
            }  # fmt: skip
        case Table():
            return {"type": "table"} | _table(part)
        case Figure():
            return {
                "type": "figure", "svg": part.svg, "title": part.title, "alt": part.alt, "source": part.source,

                "source_date": part.source_date.isoformat() if part.source_date else None,
                "table": _table(part.table) if part.table else None,
            }  # fmt: skip
        case Callout():
            return {"type": "callout", "title": part.title, "body": part.body, "tone": part.tone}
        case KeyFacts():
            return {"type": "facts", "facts": [[fact.label, fact.value, fact.note] for fact in part.facts]}
        case PageBreak():
            return {"type": "page"}


def _table(table: Table) -> dict[str, Any]:
    return {
        "header": list(table.header), "rows": [list(row) for row in table.rows], "caption": table.caption,
        "source": table.source, "source_date": table.source_date.isoformat() if table.source_date else None,
        "numeric": sorted(table.numeric), "header_column": table.header_column, "widths": list(table.widths),
    }  # fmt: skip


def _part(one: dict[str, Any]) -> Part:
    match one["type"]:
        case "prose":
            return Prose(one["body"])
        case "section":
            parts = tuple(_part(part) for part in one["parts"])
            return Section(one["title"], parts, one["body"], one["number"], one["level"])
        case "table":
            return _table_of(one)
        case "figure":
            table = _table_of(one["table"]) if one["table"] else None
            day = _day(one["source_date"])
            return Figure(one["svg"], one["title"], one["alt"], one["source"], day, table=table)
        case "callout":
            return Callout(one["title"], one["body"], one["tone"])
        case "facts":
            return KeyFacts(tuple(KeyFact(*fact) for fact in one["facts"]))
    return PageBreak()


def _table_of(one: dict[str, Any]) -> Table:
    return Table(
        tuple(one["header"]), tuple(tuple(row) for row in one["rows"]), one["caption"], one["source"], _day(one["source_date"]),
        frozenset(one["numeric"]), one["header_column"], tuple(one["widths"]),
    )  # fmt: skip


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
