"""Two counts compared: the exact conditional test, widened for dispersion, with its band and its limits.

Given the sum of two Poisson counts the one is binomial (Przyborowski & Wilenski 1940). Dividing both counts by the
dispersion φ makes that a beta function, and Student's t on the normal scale stands for the doubt about φ.

All functions take and give float arrays of one shape. In the design `latest` is Y, its exposure e, and count and exposure
of the base (the blocks it is compared with) are S and E; q = e/(e + E).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from driehoek.engine import special
from driehoek.engine.special import Floats

type Ints = NDArray[np.int64]
type Bools = NDArray[np.bool_]

ALPHA = 0.05
_TINY = 1e-280  # below this the beta function loses digits, so its logarithm is computed
_LARGEST = 2.0**53


@dataclass(frozen=True)
class Comparison:
    """What stays the same while the latest count is varied.

    base       count of the base
    exposure, base_exposure   persons × time of the latest block and of the base, in one unit
    phi        dispersion φ ≥ 1
    df         degrees of freedom; infinite where the dispersion is unknown, and the test is the exact one
    """

    base: Floats
    exposure: Floats
    base_exposure: Floats
    phi: Floats
    df: Floats

    @property
    def expected(self) -> Floats:
        """μ: what the latest count would be at the rate of the base."""
        return self.base * self.exposure / self.base_exposure

    @property
    def share(self) -> Floats:
        """q: the share of the latest block in all exposure."""
        return self.exposure / (self.exposure + self.base_exposure)

    def only(self, rows: Bools | Ints) -> "Comparison":
        return Comparison(self.base[rows], self.exposure[rows], self.base_exposure[rows], self.phi[rows], self.df[rows])


def p_above(case: Comparison, latest: Floats) -> Floats:
    """p of a count this high or higher, both sides counted; 1 where latest = 0. The p of the test where latest > μ."""
    a = np.where(latest > 0, latest / case.phi, 1.0)
    up = _Tail(a, case.base / case.phi + 1, case.exposure, case.base_exposure)
    return np.where(latest > 0, up.two_sided(case.df), 1.0)


def p_below(case: Comparison, latest: Floats) -> Floats:
    """p of a count this low or lower, both sides counted; 1 where S = 0. The p of the test where latest < μ."""
    a = np.where(case.base > 0, case.base / case.phi, 1.0)
    down = _Tail(a, latest / case.phi + 1, case.base_exposure, case.exposure)
    return np.where(case.base > 0, down.two_sided(case.df), 1.0)


def p_value(case: Comparison, latest: Floats) -> Floats:
    """p of latest against the base, two-sided (twice the smaller tail), not adjusted for other series."""
    return np.minimum(p_above(case, latest), p_below(case, latest))


def band(case: Comparison) -> tuple[Floats, Floats]:
    """Smallest and largest whole latest with p ≥ .05: the usual band of the count."""
    half = np.full(case.base.shape, ALPHA / 2)
    z = np.where(np.isinf(case.df), special.normal_quantile(half), _student(case.df, half))
    tail = np.maximum(special.normal_below(z), _TINY)
    q = case.share
    s = case.base / case.phi
    high = _last(
        lambda rows, latest: p_above(case.only(rows), latest) >= ALPHA, special.beta_first_shape(tail, s + 1, q) * case.phi
    )
    some = np.where(case.base > 0, s, 1.0)
    guess = (special.beta_first_shape(1 - tail, some, q) - 1) * case.phi
    below = _last(lambda rows, latest: p_below(case.only(rows), latest) < ALPHA, np.where(case.base > 0, guess, -1.0), floor=-1.0)
    return below + 1, high


def detectable(case: Comparison, threshold: Floats) -> Floats:
    """Smallest whole latest > μ with p ≤ threshold: the smallest count that would have been called a rise."""
    z = np.where(np.isinf(case.df), special.normal_quantile(threshold / 2), _student(case.df, threshold / 2))
    tail = np.maximum(special.normal_below(z), _TINY)
    guess = special.beta_first_shape(tail, case.base / case.phi + 1, case.share) * case.phi
    last = _last(lambda rows, latest: p_above(case.only(rows), latest) > threshold[rows], guess)
    return np.maximum(last, np.floor(case.expected)) + 1


def ratio_limits(case: Comparison, latest: Floats) -> tuple[Floats, Floats]:
    """Limits of latest/μ at the level of p < .05: 0 below where latest = 0, infinite above where S = 0."""
    half = np.full(case.base.shape, ALPHA / 2)
    tail = np.where(np.isinf(case.df), half, special.normal_below(_student(case.df, half)))
    y, s = latest / case.phi, case.base / case.phi
    low = np.where(latest > 0, _odds(np.where(latest > 0, y, 1.0), s + 1, tail, lower=True), 0.0)
    high = np.where(case.base > 0, _odds(y + 1, np.where(case.base > 0, s, 1.0), tail, lower=False), np.inf)
    with np.errstate(over="ignore"):  # a limit beyond all floats is infinite
        return low * (case.base_exposure / case.exposure), high * (case.base_exposure / case.exposure)


def _student(df: Floats, below: Floats) -> Floats:
    return special.student_quantile(np.where(np.isinf(df), 1.0, df), below)


def _odds(a: Floats, b: Floats, tail: Floats, *, lower: bool) -> Floats:
    """π/(1 − π) for the π that cuts `tail` off Beta(a, b); through 1 − π where π is near 1, to keep its digits."""
    below, above = special.beta_quantile, special.beta_quantile_above
    quantile, mirrored = (below, above) if lower else (above, below)
    pi = quantile(a, b, tail)
    near = pi > 0.5
    rest = 1 - pi
    rest[near] = mirrored(b[near], a[near], tail[near])
    with np.errstate(divide="ignore", over="ignore"):
        return np.where(near, 1 / rest - 1, pi / rest)


class _Tail:
    """I_x(a, b) at x = here/(here + there), also where it is too small for a float."""

    def __init__(self, a: Floats, b: Floats, here: Floats, there: Floats) -> None:
        self.a, self.b, self.here, self.there = a, b, here, there
        self.value = special.beta_below(a, b, here / (here + there))

    def two_sided(self, df: Floats) -> Floats:
        """2·T(Φ⁻¹(min(½, tail))) with T of Student; just min(1, 2·tail) where df is infinite."""
        z = special.normal_quantile(np.minimum(self.value, 0.5))
        deep = (self.value < _TINY) & np.isfinite(df)
        if np.any(deep):
            z[deep] = special.normal_quantile_of_log(self._log(deep))
        exact = np.isinf(df)
        student = 2 * special.student_below(np.where(exact, 1.0, df), z)
        return np.where(exact, np.minimum(1.0, 2 * self.value), np.minimum(1.0, student))

    def _log(self, rows: Bools) -> Floats:
        """ln I_x(a, b) far in the tail, by the continued fraction (DLMF 8.17.22) in Lentz's way."""
        a, b, here, there = self.a[rows], self.b[rows], self.here[rows], self.there[rows]
        x = here / (here + there)
        head = a * np.log(x) + b * np.log(there / (here + there)) - np.log(a) - special.log_beta(a, b)
        c, d = np.ones_like(a), 1 / (1 - (a + b) * x / (a + 1))
        h = d.copy()
        for m in range(1, 20000):
            even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
            d, c = 1 / (1 + even * d), 1 + even / c
            h *= d * c
            odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
            d, c = 1 / (1 + odd * d), 1 + odd / c
            h *= d * c
            if np.all(np.abs(d * c - 1) < 1e-15):
                break
        return head + np.log(h)


