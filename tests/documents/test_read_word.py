"""Plans as Word files, made here by hand: with styles and without, lists, tables, notes, changes kept by Word."""

from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st

from driehoek.documents.docx import write_docx
from driehoek.documents.read import read_draft
from tests.documents.examples import report
from tests.documents.losing_words import words, words_of_draft


def packed(word, **parts) -> bytes:
    """The file, with parts added or replaced."""
    stream = BytesIO()
    word.save(stream)
    result = BytesIO()
    with ZipFile(stream) as source, ZipFile(result, "w") as target:
        for name in source.namelist():
            if name not in parts:
                target.writestr(name, source.read(name))
        for name, content in parts.items():
            target.writestr(name, content)
    return result.getvalue()


def outline(draft):
    return [(len(path), piece.number, piece.title) for path, piece in draft.walk() if piece.kind == "section"]


def bodies(draft, kind):
    return [piece.body for _path, piece in draft.walk() if piece.kind == kind]


def test_heading_styles_and_lists_become_the_tree():
    word = docx.Document()
    word.add_paragraph("Integraal Veiligheidsplan Waterland 2027-2030", style="Title")
    word.add_heading("Prioriteiten", 1)
    word.add_heading("Ondermijning", 2)
    paragraph = word.add_paragraph("We werken ")
    paragraph.add_run("samen").bold = True
    paragraph.add_run(" met *iedereen*.")
    word.add_paragraph("Meldpunt openen", style="List Bullet")
    word.add_paragraph("voor inwoners", style="List Bullet 2")
    word.add_paragraph("Bedrijven controleren", style="List Bullet")
    word.add_paragraph("eerst", style="List Number")
    word.add_paragraph("dan", style="List Number")
    draft = read_draft("plan.docx", packed(word))
    assert draft.title.text == "Integraal Veiligheidsplan Waterland 2027-2030"
    assert (draft.period.first, draft.period.last) == (2027, 2030)
    assert outline(draft) == [(1, "", "Prioriteiten"), (2, "", "Ondermijning")]
    assert bodies(draft, "prose")[1] == "We werken **samen** met \\*iedereen\\*."
    assert bodies(draft, "list")[-1] == "1. eerst\n2. dan"
    assert bodies(draft, "list")[0].startswith("- Meldpunt openen")


def test_a_word_file_without_styles_is_read_by_numbers_and_bold():
    word = docx.Document()
    for line in ("1. Inleiding", "Een lange tekst over veiligheid in onze gemeente, met alles wat daarbij hoort en meer."):
        word.add_paragraph(line)
    word.add_paragraph("2. Aanpak")
    word.add_paragraph().add_run("Wat gaan we doen?").bold = True
    word.add_paragraph("- Toezicht houden in de wijk")
    word.add_paragraph("- Voorlichting geven op scholen")
    draft = read_draft("plan.docx", packed(word))
    assert outline(draft) == [(1, "1", "Inleiding"), (1, "2", "Aanpak"), (2, "", "Wat gaan we doen?")]
    assert bodies(draft, "list") == ["- Toezicht houden in de wijk\n- Voorlichting geven op scholen"]


def test_the_rows_of_a_table_stay_as_lines_and_a_frame_is_read_as_text():
    word = docx.Document()
    table = word.add_table(rows=2, cols=2)
    for cell, words_ in zip(table._cells, ("Wie", "Wat", "Wijchen", "trekker"), strict=True):
        cell.text = words_
    frame = word.add_table(rows=1, cols=1)
    frame.cell(0, 0).text = "In een kader"
    draft = read_draft("plan.docx", packed(word))
    assert bodies(draft, "prose") == ["Wie | Wat\\\nWijchen | trekker\n\nIn een kader"]


