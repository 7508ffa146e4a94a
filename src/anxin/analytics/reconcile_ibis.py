"""Reconciliation (工资核对) as Ibis expressions: the bulk reader of the rules in `domain.wages`, on DuckDB or Spark.

The memo's reader and the rules of standing are those of `domain.wages`, taken as they are; the order of settling is
said in windows instead of loops. Tests hold it to the rows of the reference.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from functools import partial

import ibis
import pyarrow as pa
from ibis import _
from ibis.backends import BaseBackend

from anxin.analytics.reconcile import Engine, Found, Read
from anxin.analytics.reconcile_bench import NO, Bench, Table, Value, bench, drawn_once
from anxin.analytics.reconcile_ibis_evidence import attribution
from anxin.analytics.reconcile_memos import LONG_RUN_AT_END, STAND_IN
from anxin.analytics.schemas import ATTRIBUTION, RESULT
from anxin.analytics.sources import Source
from anxin.domain.wages.lines import PayStatus
from anxin.domain.wages.memo import WAGES
from anxin.domain.wages.rules import RULES, short_of

_DEBTOR = ["ent_id", "worker_id"]
_DEBT = [*_DEBTOR, "month"]
_CLAIMED = ["txn_id", *_DEBTOR, "named", "amount_cents", "day"]
_NEVER = -1_000_000
"""A day before any payment, counted from 1970-01-01."""


def on(con: BaseBackend) -> Engine:
    """The engine that reconciles on this connection."""
    return partial(_reconcile, con)


def _reconcile(con: BaseBackend, payroll: Source, bank: Source, accounts: Source, *, evidence: bool = False) -> Found:
    with ExitStack() as cleared:
        laid = cleared.enter_context(bench(con))
        due, paid, cards = laid.enter(payroll, "payroll"), laid.enter(bank, "bank"), laid.enter(accounts, "accounts")
        owners = laid.keep(owners_of(cards))
        shared = laid.count(shared_of(owners))
        said = laid.keep(wages_of(paid))
        again = laid.keep(again_of(said))
        memos = laid.read_memos(texts_of(said))
        payments = once(named_of(said, memos), again, owners)
        if shared():
            claimed, ambiguous = claims(payments, owners, cards, due, laid)
        else:
            claimed, ambiguous = laid.keep(claim(payments, owners)), 0
        opened = laid.keep(open_of(due, claimed))
        pieces = _attribution(laid, opened, claimed) if evidence else None
        read = _counts(laid, (due, paid, said, claimed), again, ambiguous)
        result = judged(settled(opened, claimed))
        return Found(con.name, _slices(laid, result, cleared.pop_all()), read, pieces)


def _slices(laid: Bench, result: Table, cleared: ExitStack) -> Iterator[pa.Table]:
    with cleared:
        for piece in laid.pieces(result, _DEBT):
            yield piece.cast(RESULT)


def _counts(laid: Bench, steps: Sequence[Table], again: Table, ambiguous: int) -> Read:
    more = laid.number(more_of(again))
    lines, rows, wages, sure = (count() for count in [laid.count(table) for table in steps])
    payments = wages - more()
    return Read(lines, rows, rows - wages, wages - payments, payments, payments - sure - ambiguous, ambiguous)


def _attribution(laid: Bench, opened: Table, claimed: Table) -> pa.Table:
    owing = laid.keep(owing_of(opened))
    pots = laid.keep(pots_of(claimed))
    found = laid.rows(attribution(claimed, opened, owing, pots))()
    columns = [*found.columns[:5], found["day"].cast(pa.int32()).cast(pa.date32()), found["by_memo"]]
    return pa.table(dict(zip(ATTRIBUTION.names, columns, strict=True))).cast(ATTRIBUTION)


@drawn_once
def wages_of(bank: Table) -> Table:
    """Bank rows whose memo says wages, days as numbers; amounts of nothing settle nothing.

    A reference number at the end of a memo is cut to a stand-in, so that few distinct texts are left to read.
    """
    return bank.filter(_is_wages(bank)).select(
        "txn_id",
        "payer_id",
        "payee_acct",
        "amount_cents",
        day=_day(bank.paid_date),
        text=bank.memo.re_replace(LONG_RUN_AT_END, STAND_IN),
    )


@drawn_once
def again_of(said: Table) -> Table:
    """Transfers that were exported more than once, and how often."""
    return said.group_by("txn_id").aggregate(exported=said.count()).filter(_.exported > 1)


@drawn_once
def more_of(again: Table) -> Table:
    """How many rows repeat a transfer."""
    return again.aggregate(more=(again.exported - 1).sum())


@drawn_once
def texts_of(said: Table) -> Table:
    """Each memo once."""
    return said.select("text").distinct()


@drawn_once
def named_of(said: Table, memos: Table) -> Table:
    """Wages with the month that each memo names in place of the memo."""
    return said.inner_join(memos, "text").drop("text")


def _is_wages(bank: Table) -> Value:
    wages = bank.memo.contains(WAGES).fill_null(NO) & (bank.amount_cents > 0)
    if "status" in bank.columns:
        wages = wages & ~bank.status.isin(["failed", "pending"]).fill_null(NO)
    return wages


def _day(day: Value) -> Value:
    return day.delta(ibis.date("1970-01-01"), unit="day").cast("int32")


@drawn_once
def owners_of(accounts: Table) -> Table:
    """Each account once: its employment, and whether it stands for several (`shared`), of which this is but one."""
    ent, worker = accounts.ent_id, accounts.worker_id
    several = (ent.min() != ent.max()) | (worker.min() != worker.max())
    return accounts.group_by("acct").aggregate(ent_id=ent.min(), worker_id=worker.min(), shared=several)


@drawn_once
def shared_of(owners: Table) -> Table:
    """The accounts that stand for several employments."""
    return owners.filter(owners.shared)


@drawn_once
def once(wages: Table, again: Table, owners: Table) -> Table:
    """Each transfer once; of rows that differ the one that `domain.wages.owed` prefers."""
    rows = wages.semi_join(again, "txn_id")
    known = owners.select(known_acct="acct")
    rows = rows.left_join(known, rows.payee_acct == known.known_acct)
    preference = [
        rows.day, rows.amount_cents, rows.named == 0, rows.named, rows.known_acct.isnull(), rows.payee_acct,
        rows.payer_id.isnull(), rows.payer_id,
    ]  # fmt: skip
    ranked = rows.mutate(rank=ibis.row_number().over(ibis.window(group_by="txn_id", order_by=preference)))
    return wages.anti_join(again, "txn_id").union(ranked.filter(_.rank == 0).select(*wages.columns))


@drawn_once
def claim(payments: Table, owners: Table) -> Table:
    """The payments to accounts that stand for one employment, with that employment."""
    rows = payments.inner_join(owners, payments.payee_acct == owners.acct)
    return rows.select(*_CLAIMED)


def claims(payments: Table, owners: Table, accounts: Table, due: Table, laid: Bench) -> tuple[Table, int]:
    """The same where some accounts stand for several employments, and how many payments to those nobody can decide."""
    shared = shared_of(owners)
    disputed = laid.keep(payments.semi_join(shared, payments.payee_acct == shared.acct))
    decided = laid.keep(_claimed_by_one(disputed, accounts, due).select(*_CLAIMED))
    claimed = laid.keep(claim(payments, owners.filter(~owners.shared)).union(decided))
    return claimed, laid.count(disputed)() - laid.count(decided)()


@drawn_once
def _claimed_by_one(payments: Table, accounts: Table, due: Table) -> Table:
    """A shared account's candidates are narrowed by payer, then by month."""
    owners = accounts.select("acct", *_DEBTOR).distinct()
    rows = payments.inner_join(owners, payments.payee_acct == owners.acct)
    transfer = ibis.window(group_by="txn_id")
    rows = rows.mutate(direct=ibis.ifelse((rows.payer_id == rows.ent_id).fill_null(NO), 1, 0))
    rows = rows.mutate(any_direct=rows.direct.max().over(transfer)).filter(_.direct == _.any_direct)
    owing = due.select(owing_ent="ent_id", owing_worker="worker_id", owing_month="month").distinct()
    rows = rows.left_join(
        owing,
        [rows.ent_id == owing.owing_ent, rows.worker_id == owing.owing_worker, rows.named == owing.owing_month],
    )
    rows = rows.mutate(left=rows.txn_id.count().over(transfer))
    rows = rows.filter((rows.left == 1) | rows.owing_month.notnull())
    return rows.mutate(left=rows.txn_id.count().over(transfer)).filter(_.left == 1)


