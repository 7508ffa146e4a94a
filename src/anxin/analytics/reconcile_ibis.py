"""Reconciliation (工资核对) as Ibis expressions: the portable reader of the rules in `domain.wages`, on DuckDB or Spark.

The memo's reader and the rules of standing are those of `domain.wages`, taken as they are; the order of settling is
said in windows instead of loops. Tests hold it to the rows of the reference.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import ibis
import pyarrow as pa
from ibis import _
from ibis.backends import BaseBackend

from anxin.analytics.reconcile import Engine, Found, Read
from anxin.analytics.reconcile_bench import NO, Bench, Table, Value, bench
from anxin.analytics.reconcile_ibis_evidence import attribution
from anxin.analytics.reconcile_memos import LONG_RUN, STAND_IN
from anxin.analytics.schemas import ATTRIBUTION, ENT, RESULT
from anxin.analytics.sources import Source
from anxin.domain.wages.lines import PayStatus
from anxin.domain.wages.memo import WAGES
from anxin.domain.wages.rules import RULES, short_of

_DEBTOR = ["ent_id", "worker_id"]
_DEBT = [*_DEBTOR, "month"]
_NEVER = -1_000_000
"""A day before any payment, counted from 1970-01-01."""


def on(con: BaseBackend) -> Engine:
    """The engine that reconciles on this connection."""
    return partial(_reconcile, con)


def _reconcile(con: BaseBackend, payroll: Source, bank: Source, accounts: Source, *, evidence: bool = False) -> Found:
    with bench(con) as laid:
        due, paid, cards = laid.enter(payroll, "payroll"), laid.enter(bank, "bank"), laid.enter(accounts, "accounts")
        debts = debts_of(due)
        wages = laid.keep(wages_of(paid, laid))
        payments = laid.keep(once(wages, cards))
        claimed = laid.keep(claims(payments, cards, debts, laid.count))
        opened = laid.keep(open_of(debts, claimed))
        standings = laid.keep(judged(settled(opened, claimed)))
        result = laid.rows(standings.order_by(_DEBT).select(*RESULT.names)).cast(RESULT)
        ent = laid.rows(per_employer(standings)).cast(ENT)
        pieces = _attribution(laid, opened, claimed) if evidence else None
        return Found(
            con.name, [result], lambda: ent, _counts(laid, (due, paid, wages, payments, claimed), cards), pieces
        )


def _attribution(laid: Bench, opened: Table, claimed: Table) -> pa.Table:
    owing = laid.keep(owing_of(opened))
    pots = laid.keep(pots_of(claimed.filter(_.named == 0)))
    found = laid.rows(attribution(claimed, opened, owing, pots))
    columns = [*found.columns[:5], found["day"].cast(pa.int32()).cast(pa.date32()), found["by_memo"]]
    return pa.table(dict(zip(ATTRIBUTION.names, columns, strict=True))).cast(ATTRIBUTION)


def wages_of(bank: Table, laid: Bench) -> Table:
    """Bank rows whose memo says wages, with the month it names, 0 for none; amounts of nothing settle nothing.

    Numbers in the memos are cut to a stand-in, so that few distinct texts are left for the rule to read.
    """
    rows = bank.filter(_is_wages(bank)).select(
        "txn_id",
        "payer_id",
        "payee_acct",
        "amount_cents",
        day=_day(bank.paid_date),
        text=bank.memo.re_replace(LONG_RUN, STAND_IN),
    )
    rows = laid.keep(rows)
    return rows.inner_join(laid.read_memos(rows.select("text").distinct()), "text").drop("text")


def _is_wages(bank: Table) -> Value:
    wages = bank.memo.contains(WAGES).fill_null(NO) & (bank.amount_cents > 0)
    if "status" in bank.columns:
        wages = wages & ~bank.status.isin(["failed", "pending"]).fill_null(NO)
    return wages


def _day(day: Value) -> Value:
    return day.delta(ibis.date("1970-01-01"), unit="day").cast("int32")


def once(wages: Table, accounts: Table) -> Table:
    """Each transfer once; of rows that differ the one that `domain.wages.owed` prefers."""
    again = wages.group_by("txn_id").aggregate(exported=wages.count()).filter(_.exported > 1)
    known = accounts.select(known_acct="acct").distinct()
    rows = wages.semi_join(again, "txn_id")
    rows = rows.left_join(known, rows.payee_acct == known.known_acct)
    preference = [
        rows.day, rows.amount_cents, rows.named == 0, rows.named, rows.known_acct.isnull(), rows.payee_acct,
        rows.payer_id.isnull(), rows.payer_id,
    ]  # fmt: skip
    ranked = rows.mutate(rank=ibis.row_number().over(ibis.window(group_by="txn_id", order_by=preference)))
    return wages.anti_join(again, "txn_id").union(ranked.filter(_.rank == 0).select(*wages.columns))


def claims(payments: Table, accounts: Table, debts: Table, count: Callable[[Table], int]) -> Table:
    """The payments that one employment can claim; a shared account's candidates are narrowed by payer, then by month."""
    owners = accounts.select("acct", *_DEBTOR).distinct()
    rows = payments.inner_join(owners, payments.payee_acct == owners.acct)
    shared = owners.group_by("acct").aggregate(employments=_.count()).filter(_.employments > 1)
    if count(shared):
        rows = _claimed_by_one(rows, debts)
    return rows.select("txn_id", *_DEBTOR, "named", "amount_cents", "day")


