"""Files that mean harm, or are just wrong: each gets one clear sentence, and nothing is unpacked beyond measure."""

import io
import struct
import tracemalloc
import zipfile

import docx
import pytest

from driehoek.common.errors import Refused
from driehoek.documents import _upload
from driehoek.documents.read import read_draft

DOCUMENT = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'


def package(parts: dict[str, bytes | str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return stream.getvalue()


def ole(*names: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100 + b"".join(name.encode("utf-16-le") for name in names)


REFUSED = {
    "empty": (b"", "leeg"),
    "only blanks": (b" \r\n\t ", "leeg"),
    "pdf": (b"%PDF-1.7 ...", "PDF lees ik nog niet"),
    "odt": (package({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}), "ODT"),
    "rtf": (b"{\\rtf1 tekst}", "RTF"),
    "old word": (ole("WordDocument"), "vóór 2007"),
    "locked": (ole("EncryptedPackage"), "wachtwoord"),
    "picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "geen Word-bestand en geen tekst"),
    "other package": (package({"plaatje.png": b"x"}), "zonder Word- of Excel-document"),
    "workbook": (package({"xl/workbook.xml": "<a/>"}), "rekenblad"),
    "macros": (package({"word/document.xml": "<a/>", "word/vbaProject.bin": b"x"}), "macro"),
    "macro type": (package({"word/document.xml": "<a/>", "[Content_Types].xml": "macroEnabled.main+xml"}), "macro"),
    "half a package": (package({"word/document.xml": DOCUMENT.format("")})[:60], "beschadigd"),
    "no xml": (package({"word/document.xml": "geen <xml"}), "beschadigd"),
    "too many parts": (package({f"p{n}.xml": b"" for n in range(3_100)} | {"word/document.xml": "<a/>"}), "veel te groot"),
    "bomb": (package({"word/document.xml": b"<a>" + b" " * 30_000_000 + b"</a>"}), "veel te groot"),
    "too large": (b"a" * (25 * 1024 * 1024 + 1), "25 MB"),
    "too long": (b"woord " * 200_000, "te lang voor een plan"),
    "too many lines": (b"a\n" * 20_001, "te lang voor een plan"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_wrong_file_is_refused_with_a_sentence_that_helps(case):
    data, sentence = REFUSED[case]
    with pytest.raises(Refused) as refusal:
        read_draft("plan.docx", data)
    (message,) = refusal.value.messages
    assert sentence in message
    assert message.endswith(".")


def test_a_macro_file_is_refused_by_its_name_too():
    with pytest.raises(Refused, match="macro"):
        read_draft("Plan.DOCM", b"PK\x03\x04")


ENTITIES = (
    '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]>'
    + DOCUMENT.format("<w:p><w:r><w:t>&x;&b;</w:t></w:r></w:p>")
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_never_read_from_disk_or_blown_up(encoding):
    data = package({"word/document.xml": f'<?xml version="1.0" encoding="{encoding}"?>{ENTITIES}'.encode(encoding)})
    with pytest.raises(Refused, match="DOCTYPE"):
        read_draft("plan.docx", data)


def test_a_size_that_lies_unpacks_no_more_than_the_limit(monkeypatch):
    monkeypatch.setattr(_upload, "MAX_PART", 1_000_000)
    data = bytearray(package({"word/document.xml": b"<a>" + b"x" * 40_000_000 + b"</a>"}))
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = struct.pack("<I", 1000)  # the list of contents says: a thousand bytes
    tracemalloc.start()
    try:
        with pytest.raises(Refused):
            read_draft("plan.docx", bytes(data))
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


def test_xml_too_deep_for_a_person_is_refused():
    deep = DOCUMENT.format("<w:sdt><w:sdtContent>" * 400 + "</w:sdtContent></w:sdt>" * 400)
    with pytest.raises(Refused, match="beschadigd"):
        read_draft("plan.docx", package({"word/document.xml": deep}))


def test_any_damage_to_a_good_file_ends_in_a_refusal_or_a_draft():
    stream = io.BytesIO()
    word = docx.Document()
    word.add_heading("Kop", 1)
    word.add_paragraph("Tekst", style="List Bullet")
    word.save(stream)
    good = stream.getvalue()
    for at in range(0, len(good), 397):
        damaged = bytearray(good)
        damaged[at] ^= 0xFF
        try:
            read_draft("plan.docx", bytes(damaged))
        except Refused as refusal:
            assert refusal.messages  # noqa: PT017  (either outcome is right; a crash is not)
