"""Figures that people type in: a grid of areas × periods, read and checked cell by cell. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from driehoek.engine.counts import LARGEST_COUNT
from driehoek.figures.models import Indicator

MOST_PERIODS = 12  # columns of one grid
_THOUSANDS = re.compile(r"\d{1,3}(?:[. \u00a0]\d{3})+")
_VALUE = re.compile(r"([+-]?\d+(?:[.,]\d+)?)\s*%?(?:\s*(?:±|\+/-|\+-)\s*(\d+(?:[.,]\d+)?))?")
_LIMITS = {"percentage": (0.0, 100.0), "mark": (1.0, 10.0), "scale": (0.0, 10.0), "score": (-1e6, 1e6)}
UNITS = {"percentage": "%", "per_10000_young": "per 10.000 jongeren", "mark": "cijfer", "scale": "schaalscore", "score": "score"}
type Cell = tuple[str, str]  # area, period


@dataclass(frozen=True)
class Figure:
    """What one cell says. A count has no margin; the margin of a value is half its width at 95 %."""

    value: float
    margin: float | None = None


@dataclass
class Read:
    """The cells that say something, and what is wrong with the others, a sentence per cell."""

    figures: dict[Cell, Figure] = field(default_factory=dict)
    wrong: dict[Cell, str] = field(default_factory=dict)


def read_cells(texts: Mapping[Cell, str], *, kind: str, unit: str) -> Read:
    """Read what was typed. An empty cell says nothing: it is neither zero nor wrong."""
    read = Read()
    for cell, text in texts.items():
        plain = text.replace("\0", "").strip()
        if not plain:
            continue
        found = read_value(plain, unit) if kind == Indicator.Kind.VALUE else read_count(plain)
        if isinstance(found, str):
            read.wrong[cell] = found
        else:
            read.figures[cell] = found
    return read


def read_count(text: str) -> Figure | str:
    """A count as people write it (1250, 1.250), or what is wrong with it."""
    if _THOUSANDS.fullmatch(text):
        text = re.sub(r"[. \u00a0]", "", text)
    if re.fullmatch(r"-\d+", text):
        return _("Een aantal kan niet onder nul zijn.")
    if re.fullmatch(r"\d+[.,]\d+", text):
        return _("Dit is geen heel getal. Vul het aantal in, niet een percentage.")
    if not (text.isascii() and text.isdecimal()):
        return _("Dit is geen getal.")
    if len(text) > 12 or int(text) > LARGEST_COUNT:
        return _("Dit aantal is te groot voor een telling.")
    return Figure(int(text))


def read_value(text: str, unit: str) -> Figure | str:
    """A value with its margin, if known, behind it (24,3 ± 1,2), or what is wrong with it."""
    match = _VALUE.fullmatch(text)
    if match is None:
        return _("Dit is geen getal. Schrijf 24,3, of met de marge 24,3 ± 1,2.")
    value, margin = (float(part.replace(",", ".")) if part else None for part in match.groups())
    low, high = _LIMITS.get(unit, (0.0, 1e12))
    if value is None or not low <= value <= high:
        words = (
            _("Vul een getal in van %(low)s tot en met %(high)s.") if unit in _LIMITS else _("Dit getal is te klein of te groot.")
        )
        return words % {"low": f"{low:g}", "high": f"{high:g}"}
    return Figure(value, margin or None)


def written(figure: Figure, *, kind: str) -> str:
    """As the cell shows it, so that it reads back the same."""
    if kind != Indicator.Kind.VALUE:
        return str(int(figure.value))
    text = f"{figure.value:.10g}".replace(".", ",")
    return text if figure.margin is None else f"{text} ± {f'{figure.margin:.10g}'.replace('.', ',')}"


@dataclass(frozen=True)
class Pasted:
    """A block from a spreadsheet laid on the grid: the cells that fit, and what did not fit, in sentences."""

    texts: dict[Cell, str]
    problems: tuple[str, ...]


def read_paste(text: str, names: Mapping[str, str], periods: Sequence[str]) -> Pasted:
    """Lay a block that was copied from Excel (tabs between cells, a head line with periods, areas in front) on the grid.

    names  name of an area in lower case, or its code in lower case → its code
    """
    rows = [[cell.strip() for cell in line.split("\t")] for line in text.replace("\r", "").split("\n") if line.strip()]
    if not rows:
        return Pasted({}, (_("Er staat niets om te plakken."),))
    head = [cell.removesuffix("*").strip() for cell in rows[0]]
    columns = {n: cell for n, cell in enumerate(head) if cell in periods}
    if not columns:
        said = _("Zet boven de kolommen de perioden van het raster, zoals %(period)s.") % {"period": periods[-1]}
        return Pasted({}, (said,))
    texts: dict[Cell, str] = {}
    problems = [_("%(period)s staat niet in het raster en is overgeslagen.") % {"period": cell}
                for n, cell in enumerate(head) if n and cell and n not in columns]  # fmt: skip
    for number, row in enumerate(rows[1:], start=2):
        area = names.get(row[0].casefold())
        if area is None:
            words = _("Regel %(line)s: ‘%(name)s’ is geen gebied in het raster.")
            problems.append(words % {"line": number, "name": row[0][:60]})
            continue
        texts |= {(area, period): row[n] for n, period in columns.items() if n < len(row) and row[n]}
    return Pasted(texts, tuple(problems))


def holes(figures: Mapping[Cell, Figure]) -> dict[Cell, str]:
    """The first empty year between filled ones, per area: a series with a hole cannot be judged. Years only."""
    years: dict[str, list[int]] = {}
    for area, period in sorted(figures):
        years.setdefault(area, []).append(int(period[:4]))
    said = _("Dit jaar is leeg, terwijl jaren ervoor en erna zijn ingevuld. Vul het in, of vul 0 in als het niet voorkwam.")
    missing = {area: set(range(found[0], found[-1] + 1)) - set(found) for area, found in years.items()}
    return {(area, str(min(gap))): said for area, gap in missing.items() if gap}
