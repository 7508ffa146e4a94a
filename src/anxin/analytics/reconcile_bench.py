"""Where Ibis reconciles: inputs laid out as views in declared types, steps kept as tables, all taken away again."""

from __future__ import annotations

import re
import secrets
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from ibis.backends import BaseBackend
from ibis.expr.operations import DatabaseTable, Namespace, Node
from sqlglot.expressions import Sum, Window, cast

from anxin.analytics.arrays import column_of, numbers
from anxin.analytics.reconcile_memos import MemoReader
from anxin.analytics.schemas import ENTERING, Entering, TableName
from anxin.analytics.sources import EARLIEST, LATEST, NO_NEGATIVE, Chunk, Source, chunks

Table: TypeAlias = ibis.Table
Value: TypeAlias = Any

NO: Value = ibis.literal(bool(0))
_MARK = "_of_any_bench"
"""In the names of what DuckDB holds while a step is translated; each bench has one of its own in its place."""
_PIECE = 491_520
_FETCHED = 4_000_000
"""Rows that Spark hands over at once."""
_SPARK_TYPES = {pa.int64(): "bigint", pa.int32(): "int", pa.date32(): "date", pa.string(): "string"}
_SPARK_GLOB = re.compile(r"[\\\[\]{}*?]")
_MEMOS = pa.schema([pa.field("text", pa.string()), pa.field("named", pa.int32())])
_T = TypeVar("_T")
Answer: TypeAlias = Callable[[], _T]
"""What the engine was asked: called, it waits until the answer is there."""


def drawn_once(step: Callable[..., Table]) -> Callable[..., Table]:
    """A step drawn up once for the same inputs, since Ibis draws longer than DuckDB works on a town's rows.

    What two benches lay is the same input where DuckDB works; Spark knows each by a name of its own.
    """

    @lru_cache(maxsize=16)
    def drawn(*inputs: Node) -> Table:
        return step(*(each.to_expr() for each in inputs))

    @wraps(step)
    def looked_up(*tables: Table) -> Table:
        return drawn(*(each.op() for each in tables))

    return looked_up


@drawn_once
def _counted(table: Table) -> Table:
    return table.aggregate(rows=table.count())


class Bench(ABC):
    """What one reconciliation lays on an engine and takes away again: inputs as views, steps as tables.

    Steps and questions are worked off in the order given; an answer is waited for only when it is called for.
    """

    def __init__(self, con: BaseBackend) -> None:
        self.con, self.mark = con, secrets.token_hex(6)

    @abstractmethod
    def keep(self, step: Table) -> Table:
        """A step worked out once."""

    @abstractmethod
    def rows(self, table: Table) -> Answer[pa.Table]:
        """The rows of an expression, as Arrow from the engine itself: Ibis would load pandas to hand over the same."""

    @abstractmethod
    def pieces(self, table: Table, order: Sequence[str]) -> Iterator[pa.Table]:
        """The same in order, piece by piece, so that the whole need not be held."""

    @abstractmethod
    def read_memos(self, texts: Table) -> Table:
        """The month each distinct text names, read by the one rule there is for it, as a table to join with."""

    @abstractmethod
    def clear(self) -> None:
        """Take everything away."""

    @abstractmethod
    def _view(self, paths: Sequence[Path], name: str, schema: pa.Schema) -> Table:
        """Parquet files as one table of these columns."""

    @abstractmethod
    def _laid(self, table: pa.Table, name: str, schema: pa.Schema) -> Table:
        """Rows in memory as a table of these columns."""

    def number(self, table: Table) -> Answer[int]:
        """The one number that a table of one row and one column holds."""
        asked = self.rows(table)
        return lambda: int(asked().column(0)[0].as_py() or 0)

    def count(self, table: Table) -> Answer[int]:
        """How many rows a step or an input holds."""
        return self.number(_counted(table))

    def enter(self, source: Source, name: TableName) -> Table:
        """An input as a table of the engine in declared types; what cannot be taken is refused and named to the row.

        What is no Parquet in just these types is read by the plain reader and handed over as it read it.
        """
        entering = ENTERING[name]
        pieces = chunks(source, entering, rows=_PIECE)  # names a missing file or column
        paths = [] if isinstance(source, pa.Table) else [source] if isinstance(source, Path) else list(source)
        if not all(_is_declared(path, entering) for path in paths) or not pieces:
            paths = []
        if not all(_is_sound(path, entering) for path in paths):
            for piece in pieces:
                piece.read()  # refuses what cannot be taken, and names it
        schema = entering.schema
        for each, kind in entering.optional.items():
            if any(each in piece.present for piece in pieces):
                schema = schema.append(pa.field(each, kind))
        return self._view(paths, name, schema) if paths else self._laid(_whole(pieces, entering), name, schema)


