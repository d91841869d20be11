"""A plan of the demo, from first piece to the decision of each council."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from driehoek.common import clock
from driehoek.demo import content_shapes as shapes
from driehoek.demo.content import Content
from driehoek.demo.people import Cast
from driehoek.organisations.models import Role
from driehoek.organisations.viewer import SYSTEM, Viewer
from driehoek.plans import commands
from driehoek.plans.models import Edit, Plan

WRITING_TAKES = timedelta(weeks=16)
DESPITE = "De tekst gaat naar de raad zoals hij is; wat ontbreekt komt in het uitvoeringsprogramma."


def add_higher_plans(content: Content, cast: Cast) -> dict[str, UUID]:
    """The plans of country, unit and district; returns the id of each theme by its key."""
    themes: dict[str, UUID] = {}
    for higher in content.higher_plans:
        with clock.moved_to(max(higher.starts_on, date(2018, 1, 1))):
            plan = commands.add_higher_plan(
                SYSTEM,
                title=higher.name,
                level=higher.level,
                kind=higher.kind,
                starts_on=higher.starts_on,
                ends_on=higher.ends_on,
                source=higher.source,
                area=higher.area,
                body=higher.text,
            )
            for theme in higher.themes:
                above = [themes[link.to] for link in theme.higher if link.to in themes]
                themes[theme.key] = commands.add_theme(SYSTEM, plan.pk, title=theme.title, sources=above).pk
    return themes


def add_plan(plan: shapes.Plan, content: Content, cast: Cast, themes: Mapping[str, UUID]) -> dict[str, UUID]:
    """Write the plan and take it along its councils. Returns the id of each piece by its key; the plan itself by its own."""
    return _Writing(plan, content, cast, themes).play()


class _Writing:
    def __init__(self, plan: shapes.Plan, content: Content, cast: Cast, themes: Mapping[str, UUID]) -> None:
        self.plan, self.content, self.cast, self.themes = plan, content, cast, themes
        team = next(team for team in content.teams if team.code == plan.team or team.key == plan.team)
        self.area = plan.municipality or team.code
        self.role = Role.SAFETY_ADVISER if plan.municipality else Role.STRATEGIC_ADVISER
        self.layer = plan.municipality  # None: the joint text
        self.pieces: dict[str, UUID] = {}
        self.served = {action.measure for action in content.actions()}
        self.indicators = {found.goal: found.codes for found in content.goal_indicators}
        decisions = [adoption.decided_on for adoption in plan.adoptions if adoption.decided_on]
        self.agreed_on = min(decisions, default=plan.starts_on) - timedelta(weeks=4)

    def play(self) -> dict[str, UUID]:
        with clock.moved_to(self.agreed_on - WRITING_TAKES):
            self.start()
            self.write()
        with clock.moved_to(self.agreed_on - timedelta(weeks=2)):
            self.write_layers()
        with clock.moved_to(self.agreed_on):
            commands.take_plan_step(self.by(), self.pieces[self.plan.key], "agree", despite=DESPITE)
        for adoption in sorted(self.plan.adoptions, key=lambda one: one.decided_on or date.max):
            self.decide(adoption)
        return self.pieces

    def by(self, role: str | None = None, area: str | None = None) -> Viewer:
        return self.cast.acting(role or self.role, area or self.area)

    def start(self) -> None:
        contribution = self.plan.contribution
        settings: dict[str, Any] = {
            "developed_with": list(self.plan.developed_with),
            "legal_basis": self.plan.legal_basis,
            "authors": self.plan.authors,
            "source": self.plan.source,
        }
        if contribution:
            settings["contribution"] = {
                "cents_per_inhabitant": contribution.cents_per_inhabitant,
                "text": contribution.text,
                "purposes": list(contribution.purposes),
            }
        plan = commands.start_plan(
            self.by(),
            area=self.area,
            title=self.plan.title,
            starts_on=self.plan.starts_on,
            ends_on=self.plan.ends_on,
            pattern=Plan.Pattern(self.plan.sharing),
            settings=settings,
        )
        self.pieces[self.plan.key] = plan.pk
        commands.take_plan_step(self.by(), plan.pk, "draft")

    def write(self) -> None:
        before = [section for section in self.plan.sections if section.kind != "local"]
        after = [section for section in self.plan.sections if section.kind == "local"]
        for section in before:
            self.section(section)
        self.chapter("Uitgangspunten", [("principle", one.key, one.text, {}) for one in self.plan.principles])
        self.chapter("Waarop rust de keuze?", [("criterion", "", text, {}) for text in self.plan.criteria.items])
        self.chapter("Algemene doelen", [self.goal(goal) for goal in self.plan.general_goals])
        self.lines([line for line in self.plan.lines if line.municipality is None])
        heading = self.add("section", "Prioriteiten")
        for priority in self.plan.priorities:
            if priority.level == "joint" or self.layer is not None:
                self.priority(priority, heading, self.layer)
        self.regular_work()
        for section in after:
            if section.municipality is None:
                self.section(section)

    def add(
        self,
        kind: str,
        title: str,
        body: str = "",
        *,
        parent: UUID | None = None,
        facts: Mapping[str, Any] | None = None,
        key: str = "",
        layer: str | None = None,
        writer: str | None = None,
    ) -> UUID:
        """Write one piece; in the layer of the plan itself unless another is named."""
        where = layer or self.layer
        role = Role.SAFETY_ADVISER if where else self.role
        piece = commands.add_piece(
            self.by(role, where),
            self.pieces[self.plan.key],
            where,
            kind,
            title=_slots(title),
            body=_slots(body),
            facts=facts,
            parent=parent,
            writer=writer,
        )
        if key:
            self.pieces[key] = piece.pk
        return piece.pk

    def section(self, section: shapes.Section) -> None:
        facts = {"open": True} if section.slot else {}
        writer = section.writer if self.layer is None else None
        self.add("section", section.title, section.body, facts=facts, key=section.key, layer=section.municipality, writer=writer)

    def chapter(self, title: str, pieces: list[tuple[str, str, str, dict[str, Any]]]) -> None:
        if pieces:
            heading = self.add("section", title)
            for kind, key, text, facts in pieces:
                self.add(kind, *_title_and_body(text), parent=heading, key=key, facts=facts)

    def goal(self, goal: shapes.Goal) -> tuple[str, str, str, dict[str, Any]]:
        codes = self.indicators.get(goal.key, ())
        held = [code for code in codes if self.content.indicators[code].in_demo]
        facts: dict[str, Any] = {"indicator": held[0]} if held else {}
        if not held and codes:
            name = self.content.indicators[codes[0]].name
            facts["no_indicator_reason"] = f"{name}: hiervan zijn per gemeente geen open cijfers."
        if goal.no_indicator_reason:
            facts["no_indicator_reason"] = goal.no_indicator_reason
        return "goal", goal.key, goal.text, facts

    def lines(self, lines: list[shapes.Line]) -> None:
        if lines:
            heading = self.add("section", "Lijnen door het plan")
            for line in lines:
                self.add("line", line.title, parent=heading, key=line.key)

    def priority(self, priority: shapes.Priority, parent: UUID | None, layer: str | None) -> None:
        facts = {"fields": list(priority.fields), "challenge": priority.challenge}
        own = self.add("priority", priority.title, parent=parent, key=priority.key, layer=layer, facts=facts)
        for kind, statements in (("reason", priority.reasons), ("ambition", priority.ambitions)):
            for statement in statements:
                self.add(kind, "", statement.text, parent=own, key=statement.key, layer=layer)
        for goal in priority.goals:
            kind, key, text, goal_facts = self.goal(goal)
            self.add(kind, *_title_and_body(text), parent=own, key=key, facts=goal_facts, layer=layer)
        for measure in priority.measures:
            self.measure(measure, own, layer)
        for child in priority.children:
            self.priority(child, own, layer)
        self.link(priority, own, layer)

    def measure(self, measure: shapes.Measure, priority: UUID, layer: str | None) -> None:
        """A point of attention that an action serves is a measure in all but name."""
        kind = "measure" if measure.kind == "measure" or measure.key in self.served else "point"
        goal = next((self.pieces[key] for key in measure.serves if key in self.pieces), None)
        title, body = _title_and_body(measure.text)
        listed = "\n".join(f"- {item}" for item in measure.items)
        text = "\n\n".join(part for part in (body, listed) if part)
        self.add(kind, title, text, parent=goal or priority, key=measure.key, layer=layer)

    def link(self, priority: shapes.Priority, piece: UUID, layer: str | None) -> None:
        where = layer or self.layer
        by = self.by(Role.SAFETY_ADVISER if where else self.role, where)
        for link in priority.higher:
            commands.link_theme(by, piece, self.themes[link.to], link.kind, reason=link.reason)
        for line in priority.lines:
            if line in self.pieces:
                commands.link_line(by, self.pieces[line], piece)

    def regular_work(self) -> None:
        if self.plan.regular_work:
            heading = self.add("section", "Regulier werk naast de prioriteiten")
            for work in self.plan.regular_work:
                self.add("regular", work.title, work.text, parent=heading, key=work.key, facts={"fields": [work.field]})

    def write_layers(self) -> None:
        """What each municipality adds, fills in, replaces or leaves out."""
        if self.layer is not None:
            return
        local = {section.key: section for section in self.plan.sections if section.municipality}
        priorities = {priority.key: priority for priority in self.plan.priorities if priority.level == "local"}
        for layer in self.plan.layers:
            if layer.values:
                by = self.by(Role.SAFETY_ADVISER, layer.municipality)
                commands.fill_values(by, self.pieces[self.plan.key], layer.municipality, layer.values)
            for line in self.plan.lines:
                if line.municipality == layer.municipality:
                    self.add("line", line.title, key=line.key, layer=layer.municipality)
            for edit in layer.edits:
                self.layer_edit(layer.municipality, edit, local, priorities)

    def layer_edit(
        self,
        municipality: str,
        edit: shapes.LayerEdit,
        local: Mapping[str, shapes.Section],
        priorities: Mapping[str, shapes.Priority],
    ) -> None:
        by = self.by(Role.SAFETY_ADVISER, municipality)
        if edit.op == "add":
            if edit.piece in local:
                self.section(local[edit.piece])
            else:
                self.priority(priorities[edit.piece], self.below(municipality), municipality)
        elif edit.op == "leave_out":
            commands.leave_out(by, self.pieces[edit.piece], municipality, reason=edit.reason)
        else:
            piece = self.pieces[edit.piece]
            seen = Edit.objects.filter(piece=piece, layer__municipality__isnull=True).latest("number")
            commands.edit_piece(
                by, piece, municipality, seen=seen.pk, title=seen.title, body=edit.text, reason=edit.reason or "Eigen invulling."
            )

    def below(self, municipality: str) -> UUID | None:
        """Where a local priority stands: under the section that this municipality writes in the joint text, if there is one."""
        written = next((section.key for section in self.plan.sections if section.writer == municipality), None)
        return self.pieces[written] if written else None

    def decide(self, adoption: shapes.Adoption) -> None:
        """From ready to what the council did with it, each step on its own day."""
        plan, place = self.pieces[self.plan.key], adoption.municipality
        end = adoption.decided_on or self.agreed_on + timedelta(weeks=10)
        steps = _STEPS[adoption.state]
        for number, step in enumerate(steps):
            with clock.moved_to(end - timedelta(days=10 * (len(steps) - 1 - number))):
                if step == "release":
                    version = commands.release_version(self.by(Role.MAYOR, place), plan, place, despite=DESPITE)
                elif step == "adopt":
                    votes = {"for": adoption.votes[0], "against": adoption.votes[1]} if adoption.votes else None
                    commands.adopt_version(
                        self.by(Role.COUNCIL_CLERK, place),
                        version.pk,
                        decided_on=end,
                        decision_number=adoption.decision_number,
                        votes=votes,
                        note=adoption.note,
                    )
                else:
                    reason = adoption.note or "De raad wil er in een volgende vergadering verder over praten."
                    commands.take_part_step(SYSTEM, plan, place, step, reason=reason if step == "postpone" else "")


_STEPS: Mapping[str, tuple[str, ...]] = {
    "drafting": (),
    "ready": ("report_ready",),
    "with_executive": ("report_ready", "release"),
    "in_committee": ("report_ready", "release", "to_committee"),
    "in_council": ("report_ready", "release", "to_committee", "offer"),
    "postponed": ("report_ready", "release", "to_committee", "offer", "postpone"),
    "adopted": ("report_ready", "release", "to_committee", "offer", "adopt"),
}


def _slots(words: str) -> str:
    """The content writes a slot as `{gemeente}`, the text of a plan as `[[gemeente]]`."""
    return re.sub(r"\{([a-z-]+)\}", r"[[\1]]", words)


def _title_and_body(text: str) -> tuple[str, str]:
    """The first sentence is the title; what follows is the text."""
    first, dot, rest = text.partition(". ")
    return (first + ("." if dot else ""), rest) if len(first) < 280 else ("", text)
