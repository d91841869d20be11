"""`driehoek claims`, as outside programs call it, on every kind of file that it reads."""

from __future__ import annotations

import argparse
import io
import json
import zipfile

import docx
import pytest

from driehoek.common.errors import Refused
from driehoek.documents.words import text_of
from driehoek.figures import command

KEYS = ["line", "start", "end", "quote", "area", "phenomenon", "period", "claimed", "mark", "source", "sentence"]
TEXT = "# Veiligheidsplan Zwolle 2022-2025\n\nVanaf 2012 tot en met 2021 daalde het aantal inbraken in woningen sterk.\n"
ODT = """<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text><text:h>Cijfers</text:h>
<text:list><text:list-item><text:p>De overlast is <text:span>toegenomen</text:span>.</text:p></text:list-item></text:list>
</office:text></office:body></office:document-content>"""


@pytest.fixture
def claims(tmp_path, capsys):
    """Run the command on a text; gives status, standard output and standard error."""

    def claims(text, *options):
        path = tmp_path / "plan.md"
        path.write_text(text, encoding="utf-8")
        return run(capsys, str(path), *options)

    return claims


def run(capsys, *options):
    parser = argparse.ArgumentParser()
    command.add_parser(parser.add_subparsers())
    args = parser.parse_args(["claims", *options])
    status = args.run(args)
    out, err = capsys.readouterr()
    return status, out, err


def odt() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        file.writestr("content.xml", ODT)
    return packed.getvalue()


def word() -> bytes:
    document = docx.Document()
    document.add_heading("Cijfers", 1)
    document.add_paragraph("De overlast is toegenomen.", style="List Bullet")
    packed = io.BytesIO()
    document.save(packed)
    return packed.getvalue()


def test_the_answer_has_the_shape_of_the_interface(open_figures, claims):
    status, out, err = claims(TEXT, "--format", "json")
    answer = json.loads(out)
    assert (status, err, list(answer)) == (0, "", ["schema", "claims"])
    [claim] = answer["claims"]
    assert list(claim) == KEYS
    assert claim["quote"] == TEXT[claim["start"] : claim["end"]] == TEXT.splitlines()[2]
    assert (claim["line"], claim["area"], claim["phenomenon"], claim["period"]) == (3, "Zwolle", "woninginbraken", [2012, 2021])
    assert claim["claimed"] == {"direction": "daalt", "percent": None}
    assert (claim["mark"], claim["source"]) == ("klopt", "47018NED")
    assert claim["sentence"].startswith("Het aantal woninginbraken in Zwolle ging van ")


def test_a_text_without_claims_is_an_answer_too(open_figures, claims):
    status, out, _err = claims("Wij willen dat de overlast afneemt.\n", "--format", "json")
    assert (status, json.loads(out)) == (0, {"schema": 1, "claims": []})
    assert claims("Wij willen dat de overlast afneemt.\n")[1] == "In deze tekst staan geen beweringen over cijfers.\n"


def test_the_answer_for_people_says_where_what_and_what_does_hold(open_figures, claims):
    lines = claims(TEXT)[1].splitlines()
    assert lines[0] == "regel 3, woninginbraken: klopt"
    assert lines[2].startswith("  Het aantal woninginbraken in Zwolle ging van ")


def test_a_file_that_is_not_there_is_one_line_and_status_two(capsys):
    status, out, err = run(capsys, "nergens.docx")
    assert (status, out, err.count("\n")) == (2, "", 1)


def test_word_and_odt_are_read_with_their_headings_and_lists():
    expected = "# Cijfers\n\n- De overlast is toegenomen."
    assert text_of("plan.docx", word()) == expected
    assert text_of("plan.odt", odt()) == expected


def test_the_words_of_a_pdf_are_read_where_its_reader_is_installed():
    pytest.importorskip("pypdfium2")
    import typst

    data = typst.compile(b"De overlast is toegenomen.")
    assert "De overlast is toegenomen." in text_of("plan.pdf", data)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 stuk", b"PK\x03\x04stuk", b"\x00\x01\x02\x03" * 20])
def test_what_cannot_be_read_is_refused_in_a_sentence(data):
    with pytest.raises(Refused):
        text_of("plan.pdf", data)
