"""What an indicator means: the whole list, its versions, its breaks, and the words that a finding may use."""

from __future__ import annotations

import pytest

from driehoek.engine.results import Verdict
from driehoek.figures.indicators import rules
from driehoek.figures.indicators.queries import breaks_of, meaning_of
from driehoek.figures.models import Indicator

R, F, U, N = Verdict.RISES, Verdict.FALLS, Verdict.AS_USUAL, Verdict.CANNOT_TELL


@pytest.mark.parametrize(
    ("direction", "said"),
    [
        ("lower", {R: "ongunstig", F: "gunstig", U: "", N: ""}),
        ("higher", {R: "gunstig", F: "ongunstig", U: "", N: ""}),
        ("keep", {R: "gunstig", F: "ongunstig", U: "", N: ""}),
        ("", {R: "", F: "", U: "", N: ""}),
    ],
)
def test_a_change_is_only_called_good_or_bad_where_the_indicator_has_a_direction(direction, said):
    meaning = meaning_of(Indicator(code="x", label="X", direction=direction))
    assert {verdict: meaning.valued(verdict) for verdict in Verdict} == said


def test_what_a_reader_must_know_comes_in_whole_sentences_each_once():
    indicator = Indicator(
        label="Winkeldiefstallen", moves_with="reporting", limits="Winkels melden niet alles. Kleine aantallen springen",
        willingness="Winkels melden niet alles.", unit="per_1000",
    )  # fmt: skip
    meaning = meaning_of(indicator)
    assert meaning.caveats == (
        "Dit aantal hangt ook af van hoeveel mensen aangifte doen.",
        "Winkels melden niet alles.",
        "Kleine aantallen springen.",
    )
    assert meaning.unit_words == "per 1.000 inwoners"


def test_breaks_come_in_the_order_of_time_with_a_sentence():
    indicator = Indicator(
        label="Fraude",
        breaks=[
            {"first": "2020", "last": "2021", "reason": "corona"},
            {"first": "2016", "last": "", "reason": "nieuwe indeling."},
            {"first": "2018", "last": "2018", "reason": "staking"},
        ],
    )
    assert [one.sentence for one in breaks_of(indicator)] == [
        "Vanaf 2016 is de reeks anders: nieuwe indeling.",
        "2018 wijkt af: staking.",
        "2020 tot en met 2021 wijkt af: corona.",
    ]


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (rules.Break("vorig jaar", "", "corona"), "first"),
        (rules.Break("2020", "straks", "corona"), "last"),
        (rules.Break("2021", "2020", "corona"), "last"),
        (rules.Break("2020", "2021", "  "), "reason"),
        (rules.Break("2020", "2021", "x" * 301), "reason"),
    ],
)
def test_a_break_needs_a_period_that_runs_forward_and_a_reason(wanted, field):
    assert list(rules.break_problems(wanted)) == [field]
    assert rules.break_problems(rules.Break("2020", "2021-06", "corona")) == {}


def test_a_definition_comes_back_from_what_was_kept_also_from_an_older_version():
    whole = rules.Definition("Inbraken", themes=("V13",), field="V1", breaks=(rules.Break("2020", "", "corona"),))
    assert rules.Definition.from_json(whole.as_json()) == whole
    assert rules.Definition.from_json({"label": "Oud", "source": "47018NED", "phenomenon": "1.1.1"}).label == "Oud"
    assert whole.digest != rules.Definition("Inbraken").digest
