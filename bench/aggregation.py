"""Incidents → neighbourhood × phenomenon × month with mergers, through Ibis: against the same by hand, and small queries.

    .venv/bin/python bench/aggregation.py                    10⁸ incidents: DuckDB by hand, Polars streaming (takes minutes)
    .venv/bin/python bench/aggregation.py --share 0.05       smoke: correctness only
    .venv/bin/python bench/aggregation.py --what spark       10⁷ on Spark local[2], against Spark SQL by hand
    .venv/bin/python bench/aggregation.py --what small       one figure of one area, compiled once, against SQL

Each contender runs in a process of its own, in turns, from Parquet to Parquet; time is of the clock, as all use two threads.
First the checksums of their answers must be equal. Peak memory is that of the process. The incidents (0.5 GB) are made once in
a folder that stays (DRIEHOEK_BENCH, else the temporary folder of the system).
"""

import argparse
import json
import math
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
WHOLE = {"large": 100_000_000, "spark": 10_000_000, "small": 1_000_000}
MEMBERS = {"large": ("ibis", "duckdb", "polars"), "spark": ("spark_ibis", "spark_sql"), "small": ("small_ibis", "small_sql")}
GOALS = {
    "large": (("duckdb", 1.1), ("polars", 1.0)),
    "spark": (("spark_sql", 1.1),),
    "small": (("small_sql", 1.1),),
}
ROUNDS = {"large": 3, "spark": 3, "small": 9}
BY_HAND = """
select coalesce(m.area, i.area) as area, i.phenomenon, year(i.day) * 12 + month(i.day) - 1 as month, count(*) as count
from {incidents} i left join {merged} m on m.code = i.area group by 1, 2, 3"""
SMALL = """select month, sum(count)::bigint as count from monthly
where area = 'BU00000101' and phenomenon = '1.1.1' group by month order by month"""


def folder():
    place = Path(os.environ.get("DRIEHOEK_BENCH", Path(tempfile.gettempdir()) / "driehoek-bench"))
    place.mkdir(parents=True, exist_ok=True)
    return place


def inputs(rows):
    import pyarrow as pa
    import pyarrow.parquet as pq

    from bench.incidents import area_codes, make, merged, phenomenon_codes
    from driehoek.engine.aggregate import area_list, phenomenon_list

    place, went = folder(), merged()
    path = make(place / f"incidents-{rows}.parquet", rows)
    pq.write_table(area_list({code: went.get(code, code) for code in area_codes()}), place / "areas.parquet")
    pq.write_table(phenomenon_list(phenomenon_codes()), place / "phenomena.parquet")
    pq.write_table(pa.table({"code": list(went), "area": list(went.values())}), place / "merged.parquet")
    return path


def _duck():
    import ibis

    connection = ibis.duckdb.connect()
    connection.con.execute("SET threads = 2; SET preserve_insertion_order = false")
    return connection


def _expression(connection, rows):
    from driehoek.engine.aggregate import monthly_counts

    names = (f"incidents-{rows}", "areas", "phenomena")
    return monthly_counts(*(connection.read_parquet(str(folder() / f"{name}.parquet")) for name in names))


def ibis_path(rows, out):
    from driehoek.engine.prepared import Prepared

    connection = _duck()
    Prepared.of(connection, _expression(connection, rows)).to_parquet(out)


def duckdb_by_hand(rows, out):
    names = {"incidents": f"incidents-{rows}", "merged": "merged"}
    sql = BY_HAND.format(**{key: f"read_parquet('{folder() / name}.parquet')" for key, name in names.items()})
    _duck().con.execute(f"COPY ({sql}) TO '{out}' (FORMAT parquet)")


def polars_streaming(rows, out):
    import polars as pl

    incidents = pl.scan_parquet(folder() / f"incidents-{rows}.parquet")
    merged = pl.scan_parquet(folder() / "merged.parquet").rename({"area": "current"})
    text = incidents.with_columns(pl.col("area", "phenomenon").cast(pl.String))
    month = pl.col("day").dt.year().cast(pl.Int64) * 12 + pl.col("day").dt.month() - 1
    found = text.join(merged, left_on="area", right_on="code", how="left").select(
        area=pl.coalesce("current", "area"), phenomenon="phenomenon", month=month
    )
    found.group_by("area", "phenomenon", "month").agg(count=pl.len()).sink_parquet(out)


def _spark():
    import ibis
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    for name, value in {"driver.host": "127.0.0.1", "driver.bindAddress": "127.0.0.1", "driver.memory": "6g"}.items():
        builder = builder.config(f"spark.{name}", value)
    session = builder.config("spark.sql.shuffle.partitions", "8").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return ibis.pyspark.connect(session)


def spark_ibis(rows, out, connection):
    from driehoek.engine.prepared import Prepared

    Prepared.of(connection, _expression(connection, rows)).to_parquet(out)


def spark_sql(rows, out, connection):
    session = connection._session
    for name, file in (("incidents", f"incidents-{rows}"), ("merged", "merged")):
        session.read.parquet(str(folder() / f"{file}.parquet")).createOrReplaceTempView(name)
    sql = BY_HAND.format(incidents="incidents", merged="merged").replace("\n", " ")
    session.sql(sql).write.mode("overwrite").parquet(str(out))


