"""The world of the tests: two teams, their people, and one object of every kind in every relation, each with a canary in it.

    own      Druten, in basisteam Tweestromenland      what the viewer's role is for
    sibling  Beuningen, in the same team               another municipality at the same table
    foreign  Heusden, in basisteam Meierij             somebody else's business

A room adds its kinds in `tests/<room>/factories.py`, which is found by itself:

    @factory("programme.action", sees=either(ADOPTED, right("programme.read_drafts")))
    def action(world, place):
        return Action.objects.create(title=place.canary("titel"), programme=world.get("programme.programme", place), …)

`sees(who, place)` says who may see that object: it is written down from the field's matrix, never by asking the code under
test. `place.canary()` gives `zoekmij kanarie…`: put it in every text of the object; wherever that word turns up in an answer
to someone for whom `sees` is False, it leaked.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from driehoek.common import clock
from driehoek.organisations.models import Area, AreaMembership, AreaNeighbour, Grant, Installation, Role, User
from driehoek.organisations.rights import Reach, all_rights
from driehoek.organisations.viewer import Viewer, viewer_of

RELATIONS = ("own", "sibling", "foreign")
PASSWORD = "een-lange-zin-van-de-tests"
START = date(2013, 1, 1)
END = date(2028, 12, 31)
CANARY = re.compile(r"kanarie[a-z]{10}")
SEARCH_WORD = "zoekmij"  # every canary text holds it, so that one search should find all that may be found

_AREAS = (
    ("NL", "country", "Nederland", None),
    ("RE-oost-nederland", "unit", "Oost-Nederland", "NL"),
    ("PD-gelderland-zuid", "district", "Gelderland-Zuid", "RE-oost-nederland"),
    ("BT-tweestromenland", "base_team", "Tweestromenland", "PD-gelderland-zuid"),
    ("GM0225", "municipality", "Druten", "BT-tweestromenland"),
    ("GM0209", "municipality", "Beuningen", "BT-tweestromenland"),
    ("RE-oost-brabant", "unit", "Oost-Brabant", "NL"),
    ("PD-s-hertogenbosch", "district", "'s-Hertogenbosch", "RE-oost-brabant"),
    ("BT-meierij", "base_team", "Meierij", "PD-s-hertogenbosch"),
    ("GM0797", "municipality", "Heusden", "BT-meierij"),
)
_INSIDE = {code: parent for code, _level, _name, parent in _AREAS}


# --- who may see what, in words of the field ---------------------------------------------------------------------------------
@dataclass(frozen=True)
class Who:
    """Somebody who asks for a page: the public, or a person with one role for one area."""

    role: str = ""
    area: str = ""
    user: User | None = field(default=None, compare=False)

    @property
    def signed_in(self) -> bool:
        return bool(self.role)

    def has(self, name: str, area: str) -> bool:
        """Whether the table gives this right in that area. A second reading of `Reach`, on purpose without the code's."""
        return any(self._reaches(reach, area) for reach in all_rights()[name].get(self.role, ()))

    def _reaches(self, reach: Reach, area: str) -> bool:
        if area == self.area:
            return True
        if reach is Reach.TEAM:
            return _INSIDE.get(self.area) == area and area.startswith("BT-")
        # Everybody here has two functional admins, so care for those without (CARE, SECOND) adds nothing to WITHIN.
        return reach is not Reach.OWN and _INSIDE.get(area) == self.area

    def works_in(self, area: str) -> bool:
        """Has a role for this area, for the team around it, or for a municipality in it."""
        return self.signed_in and (area == self.area or _INSIDE.get(area) == self.area or _INSIDE.get(self.area) == area)

    def __str__(self) -> str:
        return f"{self.role} of {self.area}" if self.role else "the public"


@dataclass(frozen=True)
class Place:
    """Where an object belongs, seen from the viewer: own, sibling or foreign."""

    relation: str
    municipality: str
    team: str
    world: World = field(compare=False, repr=False)
    kind: str = ""

    def canary(self, what: str = "") -> str:
        """Words that no one else wrote: put them in a text of the object. One word per kind and relation."""
        word = _word(self.kind, self.relation)
        self.world.canaries[word] = (self.kind, self)
        return f"{SEARCH_WORD} {word} {what}".strip()


type Sight = Callable[[Who, Place], bool]


def PUBLIC(who: Who, place: Place) -> bool:
    return True


def SIGNED_IN(who: Who, place: Place) -> bool:
    return who.signed_in


def NOBODY(who: Who, place: Place) -> bool:
    return False


def IN_TEAM(who: Who, place: Place) -> bool:
    """Whoever has a role for the municipality, for its team or for another municipality of the team."""
    return who.works_in(place.team)


def IN_MUNICIPALITY(who: Who, place: Place) -> bool:
    """Whoever has a role for this very municipality."""
    return who.area == place.municipality


def right(name: str, on: str = "municipality") -> Sight:
    """Whoever has this right in the municipality (or `on="team"`) of the place."""
    return lambda who, place: who.has(name, getattr(place, on))


def either(*sights: Sight) -> Sight:
    return lambda who, place: any(sight(who, place) for sight in sights)


# --- the kinds ---------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Factory:
    kind: str
    sees: Sight
    make: Callable[[Any, Place], Any]


_FACTORIES: dict[str, Factory] = {}


