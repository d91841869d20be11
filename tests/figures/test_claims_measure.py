"""Finding and marking claims against keys that were made by reading, before the rules."""

from __future__ import annotations

import csv
from collections import Counter

import pytest

from driehoek.figures.claims.queries import claims_in
from driehoek.figures.models import Indicator, Source
from driehoek.organisations.viewer import PUBLIC, SYSTEM
from tests.figures.claims import PLANS, invented, key_rows, plan_texts, score
from tests.figures.deliveries import deliver

with_plans = pytest.mark.skipif(not PLANS.exists(), reason="the plans lie beside the project, not in it")
pytestmark = pytest.mark.django_db


@with_plans
def test_on_the_five_plans_nine_of_ten_are_right_and_eight_of_ten_are_found(open_figures):
    measured = score(plan_texts(), key_rows("claims_key"))
    assert measured.precision >= 0.9
    assert measured.recall >= 0.8


@with_plans
def test_a_reader_who_knew_neither_key_nor_rules_found_the_same(open_figures):
    """By place and direction: how a phenomenon is called differs from reader to reader."""
    rows, texts = key_rows("claims_key", "independent.csv"), plan_texts()
    found = [(plan, claim) for plan, text in texts.items() for claim in claims_in(PUBLIC, text).claims]

    def is_same(row, plan, claim):
        apart = int(row["end"]) <= claim.start or claim.end <= int(row["start"])
        return row["plan"] == plan and row["direction"] == claim.direction and not apart

    assert sum(any(is_same(row, *one) for row in rows) for one in found) >= 0.9 * len(found)
    assert sum(any(is_same(row, *one) for one in found) for row in rows) >= 0.8 * len(rows)


@with_plans
def test_every_claim_names_the_sentence_where_it_stands(open_figures):
    for text in plan_texts().values():
        for claim in claims_in(PUBLIC, text).claims:
            assert text[claim.start : claim.end] == claim.quote
            assert text.count("\n", 0, claim.start) + 1 == claim.line


@pytest.fixture
def appendix(open_figures):
    """What the Tweestromenland plan counts itself, as a source of one's own: nuisance, and all crimes."""
    with (PLANS.parent / "data" / "tweestromenland_2014_2018.csv").open(encoding="utf-8", newline="") as file:
        table = [row for row in csv.DictReader(file) if row["municipality_code"].startswith("GM")]
    source = Source.objects.create(code="bijlage", name="Bijlage Tweestromenland")
    rows = []
    for code in ("0.0.0", "E33", "E35", "2.4.1"):
        Indicator.objects.create(code=f"bijlage-{code}", source=source, phenomenon=code, label=code, one="geval", many="gevallen")
        by_area = {row["municipality_code"]: row for row in table if row["code"] == code}
        years = [year for year in ("2014", "2015", "2016", "2017", "2018") if any(row[year] for row in by_area.values())]
        for area in sorted({row["municipality_code"] for row in table}):
            rows += [(area, code, year, int(by_area.get(area, {}).get(year) or 0), None) for year in years]
    deliver(source, rows)
    return source


@with_plans
def test_what_the_appendix_of_a_plan_counts_is_judged_once_it_is_loaded(appendix):
    """One label was too sure: 292 to 413 reports in two years is, with how much these counts jump, not yet a rise."""
    wanted = Counter((row["phenomenon"], row["mark_with_appendix"]) for row in key_rows("claims_key") if row["plan"] == "002")
    told = Counter((claim.phenomenon, claim.mark.value) for claim in claims_in(SYSTEM, plan_texts()["002"]).claims)
    assert wanted - told == Counter({("onbegrepen gedrag", "klopt"): 1})
    assert told - wanted == Counter({("onbegrepen gedrag", "niet te zeggen"): 1})


@pytest.mark.parametrize(
    ("folder", "precision", "recall"),
    [
        ("claims_invented_first", 0.9, 0.8),
        ("claims_invented_second", 0.9, 0.8),
        ("claims_invented_third", 0.9, 0.8),
        ("claims_invented_fourth", 0.8, 0.3),
    ],
)
def test_plans_in_other_words_are_read_as_well_as_the_page_of_method_says(open_figures, folder, precision, recall):
    """The first thirty were learned from. The last ten were written, and keyed, by somebody who knew no rule and was asked for
    many ways of saying it: of what is said in a picture ("de kop opsteekt") the rules find little."""
    measured = score(invented(folder), key_rows(folder))
    assert measured.precision >= precision
    assert measured.recall >= recall


def test_where_two_readings_of_the_plans_differ_is_kept():
    first, second = (key_rows("claims_key", f"{name}.csv") for name in ("first", "second"))
    place = ("plan", "start", "phenomenon", "direction")
    differ = {tuple(row[name] for name in place) for row in first} ^ {tuple(row[name] for name in place) for row in second}
    kept = {tuple(row[name] for name in place) for row in key_rows("claims_key", "disagreements.csv")}
    assert differ == kept
