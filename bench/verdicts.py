"""National verdicts: 342 municipalities × 12 offence types × 13 years, against a plain loop of the same definition.

    .venv/bin/python bench/verdicts.py                 whole size
    .venv/bin/python bench/verdicts.py --share 0.05    smoke: correctness only

Each contender runs in a process of its own, interleaved A B A B; importing is not timed. First they must agree: p to
1e-9 relative, bands, detectable counts and verdicts exactly. It fails on that, or on the ratio; never on seconds.
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

SEED, GOAL = 20260101, 50
AREAS, TYPES, YEARS = 342, 12, range(2012, 2025)


def panel(share):
    """Counts that vary as registered crime does: a level per area and type, drift, and more than chance."""
    import numpy as np

    rng = np.random.default_rng(SEED)
    areas = max(2, round(AREAS * share))
    people = np.exp(rng.normal(10.3, 0.8, areas)).round()
    rows = []
    for kind in range(TYPES):
        rate, k = np.exp(rng.normal(-6.5, 1.3)), rng.uniform(0.05, 0.3)
        for area in range(areas):
            level, drift = rate * np.exp(rng.normal(0, 0.4)), rng.normal(-0.02, 0.02)
            for i, year in enumerate(YEARS):
                exposure = float(round(people[area] * (1 + 0.005 * i)))
                mean = level * exposure * np.exp(drift * i)
                extra = k * np.sqrt(mean)
                count = rng.negative_binomial(mean / extra, 1 / (1 + extra))
                rows.append((f"GM{area:04d}", f"type {kind}", str(year), int(count), exposure))
    return [rows[i] for i in rng.permutation(len(rows))]


def run_engine(rows):
    from driehoek.engine.verdict import Count, judge

    counts = [Count(*row) for row in rows]
    start = time.perf_counter()
    judgement = judge(counts)
    seconds = time.perf_counter() - start
    names = ("low", "high", "detectable", "p")
    found = {
        f"{one.area}/{one.phenomenon}": [getattr(one, name) for name in names] + [one.verdict.value] for one in judgement.series
    }
    return seconds, found


def run_plain(rows):
    import plain_verdict

    start = time.perf_counter()
    series = {}
    for area, phenomenon, _, count, exposure in sorted(rows, key=lambda row: row[2]):
        series.setdefault((area, phenomenon), []).append((count, exposure))
    judged = plain_verdict.judge(series)
    seconds = time.perf_counter() - start
    names = ("low", "high", "detectable", "p", "verdict")
    return seconds, {"/".join(key): [one.get(name) for name in names] for key, one in judged.items()}


RUNS = {"engine": run_engine, "plain": run_plain}


def child(name, share):
    seconds, found = RUNS[name](panel(share))
    json.dump({"seconds": seconds, "found": found}, sys.stdout)


def measure(name, share):
    command = [sys.executable, __file__, "--run", name, "--share", str(share)]
    environment = os.environ | {"OMP_NUM_THREADS": "1", "PYTHONPATH": os.pathsep.join(sys.path)}
    return json.loads(subprocess.run(command, capture_output=True, check=True, env=environment).stdout)


def differences(engine, plain):
    wrong = [] if engine.keys() == plain.keys() else ["not the same series"]
    for key, (low, high, detectable, p, verdict) in engine.items():
        other = plain[key]
        if (low, high, detectable) != tuple(other[:3]) or verdict != (other[4] or "niet te zeggen"):
            wrong.append(f"{key}: {engine[key]} is not {other}")
        elif (p is None) != (other[3] is None) or (p is not None and abs(p - other[3]) > 1e-9 * other[3]):
            wrong.append(f"{key}: p {p} is not {other[3]}")
    return wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--share", type=float, default=1.0, help="part of the municipalities")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--run", choices=RUNS, help=argparse.SUPPRESS)
    args = parser.parse_args()
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    if args.run:
        return child(args.run, args.share)
    first = {name: measure(name, args.share) for name in RUNS}  # also the warm-up
    if wrong := differences(first["engine"]["found"], first["plain"]["found"]):
        sys.exit("\n".join(["the answers differ:", *wrong[:10]]))
    print(f"{len(first['engine']['found'])} series: p equal to 1e-9; bands, detectable counts and verdicts equal")
    if args.share < 1:
        return None
    rounds = [{name: measure(name, args.share)["seconds"] for name in RUNS} for _ in range(args.rounds)]
    for name in RUNS:
        times = sorted(one[name] for one in rounds)
        noisy = " (noisy: repeat)" if times[-1] > 2 * times[0] else ""
        print(f"{name:7} median {statistics.median(times):8.3f} s, {times[0]:.3f} to {times[-1]:.3f}{noisy}")
    ratio = statistics.median(one["plain"] / one["engine"] for one in rounds)
    load = os.getloadavg()[0]
    print(f"ratio {ratio:.0f}× (goal ≥ {GOAL}×) · Python {platform.python_version()}, {os.cpu_count()} cores, load {load:.1f}")
    return 0 if ratio >= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
