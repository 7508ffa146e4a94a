"""The evidence (清偿明细) as Ibis expressions: which part of which transfer settled which month, on any engine."""

from __future__ import annotations

import ibis
from ibis import _

from anxin.analytics.reconcile_bench import Table, drawn_once

_DEBTOR = ["ent_id", "worker_id"]
_ORDER = [*_DEBTOR, "day", "txn_id", "month"]


@drawn_once
def attribution(claimed: Table, debts: Table, owing: Table, pots: Table) -> Table:
    """Pieces of payments in the order of the default engine.

    `claimed` are the payments with their employment, `debts` the months due, `owing` and `pots` what the memos left
    open and the payments that name no month, laid end to end (`end`, `pot_end`) per employment.
    """
    pieces = _bound(claimed, debts).union(_free(owing, pots)).union(_left_over(owing, pots))
    return pieces.order_by(_ORDER).select(
        "txn_id",
        "worker_id",
        "ent_id",
        "month",
        amount_cents=_.amount_cents.cast("int64"),
        day="day",
        by_memo="by_memo",
    )


def _piece(table: Table, *, by_memo: int) -> Table:
    flagged = table.mutate(month=table.month.cast("int32"), amount_cents=table.amount_cents.cast("int64"))
    return flagged.select(*_DEBTOR, "txn_id", "day", "month", "amount_cents", by_memo=ibis.literal(bool(by_memo)))


def _bound(claimed: Table, debts: Table) -> Table:
    """Payments whose memo names a month: wholly for it, or for nothing when it is not on the payroll."""
    named = claimed.filter(_.named > 0)
    months = debts.select(due_ent="ent_id", due_worker="worker_id", due_month="month")
    rows = named.left_join(
        months,
        [named.ent_id == months.due_ent, named.worker_id == months.due_worker, named.named == months.due_month],
    )
    return _piece(rows.mutate(month=rows.due_month.fill_null(0)), by_memo=1)


def _free(owing: Table, pots: Table) -> Table:
    """Where a payment and a debt lie on the same stretch of the line, that stretch settles."""
    line = owing.select(
        owing_ent="ent_id", owing_worker="worker_id", month="month", end="end", begin=owing.end - owing.left
    )
    rows = pots.inner_join(
        line,
        [
            pots.ent_id == line.owing_ent,
            pots.worker_id == line.owing_worker,
            pots.pot_start < line.end,
            pots.pot_end > line.begin,
        ],
    ).drop("amount_cents")
    amount = ibis.least(rows.pot_end, rows.end) - ibis.greatest(rows.pot_start, rows.begin)
    return _piece(rows.mutate(amount_cents=amount), by_memo=0)


def _left_over(owing: Table, pots: Table) -> Table:
    """What is left of a payment when all is settled."""
    owed = owing.group_by(owing_ent="ent_id", owing_worker="worker_id").aggregate(owed=_.end.max())
    rows = pots.left_join(owed, [pots.ent_id == owed.owing_ent, pots.worker_id == owed.owing_worker])
    rows = rows.mutate(owed=rows.owed.fill_null(0)).drop("amount_cents")
    rows = rows.mutate(amount_cents=rows.pot_end - ibis.greatest(rows.pot_start, rows.owed), month=ibis.literal(0))
    return _piece(rows.filter(_.amount_cents > 0), by_memo=0)
