"""The newest month of a series as one would write it first: one series at a time. The peer of `bench/surveillance.py`.

The same model (58 months, trend, two harmonics, quasi-Poisson, the doubt about the estimate) with NumPy's least squares and
`scipy.stats`; it shares no line with `driehoek.engine`.
"""

import numpy as np
from scipy.stats import binom, nbinom, poisson

BASE, LEFT_OUT, FEWEST = 58, 2, 5


def rows_of_design(first, last):
    at = np.arange(first, last)
    turn = 2 * np.pi * at / 12
    return np.stack([np.ones(len(at)), at / 30, np.cos(turn), np.sin(turn), np.cos(2 * turn), np.sin(2 * turn)], axis=1)


IN_BASE, NEWEST = rows_of_design(0, BASE), rows_of_design(BASE + LEFT_OUT, BASE + LEFT_OUT + 1)[0]


def judge(series):
    """Expected count of the newest month, and P(Y ≥ y)."""
    counts, newest = series[-BASE - LEFT_OUT - 1 : -LEFT_OUT - 1], series[-1]
    if counts.sum() < FEWEST:
        return counts.sum() / BASE, float(binom.sf(newest - 1, counts.sum() + newest, 1 / (BASE + 1)))
    mean = counts + 0.1
    eta = np.log(mean)
    before = np.inf
    for _ in range(25):
        root = np.sqrt(mean)
        beta, *_ = np.linalg.lstsq(IN_BASE * root[:, None], (eta + (counts - mean) / mean) * root, rcond=None)
        eta = np.clip(IN_BASE @ beta, -30, 40)
        mean = np.exp(eta)
        deviance = 2 * np.sum(np.where(counts > 0, counts * np.log(np.maximum(counts, 1) / mean), 0) - counts + mean)
        if abs(deviance - before) < 1e-8 * (abs(deviance) + 0.1):
            break
        before = deviance
    spread = max(1.0, np.sum((counts - mean) ** 2 / mean) / (BASE - 6))
    expected = np.exp(NEWEST @ beta)
    covariance = np.linalg.pinv(IN_BASE.T @ (mean[:, None] * IN_BASE))
    spread *= 1 + expected * NEWEST @ covariance @ NEWEST
    if spread < 1 + 1e-8:
        return expected, float(poisson.sf(newest - 1, expected))
    return expected, float(nbinom.sf(newest - 1, expected / (spread - 1), 1 / spread))
