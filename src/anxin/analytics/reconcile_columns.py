"""Reconciliation (工资核对) in NumPy on Arrow columns: the second bulk reader of the rules in `domain.wages`.

It gives the same rows as the plain Python of `domain.wages.owed` and the Ibis expressions of `reconcile_ibis`; tests
hold all three together. It sorts the payroll once, reads each distinct memo once, lays free payments and debts on one
line instead of joining them, and works on shares of employments side by side.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from types import SimpleNamespace
from typing import TypeVar

import numpy as np
import pyarrow as pa

from anxin.analytics.arrays import Array, column_of
from anxin.analytics.reconcile_debts import Debts, read_debts
from anxin.analytics.reconcile_payments import (
    Owners,
    Payments,
    gathered,
    on_payroll,
    once,
    owned,
    owners_of,
    read_payments,
)
from anxin.analytics.reconcile_settle import Settlement, settle
from anxin.analytics.schemas import ENTERING, RESULT
from anxin.analytics.sources import Source, chunks
from anxin.domain.wages.lines import PayStatus
from anxin.domain.wages.rules import RULES, short_of

_PIECE = 262_144
"""Rows that are worked on at once: few enough to stay in the processor's cache."""

_T = TypeVar("_T")
_R = TypeVar("_R")


@dataclass(frozen=True, slots=True)
class Books:
    """Everything a reconciliation read, in columns; `employment` is that of each payment, -1 for none on the payroll."""

    debts: Debts
    owners: Owners
    payments: Payments
    employment: Array


@dataclass(frozen=True, slots=True)
class Share:
    """The debts of some employments that stand together, and the payments for them."""

    debts: Debts
    payments: Payments
    employment: Array

    def settled(self) -> Settlement:
        """What the payments settle."""
        return settle(self.payments, self.employment, self.debts)


def read_books(payroll: Source, bank: Source, accounts: Source) -> Books:
    """Read all inputs; payroll and bank at the same time."""
    with ThreadPoolExecutor(threads()) as pool:
        due = pool.submit(read_debts, chunks(payroll, ENTERING["payroll"], rows=_PIECE))
        cards = [chunk.read() for chunk in chunks(accounts, ENTERING["accounts"], rows=_PIECE)]
        table = pa.concat_tables(cards) if cards else ENTERING["accounts"].schema.empty_table()
        owners = owners_of(table)
        pieces = chunks(bank, ENTERING["bank"], rows=max(_PIECE, 2 * table.num_rows))
        read = list(ahead(pool, partial(read_payments, owners=owners), pieces))
        paid = once(gathered(read))
        debts = due.result()
    owners = on_payroll(owners, debts)
    payments = owned(paid, owners, debts)
    return Books(debts, owners, payments, owners.employment_of(payments.owner))


def threads() -> int:
    """How many threads to work with."""
    return min(os.cpu_count() or 1, 8)


def ahead(pool: ThreadPoolExecutor, work: Callable[[_T], _R], items: Iterable[_T]) -> Iterator[_R]:
    """The results in order, working on a few items ahead but never on all: what was worked out has to be held."""
    waiting: deque[Future[_R]] = deque()
    for item in items:
        waiting.append(pool.submit(work, item))
        if len(waiting) > threads():
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def shares(books: Books) -> Iterator[Callable[[], Share]]:
    """The books cut between employments into shares of about equal size, each taken out only when called."""
    debts = books.debts
    wanted = np.arange(0, max(len(debts.due), 1), _PIECE)
    cuts = np.append(np.unique(np.searchsorted(debts.start[:-1], wanted)), len(debts.start) - 1)
    held = np.flatnonzero(books.employment >= 0)
    share = np.searchsorted(cuts, books.employment[held], side="right").astype(np.int16)
    held = held[np.argsort(share, kind="stable")]
    ends = np.cumsum(np.bincount(share, minlength=len(cuts) + 1))
    for number in range(1, len(cuts)):
        rows = held[ends[number - 1] : ends[number]]
        yield partial(_share, books, int(cuts[number - 1]), int(cuts[number]), rows)


def _share(books: Books, first: int, last: int, rows: Array) -> Share:
    return Share(books.debts.part(first, last), books.payments.take(rows), books.employment[rows] - first)


def judge(take: Callable[[], Share]) -> pa.Table:
    """Settle a share and judge every row by the rules; each rule is the very expression that judges one line in Python."""
    share = take()
    debts, settled = share.debts, share.settled()
    over = np.where(settled.paid >= debts.due, np.maximum(settled.last_day - debts.due_day.astype(np.int64), 0), 0)
    line = SimpleNamespace(due_cents=debts.due, paid_cents=settled.paid, days_over=over)
    status = np.zeros(len(over), np.int8)
    for rule in RULES:
        status[rule.test(line)] = rule.status
    days_late = np.where(status == PayStatus.LATE, over, 0)
    arrears = np.maximum(short_of(line), 0)
    month = debts.month_codes()[debts.month]
    columns = (debts.worker, debts.ent, month, debts.due, settled.paid, arrears, status, days_late)
    typed = [column_of(column, kind) for column, kind in zip(columns, RESULT.types, strict=True)]
    return pa.Table.from_arrays(typed, schema=RESULT)


def judged(books: Books) -> Iterator[pa.Table]:
    """The rows of all shares in order, some worked on while the last is taken away."""
    with ThreadPoolExecutor(threads()) as pool:
        yield from ahead(pool, judge, shares(books))
