"""The text of a municipality as a document: the same words as on the page, for Word, PDF, the web and Markdown."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from driehoek.documents.docx import write_docx
from driehoek.documents.html import write_html
from driehoek.documents.markdown import write_markdown
from driehoek.documents.pdf import write_pdf
from driehoek.documents.structure import Document, Part, Prose, Section
from driehoek.documents.text import escaped
from driehoek.plans.adoption.models import Adoption, Version
from driehoek.plans.writing import rules
from driehoek.plans.writing.facts import in_words
from driehoek.plans.writing.models import Layer, PieceKind, Plan
from driehoek.plans.writing.reading import read

FORMATS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
}
# These are told apart in the text by a word, since they have no heading that says so.
_SAID = frozenset({"goal", "measure", "reason", "ambition"})


def of_version(version: Version) -> Document:
    """A released text; when the council adopted it, its decision stands at the head."""
    about = version.content["plan"]
    meta = [(_("Gemeente"), about["municipality"]["name"]), (_("Periode"), _years(about["starts_on"], about["ends_on"]))]
    adoption = Adoption.objects.filter(version=version).first()
    if adoption is not None:
        decided = _("%(day)s, besluit %(number)s") % {"day": _day(adoption.decided_on), "number": adoption.decision_number}
        meta.append((_("Vastgesteld door de raad"), decided))
    meta.append((_("Versie"), f"{version.number} ({version.sha256[:12]})"))
    return _document(about["title"], meta, version.pieces)


def of_layer(plan: Plan, layer: Layer) -> Document:
    """The working text, which says of itself that it is a draft."""
    text = read(layer)
    about = {"title": rules.fill(plan.title, text.values)}
    in_body = {name: escaped(value) for name, value in text.values.items()}
    pieces = [
        {
            "kind": line.kind, "depth": line.depth, "title": rules.fill(line.title, text.values),
            "body": rules.fill(line.body, in_body), "facts": dict(line.facts),
        }
        for line in text.lines
    ]  # fmt: skip
    name = str(layer.municipality) if layer.municipality else _("gezamenlijke tekst")
    years = _years(plan.starts_on.isoformat(), plan.ends_on.isoformat())
    return _document(about["title"], [(_("Tekst van"), name), (_("Periode"), years), (_("Stand"), _("werktekst"))], pieces)


def _years(first: str, last: str) -> str:
    return f"{first[:4]}-{last[:4]}"


def _day(day: date) -> str:
    return f"{day.day}-{day.month}-{day.year}"


def _document(title: str, meta: list[tuple[str, str]], pieces: list[dict[str, Any]]) -> Document:
    parts, _rest = _parts(pieces, 0, 0)
    return Document(title=title, parts=tuple(parts), meta=tuple(meta), contents=len(pieces) > 12)


def _parts(pieces: list[dict[str, Any]], at: int, depth: int) -> tuple[list[Part], int]:
    """The pieces from `at` that stand at this depth or deeper, as parts; and where the rest begins."""
    parts: list[Part] = []
    while at < len(pieces) and pieces[at]["depth"] >= depth:
        piece = pieces[at]
        inner, at = _parts(pieces, at + 1, piece["depth"] + 1)
        parts += _part(piece, inner)
    return parts, at


def _part(piece: dict[str, Any], inner: list[Part]) -> list[Part]:
    word = str(PieceKind(piece["kind"]).label).capitalize()
    facts = "\n".join(f"- **{label}:** {escaped(value)}" for label, value in in_words(piece["facts"]))
    body = "\n\n".join(filter(None, [piece["body"], facts]))
    if piece["title"]:
        title = f"{word}: {piece['title']}" if piece["kind"] in _SAID else piece["title"]
        return [Section(title, parts=tuple(inner), body=body)]
    said = f"**{word}.** {body}" if piece["kind"] in _SAID and not body.startswith(("-", "1.", "#")) else body
    return [Prose(said), *inner] if said else inner


def write(document: Document, form: str) -> bytes:
    """In one of FORMATS."""
    if form == "docx":
        return write_docx(document)
    if form == "pdf":
        return write_pdf(document, fonts_dir=settings.FONTS_DIR)
    if form == "html":
        return write_html(document).encode()
    return write_markdown(document).encode()
