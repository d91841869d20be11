"""How much more than chance a phenomenon varies from year to year: one k per phenomenon.

The variance of a count with expected value μ is φ·μ with φ = 1 + k√μ. k is the value at which the second differences
of three consecutive blocks are, on average, as large as they should be, drawn towards 0.15 as if by ten such triples.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from driehoek.engine.counts import Count
from driehoek.engine.series import Ints, Panel, lay_out
from driehoek.engine.special import Floats

PRIOR_K, PRIOR_TRIPLES, MOST_DF = 0.15, 10, 50.0


@dataclass(frozen=True, slots=True)
class Dispersion:
    """Dispersion of one phenomenon.

    k        ≥ 0; the dispersion of a count with expected value μ is φ = 1 + k√μ
    triples  how many triples of blocks it rests on; 0: nothing is known, and φ = 1
    df       degrees of freedom of Student's t that stands for the doubt about k; infinite where triples = 0
    """

    k: float
    triples: int
    df: float


UNKNOWN = Dispersion(k=0.0, triples=0, df=float("inf"))


def dispersion_by_phenomenon(counts: Sequence[Count]) -> dict[str, Dispersion]:
    """Dispersion of each phenomenon, from all its series in `counts`. Raises BadCounts where counts are not right."""
    return dispersion_of(lay_out(counts))


def dispersion_of(panel: Panel) -> dict[str, Dispersion]:
    """Dispersion of each phenomenon in a panel; the order of its series makes no difference, not even in the last bit."""
    of, mean, g = _triples(panel)
    n = np.bincount(of, minlength=len(panel.phenomena))
    k = (n * _solve_k(of, np.sqrt(mean), g, n) + PRIOR_TRIPLES * PRIOR_K) / (n + PRIOR_TRIPLES)
    df = np.minimum(MOST_DF, (n + PRIOR_TRIPLES) / 2)
    return {
        phenomenon: Dispersion(float(k[i]), int(n[i]), float(df[i])) if n[i] else UNKNOWN
        for i, phenomenon in enumerate(panel.phenomena)
    }


def in_arrays(panel: Panel, dispersion: Mapping[str, Dispersion]) -> tuple[Floats, Ints, Floats]:
    """k, triples and df per series of the panel. A phenomenon without an entry has an unknown dispersion."""
    known = [dispersion.get(phenomenon, UNKNOWN) for phenomenon in panel.phenomena]
    k, n = np.array([d.k for d in known], float), np.array([d.triples for d in known], np.int64)
    df = np.array([d.df if d.triples else np.inf for d in known], float)
    at = panel.phenomenon_of
    return np.where(n > 0, k, 0.0)[at], n[at], df[at]


def _triples(panel: Panel) -> tuple[Ints, Floats, Floats]:
    """Phenomenon, mean count m and squared second difference g of every triple, in one canonical order."""
    series = np.repeat(np.arange(len(panel.keys)), panel.blocks)
    place = np.arange(len(panel.count)) - panel.start[series]
    usable = panel.blocks - (panel.blocks != 3)  # the latest block is judged, so it counts only where there is no other
    at = np.flatnonzero(place + 3 <= usable[series])
    a, b, c = (panel.count[at + i] for i in range(3))
    e_a, e_b, e_c = (panel.exposure[at + i] for i in range(3))
    seen = a + b + c > 0
    total = np.where(seen, a + b + c, 1.0)
    rate = total / (e_a + e_b + e_c)
    g = (a / e_a - 2 * b / e_b + c / e_c) ** 2 / (rate * (1 / e_a + 4 / e_b + 1 / e_c))
    of, mean, g = panel.phenomenon_of[series[at]][seen], (total / 3)[seen], g[seen]
    order = np.lexsort((mean, g, of))
    return of[order], mean[order], g[order]


def _solve_k(of: Ints, root: Floats, g: Floats, n: Ints) -> Floats:
    """Per phenomenon the k ≥ 0 at which the mean of g/(1 + k·root) is 1; 0 where the mean of g is at most 1.

    Newton on 1/mean, which is concave and rises, so the steps from 0 stay below the root and close in fast.
    """
    k = np.zeros(len(n))
    size = np.maximum(n, 1)
    for _ in range(200):
        below = 1 + k[of] * root
        mean = np.bincount(of, g / below, minlength=len(n)) / size
        slope = np.bincount(of, g * root / below**2, minlength=len(n)) / size
        step = np.where(mean > 1, mean * (mean - 1) / np.where(slope > 0, slope, 1.0), 0.0)
        k = k + step
        if np.all(step <= 1e-15 * k):
            break
    return k
