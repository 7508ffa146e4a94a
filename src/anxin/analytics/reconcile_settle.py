"""Which payment settles which month (清偿), in columns: months named first, then what is left, oldest due date first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from anxin.analytics.arrays import Array
from anxin.analytics.reconcile_debts import Debts, order_of
from anxin.analytics.reconcile_payments import Payments

_NEVER = np.iinfo(np.int32).min


@dataclass(slots=True)
class Settlement:
    """What was paid on each row of the debts, the last day of it, and where every payment went.

    `placed` is the row a payment naming a month settles, -1 for none; `free` the payments that name none, in their order.
    """

    paid: Array
    last_day: Array
    placed: Array
    free: Free


@dataclass(slots=True)
class Free:
    """Debts left and free payments on one common line of fen, employment after employment.

    Each employment has a stretch of the line to itself; within it debts and payments are laid end to end from the same
    point, oldest first, so that a debt is settled by the payments that lie above it. `*_end` is where each ends.
    """

    rows: Array
    row_end: Array
    left: Array
    payments: Array
    payment_end: Array
    paid: Array


def settle(payments: Payments, employment: Array, debts: Debts) -> Settlement:
    """Apply the rules of attribution to payments, each with the employment it is for."""
    paid = np.zeros(len(debts.due), np.int64)
    last = np.full(len(debts.due), _NEVER, np.int32)
    placed = _named(payments, employment, debts)
    bound = np.flatnonzero(placed >= 0)
    np.add.at(paid, placed[bound], payments.amount[bound])
    np.maximum.at(last, placed[bound], payments.day[bound])
    free = _lay_out(np.flatnonzero(payments.month == 0), payments, employment, paid, debts)
    _settle_free(free, payments, paid, last)
    return Settlement(paid, last, placed, free)


def _named(payments: Payments, employment: Array, debts: Debts) -> Array:
    """The row of the month each payment names, -1 when there is none.

    Rows of an employment usually hold every month, so the row is where the month would stand; only what is not found
    there is searched for.
    """
    placed = np.full(len(payments.month), -1, np.int64)
    named = np.flatnonzero(payments.month)
    if not len(named):
        return placed
    who, month = employment[named], debts.month_index(payments.month[named])
    begin, end = debts.start[who], debts.start[who + 1]
    guess = begin + (month - debts.month[begin])
    inside = (guess >= begin) & (guess < end)
    guess[~inside] = 0
    hit = inside & (debts.month[guess] == month)
    placed[named[hit]] = guess[hit]
    missed = np.flatnonzero(~hit & (month >= 0) & (month < debts.months))
    if len(missed):
        placed[named[missed]] = _search(who[missed], month[missed], debts)
    return placed


def _search(who: Array, month: Array, debts: Debts) -> Array:
    counts = np.diff(debts.start)
    key = np.repeat(np.arange(len(counts)), counts) * debts.months + debts.month
    wanted = who.astype(np.int64) * debts.months + month
    place = np.minimum(np.searchsorted(key, wanted), len(key) - 1)
    return np.where(key[place] == wanted, place, -1)


def _lay_out(free: Array, payments: Payments, employment: Array, paid: Array, debts: Debts) -> Free:
    who = employment[free]
    order = _by_day(who, payments.day[free], payments.txn[free])
    free, who = free[order], who[order]
    heads, group = np.unique(who, return_inverse=True)
    rows, row_group = _rows_of(heads, debts)
    left = np.maximum(debts.due[rows] - paid[rows], 0)
    open_ = np.flatnonzero(left)
    rows, row_group, left = rows[open_], row_group[open_], left[open_]
    rows, left = _oldest_first(rows, row_group, left, debts)
    owing, given = _totals(row_group, left, len(heads)), _totals(group, payments.amount[free], len(heads))
    base = np.cumsum(np.maximum(owing, given)) - np.maximum(owing, given)
    row_end = np.cumsum(left) + (base - (np.cumsum(owing) - owing))[row_group]
    payment_end = np.cumsum(payments.amount[free]) + (base - (np.cumsum(given) - given))[group]
    reach = (base + given)[row_group]
    settled = np.minimum(row_end, reach) - np.minimum(row_end - left, reach)
    return Free(rows, row_end, left, free, payment_end, settled)


def _by_day(who: Array, day: Array, txn: Array) -> Array:
    """The order by employment, day and transfer; the few of one day are put in order by transfer afterwards."""
    if not len(who):
        return np.zeros(0, np.int64)
    earliest = int(day.min())
    key = who.astype(np.int64) * (int(day.max()) - earliest + 1) + (day - earliest)
    order = order_of(key)
    order = np.arange(len(key)) if order is None else order
    key = key[order]
    tied = np.zeros(len(key) + 1, bool)
    tied[1:-1] = key[1:] == key[:-1]
    among = np.flatnonzero(tied[1:] | tied[:-1])
    order[among] = order[among][np.lexsort((txn[order[among]], key[among]))]
    return order


def _rows_of(heads: Array, debts: Debts) -> tuple[Array, Array]:
    """The rows of these employments, and for each row which of them it belongs to."""
    begin, counts = debts.start[heads], debts.start[heads + 1] - debts.start[heads]
    group = np.repeat(np.arange(len(heads)), counts)
    within = np.arange(len(group)) - np.repeat(np.cumsum(counts) - counts, counts)
    return begin[group] + within, group


def _oldest_first(rows: Array, group: Array, left: Array, debts: Debts) -> tuple[Array, Array]:
    """Within each employment by due date, then month; rows stand by month, so mostly nothing moves."""
    day = debts.due_day[rows]
    if not bool(((day[1:] < day[:-1]) & (group[1:] == group[:-1])).any()):
        return rows, left
    order = np.lexsort((rows, day, group))
    return rows[order], left[order]


def _totals(group: Array, amount: Array, groups: int) -> Array:
    total = np.zeros(groups, np.int64)
    np.add.at(total, group, amount)
    return total


def _settle_free(free: Free, payments: Payments, paid: Array, last: Array) -> None:
    paid[free.rows] += free.paid
    whole = np.flatnonzero(free.paid == free.left)
    covering = np.searchsorted(free.payment_end, free.row_end[whole])
    rows = free.rows[whole]
    last[rows] = np.maximum(last[rows], payments.day[free.payments[covering]])
