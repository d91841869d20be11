"""A document in each of its forms: the same words, and what each form owes to its reader."""

import logging
import re
from dataclasses import replace
from datetime import date
from io import BytesIO

import docx
import pikepdf
import pypdfium2
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html
from pdfua import validate

from driehoek.documents.docx import write_docx
from driehoek.documents.html import write_html
from driehoek.documents.markdown import write_markdown
from driehoek.documents.pdf import write_pdf
from driehoek.documents.structure import Document, Figure, PageBreak, Prose, Section, Table, fitted, in_order
from tests.documents.examples import ACTIONS, FIGURE, long_report, nasty, report


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def words_of_html(document: Document) -> list[str]:
    return words(" ".join(lxml_html.fromstring(write_html(document)).itertext()))


def words_of_docx(document: Document) -> list[str]:
    body = docx.Document(BytesIO(write_docx(document))).element.body
    return words(" ".join("".join(t.text or " " for t in p.iter(qn("w:t"), qn("w:br"))) for p in body.iter(qn("w:p"))))


def words_of_pdf(document: Document) -> list[str]:
    """Without the footer, which is no part of the text (and tagged so)."""
    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(write_pdf(document))]
    footer = re.escape(document.title) + r"\s*Pagina \d+ van \d+\s*"
    return words(" ".join(re.sub(footer, " ", page) for page in pages))


def words_of_markdown(document: Document) -> list[str]:
    return words(write_markdown(document))


WORD = st.text(st.sampled_from("abcdefgéü"), min_size=1, max_size=8)
WORDS = st.lists(WORD, min_size=1, max_size=6).map(" ".join)
BODIES = st.lists(
    st.one_of(WORDS, WORDS.map("**{}**".format), WORDS.map("- {0}\n  - {0}".format), WORDS.map("### {}".format)), max_size=4
).map("\n\n".join)
SECTIONS = st.builds(Section, title=WORDS, body=BODIES, parts=st.tuples(st.builds(Prose, BODIES)), level=st.integers(0, 4))
DOCUMENTS = st.builds(
    Document, title=st.just("Titel"), parts=st.lists(SECTIONS, max_size=3).map(tuple), meta=st.just((("a", "b"),))
)


@given(DOCUMENTS)
@settings(max_examples=25, deadline=None)
def test_every_form_has_the_same_words_in_the_same_order(document):
    expected = words_of_html(document)
    assert words_of_docx(document) == expected
    assert words_of_markdown(document) == expected
    assert words_of_pdf(document) == expected


def test_a_report_says_the_same_in_word_and_on_the_page():
    document = report(figures=False)
    on_the_page = words_of_html(document)
    assert words_of_docx(document) == on_the_page
    # Word and the page draw the numbers of a list; on paper and in Markdown they are written.
    assert [w for w in words_of_pdf(document) if w not in "34"] == [w for w in on_the_page if w not in "34"]
    markdown = [w for w in words_of_markdown(document) if w not in ("3", "4", "https", "wetten", "overheid", "nl", "x")]
    assert markdown == [w for w in on_the_page if w not in ("3", "4")]


def test_nothing_anybody_types_is_read_as_markup():
    html, pdf_words = write_html(nasty()), words_of_pdf(nasty())
    assert "<b>" not in html
    assert "&lt;b&gt;" in html
    assert "set" in pdf_words
    assert "text" in pdf_words
    assert "code" in words_of_docx(nasty())


def test_the_pdf_is_tagged_dutch_titled_and_found_faultless_by_the_checker(tmp_path):
    for name, document in (("report", report(contents=True)), ("nasty", nasty())):
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(write_pdf(document))
        result = validate(path)
        assert not result.findings
        with pikepdf.open(path) as pdf:
            assert str(pdf.Root.Lang) == "nl-NL"
            assert pdf.Root.MarkInfo.Marked
            assert pdf.Root.ViewerPreferences.DisplayDocTitle
            assert pdf.docinfo["/Title"] == document.title


def test_the_pdf_knows_its_headings_table_headers_and_alternative_texts():
    with pikepdf.open(BytesIO(write_pdf(report()))) as pdf:
        tags = [str(node.get("/S", "")) for node in walk(pdf.Root.StructTreeRoot)]
        alts = [str(node.Alt) for node in walk(pdf.Root.StructTreeRoot) if "/Alt" in node]
    assert {"/H1", "/H2", "/TH", "/TD", "/L", "/LI", "/Figure", "/Caption", "/Link"} <= set(tags)
    assert tags.count("/TH") >= 6
    assert FIGURE.alt in alts


def walk(node):
    if isinstance(node, pikepdf.Dictionary):
        yield node
        children = node.get("/K", [])
        for child in children if isinstance(children, pikepdf.Array) else [children]:
            yield from walk(child)


def test_the_word_file_has_real_headings_lists_and_table_headers():
    word = docx.Document(BytesIO(write_docx(report())))
    headings = [(p.style.name, p.text) for p in word.paragraphs if p.style.name.startswith("Heading")]
    assert headings == [
        ("Heading 1", "1 Ondermijning"),
        ("Heading 2", "Wat is gedaan"),
        ("Heading 2", "1.1 Acties"),
        ("Heading 1", "2 Cijfers"),
    ]
    assert [p.text for p in word.paragraphs if p.style.name == "List Bullet 2"] == [
        "op vrijdag en zaterdag",
        "ook bij evenementen",
    ]
    assert all(table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None for table in word.tables)
    assert word.tables[0].cell(1, 3).text == "1.250"
    assert "Tabel 1. Acties in 2026" in [p.text for p in word.paragraphs if p.style.name == "Caption"]


