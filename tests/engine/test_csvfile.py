"""Files of counts as people have them, good and bad."""

import pytest

from driehoek.engine import csvfile
from driehoek.engine.csvfile import UnreadableFile, read_counts
from driehoek.engine.verdict import BadCounts, Count

HEADER = "area,phenomenon,period,count,exposure\n"


@pytest.fixture
def write(tmp_path):
    def write(content, name="tellingen.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def problems(path):
    with pytest.raises(BadCounts) as caught:
        read_counts(path)
    return caught.value.problems


def refusal(path):
    with pytest.raises(UnreadableFile) as caught:
        read_counts(path)
    return str(caught.value)


def test_a_plain_file_is_read_with_its_lines(write):
    file = read_counts(write(HEADER + 'Wijchen,"lawaai, \'s nachts",2024-KW3,12,41690.5\n\nDruten,lawaai,2024,0,19669\n'))
    assert file.counts == (
        Count("Wijchen", "lawaai, 's nachts", "2024-KW3", 12, 41690.5),
        Count("Druten", "lawaai", "2024", 0, 19669.0),
    )
    assert file.lines == (2, 4)


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbfArea;Phenomenon;Period;Count;Exposure\r\nB\xc3\xbbnnik;lawaai;2024;3;1234,5\r\n",
        b"exposure;count;period;phenomenon;area\r1234,5;3;2024;lawaai;B\xfbnnik\r",
        "area\tphenomenon\tperiod\tcount\texposure\nBûnnik\tlawaai\t2024\t3.0\t1234.5".encode("utf-16"),
        "area,phenomenon,period,count,exposure\nBu\u0302nnik , lawaai,2024,3,1.2345e3\n".encode(),
    ],
    ids=["utf-8 with bom", "windows-1252 in another order", "utf-16 with tabs", "not in nfc"],
)
def test_what_spreadsheets_write_is_read(content, write):
    assert read_counts(write(content)).counts == (Count("Bûnnik", "lawaai", "2024", 3, 1234.5),)


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        ("a,x,2024,-5,10", "count", "-5"),
        ("a,x,2024,vijf,10", "count", "vijf"),
        ("a,x,2024,1.5,10", "count", "1.5"),
        ("a,x,2024,1.000,10", "count", "1.000"),
        ("a,x,2024,٣,10", "count", "٣"),
        ("a,x,2024,,10", "count", ""),
        ("a,x,2024,9999999999999,10", "count", "9999999999999"),
        ("a,x,2024,5,0", "exposure", "0"),
        ("a,x,2024,5,-1", "exposure", "-1"),
        ("a,x,2024,5,nan", "exposure", "nan"),
        ("a,x,2024,5,inf", "exposure", "inf"),
        ("a,x,2024,5,veel", "exposure", "veel"),
        ("a,x,2024-13,5,10", "period", "2024-13"),
        (",x,2024,5,10", "area", ""),
        ("a, ,2024,5,10", "phenomenon", ""),
        ("a,x,2024,5", "", ""),
        ("a,x,2024,5,10,11", "", ""),
    ],
)
def test_a_bad_row_is_told_by_line_column_and_value_with_a_remedy(row, column, value, write):
    (problem,) = problems(write(HEADER + "a,x,2023,4,10\n" + row + "\n"))
    assert (problem.line, problem.column, problem.value) == (3, column, value)
    assert problem.wrong
    assert problem.remedy


def test_a_dot_in_a_file_with_decimal_commas_is_not_guessed_at(write):
    (problem,) = problems(write("area;phenomenon;period;count;exposure\na;x;2024;5;31.226\n"))
    assert "zonder punten" in problem.remedy


def test_every_bad_row_is_told(write):
    found = problems(write(HEADER + "a,x,2023,-4,0\na,x,2024,4,10\nb,x,?,4,10\n"))
    assert [(problem.line, problem.column) for problem in found] == [(2, "count"), (2, "exposure"), (4, "period")]


def test_the_list_of_problems_has_an_end(write, monkeypatch):
    monkeypatch.setattr(csvfile, "MOST_PROBLEMS", 5)
    assert len(problems(write(HEADER + "a,x,2023,-4,10\n" * 50))) == 5


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        ("gebied,phenomenon,period,count,exposure", ["gebied", "area"]),
        ("area,phenomenon,period,count", ["exposure"]),
        ("area,phenomenon,period,count,exposure,count", ["count"]),
        ("area,phenomenon,period,count,exposure,note", ["note"]),
        ("GM0296,1.1.1,2024,5,10", ["GM0296", "1.1.1", "2024", "5", "10", *csvfile.COLUMNS]),
    ],
)
def test_a_wrong_header_names_its_columns(header, columns, write):
    found = problems(write(header + "\na,x,2024,5,10\n"))
    assert [problem.column for problem in found] == columns
    assert all(csvfile.COLUMNS[0] in problem.remedy for problem in found)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "leeg"),
        (b"\n \n", "leeg"),
        (HEADER.encode(), "alleen een kopregel"),
        (b"PK\x03\x04rest", "Excel"),
        (bytes(range(256)), "geen tekstbestand"),
        (b"\xff\xfea", "geen tekstbestand"),
    ],
)
def test_what_is_no_file_of_counts_is_refused_in_one_sentence(content, words, write):
    assert words in refusal(write(content))


def test_a_200_mb_file_is_refused_before_it_is_read(tmp_path, monkeypatch):
    path = tmp_path / "groot.csv"
    with path.open("wb") as file:
        file.truncate(200 * 2**20)
    monkeypatch.setattr("pathlib.Path.open", lambda *_, **__: pytest.fail("the file was opened"))
    assert "200 MB" in refusal(path)


def test_more_rows_than_fit_are_refused(write, monkeypatch):
    monkeypatch.setattr(csvfile, "MOST_ROWS", 3)
    assert "meer dan 3 regels" in refusal(write(HEADER + "a,x,2023,4,10\n" * 4))


def test_an_absent_file_and_a_folder_are_refused(tmp_path):
    assert "is er niet" in refusal(tmp_path / "weg.csv")
    assert "map" in refusal(tmp_path)


@pytest.mark.parametrize("row", ['a,"x,2024,5,10\n', 'a,"x"y,2024,5,10\n', "a," + "x" * 200_000 + ",2024,5,10\n"])
def test_a_line_that_is_no_csv_is_told_by_its_number(row, write):
    (problem,) = problems(write(HEADER + row))
    assert problem.line == 2
    assert problem.remedy


def test_a_line_separator_inside_a_name_is_no_end_of_line(write):
    file = read_counts(write(HEADER + "a\u2028b,x,2023,4,10\na,x\x0b,2024,4,10\n"))
    assert file.lines == (2, 3)
