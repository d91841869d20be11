"""Quasi-Poisson regression of many series at once: one design, thousands of series of counts.

All series share the design, so the weighted cross products of a whole chunk are one matrix product. A chunk of some
thousand series stays in the cache of the processor: one batch of 16,000 takes seven times as long.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from driehoek.engine.special import Floats

type Bools = NDArray[np.bool_]

CHUNK = 1024
MOST_STEPS, PRECISION = 25, 1e-8
# A separated series (all its counts in one season, or none at all) has no finite best fit. This ridge, relative to the
# diagonal, keeps its equations solvable and moves no other fit by more than about 1e-8.
_RIDGE = 1e-9
_LEAP = 20.0
_LOWEST, _HIGHEST = -30.0, 40.0  # of the logarithm of an expected count


@dataclass(frozen=True, slots=True)
class Fit:
    """A fit of m series of n counts on a design of q columns.

    coefficients  (m, q), on the scale of the logarithm
    mean          (m, n), the fitted counts
    information   (m, q, q), XᵀWX
    dispersion    (m,), Pearson's χ² over its degrees of freedom, as it is: also below 1; NaN without degrees of freedom
    converged     (m,), whether the deviance settled within 25 steps
    """

    coefficients: Floats
    mean: Floats
    information: Floats
    dispersion: Floats
    converged: Bools

    def covariance(self) -> Floats:
        """Of the coefficients at dispersion 1, (m, q, q)."""
        inverse: Floats = np.linalg.inv(self.information)
        return inverse


def fit(
    design: Floats,
    counts: Floats,
    *,
    offset: Floats | None = None,
    weights: Floats | None = None,
    start: Floats | None = None,
) -> Fit:
    """Log-linear quasi-Poisson fit of every row of `counts`, by iteratively reweighted least squares.

    design   (n, q), shared by all series; columns of about size 1
    counts   (m, n), ≥ 0
    offset   (m, n), ln of the exposure; 0 where None
    weights  (m, n), prior weights; 1 where None
    start    (m, q), coefficients to begin with, NaN where there are none; saves steps where they are near

    A series stops when its own deviance settles, so neighbours in the batch make no difference. Never raises on the
    numbers: a separated or empty series stops at expected counts near 0.
    Source: McCullagh & Nelder 1989, Generalized Linear Models, § 2.5 and 9.2.
    """
    m, q = len(counts), design.shape[1]
    products = _products(design)
    coefficients, converged = np.zeros((m, q)), np.zeros(m, bool)
    left = np.arange(m)
    y, log_y, off, w = counts, np.log(np.where(counts > 0, counts, 1.0)), offset, weights
    eta, mean = _begin(design, counts, offset, start)
    before = _deviance(y, log_y, eta, mean, w)
    for _ in range(MOST_STEPS):
        if not len(left):
            break
        now = _step(design, products, y, off, w, eta, mean)
        coefficients[left] = now
        eta = _linear(design, now, off)
        mean = np.exp(eta)
        deviance = _deviance(y, log_y, eta, mean, w)
        done = np.abs(deviance - before) < PRECISION * (np.abs(deviance) + 0.1)
        converged[left[done]] = True
        before = deviance
        if done.any():
            go = ~done
            left, y, log_y, eta, mean, before = left[go], y[go], log_y[go], eta[go], mean[go], before[go]
            off, w = None if off is None else off[go], None if w is None else w[go]
    return _finished(design, products, counts, offset, weights, coefficients, converged)


def _begin(design: Floats, counts: Floats, off: Floats | None, start: Floats | None) -> tuple[Floats, Floats]:
    """Linear predictor and mean to begin with: of the counts, unless a given start is safe.

    From a mean that is far below its count the next step would leap, and come back in small steps only.
    """
    if start is None:
        return np.log(counts + 0.1), counts + 0.1
    eta = _linear(design, start, off)
    mean = np.exp(eta)
    unsafe = ~((counts / mean).max(axis=1) < _LEAP)  # also where it is NaN
    mean[unsafe] = counts[unsafe] + 0.1
    eta[unsafe] = np.log(mean[unsafe])
    return eta, mean


type _Products = tuple[Floats, Any]


def _products(design: Floats) -> _Products:
    """Every product of two columns once, (n, q(q + 1)/2), and where each stands in a q × q matrix."""
    q = design.shape[1]
    i, j = np.triu_indices(q)
    place = np.empty((q, q), np.int64)
    place[i, j] = place[j, i] = np.arange(len(i))
    return design[:, i] * design[:, j], place.ravel()


def _linear(design: Floats, coefficients: Floats, offset: Floats | None) -> Floats:
    eta = coefficients @ design.T
    if offset is not None:
        eta += offset
    return np.clip(eta, _LOWEST, _HIGHEST, out=eta)


def _step(
    design: Floats, products: _Products, y: Floats, off: Floats | None, w: Floats | None, eta: Floats, mean: Floats
) -> Floats:
    """The coefficients of one step of Newton, from the linear predictor and the mean of the last."""
    weight = mean if w is None else mean * w
    response = weight * (eta if off is None else eta - off) + (y - mean if w is None else w * (y - mean))
    solved: Floats = np.linalg.solve(_information(products, weight, design.shape[1]), (response @ design)[:, :, None])[:, :, 0]
    return solved


def _information(products: _Products, weight: Floats, q: int) -> Floats:
    """XᵀWX with its ridge, (m, q, q)."""
    columns, place = products
    matrix = (weight @ columns)[:, place].reshape(len(weight), q, q)
    diagonal = np.arange(q)
    matrix[:, diagonal, diagonal] += _RIDGE * matrix[:, diagonal, diagonal] + 1e-30
    return matrix


def _deviance(y: Floats, log_y: Floats, eta: Floats, mean: Floats, w: Floats | None) -> Floats:
    parts = log_y - eta
    parts *= y
    parts += mean
    parts -= y
    if w is not None:
        parts *= w
    total: Floats = parts @ np.full(parts.shape[1], 2.0)  # a product is faster than a sum along rows
    return total


def _finished(
    design: Floats, products: _Products, y: Floats, off: Floats | None, w: Floats | None, coefficients: Floats, converged: Bools
) -> Fit:
    n, q = design.shape
    mean = np.exp(_linear(design, coefficients, off))
    pearson = (y - mean) ** 2 / mean
    total = np.sum(pearson if w is None else pearson * w, axis=1)
    dispersion = total / (n - q) if n > q else np.full(len(y), np.nan)
    information = _information(products, mean if w is None else mean * w, q)
    return Fit(coefficients, mean, information, dispersion, converged)


def leverage(design: Floats, of: Fit, weights: Floats | None = None) -> Floats:
    """Diagonal of the hat matrix, (m, n)."""
    columns, place = _products(design)
    inverse = of.covariance().reshape(len(of.mean), -1)
    squares = columns[:, place]
    weight = of.mean if weights is None else of.mean * weights
    return np.minimum(weight * (inverse @ squares.T), 1 - 1e-12)


def chunks(size: int, per: int) -> list[slice]:
    """Slices of at most `per` that together are range(size). Raises ValueError where per < 1."""
    if per < 1:
        raise ValueError("a chunk holds at least one series")
    return [slice(at, min(at + per, size)) for at in range(0, size, per)]


def counts_of(numbers: Any) -> Floats:
    """Counts as floats, (m, n). Raises ValueError unless they are two-dimensional, finite and ≥ 0."""
    counts = np.asarray(numbers, dtype=np.float64)
    if counts.ndim != 2:
        raise ValueError("counts are a table: one row per series, one column per period")
    if not np.all(np.isfinite(counts)) or np.any(counts < 0):
        raise ValueError("counts are finite and zero or more; fill in or leave out a period that is missing")
    return counts
