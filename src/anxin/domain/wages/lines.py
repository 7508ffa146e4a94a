"""The lines that meet in a reconciliation (核对): what is due, what was transferred, whose account it is, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum


class PayStatus(IntEnum):
    """How a worker's month stands: on time (足额按时), late (迟发), under-paid (少发), unpaid (未发), over-paid (多发)."""

    ON_TIME = 0
    LATE = 1
    UNDER = 2
    UNPAID = 3
    OVER = 4


@dataclass(frozen=True, slots=True)
class PayrollLine:
    """One row of a payroll (工资表): what an employer owes a worker for a month, and when."""

    worker_id: int
    ent_id: int
    month: int
    due_cents: int
    due_date: date


@dataclass(frozen=True, slots=True)
class Payment:
    """One transfer as the bank exported it (银行流水)."""

    txn_id: int
    payer_id: int | None
    payee_acct: int
    amount_cents: int
    paid_date: date
    memo: str | None


@dataclass(frozen=True, slots=True)
class Account:
    """Whose account it is, for which employer's wages (工资账户)."""

    acct: int
    worker_id: int
    ent_id: int


@dataclass(frozen=True, slots=True)
class Settled:
    """How much of which transfer settled which month (清偿明细); month 0 is what settled nothing."""

    txn_id: int
    worker_id: int
    ent_id: int
    month: int
    amount_cents: int
    paid_date: date
    by_memo: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """One worker's month with what was paid on it; `days_over` counts days from the due date to full payment, 0 until then."""

    worker_id: int
    ent_id: int
    month: int
    due_cents: int
    paid_cents: int
    days_over: int


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of one worker's month, as `result.parquet` says it."""

    worker_id: int
    ent_id: int
    month: int
    due_cents: int
    paid_cents: int
    arrears_cents: int
    status: int
    days_late: int


@dataclass(frozen=True, slots=True)
class EmployerFinding:
    """The same for an employer, as `ent.parquet` says it."""

    ent_id: int
    n: int
    unpaid: int
    under_: int
    late: int
    over_: int
    arrears_cents: int
    max_late: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything a reconciliation finds; `unknown` and `ambiguous` are transfers of wages that no one employment can claim."""

    findings: tuple[Finding, ...]
    employers: tuple[EmployerFinding, ...]
    settled: tuple[Settled, ...]
    unknown: tuple[Payment, ...]
    ambiguous: tuple[Payment, ...]
