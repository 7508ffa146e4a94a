"""The evidence (清偿明细) of a reconciliation: which part of which transfer settled which month."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from anxin.analytics.arrays import Array, column_of, mask_of, numbers
from anxin.analytics.reconcile_columns import Books, Share, shares
from anxin.analytics.reconcile_payments import Owners, Payments
from anxin.analytics.reconcile_settle import Free
from anxin.analytics.schemas import ATTRIBUTION


@dataclass(frozen=True, slots=True)
class Pieces:
    """Pieces of payments: the payment's row in the share, the debt's row (-1: settles nothing), fen, whether the memo said so."""

    payment: Array
    row: Array
    amount: Array
    by_memo: bool


def attribution(books: Books) -> pa.Table:
    """One row per piece of payment and month settled; payments of unknown or ambiguous accounts are not here."""
    tables = [_of_share(take(), books.owners) for take in shares(books)]
    table = pa.concat_tables([*tables, _astray(books)])
    keys = [numbers(table[name]) for name in ("month", "txn_id", "paid_date", "worker_id", "ent_id")]
    return table.take(column_of(np.lexsort(keys), pa.int64()))


def _astray(books: Books) -> pa.Table:
    """Payments to known accounts of employments that have no row on the payroll: they settle nothing."""
    payments = books.payments.take(np.flatnonzero((books.payments.owner >= 0) & (books.employment < 0)))
    month = np.zeros(len(payments.txn), np.int32)
    return _table(payments, books.owners, month, payments.amount, payments.month > 0)


def _of_share(share: Share, owners: Owners) -> pa.Table:
    payments, settled = share.payments, share.settled()
    named = np.flatnonzero(payments.month)
    whole = Pieces(named, settled.placed[named], payments.amount[named], by_memo=True)
    return pa.concat_tables([_placed(whole, share, owners), _placed(_divided(settled.free, payments), share, owners)])


def _divided(free: Free, payments: Payments) -> Pieces:
    """The free payments cut wherever a payment or a debt ends on their common line."""
    ends = np.unique(np.concatenate([free.row_end, free.payment_end]))
    payment = np.searchsorted(free.payment_end, ends)
    ends, payment = ends[payment < len(free.payments)], payment[payment < len(free.payments)]
    begin_of_payment = (free.payment_end - payments.amount[free.payments])[payment]
    before = np.concatenate([np.full(1, np.iinfo(np.int64).min), ends])[:-1]
    begin = np.maximum(before, begin_of_payment)
    covered = ends > begin_of_payment
    ends, begin, payment = ends[covered], begin[covered], payment[covered]
    return Pieces(free.payments[payment], _debt_at(free, ends), ends - begin, by_memo=False)


def _debt_at(free: Free, ends: Array) -> Array:
    if not len(free.rows):
        return np.full(len(ends), -1)
    debt = np.minimum(np.searchsorted(free.row_end, ends), len(free.rows) - 1)
    inside = (ends <= free.row_end[debt]) & (ends > free.row_end[debt] - free.left[debt])
    return np.where(inside, free.rows[debt], -1)


def _placed(pieces: Pieces, share: Share, owners: Owners) -> pa.Table:
    month = np.zeros(len(pieces.row), np.int32)
    settles = pieces.row >= 0
    month[settles] = share.debts.month_codes()[share.debts.month[pieces.row[settles]]]
    by_memo = np.full(len(month), pieces.by_memo)
    return _table(share.payments.take(pieces.payment), owners, month, pieces.amount, by_memo)


def _table(payments: Payments, owners: Owners, month: Array, amount: Array, by_memo: Array) -> pa.Table:
    columns = (
        payments.txn, owners.worker[payments.owner], owners.ent[payments.owner], month, amount, payments.day
    )  # fmt: skip
    typed = [column_of(column, kind) for column, kind in zip(columns, ATTRIBUTION.types[:-1], strict=True)]
    return pa.Table.from_arrays([*typed, mask_of(by_memo)], schema=ATTRIBUTION)