def test_footnotes_are_kept_as_text_behind_their_paragraph():
    word = docx.Document()
    word.add_paragraph("De criminaliteit daalt.")._p.append(
        parse_xml(f'<w:r {nsdecls("w")}><w:footnoteReference w:id="2"/></w:r>')
    )
    word.add_paragraph("Volgende alinea.")
    notes = (
        f'<w:footnotes {nsdecls("w")}><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        '<w:footnote w:id="2"><w:p><w:r><w:t>Bron: cijfers van het CBS.</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    draft = read_draft("plan.docx", packed(word, **{"word/footnotes.xml": notes}))
    assert bodies(draft, "prose") == ["De criminaliteit daalt. [1]\n\n[1] Bron: cijfers van het CBS.\n\nVolgende alinea."]


def test_changes_kept_by_word_are_read_as_accepted_and_asked():
    word = docx.Document()
    paragraph = word.add_paragraph("We gaan ")
    for xml in (
        '<w:del {ns} w:id="1" w:author="a"><w:r><w:delText>misschien</w:delText></w:r></w:del>',
        '<w:ins {ns} w:id="2" w:author="a"><w:r><w:t>zeker handhaven</w:t></w:r></w:ins>',
    ):
        paragraph._p.append(parse_xml(xml.format(ns=nsdecls("w"))))
    draft = read_draft("plan.docx", packed(word))
    assert bodies(draft, "prose") == ["We gaan zeker handhaven"]
    assert [left.text for left in draft.left_out] == ["misschien"]
    assert any("wijzigingen" in doubt.question for doubt in draft.doubts)


def test_headers_footers_and_comments_are_left_out_with_the_reason():
    word = docx.Document()
    paragraph = word.add_paragraph("Tekst van het plan.")
    word.sections[0].header.paragraphs[0].text = "IVP Waterland"
    word.sections[0].footer.paragraphs[0].text = "Concept 3"
    word.add_comment(paragraph.runs, "Klopt dit?", author="Anna")
    left_out = {left.text: left.reason for left in read_draft("plan.docx", packed(word)).left_out}
    assert left_out == {
        "IVP Waterland": "kop- of voettekst",
        "Concept 3": "kop- of voettekst",
        "Klopt dit?": "opmerking in Word",
    }


def test_a_table_of_contents_of_word_is_no_text_of_the_plan():
    word = docx.Document()
    word.element.body.insert(
        0,
        parse_xml(
            f'<w:sdt {nsdecls("w")}><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
            "<w:sdtContent><w:p><w:r><w:t>Inleiding</w:t></w:r><w:r><w:tab/><w:t>3</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        ),
    )
    word.add_heading("Inleiding", 1)
    draft = read_draft("plan.docx", packed(word))
    assert outline(draft) == [(1, "", "Inleiding")]
    assert [(left.text, left.reason) for left in draft.left_out] == [("Inleiding 3", "inhoudsopgave")]


def test_a_list_that_word_counts_on_keeps_its_numbers():
    word = docx.Document()
    word.add_paragraph("een", style="List Number")
    word.add_paragraph("Een alinea tussendoor.")
    word.add_paragraph("twee", style="List Number")
    assert bodies(read_draft("plan.docx", packed(word)), "list") == ["1. een", "2. twee"]


def test_a_text_box_is_read_once_and_pictures_are_asked_about():
    word = docx.Document()
    box = "<w:txbxContent><w:p><w:r><w:t>In het tekstvak</w:t></w:r></w:p></w:txbxContent>"
    word.add_paragraph("Voor.")._p.append(
        parse_xml(
            f'<w:r {nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
            f'<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{box}</w:drawing></mc:Choice>'
            f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent><w:drawing/></w:r>"
        )
    )
    draft = read_draft("plan.docx", packed(word))
    assert words_of_draft(draft) == ["Voor", "In", "het", "tekstvak"]
    assert any("1 afbeeldingen" in doubt.question for doubt in draft.doubts)


def test_our_own_word_file_comes_back_as_the_same_tree():
    draft = read_draft("rapport.docx", write_docx(report(contents=True)))
    assert draft.title.text == "Voortgang veiligheid Wijchen"
    assert outline(draft) == [
        (1, "", "1 Ondermijning"),
        (2, "", "Wat is gedaan"),
        (2, "", "1.1 Acties"),
        (1, "", "2 Cijfers"),
    ] or outline(draft) == [(1, "1", "Ondermijning"), (2, "", "Wat is gedaan"), (2, "1.1", "Acties"), (1, "2", "Cijfers")]
    assert "3. Evaluatie in het voorjaar\n4. Besluit in de raad\\\n   voor de zomer" in bodies(draft, "list")
    assert any("[de wet](https://wetten.overheid.nl/x)" in body for body in bodies(draft, "list"))


STYLES = st.sampled_from(["Normal", "Heading 1", "Heading 2", "List Bullet", "List Bullet 2", "List Number", "Quote", "Title"])
WORDS = st.lists(st.text(st.sampled_from("abcé1"), min_size=1, max_size=6), min_size=1, max_size=8).map(" ".join)
PARAGRAPHS = st.lists(st.tuples(STYLES, st.lists(WORDS, min_size=1, max_size=3), st.booleans()), max_size=12)


@given(PARAGRAPHS)
@settings(max_examples=40, deadline=None)
def test_no_word_of_a_word_file_is_lost(paragraphs):
    word = docx.Document()
    expected = []
    for style, runs, bold in paragraphs:
        paragraph = word.add_paragraph(style=style)
        for run in runs:
            paragraph.add_run(f"{run} ").bold = bold
        expected += words(" ".join(runs))
    if not expected:
        return
    draft = read_draft("plan.docx", packed(word))
    left_out = [word_ for left in draft.left_out for word_ in words(left.text)]
    found = words_of_draft(draft)
    in_file = [w for style, runs, _bold in paragraphs for w in words(" ".join(runs))]
    # The numbers that Word counts are no text in its file.
    assert without_counts(found) == without_counts(in_file) or sorted(without_counts(found + left_out)) == sorted(
        without_counts(in_file)
    )


def without_counts(found: list[str]) -> list[str]:
    return [word for word in found if not word.isdigit()]


@pytest.mark.parametrize("name", ["plan.docx", "plan.txt", "zonder-naam"])
def test_the_first_bytes_decide_and_not_the_name(name):
    word = docx.Document()
    word.add_paragraph("Tekst.")
    assert words_of_draft(read_draft(name, packed(word))) == ["Tekst"]