class DuckBench(Bench):
    """On DuckDB: steps are temporary tables, worked out by a thread of its own while Ibis translates the next ones."""

    def __init__(self, con: BaseBackend) -> None:
        super().__init__(con)
        self._engine = ThreadPoolExecutor(1)
        self._steps: list[Future[Any]] = []

    def keep(self, step: Table) -> Table:
        """Ibis's own `create_table` would wait for the engine."""
        name = f"step{len(self._steps)}_"
        sql = f"CREATE TEMP TABLE {name}{self.mark} AS {self._sql(step)}"
        self._asked(lambda: self.con.con.execute(sql))
        table: Table = DatabaseTable(name + _MARK, step.schema(), None, Namespace("temp", "main")).to_expr()
        return table

    def rows(self, table: Table) -> Answer[pa.Table]:
        sql = self._sql(table)
        return self._asked(lambda: self.con.con.sql(sql).to_arrow_table())

    def _sql(self, table: Table) -> str:
        return _duckdb_sql(self.con.compiler, table.op()).replace(_MARK, self.mark)

    def pieces(self, table: Table, order: Sequence[str]) -> Iterator[pa.Table]:
        sql = self._sql(table.order_by(order))
        reader = self._asked(lambda: self.con.con.sql(sql).to_arrow_reader(_PIECE))()
        coming = self._engine.submit(next, reader, None)
        while (batch := coming.result()) is not None:
            coming = self._engine.submit(next, reader, None)
            yield pa.Table.from_batches([batch])

    def read_memos(self, texts: Table) -> Table:
        sql, name = self._sql(texts), f"memos_{self.mark}"
        self._asked(lambda: self.con.con.register(name, _memos_read(self.con.con.sql(sql).to_arrow_table())))
        return self._table("memos", _MEMOS)

    def clear(self) -> None:
        """By plain SQL, since Ibis 12 writes an empty DROP with the current sqlglot."""
        names = [f"TABLE IF EXISTS step{number}_{self.mark}" for number in range(len(self._steps))]
        for name in (*names, *(f"VIEW IF EXISTS {each}_{self.mark}" for each in (*ENTERING, "memos"))):
            self._engine.submit(self.con.con.execute, f"DROP {name}")
        self._engine.shutdown()

    def _view(self, paths: Sequence[Path], name: str, schema: pa.Schema) -> Table:
        files, known = [str(path) for path in paths], f"{name}_{self.mark}"
        self._asked(lambda: self.con.con.read_parquet(files, union_by_name=True).create_view(known))
        return self._table(name, schema)

    def _laid(self, table: pa.Table, name: str, schema: pa.Schema) -> Table:
        known = f"{name}_{self.mark}"
        self._asked(lambda: self.con.con.register(known, table))
        return self._table(name, schema)

    def _table(self, name: str, schema: pa.Schema) -> Table:
        """A view under the columns it is known to have: Ibis would ask the engine for them."""
        columns = ibis.Schema.from_pyarrow(pa.schema([field.with_nullable(True) for field in schema]))  # noqa: FBT003
        table: Table = DatabaseTable(f"{name}_{_MARK}", columns, None).to_expr()
        return table

    def _asked(self, question: Callable[[], _T]) -> Answer[_T]:
        """How to get the answer of the engine, or else the failure of a step before it."""
        asked = self._engine.submit(question)
        self._steps.append(asked)
        before = tuple(self._steps)

        def answer() -> _T:
            for step in before:
                step.result()
            return asked.result()

        return answer