@drawn_once
def open_of(due: Table, claimed: Table) -> Table:
    """What is due per employer, worker and month, what payments naming it paid on it, and what that left open.

    Rows of one month are one debt. Dues and payments are added up in one go, which spares a join of two long tables.
    """
    nothing, never = ibis.literal(0, "int64"), ibis.literal(_NEVER, "int32")
    lines = due.select(*_DEBT, "due_cents", due_day=_day(due.due_date), bound=nothing, bound_day=never)
    named = claimed.filter(claimed.named > 0)
    named = named.select(
        *_DEBTOR, month=named.named, due_cents=nothing, due_day=never, bound=named.amount_cents, bound_day=named.day
    )
    both = lines.union(named)
    months = both.group_by(_DEBT).aggregate(
        due_cents=both.due_cents.sum(), due_day=both.due_day.max(),
        bound=both.bound.sum(), bound_day=both.bound_day.max(),
    )  # fmt: skip
    months = months.filter(months.due_day > _NEVER)
    return months.mutate(left=ibis.greatest(months.due_cents - months.bound, 0))


@drawn_once
def pots_of(claimed: Table) -> Table:
    """Payments that name no month, laid end to end per employment, oldest first, each with where it begins and ends in fen."""
    payments = claimed.filter(claimed.named == 0)
    order = ibis.cumulative_window(group_by=_DEBTOR, order_by=[payments.day, payments.txn_id])
    rows = payments.mutate(pot_end=payments.amount_cents.sum().over(order))
    return rows.mutate(pot_start=rows.pot_end - rows.amount_cents)


