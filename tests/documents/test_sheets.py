"""Tables out to Excel and CSV and back in, with real files."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from driehoek.common.errors import Refused
from driehoek.documents.sheets import Sheet, read_pasted, read_table, write_csv, write_xlsx

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
