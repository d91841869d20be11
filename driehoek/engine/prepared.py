"""An Ibis expression that is compiled once and run as often as is asked, on DuckDB or on Apache Spark.

Building and compiling takes some milliseconds, as long as a small query itself. Large results go to Parquet: handing over
forty million rows takes longer than counting them.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.parquet as pq


def keep(connection: Any, folder: Path, name: str, table: pa.Table) -> ir.Table:
    """A small table (a list of areas, populations) that expressions can join, on any backend: through a Parquet file."""
    path = folder / f"{name}.parquet"
    pq.write_table(table, path)
    found: ir.Table = connection.read_parquet(str(path))
    return found


@dataclass(frozen=True)
class Prepared:
    """One expression on one connection, as SQL.

    connection  of `ibis.duckdb.connect()` or `ibis.pyspark.connect(session)`; its tables must be real (`read_parquet`,
                `keep`), since a table in memory is gone from the SQL
    """

    connection: Any
    sql: str

    @classmethod
    def of(cls, connection: Any, expression: ir.Table) -> "Prepared":
        sql = str(connection.compile(expression))
        return cls(connection, _whole_numbers(sql, expression) if connection.name == "duckdb" else sql)

    def rows(self) -> pa.Table:
        """The answer, in memory."""
        if self.connection.name == "duckdb":
            found: pa.Table = self.connection.con.sql(self.sql).to_arrow_table()
            return found
        arrow: pa.Table = self._on_spark().toArrow()
        return arrow

    def to_parquet(self, path: Path) -> Path:
        """The answer as Parquet: one file on DuckDB, a folder of files on Spark. What stood there is replaced."""
        if path.is_dir():
            shutil.rmtree(path)
        if self.connection.name == "duckdb":
            path.unlink(missing_ok=True)
            target = str(path).replace("'", "''")
            self.connection.con.execute(f"COPY ({self.sql}) TO '{target}' (FORMAT parquet)")
        else:
            self._on_spark().write.mode("overwrite").parquet(str(path))
        return path

    def _on_spark(self) -> Any:
        return self.connection._session.sql(self.sql)


def _whole_numbers(sql: str, expression: ir.Table) -> str:
    """DuckDB adds whole numbers up to 128 bits, which Parquet keeps as a fraction; the expression promised 64."""
    columns = (
        f'CAST("{name}" AS BIGINT) AS "{name}"' if kind.is_int64() else f'"{name}"' for name, kind in expression.schema().items()
    )
    return f"SELECT {', '.join(columns)} FROM ({sql})"  # noqa: S608, names of columns and compiled SQL, no input