def factory(kind: str, *, sees: Sight) -> Callable[[Callable[[Any, Place], Any]], Callable[[Any, Place], Any]]:
    """Declare how an object of a kind is made in a place. The name is the model's label in lower case, or any other word."""

    def declare(make: Callable[[Any, Place], Any]) -> Callable[[Any, Place], Any]:
        _FACTORIES[kind] = Factory(kind, sees, make)
        return make

    return declare


def find_factories() -> dict[str, Factory]:
    for path in sorted(Path(__file__).parent.glob("*/factories.py")):
        importlib.import_module(f"tests.{path.parent.name}.factories")
    return _FACTORIES


# --- the world ---------------------------------------------------------------------------------------------------------------
class World:
    """Areas and residents at once; objects when they are asked for, once each."""

    def __init__(self) -> None:
        self.canaries: dict[str, tuple[str, Place]] = {}
        self._made: dict[tuple[str, str], Any] = {}
        self._people: dict[tuple[str, str], User] = {}
        self.places = {
            "own": Place("own", "GM0225", "BT-tweestromenland", self),
            "sibling": Place("sibling", "GM0209", "BT-tweestromenland", self),
            "foreign": Place("foreign", "GM0797", "BT-meierij", self),
        }
        _make_areas()
        self.founder = self.person("functional_admin", "GM0225", name="Fenna Stichter")
        Installation.objects.create(home_id="GM0225", made_at=clock.now(), made_by=str(self.founder.code))
        for area in ("GM0225", "GM0209", "GM0797", "BT-tweestromenland", "BT-meierij"):
            for number in (1, 2):
                make_person("functional_admin", area, name=f"Beheerder {number} {area}")

    def person(self, role: str, area: str, name: str = "") -> User:
        """Someone with this role for this area, approved by two people; the same one each time."""
        key = (role, area)
        if key not in self._people:
            self._people[key] = make_person(role, area, name=name)
        return self._people[key]

    def viewer(self, role: str, area: str = "GM0225") -> Viewer:
        return viewer_of(self.person(role, area), clock.today())

    def who(self, role: str, area: str) -> Who:
        return Who(role, area, self.person(role, area)) if role else Who()

    def get(self, kind: str, place: Place | str = "own") -> Any:
        """The object of this kind in this place; made when it is asked for the first time."""
        relation = place if isinstance(place, str) else place.relation
        if (kind, relation) not in self._made:
            home = self.places[relation]
            there = Place(relation, home.municipality, home.team, self, kind)
            self._made[kind, relation] = find_factories()[kind].make(self, there)
        return self._made[kind, relation]

    def make_everything(self) -> None:
        """One object of every kind in every relation."""
        for kind in list(find_factories()):
            for relation in RELATIONS:
                self.get(kind, relation)

    def sees(self, who: Who, kind: str, relation: str) -> bool:
        return find_factories()[kind].sees(who, self.places[relation])

    def leaks(self, who: Who, text: str) -> list[str]:
        """The objects whose canary stands in the text though this viewer may not see them."""
        found = {self.canaries[word] for word in CANARY.findall(text) if word in self.canaries}
        return sorted(f"{kind} ({place.relation})" for kind, place in found if not self.sees(who, kind, place.relation))

    def shows(self, text: str, kind: str, relation: str) -> bool:
        return _word(kind, relation) in text


def _word(kind: str, relation: str) -> str:
    """A made-up word per kind and relation, letters only, that no stemmer touches: the same in every run."""
    number, letters = abs(hash_of(f"{kind}/{relation}")), ""
    for _ in range(10):
        number, rest = divmod(number, 15)
        letters += "bcdfghjklmpqrtv"[rest]
    return f"kanarie{letters}"


def hash_of(text: str) -> int:
    """A hash that is equal in all processes."""
    import hashlib

    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8])


def _make_areas() -> None:
    known = set(Area.objects.values_list("pk", flat=True))
    Area.objects.bulk_create(
        [
            Area(code=code, level=level, name=name, valid_from=None if level in ("country", "municipality") else START)
            for code, level, name, _parent in _AREAS
            if code not in known
        ]
    )
    for code, _level, _name, parent in _AREAS:
        if parent and not AreaMembership.objects.filter(parent_id=parent, child_id=code).exists():
            AreaMembership.objects.create(parent_id=parent, child_id=code, valid_from=START)
    for one, other in (("GM0225", "GM0209"), ("GM0209", "GM0225")):
        AreaNeighbour.objects.get_or_create(area_id=one, other_id=other)


_MAIL = "@voorbeeld.example"


def make_person(role: str, area: str, name: str = "") -> User:
    """A new person with an account; with a role in force when `role` is given."""
    number = User.objects.count() + 1
    label = str(Role(role).label) if role else "collega"
    user = User.objects.create_user(f"persoon{number}{_MAIL}", PASSWORD, name=name or f"{label} {area} {number}")
    if role:
        give_role(user, role, area)
    return user


def give_role(user: User, role: str, area: str, *, starts_on: date = START, ends_on: date = END) -> Grant:
    """A role in force, asked for and approved by two others."""
    return Grant.objects.create(
        user=user, role=role, area_id=area, starts_on=starts_on, ends_on=ends_on, state=Grant.State.GRANTED,
        asked_by="test-asker", decided_by="test-decider",
    )  # fmt: skip
