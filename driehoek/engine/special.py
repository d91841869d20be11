"""The special functions that the verdict needs, typed, from `scipy.special`.

`scipy.stats` has them under friendlier names, but its import costs over a second.
"""

from typing import Any

import numpy as np
import scipy.special as _scipy
from numpy.typing import ArrayLike, NDArray

type Floats = NDArray[np.float64]


def _floats(value: Any) -> Floats:
    return np.asarray(value, dtype=np.float64)


def beta_below(a: ArrayLike, b: ArrayLike, x: ArrayLike) -> Floats:
    """I_x(a, b), the regularised incomplete beta function: P(B ≤ x) for B ~ Beta(a, b). Shapes broadcast."""
    return _floats(_scipy.betainc(a, b, x))


def beta_quantile(a: ArrayLike, b: ArrayLike, below: ArrayLike) -> Floats:
    """The x with I_x(a, b) = `below`."""
    return _floats(_scipy.betaincinv(a, b, below))


def beta_quantile_above(a: ArrayLike, b: ArrayLike, above: ArrayLike) -> Floats:
    """The x with 1 − I_x(a, b) = `above`; keeps its digits where `above` is small."""
    return _floats(_scipy.betainccinv(a, b, above))


def beta_first_shape(below: ArrayLike, b: ArrayLike, x: ArrayLike) -> Floats:
    """The a with I_x(a, b) = `below`."""
    return _floats(_scipy.btdtria(below, b, x))


def log_beta(a: ArrayLike, b: ArrayLike) -> Floats:
    """ln B(a, b)."""
    return _floats(_scipy.betaln(a, b))


def normal_below(z: ArrayLike) -> Floats:
    """Φ(z)."""
    return _floats(_scipy.ndtr(z))


def normal_log_below(z: ArrayLike) -> Floats:
    """ln Φ(z), also where Φ(z) itself is too small for a float."""
    return _floats(_scipy.log_ndtr(z))


def normal_quantile(below: ArrayLike) -> Floats:
    """Φ⁻¹(below)."""
    return _floats(_scipy.ndtri(below))


def normal_quantile_of_log(log_below: ArrayLike) -> Floats:
    """Φ⁻¹(exp(log_below)), also where the probability itself is too small for a float."""
    return _floats(_scipy.ndtri_exp(log_below))


def student_below(df: ArrayLike, t: ArrayLike) -> Floats:
    """T(t): P(T ≤ t) for Student's t with `df` degrees of freedom."""
    return _floats(_scipy.stdtr(df, t))


def student_quantile(df: ArrayLike, below: ArrayLike) -> Floats:
    """The t with T(t) = `below`."""
    return _floats(_scipy.stdtrit(df, below))


def gamma_below(a: ArrayLike, x: ArrayLike) -> Floats:
    """P(a, x), the regularised lower incomplete gamma function: P(Y ≥ a) for Y ~ Poisson(x) and a whole a ≥ 1."""
    return _floats(_scipy.gammainc(a, x))


def gamma_above(a: ArrayLike, x: ArrayLike) -> Floats:
    """1 − P(a, x), with its digits where that is small: P(Y < a) for Y ~ Poisson(x)."""
    return _floats(_scipy.gammaincc(a, x))


def gamma_quantile(a: ArrayLike, below: ArrayLike) -> Floats:
    """The x with P(a, x) = `below`; 0 where a = 0."""
    return _floats(_scipy.gammaincinv(a, below))


def gamma_quantile_above(a: ArrayLike, above: ArrayLike) -> Floats:
    """The x with 1 − P(a, x) = `above`; keeps its digits where `above` is small."""
    return _floats(_scipy.gammainccinv(a, above))


def digamma(x: ArrayLike) -> Floats:
    """ψ(x), the slope of ln Γ."""
    return _floats(_scipy.psi(x))
