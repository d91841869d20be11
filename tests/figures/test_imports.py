"""A file of figures comes in whole or not at all, and the report says by line what is wrong and what to do."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from driehoek.common.errors import NotAllowed, Refused
from driehoek.common.models import Event
from driehoek.figures._store import holdings
from driehoek.figures.commands import import_figures, load_open_data
from driehoek.figures.models import Indicator, Snapshot, Source
from driehoek.figures.queries import picture
from driehoek.organisations.viewer import PUBLIC, SYSTEM
from tests.crash import crash_everywhere
from tests.figures.deliveries import csv

pytestmark = pytest.mark.django_db
GOOD = """
area|phenomenon|period|count|exposure
GM0225|E35|2023|41|19000
GM0225|E35|2024|38|19100
Heumen|E35|2023|17|16800
Heumen|E35|2024|12|16900
"""


def take_in(content: bytes, *, by=SYSTEM, name="Meldingen", file_name="meldingen.csv", size=None):
    return import_figures(by, name, io.BytesIO(content), file_name=file_name, size=len(content) if size is None else size)


def test_a_good_file_is_there_at_once_with_a_source_and_a_line_in_the_timeline(areas):
    report = take_in(csv(GOOD))
    assert (report.accepted, report.rows, report.new) == (True, 4, ("E35",))
    assert holdings()["Meldingen"].series["GM0252", "E35"].counts == (17, 12)
    assert Source.objects.get().is_public is False
    assert Event.objects.get(verb="figures.imported").data["rows"] == 4
    indicator = Indicator.objects.get()
    assert (indicator.pk, indicator.versions.get().definition["phenomenon"]) == ("Meldingen-E35", "E35")
    assert report.snapshot.file.exists()


@pytest.mark.parametrize(
    ("what", "content", "line", "column", "value", "word"),
    [
        ("a wrong column", "area|soort|jaar|telling\nGM0225|E35|2024|3", 1, "count", "area, soort, jaar, telling", "ontbreekt"),
        ("an unknown municipality", "area|phenomenon|period|count\nGM9999|E35|2024|3", 2, "area", "GM9999", "niet bekend"),
        ("a negative count", "area|phenomenon|period|count\nGM0225|E35|2024|-3", 2, "count", "-3", "onder nul"),
        ("text in a number", "area|phenomenon|period|count\nGM0225|E35|2024|drie", 2, "count", "drie", "geen getal"),
        ("a broken number", "area|phenomenon|period|count\nGM0225|E35|2024|3,5", 2, "count", "3,5", "geen getal"),
        ("not a number at all", "area|phenomenon|period|count\nGM0225|E35|2024|nan", 2, "count", "nan", "geen getal"),
        ("half a crime", "area|phenomenon|period|count\nGM0225|E35|2024|2.5", 2, "count", "2.5", "geen heel getal"),
        ("no count", "area|phenomenon|period|count\nGM0225|E35|2024|", 2, "count", "", "ontbreekt"),
        ("no period", "area|phenomenon|period|count\nGM0225|E35|vorig jaar|3", 2, "period", "vorig jaar", "geen periode"),
        ("no area", "area|phenomenon|period|count\n|E35|2024|3", 2, "area", "", "ontbreekt"),
        ("no inhabitants", "area|phenomenon|period|count|exposure\nGM0225|E35|2024|3|0", 2, "exposure", "0", "groter dan nul"),
        ("gone", "area|phenomenon|period|count\nGM0856|E35|2020|3", 2, "area", "GM0856", "nu is het Maashorst"),
        ("split", "area|phenomenon|period|count\nGM0788|E35|2020|3", 2, "area", "GM0788", "verdeeld over"),
        ("a double row", "area|phenomenon|period|count\nGM0225|E35|2024|3\nDruten|E35|2024|3", 3, "", "Druten", "regel 2"),
        ("a gap", "area|phenomenon|period|count\nGM0225|E35|2020|3\nGM0225|E35|2021|3\nGM0225|E35|2023|3", 4, "period", "2023",
         "ontbreekt"),
        ("no rows", "area|phenomenon|period|count", None, "", "", "geen regels"),
        ("an empty file", "", None, "", "", "leeg"),
    ],
)  # fmt: skip
def test_bad_input_is_named_by_line_column_value_and_remedy_and_nothing_comes_in(areas, what, content, line, column, value, word):
    report = take_in(csv(content))
    assert not report.accepted, what
    problem = report.problems[0]
    assert (problem.line, problem.column) == (line, column)
    assert problem.value.startswith(value)
    assert word in problem.wrong
    assert problem.remedy.endswith(".")
    assert not Snapshot.objects.exists()
    assert not Source.objects.exists()


def test_every_wrong_line_is_named_in_one_go_and_a_long_list_is_only_counted_on(areas):
    bad = "area|phenomenon|period|count\n" + "\n".join(f"GM0225|E35|{year}|x{year}" for year in range(1950, 2210))
    report = take_in(csv(bad))
    assert report.wrong > 259
    assert len(report.problems) == 200
    assert [problem.line for problem in report.problems[:3]] == [2, 3, 4]


def test_a_file_of_200_mb_is_refused_without_reading_a_byte(areas):
    class Untouchable(io.BytesIO):
        def read(self, *args):
            raise AssertionError("it was read")

    report = import_figures(SYSTEM, "Groot", Untouchable(), file_name="groot.csv", size=200 * 1024 * 1024)
    assert "200 MB" in report.problems[0].wrong
    assert "Deel het op" in report.problems[0].remedy


@pytest.mark.parametrize("name", ["cijfers.xlsx", "cijfers.parquet"])
def test_a_file_that_is_not_what_its_name_says_is_refused_in_words(areas, name):
    report = take_in(b"dit is geen werkmap", file_name=name)
    assert "leesbaar" in report.problems[0].wrong or "kan niet worden gelezen" in report.problems[0].wrong
    assert "cijfers.pdf" in take_in(b"%PDF", file_name="cijfers.pdf").problems[0].value


def test_a_workbook_that_asks_for_all_memory_is_refused_and_the_server_stays(areas):
    """Three kilobytes that name the last cell of Excel: the library that reads them takes its process along."""
    small = io.BytesIO()
    with xlsxwriter.Workbook(small) as book:
        book.add_worksheet().write(0, 0, "area")
    hostile = io.BytesIO()
    with zipfile.ZipFile(small) as old, zipfile.ZipFile(hostile, "w") as new:
        for entry in old.namelist():
            content = old.read(entry)
            if entry.endswith("sheet1.xml"):
                far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
                content = content.replace(b"</sheetData>", far)
            new.writestr(entry, content)
    assert "te groot" in take_in(hostile.getvalue(), file_name="cijfers.xlsx").problems[0].wrong


def test_excel_and_parquet_say_the_same_as_csv(areas):
    rows = [("GM0225", "E35", 2023, 41), ("GM0225", "E35", 2024, 38)]
    book = io.BytesIO()
    with xlsxwriter.Workbook(book, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        for number, row in enumerate([("Gemeente", "Soort", "Jaar", "Aantal"), *rows]):
            sheet.write_row(number, 0, row)
    parquet = io.BytesIO()
    columns = dict(zip(("area", "soort", "jaar", "aantal"), map(list, zip(*rows, strict=True)), strict=True))
    pq.write_table(pa.table(columns), parquet)
    text = csv("area|phenomenon|period|count\n" + "\n".join("|".join(map(str, row)) for row in rows))
    digests = {
        take_in(content, name=f"bron {n}", file_name=file_name).snapshot.sha256
        for n, (content, file_name) in enumerate(
            [(text, "a.csv"), (book.getvalue(), "a.xlsx"), (parquet.getvalue(), "a.parquet"), ("\ufeff".encode() + text, "b.csv")]
        )
    }
    assert len(digests) == 1


def test_letters_of_an_old_windows_file_are_read_right(areas):
    report = take_in("gemeente;soort;jaar;aantal\nSúdwest-Fryslân;Overlast café;2024;7\n".encode("cp1252"))
    assert report.accepted
    assert ("GM1900", "Overlast café") in {
        (row["area"], row["phenomenon"]) for row in pq.read_table(report.snapshot.file).to_pylist()
    }


def test_the_same_file_twice_changes_nothing(areas):
    take_in(csv(GOOD))
    again = take_in(csv(GOOD))
    assert (again.accepted, again.unchanged, Snapshot.objects.count()) == (True, True, 1)


def test_a_newer_delivery_replaces_what_it_names_and_leaves_the_rest(areas):
    take_in(csv(GOOD))
    take_in(csv("area|phenomenon|period|count|exposure\nGM0225|E35|2024|39|19100\nGM0225|E35|2025|44|19200"))
    series = holdings()["Meldingen"].series
    assert series["GM0225", "E35"].counts == (41, 39, 44)
    assert series["GM0252", "E35"].counts == (17, 12)
    assert Snapshot.objects.count() == 2


def test_a_missing_region_comes_in_under_the_open_table_and_fills_the_picture(open_figures):
    lines = [f"GM0772|1.1.1|{year}|{900 - year % 9}|235000" for year in range(2018, 2025)]
    take_in(csv("area|phenomenon|period|count|exposure\n" + "\n".join(lines)), name="47018NED")
    eindhoven = picture(PUBLIC, "GM0772", beside="niets")
    assert [row.own.indicator.pk for row in eindhoven.rows] == ["1.1.1"]
    assert picture(PUBLIC, "BT-tweestromenland").rows[0].own.verdict.latest == 153


def test_inhabitants_come_in_as_a_source_of_their_own_and_old_codes_add_up(areas):
    take_in(csv("area|phenomenon|period|count\nGM0856|inwoners|2021|42000\nGM1685|inwoners|2021|15800\nGM1991|inwoners|2022|58000"),
            name="Inwoners")  # fmt: skip
    take_in(csv("area|phenomenon|period|count\nGM1991|E35|2021|10\nGM1991|E35|2022|12"))
    assert holdings()["Meldingen"].series["GM1991", "E35"].exposures == (57_800.0, 58_000.0)


def test_months_are_judged_as_years_of_twelve_and_a_month_counts_for_a_twelfth(open_figures):
    lines = [f"GM0225|E35|{year}-{month:02d}|4" for year in range(2020, 2025) for month in range(1, 13)]
    take_in(csv("area|phenomenon|period|count\n" + "\n".join(lines)))
    cell = next(row.own for row in picture(SYSTEM, "GM0225").rows if row.indicator.phenomenon == "E35")
    assert [block.count for block in cell.series.blocks] == [48] * 5
    assert cell.rate == pytest.approx(1000 * 48 / cell.series.blocks[-1].exposure)
    assert cell.series.blocks[-1].exposure == pytest.approx(holdings()["47018NED"].series["GM0225", "1.1.1"].exposures[-1])


def test_who_may_not_import_is_refused_and_a_source_needs_a_name(areas, councillor):
    with pytest.raises(NotAllowed):
        take_in(csv(GOOD), by=councillor)
    with pytest.raises(Refused):
        take_in(csv(GOOD), name=" ?! ")
    assert not Snapshot.objects.exists()


def test_figures_of_ones_own_are_not_public(areas, adviser):
    take_in(csv(GOOD), by=adviser)
    assert not picture(PUBLIC, "GM0225").rows
    assert len(picture(adviser, "GM0225").rows) == 1


def test_an_import_that_breaks_at_any_statement_leaves_the_old_figures(areas):
    take_in(csv(GOOD))
    newer = csv("area|phenomenon|period|count|exposure\nGM0225|E35|2025|44|19200\nGM0225|E41|2025|4|19200")
    assert crash_everywhere(lambda: take_in(newer)) > 5


def test_the_open_figures_come_in_once(areas):
    assert len(load_open_data()) == 2
    assert load_open_data() == []
    assert Indicator.objects.count() == 12
    assert {snapshot.retrieved_on for snapshot in Snapshot.objects.all()} == {date(2026, 8, 1)}


_SCRIPT = """
import io, os, signal
import django
django.setup()
from pathlib import Path
from django.core.management import call_command
from django.db import connections
from driehoek.figures import _imports
from driehoek.figures._store import holdings
from driehoek.figures.models import Snapshot
from driehoek.organisations.models import Area
from driehoek.organisations.viewer import SYSTEM

