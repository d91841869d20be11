"""The newest month of a series by statsmodels: the other peer of `bench/surveillance.py`, with the same model and design."""

import warnings

import numpy as np
import statsmodels.api as sm
from plain_surveillance import BASE, FEWEST, IN_BASE, LEFT_OUT, NEWEST
from scipy.stats import binom, nbinom, poisson


def judge(series):
    """Expected count of the newest month, and P(Y ≥ y)."""
    counts, newest = series[-BASE - LEFT_OUT - 1 : -LEFT_OUT - 1], series[-1]
    if counts.sum() < FEWEST:
        return counts.sum() / BASE, float(binom.sf(newest - 1, counts.sum() + newest, 1 / (BASE + 1)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a series that is separated
        found = sm.GLM(counts, IN_BASE, family=sm.families.Poisson()).fit()
    spread = max(1.0, found.pearson_chi2 / found.df_resid)
    expected = np.exp(NEWEST @ found.params)
    spread *= 1 + expected * NEWEST @ found.normalized_cov_params @ NEWEST
    if spread < 1 + 1e-8:
        return expected, float(poisson.sf(newest - 1, expected))
    return expected, float(nbinom.sf(newest - 1, expected / (spread - 1), 1 / spread))
