"""Small counts cannot be computed back: tried by someone who has only the release, with linear programming."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from driehoek.engine.disclosure import controlled_rounding, possible, suppress, with_totals

counts = st.one_of(st.integers(0, 6), st.integers(0, 60), st.just(0))


@st.composite
def tables(draw, most=4):
    rows, columns = draw(st.integers(1, most)), draw(st.integers(1, most))
    return np.array(draw(st.lists(st.lists(counts, min_size=columns, max_size=columns), min_size=rows, max_size=rows)))


def computed_back(released):
    """Lowest and highest that each hidden cell can be for who knows the release, that it adds up, and the lowest count."""
    cells = [tuple(cell) for cell in np.argwhere(released.hidden)]
    known = np.nan_to_num(released.counts)
    rows, columns = known.shape
    sums, results = [], []
    for line in [
        *([(i, j) for j in range(columns)] for i in range(rows)),
        *([(i, j) for i in range(rows)] for j in range(columns)),
    ]:
        sign = {cell: -1 if cell == line[-1] else 1 for cell in line}
        sums.append([sign.get(cell, 0) for cell in cells])
        results.append(-sum(sign[cell] * known[cell] for cell in line))
    found = {}
    for at, cell in enumerate(cells):
        limits = []
        for way in (1, -1):
            goal = np.zeros(len(cells))
            goal[at] = way
            answer = linprog(goal, A_eq=sums, b_eq=results, bounds=(released.least, None))
            assert answer.status in (0, 3)  # found, or without end
            limits.append(-1 if answer.status == 3 else round(way * answer.fun))
        found[cell] = tuple(limits)
    return found


def parts_that_are_not_zero(table, cell):
    """1 for a cell itself; for a total, how many of its cells are not 0: where zeros are shown, a reader knows that."""
    rows, columns = (slice(at, at + 1) if at < size else slice(None) for at, size in zip(cell, table.shape, strict=True))
    return np.count_nonzero(table[rows, columns])


def assert_cannot_be_computed_back(table, threshold, hide_zero):
    released = suppress(table, threshold=threshold, hide_zero=hide_zero)
    truth = with_totals(table)
    for cell, (low, high) in computed_back(released).items():
        assert low <= truth[cell]
        assert high == -1 or high > low  # not one cell can be computed back
        if truth[cell] < threshold:
            assert low == (0 if hide_zero else parts_that_are_not_zero(table, cell))
            assert high == -1 or high >= threshold - 1


@settings(max_examples=60)
@given(table=tables(), threshold=st.integers(2, 6), hide_zero=st.booleans())
def test_a_small_count_can_still_be_every_small_number(table, threshold, hide_zero):
    assert_cannot_be_computed_back(table, threshold, hide_zero)


@settings(max_examples=40)
@given(table=tables(most=3), hide_zero=st.booleans())
def test_our_own_audit_finds_what_the_attacker_finds(table, hide_zero):
    released = suppress(table, hide_zero=hide_zero)
    low, high = possible(released, table)
    for cell, limits in computed_back(released).items():
        assert (low[cell], high[cell]) == limits
    assert np.array_equal(low[~released.hidden], released.counts[~released.hidden])


@given(table=tables(most=6), threshold=st.integers(2, 8), hide_zero=st.booleans())
def test_no_small_count_or_small_total_is_shown_and_what_is_shown_is_true(table, threshold, hide_zero):
    released = suppress(table, threshold=threshold, hide_zero=hide_zero)
    shown = released.counts[~released.hidden]
    assert np.all((shown >= threshold) | ((shown == 0) & (not hide_zero)))
    assert np.array_equal(shown, with_totals(table)[~released.hidden])


def test_one_small_count_takes_others_with_it_and_the_totals_stay():
    released = suppress([[20, 3, 30], [40, 50, 60], [12, 22, 31]])
    assert released.hidden.sum() == 4
    assert released.hidden[0, 1]
    assert not released.hidden[-1].any()
    assert not released.hidden[:, -1].any()
    assert released.text(0, 1) == "–"
    assert suppress([[1200, 5]]).text(0, 0) == "1.200"


def test_a_list_of_counts_with_one_small_one_hides_a_second():
    released = suppress([3, 40, 7, 12])
    assert np.isnan(released.counts[:, 0]).tolist() == [True, False, True, False, False]


def test_two_small_counts_that_are_all_that_is_missing_from_a_total_do_not_give_each_other_away():
    released = suppress([[1, 1, 30], [50, 60, 70], [80, 90, 95]])
    low, high = possible(released, [[1, 1, 30], [50, 60, 70], [80, 90, 95]])
    assert (low[0, 0], low[0, 1]) == (0, 0)
    assert min(high[0, 0], high[0, 1]) >= 4  # 50 − 48 would leave no more than 2


def test_a_table_without_small_counts_is_shown_whole():
    assert not suppress([[5, 6], [7, 8]]).hidden.any()
    assert not suppress([[0, 6], [7, 8]], hide_zero=False).hidden.any()


@settings(max_examples=200)
@given(table=tables(most=7), base=st.sampled_from([2, 3, 5, 10]), seed=st.integers(0, 1000))
def test_a_rounded_table_adds_up_and_nothing_moves_a_whole_base(table, base, seed):
    truth, rounded = with_totals(table), controlled_rounding(table, base, seed=seed)
    assert np.all(rounded % base == 0)
    assert np.array_equal(rounded, with_totals(rounded[:-1, :-1]))
    assert np.all(np.abs(rounded - truth) < base)
    assert np.array_equal(controlled_rounding(table, base, seed=seed), rounded)


def test_rounding_keeps_every_count_and_total_on_average():
    table = np.array([[1, 7, 3], [4, 0, 12], [9, 2, 6]])
    many = np.array([controlled_rounding(table, 5, seed=seed) for seed in range(4000)])
    off = many.mean(axis=0) - with_totals(table)
    assert np.all(np.abs(off) <= 4 * 2.5 / np.sqrt(4000))  # four standard errors; one rounding is at most 2.5 off


@pytest.mark.slow
def test_a_table_of_the_whole_country_is_protected_too():
    rng = np.random.default_rng(0)
    table = rng.poisson(rng.gamma(0.7, 12, (342, 12)))
    released = suppress(table)
    assert np.all(released.counts[~released.hidden] >= 5)
    for i in range(342):  # no row with just one gap, and no column
        assert released.hidden[i].sum() != 1
    assert np.all(np.abs(controlled_rounding(table, 5, seed=1) - with_totals(table)) < 5)


@pytest.mark.slow
@settings(max_examples=400)
@given(table=tables(most=6), threshold=st.integers(2, 10), hide_zero=st.booleans())
def test_larger_tables_cannot_be_computed_back_either(table, threshold, hide_zero):
    assert_cannot_be_computed_back(table, threshold, hide_zero)


@pytest.mark.parametrize(
    "call",
    [
        lambda: suppress([[1.5, 2]]),
        lambda: suppress([[-1, 2]]),
        lambda: suppress([["1", "2"]]),
        lambda: suppress([]),
        lambda: suppress([[np.nan, 3]]),
        lambda: suppress([[1, 2]], threshold=1),
        lambda: controlled_rounding([[1, 2]], 1, seed=0),
    ],
)
def test_what_is_no_table_of_counts_is_refused(call):
    with pytest.raises(ValueError, match=r"a count is|a table has|is at least 2"):
        call()
