"""Figures of one's own (not public) and what people say of them, each with a canary."""

from __future__ import annotations

from datetime import timedelta

from driehoek.common import clock
from driehoek.figures.mapping.rules import shape_of
from driehoek.figures.models import (
    Asked,
    BandChange,
    ColumnMapping,
    Following,
    Indicator,
    InputRequest,
    Interpretation,
    MeaningRequest,
    SafetyPicture,
    Snapshot,
    Source,
    Talk,
    Topic,
    TriangleNote,
    Upload,
)
from driehoek.figures.talks.asking.links import digest_of, token_from
from tests.factories import SIGNED_IN, Place, Who, World, factory, hash_of, right
from tests.figures.deliveries import deliver


@factory("figures.indicator", sees=SIGNED_IN)
def indicator(world: World, place: Place) -> Indicator:
    """An indicator of a source that is not public, with figures of five years for the municipality of the place."""
    source = Source.objects.create(code=f"eigen-{place.relation}", name=f"Eigen {place.relation}")
    made = Indicator.objects.create(
        code=f"eigen-{place.relation}-e35", source=source, phenomenon="E35", label=place.canary("overlast"), many="meldingen",
        breaks=[{"first": "2012", "last": "", "reason": "andere vraag"}], offer={"label": place.canary("aanbod")},
    )  # fmt: skip
    deliver(source, [(place.municipality, "E35", str(year), 40 + year % 3, 20_000.0) for year in range(2019, 2024)])
    made.place = place.municipality
    return made


def _works_there(who: Who, place: Place) -> bool:
    return who.works_in(place.municipality)


@factory("figures.snapshot", sees=SIGNED_IN)
def snapshot(world: World, place: Place) -> Snapshot:
    """The delivery behind the indicator of the place."""
    return world.get("figures.indicator", place).source.snapshots.get()


def _brought_it(who: Who, place: Place) -> bool:
    return (who.role, who.area) == ("safety_adviser", place.municipality)


@factory("figures.upload", sees=_brought_it)
def upload(world: World, place: Place) -> Upload:
    """A file that the adviser of the place brought and that is not there any more."""
    person = world.person("safety_adviser", place.municipality)
    return Upload.objects.create(
        name=place.canary("bron"), file_name="cijfers.csv", path="uploads/weg.csv", size=10, by=str(person.code),
        by_name=person.name, at=clock.now(),
    )  # fmt: skip


def may_import(who: Who, place: Place) -> bool:
    return any(who.has("figures.import", area) for area in ("GM0225", "GM0209", "BT-tweestromenland"))


@factory("figures.columnmapping", sees=may_import)
def column_mapping(world: World, place: Place) -> ColumnMapping:
    header = [place.canary("kolom"), "aantal"]
    return ColumnMapping.objects.create(
        source=world.get("figures.indicator", place).source, shape=shape_of(header), header=header,
        choices={"what": "counts", "head": 0, "roles": {}, "fixed": {}, "fill": [], "dutch": True}, by="iemand",
        by_name=place.canary("kiezer"), at=clock.now(),
    )  # fmt: skip


@factory("figures.interpretation", sees=_works_there)
def interpretation(world: World, place: Place) -> Interpretation:
    return Interpretation.objects.create(
        indicator=world.get("figures.indicator", place), area_id=place.municipality, period="2023",
        text=place.canary("duiding"), by="iemand", by_name=place.canary("schrijver"), at=clock.now(),
    )  # fmt: skip


@factory("figures.talk", sees=_works_there)
def talk(world: World, place: Place) -> Talk:
    return Talk.objects.create(
        indicator=world.get("figures.indicator", place), area_id=place.municipality, organisation=place.canary("partner"),
        organisation_kind="youth", held_on=clock.today(), direction="more", certainty="seen", quote=place.canary("gesprek"),
        asks=place.canary("vraag"), by="iemand", by_name=place.canary("schrijver"), at=clock.now(),
    )  # fmt: skip


def _makes_pictures(who: Who, place: Place) -> bool:
    return who.has("figures.write_picture", place.municipality) or who.has("figures.accept_picture", place.municipality)


@factory("figures.safetypicture", sees=_makes_pictures)
def safety_picture(world: World, place: Place) -> SafetyPicture:
    """A draft of the municipality of the place, with figures of its own."""
    world.get("figures.indicator", place)
    return SafetyPicture.objects.create(
        area_id=place.municipality, title=place.canary("beeld"), by="iemand", by_name=place.canary("maker"), at=clock.now()
    )


@factory("figures.inputrequest", sees=right("figures.ask_input"))
def input_request(world: World, place: Place) -> InputRequest:
    """A request to one partner that did not answer yet, about one theme. Its link is on the object, not in the database."""
    made = InputRequest.objects.create(
        area_id=place.municipality, question=place.canary("verzoek"), until=clock.today() + timedelta(days=7), by="iemand",
        by_name=place.canary("vrager"), at=clock.now(),
    )  # fmt: skip
    made.topic = Topic.objects.create(request=made, theme=place.canary("thema"), rank=0)
    nonce = hash_of(place.relation).to_bytes(8).hex()
    made.token = token_from(nonce)
    made.partner = Asked.objects.create(
        request=made, organisation=place.canary("gevraagd"), email=f"gevraagd-{place.relation}@voorbeeld.example", nonce=nonce,
        digest=digest_of(made.token), mailed_on=clock.today() - timedelta(days=2),
    )  # fmt: skip
    return made


# What people do with a finding.
@factory("figures.trianglenote", sees=right("figures.put_to_triangle", on="team"))
def triangle_note(world: World, place: Place) -> TriangleNote:
    return TriangleNote.objects.create(
        table_id=place.team, area_id=place.municipality, indicator=world.get("figures.indicator", place), period="2023",
        sentence=place.canary("bevinding"), remark=place.canary("bespreken"), by="iemand", by_name=place.canary("steller"),
        at=clock.now(),
    )  # fmt: skip


def _is_adviser_there(who: Who, place: Place) -> bool:
    return (who.role, who.area) == ("safety_adviser", place.municipality)


@factory("figures.meaningrequest", sees=_is_adviser_there)
def meaning_request(world: World, place: Place) -> MeaningRequest:
    """A question to the adviser of the place, by somebody who is gone."""
    person = world.person("safety_adviser", place.municipality)
    return MeaningRequest.objects.create(
        person=person, person_code=str(person.code), area_id=place.municipality, indicator=world.get("figures.indicator", place),
        period="2023", sentence=place.canary("bevinding"), question=place.canary("vraag"), by="iemand",
        by_name=place.canary("vrager"), at=clock.now(),
    )  # fmt: skip


@factory("figures.following", sees=_is_adviser_there)
def following(world: World, place: Place) -> Following:
    """What the adviser of the place follows, with a change of it."""
    made = Following.objects.create(
        person=world.person("safety_adviser", place.municipality), area_id=place.municipality,
        indicator=world.get("figures.indicator", place), since=clock.now(), verdict="als gewoonlijk", delivery=0,
    )  # fmt: skip
    BandChange.objects.create(
        following=made, delivery=1, period="2023", before="als gewoonlijk", verdict="stijgt", sentence=place.canary("veranderd"),
        at=clock.now(),
    )  # fmt: skip
    return made
