"""Peers, funnel and shrinkage: against plain definitions, what never happens, and how often quiet figures get a colour."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from driehoek.engine.peers import Place, Standing, as_matrix, choose_peers, compare, winsorised_dispersion
from driehoek.engine.shrinkage import gamma_poisson, marshall


def everyone(n):
    return ~np.eye(n, dtype=bool)


@st.composite
def panels(draw):
    """Counts of areas × phenomena, some unknown, with exposures and groups."""
    areas, kinds = draw(st.integers(3, 12)), draw(st.integers(1, 4))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    exposure = rng.uniform(100, 50_000, areas).round()
    counts = rng.poisson(exposure[:, None] * rng.gamma(1, 0.002, (areas, kinds))).astype(float)
    counts[rng.random(counts.shape) < 0.1] = np.nan
    return counts, exposure, rng.integers(0, 2, areas)


def marshall_plainly(counts, exposure):
    """The global estimator as the paper has it, for one group and one phenomenon."""
    known = [(x, n) for x, n in zip(counts, exposure, strict=True) if not np.isnan(x)]
    if not known:
        return [np.nan] * len(counts)
    people = sum(n for _, n in known)
    m = sum(x for x, _ in known) / people
    s2 = sum(n * (x / n - m) ** 2 for x, n in known) / people
    a = max(0.0, s2 - m / (people / len(known)))
    return [
        np.nan if np.isnan(x) else m + (a / (a + m / n) if a else 0.0) * (x / n - m)
        for x, n in zip(counts, exposure, strict=True)
    ]


@given(panel=panels())
def test_shrunken_rates_are_those_of_the_paper(panel):
    counts, exposure, groups = panel
    found = marshall(counts, exposure, groups).rate
    for group in set(groups):
        of = groups == group
        for kind in range(counts.shape[1]):
            expected = marshall_plainly(counts[of, kind], exposure[of])
            np.testing.assert_allclose(found[of, kind], expected, rtol=1e-12, atol=1e-18)


@given(panel=panels(), method=st.sampled_from([marshall, gamma_poisson]))
def test_a_shrunken_rate_lies_between_its_own_and_that_of_its_group(panel, method):
    counts, exposure, groups = panel
    found = method(counts, exposure, groups)
    known = ~np.isnan(counts)
    assert np.array_equal(np.isnan(found.rate), ~known)
    low, high = np.minimum(found.raw, found.centre), np.maximum(found.raw, found.centre)
    slack = 1e-12 * high[known]
    assert np.all(found.rate[known] >= low[known] - slack)
    assert np.all(found.rate[known] <= high[known] + slack)
    assert np.all((found.own[known] >= 0) & (found.own[known] <= 1))


@given(panel=panels(), times=st.sampled_from([0.001, 12.0, 1000.0]), method=st.sampled_from([marshall, gamma_poisson]))
def test_the_unit_of_exposure_makes_no_difference(panel, times, method):
    counts, exposure, groups = panel
    one, other = method(counts, exposure, groups), method(counts, exposure * times, groups)
    np.testing.assert_allclose(other.rate * times, one.rate, rtol=1e-7)


def test_the_prior_is_the_likeliest_one():
    rng = np.random.default_rng(3)
    exposure = rng.uniform(1000, 60_000, 80)
    counts = rng.poisson(exposure * rng.gamma(4, 0.001, 80))[:, None]
    found = gamma_poisson(counts, exposure)
    mean = found.centre[0, 0]
    shape = (mean * exposure * (1 - found.own[:, 0]) / found.own[:, 0])[0]

    def likelihood(shape, mean):
        return stats.nbinom.logpmf(counts[:, 0], shape, shape / (shape + mean * exposure)).sum()

    best = likelihood(shape, mean)
    for a, m in [(1.02, 1), (0.98, 1), (1, 1.01), (1, 0.99), (1.02, 1.01), (0.98, 0.99)]:
        assert likelihood(shape * a, mean * m) < best
    assert shape == pytest.approx(4, rel=0.5)


def test_rates_that_differ_no_more_than_chance_all_become_the_mean():
    exposure = np.full(40, 1000.0)
    counts = np.tile([4.0, 5.0], 20)[:, None]
    for method in (marshall, gamma_poisson):
        np.testing.assert_allclose(method(counts, exposure).rate, 0.0045, rtol=1e-3)


def test_what_never_happened_has_rate_zero_and_an_unknown_group_none():
    counts = np.array([[0.0, np.nan], [0.0, np.nan]])
    for method in (marshall, gamma_poisson):
        found = method(counts, [10.0, 20.0])
        assert np.all(found.rate[:, 0] == 0)
        assert np.all(np.isnan(found.rate[:, 1]))


@pytest.mark.parametrize("spread", [0.0, 0.1, 0.4])
def test_the_limits_hold_the_true_rate_about_as_often_as_they_say_and_shrinking_errs_less(spread):
    rng = np.random.default_rng(11)
    people = np.exp(rng.normal(10.3, 0.8, 342))
    true = np.full((342, 20), 0.002) * (rng.gamma(1 / spread**2, spread**2, (342, 20)) if spread else 1)
    counts = rng.poisson(true * people[:, None])
    found = gamma_poisson(counts, people)
    assert np.mean((found.low <= true) & (true <= found.high)) > 0.9
    for rate in (found.rate, marshall(counts, people).rate):
        assert np.mean((rate - true) ** 2) < np.mean((found.raw - true) ** 2)


PLACES = [Place(f"klein {i}", 15_000, 4) for i in range(12)] + [Place(f"stad {i}", 300_000, 1) for i in range(4)]


def test_peers_are_of_the_same_size_and_urbanisation_and_never_oneself():
    groups = choose_peers([*PLACES, Place("ander", 15_000, 1)])
    assert groups[0].peers == tuple(f"klein {i}" for i in range(1, 12))
    assert (groups[0].size_steps, groups[0].urbanisation_steps) == (0, 0)
    assert not np.any(np.diag(as_matrix(groups)))


def test_who_has_few_like_it_gets_peers_from_further_and_it_says_so():
    town = next(group for group in choose_peers(PLACES) if group.area == "stad 0")
    assert len(town.peers) >= 10
    assert (town.size_steps, town.urbanisation_steps) > (0, 0)


def test_a_double_area_or_an_urbanisation_that_does_not_exist_is_refused():
    for places in ([Place("a", 1, 1), Place("a", 2, 2)], [Place("a", 1, 6)]):
        with pytest.raises(ValueError, match="once, with an urbanisation"):
            choose_peers(places)


def test_dispersion_is_the_winsorised_mean_square():
    z = np.array([-9.0, -1.0, -0.5, 0.0, 0.3, 0.4, 1.0, 1.2, 2.0, 30.0, 0.1])
    low, high = np.quantile(z, [0.1, 0.9])
    assert winsorised_dispersion(z) == pytest.approx(np.mean(np.clip(z, low, high) ** 2), rel=1e-12)
    assert winsorised_dispersion([*z, np.nan]) == winsorised_dispersion(z)


def test_a_municipality_is_held_against_its_peers_without_itself():
    counts = np.array([[100.0], [10.0], [11.0], [9.0], [10.0], [12.0], [8.0]])
    found = compare(counts, np.full(7, 1000.0), everyone(7))
    assert found.expected[0, 0] == pytest.approx(10)
    assert found.dispersion[0, 0] == 1
    assert found.standing(0, 0) is Standing.HIGHER
    assert all(found.standing(i, 0) is Standing.NOT_APART for i in range(1, 7))
    assert found.high[0, 0] < 100


def test_the_sentence_gives_the_count_the_band_and_the_standing():
    counts = np.array([[1600.0], [10.0], [11.0], [9.0], [10.0], [12.0], [8.0]])
    found = compare(counts, np.full(7, 1000.0), everyone(7))
    high = int(found.high[0, 0])
    assert found.sentence(0, 0) == (
        f"Het zijn er 1.600. Bij 6 vergelijkbare gemeenten is {int(found.low[0, 0])} tot {high} gewoon. "
        "Dit is hoger dan vergelijkbare gemeenten."
    )
    assert found.sentence(1, 0).endswith("Dit is niet te onderscheiden.")
    assert compare(counts, np.full(7, 1000.0), everyone(7), fewest=9).sentence(0, 0).endswith("niet te zeggen.")


def test_a_count_just_outside_the_band_on_a_full_page_gets_no_colour_and_says_why():
    counts = np.full((9, 12), 20.0)
    counts[0, 0] = 36
    found = compare(counts, np.full(9, 1000.0), everyone(9))
    assert found.p[0, 0] < 0.05
    assert found.standing(0, 0) is Standing.NOT_APART
    assert "valt daar net buiten" in found.sentence(0, 0)


def test_one_strange_peer_does_not_hide_another():
    counts = np.array([400.0, 390.0, *range(90, 111)])[:, None]
    found = compare(counts, np.full(len(counts), 1000.0), everyone(len(counts)))
    assert found.standing(0, 0) is Standing.HIGHER


def test_with_too_few_peers_or_an_unknown_count_nothing_is_said():
    counts = np.array([[5.0, np.nan], [5.0, 3.0], [5.0, 3.0], [6.0, 3.0]])
    found = compare(counts, np.full(4, 100.0), everyone(4), fewest=3)
    assert found.standing(0, 0) is Standing.NOT_APART
    assert found.standing(0, 1) is Standing.CANNOT_TELL
    assert found.standing(1, 1) is Standing.CANNOT_TELL  # two peers have a count
    assert np.all(np.isnan(compare(np.zeros((4, 1)), np.full(4, 1.0), everyone(4), fewest=3).p))


@given(panel=panels(), times=st.sampled_from([0.01, 1000.0]))
def test_the_funnel_does_not_depend_on_the_unit_or_the_order_of_areas(panel, times):
    counts, exposure, _ = panel
    n = len(counts)
    one = compare(counts, exposure, everyone(n), fewest=2)
    other = compare(counts[::-1], exposure[::-1] * times, everyone(n), fewest=2)
    np.testing.assert_allclose(other.p[::-1], one.p, rtol=1e-6)
    np.testing.assert_allclose(other.expected[::-1], one.expected, rtol=1e-9)


@given(panel=panels())
def test_a_count_has_p_below_the_level_exactly_outside_its_band_and_where_the_limits_leave_out_one(panel):
    counts, exposure, _ = panel
    found = compare(counts, exposure, everyone(len(counts)), fewest=2)
    said = ~np.isnan(found.p)
    outside = (counts < found.low) | (counts > found.high)
    assert np.array_equal((found.p < 0.05)[said], outside[said])
    assert np.array_equal((found.p < 0.05)[said], ((found.ratio_low > 1) | (found.ratio_high < 1))[said])


@pytest.mark.slow
@pytest.mark.parametrize("spread", [0.0, 0.1, 0.3, 0.5])
def test_few_pages_of_municipalities_that_are_like_their_peers_show_a_colour(spread):
    """Peers differ by `spread` (standard deviation over mean, gamma); one panel, whose pages share their peers."""
    rng = np.random.default_rng(2)
    people = np.exp(rng.normal(10.3, 0.8, 342)).round()
    places = [Place(str(i), int(people[i]), int(rng.integers(1, 6))) for i in range(342)]
    rate = np.exp(rng.normal(-6.5, 1.3, 50))
    level = rng.gamma(1 / spread**2, spread**2, (342, 50)) if spread else 1.0
    found = compare(rng.poisson(people[:, None] * rate * level), people, as_matrix(choose_peers(places)))
    assert np.nanmean(found.p < 0.05) <= 0.05
    assert np.mean(np.nanmin(found.p_adjusted, axis=1) <= 0.05) <= 0.055