def small(name, rows):
    """Seconds per query, of many; and its answer."""
    import ibis

    from driehoek.engine.prepared import Prepared

    out = folder() / f"monthly-{rows}.parquet"
    if not out.exists():
        ibis_path(rows, out)
    connection = _duck()
    connection.con.execute(f"CREATE TABLE monthly AS FROM read_parquet('{out}')")
    monthly = connection.table("monthly")
    one = monthly.filter(monthly.area == "BU00000101", monthly.phenomenon == "1.1.1")
    expression = one.group_by("month").agg(count=ibis._["count"].sum().cast("int64")).order_by("month")
    prepared = Prepared.of(connection, expression)
    call = prepared.rows if name == "small_ibis" else lambda: connection.con.sql(SMALL).to_arrow_table()
    call()
    began = time.perf_counter()
    for _ in range(100):
        found = call()
    return (time.perf_counter() - began) / 100, found.to_pylist()


RUNS = {"ibis": ibis_path, "duckdb": duckdb_by_hand, "polars": polars_streaming}
ON_SPARK = {"spark_ibis": spark_ibis, "spark_sql": spark_sql}


def checksum(path):
    """Groups, incidents, and a sum over a hash of each row: the same whatever the order and the engine."""
    import duckdb

    pattern = f"{path}/*.parquet" if path.is_dir() else str(path)
    rows = "area::varchar AS area, phenomenon::varchar AS phenomenon, month::bigint AS month, count::bigint AS count"
    hashed = "sum(hash(area || '|' || phenomenon || '|' || month || '|' || count)::hugeint)::varchar"
    sql = f"SELECT count(*), sum(count)::bigint, {hashed} FROM (SELECT {rows} FROM '{pattern}')"
    return duckdb.connect().execute(sql).fetchone()


def child(name, rows, look):
    if name.startswith("small"):
        seconds, found = small(name, rows)
        return {"seconds": seconds, "answer": found, "mb": 0}
    out = folder() / f"out-{name}.parquet"
    if name in ON_SPARK:
        connection = _spark()
        ON_SPARK[name](100_000, out, connection)  # the first job of a Java warms it up
        began = time.perf_counter()
        ON_SPARK[name](rows, out, connection)
    else:
        began = time.perf_counter()
        RUNS[name](rows, out)
    seconds = time.perf_counter() - began
    mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"seconds": seconds, "mb": mb, "answer": checksum(out) if look else None}


def measure(name, rows, look=False):
    command = [sys.executable, __file__, "--run", name, "--rows", str(rows), *(["--look"] if look else [])]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "OMP_NUM_THREADS": "1", "POLARS_MAX_THREADS": "2"}
    done = subprocess.run(command, capture_output=True, env=environment, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr[-2000:])
    return json.loads(done.stdout.splitlines()[-1])


def compare(what, rows):
    """Once to see that the answers are equal, which is also the warm-up."""
    if what == "spark":
        inputs(100_000)
    inputs(rows)
    answers = {name: measure(name, rows, look=True)["answer"] for name in MEMBERS[what]}
    if len({json.dumps(answer) for answer in answers.values()}) > 1:
        sys.exit(f"the answers differ: {answers}")
    told = answers[MEMBERS[what][0]]
    print(f"{what}, {rows} incidents: answers equal, {len(told) if what == 'small' else told[:2]}", flush=True)


def judged(what, rows):
    names = MEMBERS[what]
    rounds = [{name: measure(name, rows) for name in names} for _ in range(ROUNDS[what])]
    for name in names:
        times, mb = sorted(one[name]["seconds"] for one in rounds), max(one[name]["mb"] for one in rounds)
        noisy = " (noisy: repeat)" if times[-1] > 2 * times[0] else ""
        print(f"{name:11} median {statistics.median(times):9.4f} s, {times[0]:.4f} to {times[-1]:.4f}, peak {mb} MB{noisy}")
    met = True
    for other, limit in GOALS[what]:
        ratio = statistics.median(one[names[0]]["seconds"] / one[other]["seconds"] for one in rounds)
        met &= ratio <= limit
        print(f"{what} time of {other} ratio {ratio:.2f}× (goal ≤ {limit}×)")
    if what == "large":
        ratio = statistics.median(one["ibis"]["mb"] / min(one[name]["mb"] for name in names[1:]) for one in rounds)
        first = measure("ibis", inputs_of(rows // 10))["seconds"]
        slope = math.log(statistics.median(one["ibis"]["seconds"] for one in rounds) / first) / math.log(10)
        met &= ratio <= 1.1 and slope <= 1.05
        print(f"large peak memory of the leanest peer ratio {ratio:.2f}× (goal ≤ 1.1×)")
        print(f"large growth from a tenth: exponent {slope:.2f} (goal ≤ 1.05)")
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    return met


def inputs_of(rows):
    inputs(rows)
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--what", choices=WHOLE, default="large")
    parser.add_argument("--share", type=float, default=1.0, help="below 1: correctness only, at a thousandth of the size")
    parser.add_argument("--rows", type=int, help="incidents, other than usual")
    parser.add_argument("--run", help=argparse.SUPPRESS)
    parser.add_argument("--look", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.run:
        print(json.dumps(child(args.run, args.rows, args.look)))
        return 0
    rows = args.rows or (WHOLE[args.what] if args.share == 1 else 100_000)
    compare(args.what, rows)
    return 0 if args.share < 1 or judged(args.what, rows) else 1


if __name__ == "__main__":
    sys.exit(main())
