"""Turns `plan_*.yaml` and `programme_*.yaml` into values."""

from __future__ import annotations

from dataclasses import replace

from driehoek.demo import content_words as words
from driehoek.demo.content_plan_shapes import (
    Adoption,
    Contribution,
    Goal,
    Layer,
    LayerEdit,
    Line,
    Measure,
    Milestone,
    Plan,
    Priority,
    RegularWork,
    Section,
    Statement,
)
from driehoek.demo.content_programme_shapes import Action, Note, Programme, ProgrammeDecision
from driehoek.demo.content_readers import Areas, criteria, higher_links
from driehoek.demo.content_rows import Row


def read_plan(file: Row, areas: Areas) -> Plan:
    criteria_set = criteria(file.row("criteria"))
    if criteria_set is None:
        raise file.fail("field 'criteria' is missing")
    plan = Plan(
        key=file.text("key"),
        team=areas.code(file, file.text("team")),
        municipality=areas.optional(file, "municipality"),
        developed_with=areas.codes(file, "developed_with"),
        source=file.text("source"),
        title=file.text("title"),
        starts_on=file.day("starts_on"),
        ends_on=file.day("ends_on"),
        state=file.choice("state", words.PLAN_STATES),
        version=file.text("version"),
        sharing=file.choice("sharing", words.SHARING),
        legal_basis=file.text("legal_basis"),
        authors=file.text("authors", ""),
        contribution=_contribution(file.row("contribution")),
        milestones=tuple(_milestone(row) for row in file.rows("milestones")),
        general_goals=tuple(_goal(row, None) for row in file.rows("general_goals")),
        principles=tuple(_statement(row) for row in file.rows("principles")),
        lines=tuple(_line(row, areas) for row in file.rows("lines")),
        criteria=criteria_set,
        sections=tuple(_section(row, areas) for row in file.rows("sections")),
        priorities=tuple(_priority(row, areas, None) for row in file.rows("priorities")),
        regular_work=tuple(_regular(row) for row in file.rows("regular_work")),
        layers=tuple(_layer(row, areas) for row in file.rows("layers")),
        adoptions=tuple(_adoption(row, areas) for row in file.rows("adoptions")),
    )
    file.done()
    return plan


def _contribution(row: Row | None) -> Contribution | None:
    if row is None:
        return None
    result = Contribution(row.whole("cents_per_inhabitant"), row.text("text"), row.texts("purposes", ...))
    row.done()
    return result


def _milestone(row: Row) -> Milestone:
    result = Milestone(row.day("date"), row.text("text"), row.text("source"), row.text("note", ""))
    row.done()
    return result


def _statement(row: Row) -> Statement:
    result = Statement(row.text("key"), row.text("text"))
    row.done()
    return result


def _statements(row: Row, name: str, word: str) -> tuple[Statement, ...]:
    """Sentences without a key of their own get one from their place: `meierij/digitaal/reden-2`."""
    return tuple(Statement(f"{row.key}/{word}-{n}", text) for n, text in enumerate(row.texts(name), start=1))


def _goal(row: Row, priority: str | None) -> Goal:
    result = Goal(row.text("key"), row.text("text"), priority, row.text("no_indicator_reason", ""))
    row.done()
    return result


def _measure(row: Row, kind: str, priority: str) -> Measure:
    result = Measure(row.text("key"), row.text("text"), kind, priority, row.texts("serves", ...), row.texts("items"))
    row.done()
    return result


def _line(row: Row, areas: Areas) -> Line:
    result = Line(row.text("key"), row.text("title"), areas.optional(row, "municipality"))
    row.done()
    return result


def _section(row: Row, areas: Areas) -> Section:
    result = Section(
        key=row.text("key"),
        kind=row.text("kind"),
        title=row.text("title"),
        body=row.text("body"),
        slot=row.flag("slot"),
        municipality=areas.optional(row, "municipality"),
        writer=areas.optional(row, "writer"),
    )
    if result.municipality and result.writer:
        raise row.fail("a section is local (municipality) or written by one for all (writer), not both")
    row.done()
    return result


def _priority(row: Row, areas: Areas, parent: str | None) -> Priority:
    plan = row.key.partition("/")[0]
    priority = Priority(
        key=row.text("key"),
        title=row.text("title"),
        level=row.choice("level", ("joint", "local")),
        municipality=areas.optional(row, "municipality"),
        parent=parent,
        fields=row.choices("fields", words.FIELDS),
        challenge=row.text("challenge", ""),
        reasons=_statements(row, "reasons", "reden"),
        ambitions=_statements(row, "ambitions", "ambitie"),
        goals=tuple(_goal(goal, row.key) for goal in row.rows("goals")),
        measures=tuple(_measure(measure, "measure", row.key) for measure in row.rows("measures", ()))
        + tuple(_measure(point, "point", row.key) for point in row.rows("points", ())),
        lines=tuple(f"{plan}/lijn/{name}" for name in row.texts("lines")),
        higher=higher_links(row),
        supports=row.texts("supports"),
        children=tuple(_priority(child, areas, row.key) for child in row.rows("children", ())),
    )
    if (priority.level == "local") != (priority.municipality is not None):
        raise row.fail("a local priority names its municipality, a joint one does not")
    row.done()
    return priority


