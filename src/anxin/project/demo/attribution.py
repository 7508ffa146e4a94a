"""The exact result of every worker-month under the rules of attribution (清偿顺序), computed aside from the product.

One export counts once; only memos that say 工资 count; a memo that names a month binds the payment to it; what is left
settles the oldest due month first (民法典 art. 560).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from anxin.project.demo.draws import table
from anxin.project.demo.flows import Flows
from anxin.project.demo.labour import Labour
from anxin.project.demo.memos import names_month, says_wages
from anxin.project.demo.span import Span
from anxin.project.demo.wages import Rolls

Array = npt.NDArray[Any]
_WIDE = 10**12
"""More fen than any one employment is ever paid, so that sums of different employments never mix."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Paid sum, status (0 on time, 1 late, 2 short, 3 unpaid, 4 over) and days late of each payroll row."""

    paid: Array
    status: Array
    late: Array
    order: Array  # payroll rows by employment and month; the other columns follow it


def outcome(paid: Rolls, found: Flows) -> Outcome:
    """What became of each payroll row."""
    order = np.lexsort((paid.month, paid.employment))
    employment, month = paid.employment[order].astype(np.int64), paid.month[order].astype(np.int64)
    due, due_day = paid.due[order], paid.due_day[order]
    wages = _wages(found)
    bound, bound_day = _bound(employment * 1000 + month, wages, len(order))
    left = np.maximum(due - bound, 0)
    free, free_day = _free(employment, left, wages)
    settled = bound + free
    day = np.maximum(np.where(bound > 0, bound_day, 0), free_day)
    late = np.where(settled == due, np.maximum(day - due_day, 0), 0)
    status = np.select(
        [settled == 0, settled < due, settled > due, late > 0], [3, 2, 4, 1], default=0
    )  # fmt: skip
    return Outcome(settled, status, late, order)


def _wages(found: Flows) -> Flows:
    real = np.flatnonzero(~found.failed & says_wages(found.style) & (found.employment >= 0))
    _, once = np.unique(found.txn[real], return_index=True)
    return found.take(real[once])


def _bound(keys: Array, wages: Flows, count: int) -> tuple[Array, Array]:
    """Sum and last day of the payments whose memo names the month."""
    total, day = np.zeros(count, np.int64), np.zeros(count, np.int64)
    named = wages.take(np.flatnonzero(names_month(wages.style)))
    wanted = named.employment.astype(np.int64) * 1000 + named.month
    place = np.minimum(np.searchsorted(keys, wanted), count - 1)
    hit = keys[place] == wanted
    np.add.at(total, place[hit], named.amount[hit])
    np.maximum.at(day, place[hit], named.day[hit])
    return total, day


def _free(employment: Array, left: Array, wages: Flows) -> tuple[Array, Array]:
    """What the other payments settle of each row, oldest first, and the day on which the row was covered."""
    loose = wages.take(np.flatnonzero(~names_month(wages.style)))
    loose = loose.take(np.lexsort((loose.day, loose.employment)))
    heads, group = np.unique(employment, return_inverse=True)
    place = np.minimum(np.searchsorted(heads, loose.employment), len(heads) - 1)
    known = heads[place] == loose.employment
    loose, place = loose.take(np.flatnonzero(known)), place[known]
    upto = _within(group, left)
    paid_upto = _within(place, loose.amount)
    pot = np.zeros(len(heads), np.int64)
    np.add.at(pot, place, loose.amount)
    settled = np.clip(pot[group] - (upto - left), 0, left)
    covering = np.searchsorted(place * _WIDE + paid_upto, group * _WIDE + upto)
    day = np.zeros(len(left), np.int64)
    whole = (settled == left) & (left > 0)
    day[whole] = loose.day[covering[whole]]
    return settled, day


def _within(group: Array, amount: Array) -> Array:
    """Running sums that begin anew with each group; groups stand together."""
    if not len(group):
        return np.zeros(0, np.int64)
    running = np.cumsum(amount)
    starts = np.r_[0, np.flatnonzero(np.diff(group)) + 1]
    before = running[starts] - amount[starts]
    sizes = np.diff(np.r_[starts, len(group)])
    found: Array = running - np.repeat(before, sizes)
    return found


def result_table(span: Span, grown: Labour, paid: Rolls, known: Outcome) -> pa.Table:
    """The rows `result.parquet` must hold."""
    row, order = paid.employment[known.order], known.order
    due = paid.due[order]
    columns = {
        "worker_id": grown.worker[row] + 1,
        "ent_id": paid.ent[order] + 1,
        "month": span.codes()[paid.month[order]],
        "due_cents": due,
        "paid_cents": known.paid,
        "arrears_cents": np.maximum(due - known.paid, 0),
        "status": known.status,
        "days_late": known.late,
    }
    return table("results", columns, truth=True)


def employer_table(paid: Rolls, known: Outcome) -> pa.Table:
    """The rows `ent.parquet` must hold: one per employer with a payroll."""
    ents, group = np.unique(paid.ent[known.order], return_inverse=True)

    def count(status: int) -> Array:
        return np.bincount(group, known.status == status, len(ents)).astype(np.int64)

    arrears = np.zeros(len(ents), np.int64)
    np.add.at(arrears, group, np.maximum(paid.due[known.order] - known.paid, 0))
    most = np.zeros(len(ents), np.int64)
    np.maximum.at(most, group, known.late)
    columns = {
        "ent_id": ents + 1,
        "n": np.bincount(group, minlength=len(ents)),
        "unpaid": count(3),
        "under_": count(2),
        "late": count(1),
        "over_": count(4),
        "arrears_cents": arrears,
        "max_late": most,
    }
    return table("employers", columns, truth=True)
