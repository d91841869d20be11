"""Files that people bring: what kind they really are, and opening them without being harmed.

The first bytes decide, not the name. A packed file (Word, Excel) is opened only within limits of size, number and
compression; its XML is read without entities, document types or network. Every refusal is one sentence that says what to do.
"""

from __future__ import annotations

import lzma
import re
import struct
import zipfile
import zlib
from io import BytesIO
from typing import Any, Final, Literal

from django.utils.translation import gettext as _
from lxml import etree

from driehoek.common.errors import Refused

MAX_BYTES: Final = 25 * 1024 * 1024
MAX_UNPACKED: Final = 200 * 1024 * 1024
MAX_PART: Final = 60 * 1024 * 1024
MAX_ENTRIES: Final = 3_000
MAX_RATIO: Final = 250
"""Text packs to a tenth or a twentieth; a bomb to a thousandth. Judged only above one megabyte."""

Kind = Literal["docx", "xlsx", "ods", "xls", "text"]
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UNREADABLE: Final = (
    *(zipfile.BadZipFile, KeyError, OSError, EOFError, NotImplementedError, RuntimeError, ValueError),
    *(zlib.error, lzma.LZMAError, struct.error),
)
_BINARY: Final = re.compile(rb"[\x00-\x08\x0e-\x1f]")


def kind_of(name: str, data: bytes) -> Kind:
    """What this file is. Refuses what is empty, too large, locked, with macros, or of a kind that we do not read."""
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise Refused(_("Het bestand is leeg. Kies een bestand waar tekst in staat."))
    if len(data) > MAX_BYTES:
        raise Refused(_("Het bestand is te groot: het mag ten hoogste 25 MB zijn. Haal bijvoorbeeld de afbeeldingen eruit."))
    if name.lower().endswith((".docm", ".dotm", ".xlsm", ".xltm")):
        _refuse_macros()
    if data.startswith(_OLE):
        return _old_office(data)
    if data.startswith(b"PK\x03\x04"):
        return _packed_kind(Package(data))
    if data.startswith(b"PK"):
        raise _broken()
    if data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"%PDF"):
        raise Refused(_("Een PDF lees ik nog niet. Bewaar het plan als Word (.docx) of als tekst en probeer het opnieuw."))
    if data.lstrip().startswith(b"{\\rtf"):
        raise Refused(_("Een RTF-bestand lees ik niet. Open het in Word en bewaar het als .docx."))
    if not data.startswith((b"\xff\xfe", b"\xfe\xff")) and _BINARY.search(data[:100_000].replace(b"\x0c", b"")):
        raise Refused(_("Dit bestand is geen Word-bestand en geen tekst. Bewaar het als Word (.docx) of als tekst."))
    return "text"


def decoded(data: bytes) -> str:
    """Text of a text file: UTF-8 or UTF-16 by its mark, UTF-8 when it is valid, else what Windows writes in Dutch."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace").lstrip("\ufeff").replace("\0", "")
    try:
        return data.decode("utf-8-sig").replace("\0", "")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


class Package:
    """A packed file, opened within limits."""

    def __init__(self, data: bytes) -> None:
        if data.count(b"PK\x01\x02") > MAX_ENTRIES:  # before the list of contents takes our memory
            raise _too_large()
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
            entries = self._zip.infolist()
        except _UNREADABLE as error:
            raise _broken() from error
        self.names = {entry.filename for entry in entries}
        unpacked = sum(entry.file_size for entry in entries)
        if unpacked > MAX_UNPACKED or any(_is_bomb(entry) for entry in entries):
            raise _too_large()
        if any(entry.flag_bits & 0x1 for entry in entries):
            raise _locked()
        if any(name.lower().endswith("vbaproject.bin") for name in self.names):
            _refuse_macros()

    def read(self, name: str, limit: int = 0) -> bytes:
        """One part. The size in the list may lie, so no more than `limit` bytes (MAX_PART) are ever unpacked."""
        limit = limit or MAX_PART
        try:
            with self._zip.open(name) as part:
                data = part.read(limit + 1)
        except _UNREADABLE as error:
            raise _broken() from error
        if len(data) > limit:
            raise _too_large()
        return data

    def xml(self, name: str) -> Any:
        """The root element of an XML part. Document types (and with them entities) do not occur in honest files."""
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
        )
        try:
            root = etree.fromstring(self.read(name), parser)
        except etree.XMLSyntaxError as error:
            raise _broken() from error
        if root.getroottree().docinfo.doctype:
            raise Refused(_("In het bestand staat iets dat er niet hoort (een DOCTYPE). Bewaar het opnieuw vanuit Word."))
        return root


def _packed_kind(package: Package) -> Kind:
    if "word/document.xml" in package.names:
        if b"macroEnabled" in package.read("[Content_Types].xml", 1024 * 1024) if "[Content_Types].xml" in package.names else b"":
            _refuse_macros()
        return "docx"
    if any(name.startswith("xl/") for name in package.names):
        return "xlsx"
    mimetype = package.read("mimetype", 1024) if "mimetype" in package.names else b""
    if b"opendocument.spreadsheet" in mimetype:
        return "ods"
    if b"opendocument" in mimetype:
        raise Refused(_("Een ODT-bestand lees ik nog niet. Bewaar het als Word (.docx) of als tekst en probeer het opnieuw."))
    raise Refused(_("Dit is een ingepakt bestand zonder Word- of Excel-document. Pak het uit en kies het document zelf."))


def _old_office(data: bytes) -> Kind:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise _locked()
    if "Workbook".encode("utf-16-le") in data or "Book".encode("utf-16-le") in data[:8192]:
        return "xls"
    raise Refused(_("Dit is een Word-bestand van vóór 2007 (.doc). Open het in Word en bewaar het als .docx."))


def _refuse_macros() -> None:
    raise Refused(_("In dit bestand zitten macro’s; dat opent Driehoek niet. Bewaar het zonder macro’s, als .docx of .xlsx."))


def _is_bomb(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > 1024 * 1024 and entry.file_size > MAX_RATIO * max(1, entry.compress_size)


def _too_large() -> Refused:
    return Refused(_("Het bestand is uitgepakt veel te groot en daarom niet geopend. Bewaar het opnieuw vanuit Word of Excel."))


def _locked() -> Refused:
    return Refused(_("Het bestand is met een wachtwoord beveiligd. Haal het wachtwoord eraf en probeer het opnieuw."))


def _broken() -> Refused:
    return Refused(_("Het bestand is beschadigd en kan niet worden geopend. Bewaar het opnieuw vanuit Word of Excel."))
