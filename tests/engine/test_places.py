"""Hot spots against their plain definition, near repeats against counting by hand, and how often chance gets a colour."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from driehoek.engine.places import Spot, hot_spots, near_repeats, neighbours, side_by_side, within


def gi_star_plainly(x, weights):
    """Gi* as Ord & Getis 1995 write it, one area at a time."""
    n, mean = len(x), sum(x) / len(x)
    s = math.sqrt(sum(value**2 for value in x) / n - mean**2)
    found = []
    for row in weights:
        total, squares = sum(row), sum(w**2 for w in row)
        top = sum(w * value for w, value in zip(row, x, strict=True)) - mean * total
        found.append(top / (s * math.sqrt((n * squares - total**2) / (n - 1))))
    return found


@pytest.mark.parametrize("seed", range(5))
def test_gi_star_is_that_of_the_paper(seed):
    rng = np.random.default_rng(seed)
    values = rng.gamma(2, 3, (60, 7))
    weights = np.where(rng.random((60, 60)) < 0.1, rng.uniform(0.1, 2, (60, 60)), 0.0) + np.eye(60)
    expected = np.array([gi_star_plainly(column, weights) for column in values.T]).T
    np.testing.assert_allclose(hot_spots(values, weights).z, expected, rtol=1e-10, atol=1e-10)


def test_with_unknown_values_gi_star_is_that_of_the_known_areas():
    rng = np.random.default_rng(9)
    values = rng.gamma(2, 3, (40, 3))
    values[rng.random(values.shape) < 0.2] = np.nan
    weights = (rng.random((40, 40)) < 0.2) + np.eye(40)
    found = hot_spots(values, weights)
    for column in range(3):
        known = ~np.isnan(values[:, column])
        expected = gi_star_plainly(values[known, column], weights[np.ix_(known, known)])
        np.testing.assert_allclose(found.z[known, column], expected, rtol=1e-10, atol=1e-10)
        assert np.isnan(found.z[~known, column]).all()
        assert found.spot(int(np.flatnonzero(~known)[0]), column) is Spot.CANNOT_TELL


@given(seed=st.integers(0, 10**6), times=st.floats(0.001, 1000), shift=st.floats(-50, 50))
def test_neither_unit_nor_zero_point_nor_order_makes_a_difference(seed, times, shift):
    rng = np.random.default_rng(seed)
    values, weights = rng.normal(20, 5, (15, 2)), (rng.random((15, 15)) < 0.3) + np.eye(15)
    order = rng.permutation(15)
    one, other = hot_spots(values, weights), hot_spots(values[order] * times + shift, weights[np.ix_(order, order)])
    np.testing.assert_allclose(other.z, one.z[order], rtol=1e-7, atol=1e-7)


def grid(side, step=100.0):
    return np.array([(step * i, step * j) for i in range(side) for j in range(side)])


def test_a_cluster_is_seen_where_it_lies_and_elsewhere_nothing():
    rng = np.random.default_rng(1)
    points = grid(20)
    values = rng.normal(10, 1, (400, 1))
    middle = np.hypot(*(points - 950).T) < 200
    values[middle] += 6
    found = hot_spots(values, within(points, 150))
    hot = {i for i in range(400) if found.spot(i, 0) is Spot.HOT}
    assert set(np.flatnonzero(middle)) <= hot
    assert all(np.hypot(*(points[i] - 950)) < 400 for i in hot)
    assert not any(found.spot(i, 0) is Spot.COLD for i in range(400))


def test_values_that_are_all_equal_have_no_hot_spot():
    found = hot_spots(np.full((9, 1), 0.1), within(grid(3), 150))
    assert found.spot(0, 0) is Spot.CANNOT_TELL
    everything = hot_spots(np.arange(9.0)[:, None], within(grid(3), 10_000))  # all are neighbours of all
    assert np.isnan(everything.z).all()


def test_chance_alone_seldom_colours_a_map():
    rng = np.random.default_rng(6)
    found = hot_spots(rng.normal(0, 1, (900, 200)), within(grid(30), 150))
    assert np.mean(np.nanmin(found.p_adjusted, axis=0) <= 0.05) <= 0.05
    assert np.all(found.order <= found.p_adjusted + 1e-12)


def test_pairs_that_repeat_and_both_ways_are_one_neighbour():
    dense = neighbours(3, [(0, 1), (1, 0), (0, 1)]).toarray()
    assert dense.tolist() == [[1, 1, 0], [1, 1, 0], [0, 0, 1]]


@pytest.mark.parametrize(
    ("values", "weights"),
    [
        (np.ones(3), np.eye(3)),
        (np.ones((3, 1)), np.eye(4)),
        (np.ones((3, 1)), -np.eye(3)),
        (np.ones((3, 1)), np.ones((3, 3)) - np.eye(3)),
    ],
)
def test_values_and_weights_that_do_not_fit_are_refused(values, weights):
    with pytest.raises(ValueError, match=r"values are|weights are"):
        hot_spots(values, weights)


@pytest.mark.slow
def test_fourteen_thousand_areas_and_fifty_indicators_go_through_at_once():
    rng = np.random.default_rng(0)
    points = rng.uniform(0, 200_000, (14_000, 2))
    values, weights = rng.gamma(2, 3, (14_000, 50)), within(points, 3_000)
    found = hot_spots(values, weights)
    assert np.isfinite(found.z).all()
    few = [7, 11_111]
    dense = weights[few].toarray()
    mean, n = values.mean(axis=0), len(values)
    top = dense @ values - dense.sum(axis=1)[:, None] * mean
    below = values.std(axis=0) * np.sqrt((n * (dense**2).sum(axis=1) - dense.sum(axis=1) ** 2) / (n - 1))[:, None]
    np.testing.assert_allclose(found.z[few], top / below, rtol=1e-10, atol=1e-10)


def knox_plainly(points, days, metres, within_days):
    counted = np.zeros((len(metres), len(within_days)), int)
    for i in range(len(points)):
        for j in range(i):
            far, apart = math.dist(points[i], points[j]), abs(int(days[i]) - int(days[j]))
            if far <= metres[-1] and apart <= within_days[-1]:
                row = next(k for k, end in enumerate(metres) if far <= end)
                counted[row, next(k for k, end in enumerate(within_days) if apart <= end)] += 1
    return counted


@given(seed=st.integers(0, 10**6))
def test_pairs_are_counted_as_by_hand(seed):
    rng = np.random.default_rng(seed)
    points, days = rng.integers(0, 8, (25, 2)) * 50.0, rng.integers(0, 30, 25)
    found = near_repeats(points, days, metres=(100, 200), within_days=(0, 7), permutations=1)
    assert np.array_equal(found.pairs, knox_plainly(points, days, (100, 200), (0, 7)))


def burglaries(rng, repeats):
    """600 burglaries in a town, and after some of them another one within 100 metres and a week."""
    points, days = rng.uniform(0, 5000, (600, 2)), rng.integers(0, 365, 600)
    near = points[:repeats] + rng.uniform(-60, 60, (repeats, 2))
    return np.vstack([points, near]), np.concatenate([days, days[:repeats] + rng.integers(1, 7, repeats)])


def test_burglaries_that_follow_each_other_are_found_in_their_own_band():
    found = near_repeats(*burglaries(np.random.default_rng(3), 40), permutations=199)
    assert found.p_adjusted[0, 0] <= 0.05
    assert found.ratio[0, 0] > 2
    assert found.p_adjusted[2, 1] > 0.05


def test_the_same_seed_gives_the_same_answer_and_the_order_of_burglaries_hardly_matters():
    points, days = burglaries(np.random.default_rng(3), 40)
    one, again = (near_repeats(points, days, permutations=49, seed=8) for _ in range(2))
    assert np.array_equal(one.p, again.p)
    turned = near_repeats(points[::-1], days[::-1], permutations=49, seed=8)
    assert np.array_equal(turned.pairs, one.pairs)


@pytest.mark.slow
def test_burglaries_without_any_pattern_are_seldom_called_one():
    rng = np.random.default_rng(12)
    alarms = [np.any(near_repeats(*burglaries(rng, 0), permutations=199, seed=i).p_adjusted <= 0.05) for i in range(100)]
    assert np.mean(alarms) <= 0.09  # 5 % and two standard errors of a hundred towns


def test_without_burglaries_there_is_nothing_to_tell():
    found = near_repeats(np.zeros((0, 2)), np.zeros(0), permutations=9)
    assert np.all(found.p == 1)
    assert np.isnan(found.ratio).all()


@pytest.mark.parametrize(
    "given_",
    [
        {"points": [[0, np.nan]], "days": [1]},
        {"points": [[0, 0]], "days": [1, 2]},
        {"points": [[0, 0]], "days": [1], "metres": (200, 100)},
    ],
)
def test_points_without_a_place_or_a_day_are_refused(given_):
    with pytest.raises(ValueError, match=r"two known coordinates|one day|bands rise"):
        near_repeats(**given_)


def test_area_and_surroundings_stand_side_by_side_and_no_cause_is_claimed():
    found = side_by_side((1200, 800), (600, 750))
    assert found.inside.ratio == pytest.approx(2 / 3)
    assert found.around.ratio == pytest.approx(1.25)
    assert found.sentence == (
        "In het gebied ging het van 1.200 naar 800, eromheen van 600 naar 750. "
        "Of het een met het ander te maken heeft, is met deze cijfers niet te zeggen."
    )
    assert "niet even lang" in side_by_side((10, 5), (10, 5), before=12, after=6).sentence
