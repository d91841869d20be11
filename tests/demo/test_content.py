"""The demo content loads, holds what the five plans hold, and refuses what does not fit with the file and the key."""

import csv
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

from driehoek.demo.content import DEMO_DAY, FOLDER, ContentError, load
from driehoek.demo.content_checks import real_gaps
from driehoek.organisations.models import Role

AREAS = Path(__file__).parents[2] / "driehoek" / "organisations" / "open_data"


@pytest.fixture(scope="module")
def content():
    return load()


@pytest.fixture
def folder(tmp_path):
    """A copy of the files, to break."""
    return shutil.copytree(FOLDER, tmp_path / "content")


def broken(folder, file, old, new):
    """What `load` says when the first `old` in a file has become `new`."""
    path = folder / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(ContentError) as refusal:
        load(folder)
    return str(refusal.value)


def rows(name):
    with (AREAS / name).open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


# What it holds


def test_each_plan_shares_its_text_in_another_way(content):
    assert {plan.key: plan.sharing for plan in content.plans} == {
        "waarden": "parts",
        "oude-ijsselstreek": "parallel",
        "tweestromenland": "identical",
        "meierij": "template",
        "heuvelrug": "local_sections",
    }


def test_councils_adopt_one_by_one(content):
    assert {plan.key: plan.adopted_in() for plan in content.plans} == {
        "waarden": (4, 7),
        "oude-ijsselstreek": (1, 1),
        "tweestromenland": (6, 6),
        "meierij": (3, 5),
        "heuvelrug": (5, 5),
    }


def test_the_priorities_are_those_of_the_plans(content):
    joint = {plan.key: [p.title for p in plan.priorities if p.level == "joint"] for plan in content.plans}
    assert [len(joint[key]) for key in ("waarden", "tweestromenland", "meierij", "heuvelrug")] == [4, 3, 4, 3]
    assert len(content.plan("oude-ijsselstreek").priorities) == 3
    local = Counter(content.areas[p.municipality].name for p in content.plan("heuvelrug").priorities if p.municipality)
    assert local == {"Renswoude": 3, "Rhenen": 2, "Utrechtse Heuvelrug": 4, "Veenendaal": 4, "Wijk bij Duurstede": 4}


def test_the_counts_of_the_plans_are_kept(content):
    meierij, heuvelrug = content.plan("meierij"), content.plan("heuvelrug")
    assert (len(meierij.general_goals), len(meierij.principles), len(meierij.lines)) == (6, 6, 3)
    assert len(heuvelrug.principles) == 8
    assert len(content.plan("waarden").criteria.items) == 4
    themes = {plan.key: len(plan.themes) for plan in content.higher_plans}
    assert (themes["landelijk/agenda-2023"], themes["gelderland-zuid/agenda-2021"]) == (5, 7)
    assert (themes["oost/strategie-2019"], themes["oost/mjbp-2019"]) == (4, 5)


def test_money_is_in_cents_per_inhabitant(content):
    cents = {plan.key: plan.contribution and plan.contribution.cents_per_inhabitant for plan in content.plans}
    assert (cents["meierij"], cents["heuvelrug"], cents["waarden"]) == (100, 15, None)


def test_the_areas_are_those_of_the_product(content):
    known = {row["code"]: row["name"] for row in [*rows("areas.csv"), *rows("municipalities.csv")]}
    assert {code: area.name for code, area in content.areas.items()} == {code: known[code] for code in content.areas}
    lies_in = {(row["child"], row["parent"]) for row in rows("area_memberships.csv")}
    assert {(area.code, area.parent) for area in content.areas.values() if area.parent} <= lies_in
    assert sum(area.level == "municipality" for area in content.areas.values()) == 27


def test_everyone_has_a_role_that_the_product_knows(content):
    roles = {grant.role for person in content.people for grant in person.roles}
    assert roles <= set(Role.values)
    assert {
        "strategic_adviser",
        "safety_adviser",
        "mayor",
        "public_prosecutor",
        "team_chief",
        "council_member",
        "council_clerk",
        "functional_admin",
        "analyst",
        "communication_adviser",
    } == roles


