"""Which area a claim speaks of: the one that the sentence names, else its paragraph or heading, else that of the plan. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from driehoek.figures.claims.sentences import Sentence

# Names of municipalities that are also words: they need "gemeente" or "in" before them.
_WORDS: Final = frozenset(
    [
        "Buren",
        "Best",
        "Haren",
        "Bergen",
        "Dalen",
        "Laren",
        "Goes",
        "Weert",
        "Beek",
        "Elburg",
        "Dongen",
        "Landsmeer",
        "Rucphen",
        "Tholen",
        "Borne",
        "Soest",
        "Leek",
        "Hof",
        "Huizen",
        "Zeist",
        "Vught",
        "Echt",
        "Eersel",
        "Stein",
    ]
)
_SAID_AS: Final = {"'s-Gravenhage": "Den Haag", "'s-Hertogenbosch": "Den Bosch"}
_COUNTRY: Final = re.compile(
    r"\b(?:landelijke?|in (?:heel )?nederland|in ons land|nationa(?:al|le)|nederlandse|de nederlandse samenleving)\b",
    re.IGNORECASE,
)
_HERE: Final = re.compile(r"\b(?:onze (?:gemeente|regio)|ons (?:gebied|team|basisteam|werkgebied)|bij ons|hier)\b", re.IGNORECASE)
_TITLE: Final = re.compile(r"veiligheids(?:plan|beleid|nota|programma|visie)|\bIVP\b|\bIVB\b", re.IGNORECASE)
_COUNTRY_CODE: Final = "NL"


@dataclass(frozen=True, slots=True)
class Place:
    """An area as a text may name it."""

    code: str
    name: str
    level: str


@dataclass(frozen=True)
class Gazetteer:
    """All areas that can be named. members: code of a team → its municipalities."""

    places: tuple[Place, ...]
    members: Mapping[str, frozenset[str]]

    @cached_property
    def _by_name(self) -> dict[str, Place]:
        """Teams before municipalities before larger areas, where a name is used twice."""
        order = {"base_team": 0, "municipality": 1, "district": 2, "unit": 3}
        named: dict[str, Place] = {}
        for place in sorted(self.places, key=lambda place: order.get(place.level, 9)):
            if place.level != "country":
                named.setdefault(_key(place.name), place)
        for short, places in self._spoken.items():
            if len(places) == 1:
                named.setdefault(_key(short), places[0])
        return named

    @cached_property
    def _spoken(self) -> dict[str, list[Place]]:
        """Names as people say them: `Hengelo` for `Hengelo (O.)`, `Den Haag`. Two that are called `Bergen` are nobody."""
        spoken: dict[str, list[Place]] = {}
        for place in self.places:
            short = _SAID_AS.get(place.name, place.name.partition(" (")[0])
            if short != place.name and place.level != "country":
                spoken.setdefault(short, []).append(place)
        return spoken

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        every = {*(place.name for place in self.places if place.level != "country"), *self._spoken}
        names = sorted(every, key=lambda name: (-len(name), name))
        spelled = [re.escape(name).replace(r"\-", "[- ]").replace("'", "['’]") for name in names]
        upper = [re.escape(name.upper()) for name in names if len(name) > 4 and name not in _WORDS]
        return re.compile(rf"(?<![\w-])(?:{'|'.join([*spelled, *upper])})(?![\w])") if names else re.compile(r"(?!)")

    def named(self, words: str) -> list[tuple[int, Place]]:
        """(where, place) for each area in these words, in order."""
        found = []
        for hit in self._pattern.finditer(words):
            before = words[: hit.start()]
            sure = re.search(r"(?:[Gg]emeenten?|\b[Ii]n|[Tt]eam|[Tt]e) $", before)
            if hit[0] in _WORDS and not sure:
                continue
            if place := self._by_name.get(_key(hit[0])):
                found.append((hit.start(), place))
        return found

    def of_plan(self, text: str) -> Place | None:
        """The area that a plan is for: named in its title, else the team or municipality that it names most."""
        lines = [line for line in text.splitlines() if line.strip()][:40]
        for line in lines:
            if _TITLE.search(line) and len(line) < 140 and (found := self.named(line)):
                return found[0][1]
        counted = Counter(place for _at, place in self.named(text) if place.level in ("base_team", "municipality"))
        if not counted:
            return None
        teams = Counter(
            place
            for at, place in self.named(text)
            if place.level == "base_team" and re.search(r"(?:team|driehoek|binnen|van) $", text[:at][-20:])
        )
        best = max(counted, key=lambda place: (counted[place], place.code))
        return (
            max(teams, key=lambda place: (teams[place], place.code))
            if teams and max(teams.values()) * 3 >= counted[best]
            else best
        )


def _key(name: str) -> str:
    return name.casefold().replace("-", " ").replace("’", "'")


def place_of(sentence: Sentence, at: int, known: Gazetteer, plan: Place | None) -> Place | None:
    """The area of the claim whose word of change stands at `at`."""
    if (own := _in_words(sentence.words, at, known, plan)) is not None:
        return own
    for earlier in reversed(sentence.before):
        found = _in_words(earlier, len(earlier), known, plan)
        if found is not None and found.level != "country":  # "ook landelijk" is said in passing
            return found
    for heading in reversed(sentence.headings):
        named = known.named(heading)
        if len(named) == 1 and len(named[0][1].name) * 2 > len(heading.strip()):
            return named[0][1]
    return plan


def _in_words(words: str, at: int, known: Gazetteer, plan: Place | None) -> Place | None:
    """The nearest area in these words; that of the plan where they say "onze gemeente"."""
    hits: list[tuple[int, Place | None]] = list(known.named(words))
    hits += [(hit.start(), Place(_COUNTRY_CODE, "Nederland", "country")) for hit in _COUNTRY.finditer(words)]
    hits += [(hit.start(), plan) for hit in _HERE.finditer(words)]
    return min(hits, key=lambda hit: abs(hit[0] - at))[1] if hits else None
