"""A municipality by neighbourhood: rates drawn to the whole by as much as chance explains, and a test of where it piles up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from driehoek.engine.places import Spot, hot_spots, neighbours
from driehoek.engine.shrinkage import gamma_poisson
from driehoek.figures.neighbourhoods.boundaries import Ring, outlines_of
from driehoek.figures.neighbourhoods.queries import Neighbourhoods, Part, neighbourhood_series
from driehoek.figures.rules import listed
from driehoek.organisations.viewer import Viewer

SMALL = 5  # below this a count says next to nothing of its own, and gets no rate
FEWEST_PEOPLE = 100  # where fewer live, a rate per inhabitant is about who passes by
FEWEST = 8  # neighbourhoods with inhabitants, below which no test is done


@dataclass(frozen=True)
class Spotted:
    """One neighbourhood in the newest year.

    rate, low, high  shrunken rate per 1,000 inhabitants with its limits at 95 %; None where few live or the count is small
    spot             whether it lies, with the neighbourhoods around it, where really much or little comes together (Holm)
    """

    part: Part
    rate: float | None
    low: float | None
    high: float | None
    spot: Spot

    @property
    def apart(self) -> bool:
        return self.spot in (Spot.HOT, Spot.COLD)


@dataclass(frozen=True)
class ByNeighbourhood:
    """What the page of neighbourhoods shows, by name. `outlines`: rings per code; `tested`: how many were tested together."""

    found: Neighbourhoods
    rows: tuple[Spotted, ...]
    outlines: Mapping[str, list[Ring]]
    tested: int

    @property
    def period(self) -> str:
        return max((row.part.series.blocks[-1].label for row in self.rows if row.part.series.blocks), default="")

    @property
    def sentence(self) -> str:
        """What the test says, in one or two sentences."""
        if self.tested < FEWEST:
            return _("Er zijn te weinig buurten om te toetsen of het ergens bij elkaar komt.")
        said = [
            words % {"names": listed([row.part.name for row in self.rows if row.spot is spot])}
            for spot, words in (
                (Spot.HOT, _("Veel bij elkaar, meer dan toeval verklaart: in en rond %(names)s.")),
                (Spot.COLD, _("Weinig bij elkaar: in en rond %(names)s.")),
            )
            if any(row.spot is spot for row in self.rows)
        ]
        if said:
            return " ".join(said)
        return ngettext(
            "De %(n)s buurt is niet te onderscheiden van de rest van de gemeente.",
            "Van de %(n)s buurten is er geen te onderscheiden: de verschillen kunnen toeval zijn.",
            self.tested,
        ) % {"n": self.tested}


def by_neighbourhood(viewer: Viewer, municipality: str, phenomenon: str) -> ByNeighbourhood | None:
    """The neighbourhoods of a municipality for one phenomenon; None without figures. Raises Area.DoesNotExist."""
    found = neighbourhood_series(viewer, municipality, phenomenon)
    if found is None:
        return None
    outlines = outlines_of(municipality)
    newest = max((part.series.blocks[-1].last for part in found.neighbourhoods if part.series.blocks), default="")
    parts = [part for part in found.neighbourhoods if part.series.blocks and part.series.blocks[-1].last == newest]
    rows = spotted(parts, outlines)
    tested = sum(row.spot is not Spot.CANNOT_TELL for row in rows)
    return ByNeighbourhood(found, tuple(sorted(rows, key=lambda row: row.part.name.casefold())), outlines, tested)


def spotted(parts: Sequence[Part], outlines: Mapping[str, list[Ring]]) -> list[Spotted]:
    """Each neighbourhood with its shrunken rate and its place in the test; where few people live there is neither.

    The test is Gi* over the shrunken rates, so that a village with one burglary more does not make a hot spot; Holm over
    all neighbourhoods of the municipality decides.
    """
    lives = [part.inhabitants is not None and part.inhabitants >= FEWEST_PEOPLE for part in parts]
    people = np.array([part.inhabitants if enough else np.nan for part, enough in zip(parts, lives, strict=True)], float)
    counts = np.array([part.latest if part.latest is not None else np.nan for part in parts], float)
    lived = ~np.isnan(people) & ~np.isnan(counts)
    if lived.sum() < FEWEST or counts[lived].sum() == 0:
        return [Spotted(part, None, None, None, Spot.CANNOT_TELL) for part in parts]
    shrunken = gamma_poisson(np.where(lived, counts, np.nan)[:, None], np.where(lived, people, 1.0) / 1000)
    spots = hot_spots(shrunken.rate, neighbours(len(parts), touching([part.code for part in parts], outlines)))
    return [
        Spotted(part, *_rates(part, shrunken.rate[n, 0], shrunken.low[n, 0], shrunken.high[n, 0]), spots.spot(n, 0))
        for n, part in enumerate(parts)
    ]


def _rates(part: Part, rate: float, low: float, high: float) -> tuple[float | None, float | None, float | None]:
    if part.latest is None or part.latest < SMALL or np.isnan(rate):
        return None, None, None
    return float(rate), float(low), float(high)


def touching(codes: Sequence[str], outlines: Mapping[str, list[Ring]]) -> list[tuple[int, int]]:
    """Pairs of places in `codes` whose outlines share a corner. Outlines come from shared arcs, so that corners are equal."""
    owners: dict[tuple[float, float], set[int]] = {}
    for n, code in enumerate(codes):
        for ring in outlines.get(code, ()):
            for point in ring:
                owners.setdefault(point, set()).add(n)
    return sorted({(a, b) for near in owners.values() for a in near for b in near if a < b})