def _last(holds: Callable[[Ints, Floats], Bools], guess: Floats, floor: float = 0.0) -> Floats:
    """The largest whole latest ≥ floor at which `holds`, which holds at the floor and stops holding somewhere above it.

    Starts at the guess, gallops until the answer is enclosed, then halves: right whatever the guess, two looks if it
    is good. Infinite where it still holds beyond the whole numbers that a float can tell apart.
    """
    rows = np.arange(len(guess))
    start = np.clip(np.floor(np.nan_to_num(guess, nan=0.0, posinf=_LARGEST)), floor, _LARGEST)
    above = start == floor
    above[~above] = holds(rows[~above], start[~above])
    low, high = np.where(above, start, floor), np.where(above, np.inf, start)
    stride = np.ones(len(guess))
    while len(rows):
        todo = high[rows] - low[rows] > 1
        rows = rows[todo]
        up, down = above[rows] & np.isinf(high[rows]), ~above[rows] & (low[rows] == floor)
        middle = np.floor((low[rows] + np.where(np.isinf(high[rows]), low[rows], high[rows])) / 2)
        look = np.where(up, low[rows] + stride[rows], np.where(down, high[rows] - stride[rows], middle))
        look = np.minimum(np.where(down & (look <= floor), middle, look), _LARGEST)
        yes = holds(rows, look)
        low[rows] = np.where(yes, look, low[rows])
        high[rows] = np.where(yes & (look < _LARGEST), high[rows], look)
        stride[rows] *= 2
    return np.where(low < _LARGEST, low, np.inf)
