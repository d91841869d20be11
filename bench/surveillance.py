"""The newest month of 342 municipalities × 50 types, of 180 months: against a plain loop over the series.

    .venv/bin/python bench/surveillance.py                 whole size
    .venv/bin/python bench/surveillance.py --share 0.05    smoke: correctness only

Each contender runs in a process of its own, interleaved; it is processor time that counts, without imports. The loop takes
every tenth series, and time per series is compared. First they must agree where more than a thousandth of a case is expected:
p to 1e-5 relative. Then: how time grows with the number of series, what the backtest costs, and whether p keeps its level
where nothing changed (3 seeds). The goal is of this loop: one with statsmodels took five times as long per series.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from pathlib import Path

SEED, GOAL, GROWTH = 20260101, 40, 1.05
AREAS, TYPES, MONTHS, EACH = 342, 50, 180, 10


def panel(share, seed=SEED):
    """Counts like those of registered crime, and which series had their newest month multiplied by 2.5."""
    import numpy as np

    rng = np.random.default_rng(seed)
    areas = max(2, round(AREAS * share))
    series, at = areas * TYPES, np.arange(MONTHS)
    level = np.exp(rng.normal(0, 1, (areas, 1)) + rng.normal(0, 1.3, (1, TYPES))).reshape(-1, 1)
    height, start = np.tile(rng.uniform(0, 0.4, TYPES), areas)[:, None], np.tile(rng.uniform(0, 6.3, TYPES), areas)[:, None]
    drift = rng.normal(-0.002, 0.002, (series, 1)) * (at - MONTHS)
    mean = level * np.exp(height * np.sin(2 * np.pi * at / 12 + start) + drift)
    jump = rng.random(series) < 0.05
    mean[jump, -1] *= 2.5
    extra = np.tile(rng.uniform(0.05, 0.3, TYPES), areas)[:, None] * np.sqrt(mean)
    return rng.negative_binomial(mean / extra, 1 / (1 + extra)).astype(float), jump


def run_engine(counts, backtest=0):
    from driehoek.engine.surveillance import Model, judge_newest

    start = time.process_time()
    found = judge_newest(counts, model=Model(backtest=backtest))
    return time.process_time() - start, found


def engine(share):
    counts, _ = panel(share)
    seconds, found = run_engine(counts)
    return {
        "per_series": seconds / len(counts),
        "expected": found.expected[::EACH].tolist(),
        "p": found.p_of_model[::EACH].tolist(),
    }


def plain(share):
    import plain_surveillance

    counts = panel(share)[0][::EACH]
    start = time.process_time()
    found = [plain_surveillance.judge(series) for series in counts]
    seconds = time.process_time() - start
    expected, p = zip(*found, strict=True)
    return {"per_series": seconds / len(counts), "expected": [float(one) for one in expected], "p": p}


def growth(_share):
    """Seconds with a backtest of 24 months per number of series, and without it at whole size. The best of three."""
    sizes = {share: panel(share)[0] for share in (0.125, 0.5, 1, 4)}
    best = {len(counts): min(run_engine(counts, 24)[0] for _ in range(3)) for counts in sizes.values()}
    return {"seconds": list(best.items()), "without": min(run_engine(sizes[1])[0] for _ in range(3))}


def honesty(_share):
    """Share of quiet series under each level, and of those that jumped under .01: by us, and by Farrington's method."""
    import numpy as np

    from driehoek.engine.farrington import Settings, farrington

    rows = []
    for seed in (1, 2, 3):
        counts, jump = panel(1, seed)
        published = Settings(per_year=12, years=5, half_window=2, seasons=10, left_out=2, fewest=0)
        of = {"ours": run_engine(counts, 24)[1].p, "farrington": farrington(counts, published, at=[MONTHS - 1]).p[:, 0]}
        for name, p in of.items():
            quiet = [float(np.mean(p[~jump] < level)) for level in (0.05, 0.01, 0.001)]
            rows.append((name, *quiet, float(np.mean(p[jump] < 0.01))))
    return {name: [statistics.mean(column) for column in zip(*(r[1:] for r in rows if r[0] == name), strict=True)] for name in of}


RUNS = {"engine": engine, "plain": plain, "growth": growth, "honesty": honesty}


def measure(name, share):
    command = [sys.executable, __file__, "--run", name, "--share", str(share)]
    environment = os.environ | {"OMP_NUM_THREADS": "1", "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, env=environment)
    return json.loads(done.stdout)


def differences(ours, theirs):
    both = zip(ours["expected"], theirs["expected"], ours["p"], theirs["p"], strict=True)
    return [one for one in both if min(one[:2]) > 1e-3 and abs(one[2] - one[3]) > 1e-5 * one[3] + 1e-12]


def exponent(seconds):
    """Slope of the line through the logarithms."""
    from math import log

    x, y = [log(series) for series, _ in seconds], [log(time_) for _, time_ in seconds]
    return statistics.linear_regression(x, y).slope


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--share", type=float, default=1.0, help="part of the municipalities")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--run", choices=RUNS, help=argparse.SUPPRESS)
    args = parser.parse_args()
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    if args.run:
        json.dump(RUNS[args.run](args.share), sys.stdout)
        return 0
    first = {name: measure(name, args.share) for name in ("engine", "plain")}  # also the warm-up
    if wrong := differences(first["engine"], first["plain"]):
        sys.exit("\n".join([f"{len(wrong)} of {len(first['plain']['p'])} answers differ:", *map(str, wrong[:10])]))
    print(f"{len(first['plain']['p'])} series compared: p equal to 1e-5")
    if args.share < 1:
        return 0
    rounds = [{name: measure(name, 1.0)["per_series"] for name in first} for _ in range(args.rounds)]
    for name in first:
        times = sorted(1e6 * one[name] for one in rounds)
        noisy = " (noisy: repeat)" if times[-1] > 2 * times[0] else ""
        print(f"{name:7} median {statistics.median(times):8.1f} µs per series, {times[0]:.1f} to {times[-1]:.1f}{noisy}")
    grown, level = measure("growth", 1.0), measure("honesty", 1.0)
    slope = exponent(grown["seconds"])
    whole = dict(grown["seconds"])[AREAS * TYPES]
    print("; ".join(f"{series} series {seconds:.1f} s" for series, seconds in grown["seconds"]))
    months = whole / grown["without"] - 1
    print(f"growth, backtest included: exponent {slope:.2f} (goal ≤ {GROWTH}); backtest {months:.1f}× one month")
    for name, (five, one, tenth, power) in level.items():
        print(f"{name:10} quiet series under .05 .01 .001: {five:.4f} {one:.4f} {tenth:.5f}; a month × 2.5 found: {power:.3f}")
    ratio = statistics.median(one["plain"] / one["engine"] for one in rounds)
    load = os.getloadavg()[0]
    print(f"ratio {ratio:.0f}× (goal ≥ {GOAL}×) · Python {platform.python_version()}, {os.cpu_count()} cores, load {load:.1f}")
    return 0 if ratio >= GOAL and slope <= GROWTH else 1


if __name__ == "__main__":
    sys.exit(main())
