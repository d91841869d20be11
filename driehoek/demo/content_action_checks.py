"""Whether programmes and actions fit their plan and the demo day. Raises ContentError with the file and the key."""

from __future__ import annotations

from datetime import date

from driehoek.demo.content_plan_shapes import Plan
from driehoek.demo.content_programme_shapes import Action, Programme
from driehoek.demo.content_rows import ContentError
from driehoek.demo.content_shapes import Content


def check_programmes(content: Content, files: dict[str, str], demo_day: date) -> None:
    """files: from the key of a programme to the name of its file."""
    for programme in content.programmes:
        _ProgrammeCheck(content.plan(programme.plan), programme, files[programme.key], demo_day).run()


class _ProgrammeCheck:
    def __init__(self, plan: Plan, programme: Programme, file: str, demo_day: date) -> None:
        self.plan = plan
        self.programme = programme
        self.file = file
        self.demo_day = demo_day
        self.municipalities = {adoption.municipality for adoption in plan.adoptions}
        self.home = {measure.key: measure.priority for measure in plan.measures()}
        self.local = {priority.key: priority.municipality for priority in plan.all_priorities()}
        self.regular = {work.field for work in plan.regular_work}

    def fail(self, key: str, problem: str) -> ContentError:
        return ContentError(self.file, key, problem)

    def run(self) -> None:
        programme = self.programme
        if programme.municipality and programme.municipality not in self.municipalities:
            raise self.fail(programme.key, "a local programme of a municipality that is not in the plan")
        if not self.plan.starts_on <= programme.starts_on < programme.ends_on <= self.plan.ends_on:
            raise self.fail(programme.key, "the programme does not lie within the period of its plan")
        for decision in programme.adopted:
            if decision.municipality not in self.municipalities or decision.decided_on > self.demo_day:
                raise self.fail(programme.key, "adopted by a college outside the plan, or after the demo day")
        for action in programme.actions:
            self.action(action)

    def action(self, action: Action) -> None:
        self.subject(action)
        if action.lead not in self.municipalities or not set(action.municipalities) <= self.municipalities:
            raise self.fail(action.key, "a municipality that is not in the plan")
        if action.lead not in action.municipalities:
            raise self.fail(action.key, "the leading municipality does not take part")
        for owner in (action.political_owner, action.official_owner):
            if owner.area not in self.municipalities | {self.plan.team}:
                raise self.fail(action.key, f"the owner {owner.role} is of another area")
        if action.political_owner.role not in ("mayor", "alderman"):
            raise self.fail(action.key, "the political owner is a mayor or an alderman")
        if not action.starts_on < action.ends_on:
            raise self.fail(action.key, "the action ends before it begins")
        self.diary(action)

    def subject(self, action: Action) -> None:
        """The measure exists and is of those who carry out the action; regular work is named in the plan."""
        if action.regular and action.regular not in self.regular:
            raise self.fail(action.key, f"the plan has no regular work in {action.regular}")
        if not action.measure:
            return
        if action.measure not in self.home:
            raise self.fail(action.key, f"there is no measure '{action.measure}'")
        municipality = self.local[self.home[action.measure]]
        if municipality and municipality != self.programme.municipality:
            raise self.fail(action.key, f"'{action.measure}' is a local measure of another municipality")

    def diary(self, action: Action) -> None:
        days = [note.written_on for note in action.progress]
        if days != sorted(days):
            raise self.fail(action.key, "the progress is not in the order of time")
        if days and (days[0] < action.starts_on or days[-1] > self.demo_day):
            raise self.fail(action.key, "progress from before the start of the action, or after the demo day")
        if action.state in ("proposed", "planned") and days:
            raise self.fail(action.key, "an action that has not begun has no progress")
        if action.state not in ("proposed", "planned") and not days:
            raise self.fail(action.key, "an action that has begun has at least one sentence of progress")
        if action.state == "proposed" and action.starts_on <= self.demo_day:
            raise self.fail(action.key, "a proposed action begins after the demo day")
