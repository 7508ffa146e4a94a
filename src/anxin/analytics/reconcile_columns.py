"""Reconciliation (工资核对) in NumPy on Arrow columns: the fast reader of the rules in `domain.wages`.

It gives the same rows as the plain Python of `domain.wages.owed` and the Ibis expressions of `reconcile_ibis`; tests
hold all three together. It sorts the payroll once, reads each distinct memo once, and lays free payments and debts on
one line instead of joining them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np
import pyarrow as pa

from anxin.analytics.arrays import Array, column_of
from anxin.analytics.reconcile_debts import Debts, debts_of
from anxin.analytics.reconcile_payments import (
    Owners,
    Payments,
    gathered,
    once,
    owned,
    owners_of,
    read_payments,
)
from anxin.analytics.reconcile_settle import Settlement, settle
from anxin.analytics.schemas import ENT, ENTERING, RESULT
from anxin.analytics.sources import Source, chunks
from anxin.domain.wages.lines import PayStatus
from anxin.domain.wages.rules import RULES, short_of

_PIECE = 262_144
_SLICE = 491_520


@dataclass(slots=True)
class Books:
    """Everything a reconciliation read and found, in columns."""

    debts: Debts
    owners: Owners
    payments: Payments
    settlement: Settlement


def balance(payroll: Source, bank: Source, accounts: Source, *, threads: int | None = None) -> Books:
    """Read all inputs and settle them."""
    with ThreadPoolExecutor(threads or min(os.cpu_count() or 1, 8)) as pool:
        lines = chunks(payroll, ENTERING["payroll"], rows=_PIECE)
        cards = [chunk.read() for chunk in chunks(accounts, ENTERING["accounts"], rows=_PIECE)]
        table = pa.concat_tables(cards) if cards else ENTERING["accounts"].schema.empty_table()
        pieces = chunks(bank, ENTERING["bank"], rows=max(_PIECE, 2 * table.num_rows))
        debts = debts_of(list(pool.map(lambda chunk: chunk.read(), lines)))
        owners = owners_of(table, debts)
        read = gathered(list(pool.map(lambda chunk: read_payments(chunk, owners), pieces)))
    payments = owned(once(read), owners, debts)
    return Books(debts, owners, payments, settle(payments, owners, debts))


@dataclass(slots=True)
class Standings:
    """What became of each row of the debts."""

    paid: Array
    arrears: Array
    status: Array
    days_late: Array


def standings(books: Books) -> Standings:
    """Judge every row by the rules; each rule is the very expression that judges one line in Python."""
    debts, settled = books.debts, books.settlement
    over = np.where(settled.paid >= debts.due, np.maximum(settled.last_day - debts.due_day.astype(np.int64), 0), 0)
    line = SimpleNamespace(due_cents=debts.due, paid_cents=settled.paid, days_over=over)
    status = np.zeros(len(over), np.int8)
    for rule in reversed(RULES):
        status[rule.test(line)] = rule.status
    days_late = np.where(status == PayStatus.LATE, over, 0).astype(np.int32)
    return Standings(settled.paid, np.maximum(short_of(line), 0), status, days_late)


def result_slices(debts: Debts, found: Standings) -> Iterator[pa.Table]:
    """The rows of `result.parquet`, some hundred thousand at a time."""
    codes = debts.month_codes()
    for begin in range(0, max(len(debts.due), 1), _SLICE):
        part = slice(begin, begin + _SLICE)
        columns = (
            debts.worker[part], debts.ent[part], codes[debts.month[part]], debts.due[part],
            found.paid[part], found.arrears[part], found.status[part], found.days_late[part],
        )  # fmt: skip
        yield _table(columns, RESULT)


def ent_table(debts: Debts, found: Standings) -> pa.Table:
    """The rows of `ent.parquet`."""
    if not len(debts.ent):
        return ENT.empty_table()
    begin = np.flatnonzero(np.diff(debts.ent, prepend=debts.ent[0] - 1))

    def count(status: PayStatus) -> Array:
        return np.add.reduceat((found.status == status).astype(np.int64), begin)

    columns = (
        debts.ent[begin],
        np.diff(np.append(begin, len(debts.ent))),
        *(count(status) for status in (PayStatus.UNPAID, PayStatus.UNDER, PayStatus.LATE, PayStatus.OVER)),
        np.add.reduceat(found.arrears, begin),
        np.maximum.reduceat(found.days_late, begin),
    )
    return _table(columns, ENT)


def _table(columns: Sequence[Array], schema: pa.Schema) -> pa.Table:
    typed = [column_of(column, kind) for column, kind in zip(columns, schema.types, strict=True)]
    return pa.Table.from_arrays(typed, schema=schema)
