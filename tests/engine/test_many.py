"""The verdicts of many series at once are those that `judge` gives to each page."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from driehoek.engine import family
from driehoek.engine.counts import Count
from driehoek.engine.dispersion import dispersion_by_phenomenon
from driehoek.engine.many import judge_many
from driehoek.engine.verdict import judge

LAST = 2024 * 12 + 11


def made(seed, areas=6, kinds=5, years=7):
    rng = np.random.default_rng(seed)
    people = rng.integers(50, 60_000, areas).astype(float)
    counts = rng.poisson(
        people[:, None, None] * rng.gamma(0.5, 0.002, (areas, kinds, 1)) * rng.gamma(9, 1 / 9, (areas, kinds, years))
    )
    counts[0, 0] = 0
    return people, counts


def pages(people, counts):
    """The rows of each area, by month: the whole year in its first month."""
    areas, kinds, years = counts.shape
    first = 2024 - years + 1
    return [
        [
            Count(f"A{a}", f"p{k}", f"{first + y}-{month:02d}", int(counts[a, k, y]) if month == 1 else 0, people[a] / 12)
            for k in range(kinds)
            for y in range(years)
            for month in range(1, 13)
        ]
        for a in range(areas)
    ]


def at_once(people, counts, dispersion, order=None):
    areas, kinds, years = counts.shape
    a, k = (index.ravel() for index in np.indices((areas, kinds)))
    order = np.arange(len(a)) if order is None else order
    blocks = counts.reshape(-1, years)[order, ::-1]
    exposure = np.repeat(people[a[order], None], years, axis=1)
    names = [f"A{one}" for one in a[order]], [f"p{one}" for one in k[order]]
    return judge_many(*names, blocks, exposure, LAST, dispersion)


@given(seed=st.integers(0, 2**32), shuffle=st.integers(0, 2**32))
def test_every_number_and_sentence_is_that_of_the_page_in_any_order(seed, shuffle):
    people, counts = made(seed)
    per_page = pages(people, counts)
    dispersion = dispersion_by_phenomenon([row for page in per_page for row in page])
    expected = {(one.area, one.phenomenon): one for page in per_page for one in judge(page, dispersion=dispersion).series}
    found = at_once(people, counts, dispersion, np.random.default_rng(shuffle).permutation(len(expected)))
    words = found.as_table()["verdict"].to_pylist()
    for i, key in enumerate(found.panel.keys):
        one, other = found.finding(i), expected[key]
        assert (one.sentence, one.verdict, one.low, one.high, one.detectable) == (
            other.sentence, other.verdict, other.low, other.high, other.detectable,
        )  # fmt: skip
        assert one.p == (None if other.p is None else pytest.approx(other.p, rel=1e-9))
        assert words[i] == other.verdict.value


def test_families_are_adjusted_apart():
    p = np.array([0.01, 0.02, 0.01])
    parts = family.members(np.array([7, 2, 7]))
    assert [part.tolist() for part in parts] == [[1], [0, 2]]
    assert family.holm(p[parts[1]]).tolist() == [0.02, 0.02]
    assert family.members(np.zeros(0, np.int64)) == []


def test_shapes_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="series × blocks"):
        judge_many(["A"], ["p"], np.zeros((1, 3)), np.ones((1, 2)), LAST, {})
    with pytest.raises(ValueError, match="above 0"):
        judge_many(["A"], ["p"], np.zeros((1, 3)), np.zeros((1, 3)), LAST, {})
