"""Tables out to Excel and CSV and back in, with real files."""

import io
import zipfile
from datetime import date

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from driehoek.common.errors import Refused
from driehoek.documents.sheets import Column, Sheet, read_pasted, read_table, write_csv, write_xlsx

COLUMNS = ["Actie", "Klaar op", "Uren", "Zin"]
ROWS = [
    ["Toezicht bij het station", date(2026, 11, 3), 12.5, "=SOM(A1) blijft tekst"],
    ["-3 graden; koud", None, 40, "twee\nregels"],
    ["'s Avonds", date(2027, 1, 1), None, '"aangehaald"'],
]


def test_a_workbook_comes_back_as_it_went():
    found = read_table("acties.xlsx", write_xlsx("Acties: 2026/27", COLUMNS, ROWS, ["Bron: niemand."]))
    assert found.header == tuple(COLUMNS)
    assert [line for line, _row in found.rows] == [2, 3, 4]
    assert found.rows[0][1] == ("Toezicht bij het station", date(2026, 11, 3), 12.5, "=SOM(A1) blijft tekst")
    assert found.rows[1][1] == ("-3 graden; koud", "", 40.0, "twee\nregels")


def test_a_csv_comes_back_as_it_went():
    found = read_table("acties.csv", write_csv("Acties", COLUMNS, ROWS))
    assert found.rows[0][1] == ("Toezicht bij het station", "3-11-2026", "12,5", "=SOM(A1) blijft tekst")
    assert found.rows[1][1] == ("-3 graden; koud", "", "40", "twee\nregels")
    assert found.rows[2][1] == ("'s Avonds", "1-1-2027", "", '"aangehaald"')


def test_no_cell_of_a_csv_is_a_formula():
    lines = write_csv("x", ["a"], [["=1+1"], ["+1"], ["-1"], ["@x"], ["\t=1"]]).decode("utf-8-sig").splitlines()
    assert all(line.lstrip('"').startswith("'") for line in lines[1:])


