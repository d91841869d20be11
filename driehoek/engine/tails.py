"""Tails and quantiles of a count that varies more than chance: negative binomial, and Poisson at dispersion 1."""

import numpy as np

from driehoek.engine.special import Floats, beta_below, gamma_above, gamma_below

_AS_POISSON = 1e-8  # nearer to dispersion 1 than this, the two cannot be told apart


def at_least(y: Floats, mean: Floats, dispersion: Floats) -> Floats:
    """P(Y ≥ y) for a whole y, with E Y = mean > 0 and Var Y = dispersion × mean, dispersion ≥ 1. Shapes broadcast."""
    y, mean, dispersion = np.broadcast_arrays(np.asarray(y, float), mean, dispersion)
    plain = dispersion <= 1 + _AS_POISSON
    extra = np.where(plain, 1.0, dispersion - 1)
    above = np.where(y > 0, y, 1.0)
    p = np.where(plain, gamma_below(above, mean), beta_below(above, mean / extra, extra / (1 + extra)))
    return np.where(y > 0, p, 1.0)


def at_most(y: Floats, mean: Floats, dispersion: Floats) -> Floats:
    """P(Y ≤ y), under the same conditions; keeps its digits where it is small."""
    y, mean, dispersion = np.broadcast_arrays(np.asarray(y, float), mean, dispersion)
    plain = dispersion <= 1 + _AS_POISSON
    extra = np.where(plain, 1.0, dispersion - 1)
    up = np.maximum(y, 0.0) + 1
    p = np.where(plain, gamma_above(up, mean), beta_below(mean / extra, up, 1 / (1 + extra)))
    return np.where(y >= 0, p, 0.0)


def quantile(below: float, mean: Floats, dispersion: Floats) -> Floats:
    """The smallest whole number k with P(Y ≤ k) ≥ below; NaN where the mean is not finite. Doubling, then halving."""
    mean, dispersion = np.broadcast_arrays(np.asarray(mean, float), np.asarray(dispersion, float))
    known = np.isfinite(mean) & np.isfinite(dispersion)
    mean, dispersion = np.where(known, mean, 1.0), np.where(known, dispersion, 1.0)
    low = np.full(mean.shape, -1.0)
    high = np.ceil(mean + 3 * np.sqrt(mean * dispersion))
    short = at_most(high, mean, dispersion) < below
    while short.any():
        low, high = np.where(short, high, low), np.where(short, 2 * high + 1, high)
        short = at_most(high, mean, dispersion) < below
    while np.any(high - low > 1):
        middle = np.floor((low + high) / 2)
        enough = at_most(middle, mean, dispersion) >= below
        open_ = high - low > 1
        low, high = np.where(open_ & ~enough, middle, low), np.where(open_ & enough, middle, high)
    return np.where(known, high, np.nan)
