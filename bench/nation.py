"""The whole country: months per neighbourhood in Parquet → verdicts on every area, neighbourhood to country, in Parquet.

    .venv/bin/python -m bench.nation                 14,421 neighbourhoods × 50 phenomena × 72 months, and 3,874 larger areas
    .venv/bin/python -m bench.nation --share 0.05    smoke: a part of the areas against `judge`, page by page

Printed in seconds of the clock, with a limit of 60; nobody else makes these, so there is no ratio. First, in both sizes, the
verdicts on some areas must equal those of `judge` on the same rows. A sentence is made for each series with a colour.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from driehoek.engine.aggregate import block_counts
from driehoek.engine.counts import Count
from driehoek.engine.dispersion import dispersion_of
from driehoek.engine.many import Many, judge_many
from driehoek.engine.prepared import Prepared, keep
from driehoek.engine.results import Verdict
from driehoek.engine.verdict import judge

SEED, NEIGHBOURHOODS, TYPES, MONTHS, LAST, LIMIT = 20260105, 14_421, 50, 72, 2024 * 12 + 11, 60
LEVELS = (("WK", 3352), ("GM", 342), ("BT", 167), ("RE", 10), ("NL", 1))
COLOURED = (list(Verdict).index(Verdict.RISES), list(Verdict).index(Verdict.FALLS))


def make(folder: Path, share: float) -> None:
    """Months with counts, members and inhabitants, as Parquet."""
    rng = np.random.default_rng(SEED)
    areas = max(20, round(NEIGHBOURHOODS * share))
    people = np.exp(rng.normal(6.6, 1.0, areas)).round() + 5
    rate = np.exp(rng.normal(-8.5, 1.8, TYPES)) / 12
    writer = None
    for begin in range(0, areas, 1000):
        part = people[begin : begin + 1000]
        mean = np.repeat((part[:, None] * rate * rng.gamma(4, 0.25, (len(part), TYPES)))[:, :, None], MONTHS, axis=2)
        mean[rng.random(mean.shape[:2]) < 0.05, -12:] *= 2
        counts = rng.negative_binomial(mean / 0.2, 1 / 1.2)
        area, kind, month = np.nonzero(counts)
        names = pa.array([f"BU{begin + n:06d}" for n in range(len(part))])
        columns = {
            "area": pa.DictionaryArray.from_arrays(pa.array(area, pa.int32()), names).cast(pa.string()),
            "phenomenon": pa.DictionaryArray.from_arrays(
                pa.array(kind, pa.int32()), pa.array([f"T{n:02d}" for n in range(TYPES)])
            ).cast(pa.string()),
            "month": pa.array(LAST - MONTHS + 1 + month),
            "count": pa.array(counts[area, kind, month], pa.int64()),
        }
        table = pa.table(columns)
        writer = writer or pq.ParquetWriter(folder / "monthly.parquet", table.schema)
        writer.write_table(table)
    if writer:
        writer.close()
    names = [f"BU{n:06d}" for n in range(areas)]
    within = [(name, name) for name in names]
    for level, size in LEVELS:
        within += [(name, f"{level}{n * size // NEIGHBOURHOODS:05d}") for n, name in enumerate(names)]
    area, larger = zip(*within, strict=True)
    pq.write_table(pa.table({"area": area, "within": larger}), folder / "members.parquet")
    pq.write_table(pa.table({"area": names, "inhabitants": people}), folder / "people.parquet")


def read(folder: Path):
    """Series of all areas as arrays: areas, phenomena, counts and inhabitants per block."""
    connection = ibis.duckdb.connect()
    monthly, members, people = (
        connection.read_parquet(str(folder / f"{name}.parquet")) for name in ("monthly", "members", "people")
    )
    blocks = block_counts(monthly, LAST - MONTHS + 1, LAST)  # first per neighbourhood: the sums are the same, the rows fewer
    names = [name for name in blocks.columns if name.startswith("block_")]
    kept = keep(connection, folder, "blocks", Prepared.of(connection, blocks).rows())
    sums = members.join(kept, "area").group_by(area=members.within, phenomenon=kept.phenomenon)
    found = Prepared.of(connection, sums.agg(**{name: kept[name].sum().cast("int64") for name in names})).rows()
    lived = members.join(people, "area").group_by(area=members.within).agg(inhabitants=people.inhabitants.sum())
    inhabitants = Prepared.of(connection, lived).rows()
    of = dict(zip(inhabitants["area"].to_pylist(), inhabitants["inhabitants"].to_pylist(), strict=True))
    areas, phenomena = found["area"].to_pylist(), found["phenomenon"].to_pylist()
    counts = np.stack([found[name].to_numpy() for name in names], axis=1)
    exposure = np.repeat(np.array([of[area] for area in areas])[:, None], counts.shape[1], axis=1)
    return areas, phenomena, counts, exposure


def judged(areas, phenomena, counts, exposure) -> list[tuple[Many, list[str], np.ndarray]]:
    """All verdicts; k from the municipalities; and a sentence for each series that has a colour."""
    names = np.array(areas)
    towns = np.flatnonzero(np.char.startswith(names, "GM"))
    base = judge_many([areas[i] for i in towns], [phenomena[i] for i in towns], counts[towns], exposure[towns], LAST, {})
    k = dispersion_of(base.panel)
    order = np.argsort(names, kind="stable")
    edges = [0, *(np.flatnonzero(names[order][1:] != names[order][:-1]) + 1)]
    middle = edges[len(edges) // 2]  # a family stays in one half
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(lambda rows: _judge(rows, areas, phenomena, counts, exposure, k), (order[:middle], order[middle:])))


def _judge(rows, areas, phenomena, counts, exposure, k):
    many = judge_many([areas[i] for i in rows], [phenomena[i] for i in rows], counts[rows], exposure[rows], LAST, k)
    coloured = np.flatnonzero(np.isin(many.verdict, COLOURED))
    return many, [many.finding(i).sentence for i in coloured], coloured


def run(folder: Path):
    found = judged(*read(folder))
    for n, (many, sentences, coloured) in enumerate(found):
        table = many.as_table()
        words = np.full(table.num_rows, None, object)
        words[coloured] = sentences
        pq.write_table(table.append_column("sentence", pa.array(words, pa.string())), folder / f"findings-{n}.parquet")
    return found


def check(folder: Path, found, some: int = 12) -> int:
    """The verdicts on some areas are those of `judge` on rows of the same months, summed here by Arrow."""
    monthly, members = (pq.read_table(folder / f"{name}.parquet") for name in ("monthly", "members"))
    people = pq.read_table(folder / "people.parquet")
    verdicts = {key: (many, i) for many, _, _ in found for i, key in enumerate(many.panel.keys)}
    k = _dispersion(found)
    names = sorted({area for area, _ in verdicts})
    looked = 0
    for area in names[:: max(1, len(names) // some)]:
        own = members.filter(pa.compute.equal(members["within"], area))["area"]
        lived = sum(people.filter(pa.compute.is_in(people["area"], own.combine_chunks()))["inhabitants"].to_pylist())
        part = monthly.filter(pa.compute.is_in(monthly["area"], own.combine_chunks()))
        summed: dict[tuple[str, int], int] = {}
        for row in part.to_pylist():
            at = row["phenomenon"], (LAST - row["month"]) // 12
            summed[at] = summed.get(at, 0) + row["count"]
        kinds = {kind for kind, _ in summed}
        blocks = range(MONTHS // 12)
        rows = [Count(area, kind, str(2024 - n), summed.get((kind, n), 0), lived) for kind in kinds for n in blocks]
        for one in judge(rows, dispersion=k).series:
            many, i = verdicts[one.area, one.phenomenon]
            other = many.finding(i)
            if (one.verdict, one.low, one.high, one.detectable) != (other.verdict, other.low, other.high, other.detectable):
                raise SystemExit(f"{one.area}/{one.phenomenon}: {one} is not {other}")
            looked += 1
    return looked


def _dispersion(found):
    """k per phenomenon from the panels of all municipalities, as `judged` has it."""
    rows = [
        Count(area, kind, str(2019 + n), int(many.panel.count[6 * i + n]), float(many.panel.exposure[6 * i + n]))
        for many, _, _ in found
        for i, (area, kind) in enumerate(many.panel.keys)
        if area.startswith("GM")
        for n in range(MONTHS // 12)
    ]
    from driehoek.engine.dispersion import dispersion_by_phenomenon

    return dispersion_by_phenomenon(rows)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--share", type=float, default=1.0, help="part of the neighbourhoods")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="driehoek-nation-") as name:
        folder = Path(name)
        make(folder, asked.share)
        began = time.perf_counter()
        found = run(folder)
        seconds = time.perf_counter() - began
        print(f"{check(folder, found)} verdicts of some areas equal those of judge, page by page", flush=True)
    series = sum(len(many.panel.keys) for many, _, _ in found)
    coloured = sum(len(sentences) for _, sentences, _ in found)
    print(
        f"{series} series judged, {coloured} with a colour and a sentence, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    )
    print(f"national verdicts {seconds:.1f} s (goal < {LIMIT} s)")
    return 0 if seconds < LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