def test_every_municipality_of_meierij_has_an_adviser_and_one_adviser_has_two(content):
    advisers = {p.name: {g.scope for g in p.roles if g.role == "safety_adviser"} for p in content.people}
    scopes = set().union(*advisers.values())
    assert {adoption.municipality for adoption in content.plan("meierij").adoptions} <= scopes
    assert [codes for codes in advisers.values() if len(codes) == 2] == [{"GM0757", "GM0865"}]


def test_two_people_can_approve_each_others_roles(content):
    admins = [p for p in content.people if any(g.role == "functional_admin" for g in p.roles)]
    assert len(admins) >= 2


def test_some_actions_are_late_and_every_state_occurs(content):
    late = Counter(a.key.partition("/")[0] for a in content.actions() if a.state == "running" and a.ends_on < DEMO_DAY)
    assert late["meierij"] >= 5
    assert late["tweestromenland"] == 0
    states = {action.state for action in content.actions()}
    assert states == {"proposed", "planned", "running", "done", "embedded", "on_hold", "stopped", "handed_over"}


def test_the_plan_that_is_over_has_only_closed_programmes(content):
    programmes = [p for p in content.programmes if p.plan == "tweestromenland"]
    assert {p.state for p in programmes} == {"closed"}
    assert {action.state for p in programmes for action in p.actions} <= {"done", "embedded", "stopped", "handed_over"}


def test_an_embedded_action_has_a_result_and_a_place(content):
    for action in content.actions():
        assert (action.result != "") == (action.state in ("done", "embedded")), action.key
        assert (action.embedded_in != "") == (action.state == "embedded"), action.key
        assert [note.tick for note in action.progress if note.tick == "done"] == ["done"] * bool(action.result), action.key


def test_there_are_three_gaps_and_they_are_the_listed_ones(content):
    assert real_gaps(content) == {(gap.rule, gap.piece) for gap in content.gaps}
    assert sorted(gap.rule for gap in content.gaps) == [
        "goal_without_indicator",
        "measure_without_action",
        "priority_without_theme",
    ]


def test_decisions_fall_on_working_days(content):
    taken = [adoption.decided_on for plan in content.plans for adoption in plan.adoptions if adoption.decided_on]
    taken += [decision.decided_on for programme in content.programmes for decision in programme.adopted]
    assert {day.strftime("%A") for day in taken} <= {"Monday", "Tuesday", "Wednesday", "Thursday"}


def test_interpretations_name_no_percentage(content):
    assert len(content.interpretations) >= 10
    assert not [item.text for item in content.interpretations if re.search(r"\d+ ?(%|procent)", item.text)]


# What it refuses

