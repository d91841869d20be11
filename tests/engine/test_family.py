"""Holm and Benjamini-Hochberg against what one would write by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.plain_verdict import holm_rejects
from driehoek.engine.family import benjamini_hochberg, holm, others_rejected

p_values = st.lists(st.one_of(st.floats(0, 1), st.floats(0, 0.01), st.sampled_from([0.0, 0.01, 0.025, 0.05])), max_size=12)


def test_holm_on_four_values():
    assert holm(np.array([0.01, 0.04, 0.03, 0.005])) == pytest.approx([0.03, 0.06, 0.06, 0.02])


def test_benjamini_hochberg_on_four_values():
    assert benjamini_hochberg(np.array([0.01, 0.04, 0.03, 0.005])) == pytest.approx([0.02, 0.04, 0.04, 0.02])


@given(p=p_values)
def test_holm_never_comes_below_benjamini_hochberg_nor_that_below_p(p):
    p = np.array(p)
    assert np.all(p <= benjamini_hochberg(p) * (1 + 1e-12))
    assert np.all(benjamini_hochberg(p) <= holm(p) * (1 + 1e-12))


@given(p=p_values)
def test_the_others_are_counted_as_holm_would_with_this_one_at_1(p):
    expected = [len(holm_rejects([*p[:i], 1.0, *p[i + 1 :]])) for i in range(len(p))]
    assert list(others_rejected(np.array(p), 0.05)) == expected


@given(p=p_values)
def test_one_is_rejected_exactly_where_it_is_at_most_its_share(p):
    shares = 0.05 / (len(p) - others_rejected(np.array(p), 0.05))
    assert {i for i in range(len(p)) if p[i] <= shares[i]} == holm_rejects(p)


def test_an_empty_family_has_nothing_to_adjust():
    assert len(holm(np.zeros(0))) == len(benjamini_hochberg(np.zeros(0))) == len(others_rejected(np.zeros(0), 0.05)) == 0
