"""When an action is late, at risk or silent; merging; reading cells; the difference between a sheet and the programme."""

import contextlib
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from driehoek.programme import rules
from driehoek.programme.actions.rules import EMPTY, as_json, faults, from_json, tidy
from driehoek.programme.process import ACTION
from driehoek.programme.rules import Situation, merge
from driehoek.programme.sheet.columns import COLUMNS, FIELDS, Known, cells, headings, read_lines, recognise
from driehoek.programme.sheet.compare import SheetAction, apply_differences, compare
from driehoek.programme.sheet.reading import Unreadable, amount, day_of, list_of

TODAY = date(2024, 10, 15)
days = st.dates(date(2024, 6, 1), date(2025, 3, 1))
situations = st.builds(
    Situation,
    st.sampled_from([state.code for state in ACTION.states]),
    st.none() | days,
    st.none() | days,
    st.none() | st.dates(date(2024, 6, 1), TODAY),
    st.sampled_from(["", "on_track", "needs_attention", "stuck", "done"]),
)


# --- late, at risk, silent -----------------------------------------------------------------------------------------------
def test_an_action_is_late_the_day_after_its_end():
    running = Situation("running", ends_on=TODAY)
    assert not rules.is_late(running, TODAY)
    assert rules.is_late(running, TODAY + timedelta(days=1))


@given(situations)
def test_what_is_finished_or_on_hold_is_never_late_at_risk_or_silent(action):
    if action.state not in ("planned", "running"):
        assert not any(
            judge(action, TODAY) for judge in (rules.is_late, rules.is_at_risk, rules.is_silent, rules.waits_for_a_tick)
        )


@given(situations, days)
def test_what_is_late_stays_late_until_it_is_finished(action, later):
    if rules.is_late(action, TODAY) and later >= TODAY:
        assert rules.is_late(action, later)


@given(situations)
def test_late_and_at_risk_exclude_each_other(action):
    assert not (rules.is_late(action, TODAY) and rules.is_at_risk(action, TODAY))


@given(situations)
def test_a_word_of_today_ends_silence_and_waiting(action):
    told = Situation(action.state, action.starts_on, action.ends_on, TODAY, "on_track")
    assert not rules.is_silent(told, TODAY)
    assert not rules.waits_for_a_tick(told, TODAY) or action.ends_on == TODAY
    assert not rules.is_unexplained(told, TODAY)


def test_an_action_concerns_its_owner_its_lead_and_the_whole_team():
    joint = {"leads": "GM1", "programme_area": "BT-X", "joint_areas": ("GM1", "GM2")}
    assert rules.concerns(is_owner=True, works_in=(), **joint) == ("owner",)
    assert rules.concerns(is_owner=False, works_in=("GM1",), **joint) == ("lead", "joint")
    assert rules.concerns(is_owner=False, works_in=("BT-X", "GM2"), **joint) == ("programme",)
    assert rules.concerns(is_owner=False, works_in=("GM3",), **joint) == ()


# --- merging -------------------------------------------------------------------------------------------------------------
fields = st.sampled_from("abcd")
values = st.dictionaries(fields, st.integers(0, 2), min_size=4, max_size=4)


@given(values, values, values)
def test_a_merge_writes_or_asks_for_each_change_of_mine_and_keeps_all_of_theirs(base, mine, theirs):
    outcome = merge(base, mine, theirs)
    merged = theirs | outcome.write
    for name in base:
        if mine[name] == base[name]:
            assert merged[name] == theirs[name]
        elif theirs[name] == base[name]:
            assert merged[name] == mine[name]
        else:
            assert merged[name] == theirs[name]
            assert (name in outcome.conflicts) == (mine[name] != theirs[name])


@given(values, values)
def test_alone_there_is_never_a_question(base, mine):
    outcome = merge(base, mine, base)
    assert outcome.conflicts == {}
    assert base | outcome.write == mine


# --- the sheet against the programme -------------------------------------------------------------------------------------
numbers = st.integers(1, 6)
programmes = st.dictionaries(numbers, values, max_size=5)
lines = st.lists(
    st.builds(SheetAction, st.integers(2, 99), st.none() | numbers, st.dictionaries(fields, st.integers(0, 2))), max_size=8
)


