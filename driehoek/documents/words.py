"""A file as plain words, to look for something in: Word, ODT, PDF, Markdown or text. A refusal is one Dutch sentence."""

from __future__ import annotations

import io
from typing import Final

from django.utils.translation import gettext as _

from driehoek.common.errors import Refused
from driehoek.documents import _upload, _word

MAX_LETTERS: Final = 1_000_000
_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def text_of(name: str, data: bytes) -> str:
    """The words of a file, a paragraph to a line; headings and list items with their marks. Raises Refused."""
    if data.startswith(b"PK\x03\x04") and (package := _opened(name, data)) is not None:
        words = _odt(package)
    elif data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"%PDF"):
        words = _pdf(data)
    else:
        words = _other(name, data)
    if len(words) > MAX_LETTERS:
        raise Refused(_("Deze tekst is te lang (meer dan 300 bladzijden). Knip hem op en lees de delen apart na."))
    return words


def _opened(name: str, data: bytes) -> _upload.Package | None:
    """The package of an ODT; None for another kind, which the reader of uploads knows or refuses."""
    if len(data) > _upload.MAX_BYTES:
        return None
    package = _upload.Package(data)
    is_text = "mimetype" in package.names and b"opendocument.text" in package.read("mimetype", 1024)
    return package if is_text and "content.xml" in package.names else None


def _other(name: str, data: bytes) -> str:
    kind = _upload.kind_of(name, data)
    if kind == "text":
        return _upload.decoded(data)
    if kind != "docx":
        raise Refused(_("Dit is een rekenblad. Beweringen zoek ik in een tekst: Word (.docx), ODT, PDF of platte tekst."))
    lines = []
    for unit in _word.read(_upload.Package(data)).units:
        mark = "# " if unit.explicit else "- " if unit.kind == "item" else "| " if unit.kind == "row" else ""
        lines.append(mark + unit.text.replace("\n", " "))
        lines += ["  " + words.replace("\n", " ") for _line, words in unit.more]
    return "\n\n".join(lines)


def _odt(package: _upload.Package) -> str:
    lines: list[str] = []
    for element in package.xml("content.xml").iter(f"{_TEXT}h", f"{_TEXT}p"):
        words = "".join(element.itertext()).replace("\n", " ").strip()
        if words:
            in_list = any(parent.tag == f"{_TEXT}list-item" for parent in element.iterancestors())
            lines.append(("# " if element.tag == f"{_TEXT}h" else "- " if in_list else "") + words)
    return "\n\n".join(lines)


def _pdf(data: bytes) -> str:
    """The text layer of a PDF. A scan without one holds no words, and that is said."""
    import pypdfium2 as pdfium  # costs each start a tenth of a second

    if len(data) > _upload.MAX_BYTES:
        raise Refused(_("Het bestand is te groot: het mag ten hoogste 25 MB zijn. Haal bijvoorbeeld de afbeeldingen eruit."))
    try:
        document = pdfium.PdfDocument(io.BytesIO(data))
        pages = [page.get_textpage().get_text_bounded() for page in document]
    except pdfium.PdfiumError as error:
        raise Refused(_("Deze PDF kan niet worden gelezen. Bewaar het plan als Word (.docx) of als tekst.")) from error
    words = "\n".join(pages)
    if not words.strip():
        raise Refused(_("In deze PDF staan alleen plaatjes van tekst. Bewaar het plan als Word (.docx) of als tekst."))
    return words
