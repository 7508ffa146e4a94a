"""The evidence (清偿明细) of a reconciliation: which part of which transfer settled which month."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from anxin.analytics.arrays import Array, column_of, mask_of
from anxin.analytics.reconcile_columns import Books
from anxin.analytics.schemas import ATTRIBUTION

_NOWHERE = -1


@dataclass(frozen=True, slots=True)
class Pieces:
    """Pieces of payments: the payment's row, the debt's row (-1: settles nothing), fen, and whether the memo said so."""

    payment: Array
    row: Array
    amount: Array
    by_memo: Array

    @classmethod
    def whole(cls, payment: Array, row: Array, amount: Array, *, by_memo: bool) -> Pieces:
        """Payments that go to one place undivided."""
        return cls(payment, row, amount, np.full(len(payment), by_memo))


def attribution(books: Books) -> pa.Table:
    """One row per piece of payment and month settled; payments of unknown or ambiguous accounts are not here."""
    payments, settled = books.payments, books.settlement
    named = np.flatnonzero((payments.month > 0) & (payments.owner >= 0))
    on_payroll = books.owners.employment_of(payments.owner) >= 0
    astray = np.flatnonzero((payments.month == 0) & (payments.owner >= 0) & ~on_payroll)
    parts = (
        Pieces.whole(named, settled.placed[named], payments.amount[named], by_memo=True),
        Pieces.whole(astray, np.full(len(astray), _NOWHERE), payments.amount[astray], by_memo=False),
        _divided(books),
    )
    pieces = Pieces(
        np.concatenate([part.payment for part in parts]),
        np.concatenate([part.row for part in parts]),
        np.concatenate([part.amount for part in parts]),
        np.concatenate([part.by_memo for part in parts]),
    )
    return _table(books, pieces)


def _divided(books: Books) -> Pieces:
    """The free payments cut wherever a payment or a debt ends on their common line."""
    free, amount = books.settlement.free, books.payments.amount
    if not len(free.payments):
        none = np.zeros(0, np.int64)
        return Pieces.whole(none, none, none, by_memo=False)
    ends = np.unique(np.concatenate([free.row_end, free.payment_end]))
    payment = np.searchsorted(free.payment_end, ends)
    ends, payment = ends[payment < len(free.payments)], payment[payment < len(free.payments)]
    begin_of_payment = (free.payment_end - amount[free.payments])[payment]
    begin = np.maximum(np.concatenate([[np.iinfo(np.int64).min], ends[:-1]]), begin_of_payment)
    covered = ends > begin_of_payment
    ends, begin, payment = ends[covered], begin[covered], payment[covered]
    return Pieces.whole(free.payments[payment], _debt_at(books, ends), ends - begin, by_memo=False)


def _debt_at(books: Books, ends: Array) -> Array:
    free = books.settlement.free
    if not len(free.rows):
        return np.full(len(ends), _NOWHERE)
    debt = np.minimum(np.searchsorted(free.row_end, ends), len(free.rows) - 1)
    inside = (ends <= free.row_end[debt]) & (ends > free.row_end[debt] - free.left[debt])
    return np.where(inside, free.rows[debt], _NOWHERE)


def _table(books: Books, pieces: Pieces) -> pa.Table:
    payments, owners, debts = books.payments, books.owners, books.debts
    owner = payments.owner[pieces.payment]
    txn, day = payments.txn[pieces.payment], payments.day[pieces.payment]
    ent, worker = owners.ent[owner], owners.worker[owner]
    month = np.zeros(len(owner), np.int32)
    settles = pieces.row >= 0
    month[settles] = debts.month_codes()[debts.month[pieces.row[settles]]]
    order = np.lexsort((month, txn, day, worker, ent))
    columns = (txn, worker, ent, month, pieces.amount, day)
    typed = [column_of(column[order], kind) for column, kind in zip(columns, ATTRIBUTION.types[:-1], strict=True)]
    return pa.Table.from_arrays([*typed, mask_of(pieces.by_memo[order])], schema=ATTRIBUTION)