@given(
    st.lists(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"))), min_size=2, max_size=2), max_size=5)
)
def test_every_text_survives_a_csv(rows):
    named = [["x", *row, "x"] for row in rows]
    found = read_table("x.csv", write_csv("x", ["a", "b", "c", "d"], named))
    assert [list(row) for _line, row in found.rows] == named


def test_the_head_is_the_first_row_with_something_in_it():
    found = read_table("x.csv", b"\r\n\r\nActie;Wie\r\nLampen;Jan\r\n;\r\nCamera;\r\n")
    assert found == Sheet(("Actie", "Wie"), ((4, ("Lampen", "Jan")), (6, ("Camera",))))


@pytest.mark.parametrize("data", [b"a,b\n1,2\n", b"a\tb\n1\t2\n", b"a;b\n1;2\n", "\ufeffa;b\n1;2\n".encode("utf-16")])
def test_the_mark_between_the_cells_is_found(data):
    assert read_table("x.csv", data).rows == ((2, ("1", "2")),)


@pytest.mark.parametrize("data", [b"", b"  \n", b"PK\x03\x04niets", b"\x00\x01\x02" * 200, b"x;" * 300 + b"\n", b"a\n" * 20_005])
def test_what_cannot_be_read_is_refused_in_words(data):
    with pytest.raises(Refused) as refusal:
        read_table("x.xlsx", data)
    assert refusal.value.messages[0].endswith(".")


def test_a_paste_is_cells_between_tabs():
    found = read_pasted('Actie\tWie\r\nLampen\tJan\r\n"twee\nregels"\tPiet\n')
    assert found == Sheet(("Actie", "Wie"), ((2, ("Lampen", "Jan")), (3, ("twee\nregels", "Piet"))))
    assert read_pasted('Actie\n5" buis').rows == ((2, ('5" buis',)),)


def packed(parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return stream.getvalue()


def test_a_cell_at_the_far_end_of_excel_does_not_take_the_server_along():
    with zipfile.ZipFile(io.BytesIO(write_xlsx("x", ["a"], [["1"]]))) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(b"</sheetData>", far)
    with pytest.raises(Refused, match="te groot"):
        read_table("x.xlsx", packed(parts))


def test_any_damage_to_a_workbook_ends_in_a_refusal_or_a_table():
    good = write_xlsx("x", COLUMNS, ROWS)
    for at in range(30, len(good), len(good) // 8):
        damaged = bytearray(good)
        damaged[at] ^= 0xFF
        try:
            assert read_table("x.xlsx", bytes(damaged)).header
        except Refused as refusal:
            assert refusal.messages  # noqa: PT017  (either outcome is right; a crash is not)


def test_the_first_sheet_with_something_in_it_is_read():
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        book.add_worksheet("Leeg")
        book.add_worksheet("Verborgen").write(0, 0, "geheim")
        book.worksheets()[1].hide()
        book.add_worksheet("Toelichting").write(0, 0, "uitleg")
        sheet = book.add_worksheet("Acties")
        sheet.write_row(2, 0, ["Actie", "Uren"])
        sheet.write_row(4, 0, ["Lampen", 3])
    assert read_table("x.xlsx", stream.getvalue()) == Sheet(("Actie", "Uren"), ((5, ("Lampen", 3.0)),))


def test_equal_tables_are_equal_files_with_a_frozen_head_and_a_print_area():
    data = write_xlsx("Acties", COLUMNS, ROWS, ["Uitleg."])
    assert data == write_xlsx("Acties", COLUMNS, ROWS, ["Uitleg."])
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        sheet, whole = book.read("xl/worksheets/sheet1.xml").decode(), book.read("xl/workbook.xml").decode()
        table = book.read("xl/tables/table1.xml").decode()
    assert 'state="frozen"' in sheet
    assert 'paperSize="9"' in sheet
    assert "Acties!$A$1:$D$4" in whole
    assert 'name="Toelichting"' in whole
    assert 'ref="A1:D4"' in table


def test_kinds_of_columns_give_real_amounts_and_dates():
    columns = [Column("Bedrag", "euro"), Column("Dag", "date", 14), "Ja"]
    rows = [[123_450, date(2026, 3, 1), True], [-5, None, False]]
    assert read_table("x.xlsx", write_xlsx("x", columns, rows)).rows == (
        (2, (1234.5, date(2026, 3, 1), "ja")),
        (3, (-0.05, "", "nee")),
    )
    assert write_csv("x", columns, rows).decode("utf-8-sig") == "Bedrag;Dag;Ja\r\n1234,50;1-3-2026;ja\r\n-0,05;;nee\r\n"


def test_heads_that_are_equal_or_empty_get_a_name_of_their_own():
    assert read_table("x.xlsx", write_xlsx("x", ["Naam", "naam", ""], [["a", "b", "c"]])).header == ("Naam", "naam 2", "Kolom 3")


def test_a_text_that_no_cell_holds_is_refused_and_not_cut():
    with pytest.raises(Refused, match="Regel 2 "):
        write_xlsx("x", ["a"], [["x" * 40_000]])


def test_an_empty_table_is_still_a_workbook():
    assert read_table("x.xlsx", write_xlsx("", ["a", "b"], [])) == Sheet(("a", "b"), ())


def test_a_locked_workbook_and_one_with_macros_are_refused():
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    for name, data, word in (("x.xlsx", locked, "wachtwoord"), ("x.xlsm", b"PK\x03\x04", "macro"), ("x.pdf", b"%PDF-1.4", "PDF")):
        with pytest.raises(Refused, match=word):
            read_table(name, data)


@pytest.mark.parametrize(
    ("pasted", "row"),
    [
        ('"a\tb"\tc', ("a\tb", "c")),
        ('"zeg ""ja"""\tc', ('zeg "ja"', "c")),
        ('"Samen" veilig\tc', ('"Samen" veilig', "c")),
        ('5" buis\t"', ('5" buis', '"')),
        ("\tb", ("", "b")),
    ],
)
def test_quotation_marks_in_a_paste_mean_what_excel_means(pasted, row):
    assert read_pasted(f"x\ty\n{pasted}").rows[0][1] == row


def test_a_csv_with_a_title_above_it_or_the_hint_of_excel_is_read():
    assert read_table("x.csv", b"Overzicht acties\nActie;Uren\nLampen;1,5\n").rows[1] == (3, ("Lampen", "1,5"))
    assert read_table("x.csv", b"sep=,\nActie,Uren\nLampen,2\n") == Sheet(("Actie", "Uren"), ((3, ("Lampen", "2")),))