@given(programmes, lines)
def test_every_line_is_accounted_for_exactly_once(present, sheet):
    found = compare(present, sheet)
    assert len(found.new) + len(found.changed) + len(found.same) + len(found.problems) == len(sheet)
    numbered = [action.number for action in found.changed] + list(found.same) + list(found.gone)
    assert sorted(numbered) == sorted(present)


@given(programmes, lines)
def test_taking_in_the_differences_gives_the_sheet(present, sheet):
    after = apply_differences(present, compare(present, sheet).changed)
    seen = set()
    for line in sheet:
        if line.number in present and line.number not in seen:
            seen.add(line.number)
            assert after[line.number] == present[line.number] | line.values


@given(programmes)
def test_a_sheet_that_says_the_same_has_no_differences(present):
    sheet = [SheetAction(line, number, said) for line, (number, said) in enumerate(present.items(), 2)]
    found = compare(present, sheet)
    assert not found
    assert found.gone == found.problems == ()


@given(programmes, programmes, lines)
def test_an_old_sheet_never_puts_back_what_somebody_else_changed(base, now, sheet):
    both = {number: base[number] for number in base if number in now}
    found = compare({number: now[number] for number in both}, sheet, both)
    for action in found.changed:
        for one in action.differences:
            assert now[action.number][one.field] == both[action.number][one.field]
        for one in action.conflicts:
            assert len({one.base, one.mine}) == len({one.theirs, one.mine}) == 2


# --- cells ---------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("cell", "cents"),
    [("1.234,50", 123450), ("1234.5", 123450), ("1.234", 123400), ("€ 12", 1200), ("12,5 euro", 1250), (12.34, 1234), ("", None),
     (None, None), ("1 250,-", 125000), (0, 0), ("1.234.567", 123456700)],
)  # fmt: skip
def test_amounts_are_read_as_people_write_them(cell, cents):
    assert amount(cell, 100, 10**12) == cents


@pytest.mark.parametrize("cell", ["veel", "12 á 15", "-3", float("nan"), float("inf"), "1,2,3", True, date(2024, 1, 1), 10**12])
def test_what_is_no_amount_is_refused_in_words(cell):
    with pytest.raises(Unreadable, match="getal"):
        amount(cell, 100, 10**12)


@given(st.integers(0, 10**9))
def test_minutes_survive_the_way_through_hours(minutes):
    hours = next(column for column in COLUMNS if column.field == "minutes")
    known = Known()
    if minutes <= 20_000_000:
        assert hours.read(hours.write(minutes, known), known) == minutes


@pytest.mark.parametrize(
    ("cell", "last", "first"),
    [
        ("3-11-2026", date(2026, 11, 3), date(2026, 11, 3)),
        ("2026-11-03", date(2026, 11, 3), date(2026, 11, 3)),
        ("3 november 2026", date(2026, 11, 3), date(2026, 11, 3)),
        ("03/11/26", date(2026, 11, 3), date(2026, 11, 3)),
        ("nov 2026", date(2026, 11, 30), date(2026, 11, 1)),
        ("eind februari 2028", date(2028, 2, 29), date(2028, 2, 1)),
        ("Q4 2026", date(2026, 12, 31), date(2026, 10, 1)),
        ("2e kwartaal 2026", date(2026, 6, 30), date(2026, 4, 1)),
        ("2026", date(2026, 12, 31), date(2026, 1, 1)),
        (2026.0, date(2026, 12, 31), date(2026, 1, 1)),
        (datetime(2026, 11, 3, 9, 0), date(2026, 11, 3), date(2026, 11, 3)),
        ("", None, None),
    ],
)
def test_dates_are_read_as_people_write_them(cell, last, first):
    assert (day_of(cell, last=True), day_of(cell, last=False)) == (last, first)


@pytest.mark.parametrize("cell", ["zo snel mogelijk", "31-2-2026", "1-1-1899", "13-13-2026", "Q5 2026"])
def test_what_is_no_date_is_refused_in_words(cell):
    with pytest.raises(Unreadable):
        day_of(cell, last=True)


