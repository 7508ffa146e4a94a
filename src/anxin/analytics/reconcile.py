"""Reconciliation (工资核对): payrolls, bank flows and accounts in; who is owed what and since when, out.

The rules are those of `domain.wages.owed`. Two engines read them in bulk and must agree to the fen: Ibis expressions
(`reconcile_ibis.on(connection)`: on DuckDB by default, or on Spark) and columns in NumPy. Same inputs give the same
tables, row for row, ordered by employer, worker and month.
"""

from __future__ import annotations

import importlib
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.parquet as pq

from anxin.analytics.arrays import numbers
from anxin.analytics.reconcile_columns import Books, judged, read_books
from anxin.analytics.reconcile_evidence import attribution
from anxin.analytics.reconcile_payments import AMBIGUOUS, UNKNOWN
from anxin.analytics.reconcile_tally import Tally
from anxin.analytics.schemas import RESULT
from anxin.analytics.sources import Source
from anxin.domain.wages.rules import VERSION
from anxin.kernel.outcome import AnxinError

_WRITING: dict[str, Any] = {
    "compression": "zstd",
    "use_dictionary": ["ent_id", "month", "status", "days_late"],
    "column_encoding": dict.fromkeys(("worker_id", "due_cents", "paid_cents"), "DELTA_BINARY_PACKED"),
}
_ROWS_PER_GROUP = 122_880
COLUMNS_URL = "columns://"


@dataclass(frozen=True, slots=True)
class Read:
    """How many rows were read, and what became of the bank's: no wages, exported again, payments, account unknown or ambiguous."""

    payroll_rows: int
    bank_rows: int
    not_wages: int
    repeated: int
    payments: int
    unknown: int
    ambiguous: int


@dataclass(frozen=True, slots=True)
class Summary:
    """A reconciliation in figures; money in fen, months counted as worker-months (人月)."""

    engine: str
    rule_version: str
    read: Read
    employers: int
    months: int
    on_time: int
    late: int
    under: int
    unpaid: int
    over: int
    due_cents: int
    paid_cents: int
    arrears_cents: int

    def to_document(self) -> dict[str, Any]:
        """The figures as JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Found:
    """What an engine hands back: result rows in order, piece by piece.

    `attribution` says which payment settled which month, when evidence was asked for.
    """

    engine: str
    slices: Iterable[pa.Table]
    read: Read
    attribution: pa.Table | None = None


class Engine(Protocol):
    """Anything that reconciles by the rules."""

    def __call__(self, payroll: Source, bank: Source, accounts: Source, *, evidence: bool = False) -> Found: ...


@dataclass(frozen=True, slots=True)
class Reconciled:
    """A reconciliation in memory; `attribution` only when evidence was asked for."""

    result: pa.Table
    ent: pa.Table
    summary: Summary
    attribution: pa.Table | None = None


def in_columns(payroll: Source, bank: Source, accounts: Source, *, evidence: bool = False) -> Found:
    """The engine of NumPy on Arrow columns."""
    books = read_books(payroll, bank, accounts)
    return _found(books, attribution(books) if evidence else None)


def engine_at(url: str) -> Engine:
    """The engine that a setting names, Ibis on DuckDB or Spark, or columns (docs/decisions/0007-ibis-by-default.md).

    Ibis takes a second to load, so it is loaded only when something is reconciled.
    """
    if url == COLUMNS_URL:
        return in_columns
    connection = importlib.import_module("anxin.analytics.engine").open(url)
    expressions: Engine = importlib.import_module("anxin.analytics.reconcile_ibis").on(connection)
    return expressions


def _found(books: Books, pieces: pa.Table | None) -> Found:
    owner = books.payments.owner
    read = Read(
        books.debts.rows_read,
        books.payments.rows_read,
        books.payments.not_wages,
        books.payments.repeated,
        len(owner),
        int((owner == UNKNOWN).sum()),
        int((owner == AMBIGUOUS).sum()),
    )
    return Found("columns", judged(books), read, pieces)


def reconcile(payroll: Source, bank: Source, accounts: Source, out_dir: Path, *, engine: Engine) -> Summary:
    """Reconcile files and write `result.parquet` and `ent.parquet`: both whole, or neither."""
    found = engine(payroll, bank, accounts)
    tally = Tally()
    with _both_or_neither(out_dir, "result.parquet", "ent.parquet") as (result, ent):
        with pq.ParquetWriter(result, RESULT, **_WRITING) as writer:
            for part in found.slices:
                tally.add(part)
                writer.write_table(part, row_group_size=_ROWS_PER_GROUP)
        employers = tally.employers()
        pq.write_table(employers, ent, compression="zstd")
    return _summary(found, tally, employers)


def reconcile_tables(payroll: Source, bank: Source, accounts: Source, *, engine: Engine) -> Reconciled:
    """Reconcile parts of the lake or tables in memory, writing nothing."""
    return _in_memory(engine(payroll, bank, accounts))


def reconcile_with_evidence(payroll: Source, bank: Source, accounts: Source, *, engine: Engine) -> Reconciled:
    """The same, with the table of which payment settled which month (清偿明细), by one and the same engine."""
    return _in_memory(engine(payroll, bank, accounts, evidence=True))


def _in_memory(found: Found) -> Reconciled:
    tally, parts = Tally(), list(found.slices)
    for part in parts:
        tally.add(part)
    result = pa.concat_tables(parts) if parts else RESULT.empty_table()
    employers = tally.employers()
    return Reconciled(result, employers, _summary(found, tally, employers), found.attribution)


def _summary(found: Found, tally: Tally, ent: pa.Table) -> Summary:
    names = ("late", "under_", "unpaid", "over_", "arrears_cents")
    late, under, unpaid, over, arrears = (int(numbers(ent[name]).sum()) for name in names)
    on_time = tally.months - late - under - unpaid - over
    return Summary(
        found.engine, VERSION, found.read, ent.num_rows, tally.months,
        on_time, late, under, unpaid, over, tally.due, tally.paid, arrears,
    )  # fmt: skip


@contextmanager
def _both_or_neither(folder: Path, *names: str) -> Iterator[list[Path]]:
    """Files that get their names only when all of them are written and on disk."""
    temporary = [folder / f".{name}.{secrets.token_hex(6)}" for name in names]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield temporary
        for path in temporary:
            with path.open("rb") as written:
                os.fsync(written.fileno())
        for path, name in zip(temporary, names, strict=True):
            path.replace(folder / name)
    except OSError as error:
        message = f"无法写入结果（{error.strerror}）：{folder}。请检查磁盘空间和目录权限后重试。"
        raise AnxinError("bulk.unwritable", message) from error
    finally:
        for path in temporary:
            with suppress(OSError):
                path.unlink(missing_ok=True)
