"""Turns each file into values. Names of areas become codes here; whether references hold is checked afterwards."""

from __future__ import annotations

from dataclasses import dataclass

from driehoek.demo import content_words as words
from driehoek.demo.content_area_shapes import Area, Body, Office, Team
from driehoek.demo.content_plan_shapes import Criteria, HigherLink
from driehoek.demo.content_rows import Row
from driehoek.demo.content_shapes import (
    GAP_RULES,
    Gap,
    GoalIndicators,
    Grant,
    HigherPlan,
    Indicator,
    Interpretation,
    LineActions,
    Person,
    Report,
    Theme,
)


class Areas:
    """Knows each area by code and by name."""

    def __init__(self) -> None:
        self.by_code: dict[str, Area] = {}
        self._code_of: dict[str, str] = {}

    def add(self, row: Row, level: str, parent: str | None) -> Area:
        area = Area(row.text("code"), row.text("name"), level, parent)
        if area.code in self.by_code or (area.name in self._code_of and level in ("municipality", "base_team")):
            raise row.fail(f"area {area.code} ({area.name}) stands here twice")
        self.by_code[area.code] = area
        if level in ("municipality", "base_team"):
            self._code_of[area.name] = area.code
        return area

    def code(self, row: Row, word: str) -> str:
        """The code of an area given by code or by name."""
        if word in self.by_code:
            return word
        if word in self._code_of:
            return self._code_of[word]
        raise row.fail(f"there is no area '{word}'")

    def codes(self, row: Row, name: str) -> tuple[str, ...]:
        return tuple(self.code(row, word) for word in row.texts(name))

    def optional(self, row: Row, name: str) -> str | None:
        word = row.text(name, "")
        return self.code(row, word) if word else None

    def office(self, row: Row, name: str) -> Office:
        """`mayor Boxtel` or `strategic_adviser Meierij`."""
        role, _space, area = row.text(name).partition(" ")
        if role not in words.ROLES:
            raise row.fail(f"field '{name}' names the role '{role}', which does not exist")
        return Office(role, self.code(row, area))

    def office_or_none(self, row: Row, name: str) -> Office | None:
        return self.office(row, name) if row.text(name, "") else None


@dataclass(frozen=True)
class TeamsFile:
    areas: Areas
    partners: tuple[str, ...]
    teams: tuple[Team, ...]
    shared_bodies: tuple[Body, ...]


def read_teams(file: Row) -> TeamsFile:
    areas = Areas()
    country = file.row("country")
    if country is None:
        raise file.fail("field 'country' is missing")
    top = areas.add(country, "country", None)
    country.done()
    for row in file.rows("units"):
        areas.add(row, "unit", top.code)
        row.done()
    for row in file.rows("districts"):
        areas.add(row, "district", areas.code(row, row.text("unit")))
        row.text("source")
        row.done()
    partners = file.texts("partners")
    teams = [_team(row, areas) for row in file.rows("teams")]
    known = {team.key for team in teams}
    shared = tuple(_body(row, areas, row.choices("teams", known, ...)) for row in file.rows("shared_bodies"))
    file.done()
    return TeamsFile(areas, partners, tuple(teams), shared)


def _team(row: Row, areas: Areas) -> Team:
    district = areas.code(row, row.text("district"))
    team = areas.add(row, "base_team", district)
    codes = []
    for municipality in row.rows("municipalities"):
        codes.append(areas.add(municipality, "municipality", team.code).code)
        municipality.done()
    result = Team(
        key=row.key,
        code=team.code,
        name=team.name,
        district=district,
        unit=areas.by_code[district].parent or "",
        municipalities=tuple(codes),
        note=row.text("note", ""),
        bodies=tuple(_body(body, areas, (row.key,)) for body in row.rows("bodies")),
    )
    row.text("key")
    row.done()
    return result


def _body(row: Row, areas: Areas, teams: tuple[str, ...]) -> Body:
    body = Body(
        key=row.text("key"),
        name=row.text("name"),
        kind=row.choice("kind", words.BODY_KINDS),
        level=row.choice("level", words.BODY_LEVELS),
        teams=teams,
        municipalities=areas.codes(row, "municipalities"),
        members=row.choices("members", words.ROLES, ...),
        organisations=row.texts("organisations"),
        chair=areas.office_or_none(row, "chair"),
        secretary=areas.office_or_none(row, "secretary"),
        meetings_per_year=row.pair("meetings_per_year"),
        task=row.text("task"),
        source=row.text("source"),
    )
    row.done()
    return body


def criteria(row: Row | None) -> Criteria | None:
    if row is None:
        return None
    result = Criteria(row.text("title"), row.texts("items", ...))
    row.done()
    return result


