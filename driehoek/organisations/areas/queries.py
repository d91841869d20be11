"""Which area lies in which on a day, who borders on whom, and where mergers lead. All areas are public."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from driehoek.common.once import once
from driehoek.organisations.areas import rules
from driehoek.organisations.models import Area, AreaChange, AreaLevel, AreaMembership, AreaNeighbour


def municipalities_of(code: str, day: date) -> list[Area]:
    """The municipalities of a team (or of any larger area) on a day, by name; of a municipality: itself.

    A district knows only the municipalities of the teams that are known in it; one query per level above it.
    """
    return list(_municipalities_of(code, day))


@once
def _municipalities_of(code: str, day: date) -> tuple[Area, ...]:
    front, found = {code}, set[str]()
    while larger := {area for area in front if not area.startswith("GM")}:
        found |= front - larger
        rows = AreaMembership.objects.on(day).filter(parent__in=larger).select_related("child").order_by("child__name")
        inside = [row.child for row in rows]
        if larger == {code} and all(area.level == AreaLevel.MUNICIPALITY for area in inside):
            return tuple(dict.fromkeys(inside))  # a team: nothing else to ask
        front = {area.pk for area in inside} - found
    found |= front
    return tuple(Area.objects.filter(pk__in=found).order_by("name"))


def parts_of(code: str, day: date) -> list[Area]:
    """What lies directly in an area on a day, by name."""
    inside = AreaMembership.objects.on(day).filter(parent_id=code).values("child_id")
    return list(Area.objects.filter(pk__in=inside).order_by("name"))


def team_of(municipality: str, day: date) -> Area | None:
    """The basisteam of a municipality on a day; None when no team is known."""
    return teams_of([municipality], day).get(municipality)


def teams_of(municipalities: Iterable[str], day: date) -> dict[str, Area]:
    """The basisteam per municipality on a day, in one query; a municipality without a known team is absent."""
    return dict(_teams_of(frozenset(municipalities), day))


@once
def _teams_of(municipalities: frozenset[str], day: date) -> dict[str, Area]:
    rows = AreaMembership.objects.on(day).filter(child__in=municipalities, parent__level=AreaLevel.BASE_TEAM)
    return {row.child_id: row.parent for row in rows.select_related("parent").order_by("parent_id")}


def members_of(code: str) -> list[AreaMembership]:
    """Everything that lies, lay or will lie directly in an area, with its term; by name."""
    return list(AreaMembership.objects.filter(parent_id=code).select_related("child").order_by("child__name", "valid_from"))


def neighbours_of(code: str) -> list[Area]:
    """The municipalities that share a border with this one (borders of 2024), by name."""
    others = AreaNeighbour.objects.filter(area_id=code).values("other_id")
    return list(Area.objects.filter(pk__in=others).order_by("name"))


def predecessors_of(code: str) -> list[AreaChange]:
    """The changes that led to this municipality, oldest first; a `split` says that only a part came in."""
    return list(predecessors([code]))


def successors_of(code: str) -> list[AreaChange]:
    """Where this municipality went, oldest first."""
    return list(successors([code]))


def history_of(code: str) -> list[AreaChange]:
    """Every change on the way to this municipality and away from it, oldest first; two queries per step back or on."""
    found: dict[int, AreaChange] = {}
    for step, far in ((predecessors, "old_id"), (successors, "new_id")):
        front, seen = {code}, set[str]()
        while front:
            seen |= front
            rows = list(step(front))
            found |= {row.pk: row for row in rows}
            front = {getattr(row, far) for row in rows if row.kind != AreaChange.Kind.SPLIT} - seen
    return sorted(found.values(), key=lambda row: (row.on, row.old.name, row.new.name))


def predecessors(codes: Iterable[str]) -> QuerySet[AreaChange]:
    return AreaChange.objects.filter(new__in=codes).select_related("old", "new").order_by("on", "old__name")


def successors(codes: Iterable[str]) -> QuerySet[AreaChange]:
    return AreaChange.objects.filter(old__in=codes).select_related("old", "new").order_by("on", "new__name")


def heirs(day: date) -> dict[str, str]:
    """Code that ended on or before `day` → the code in which it wholly lies on that day. What was split has no heir."""
    steps: dict[str, list[tuple[date, str, bool]]] = defaultdict(list)
    for old, on, new, kind in AreaChange.objects.values_list("old_id", "on", "new_id", "kind"):
        steps[old].append((on, new, kind != AreaChange.Kind.SPLIT))
    return rules.heirs(steps, day)


def called_on(code: str, day: date) -> list[Area]:
    """The municipalities that were the whole territory of this one on a day, by name.

    Groesbeek, Millingen aan de Rijn and Ubbergen for Berg en Dal in 2014; Berg en Dal for Ubbergen in 2020. What came in or
    went only in part does not count, unless nothing else is known. Empty when our records do not reach that day.
    """
    area = Area.objects.get(pk=code)
    ended = area.valid_until is not None and area.valid_until <= day
    found, front = {code}, {code}
    while front:
        front = (_next(front, day) if ended else _previous(front, day)) - found
        found |= front
    return [each for each in Area.objects.filter(pk__in=found).order_by("name") if each.exists_on(day)]


def _previous(codes: set[str], day: date) -> set[str]:
    whole = AreaChange.objects.filter(new__in=codes, on__gt=day).exclude(kind=AreaChange.Kind.SPLIT)
    return set(whole.values_list("old_id", flat=True))


def _next(codes: set[str], day: date) -> set[str]:
    return set(AreaChange.objects.filter(old__in=codes, on__lte=day).values_list("new_id", flat=True))


def name_on(code: str, day: date) -> str:
    """What the area was called on a day, in words: ‘Groesbeek, Millingen aan de Rijn en Ubbergen’; its own name otherwise."""
    area = Area.objects.get(pk=code)
    if area.exists_on(day):
        return area.name
    return rules.in_words([each.name for each in called_on(code, day)]) or area.name


def around(code: str, day: date) -> list[Area]:
    """What an area lies in on a day, smallest first: team, district, unit, country."""
    order = [AreaLevel.BASE_TEAM, AreaLevel.DISTRICT, AreaLevel.UNIT, AreaLevel.COUNTRY]
    front, found = {code}, set[str]()
    while front:
        rows = AreaMembership.objects.on(day).filter(child__in=front)
        front = set(rows.values_list("parent_id", flat=True)) - found
        found |= front
    return sorted(Area.objects.filter(pk__in=found), key=lambda area: order.index(AreaLevel(area.level)))


def larger_by_name(day: date) -> dict[str, frozenset[str]]:
    """Teams, districts and units of that day by name in lower case → the codes of their municipalities, as far as known."""
    parents: dict[str, set[str]] = defaultdict(set)
    for parent, child in AreaMembership.objects.on(day).values_list("parent_id", "child_id"):
        parents[child].add(parent)
    inside: dict[str, set[str]] = defaultdict(set)
    for code in [child for child in parents if child.startswith("GM")]:
        front = {code}
        while front := set().union(*(parents.get(each, set()) for each in front)):
            for parent in front:
                inside[parent].add(code)
    larger = Area.objects.exclude(level=AreaLevel.MUNICIPALITY).exclude(level=AreaLevel.COUNTRY)
    return {name.casefold(): frozenset(inside[code]) for code, name in larger.values_list("pk", "name") if code in inside}


def with_members(teams: Iterable[Area], day: date) -> list[tuple[Area, list[Area]]]:
    """Each team with its municipalities of that day, in two queries."""
    chosen = list(teams)
    inside: dict[str, list[Area]] = {team.pk: [] for team in chosen}
    rows = AreaMembership.objects.on(day).filter(parent__in=inside, child__level=AreaLevel.MUNICIPALITY)
    for row in rows.select_related("child").order_by("child__name"):
        inside[row.parent_id].append(row.child)
    return [(team, inside[team.pk]) for team in chosen]


def near(codes: Iterable[str]) -> set[str]:
    """These municipalities, their neighbours and the neighbours of those: whom one makes a team with."""
    found = set(codes)
    for _ring in (1, 2):
        found |= set(AreaNeighbour.objects.filter(area__in=found).values_list("other_id", flat=True))
    return found
