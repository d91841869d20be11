"""The backends that every expression of the engine must run on, and one way to read an answer from each."""

import shutil
import tempfile
from functools import cache
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from driehoek.engine.prepared import Prepared

# What Spark's own code does with pandas and sockets is not ours to mend.
QUIET_SPARK = (
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
)
QUIET_DUCKDB = (pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning"),)  # Ibis asks for it, not we
PARAMS = [
    pytest.param("duckdb", marks=QUIET_DUCKDB),
    pytest.param("pyspark", marks=(*QUIET_SPARK, pytest.mark.slow, pytest.mark.house)),  # house: once, whatever the database
]


@cache
def spark_session():
    """One Spark per process, on two cores and without its web page; it ends with the process."""
    if shutil.which("java") is None:
        pytest.skip("there is no Java, which Spark runs on: `make test` installs it")
    if not _installed("pyspark"):
        pytest.skip("pyspark is not installed: `make test` installs it")
    from pyspark.sql import SparkSession

    local = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1", "spark.ui.enabled": "false"}
    small = {"spark.sql.shuffle.partitions": "2", "spark.driver.memory": "1g", "spark.sql.session.timeZone": "UTC"}
    builder = SparkSession.builder.master("local[2]").appName("driehoek")
    for name, value in (local | small | {"spark.ui.showConsoleProgress": "false"}).items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


def _installed(name):
    from importlib.util import find_spec

    return find_spec(name) is not None


def connect(name):
    import ibis

    return ibis.duckdb.connect() if name == "duckdb" else ibis.pyspark.connect(spark_session())


def answer(connection, expression, folder: Path) -> pa.Table:
    """The rows of an expression, by way of Parquet: the same on every backend."""
    path = Path(tempfile.mkdtemp(dir=folder)) / "answer.parquet"
    return pq.read_table(Prepared.of(connection, expression).to_parquet(path))
