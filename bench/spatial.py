"""Hot spots (Gi*) of 14,000 areas × 50 indicators, against esda; and local Moran with 999 permutations, which esda does well.

    .venv/bin/python bench/spatial.py                 whole size
    .venv/bin/python bench/spatial.py --share 0.05    smoke: correctness only

Both take turns in one process, of processor time; esda does one indicator, and time per indicator is compared. Both give z
and p. First they must agree to 1e-10. The engine has no local Moran: esda's own is compiled and was not beaten; its time is
printed.
"""

import argparse
import os
import platform
import statistics
import sys
import time
import warnings
from importlib.metadata import version
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from driehoek.engine.places import hot_spots, within

SEED, GOAL, AREAS, INDICATORS, METRES = 20260106, 500, 14_000, 50, 1200.0


def made(share):
    """Points of neighbourhoods, in metres, and rates that pile up here and there."""
    rng = np.random.default_rng(SEED)
    areas = max(100, round(AREAS * share))
    side = 1000 * np.sqrt(areas)
    points = rng.uniform(0, side, (areas, 2))
    rates = rng.gamma(2, 1, (areas, INDICATORS))
    for indicator in range(INDICATORS):
        middle = rng.uniform(0, side, 2)
        rates[:, indicator] *= 1 + 2 * (np.hypot(*(points - middle).T) < 5000)
    return rates, within(points, METRES)


def as_libpysal(weights):
    """The same neighbours, without the area itself: esda adds that."""
    from libpysal.weights import W

    rows = weights.tocsr()
    pairs = {n: [int(at) for at in rows.indices[rows.indptr[n] : rows.indptr[n + 1]] if at != n] for n in range(weights.shape[0])}
    return W(pairs, silence_warnings=True)


def processor_time(call, repeats):
    start = time.process_time()
    for _ in range(repeats):
        call()
    return (time.process_time() - start) / repeats


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--share", type=float, default=1.0, help="part of the areas")
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    warnings.simplefilter("ignore")
    import esda

    rates, weights = made(args.share)
    theirs = as_libpysal(weights)

    def gi(indicator):
        return esda.G_Local(rates[:, indicator], theirs, transform="B", star=True, permutations=0)

    found = hot_spots(rates, weights).z
    for indicator in (0, INDICATORS // 2, INDICATORS - 1):
        if not np.allclose(gi(indicator).Zs, found[:, indicator], rtol=1e-10, atol=1e-10):
            sys.exit(f"the answers differ: {np.nanmax(np.abs(gi(indicator).Zs - found[:, indicator])):.1e}")
    print(f"{found.shape[0]} areas: Gi* equal to 1e-10")
    if args.share < 1:
        return 0
    calls = {"engine": (lambda: hot_spots(rates, weights).p, 1, INDICATORS), "esda": (lambda: gi(3), 1, 1)}
    rounds = [{name: processor_time(call, n) / of for name, (call, n, of) in calls.items()} for _ in range(args.rounds + 1)][1:]
    for name in calls:
        times = sorted(1000 * one[name] for one in rounds)
        noisy = " (noisy: repeat)" if times[-1] > 2 * times[0] else ""
        print(f"{name:7} median {statistics.median(times):8.3f} ms per indicator, {times[0]:.3f} to {times[-1]:.3f}{noisy}")
    moran = processor_time(lambda: esda.Moran_Local(rates[:, 3], theirs, permutations=999, seed=1, n_jobs=1), 1)
    print(f"local Moran, 999 permutations: esda {moran:.2f} s per indicator; the engine has none of its own")
    ratio = statistics.median(one["esda"] / one["engine"] for one in rounds)
    words = f"Python {platform.python_version()}, esda {version('esda')}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    print(f"ratio {ratio:.0f}× (goal ≥ {GOAL}×) · {words}")
    return 0 if ratio >= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