@given(st.text())
def test_no_cell_makes_the_reader_crash(text):
    for read in (lambda: amount(text, 100, 10**12), lambda: day_of(text, last=True), lambda: list_of(text)):
        with contextlib.suppress(Unreadable):
            read()


# --- the whole sheet -----------------------------------------------------------------------------------------------------
KNOWN = Known(
    measures={"Controles": "m-1", "Toezicht": "m-2", "Toezicht (2)": "m-3"},
    fields={"V1 Wonen": "V1", "V3 Jeugd": "V3"},
    areas={"Noorddorp": "GM1", "Zuidwijk": "GM2"},
    people={"Anna de Vries": ("a", "Anna de Vries"), "Jan (jan@x)": ("j", "Jan")},
)
words = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn")), max_size=12)
OWNERS = [("", ""), ("a", "Anna de Vries"), ("j", "Jan"), ("", "Jan"), ("x", "Weg")]
actions = st.fixed_dictionaries(
    {
        "title": words.map(lambda text: "T" + text), "measure": st.none() | st.sampled_from(list(KNOWN.measures.values())),
        "safety_field": st.sampled_from(["", "V1", "V3"]), "state": st.sampled_from([state.code for state in ACTION.states]),
        "reason": words, "starts_on": st.none() | days, "ends_on": st.none() | days, "lead": st.sampled_from(["", "GM1", "GM2"]),
        "political_owner": words, "owner": st.sampled_from(OWNERS),
        "partners": st.lists(words).map(tuple), "target_groups": st.lists(words).map(tuple), "description": words,
        "how_noticed": words, "minutes": st.none() | st.integers(0, 10**6), "cents": st.none() | st.integers(0, 10**9),
        "result": words, "anchored_in": words, "handed_over_to": words,
    }
).map(tidy)  # fmt: skip


@given(st.dictionaries(st.integers(1, 500), actions, max_size=4))
def test_what_went_out_comes_back_the_same(present):
    rows = [
        (line, cells({**said, "number": number, "version": 7}, KNOWN)) for line, (number, said) in enumerate(present.items(), 2)
    ]
    places = recognise(headings())
    assert set(places.values()) == {column.field for column in COLUMNS}
    found = read_lines(rows, places, KNOWN, present)
    assert found.problems == ()
    assert {action.number: dict(action.values) for action in found.actions} == present
    assert set(found.versions.values()) <= {7}


@given(actions)
def test_values_survive_the_timeline(said):
    assert from_json(as_json(said)) == said
    assert set(said) == set(FIELDS) == set(EMPTY)


@given(actions)
def test_tidying_twice_is_tidying_once(said):
    assert tidy(said) == said


@given(actions)
def test_a_fault_names_a_field_and_says_what_to_do(said):
    for name, sentence in faults(said).items():
        assert name in EMPTY
        assert sentence.endswith(".")


def test_a_cell_that_cannot_be_read_names_its_place_and_the_remedy():
    header = ["Nr", "Actie", "Wanneer", "Status", "Kosten", "Gemeente", "Maatregel", "Iets anders"]
    places = recognise(header)
    assert [places.get(place) for place in range(8)] == ["number", "title", "ends_on", "state", "cents", "lead", "measure", None]
    rows = [
        (2, ["A-3", "Camera’s", "ooit", "Bezig", "veel", "Utrecht", "Iets", ""]),
        (3, [None, None, "", None, None, None, None, None]),
        (4, ["twaalf", "Lampen", "", "Bijna", "", "", "", ""]),
    ]
    found = read_lines(rows, places, KNOWN)
    assert found.actions == ()
    told = [(one.line, one.column, one.value) for one in found.problems]
    assert told == [
        (2, "Klaar op", "ooit"), (2, "Euro", "veel"), (2, "Trekkende gemeente", "Utrecht"), (2, "Maatregel", "Iets"),
        (4, "Nummer", "twaalf"), (4, "Stand", "Bijna"),
    ]  # fmt: skip
    assert all(one.remedy.endswith(".") for one in found.problems)