def _claimed_by_one(rows: Table, debts: Table) -> Table:
    transfer = ibis.window(group_by="txn_id")
    rows = rows.mutate(direct=ibis.ifelse((rows.payer_id == rows.ent_id).fill_null(NO), 1, 0))
    rows = rows.mutate(any_direct=rows.direct.max().over(transfer)).filter(_.direct == _.any_direct)
    owing = debts.select(owing_ent="ent_id", owing_worker="worker_id", owing_month="month")
    rows = rows.left_join(
        owing,
        [rows.ent_id == owing.owing_ent, rows.worker_id == owing.owing_worker, rows.named == owing.owing_month],
    )
    rows = rows.mutate(left=rows.txn_id.count().over(transfer))
    rows = rows.filter((rows.left == 1) | rows.owing_month.notnull())
    return rows.mutate(left=rows.txn_id.count().over(transfer)).filter(_.left == 1)


def debts_of(payroll: Table) -> Table:
    """What is due per employer, worker and month; rows of one month are one debt."""
    return payroll.group_by(_DEBT).aggregate(
        due_cents=payroll.due_cents.sum().cast("int64"), due_day=_day(payroll.due_date.max())
    )


def open_of(debts: Table, claimed: Table) -> Table:
    """The debts with what payments naming their month paid on them, and what that left open."""
    bound = (
        claimed.filter(_.named > 0)
        .group_by([*_DEBTOR, "named"])
        .aggregate(bound=_.amount_cents.sum().cast("int64"), bound_day=_.day.max())
        .rename(month="named")
    )
    rows = debts.left_join(bound, _DEBT)
    rows = rows.select(
        *_DEBT, "due_cents", "due_day", bound=_.bound.fill_null(0), bound_day=_.bound_day.fill_null(_NEVER)
    )
    return rows.mutate(left=ibis.greatest(_.due_cents - _.bound, 0))


def settled(rows: Table, claimed: Table) -> Table:
    """What was paid on each debt and, once whole, how many days after it was due."""
    free = settled_free(rows, claimed.filter(_.named == 0))
    both = rows.left_join(free, _DEBT)
    both = both.mutate(
        paid_cents=both.bound + both.free.fill_null(0),
        last_day=ibis.greatest(both.bound_day, both.free_day.fill_null(_NEVER)),
    )
    over = ibis.greatest(both.last_day - both.due_day, 0)
    return both.select(
        *_DEBT, "due_cents", "paid_cents", days_over=ibis.ifelse(both.paid_cents >= both.due_cents, over, 0)
    )


def pots_of(payments: Table) -> Table:
    """Payments of each employment laid end to end, oldest first, each with where it begins and ends in fen."""
    order = ibis.cumulative_window(group_by=_DEBTOR, order_by=[payments.day, payments.txn_id])
    rows = payments.mutate(pot_end=payments.amount_cents.sum().over(order).cast("int64"))
    return rows.mutate(pot_start=rows.pot_end - rows.amount_cents)


def owing_of(debts: Table) -> Table:
    """What is left of each employment's debts laid end to end, the oldest due date first, each with where it ends."""
    rows = debts.filter(_.left > 0)
    order = ibis.cumulative_window(group_by=_DEBTOR, order_by=[rows.due_day, rows.month])
    return rows.mutate(end=rows.left.sum().over(order).cast("int64"))


def settled_free(debts: Table, payments: Table) -> Table:
    """What payments that name no month settle: debts and payments are laid end to end, oldest first, on one line of fen."""
    given = payments.group_by(_DEBTOR).aggregate(given=payments.amount_cents.sum().cast("int64"))
    owing = owing_of(debts.inner_join(given, _DEBTOR))
    owing = owing.mutate(free=ibis.greatest(ibis.least(_.left, _.given - (_.end - _.left)), 0))
    last = pots_of(payments).select("pot_end", "pot_start", pot_ent="ent_id", pot_worker="worker_id", pot_day="day")
    covered = owing.left_join(
        last,
        [
            owing.ent_id == last.pot_ent,
            owing.worker_id == last.pot_worker,
            owing.end > last.pot_start,
            owing.end <= last.pot_end,
        ],
    )
    return covered.select(*_DEBT, "free", free_day="pot_day")


def judged(table: Table) -> Table:
    """Each row with its status by the rules; each rule is the very expression that judges one line in Python."""
    status = ibis.cases(*((rule.test(table), int(rule.status)) for rule in RULES), else_=int(PayStatus.ON_TIME))
    rows = table.mutate(status=status.cast("int8"), arrears_cents=ibis.greatest(short_of(table), 0))
    return rows.mutate(days_late=ibis.ifelse(rows.status == int(PayStatus.LATE), rows.days_over, 0).cast("int32"))


def per_employer(result: Table) -> Table:
    """The rows of `ent.parquet`."""

    def count(status: PayStatus) -> Value:
        return (result.status == int(status)).sum().cast("int64")

    return (
        result.group_by("ent_id")
        .aggregate(
            n=result.count(),
            unpaid=count(PayStatus.UNPAID),
            under_=count(PayStatus.UNDER),
            late=count(PayStatus.LATE),
            over_=count(PayStatus.OVER),
            arrears_cents=result.arrears_cents.sum().cast("int64"),
            max_late=result.days_late.max(),
        )
        .order_by("ent_id")
    )


def _counts(laid: Bench, steps: Sequence[Table], accounts: Table) -> Read:
    payments = steps[3]
    held = payments.semi_join(accounts, payments.payee_acct == accounts.acct)
    lines, rows, wages, kept, sure, known = (laid.count(table) for table in (*steps, held))
    return Read(lines, rows, rows - wages, wages - kept, kept, kept - known, known - sure)
