"""The bank side of a reconciliation (实付) in columns: each payment of wages once, with the employment it is for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from anxin.analytics.arrays import Array, column_of, flags, numbers
from anxin.analytics.reconcile_debts import Debts
from anxin.analytics.reconcile_memos import NOT_WAGES, MemoReader
from anxin.analytics.sources import Chunk

UNKNOWN, AMBIGUOUS = -1, -2
_NOT_DONE = "^(failed|pending)$"
_NO_PAYER = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True)
class Owners:
    """Whose accounts they are: `first` and `count` tell which rows of the sorted table belong to each account."""

    accounts: pa.Array
    first: Array
    count: Array
    ent: Array
    worker: Array
    employment: Array

    @property
    def shared(self) -> bool:
        """Whether any account stands for several employments."""
        return bool((self.count > 1).any())

    def employment_of(self, owner: Array) -> Array:
        """The employment on the payroll that each owner stands for; -1 for none."""
        if not len(self.employment):
            return np.full(len(owner), -1, np.int32)
        return np.where(owner >= 0, self.employment[owner], -1)


def owners_of(table: pa.Table) -> Owners:
    """The accounts in order of their numbers, rows that repeat left out; on the payroll none of them yet."""
    acct, ent, worker = (numbers(table[name]) for name in ("acct", "ent_id", "worker_id"))
    order = np.lexsort((worker, ent, acct))
    acct, ent, worker = acct[order], ent[order], worker[order]
    fresh = np.ones(len(acct), bool)
    fresh[1:] = (acct[1:] != acct[:-1]) | (ent[1:] != ent[:-1]) | (worker[1:] != worker[:-1])
    acct, ent, worker = acct[fresh], ent[fresh], worker[fresh]
    accounts, first, count = np.unique(acct, return_index=True, return_counts=True)
    return Owners(column_of(accounts, pa.int64()), first, count, ent, worker, np.full(len(ent), -1, np.int32))


def on_payroll(owners: Owners, debts: Debts) -> Owners:
    """The owners with the employment on the payroll that each stands for."""
    return replace(owners, employment=debts.employment(owners.ent, owners.worker))


@dataclass(frozen=True, slots=True)
class Payments:
    """Payments of wages: transfer, owner (row of `Owners`, or unknown, or ambiguous), fen, day, month named (0: none)."""

    txn: Array
    owner: Array
    amount: Array
    day: Array
    month: Array
    payer: Array
    rows_read: int = 0
    not_wages: int = 0
    repeated: int = 0

    def take(self, rows: Array) -> Payments:
        """Only these rows, in this order."""
        return replace(
            self,
            txn=self.txn[rows],
            owner=self.owner[rows],
            amount=self.amount[rows],
            day=self.day[rows],
            month=self.month[rows],
            payer=self.payer[rows] if len(self.payer) else self.payer,
        )


def read_payments(chunk: Chunk, owners: Owners) -> Payments:
    """The payments of wages in a piece of the bank's rows; the owner is still the account's place among all accounts."""
    columns = ["txn_id", "payee_acct", "amount_cents", "paid_date", "memo", "status"]
    table = chunk.read([*columns, "payer_id"] if owners.shared else columns)
    months = MemoReader().codes(table["memo"])
    wages = (months != NOT_WAGES) & (numbers(table["amount_cents"]) > 0)
    if "status" in table.column_names:
        wages &= ~_not_done(table["status"])
    place = _or(UNKNOWN, pc.index_in(table["payee_acct"], value_set=owners.accounts))
    kept = [numbers(table[name])[wages] for name in ("txn_id", "amount_cents", "paid_date")]
    payer = _or(_NO_PAYER, table["payer_id"])[wages] if owners.shared else np.zeros(0, np.int64)
    txn, amount, day = kept
    return Payments(txn, place[wages], amount, day, months[wages], payer, table.num_rows, table.num_rows - len(txn))


def _or(missing: int, column: pa.ChunkedArray) -> Array:
    return np.where(flags(pc.is_valid(column)), numbers(column), missing)


def _not_done(status: pa.ChunkedArray) -> Array:
    """Whether the bank says that a transfer failed or is pending; where it says nothing it was made."""
    return flags(pc.match_substring_regex(status, _NOT_DONE)) & flags(pc.is_valid(status))


def gathered(parts: Sequence[Payments]) -> Payments:
    """All pieces as one."""
    if not parts:
        none, small = np.zeros(0, np.int64), np.zeros(0, np.int32)
        return Payments(none, small, none, small, small, none)
    return Payments(
        np.concatenate([part.txn for part in parts]),
        np.concatenate([part.owner for part in parts]),
        np.concatenate([part.amount for part in parts]),
        np.concatenate([part.day for part in parts]),
        np.concatenate([part.month for part in parts]),
        np.concatenate([part.payer for part in parts]),
        sum(part.rows_read for part in parts),
        sum(part.not_wages for part in parts),
    )


def once(payments: Payments) -> Payments:
    """Each transfer once; of rows that differ the one that `domain.wages.owed` prefers."""
    ordered = np.sort(payments.txn)
    again = np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
    if not len(again):
        return payments
    kind = pa.int64()
    among = pc.is_in(column_of(payments.txn, kind), value_set=column_of(again, kind))
    twice = np.flatnonzero(flags(among))
    rival = payments.take(twice)
    account = np.where(rival.owner == UNKNOWN, np.iinfo(np.int32).max, rival.owner)
    month = np.where(rival.month == 0, np.iinfo(np.int32).max, rival.month)
    keys = (account, month, rival.amount, rival.day, rival.txn)
    order = np.lexsort((rival.payer, *keys) if len(rival.payer) else keys)
    txn = rival.txn[order]
    beaten = np.zeros(len(txn), bool)
    beaten[1:] = txn[1:] == txn[:-1]
    keep = np.ones(len(payments.txn), bool)
    keep[twice[order[beaten]]] = False
    return replace(payments.take(np.flatnonzero(keep)), repeated=int(beaten.sum()))


def owned(payments: Payments, owners: Owners, debts: Debts) -> Payments:
    """The payments with the row of the owner instead of the account's place; shared accounts settled one by one."""
    if not owners.shared:
        return payments
    place = payments.owner
    owner = np.where(place == UNKNOWN, UNKNOWN, owners.first[place]).astype(np.int32)
    months = debts.month_index(payments.month)
    for row in np.flatnonzero((place != UNKNOWN) & (owners.count[place] > 1)):
        first, count = int(owners.first[place[row]]), int(owners.count[place[row]])
        candidates = np.arange(first, first + count)
        month = int(months[row]) if payments.month[row] else None
        owner[row] = _which(candidates, int(payments.payer[row]), month, owners, debts)
    return replace(payments, owner=owner)


def _which(candidates: Array, payer: int, month: int | None, owners: Owners, debts: Debts) -> int:
    paid_by_employer = candidates[owners.ent[candidates] == payer]
    left = paid_by_employer if len(paid_by_employer) else candidates
    if len(left) > 1 and month is not None:
        left = np.array([each for each in left if _owes(int(owners.employment[each]), month, debts)], np.int64)
    return int(left[0]) if len(left) == 1 else AMBIGUOUS


def _owes(employment: int, month: int, debts: Debts) -> bool:
    rows = debts.month[debts.start[employment] : debts.start[employment + 1]]
    return employment >= 0 and bool((rows == month).any())
