"""Reading counts from a CSV file, as spreadsheets and statistical programs write it.

The columns are area, phenomenon, period, count and exposure, in any order, separated by comma, semicolon or tab, in
UTF-8 (with or without BOM) or Windows-1252. Whatever is wrong is told in Dutch, with line, column, value and remedy.
"""

import csv
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from driehoek.engine.counts import BadCounts, Count, Problem, read_period

COLUMNS = ("area", "phenomenon", "period", "count", "exposure")
LARGEST_FILE = 64 * 1024 * 1024
MOST_ROWS = 1_000_000
MOST_PROBLEMS = 1_000
_LONGEST_FIELD = 10_000

_WHOLE = re.compile(r"([0-9]+)(?:[.,]0{1,2})?")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+")


@dataclass(frozen=True, slots=True)
class CountsFile:
    """What a file holds: the counts, and the line of each."""

    counts: tuple[Count, ...]
    lines: tuple[int, ...]


class UnreadableFile(ValueError):
    """The file itself cannot be read as counts; the message is the Dutch sentence for the user."""


def read_counts(path: Path) -> CountsFile:
    """Read a file of counts.

    Raises UnreadableFile where the file is absent, too large, empty or no CSV, and BadCounts with every problem (up to
    MOST_PROBLEMS) where rows are wrong. A file over LARGEST_FILE bytes is refused before a byte of it is read.
    """
    text = _decode(_bytes_of(path), path.name)
    header, _, _ = text.lstrip("\n").partition("\n")
    delimiter = max(",;\t", key=header.count)
    reader = csv.reader(_lines(text), delimiter=delimiter, strict=True)
    rows = ((reader.line_num, [field.strip() for field in row]) for row in reader)
    try:
        return _read_rows(((line, row) for line, row in rows if any(row)), delimiter)
    except csv.Error as error:
        wrong = f"hier is een regel niet te lezen ({'veld te lang' if 'limit' in str(error) else 'aanhalingstekens'})."
        remedy = "Kijk of er een aanhalingsteken te veel of te weinig staat."
        raise BadCounts([Problem(reader.line_num, "", "", "", wrong, remedy)]) from error


def _bytes_of(path: Path) -> bytes:
    """The content, read only when it is small enough."""
    try:
        if path.is_dir():
            raise UnreadableFile(f"{path.name} is een map. Geef een CSV-bestand op.")
        if (size := path.stat().st_size) > LARGEST_FILE:
            raise UnreadableFile(_too_large(path.name, size))
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        raise UnreadableFile(f"Het bestand {path} is er niet. Controleer de naam en de map.") from None
    except PermissionError:
        raise UnreadableFile(f"Het bestand {path} mag niet gelezen worden. Vraag om leesrechten.") from None
    except (OSError, ValueError) as error:
        if isinstance(error, UnreadableFile):
            raise
        raise UnreadableFile(f"Het bestand {path} is niet te lezen. Controleer de naam en de schijf.") from error
    if len(content) > LARGEST_FILE:
        raise UnreadableFile(_too_large(path.name, None))
    return content


def _too_large(name: str, size: int | None) -> str:
    is_now = f"{name} is {size // 2**20} MB, dat is te groot" if size else f"{name} is te groot"
    return f"{is_now}: er past {LARGEST_FILE // 2**20} MB in. Splits het bestand, bijvoorbeeld per verschijnsel."


def _decode(content: bytes, name: str) -> str:
    """The text with \\n as line end; UTF-8 first, then Windows-1252, which old spreadsheets write."""
    if content.startswith(b"PK\x03\x04"):
        raise UnreadableFile(f"{name} is een Excel- of zipbestand. Sla het op als CSV.")
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        if not text.strip():
            raise UnreadableFile(f"{name} is leeg. De eerste regel moet zijn: {','.join(COLUMNS)}.")
        return text.replace("\r\n", "\n").replace("\r", "\n")
    raise UnreadableFile(f"{name} is geen tekstbestand. Sla het op als CSV (UTF-8).")


def _lines(text: str) -> Iterator[str]:
    """Line by line, without a second copy of the text. Only \\n ends a line (`splitlines` knows eight others)."""
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        yield text[start:end]
        start = end


def _read_rows(rows: Iterator[tuple[int, list[str]]], delimiter: str) -> CountsFile:
    """All counts below the header. Raises BadCounts after the last row, so that every problem is told at once."""
    order = _order(*next(rows, (1, [])))
    counts: list[Count] = []
    lines: list[int] = []
    problems: list[Problem] = []
    for line, row in rows:
        if len(counts) >= MOST_ROWS:
            raise UnreadableFile(f"Het bestand heeft meer dan {MOST_ROWS} regels. Splits het, bijvoorbeeld per verschijnsel.")
        found = _count(line, row, order, delimiter)
        if isinstance(found, Count):
            counts.append(found)
            lines.append(line)
        else:
            problems += found
            if len(problems) >= MOST_PROBLEMS:
                break
    if problems:
        raise BadCounts(problems)
    if not counts:
        raise UnreadableFile("Het bestand heeft alleen een kopregel. Zet er tellingen onder.")
    return CountsFile(tuple(counts), tuple(lines))


