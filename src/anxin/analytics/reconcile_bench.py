"""Where Ibis reconciles: inputs laid down as Parquet views in declared types, steps kept as tables, all taken away again."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias

import ibis
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from ibis.backends import BaseBackend
from ibis.expr.operations import DatabaseTable

from anxin.analytics.arrays import column_of
from anxin.analytics.reconcile_memos import MemoReader
from anxin.analytics.schemas import ENTERING, Entering, TableName
from anxin.analytics.sources import EARLIEST, LATEST, NO_NEGATIVE, Chunk, Source, chunks

Table: TypeAlias = ibis.Table
Value: TypeAlias = Any

NO: Value = ibis.literal(bool(0))
_PIECE = 491_520


@dataclass(slots=True)
class Bench:
    """What one reconciliation lays on the engine and takes away again: inputs as Parquet views, steps as tables."""

    con: BaseBackend
    folder: Path
    mark: str
    kept: int = 0

    def enter(self, source: Source, name: TableName) -> Table:
        """An input as a table of the engine in declared types; what cannot be taken is refused and named to the row.

        What is no Parquet in just these types is read by the plain reader and laid down as such.
        """
        entering = ENTERING[name]
        pieces = chunks(source, entering, rows=_PIECE)  # names a missing file or column
        paths = [] if isinstance(source, pa.Table) else [source] if isinstance(source, Path) else list(source)
        if not all(_is_declared(path, entering) for path in paths) or not pieces:
            paths = []
        if not all(_is_sound(path, entering) for path in paths):
            for piece in pieces:
                piece.read()  # refuses what cannot be taken, and names it
        table = self._view(paths or [self._laid_down(pieces, entering)], name)
        names = [*entering.schema.names, *(each for each in entering.optional if each in table.columns)]
        return table.select(*names)

    def _laid_down(self, pieces: Sequence[Chunk], entering: Entering) -> Path:
        path = self.folder / f"{entering.name}.parquet"
        tables = [piece.read() for piece in pieces] or [entering.schema.empty_table()]
        pq.write_table(pa.concat_tables(tables, promote_options="default"), path)
        return path

    def _view(self, paths: Sequence[Path], name: str) -> Table:
        if self.con.name == "duckdb":
            return self.con.read_parquet([str(path) for path in paths], table_name=f"{name}_{self.mark}")
        # Spark's reader takes one path at a time in Ibis 12.
        views = [
            self.con.read_parquet(str(path), table_name=f"{name}{number}_{self.mark}")
            for number, path in enumerate(paths)
        ]
        return ibis.union(*views) if len(views) > 1 else views[0]

    def read_memos(self, texts: Table) -> Table:
        """The month each distinct text names, read by the one rule there is for it, as a table to join with."""
        column = self.rows(texts)["text"]
        named = column_of(MemoReader().codes(column), pa.int32())
        path = self.folder / "memos.parquet"
        pq.write_table(pa.table({"text": column, "named": named}), path)
        return self._view([path], "memos")

    def rows(self, table: Table) -> pa.Table:
        """The rows of an expression, as Arrow from the engine itself: Ibis would load pandas to hand over the same."""
        sql = self.con.compile(table)
        if self.con.name == "duckdb":
            return self.con.con.sql(sql).to_arrow_table()
        return self.con.raw_sql(sql).toArrow()

    def keep(self, step: Table) -> Table:
        """A step worked out once. Spark caches it; on DuckDB it is a temporary table."""
        if self.con.name != "duckdb":
            return step.cache()
        self.kept += 1
        return self.con.create_table(f"step{self.kept}_{self.mark}", step, temp=True)

    def count(self, table: Table) -> int:
        """How many rows a step or an input holds; asked of DuckDB in plain SQL, since translating costs more than counting."""
        if self.con.name == "duckdb" and isinstance(table.op(), DatabaseTable):
            return int(self.con.raw_sql(f'SELECT count(*) FROM "{table.op().name}"').fetchall()[0][0])  # noqa: S608 - our own name
        return int(self.rows(table.aggregate(rows=table.count()))["rows"][0].as_py())

    def clear(self) -> None:
        """Take everything away. By plain SQL, since Ibis 12 writes an empty DROP with the current sqlglot."""
        if self.con.name == "duckdb":
            for number in range(1, self.kept + 1):
                self.con.raw_sql(f"DROP TABLE step{number}_{self.mark}")
            for name in (*ENTERING, "memos"):
                self.con.raw_sql(f"DROP VIEW IF EXISTS {name}_{self.mark}")


@contextmanager
def bench(con: BaseBackend) -> Iterator[Bench]:
    """A bench to reconcile on, cleared at the end whatever happens."""
    with TemporaryDirectory(prefix="anxin-") as folder:
        laid = Bench(con, Path(folder), secrets.token_hex(6))
        try:
            yield laid
        finally:
            laid.clear()


def _is_declared(path: Path, entering: Entering) -> bool:
    if path.suffix.lower() in {".csv", ".txt"}:
        return False
    found = pq.read_schema(path)
    return all(found.field(field.name).type == field.type for field in entering.schema)


def _is_sound(path: Path, entering: Entering) -> bool:
    """Whether the file's own statistics, or its months read, rule out every value that would be refused."""
    with pq.ParquetFile(path) as file:
        names = file.schema_arrow.names
        for field in entering.schema:
            column = names.index(field.name)
            groups = [file.metadata.row_group(each).column(column).statistics for each in range(file.num_row_groups)]
            if not all(_is_bounded(statistics, field) for statistics in groups):
                return False
        if "month" not in entering.schema.names:
            return True
        months = {
            month for part in file.iter_batches(columns=["month"]) for month in pc.unique(part["month"]).to_pylist()
        }
    return all(EARLIEST <= month <= LATEST and 1 <= month % 100 <= 12 for month in months)


def _is_bounded(statistics: pq.Statistics | None, field: pa.Field) -> bool:
    """Whether statistics are kept and show neither a missing value nor a negative amount; without them, ask the rows."""
    if statistics is None or not statistics.has_null_count or (not field.nullable and statistics.null_count):
        return False
    return field.name not in NO_NEGATIVE or (statistics.has_min_max and statistics.min >= 0)