class SparkBench(Bench):
    """On Spark: every step is worked out and kept where the rows are, so that the next is planned by its true size."""

    def __init__(self, con: BaseBackend) -> None:
        super().__init__(con)
        self._frames: dict[str, Any] = {}
        self._session = con.raw_sql("SELECT 1").sparkSession

    def keep(self, step: Table) -> Table:
        """Counted at once: a kept step whose size is unknown is never sent to every worker, but sorted and shuffled again."""
        frame = self.con.raw_sql(self.con.compile(step)).persist()
        frame.count()
        return self._named(frame, "step")

    def rows(self, table: Table) -> Answer[pa.Table]:
        rows = self.con.raw_sql(self.con.compile(table)).toArrow()
        return lambda: rows

    def pieces(self, table: Table, order: Sequence[str]) -> Iterator[pa.Table]:
        """Cut between values of the first column and put in order here: Spark would work everything out twice to sort it."""
        kept, lead = self.keep(table), order[0]
        counts = self.rows(kept.group_by(lead).aggregate(rows=kept.count()).order_by(lead))()
        for first, last in _ranges(counts[lead], counts["rows"]):
            rows = self.rows(kept.filter(kept[lead].between(first, last)))().combine_chunks()
            yield rows.sort_by([(name, "ascending") for name in order])

    def read_memos(self, texts: Table) -> Table:
        return self._laid(_memos_read(self.rows(texts)()), "memos", _MEMOS)

    def clear(self) -> None:
        for name, frame in self._frames.items():
            frame.unpersist()
            self._session.catalog.dropTempView(name)

    def _view(self, paths: Sequence[Path], name: str, schema: pa.Schema) -> Table:
        """Under declared columns: Spark would read every file once more for them, and refuse parts that lack an optional one."""
        columns = ", ".join(f"{field.name} {_SPARK_TYPES[field.type]}" for field in schema)
        files = [_SPARK_GLOB.sub(r"\\\g<0>", f"file://{path.absolute()}") for path in paths]
        return self._named(self._session.read.schema(columns).parquet(*files), name)

    def _laid(self, table: pa.Table, name: str, schema: pa.Schema) -> Table:
        return self._named(self._session.createDataFrame(table.select(schema.names)), name)

    def _named(self, frame: Any, name: str) -> Table:
        known = f"{name}{len(self._frames)}_{self.mark}"
        frame.createOrReplaceTempView(known)
        self._frames[known] = frame
        table: Table = self.con.table(known)
        return table


def _ranges(values: pa.ChunkedArray, counts: pa.ChunkedArray) -> Iterator[tuple[int, int]]:
    """Values in order cut into ranges of about as many rows as are fetched at once."""
    share = np.cumsum(numbers(counts)) // _FETCHED
    ends = np.flatnonzero(np.diff(share, append=share[-1:] + 1))
    known, first = numbers(values), 0
    for last in ends.tolist():
        yield int(known[first]), int(known[last])
        first = last + 1


@lru_cache(maxsize=256)
def _duckdb_sql(compiler: Any, step: Node) -> str:
    """Translated once, since that takes longer than DuckDB needs for a town's rows.

    Sums are of the type that Ibis takes them for: DuckDB gives 128 bits, and reckons on in them slowly.
    """
    query = compiler.to_sqlglot(step.to_expr())
    for each in list(query.find_all(Sum)):
        whole = each.parent if isinstance(each.parent, Window) else each
        whole.replace(cast(whole.copy(), "BIGINT"))
    return str(query.sql(dialect="duckdb", copy=False))


@contextmanager
def bench(con: BaseBackend) -> Iterator[Bench]:
    """A bench to reconcile on, cleared at the end whatever happens."""
    kind = DuckBench if con.name == "duckdb" else SparkBench
    laid = kind(con)
    try:
        yield laid
    finally:
        laid.clear()


def _memos_read(texts: pa.Table) -> pa.Table:
    """Texts with the month that each names."""
    named = column_of(MemoReader().codes(texts["text"]), pa.int32())
    return pa.table({"text": texts["text"], "named": named})


def _whole(pieces: Sequence[Chunk], entering: Entering) -> pa.Table:
    tables = [piece.read() for piece in pieces] or [entering.schema.empty_table()]
    return pa.concat_tables(tables, promote_options="default")


def _is_declared(path: Path, entering: Entering) -> bool:
    if path.suffix.lower() in {".csv", ".txt"}:
        return False
    found = pq.read_schema(path)
    declared = {**{field.name: field.type for field in entering.schema}, **entering.optional}
    return all(found.field(name).type == kind for name, kind in declared.items() if name in found.names)


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