def _order(line: int, header: Sequence[str]) -> list[int]:
    """Where each of COLUMNS stands in the header."""
    names = [name.lower() for name in header]
    remedy = f"De eerste regel moet zijn: {','.join(COLUMNS)}."
    problems = [
        Problem(line, "", header[at], "", "deze kolom is onbekend.", remedy)
        for at, name in enumerate(names)
        if name not in COLUMNS
    ]
    for column in COLUMNS:
        if column not in names:
            problems.append(Problem(line, "", column, "", "deze kolom ontbreekt.", remedy))
        elif names.count(column) > 1:
            problems.append(Problem(line, "", column, "", "deze kolom staat er twee keer.", remedy))
    if problems:
        raise BadCounts(problems)
    return [names.index(column) for column in COLUMNS]


def _count(line: int, row: Sequence[str], order: Sequence[int], delimiter: str) -> Count | list[Problem]:
    """The count on one line, or what is wrong with it."""
    if len(row) != len(order):
        wrong = f"hier staan {len(row)} velden, geen {len(order)}."
        return [Problem(line, "", "", "", wrong, "Kijk of er een scheidingsteken te veel of te weinig staat.")]
    area, phenomenon, period, count, exposure = (row[at] for at in order)
    problems = [
        *_text_problems(line, "area", area),
        *_text_problems(line, "phenomenon", phenomenon),
        *_period_problems(line, period),
        *_whole_problems(line, count),
        *_exposure_problems(line, exposure, delimiter),
    ]
    if problems:
        return problems
    whole = _WHOLE.fullmatch(count)
    assert whole  # noqa: S101  _whole_problems saw to it
    number = float(exposure.replace(",", "."))
    return Count(_name(area), _name(phenomenon), _name(period), int(whole[1]), number)


@lru_cache(maxsize=1 << 16)
def _name(text: str) -> str:
    """The text in NFC. Cached, so that a name that comes back takes no memory again."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _shown(value: str) -> str:
    return value if len(value) <= 40 else value[:40] + "…"


def _text_problems(line: int, column: str, value: str) -> Iterator[Problem]:
    if not value:
        yield Problem(line, "", column, "", "dit veld is leeg.", "Vul een naam of code in.")
    elif len(value) > _LONGEST_FIELD:
        yield Problem(line, "", column, _shown(value), "deze tekst is te lang.", "Kort de naam in.")


def _period_problems(line: int, value: str) -> Iterator[Problem]:
    if read_period(value) is None:
        remedy = "Schrijf een jaar, kwartaal of maand als 2024, 2024-KW3 of 2024-07."
        yield Problem(line, "", "period", _shown(value), "dit is geen periode.", remedy)


def _whole_problems(line: int, value: str) -> Iterator[Problem]:
    remedy = "Vul in hoe vaak het voorkwam, als heel getal van nul of meer."
    if _THOUSANDS.fullmatch(value):
        yield Problem(line, "", "count", value, "de punt is hier niet eenduidig.", "Schrijf het getal zonder punten.")
    elif value.startswith("-") and _NUMBER.fullmatch(value):
        yield Problem(line, "", "count", _shown(value), "een telling is nooit kleiner dan nul.", remedy)
    elif not (whole := _WHOLE.fullmatch(value)):
        yield Problem(line, "", "count", _shown(value), "dit is geen heel getal.", remedy)
    elif len(whole[1].lstrip("0")) > 12:
        yield Problem(line, "", "count", _shown(value), "dit aantal is te groot voor een telling.", remedy)


def _exposure_problems(line: int, value: str, delimiter: str) -> Iterator[Problem]:
    remedy = "Vul het aantal inwoners (maal de tijd) in, of 1 als dat niet wisselt."
    if delimiter != "," and _THOUSANDS.fullmatch(value):
        yield Problem(line, "", "exposure", value, "de punt is hier niet eenduidig.", "Schrijf het getal zonder punten.")
    elif not _NUMBER.fullmatch(value):
        yield Problem(line, "", "exposure", _shown(value), "dit is geen getal.", remedy)
    elif not float(value.replace(",", ".")) > 0:
        yield Problem(line, "", "exposure", _shown(value), "dit is geen getal groter dan nul.", remedy)
