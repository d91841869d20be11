"""What holds for the definition of an indicator, whatever stores or shows it. Pure."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from driehoek.engine.counts import read_period
from driehoek.engine.results import Verdict
from driehoek.figures.indicators.themes import THEMES

MOST_TEXT = 2000  # signs of one text of a definition
MOST_BREAKS = 20


@dataclass(frozen=True)
class Break:
    """A break in a series: what is counted from `first` up to and including `last` cannot be laid beside the rest as it is.

    first, last  periods as figures write them (2020, 2020-KW2, 2024-07); `last` is "" where the new way of counting stays
    """

    first: str
    last: str
    reason: str

    @property
    def sentence(self) -> str:
        reason = self.reason.rstrip(".")
        if not self.last:
            return _("Vanaf %(first)s is de reeks anders: %(reason)s.") % {"first": self.first, "reason": reason}
        if self.last == self.first:
            return _("%(first)s wijkt af: %(reason)s.") % {"first": self.first, "reason": reason}
        words = _("%(first)s tot en met %(last)s wijkt af: %(reason)s.")
        return words % {"first": self.first, "last": self.last, "reason": reason}


def breaks_from(rows: Iterable[Mapping[str, str]]) -> tuple[Break, ...]:
    """The breaks as they are kept, in the order of time."""
    return in_order(Break(row["first"], row.get("last", ""), row["reason"]) for row in rows)


def in_order(breaks: Iterable[Break]) -> tuple[Break, ...]:
    return tuple(sorted(breaks, key=lambda one: (one.first, one.last, one.reason)))


@dataclass(frozen=True)
class Definition:
    """What an indicator means: all that a version of it keeps. Codes are those of `Indicator`."""

    label: str
    one: str = ""
    many: str = ""
    field: str = ""
    themes: tuple[str, ...] = ()
    moves_with: str = ""
    key: str = ""
    kind: str = "count"
    unit: str = "count"
    direction: str = ""
    parts: tuple[str, ...] = ()
    meaning: str = ""
    level: str = ""
    rhythm: str = ""
    public_source: str = ""
    method: str = ""
    limits: str = ""
    willingness: str = ""
    breaks: tuple[Break, ...] = ()
    mandatory: bool = False
    closed_on: str = ""  # ISO date

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {
            "themes": list(self.themes),
            "parts": list(self.parts),
            "breaks": [asdict(one) for one in self.breaks],
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Definition:
        """As it was kept; what an older version did not know yet is empty, what this one does not know is left out."""
        known: dict[str, Any] = {name: kept[name] for name in cls.__dataclass_fields__ if name in kept}
        known["themes"] = tuple(known.get("themes", ()))
        known["parts"] = tuple(known.get("parts", ()))
        known["breaks"] = breaks_from(known.get("breaks", ()))
        return cls(**known)

    @property
    def digest(self) -> str:
        text = json.dumps(self.as_json(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


def problems(wanted: Definition) -> dict[str, str]:
    """What is wrong with a definition, a sentence per field; empty when it may be kept. Choices are checked by the caller."""
    wrong: dict[str, str] = {}
    if not wanted.label:
        wrong["label"] = _("Geef het cijfer een naam, bijvoorbeeld ‘Meldingen van jeugdoverlast’.")
    for name, most in (("label", 120), ("one", 120), ("many", 120), ("level", 60), ("rhythm", 60), ("public_source", 200)):
        if len(getattr(wanted, name)) > most:
            wrong[name] = _("Houd het onder de %(most)s tekens.") % {"most": most}
    for name in ("meaning", "method", "limits", "willingness"):
        if len(getattr(wanted, name)) > MOST_TEXT:
            wrong[name] = _("Houd het onder de 2.000 tekens.")
    if unknown := [theme for theme in wanted.themes if theme not in THEMES]:
        wrong["themes"] = _("%(themes)s is geen thema. Kies er een uit de lijst.") % {"themes": ", ".join(unknown)}
    elif wanted.field and any(not theme.startswith(wanted.field) for theme in wanted.themes[:1]):
        wrong["themes"] = _("Deze thema’s horen bij een ander veiligheidsveld. Kies ook een thema van dit veld.")
    if len(wanted.breaks) > MOST_BREAKS:
        wrong["breaks"] = _("Een reeks met meer dan %(most)s breuken zegt niets meer. Sluit dit cijfer.") % {"most": MOST_BREAKS}
    return wrong


def break_problems(wanted: Break) -> dict[str, str]:
    """What is wrong with a break, a sentence per field."""
    wrong: dict[str, str] = {}
    first, last = read_period(wanted.first), read_period(wanted.last) if wanted.last else None
    said = _("Schrijf een jaar, kwartaal of maand als 2024, 2024-KW3 of 2024-07.")
    if first is None:
        wrong["first"] = said
    if wanted.last and last is None:
        wrong["last"] = said
    if first is not None and last is not None and (last.year, wanted.last) < (first.year, wanted.first):
        wrong["last"] = _("De breuk eindigt voordat zij begint. Kies een latere periode.")
    if not wanted.reason.strip():
        wrong["reason"] = _("Schrijf waarom de cijfers hier niet naast elkaar kunnen, in één zin.")
    elif len(wanted.reason) > 300:
        wrong["reason"] = _("Houd het onder de 300 tekens.")
    return wrong


@dataclass(frozen=True)
class Meaning:
    """What sentences about an indicator need.

    direction  `lower`, `higher`, `keep` or "" where more is neither good nor bad
    unit       code of `Indicator.Unit`; `unit_words` as it stands behind a number ("per 1.000 inwoners")
    caveats    whole Dutch sentences, the most telling first; without the breaks, which have a period
    breaks     as `indicators.queries.breaks_of`
    """

    direction: str
    unit: str
    unit_words: str
    caveats: tuple[str, ...]
    breaks: tuple[Break, ...]

    def valued(self, verdict: Verdict) -> str:
        """`gunstig`, `ongunstig`, or "" where there is no change or no direction. For words only, never for a colour."""
        if verdict not in (Verdict.RISES, Verdict.FALLS) or not self.direction:
            return ""
        good = verdict is (Verdict.FALLS if self.direction == "lower" else Verdict.RISES)
        return _("gunstig") if good else _("ongunstig")


_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÀ-Ý‘“0-9])")


def sentences(*texts: str) -> tuple[str, ...]:
    """The sentences of these texts, each once and closed with a full stop."""
    found: dict[str, None] = {}
    for text in texts:
        for sentence in _END.split(text.strip()):
            if sentence:
                found[sentence if sentence[-1] in ".!?" else sentence + "."] = None
    return tuple(found)


def tidy(text: str) -> str:
    return text.replace("\0", "").strip()


def slug(label: str) -> str:
    """The part of addresses of an indicator of one's own; never empty."""
    plain = unicodedata.normalize("NFKD", label.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].rstrip("-") or "cijfer"


def changed_names(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Which parts of a definition differ, in words."""
    words = {
        "label": _("naam"),
        "one": _("enkelvoud"),
        "many": _("meervoud"),
        "themes": _("thema’s"),
        "field": _("veiligheidsveld"),
        "moves_with": _("waar het mee meebeweegt"),
        "unit": _("eenheid"),
        "direction": _("gunstige richting"),
        "parts": _("de soorten in de groep"),
        "meaning": _("wat het is"),
        "level": _("kleinste gebied"),
        "rhythm": _("hoe vaak"),
        "public_source": _("waar het te vinden is"),
        "method": _("hoe het wordt geteld"),
        "limits": _("wat het niet zegt"),
        "willingness": _("aangifte en melden"),
        "breaks": _("breuken in de reeks"),
        "mandatory": _("verplicht in de jaarstukken"),
        "closed_on": _("open of gesloten"),
    }
    return [word for name, word in words.items() if before.get(name) != after.get(name)]
