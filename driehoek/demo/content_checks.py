"""Whether the files fit together: every reference resolves, every thread reaches the top, and only listed gaps are gaps.

Each check raises ContentError with the file and the key, at the first thing that is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from driehoek.demo.content_plan_shapes import HigherLink, LayerEdit, Plan, Priority
from driehoek.demo.content_rows import ContentError
from driehoek.demo.content_shapes import Content, Gap

type FileOf = Callable[[str], str]
"""From the key of a plan, team or programme to the name of its file."""


def check(content: Content, file_of: FileOf, demo_day: date) -> None:
    _keys_are_unique(content, file_of)
    for plan in content.plans:
        _PlanCheck(content, plan, file_of(plan.key)).run()
    _higher_plans(content)
    _people(content, demo_day)
    _interpretations(content, demo_day)
    _reports(content, demo_day)
    _links(content)


def pieces(plan: Plan) -> Iterator[tuple[str, str]]:
    """(key, where it belongs) of everything in a plan that has a key, in the order of the text."""
    home = plan.key
    for part in (plan.general_goals, plan.principles, plan.lines, plan.sections, plan.regular_work):
        yield from ((piece.key, home) for piece in part)
    for priority in plan.all_priorities():
        yield priority.key, priority.parent or home
        for group in (priority.reasons, priority.ambitions, priority.goals, priority.measures):
            yield from ((piece.key, priority.key) for piece in group)


def _keyed(content: Content, file_of: FileOf) -> Iterator[tuple[str, str, str]]:
    """(key, file, what the key must begin with) of everything that has a key."""
    for body in content.bodies():
        yield body.key, "teams.yaml", ""
    for higher in content.higher_plans:
        yield higher.key, "higher.yaml", ""
        yield from ((theme.key, "higher.yaml", higher.key) for theme in higher.themes)
    for plan in content.plans:
        yield from ((key, file_of(plan.key), home) for key, home in pieces(plan))
    for programme in content.programmes:
        file = file_of(programme.key)
        yield programme.key, file, programme.plan
        yield from ((action.key, file, f"{programme.plan}/actie") for action in programme.actions)


def _keys_are_unique(content: Content, file_of: FileOf) -> None:
    seen: set[str] = set()
    for key, file, home in _keyed(content, file_of):
        if key in seen:
            raise ContentError(file, key, "this key stands here twice")
        if home and not key.startswith(home + "/"):
            raise ContentError(file, key, f"the key must begin with '{home}/'")
        seen.add(key)


class _PlanCheck:
    """The checks on one plan: its text, its layers and its councils."""

    def __init__(self, content: Content, plan: Plan, file: str) -> None:
        self.content = content
        self.plan = plan
        self.file = file
        self.municipalities = {adoption.municipality for adoption in plan.adoptions}
        self.priorities = {priority.key: priority for priority in plan.all_priorities()}

    def fail(self, key: str, problem: str) -> ContentError:
        return ContentError(self.file, key, problem)

    def run(self) -> None:
        if self.plan.ends_on <= self.plan.starts_on:
            raise self.fail(self.plan.key, "the plan ends before it begins")
        self.councils()
        for priority in self.priorities.values():
            self.priority(priority)
        self.layers()

    def councils(self) -> None:
        plan = self.plan
        team = next(team for team in self.content.teams if team.code == plan.team)
        expected = {plan.municipality} if plan.municipality else set(team.municipalities)
        if self.municipalities != expected or len(plan.adoptions) != len(expected):
            raise self.fail(plan.key, "the councils under 'adoptions' are not the municipalities of this plan")
        adopted, councils = plan.adopted_in()
        if (plan.state == "partly_adopted") != (0 < adopted < councils):
            raise self.fail(plan.key, f"state '{plan.state}' does not fit: {adopted} of {councils} councils adopted")

    def priority(self, priority: Priority) -> None:
        if priority.municipality and priority.municipality not in self.municipalities:
            raise self.fail(priority.key, "a local priority of a municipality that is not in this plan")
        for name, part in (
            ("reason", priority.reasons),
            ("ambition", priority.ambitions),
            ("goal", priority.goals),
            ("measure", priority.measures or priority.children),
        ):
            if not part:
                raise self.fail(priority.key, f"this priority has no {name}")
        self.lines(priority)
        for key in priority.supports:
            if key not in self.priorities:
                raise self.fail(priority.key, f"it supports '{key}', which is no priority of this plan")
        for link in priority.higher:
            _resolves(self.content, link, self.file, priority.key)
        goals = {goal.key for goal in priority.goals}
        for measure in priority.measures:
            for goal in measure.serves:
                if goal not in goals:
                    raise self.fail(measure.key, f"it serves '{goal}', which is no goal of {priority.key}")

    def lines(self, priority: Priority) -> None:
        known = {line.key: line for line in self.plan.lines}
        for key in priority.lines:
            if key not in known:
                raise self.fail(priority.key, f"there is no cross-cutting line '{key}'")
            if known[key].municipality not in (None, priority.municipality):
                raise self.fail(priority.key, f"'{key}' runs through another municipality")

    def layers(self) -> None:
        layers = [layer.municipality for layer in self.plan.layers]
        if not set(layers) <= self.municipalities or len(set(layers)) < len(layers):
            raise self.fail(self.plan.key, "a layer of a municipality that is not in this plan, or two of the same")
        owners = self.owners()
        for layer in self.plan.layers:
            for edit in layer.edits:
                self.edit(edit, layer.municipality, owners)
        added = {edit.piece for layer in self.plan.layers for edit in layer.edits if edit.op == "add"}
        for piece in (*self.plan.sections, *self.plan.priorities):
            if piece.municipality and piece.key not in added and self.plan.sharing != "parallel":
                raise self.fail(piece.key, "a local piece that no layer adds")

    def owners(self) -> dict[str, str | None]:
        """Of each piece that a layer may edit: its municipality, or None for the joint text."""
        owners = {section.key: section.municipality for section in self.plan.sections}
        for priority in self.priorities.values():
            for piece in (priority, *priority.goals, *priority.measures):
                owners[piece.key] = priority.municipality
        return owners

    def edit(self, edit: LayerEdit, municipality: str, owners: dict[str, str | None]) -> None:
        if edit.piece not in owners:
            raise self.fail(edit.piece, f"a layer edits this piece ({edit.op}), but it does not exist")
        if owners[edit.piece] != (municipality if edit.op == "add" else None):
            raise self.fail(edit.piece, f"'{edit.op}' does not fit: add is for own pieces, the rest for joint ones")
        slots = {section.key for section in self.plan.sections if section.slot}
        if (edit.op == "fill") != (edit.piece in slots):
            raise self.fail(edit.piece, "a slot is filled, and only a slot can be")


def _resolves(content: Content, link: HigherLink, file: str, key: str) -> None:
    if link.to not in content.themes():
        raise ContentError(file, key, f"there is no higher theme '{link.to}'")


def _higher_plans(content: Content) -> None:
    for theme in content.themes().values():
        for link in theme.higher:
            _resolves(content, link, "higher.yaml", theme.key)


def _people(content: Content, demo_day: date) -> None:
    emails = [person.email for person in content.people]
    for person in content.people:
        if emails.count(person.email) > 1:
            raise ContentError("people.yaml", person.email, "two people with one address")
        if not person.email.endswith("@demo.example"):
            raise ContentError("people.yaml", person.email, "a demo address ends with @demo.example")
        for grant in person.roles:
            if not grant.starts_on <= demo_day < grant.ends_on:
                raise ContentError("people.yaml", person.email, f"the role {grant.role} does not run on {demo_day}")


def _interpretations(content: Content, demo_day: date) -> None:
    for item in content.interpretations:
        key = f"{item.area} {item.phenomenon}"
        indicator = content.indicators.get(item.phenomenon)
        if indicator is None or not indicator.in_demo:
            raise ContentError("interpretations.yaml", key, "the demo has no figures of this code")
        if not date(item.period, 12, 31) < item.written_on <= demo_day:
            raise ContentError("interpretations.yaml", key, "written before the year was over, or after the demo day")


def _reports(content: Content, demo_day: date) -> None:
    plans = {plan.key for plan in content.plans}
    for report in content.reports:
        key = f"{report.municipality} {report.until}"
        if report.plan not in plans:
            raise ContentError("reports.yaml", key, f"there is no plan {report.plan}")
        if report.days != sorted(report.days) or report.days[-1] > demo_day:
            raise ContentError("reports.yaml", key, "its days are not in order, or after the demo day")


def _links(content: Content) -> None:
    goals = {goal.key for plan in content.plans for goal in plan.goals()}
    lines = {line.key: line for plan in content.plans for line in plan.lines}
    actions = {action.key: action for action in content.actions()}
    for link in content.goal_indicators:
        if link.goal not in goals:
            raise ContentError("links.yaml", link.goal, "there is no such goal")
    for touched in content.line_actions:
        if touched.line not in lines:
            raise ContentError("links.yaml", touched.line, "there is no such cross-cutting line")
        own = lines[touched.line].municipality
        for key in touched.actions:
            if key not in actions or key.partition("/")[0] != touched.line.partition("/")[0]:
                raise ContentError("links.yaml", touched.line, f"there is no action '{key}' in its plan")
            if own and actions[key].municipalities != (own,):
                raise ContentError("links.yaml", touched.line, f"'{key}' is not an action of that municipality")


def real_gaps(content: Content) -> set[tuple[str, str]]:
    """(rule, key) of every break in the thread, as the plans, programmes and links are."""
    measured = {link.goal for link in content.goal_indicators}
    served = {action.measure for action in content.actions()}
    gaps: set[tuple[str, str]] = set()
    for plan in content.plans:
        for goal in plan.goals():
            if goal.key not in measured and not goal.no_indicator_reason:
                gaps.add(("goal_without_indicator", goal.key))
        for measure in plan.measures():
            if measure.key not in served:
                gaps.add(("measure_without_action", measure.key))
        for priority in plan.all_priorities():
            if not any(reaches_the_nation(content, link.to) for link in priority.higher):
                gaps.add(("priority_without_theme", priority.key))
    return gaps


def reaches_the_nation(content: Content, theme_key: str) -> bool:
    """Whether a theme is national, or leads to a national one."""
    national = {theme.key for plan in content.higher_plans if plan.level == "national" for theme in plan.themes}
    themes = content.themes()
    seen: set[str] = set()
    waiting = [theme_key]
    while waiting:
        key = waiting.pop()
        if key in national:
            return True
        if key not in seen:
            seen.add(key)
            waiting.extend(link.to for link in themes[key].higher)
    return False


def check_gaps(content: Content, file_of: FileOf) -> None:
    """The gaps are the listed ones. To be called last: a wrong reference shows as a gap too."""
    listed: dict[tuple[str, str], Gap] = {(gap.rule, gap.piece): gap for gap in content.gaps}
    real = real_gaps(content)
    for rule, key in sorted(real - set(listed)):
        raise ContentError(file_of(key.partition("/")[0]), key, f"a gap that links.yaml does not list: {rule}")
    for rule, key in sorted(set(listed) - real):
        raise ContentError("links.yaml", key, f"listed as a gap, but it is none: {rule}")