def higher_links(row: Row) -> tuple[HigherLink, ...]:
    links = []
    for link in row.rows("higher", ()):
        read = HigherLink(link.text("to"), link.choice("kind", words.LINK_KINDS), link.text("reason", ""))
        if read.kind in ("deviates", "adds") and not read.reason:
            raise row.fail(f"the link to {read.to} ({read.kind}) needs a reason")
        link.done()
        links.append(read)
    return tuple(links)


def read_higher(file: Row, areas: Areas) -> tuple[HigherPlan, ...]:
    plans = tuple(_higher_plan(row, areas) for row in file.rows("plans"))
    file.done()
    return plans


def _higher_plan(row: Row, areas: Areas) -> HigherPlan:
    themes = []
    for theme in row.rows("themes"):
        themes.append(Theme(theme.text("key"), theme.text("title"), row.key, higher_links(theme)))
        theme.done()
    plan = HigherPlan(
        key=row.text("key"),
        name=row.text("name"),
        kind=row.choice("kind", words.HIGHER_KINDS),
        level=row.choice("level", words.HIGHER_LEVELS),
        area=areas.code(row, row.text("area")),
        starts_on=row.day("starts_on"),
        ends_on=row.day("ends_on"),
        text=row.text("text"),
        source=row.text("source"),
        principles=row.texts("principles"),
        criteria=criteria(row.row("criteria")),
        themes=tuple(themes),
    )
    row.done()
    return plan


def read_people(file: Row, areas: Areas) -> tuple[Person, ...]:
    people = []
    for row in file.rows("people"):
        row.key = row.text("email")
        grants = []
        for grant in row.rows("roles"):
            scope = areas.code(grant, grant.text("scope"))
            role = grant.choice("role", words.ROLES)
            grants.append(Grant(role, scope, grant.day("starts_on"), grant.day("ends_on")))
            grant.done()
        people.append(Person(row.text("name"), row.key, row.text("note", ""), tuple(grants)))
        row.done()
    file.done()
    return tuple(people)


def read_interpretations(file: Row, areas: Areas) -> tuple[Interpretation, ...]:
    items = []
    for row in file.rows("items"):
        item = Interpretation(
            area=areas.code(row, row.text("area")),
            phenomenon=row.text("phenomenon"),
            period=row.whole("period"),
            kind=row.choice("kind", ("meaning", "caveat")),
            text=row.text("text"),
            role=row.choice("role", words.ROLES),
            written_on=row.day("written_on"),
        )
        row.done()
        items.append(item)
    file.done()
    return tuple(items)


def read_reports(file: Row, areas: Areas) -> tuple[Report, ...]:
    items = []
    for row in file.rows("items"):
        item = Report(
            plan=row.text("plan"),
            municipality=areas.code(row, row.text("municipality")),
            since=row.day("since"),
            until=row.day("until"),
            made_on=row.day("made_on"),
            introduction=row.text("introduction"),
            conclusion=row.text("conclusion", ""),
            despite=row.text("despite", ""),
            offered_on=row.day("offered_on", None),
            noted_on=row.day("noted_on", None),
            decision_number=row.text("decision_number", ""),
            published_on=row.day("published_on", None),
        )
        row.done()
        items.append(item)
    file.done()
    return tuple(items)


@dataclass(frozen=True)
class LinksFile:
    indicators: dict[str, Indicator]
    goals: tuple[GoalIndicators, ...]
    lines: tuple[LineActions, ...]
    gaps: tuple[Gap, ...]


def read_links(file: Row) -> LinksFile:
    indicators: dict[str, Indicator] = {}
    for row in file.rows("indicators"):
        row.key = row.text("code")
        if row.key in indicators:
            raise row.fail("this code stands here twice")
        indicators[row.key] = Indicator(row.key, row.text("name"), row.flag("in_demo", ...))
        row.done()
    goals = []
    for row in file.rows("goals"):
        row.key = row.text("goal")
        direction = row.choice("direction", ("lower", "higher", "none"))
        goals.append(GoalIndicators(row.key, row.choices("codes", indicators, ...), direction, row.text("note", "")))
        row.done()
    lines = []
    for row in file.rows("lines"):
        row.key = row.text("line")
        lines.append(LineActions(row.key, row.texts("actions", ...)))
        row.done()
    gaps = []
    for row in file.rows("gaps"):
        row.key = row.text("piece")
        gaps.append(Gap(row.choice("rule", GAP_RULES), row.key, row.text("text")))
        row.done()
    file.done()
    return LinksFile(indicators, tuple(goals), tuple(lines), tuple(gaps))
