"""A programme of the demo: its actions from proposal to result, with what their owners reported on the way."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from driehoek.common import clock
from driehoek.demo import content_shapes as shapes
from driehoek.demo.content import Content
from driehoek.demo.people import Cast, office_words
from driehoek.organisations.models import Role
from driehoek.organisations.viewer import SYSTEM, Viewer
from driehoek.programme import commands
from driehoek.programme.models import Action, Programme

_ANSWERS = {"finish": "result", "embed": "anchored_in", "hand_over": "handed_over_to"}
# state → the verbs that lead there from `planned`
_WAYS: Mapping[str, tuple[str, ...]] = {
    "planned": (),
    "running": ("start",),
    "done": ("start", "finish"),
    "embedded": ("start", "finish", "embed"),
    "on_hold": ("start", "hold"),
    "stopped": ("start", "stop"),
    "handed_over": ("start", "hand_over"),
}


def add_programme(programme: shapes.Programme, content: Content, cast: Cast, pieces: Mapping[str, UUID]) -> None:
    """Start it, fill it, have the colleges adopt it, and live through its actions."""
    _Playing(programme, content, cast, pieces).play()


class _Playing:
    def __init__(self, programme: shapes.Programme, content: Content, cast: Cast, pieces: Mapping[str, UUID]) -> None:
        self.programme, self.content, self.cast, self.pieces = programme, content, cast, pieces
        plan = content.plan(programme.plan)
        team = next(team for team in content.teams if team.code == plan.team or team.key == plan.team)
        self.area = programme.municipality or plan.municipality or team.code
        self.role = Role.STRATEGIC_ADVISER if self.area == team.code else Role.SAFETY_ADVISER
        self.regular = {work.key: work.field for work in plan.regular_work}
        decided = [decision.decided_on for decision in programme.adopted]
        self.begun_on = min([*decided, programme.starts_on, date(2024, 9, 1)]) - timedelta(weeks=6)

    def by(self) -> Viewer:
        return self.cast.acting(self.role, self.area)

    def play(self) -> None:
        with clock.moved_to(self.begun_on):
            made = commands.start_programme(
                self.by(),
                self.pieces[self.programme.plan],
                area_code=self.area,
                title=self.programme.title,
                starts_on=self.programme.starts_on,
                ends_on=self.programme.ends_on,
            )
            actions = {action.key: self.propose(made, action) for action in self.programme.actions}
        self.adopt(made)
        for action in self.programme.actions:
            self.live(actions[action.key], action)
        self.end(made)

    def propose(self, made: Programme, action: shapes.Action) -> int:
        owner = self.cast.holder(action.official_owner.role, action.official_owner.area)
        area_name = self.content.areas[action.official_owner.area].name
        name = owner.name if owner else office_words(action.official_owner.role, area_name)
        political = office_words(action.political_owner.role, self.content.areas[action.political_owner.area].name)
        proposed = commands.propose_action(
            self.by(),
            made.pk,
            title=action.title,
            measure=self.pieces[action.measure] if action.measure else None,
            safety_field=self.regular.get(action.regular, action.regular) if action.regular else "",
            lead=action.lead,
            political_owner=political,
            owner=(str(owner.code) if owner else "", name),
            partners=action.partners,
            target_groups=action.target_groups,
            starts_on=action.starts_on,
            ends_on=action.ends_on,
            how_noticed=action.how_we_notice,
            minutes=action.hours * 60 if action.hours else None,
            cents=action.cents,
            state="proposed" if action.state == "proposed" else "planned",
        )
        return proposed.pk

    def adopt(self, made: Programme) -> None:
        if not self.programme.adopted:
            return
        first = min(decision.decided_on for decision in self.programme.adopted)
        for verb, weeks in (("agree", 5), ("offer", 3)):
            if verb == "offer" or self.role == Role.STRATEGIC_ADVISER:
                with clock.moved_to(first - timedelta(weeks=weeks)):
                    self.step(made, verb)
        for decision in sorted(self.programme.adopted, key=lambda one: one.decided_on):
            with clock.moved_to(decision.decided_on):
                commands.adopt_programme(
                    SYSTEM,
                    made.pk,
                    decision.municipality,
                    decided_on=decision.decided_on,
                    decision_number=decision.decision_number,
                )
        last = max(decision.decided_on for decision in self.programme.adopted)
        if self.programme.state not in ("adopted",):
            for verb, weeks in (("inform", 2), ("run", 3)):
                with clock.moved_to(last + timedelta(weeks=weeks)):
                    self.step(made, verb)

    def step(self, made: Programme, verb: str) -> None:
        seen = Programme.objects.get(pk=made.pk).version
        commands.step_programme(self.by(), made.pk, verb, seen=seen)

    def live(self, action_id: int, action: shapes.Action) -> None:
        """Its ticks on their days, and its steps: the start on its first day, the last after what was reported last."""
        if action.state == "proposed":
            return
        verbs = list(_WAYS[action.state])
        if verbs:
            with clock.moved_to(max(action.starts_on, self.begun_on)):
                self.take(action_id, verbs.pop(0), action)
        notes = sorted(action.progress, key=lambda note: note.written_on)
        for note in notes:
            with clock.moved_to(note.written_on):
                tick = "on_track" if note.tick == "done" else note.tick
                commands.report_progress(self.by(), action_id, tick=tick, sentence=note.text)
        last = notes[-1].written_on if notes else max(action.starts_on, self.begun_on)
        for number, verb in enumerate(verbs):
            with clock.moved_to(last + timedelta(days=number + 1)):
                self.take(action_id, verb, action)

    def take(self, action_id: int, verb: str, action: shapes.Action) -> None:
        given = {"finish": action.result, "embed": action.embedded_in, "hand_over": action.handed_to}
        answers = {_ANSWERS[verb]: given[verb]} if verb in _ANSWERS else {}
        seen = Action.objects.get(pk=action_id).version
        commands.step_action(self.by(), action_id, verb, seen=seen, reason=action.reason, **answers)

    def end(self, made: Programme) -> None:
        if self.programme.state == "closed":
            for verb, weeks in (("wind_up", 2), ("close", 4)):
                with clock.moved_to(self.programme.ends_on + timedelta(weeks=weeks)):
                    self.step(made, verb)
