"""What holds for figures, whatever stores or shows them. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from driehoek.engine.results import SeriesVerdict, Verdict

POPULATION = "inwoners"  # the phenomenon of a delivery of inhabitants
COLUMNS = ("area", "phenomenon", "period", "count", "exposure", "provisional")
NEEDED = ("area", "phenomenon", "period", "count")
MOST_NAMES = 4  # in one sentence


@dataclass(frozen=True)
class Named:
    """An indicator as sentences need it."""

    label: str
    many: str

    @property
    def counted(self) -> str:
        """What is counted, in the plural and in lower case."""
        return self.many or self.label


def listed(names: Sequence[str]) -> str:
    """`a`, `a en b`, `a, b en c`; of a long list the first few and how many more."""
    if len(names) > MOST_NAMES:
        rest = len(names) - MOST_NAMES + 1
        return _("%(names)s en nog %(rest)s") % {"names": ", ".join(names[: MOST_NAMES - 1]), "rest": rest}
    if len(names) < 2:
        return "".join(names)
    return _("%(names)s en %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}


def summary(area: str, cells: Sequence[tuple[Named, SeriesVerdict]]) -> str:
    """The picture of one area in two sentences: what really changes first, then how much does not or cannot be told."""
    if not cells:
        return _("Van %(area)s zijn nog geen cijfers ingelezen.") % {"area": area}
    by_verdict: dict[Verdict, list[str]] = {verdict: [] for verdict in Verdict}
    for named, cell in cells:
        by_verdict[cell.verdict].append(named.counted)
    changes = [
        _(words) % {"what": listed(by_verdict[verdict])}
        for verdict, words in (
            (Verdict.RISES, "stijgt het aantal %(what)s"),
            (Verdict.FALLS, "daalt het aantal %(what)s"),
        )
        if by_verdict[verdict]
    ]
    quiet = _quiet(len(by_verdict[Verdict.AS_USUAL]), len(by_verdict[Verdict.CANNOT_TELL]), bool(changes))
    if not changes:
        opening = ngettext(
            "Van de %(n)s soort die in %(area)s is geteld, is geen stijging of daling te zien.",
            "Van de %(n)s soorten die in %(area)s zijn geteld, is bij geen een stijging of daling te zien.",
            len(cells),
        ) % {"n": len(cells), "area": area}
    else:
        opening = _("In %(area)s %(changes)s.") % {"area": area, "changes": _(" en ").join(changes)}
    return f"{opening} {quiet}".strip()


def _quiet(usual: int, unknown: int, after_changes: bool) -> str:
    """How many are as usual and of how many it cannot be told."""
    parts = []
    if usual:
        parts.append(ngettext("%(n)s is als gewoonlijk", "%(n)s zijn als gewoonlijk", usual) % {"n": usual})
    if unknown:
        parts.append(_("van %(n)s is het niet te zeggen") % {"n": unknown})
    if not parts:
        return ""
    text = _(" en ").join(parts)
    if after_changes:
        return _("Van de andere: %(text)s.") % {"text": text}
    return text[:1].upper() + text[1:] + "."


def headline(area: str, counted: str, cell: SeriesVerdict | None) -> str:
    """The verdict on one indicator as a heading. `counted` is a plural in lower case."""
    if cell is None or cell.latest is None:
        words = _("Over %(what)s in %(area)s zijn geen cijfers")
    elif cell.verdict is Verdict.RISES:
        words = _("Meer %(what)s in %(area)s dan gewoonlijk")
    elif cell.verdict is Verdict.FALLS:
        words = _("Minder %(what)s in %(area)s dan gewoonlijk")
    elif cell.verdict is Verdict.AS_USUAL:
        words = _("Ongeveer evenveel %(what)s in %(area)s als gewoonlijk")
    else:
        words = _("Of er in %(area)s meer of minder %(what)s zijn, is niet te zeggen")
    return words % {"what": counted, "area": area}


def rate_per_1000(count: int | None, person_years: float | None) -> float | None:
    """Registered crimes per 1,000 inhabitants and year; None where nobody lives or nothing was counted."""
    if count is None or not person_years:
        return None
    return 1000 * count / person_years


def as_json(cell: SeriesVerdict, rate: float | None, provisional: bool) -> dict[str, Any]:
    """A cell of `driehoek picture`: a series object of `driehoek verdict`, with rate and provisional."""
    return cell.as_json() | {"rate_per_1000": rate, "provisional": provisional}


@dataclass(frozen=True)
class Place:
    """Where an area of a file may point: the codes of today, and what became of older ones.

    names   name in lower case → code, only where one municipality of today has it
    gone    code of a municipality that is no more → (its name, names of those that took its place)
    split   codes that went to several, so that their figures cannot be carried
    """

    codes: frozenset[str]
    names: Mapping[str, str]
    gone: Mapping[str, tuple[str, str]]
    split: frozenset[str]

    def find(self, text: str) -> str | None:
        """The code that this text means, old codes of whole mergers included; None when it means nothing."""
        text = text.strip()
        if text in self.codes or (text in self.gone and text not in self.split):
            return text
        return self.names.get(text.casefold())

    @property
    def unknown(self) -> tuple[str, str]:
        """What is wrong with an area that means nothing here, and what to do."""
        remedy = _("Gebruik de code van het CBS (zoals GM0225) of de naam zoals het CBS die schrijft.")
        return _("Deze gemeente is niet bekend."), remedy

    def find_gone(self, name: str) -> str | None:
        """The code of the one municipality of the past that bore this name; None where there are more, or none."""
        codes = [code for code, (called, _heirs) in self.gone.items() if called.casefold() == name.strip().casefold()]
        return codes[0] if len(codes) == 1 else None