def test_a_numbered_list_in_word_starts_where_its_text_starts():
    word = docx.Document(BytesIO(write_docx(Document("T", (Prose("3. drie\n4. vier\n\ntussen\n\n1. een"),)))))
    starts = [e.get(qn("w:val")) for e in word.part.numbering_part.element.iter(qn("w:startOverride"))]
    assert starts == ["3", "1"]


def test_the_word_file_is_dutch_named_and_dated():
    word = docx.Document(BytesIO(write_docx(report())))
    properties = word.core_properties
    assert {e.get(qn("w:val")) for e in word.styles.element.iter(qn("w:lang"))} == {"nl-NL"}
    assert (properties.title, properties.language, properties.author) == (
        "Voortgang veiligheid Wijchen",
        "nl-NL",
        "Gemeente Wijchen",
    )
    assert properties.created.date() == date(2026, 3, 3)
    picture = next(word.element.body.iter(qn("wp:docPr")))
    assert picture.get("descr") == FIGURE.alt


def test_every_style_that_the_word_file_uses_is_in_it():
    word = docx.Document(BytesIO(write_docx(report(contents=True))))
    used = {element.get(qn("w:val")) for element in word.element.body.iter(qn("w:pStyle"))}
    assert used <= {style.style_id for style in word.styles}
    assert next(p.text for p in word.paragraphs if p.style.name.startswith("toc")) == "1 Ondermijning"


def test_links_go_out_of_the_word_file_and_the_page():
    word = docx.Document(BytesIO(write_docx(report())))
    assert "https://wetten.overheid.nl/x" in [relation.target_ref for relation in word.part.rels.values()]
    assert 'href="https://wetten.overheid.nl/x"' in write_html(report())


@pytest.mark.parametrize("write", [write_docx, write_pdf, write_html, write_markdown])
def test_equal_documents_are_equal_files(write):
    assert write(report(contents=True)) == write(report(contents=True))


def test_a_long_report_keeps_all_its_pages_on_paper():
    assert len(pypdfium2.PdfDocument(write_pdf(long_report()))) >= 30


def test_a_missing_font_is_told_not_swallowed(tmp_path, caplog):
    with caplog.at_level(logging.WARNING):
        write_pdf(report())
        write_pdf(report(), fonts_dir=tmp_path / "absent")
        assert not caplog.messages
        write_pdf(report(), fonts_dir=tmp_path)
        assert ["no font in" in message for message in caplog.messages] == [True]
        write_pdf(report(), family="Nergens Sans")
    assert "nergens sans" in caplog.messages[-1].lower()


def test_the_page_shows_headings_tables_and_figures_as_what_they_are():
    page = lxml_html.fromstring(write_html(report(), top=2))
    assert [h.text_content() for h in page.iter("h2")] == ["Voortgang veiligheid Wijchen"]
    assert [h.text_content() for h in page.iter("h3")] == ["1 Ondermijning", "2 Cijfers"]
    assert [h.text_content() for h in page.iter("h4")] == ["Wat is gedaan", "1.1 Acties"]
    assert [c.text_content() for c in page.iter("caption")] == ["Tabel 1. Acties in 2026"]
    assert {th.get("scope") for th in page.iter("th")} == {"col", "row"}
    assert page.find(".//figure/div").get("aria-label") == FIGURE.alt
    assert "style=" not in write_html(report())


def test_a_figure_tells_its_source_and_the_date_of_it_in_every_form():
    line = "Bron: CBS StatLine 47018NED, 14 februari 2026."
    assert line in write_html(report())
    assert line in write_markdown(report())
    assert line in [p.text for p in docx.Document(BytesIO(write_docx(report()))).paragraphs]
    assert [w for w in words(line) if w not in words_of_pdf(report())] == []


def test_a_figure_without_words_or_with_a_script_is_not_made():
    for wrong in ({"alt": " "}, {"title": ""}, {"source": ""}, {"svg": "<svg><script/></svg>"}, {"svg": '<svg onload="x()"/>'}):
        with pytest.raises(ValueError):
            replace(FIGURE, **wrong)
    assert isinstance(FIGURE, Figure)


def test_a_table_with_a_ragged_row_is_not_made():
    with pytest.raises(ValueError):
        Table(header=("a", "b"), rows=(("1",),))
    with pytest.raises(ValueError):
        Document(" ")


def test_heading_levels_never_skip_one():
    document = Document("T", (Section("a", (Section("b", level=4),), level=3), Section("c"), PageBreak(), Section("d", level=5)))
    assert [placed.level for placed in in_order(document) if isinstance(placed.part, Section)] == [1, 2, 1, 2]
    assert fitted([4, 3, 4], 1) == [2, 2, 3]
    assert fitted([3, 4, 3], 2) == [3, 4, 3]


def test_tables_and_figures_are_numbered_in_the_order_of_reading():
    document = Document("T", (ACTIONS, Section("a", (FIGURE, ACTIONS))))
    assert [placed.label for placed in in_order(document) if placed.label] == ["Tabel 1", "Figuur 1", "Tabel 2"]
