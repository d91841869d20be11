"""What the tests of the engine start from: the oracle that lies beside them, and series made by Hypothesis."""

import csv
import gzip
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

from driehoek.engine.verdict import Count

ORACLE = Path(__file__).parent / "oracle"
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"


def oracle_rows(name):
    with gzip.open(ORACLE / f"{name}.csv.gz", "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def oracle_counts():
    return tuple(
        Count(row["area"], row["phenomenon"], row["period"], int(row["count"]), float(row["exposure"]))
        for row in oracle_rows("verdicts_input")
    )


def series(area, phenomenon, numbers, *, last=2024, exposure=1000.0):
    """A yearly series that ends in `last`."""
    first = last - len(numbers) + 1
    return [Count(area, phenomenon, str(first + i), number, exposure) for i, number in enumerate(numbers)]


numbers = st.one_of(st.integers(0, 4), st.integers(0, 120), st.integers(0, 9000))
exposures = st.floats(1, 1e6, allow_nan=False)


@st.composite
def files(draw, min_series=1, exposures=exposures):
    """Counts of some areas and phenomena over some years; every series may have a length and an end of its own."""
    counts = []
    for i in range(draw(st.integers(min_series, 6))):
        years = draw(st.integers(1, 9))
        last = draw(st.integers(2018, 2024))
        phenomenon = draw(st.sampled_from(["winkeldiefstal", "vernieling"]))
        for year in range(last - years + 1, last + 1):
            counts.append(Count(f"gebied {i}", phenomenon, str(year), draw(numbers), draw(exposures)))
    return counts
