"""Monthly series for tests: the shared figures where they are, and made ones."""

from functools import cache

import numpy as np
import pytest

from tests.engine.given import SHARED


@cache
def shared_rows(name):
    """Rows of a shared parquet file as dicts; skips the test where the shared figures are not beside the project."""
    if not (SHARED / name).exists():
        pytest.skip("the shared figures are not here")
    from pyarrow import parquet

    return parquet.read_table(SHARED / name).to_pylist()


def shared_lines(name):
    """Rows of a shared CSV file as dicts, under the same condition."""
    import csv

    if not (SHARED / name).exists():
        pytest.skip("the shared figures are not here")
    with (SHARED / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def national_months():
    """Offence code → counts of the country per month from 2012-01 up to 2020-12."""
    found = {}
    for row in sorted(shared_rows("crime_national_month.parquet"), key=lambda row: row["month"]):
        found.setdefault(row["offence_code"], []).append(float(row["count"]))
    return {code: np.array(counts) for code, counts in found.items()}


def quiet(series, periods, *, mean=6.0, dispersion=1.3, season=0.3, seed=20260101):
    """Counts with a season in which nothing changes, and that vary more than chance. Shape (series, periods)."""
    rng = np.random.default_rng(seed)
    level = mean * np.exp(rng.normal(0, 0.8, (series, 1)))
    expected = level * np.exp(season * np.sin(2 * np.pi * np.arange(periods) / 12))
    extra = dispersion - 1
    return rng.negative_binomial(expected / extra, 1 / (1 + extra)).astype(float)
