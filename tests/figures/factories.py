"""Figures of one's own (not public) and what people say of them, each with a canary."""

from __future__ import annotations

from driehoek.common import clock
from driehoek.figures.models import Indicator, Interpretation, Source
from tests.factories import SIGNED_IN, Place, Who, World, factory
from tests.figures.deliveries import deliver


@factory("figures.indicator", sees=SIGNED_IN)
def indicator(world: World, place: Place) -> Indicator:
    """An indicator of a source that is not public, with figures of five years for the municipality of the place."""
    source = Source.objects.create(code=f"eigen-{place.relation}", name=f"Eigen {place.relation}")
    made = Indicator.objects.create(
        code=f"eigen-{place.relation}-e35", source=source, phenomenon="E35", label=place.canary("overlast"), many="meldingen"
    )
    deliver(source, [(place.municipality, "E35", str(year), 40 + year % 3, 20_000.0) for year in range(2019, 2024)])
    made.place = place.municipality
    return made


def _works_there(who: Who, place: Place) -> bool:
    return who.works_in(place.municipality)


@factory("figures.interpretation", sees=_works_there)
def interpretation(world: World, place: Place) -> Interpretation:
    return Interpretation.objects.create(
        indicator=world.get("figures.indicator", place), area_id=place.municipality, period="2023",
        text=place.canary("duiding"), by="iemand", by_name=place.canary("schrijver"), at=clock.now(),
    )  # fmt: skip
