"""The side by side sheet: what is coloured, what a screen reader hears, what goes on paper."""

from __future__ import annotations

import io
import re

import pypdfium2
import pytest
from lxml import html
from python_calamine import CalamineWorkbook

from driehoek.engine.peers import Standing
from driehoek.engine.results import Verdict
from driehoek.figures import queries
from driehoek.figures.pictures.peers import beside_peers
from driehoek.figures.pictures.sheet import sheet
from driehoek.organisations.viewer import PUBLIC

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(open_figures, client):
    def get(address="/beeld/BT-meierij/naast-elkaar/", **query):
        answer = client.get(address, query)
        assert answer.status_code == 200
        return html.fromstring(answer.content)

    return get


def all_of(element, tag, name="", **attributes):
    """The elements with this tag, class and attributes."""
    wanted = [f"contains(concat(' ', @class, ' '), ' {name} ')"] if name else []
    wanted += [f"@{attribute.replace('_', '-')}" + (f"='{value}'" if value else "") for attribute, value in attributes.items()]
    return element.xpath(f".//{tag}" + "".join(f"[{one}]" for one in wanted))


def words(element) -> str:
    return re.sub(r"\s+", " ", element.text_content()).strip()


def test_a_team_stands_first_and_then_its_municipalities(page):
    heads = [words(head) for head in page().xpath(".//thead//th")]
    assert heads[:2] == ["Soort", "Meierij"]
    assert "Boxtel" in heads
    assert heads[-1] == "Vergelijkbare gemeenten"


def test_a_municipality_stands_first_and_then_its_team(page):
    heads = [words(head) for head in page("/beeld/GM0757/naast-elkaar/").xpath(".//thead//th")]
    assert heads[1:3] == ["Boxtel", "Meierij"]


def test_every_cell_says_what_its_own_picture_says(open_figures):
    """The sheet judges nothing anew: each column is the verdict of a picture."""
    found = sheet(PUBLIC, "GM0757")
    own = {row.indicator.pk: row.own.verdict for row in queries.picture(PUBLIC, "GM0757").rows if row.own}
    team = {row.indicator.pk: row.own.verdict for row in queries.picture(PUBLIC, "BT-meierij").rows if row.own}
    assert found.lines
    for line in found.lines:
        assert line.cells[0].verdict == own[line.indicator.pk]
        assert line.cells[1].verdict == team[line.indicator.pk]


def test_only_a_rise_or_fall_after_correction_is_coloured_and_it_also_has_a_sign_and_a_word(page, open_figures):
    marked = all_of(page(), "td", "dh-sheet__real")
    found = sheet(PUBLIC, "BT-meierij")
    real = [
        cell for line in found.lines for cell in line.cells if cell and cell.verdict.verdict in (Verdict.RISES, Verdict.FALLS)
    ]
    assert len(marked) == len(real)
    assert all(cell.verdict.p_adjusted <= 0.05 for cell in real)
    assert all(re.search(r"[▲▼] (stijgt|daalt)", words(cell)) for cell in marked)


def test_a_screen_reader_hears_a_caption_scoped_heads_and_a_sentence_per_cell(page):
    table = all_of(page(), "table")[0]
    assert words(table.find("caption")).startswith("Aantal, aantal per 1.000 inwoners en oordeel")
    assert all(head.get("scope") in ("col", "row", "rowgroup") for head in table.iter("th"))
    cells = all_of(table, "a", "dh-sheet__cell")
    assert cells
    for cell in cells:
        sentence = words(all_of(cell, "span", "dh-hidden")[0])
        assert sentence.endswith(".")
        assert all_of(cell, "span", aria_hidden="true")


def test_a_field_can_be_chosen_and_an_unknown_one_is_as_if_it_was_not_asked(page):
    everything, one, unknown = page(), page(veld="V1"), page(veld="X9")
    assert [words(head) for head in all_of(one, "th", scope="rowgroup")] == ["Veilige woon- en leefomgeving"]
    assert len(all_of(one, "th", scope="row")) < len(all_of(everything, "th", scope="row"))
    assert len(all_of(unknown, "th", scope="row")) == len(all_of(everything, "th", scope="row"))


def test_what_does_not_change_can_be_left_out(open_figures):
    found = sheet(PUBLIC, "BT-meierij", changing=True)
    assert all(line.changes for line in found.lines)


def test_on_a_phone_the_chosen_municipality_is_the_one_that_stays(page):
    found = page(gemeente="GM0757")
    assert words(all_of(found, "th", "dh-sheet__col--chosen")[0]) == "Boxtel"
    assert words(all_of(all_of(found, "nav", "dh-sheet__choose")[0], "a", aria_current="true")[0]) == "Boxtel"


def test_peers_are_judged_as_one_family_and_never_beside_themselves(open_figures):
    picture = queries.picture(PUBLIC, "BT-meierij")
    cells = [cell for row in picture.rows for cell in row.cells[1:] if cell]
    together = beside_peers(cells)
    assert together
    for (area, code), one in together.items():
        alone = beside_peers([one.cell])[area, code]
        if one.apart:  # what stands apart among all stands apart alone; never the other way round
            assert alone.standing == one.standing
        assert one.standing in Standing


def test_an_area_without_figures_says_how_to_get_them(all_areas, client):
    answer = client.get("/beeld/BT-meierij/naast-elkaar/")
    assert "Hier zijn nog geen cijfers" in answer.content.decode()


def test_an_unknown_area_is_not_there(all_areas, client):
    assert client.get("/beeld/GM9999/naast-elkaar/").status_code == 404
    assert client.get("/beeld/GM9999/naast-elkaar.pdf").status_code == 404


def test_it_prints_on_one_a3_and_holds_every_figure_of_the_page(open_figures, client):
    answer = client.get("/beeld/BT-meierij/naast-elkaar.pdf")
    assert answer["Content-Type"] == "application/pdf"
    paper = pypdfium2.PdfDocument(answer.content)
    width, height = paper[0].get_size()
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (420, 297)
    assert len(paper) == 1
    text = " ".join(page.get_textpage().get_text_range() for page in paper)
    found = sheet(PUBLIC, "BT-meierij")
    for line in found.lines:
        assert line.indicator.label.split()[0] in text
    assert "47018NED" in text
    assert client.get("/beeld/BT-meierij/naast-elkaar.pdf").content == answer.content


def test_the_workbook_has_the_sheet_the_numbers_and_the_source(open_figures, client):
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get("/beeld/BT-meierij/naast-elkaar.xlsx").content))
    assert book.sheet_names == ["Naast elkaar", "Cijfers", "Bron"]
    rows = book.get_sheet_by_name("Cijfers").to_python()
    found = sheet(PUBLIC, "BT-meierij")
    assert len(rows) - 1 == sum(1 for line in found.lines for cell in line.cells if cell)
    laid = book.get_sheet_by_name("Naast elkaar").to_python()
    assert laid[0][1] == "Meierij"


def test_the_csv_holds_the_filter_of_the_page(open_figures, client):
    text = client.get("/beeld/BT-meierij/naast-elkaar.csv", {"veld": "V2"}).content.decode("utf-8-sig")
    assert {line.split(";")[0] for line in text.splitlines()[1:]} == {"Bedrijvigheid en veiligheid"}


def test_the_page_asks_few_questions(open_figures, client, django_assert_max_num_queries):
    client.get("/beeld/BT-meierij/naast-elkaar/")
    with django_assert_max_num_queries(30):
        client.get("/beeld/GM0757/naast-elkaar/")
