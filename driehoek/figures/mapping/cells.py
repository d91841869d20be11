"""What one cell says, whichever way people, Excel or Statistics Netherlands write it: a period, a number, a place. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date

from driehoek.engine.counts import read_period
from driehoek.figures.feeds.rules import period_of as open_period
from driehoek.figures.rules import Place

NOTHING = {"", ".", "-", "–", "x", "n.b.", "nb", "n.v.t.", "#n/b", "null", "none", "onbekend"}
TOTALS = {"totaal", "total", "totalen", "eindtotaal", "som", "subtotaal", "alle gemeenten", "totaal gemeenten", "gezamenlijk"}
_MONTHS = ("jan", "feb", "maa", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_YEAR = r"((?:19|20)\d{2})"
_WORD = r"(jan|feb|maa|mrt|mar|apr|mei|may|jun|jul|aug|sep|okt|oct|nov|dec)[a-z]*\.?"
_ORDER = {"1": 1, "2": 2, "3": 3, "4": 4, "eerste": 1, "tweede": 2, "derde": 3, "vierde": 4}
_QUARTER = r"(?:q|kw|k|kwartaal)\s*([1-4])"
_NTH = r"([1-4]|eerste|tweede|derde|vierde)e?\s*kwartaal"
_PROVISIONAL = re.compile(r"\*+$|\(?voorlopig\)?$|\(v\)$", re.IGNORECASE)
_CODE = re.compile(r"(GM|WK|BU|PV|LD|CR|RE|PD|BT|NL|VR|AM|SG)\d{0,8}")


def text(value: object) -> str:
    """The cell as text; a whole number without a point."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).replace("\u00a0", " ").split())


def is_empty(value: object) -> bool:
    """Whether the cell holds no figure: empty, or one of the marks for ‘unknown’."""
    return text(value).casefold() in NOTHING


def period(value: object) -> tuple[str, bool] | None:
    """(period as the engine writes it, whether the cell says that it is provisional); None when it is no period.

    `2024`, `2024*`, `2024-07`, `202407`, `juli 2024`, `2024 juli`, `jul-24`, `07-2024`, `2024-KW3`, `2024 Q3`,
    `3e kwartaal 2024`, `2024JJ00`, `2024MM07`, and a date (its month).
    """
    if isinstance(value, date):
        return f"{value:%Y-%m}", False
    said = text(value)
    plain = _PROVISIONAL.sub("", said).strip()
    found = _period(plain.casefold())
    return (found, plain != said) if found else None


def _period(said: str) -> str | None:
    if read_period(said.upper()) and 1900 <= int(said[:4]) <= 2200:
        return said.upper()
    if found := open_period(said.upper()):
        return found
    if match := re.fullmatch(rf"{_YEAR}(0[1-9]|1[0-2])", said):
        return f"{match[1]}-{match[2]}"
    if match := re.fullmatch(rf"(?:jaar\s*)?{_YEAR}", said):
        return match[1]
    return _quarter(said) or _month(said)


def _quarter(said: str) -> str | None:
    for form, year, number in (
        (rf"{_YEAR}[\s/-]*{_QUARTER}", 1, 2), (rf"{_QUARTER}[\s/-]*{_YEAR}", 2, 1),
        (rf"{_YEAR}\s+{_NTH}", 1, 2), (rf"{_NTH}\s+(?:van\s+)?{_YEAR}", 2, 1),
    ):  # fmt: skip
        if match := re.fullmatch(form, said):
            return f"{match[year]}-KW{_ORDER[match[number]]}"
    return None


def _month(said: str) -> str | None:
    if match := re.fullmatch(rf"{_YEAR}[\s/-]+(1[0-2]|0?[1-9])", said):
        return f"{match[1]}-{int(match[2]):02d}"
    if match := re.fullmatch(rf"(1[0-2]|0?[1-9])[/-]{_YEAR}", said):
        return f"{match[2]}-{int(match[1]):02d}"
    if match := re.fullmatch(rf"{_YEAR}[\s/-]+{_WORD}", said):
        return f"{match[1]}-{_number_of(match[2]):02d}"
    if match := re.fullmatch(rf"{_WORD}[\s/’'-]*({_YEAR}|\d{{2}})", said):
        year = match[2] if len(match[2]) == 4 else f"20{match[2]}"
        return f"{year}-{_number_of(match[1]):02d}"
    return None


def _number_of(word: str) -> int:
    return _MONTHS.index({"mrt": "maa", "mar": "maa", "may": "mei", "oct": "okt"}.get(word, word)) + 1


def number(value: object, *, dutch: bool) -> object:
    """The number that the cell holds; the cell itself where it is none, so that the check can name it.

    dutch   `1.250` is twelve hundred and fifty and `2,5` two and a half; else `1,250` and `2.5`
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    said = text(value).replace(" ", "").replace("'", "").removesuffix("%")
    thousands, point = (".", ",") if dutch else (",", ".")
    grouped = rf"[+-]?\d{{1,3}}(?:{re.escape(thousands)}\d{{3}})+(?:{re.escape(point)}\d+)?"
    if re.fullmatch(grouped, said):
        said = said.replace(thousands, "")
    if re.fullmatch(rf"[+-]?\d+{re.escape(point)}\d+", said):
        said = said.replace(point, ".")
    if not re.fullmatch(r"[+-]?\d+(\.\d+)?", said):
        return value
    found = float(said)
    return int(found) if found.is_integer() else found


def municipality(value: object, place: Place) -> str | None:
    """The municipality that the cell names: by code, by name, as `Gemeente Druten`, `Utrecht (gemeente)`, or its bare number."""
    said = text(value)
    if said.isdecimal() and len(said) <= 4:
        said = f"GM{int(said):04d}"
    bare = re.sub(r"^gemeente\s+|\s*\((gemeente|gm)\)$", "", said, flags=re.IGNORECASE)
    return place.find(said.upper()) or place.find(said) or place.find(bare)


def small_area(value: object) -> str | None:
    """The code of a district or neighbourhood, however it is written: `BU02250101`, `bu 0225 0101`, `02250101`."""
    said = text(value).upper().replace(" ", "")
    if said.isdecimal() and len(said) in (6, 8):
        said = ("WK" if len(said) == 6 else "BU") + said
    return said if re.fullmatch(r"WK\d{6}|BU\d{8}", said) and said[2:6] != "0000" else None


def is_total(value: object, larger: Collection[str] = ()) -> bool:
    """Whether the cell names a sum of others: a word for it, or a larger area by its name in lower case."""
    said = text(value).casefold().strip(" :")
    return said in TOTALS or said.startswith("totaal ") or said in larger


def is_other_area(value: object) -> bool:
    """Whether the cell is the code of an area that is no municipality of ours: a province, the country, ‘place unknown’."""
    said = text(value).upper()
    match = _CODE.fullmatch(said)
    return said[2:6] == "0000" or (match is not None and match[1] != "GM")
