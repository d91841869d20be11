"""What may stand in a column, how a head is recognised again, and what a file cannot do without. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from driehoek.figures.mapping import cells
from driehoek.figures.mapping.models import What

type Cells = tuple[object, ...]
type Numbered = tuple[int, Cells]
HEAD_WITHIN = 20  # the head stands in the first so many rows
PERIOD_HEAD = "#periode"  # how a column whose head is a period is named in a shape


class Role(models.TextChoices):
    """What stands in a column."""

    NONE = "", _("Niet gebruiken")
    AREA = "area", _("Gebied: code of naam")
    AREA_NAME = "area_name", _("Naam bij de gebiedscode")
    LEVEL = "level", _("Soort gebied (gemeente, basisteam, …)")
    PHENOMENON = "phenomenon", _("Wat er is geteld of gevraagd")
    LABEL = "label", _("Naam bij de code van wat is geteld")
    PERIOD = "period", _("Periode (jaar, kwartaal of maand)")
    COUNT = "count", _("Aantal")
    EXPOSURE = "exposure", _("Inwoners (maal jaren)")
    PROVISIONAL = "provisional", _("Voorlopig: ja of nee")
    WIDE_PERIOD = "wide_period", _("Cijfer; de kop is de periode")
    WIDE_PHENOMENON = "wide_phenomenon", _("Cijfer; de kop is wat er is geteld")
    WIDE_AREA = "wide_area", _("Cijfer; de kop is het gebied")
    TOTAL = "total", _("Totaal van de kolommen ervoor")
    VALUE = "value", _("Enquête: waarde")
    MARGIN = "margin", _("Enquête: marge (95 %)")
    LOW = "low", _("Enquête: ondergrens")
    HIGH = "high", _("Enquête: bovengrens")
    RESPONDENTS = "respondents", _("Enquête: aantal antwoorden")
    UNIT = "unit", _("Enquête: eenheid")
    START = "start", _("Incident: datum en tijd, of het begin ervan")
    START_TIME = "start_time", _("Incident: tijd van het begin")
    END = "end", _("Incident: einde, als het ertussen gebeurde")
    END_TIME = "end_time", _("Incident: tijd van het einde")
    LONGITUDE = "longitude", _("Incident: lengtegraad (WGS84)")
    LATITUDE = "latitude", _("Incident: breedtegraad (WGS84)")


WIDE = (Role.WIDE_PERIOD, Role.WIDE_PHENOMENON, Role.WIDE_AREA)
_MANY = {Role.NONE, Role.TOTAL, *WIDE}  # may stand at more than one column


@dataclass(frozen=True)
class Choices:
    """How a file is read.

    what      the kind of file
    head      in which row (from 0, of the rows with something in them) the head stands
    roles     key of a column → what stands in it; a key is the head in lower case, with a number where it comes again
    fixed     what no column says because it is the same for the whole file: area, phenomenon, period
    fill      roles of which an empty cell says the same as the one above (merged cells)
    dutch     whether numbers are written as 1.250,5
    """

    what: str = What.COUNTS
    head: int = 0
    roles: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    fill: tuple[str, ...] = ()
    dutch: bool = True

    def as_json(self) -> dict[str, Any]:
        return {
            "what": self.what, "head": self.head, "roles": dict(self.roles), "fixed": dict(self.fixed),
            "fill": list(self.fill), "dutch": self.dutch,
        }  # fmt: skip

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> Choices:
        return cls(**{**said, "fill": tuple(said["fill"])})

    def has(self, *roles: str) -> bool:
        return any(role in roles for role in self.roles.values())


def keys_of(header: Sequence[object]) -> list[str]:
    """The name of each column by which it is known again: its head in lower case, `aantal`, `aantal (2)`; or its place."""
    often: dict[str, int] = {}
    keys = []
    for number, cell in enumerate(header, start=1):
        head = cells.text(cell).casefold() or _t("kolom %(n)s") % {"n": number}
        often[head] = often.get(head, 0) + 1
        keys.append(head if often[head] == 1 else f"{head} ({often[head]})")
    return keys


def shape_of(header: Sequence[object]) -> str:
    """The same for two heads that differ only in which periods stand in it, so that next year's file is known again."""
    shape: list[str] = []
    for key in keys_of(trimmed(header)):
        part = PERIOD_HEAD if cells.period(key) else key
        if part != PERIOD_HEAD or shape[-1:] != [PERIOD_HEAD]:
            shape.append(part)
    return hashlib.sha256(json.dumps(shape).encode()).hexdigest()


def trimmed(header: Sequence[object]) -> list[object]:
    found = list(header)
    while found and not cells.text(found[-1]):
        found.pop()
    return found


def role_of(key: str, choices: Choices) -> str:
    """What stands in this column; a period that the file did not have before is read as the other periods are."""
    if key in choices.roles:
        return choices.roles[key]
    return Role.WIDE_PERIOD if cells.period(key) and choices.has(Role.WIDE_PERIOD) else Role.NONE


def head_row(rows: Sequence[Numbered]) -> int:
    """Which row is the head: the first that is as wide as the widest near it. Titles above a table are one cell wide."""
    widths = [sum(bool(cells.text(cell)) for cell in row) for _line, row in rows[:HEAD_WITHIN]]
    widest = max(widths, default=0)
    return next((n for n, width in enumerate(widths) if width > 1 and width >= 0.7 * widest), 0)


def missing(choices: Choices) -> list[str]:
    """What the choices do not say yet, as Dutch sentences; empty when the file can be read."""
    fixed, has = choices.fixed, choices.has
    if choices.what == What.INCIDENTS:
        needed = {_t("Kies in welke kolom de datum van het incident staat."): has(Role.START)}
    else:
        figure = Role.VALUE if choices.what == What.SURVEY else Role.COUNT
        period = has(Role.PERIOD, Role.WIDE_PERIOD) or bool(fixed.get("period"))
        needed = {
            _t("Kies in welke kolom de periode staat, of vul de periode in die voor het hele bestand geldt."): period,
            _t("Kies in welke kolom het cijfer zelf staat."): has(figure, *WIDE),
        }
    area = has(Role.AREA, Role.WIDE_AREA, Role.LONGITUDE) or bool(fixed.get("area"))
    phenomenon = has(Role.PHENOMENON, Role.WIDE_PHENOMENON) or bool(fixed.get("phenomenon"))
    needed |= {
        _t("Kies in welke kolom het gebied staat, of vul het gebied in dat voor het hele bestand geldt."): area,
        _t("Kies in welke kolom staat wat er is geteld, of vul dat in voor het hele bestand."): phenomenon,
    }
    found = [words for words, there in needed.items() if not there]
    for role in Role:
        if role not in _MANY and sum(one == role for one in choices.roles.values()) > 1:
            found.append(_t("‘%(role)s’ is bij meer dan één kolom gekozen. Kies er één.") % {"role": role.label})
    if sum(has(role) for role in WIDE) > 1:
        found.append(_t("De koppen kunnen maar één ding zijn: periode, gebied of wat er is geteld."))
    return found