def take_in(count):
    content = f"area;phenomenon;period;count;exposure\\nGM0225;E35;2024;{count};19000\\n".encode()
    return _imports.import_figures(SYSTEM, "Meldingen", io.BytesIO(content), file_name="x.csv", size=len(content))

def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)

call_command("migrate", verbosity=0, skip_checks=True)
Area.objects.create(code="GM0225", level="municipality", name="Druten")
assert take_in(41).accepted
for thing, name in ((os, "fsync"), (Path, "rename"), (_imports, "keep"), (_imports, "record")):
    connections.close_all()
    child = os.fork()
    if child == 0:
        setattr(thing, name, die)
        take_in(99)
        os._exit(0)
    _pid, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL, name
print(Snapshot.objects.count(), holdings()["Meldingen"].series["GM0225", "E35"].counts)
"""


@pytest.mark.slow
@pytest.mark.skipif(bool(os.environ.get("DRIEHOEK_PG")), reason="a process of its own, on SQLite")
def test_kill_9_during_an_import_leaves_the_old_figures(tmp_path):
    """Killed before the file is safe, before it has its name, before the row, and before the commit."""
    environment = os.environ | {"DRIEHOEK_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "driehoek.config.settings"}
    ended = subprocess.run([sys.executable, "-c", _SCRIPT], env=environment, check=False, capture_output=True, text=True)
    assert ended.stdout == "1 (41,)\n", ended.stderr
