"""Shrinkage of 342 municipalities × 50 phenomena (Marshall), against a plain loop over a pandas table.

    .venv/bin/python bench/rates.py                 whole size
    .venv/bin/python bench/rates.py --share 0.05    smoke: correctness only

Both start from counts in memory, take turns in one process, and must first agree to 1e-12. Judged is the ratio of processor
time; the floor is what one look at all the numbers costs. It fails on a wrong answer or the ratio, never on seconds.
"""

import argparse
import os
import platform
import statistics
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from driehoek.engine.shrinkage import marshall

SEED, GOAL, AREAS, TYPES = 20260102, 2.5, 342, 50


def made(share):
    """Counts that differ by area more than by chance, areas × types, and inhabitants."""
    rng = np.random.default_rng(SEED)
    areas = max(3, round(AREAS * share))
    people = np.exp(rng.normal(10.3, 0.8, areas)).round()
    rate = np.exp(rng.normal(-6.5, 1.3, TYPES))
    return rng.poisson(people[:, None] * rate * rng.gamma(10, 0.1, (areas, TYPES))), people


def loop(table, people):
    """The estimator as one would write it first: phenomenon by phenomenon, in pandas."""
    found = {}
    for kind in table.columns:
        count = table[kind]
        m = count.sum() / people.sum()
        raw = count / people
        spread = (people * (raw - m) ** 2).sum() / people.sum()
        between = max(0.0, spread - m / people.mean())
        own = between / (between + m / people) if between > 0 else 0.0
        found[kind] = m + own * (raw - m)
    return pd.DataFrame(found)


def processor_time(call, repeats):
    start = time.process_time()
    for _ in range(repeats):
        call()
    return (time.process_time() - start) / repeats


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--share", type=float, default=1.0, help="part of the municipalities")
    parser.add_argument("--rounds", type=int, default=7)
    args = parser.parse_args()
    counts, people = made(args.share)
    table, inhabitants = pd.DataFrame(counts), pd.Series(people)
    ours, theirs = marshall(counts, people).rate, loop(table, inhabitants).to_numpy()
    if not np.allclose(ours, theirs, rtol=1e-12, atol=0):
        sys.exit(f"the answers differ: {np.max(np.abs(ours / theirs - 1)):.1e}")
    print(f"{ours.size} rates: equal to 1e-12")
    if args.share < 1:
        return 0
    calls = {
        "engine": (lambda: marshall(counts, people), 100),
        "pandas": (lambda: loop(table, inhabitants), 5),
        "floor": (lambda: (counts / people[:, None]).sum(axis=0), 100),
    }
    rounds = [{name: processor_time(call, n) for name, (call, n) in calls.items()} for _ in range(args.rounds + 1)][1:]
    for name in calls:
        times = sorted(1000 * one[name] for one in rounds)
        noisy = " (noisy: repeat)" if times[-1] > 2 * times[0] else ""
        print(f"{name:7} median {statistics.median(times):8.3f} ms, {times[0]:.3f} to {times[-1]:.3f}{noisy}")
    ratio = statistics.median(one["pandas"] / one["engine"] for one in rounds)
    above = statistics.median(one["engine"] / one["floor"] for one in rounds)
    words = f"Python {platform.python_version()}, pandas {pd.__version__}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    print(f"ratio {ratio:.0f}× (goal ≥ {GOAL}×), {above:.1f}× the floor in memory · {words}")
    return 0 if ratio >= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