MEASURE = "measure: meierij/digitaal/maatregel-3"


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("programme_meierij.yaml", MEASURE, MEASURE[:-1] + "9", "meierij/actie/cyberoefening: there is no measure"),
        ("programme_meierij.yaml", "lead: Vught", "lead: Vucht", "there is no area 'Vucht'"),
        ("programme_meierij.yaml", "lead: Vught", "lead: Tiel", "a municipality that is not in the plan"),
        ("programme_meierij.yaml", "ends_on: 2024-11-30", "ends_on: 2023-01-30", "ends before it begins"),
        ("programme_meierij.yaml", "state: running\n        how", "state: busy\n        how", "'state' is 'busy'"),
        ("programme_meierij.yaml", "        result: Een stappenplan", "        resultaat: Een stap", "field 'result' is missing"),
        ("programme_meierij.yaml", "[Politie, OM, GGZ", "[Politie, OMM, GGZ", "'OMM', which is not known here"),
        ("programme_meierij.yaml", "2023-11-09:", "2025-11-09:", "not in the order of time"),
        ("programme_meierij.yaml", "2024-09-19:", "2024-10-19:", "after the demo day"),
        ("plan_meierij.yaml", "to: landelijk/agenda-2023/d", "to: landelijk/agenda-2023/x", "there is no higher theme"),
        ("plan_meierij.yaml", "serves: [meierij/zorg/doel-1]", "serves: [meierij/zorg/doel-2]", "zorg/maatregel-1: it serves"),
        ("plan_meierij.yaml", "lines: [jeugd, kwetsbaren]", "lines: [jong]", "meierij/zorg: there is no cross-cutting line"),
        ("plan_meierij.yaml", "piece: meierij/lokaal", "piece: meierij/lokal", "meierij/lokal: a layer edits"),
        ("plan_meierij.yaml", "op: replace", "op: change", "'op' is 'change'"),
        ("plan_meierij.yaml", "piece: meierij/boxtel-station", "piece: meierij/vught-auto", "vught-auto: 'add' does not fit"),
        ("plan_meierij.yaml", "challenge: >-", "uitdaging: >-", "meierij/zorg: unknown field 'uitdaging'"),
        ("plan_meierij.yaml", "state: partly_adopted", "state: adopted", "3 of 5 councils adopted"),
        ("plan_meierij.yaml", "decided_on: 2022-12-20, ", "", "Boxtel: a decision that was taken"),
        ("plan_meierij.yaml", "key: meierij/zorg/doel-1", "key: meierij/zorgen/doel-1", "must begin with 'meierij/zorg/'"),
        ("plan_waarden.yaml", "key: waarden/jeugd/punt-2", "key: waarden/jeugd/punt-1", "punt-1: this key stands here twice"),
        ("plan_waarden.yaml", "title: Jeugd", "title: Jeugd\n    title: Jeugd", "no readable YAML: double key"),
        ("plan_waarden.yaml", "deviates, reason: De", "deviates, note: De", "needs a reason"),
        ("higher.yaml", "to: oost/mjbp-2019/ondermijning", "to: oost/mjbp-2019/hennep", "there is no higher theme"),
        ("people.yaml", "scope: GM0797", "scope: GM9797", "there is no area 'GM9797'"),
        ("people.yaml", "ends_on: 2026-12-31", "ends_on: 2024-09-30", "does not run on 2024-10-15"),
        ("people.yaml", "@demo.example", "@boxtel.example", "ends with @demo.example"),
        ("interpretations.yaml", "phenomenon: 1.1.1", "phenomenon: E33", "the demo has no figures of this code"),
        ("talks.yaml", "phenomenon: 2.2.1", "phenomenon: E33", "the demo has no figures of E33"),
        ("talks.yaml", "written_on: 2024-09-11", "written_on: 2024-09-09", "written down before it was held"),
        ("talks.yaml", "answered_on: 2024-10-03", "answered_on: 2024-09-03", "answered before it was asked"),
        ("talks.yaml", "about: 1.4.5", "about: 1.1.1", "nobody asked about"),
        ("links.yaml", "goal: meierij/zorg/doel-1", "goal: meierij/zorg/doel-7", "meierij/zorg/doel-7: there is no such goal"),
        ("links.yaml", "- meierij/actie/phishing", "- meierij/actie/fishing", "there is no action 'meierij/actie/fishing'"),
        ("links.yaml", "piece: heuvelrug/wijk-verkeer", "piece: heuvelrug/wijk-zorg", "wijk-verkeer: a gap that"),
        ("teams.yaml", "members: [mayor, ", "members: [majoor, ", "'majoor', which is not known here"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_named_by_file_and_key(folder, file, old, new, says):
    message = broken(folder, file, old, new)
    assert re.search(says.replace("(", r"\("), message), message
    assert message.split(":")[0].endswith(".yaml")


def test_a_gap_that_is_filled_may_not_stay_listed(folder):
    filled = "  - {goal: meierij/polarisatie/doel-1, codes: [3.6.4], direction: lower}\nlines:\n"
    assert "listed as a gap, but it is none" in broken(folder, "links.yaml", "\nlines:\n", "\n" + filled)


def test_a_missing_file_is_named(folder):
    (folder / "plan_waarden.yaml").unlink()
    with pytest.raises(ContentError, match=r"plan_waarden\.yaml: the file is missing"):
        load(folder)


def test_the_loader_needs_no_django(monkeypatch):
    """It may run before the settings are read, and in a tool."""
    sources = [path.read_text() for path in FOLDER.parent.glob("content*.py")]
    assert len(sources) > 5
    assert not [source for source in sources if "django" in source.lower().replace("no django", "")]
