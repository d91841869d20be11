"""The bench at a twentieth of its size: its contenders give the same answers. No time is judged here."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench import web
from bench.__main__ import _GOAL, ROWS, make_data
from bench.rounds import Goal, Row, ratio
from bench.rows import list_page, signed_in, text_of

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT)}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bench")


@pytest.fixture(scope="module")
def made(folder: Path) -> dict[str, object]:
    return make_data(folder, ROWS // 20)


def test_the_three_list_pages_say_the_same_with_ten_queries(folder, made):
    assert list_page(folder, made, 0) is None


def test_a_session_that_was_ended_is_refused_with_both_ways_of_keeping_sessions(folder, made):
    assert signed_in(folder, made, 0) is None


def test_both_servers_give_the_same_page(folder, made):
    assert web.list_page(folder, made, 0, 8) is None


def test_a_public_page_that_did_not_change_is_not_sent_again(folder, made):
    assert web.public_page(folder, made, 0) is None


@pytest.mark.parametrize("what", ["verdicts", "surveillance", "spatial", "nation", "aggregation"])
def test_the_answers_of_the_engine_equal_those_of_its_peers(what):
    command = [sys.executable, f"bench/{what}.py", "--share", "0.05"]
    assert "equal" in subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, env=ENVIRONMENT).stdout


def test_a_goal_is_judged_by_the_median_of_the_ratios_of_each_round():
    assert ratio([2.0, 9.0, 4.0], [1.0, 3.0, 1.0]) == 3.0
    assert Goal("as fast", 1.7, 1.7).met
    assert not Goal("the time", 2.4, 2.3, at_least=False).met


def test_a_row_says_that_it_was_noisy():
    assert Row("row", [], {"ours": [1.0, 2.5]}).noisy
    assert not Row("row", [], {"ours": [1.0, 1.9]}).noisy


def test_words_are_compared_without_their_markup():
    assert text_of("<p>x</p><main><b>A &amp;</b>\n B</main>") == "A & B"


def test_the_goals_of_a_bench_are_read_from_what_it_prints():
    said = "ratio 5× (goal ≥ 2.5×) · Python\nlarge time of polars ratio 0.57× (goal ≤ 1.0×)\nverdicts 16.4 s (goal < 60 s)"
    found = [(one["words"], float(one["value"]), one["sign"], float(one["limit"])) for one in _GOAL.finditer(said)]
    assert found == [("ratio", 5, "≥", 2.5), ("large time of polars ratio", 0.57, "≤", 1), ("verdicts", 16.4, "<", 60)]
