"""The comparison itself as values: inputs in, findings out; no database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from anxin.analytics.reconcile import engine_at, reconcile_with_evidence
from anxin.analytics.schemas import ACCOUNTS, ATTRIBUTION, BANK, PAYROLL

KEYS = ["ent_id", "worker_id", "month"]


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything that counts in a town on a day: Arrow tables in the lake's columns, and the hash of all of it."""

    place: str
    as_of: date
    payroll: pa.Table
    bank: pa.Table
    insurance: pa.Table
    accounts: pa.Table
    digest: str


@dataclass(frozen=True, slots=True)
class Compared:
    """What a comparison found.

    `result` is every worker-month with its due date and whether it had fallen due; `months` sums it per employer and
    month; `attribution` says which payment settled which month; `uninsured` are worker-months paid but not insured;
    `payroll` are the lines that were compared.
    """

    as_of: date
    payroll: pa.Table
    result: pa.Table
    attribution: pa.Table
    months: pa.Table
    uninsured: pa.Table
    payments: int
    due_fen: int
    paid_fen: int
    arrears_fen: int
    engine: str
    rule_version: str

    @property
    def lines(self) -> int:
        return int(self.payroll.num_rows)


def compare(inputs: Inputs, *, engine_url: str) -> Compared:
    """Reconcile a town's inputs; what has not fallen due by the day counts as neither late nor unpaid."""
    paid = inputs.bank.filter(pc.equal(inputs.bank["status"], "ok"))
    payroll, bank = inputs.payroll.select(PAYROLL.names), paid.select(BANK.names)
    accounts = inputs.accounts.select(ACCOUNTS.names)
    found = reconcile_with_evidence(payroll, bank, accounts, engine=engine_at(engine_url))
    result = _with_due_dates(found.result, inputs.payroll, inputs.as_of)
    due = result.filter(result["fallen_due"])
    return Compared(
        as_of=inputs.as_of,
        payroll=inputs.payroll,
        result=result,
        attribution=ATTRIBUTION.empty_table() if found.attribution is None else found.attribution,
        months=_months(result),
        uninsured=uninsured(inputs.payroll, inputs.insurance),
        payments=found.summary.read.payments,
        due_fen=_sum(due, "due_cents"),
        paid_fen=_sum(due, "paid_cents"),
        arrears_fen=_sum(due, "arrears_cents"),
        engine=found.summary.engine,
        rule_version=found.summary.rule_version,
    )


def _sum(table: pa.Table, column: str) -> int:
    return int(pc.sum(table[column]).as_py() or 0)


def _with_due_dates(result: pa.Table, payroll: pa.Table, as_of: date) -> pa.Table:
    """The result with the day each month was due: the last of its parts, as the rules of attribution have it."""
    dates = payroll.group_by(KEYS).aggregate([("due_date", "max"), ("handed_in", "max")])
    joined = result.join(dates.rename_columns([*KEYS, "due_date", "handed_in"]), keys=KEYS)
    joined = joined.sort_by([(name, "ascending") for name in KEYS])
    owing = pc.is_in(joined["status"].cast(pa.int32()), value_set=pa.array([2, 3], pa.int32()))
    waiting = pc.and_(owing, pc.greater_equal(joined["due_date"], pa.scalar(as_of)))
    return joined.append_column("fallen_due", pc.invert(waiting))


def _months(result: pa.Table) -> pa.Table:
    """Sums per employer and month, with a count of each status among what fell due."""
    status = result["status"].to_numpy()
    due = result["fallen_due"].to_numpy(zero_copy_only=False)
    table = result.select(["ent_id", "month", "due_cents", "paid_cents", "due_date", "handed_in"])
    for name, code in (("late", 1), ("short", 2), ("unpaid", 3), ("over", 4)):
        table = table.append_column(name, pa.array(((status == code) & due).astype(np.int64)))
    table = table.append_column("arrears_cents", pa.array(np.where(due, result["arrears_cents"].to_numpy(), 0)))
    table = table.append_column("days_late", result["days_late"].cast(pa.int64()))
    sums = [(name, "sum") for name in ("due_cents", "paid_cents", "arrears_cents", "late", "short", "unpaid", "over")]
    ends = [("due_date", "max"), ("handed_in", "max"), ("days_late", "max"), ("month", "count")]
    return table.group_by(["ent_id", "month"]).aggregate([*sums, *ends])


def uninsured(payroll: pa.Table, insurance: pa.Table) -> pa.Table:
    """Worker-months on a payroll without insurance at that employer, in the months for which a list was handed in."""
    if insurance.num_rows == 0:
        return payroll.select(KEYS).slice(0, 0)
    covered = payroll.filter(pc.is_in(payroll["month"], value_set=pc.unique(insurance["month"])))
    insured = insurance.group_by(KEYS).aggregate([])
    return covered.select(KEYS).join(insured, keys=KEYS, join_type="left anti")


def rows(table: pa.Table, *columns: str) -> list[tuple[Any, ...]]:
    """Some columns of a table as tuples."""
    return list(zip(*(table[name].to_pylist() for name in columns), strict=True))
