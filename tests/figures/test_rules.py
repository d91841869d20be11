"""The sentences and numbers of a picture, without a database."""

from dataclasses import dataclass

import pytest

from driehoek.engine.results import Verdict
from driehoek.figures import rules
from driehoek.figures.rules import Named


@dataclass(frozen=True)
class FakeVerdict:
    verdict: Verdict
    latest: int | None = 10


def cells(**kinds: int) -> list:
    verdicts = {"rises": Verdict.RISES, "falls": Verdict.FALLS, "usual": Verdict.AS_USUAL, "unknown": Verdict.CANNOT_TELL}
    return [
        (Named(f"{kind} {n}", f"{kind} {n}"), FakeVerdict(verdicts[kind]))
        for kind, count in kinds.items()
        for n in range(1, count + 1)
    ]


def test_what_really_changes_is_said_first_and_by_name():
    text = rules.summary("Druten", cells(rises=1, falls=2, usual=5, unknown=4))
    assert text == (
        "In Druten stijgt het aantal rises 1 en daalt het aantal falls 1 en falls 2. "
        "Van de andere: 5 zijn als gewoonlijk en van 4 is het niet te zeggen."
    )


def test_no_change_is_said_as_such_and_what_cannot_be_told_is_counted():
    text = rules.summary("Druten", cells(usual=1, unknown=11))
    assert text == (
        "Van de 12 soorten die in Druten zijn geteld, is bij geen een stijging of daling te zien. "
        "1 is als gewoonlijk en van 11 is het niet te zeggen."
    )


def test_a_long_list_of_changes_names_the_first_few():
    assert "falls 1, falls 2, falls 3 en nog 6" in rules.summary("Druten", cells(falls=9))


def test_without_figures_the_summary_says_so():
    assert rules.summary("Eindhoven", []) == "Van Eindhoven zijn nog geen cijfers ingelezen."


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        (Verdict.RISES, "Meer inbraken in Druten dan gewoonlijk"),
        (Verdict.FALLS, "Minder inbraken in Druten dan gewoonlijk"),
        (Verdict.AS_USUAL, "Ongeveer evenveel inbraken in Druten als gewoonlijk"),
        (Verdict.CANNOT_TELL, "Of er in Druten meer of minder inbraken zijn, is niet te zeggen"),
    ],
)
def test_the_heading_of_a_figure_is_its_verdict(verdict, words):
    assert rules.headline("Druten", "inbraken", FakeVerdict(verdict)) == words


def test_a_heading_without_a_count_claims_nothing():
    assert rules.headline("Druten", "inbraken", None) == "Over inbraken in Druten zijn geen cijfers"


def test_a_rate_is_per_thousand_inhabitants_and_absent_where_nobody_lives():
    assert rules.rate_per_1000(29, 19_340.0) == pytest.approx(1.4995, abs=1e-4)
    assert rules.rate_per_1000(29, 0) is None
    assert rules.rate_per_1000(None, 100.0) is None
