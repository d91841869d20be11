"""Shrinkage of 342 municipalities × 50 phenomena (Marshall), against a plain loop over a pandas table.

    .venv/bin/python bench/rates.py                 whole size
    .venv/bin/python bench/rates.py --share 0.05    smoke: correctness only

Both start from counts in memory, take turns in one process, and must first agree to 1e-12. Judged is the ratio of processor
time, and the time with reading (DuckDB, from Parquet into an array) as a ratio of reading alone. Comparing all with their
peers, which pandas has no like of, is printed. It fails on a wrong answer or a ratio, never on seconds.
"""

import argparse
import os
import platform
import statistics
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from driehoek.engine.peers import compare
from driehoek.engine.shrinkage import marshall

SEED, WITH_READING, GOAL, AREAS, TYPES = 20260102, 2, 2.5, 342, 50


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


def reader(counts):
    """A call that brings the counts from Parquet into an array."""
    path = Path(tempfile.mkdtemp()) / "rates.parquet"
    pq.write_table(pa.table({f"T{kind}": counts[:, kind] for kind in range(counts.shape[1])}), path)
    connection = duckdb.connect()
    connection.execute("SET threads = 1")

    def read():
        table = connection.sql(f"SELECT * FROM '{path}'").to_arrow_table()
        return np.stack([column.to_numpy() for column in table.columns], axis=1)

    return read


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
        "reading": (reader(counts), 20),
        "peers": (lambda: compare(counts, people, ~np.eye(len(people), dtype=bool)), 1),
    }
    rounds = [{name: processor_time(call, n) for name, (call, n) in calls.items()} for _ in range(args.rounds + 1)][1:]
    for name in calls:
        times = sorted(1000 * one[name] for one in rounds)
        noisy = " (noisy: repeat)" if times[-1] > 2 * times[0] else ""
        print(f"{name:7} median {statistics.median(times):8.3f} ms, {times[0]:.3f} to {times[-1]:.3f}{noisy}")
    ratio = statistics.median(one["pandas"] / one["engine"] for one in rounds)
    above = statistics.median((one["engine"] + one["reading"]) / one["reading"] for one in rounds)
    words = f"Python {platform.python_version()}, pandas {pd.__version__}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    print(f"ratio {ratio:.0f}× (goal ≥ {GOAL}×)")
    print(f"reading included, of reading {above:.2f}× (goal ≤ {WITH_READING}×) · {words}")
    return 0 if ratio >= GOAL and above <= WITH_READING else 1


if __name__ == "__main__":
    sys.exit(main())
