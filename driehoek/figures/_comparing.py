"""Where a delivery differs from figures that are there already: revised since the last one, or told otherwise elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from driehoek.figures._checking import Checked
from driehoek.figures.models import Source
from driehoek.figures.rules import POPULATION
from driehoek.ui.filters import number

type Row = tuple[str, str, str]  # area, phenomenon, period
MOST_NAMED = 5


@dataclass
class _Against:
    """One phenomenon laid beside another delivery: how many figures both have, and where they differ most."""

    both: int = 0
    different: int = 0
    most: int = 0
    where: str = ""

    def add(self, row: Row, ours: int, theirs: int) -> None:
        self.both += 1
        self.different += ours != theirs
        if abs(ours - theirs) > self.most:
            self.most = abs(ours - theirs)
            self.where = f"{row[0]}, {row[2]}: {number(ours)} / {number(theirs)}"


def compare(name: str, checked: Checked) -> tuple[str, ...]:
    """Sentences about what differs; empty where everything is new or the same. Both figures stay: nobody is put right."""
    if POPULATION in checked.phenomenon:
        return ()
    from driehoek.figures._store import holdings  # reads the figures, which a start need not wait for

    rows = {
        (area, phenomenon, period): count
        for area, phenomenon, period, count in zip(checked.area, checked.phenomenon, checked.period, checked.count, strict=True)
    }
    found: dict[tuple[str, str], _Against] = defaultdict(_Against)
    for source, held in holdings().items():
        for area, phenomenon in {row[:2] for row in rows}:
            series = held.series.get((area, phenomenon))
            for period, theirs in zip(series.periods, series.counts, strict=True) if series else ():
                if (ours := rows.get((area, phenomenon, period))) is not None:
                    found[source, phenomenon].add((area, phenomenon, period), ours, theirs)
    names = dict(Source.objects.values_list("code", "name"))
    own = {code for code, called in names.items() if name.casefold() in (code.casefold(), called.casefold())}
    return (*_rounded(checked), *_revised(found, own), *_disagree(found, own, names))


def _rounded(checked: Checked) -> list[str]:
    """Counts that are all multiples of five were rounded by who published them; of ten counts that is no accident."""
    counts = [count for count in checked.count if count]
    if len(counts) >= 10 and not any(count % 5 for count in counts):
        return [_("Alle aantallen zijn veelvouden van vijf: de bron rondt af. Kleine verschillen zeggen dan niets.")]
    return []


def _revised(found: Mapping[tuple[str, str], _Against], own: set[str]) -> list[str]:
    mine = [against for (source, _phenomenon), against in found.items() if source in own and against.different]
    if not mine:
        return []
    most = max(mine, key=lambda against: against.most)
    different = sum(against.different for against in mine)
    words = ngettext(
        "%(n)s cijfer is herzien sinds de vorige levering (%(where)s).",
        "%(n)s cijfers zijn herzien sinds de vorige levering, het meest %(where)s.",
        different,
    )
    return [words % {"n": number(different), "where": most.where}]


def _disagree(found: Mapping[tuple[str, str], _Against], own: set[str], names: Mapping[str, str]) -> list[str]:
    notes = [
        _("%(what)s staat ook in %(source)s: %(n)s van de %(both)s cijfers verschillen, meest %(where)s. Beide blijven staan.")
        % {
            "what": phenomenon, "source": names.get(source, source), "n": number(against.different),
            "both": number(against.both), "where": against.where,
        }
        for (source, phenomenon), against in found.items()
        if source not in own and against.different
    ]  # fmt: skip
    return notes[:MOST_NAMED]