@drawn_once
def owing_of(debts: Table) -> Table:
    """What is left of each employment's debts laid end to end likewise, the oldest due date first, each with where it ends."""
    rows = debts.filter(debts.left > 0)
    order = ibis.cumulative_window(group_by=_DEBTOR, order_by=[rows.due_day, rows.month])
    return rows.mutate(end=rows.left.sum().over(order))


@drawn_once
def settled(debts: Table, claimed: Table) -> Table:
    """What was paid on each debt and the last day of it: debts and free payments lie end to end on one line of fen."""
    whole = debts.filter(debts.left == 0)
    whole = whole.select(*_DEBT, "due_cents", "due_day", paid_cents=whole.bound, last_day=whole.bound_day)
    pots = pots_of(claimed)
    given = pots.group_by(given_ent="ent_id", given_worker="worker_id").aggregate(given=pots.amount_cents.sum())
    last = pots.select("pot_end", "pot_start", pot_ent="ent_id", pot_worker="worker_id", pot_day="day")
    owing = owing_of(debts)
    rows = owing.left_join(given, [owing.ent_id == given.given_ent, owing.worker_id == given.given_worker]).left_join(
        last,
        [
            owing.ent_id == last.pot_ent,
            owing.worker_id == last.pot_worker,
            owing.end > last.pot_start,
            owing.end <= last.pot_end,
        ],
    )
    free = ibis.greatest(ibis.least(rows.left, rows.given.fill_null(0) - (rows.end - rows.left)), 0)
    return whole.union(
        rows.select(
            *_DEBT,
            "due_cents",
            "due_day",
            paid_cents=rows.bound + free,
            last_day=ibis.greatest(rows.bound_day, rows.pot_day.fill_null(_NEVER)),
        )
    )


@drawn_once
def judged(rows: Table) -> Table:
    """Each row with its status by the rules; each rule is the very expression that judges one line in Python."""
    over = ibis.ifelse(rows.paid_cents >= rows.due_cents, ibis.greatest(rows.last_day - rows.due_day, 0), 0)
    rows = rows.select(*_DEBT, "due_cents", "paid_cents", days_over=over)
    status = ibis.cases(*((rule.test(rows), int(rule.status)) for rule in RULES), else_=int(PayStatus.ON_TIME))
    rows = rows.select(rows, status=status.cast("int8"), arrears_cents=ibis.greatest(short_of(rows), 0))
    late = ibis.ifelse(rows.status == int(PayStatus.LATE), rows.days_over, 0)
    return rows.select(*RESULT.names[:-1], days_late=late.cast("int32"))
