"""Blocks of 12 months, and what is refused."""

import pytest

from driehoek.engine.counts import Kind, read_period
from driehoek.engine.verdict import BadCounts, Count, Verdict, judge
from tests.engine.given import series


def one(counts, **words):
    (answer,) = judge(counts, **words).series
    return answer


def months(numbers, *, ends="2024-12"):
    last = read_period(ends)
    texts = [type(last)(Kind.MONTH, last.ordinal - len(numbers) + 1 + i).text for i in range(len(numbers))]
    return [Count("Wijchen", "vernieling", text, number, 40_000.0) for text, number in zip(texts, numbers, strict=True)]


def problems(counts, **words):
    with pytest.raises(BadCounts) as caught:
        judge(counts, **words)
    return caught.value.problems


@pytest.mark.parametrize("text", ["2024", "2024-KW3", "2024-07", "0999"])
def test_a_period_reads_back_as_it_was_written(text):
    assert read_period(text).text == text


@pytest.mark.parametrize(
    "text", ["", "24", "2024-7", "2024-13", "2024-00", "2024-KW5", "2024-kw1", "2024-Q1", " 2024", "2024-07-01", "٢٠٢٤"]
)
def test_other_texts_are_no_period(text):
    assert read_period(text) is None


def test_months_are_summed_in_blocks_that_end_at_the_latest_and_the_older_rest_is_left_out():
    answer = one(months([1] * 5 + [2] * 12 + [3] * 12, ends="2024-02"))
    assert answer.period == "2024-02"
    assert (answer.change.from_period, answer.change.first, answer.change.last) == ("2023-02", 24, 36)
    assert answer.blocks_before == 1


def test_quarters_are_summed_by_four():
    counts = [Count("Druten", "lawaai", f"{year}-KW{q}", q, 10.0) for year in (2022, 2023, 2024) for q in (1, 2, 3, 4)]
    answer = one(counts)
    assert (answer.period, answer.latest, answer.expected, answer.blocks_before) == ("2024-KW4", 10, 10.0, 2)


def test_two_rows_are_compared_with_each_other_gap_or_not():
    answer = one([Count("Druten", "lawaai", "2019-07", 4, 1.0), Count("Druten", "lawaai", "2024-07", 9, 1.0)])
    assert (answer.latest, answer.expected, answer.change.from_period) == (9, 4.0, "2019-07")


def test_less_than_twelve_months_cannot_be_told():
    answer = one(months([3, 4, 5]))
    assert answer.latest is answer.expected is answer.p is answer.change is None
    assert answer.verdict is Verdict.CANNOT_TELL
    assert "nog geen 12 maanden" in answer.sentence


def test_one_block_has_nothing_but_its_count():
    answer = one(series("Wijchen", "vernieling", [7]))
    values = answer.as_json()
    empty = {key for key, value in values.items() if value is None}
    assert values["latest"] == 7
    assert empty == {
        "expected", "low", "high", "ratio", "ratio_low", "ratio_high", "dispersion", "p", "p_adjusted", "detectable", "change",
    }  # fmt: skip


def test_only_zeros_keep_their_band_and_have_no_p():
    answer = one(series("Wijchen", "vernieling", [0] * 6))
    assert (answer.latest, answer.expected, answer.low, answer.high, answer.p, answer.detectable) == (0, 0.0, 0, 2, None, None)
    assert answer.verdict is Verdict.CANNOT_TELL


def test_at_most_five_blocks_are_what_is_usual_and_the_change_is_from_the_first():
    answer = one(series("Wijchen", "vernieling", [999, 10, 10, 10, 10, 10, 10]))
    assert (answer.expected, answer.blocks_before, answer.change.first) == (10.0, 5, 999)


def test_the_change_is_null_only_where_there_is_one_block():
    change = one(series("Wijchen", "vernieling", [0, 0])).change
    assert (change.first, change.last, change.p) == (0, 0, None)


def test_each_phenomenon_has_its_own_dispersion_and_the_latest_block_counts_only_in_a_series_of_three():
    three = one(series("Wijchen", "vernieling", [10, 90, 10]))
    four = one(series("Wijchen", "vernieling", [10, 10, 10, 90]))
    assert three.dispersion > 2 > four.dispersion


def test_a_gap_in_a_longer_series_is_refused():
    (problem,) = problems([*series("Wijchen", "vernieling", [1, 2], last=2020), *series("Wijchen", "vernieling", [3])])
    assert (problem.column, problem.value) == ("period", "2024")
    assert "tussen 2020 en 2024" in str(problem)


def test_a_double_row_is_refused_with_both_lines():
    (problem,) = problems(series("Wijchen", "vernieling", [1]) * 2, lines=[2, 9])
    assert problem.line == 9
    assert "regel 2" in problem.wrong


def test_mixed_kinds_of_period_in_one_series_are_refused():
    (problem,) = problems([Count("a", "x", "2023", 1, 1.0), Count("a", "x", "2024-KW1", 1, 1.0)])
    assert "jaar" in problem.wrong


def test_kinds_of_period_may_differ_between_series():
    assert len(judge([*series("a", "x", [1, 2]), Count("b", "x", "2024-KW1", 1, 1.0)]).series) == 2


@pytest.mark.parametrize(
    ("changed", "column"),
    [
        ({"count": -1}, "count"),
        ({"count": 1.5}, "count"),
        ({"count": float("nan")}, "count"),
        ({"count": 10**13}, "count"),
        ({"exposure": 0.0}, "exposure"),
        ({"exposure": -3.0}, "exposure"),
        ({"exposure": float("inf")}, "exposure"),
        ({"exposure": float("nan")}, "exposure"),
        ({"period": "vorig jaar"}, "period"),
    ],
)
def test_a_bad_value_is_refused_by_column(changed, column):
    row = {"area": "a", "phenomenon": "x", "period": "2024", "count": 1, "exposure": 1.0} | changed
    (problem,) = problems([Count("a", "x", "2023", 1, 1.0), Count(**row)])
    assert problem.column == column
    assert problem.remedy


def test_every_problem_is_told_at_once():
    found = problems([Count("a", "x", "2023", -1, 0.0), Count("b", "x", "?", 1, 1.0)], lines=[2, 3])
    assert [(problem.line, problem.column) for problem in found] == [(2, "count"), (2, "exposure"), (3, "period")]


def test_nothing_to_judge_is_an_empty_answer():
    assert judge([]).as_json() == {"family": {"size": 0, "method": "holm", "alpha": 0.05}, "series": []}