def _regular(row: Row) -> RegularWork:
    result = RegularWork(row.text("key"), row.choice("field", words.FIELDS), row.text("title"), row.text("text"))
    row.done()
    return result


def _layer(row: Row, areas: Areas) -> Layer:
    row.key = row.text("municipality")
    municipality = areas.code(row, row.key)
    edits = []
    for edit in row.rows("edits"):
        op = edit.choice("op", words.EDIT_OPS)
        needs_text = op in ("fill", "replace")
        read = LayerEdit(op, edit.text("piece"), edit.text("text", ... if needs_text else ""), edit.text("reason"))
        if read.text and not needs_text:
            raise edit.fail(f"'{op}' brings no text of its own")
        edit.done()
        edits.append(read)
    layer = Layer(municipality, row.words("values"), row.flag("none_wanted"), tuple(edits))
    if layer.none_wanted and layer.edits:
        raise row.fail("a municipality that wants no local part has no edits")
    row.done()
    return layer


def _adoption(row: Row, areas: Areas) -> Adoption:
    row.key = row.text("municipality")
    state = row.choice("state", words.ADOPTION_STATES)
    votes = row.row("votes")
    counted = None
    if votes is not None:
        counted = (votes.whole("for"), votes.whole("against"))
        votes.done()
    result = Adoption(
        municipality=areas.code(row, row.key),
        state=state,
        decided_on=row.day("decided_on", None),
        decision_number=row.text("decision_number", ""),
        votes=counted,
        note=row.text("note", ""),
    )
    adopted = state.startswith("adopted")
    if adopted != (result.decided_on is not None) or adopted != bool(result.decision_number):
        raise row.fail("a decision that was taken has a date and a number, one that is open has neither")
    row.done()
    return result


def read_programmes(file: Row, plan: Plan, areas: Areas, partners: tuple[str, ...]) -> tuple[Programme, ...]:
    if not file.flag("invented", ...):
        raise file.fail("a programme of the demo is invented and says so")
    programmes = tuple(_programme(row, plan, areas, partners) for row in file.rows("programmes"))
    file.done()
    return programmes


def _programme(row: Row, plan: Plan, areas: Areas, partners: tuple[str, ...]) -> Programme:
    decisions = []
    for decision in row.rows("adopted"):
        code = areas.code(decision, decision.text("municipality"))
        decisions.append(ProgrammeDecision(code, decision.day("decided_on"), decision.text("decision_number")))
        decision.done()
    municipality = areas.optional(row, "municipality")
    everyone = (municipality,) if municipality else tuple(adoption.municipality for adoption in plan.adoptions)
    programme = Programme(
        key=row.text("key"),
        plan=plan.key,
        title=row.text("title"),
        kind=row.choice("kind", ("joint", "local")),
        municipality=municipality,
        starts_on=row.day("starts_on"),
        ends_on=row.day("ends_on"),
        state=row.choice("state", words.PROGRAMME_STATES),
        adopted=tuple(decisions),
        actions=tuple(_action(action, everyone, areas, partners) for action in row.rows("actions")),
    )
    if (programme.kind == "local") != (municipality is not None):
        raise row.fail("a local programme names its municipality, a joint one does not")
    row.done()
    return programme


def _action(row: Row, everyone: tuple[str, ...], areas: Areas, partners: tuple[str, ...]) -> Action:
    state = row.choice("state", tuple(words.ENDING_FIELD))
    ending = words.ENDING_FIELD[state]
    euros = row.whole("euros", None)
    action = Action(
        key=row.text("key"),
        title=row.text("title"),
        measure=row.text("measure", "") or None,
        regular=row.choice("regular", words.FIELDS) if row.text("regular", "") else None,
        political_owner=areas.office(row, "political_owner"),
        official_owner=areas.office(row, "official_owner"),
        lead=areas.code(row, row.text("lead")),
        municipalities=areas.codes(row, "municipalities") or everyone,
        partners=row.choices("partners", partners),
        target_groups=row.choices("target_groups", words.TARGET_GROUPS),
        starts_on=row.day("starts_on"),
        ends_on=row.day("ends_on"),
        state=state,
        ending=row.text(ending) if ending else "",
        how_we_notice=row.text("how_we_notice"),
        hours=row.whole("hours", None),
        cents=None if euros is None else 100 * euros,
        progress=_progress(row, state),
    )
    if (action.measure is None) == (action.regular is None):
        raise row.fail("an action serves a measure or is regular work: one of the two")
    row.done()
    return action


def _progress(row: Row, state: str) -> tuple[Note, ...]:
    """The tick is `on_track` unless the file says otherwise; the last word on what is done is `done`."""
    notes = []
    for day, note in row.diary("progress"):
        tick = note.choice("tick", words.TICKS) if note.text("tick", "") else "on_track"
        notes.append(Note(day, note.text("text"), tick))
        note.done()
    if notes and state in ("done", "embedded"):
        notes[-1] = replace(notes[-1], tick="done")
    return tuple(notes)
