"""What partners said, beside the figures. Reads only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from driehoek.common import clock
from driehoek.figures.models import Asked, Talk
from driehoek.figures.talks import rules
from driehoek.organisations.models import Area
from driehoek.organisations.queries import municipalities_of
from driehoek.organisations.viewer import Viewer


@dataclass(frozen=True)
class Mention:
    """What partners said about one phenomenon, newest first, and by how many of all it was named."""

    about: str
    naming: int
    partners: int
    talks: tuple[Talk, ...]

    @property
    def sentence(self) -> str:
        return rules.named_by(self.naming, self.partners)


@dataclass(frozen=True)
class Heard:
    """The talks about one area that count beside its figures.

    since     from which day
    partners  how many partners said anything, or answered that they had nothing to say
    by_code   indicator → what was said about it
    others    what was said about themes without a figure
    limited   whether there are municipalities inside whose talks this viewer may not read
    may_read  whether this viewer works here at all
    """

    since: date
    partners: int = 0
    by_code: Mapping[str, Mention] = field(default_factory=dict)
    others: tuple[Mention, ...] = ()
    limited: bool = False
    may_read: bool = False

    @property
    def mentions(self) -> list[Mention]:
        """All of them, most named first."""
        return sorted((*self.by_code.values(), *self.others), key=lambda one: (-one.naming, one.about))


def places_of(viewer: Viewer, area: str) -> tuple[frozenset[str], bool]:
    """(codes of the area and the municipalities inside that this viewer works in, whether some are left out)."""
    if viewer.is_public:
        return frozenset(), False
    every = {area, *(inside.pk for inside in municipalities_of(area, clock.today()))}
    own = every if viewer.is_system else every & viewer.area_codes
    return frozenset(own), bool(own) and own != every


def talks_in(viewer: Viewer, area: str) -> list[Talk]:
    """The talks about an area and the municipalities inside it, newest first, with area and indicator loaded."""
    places, _limited = places_of(viewer, area)
    if not places:
        return []
    return list(Talk.objects.visible_to(viewer).filter(area__in=places).select_related("area", "indicator"))


def heard(viewer: Viewer, area: Area) -> Heard:
    """What partners said about an area in the last two years. Two queries; none for who does not work there."""
    since = rules.since(clock.today())
    places, limited = places_of(viewer, area.pk)
    if not places:
        return Heard(since)
    rows = Talk.objects.visible_to(viewer).filter(area__in=places, held_on__gte=since)
    talks = list(rows.select_related("area", "indicator"))
    answered = Asked.objects.filter(request__area__in=places, answered_at__date__gte=since)
    names = [*(talk.organisation for talk in talks), *answered.values_list("organisation", flat=True)]
    partners = rules.count_partners(names)
    by_code: dict[str, list[Talk]] = {}
    others: dict[str, list[Talk]] = {}
    for talk in talks:
        group = by_code if talk.indicator_id else others
        group.setdefault(talk.indicator_id or talk.theme.casefold(), []).append(talk)
    return Heard(
        since=since,
        partners=partners,
        by_code={code: _mention(group, partners) for code, group in by_code.items()},
        others=tuple(_mention(group, partners) for group in others.values()),
        limited=limited,
        may_read=True,
    )


def _mention(talks: list[Talk], partners: int) -> Mention:
    return Mention(talks[0].about, rules.count_partners(talk.organisation for talk in talks), partners, tuple(talks))


def known_partners(talks: Iterable[Talk]) -> list[str]:
    """The partners that were heard before, by name: suggestions for who writes down a talk."""
    newest = {rules.partner_key(talk.organisation): talk.organisation for talk in reversed(list(talks))}
    return sorted(newest.values(), key=str.casefold)
