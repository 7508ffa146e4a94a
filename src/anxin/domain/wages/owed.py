"""Who is owed what: the rules of attribution (清偿顺序) in plain Python, the text against which every faster reader is tested.

1. A bank row counts as wages when its memo says so (工资) and something was transferred.
2. Rows with the same `txn_id` are one payment exported twice. Where such rows differ, the earliest day counts, then the
   smaller amount, then the one that names a month, then the one to a known account, then the lower numbers.
3. The payee's account tells worker and employer; who paid does not matter. Where an account stands for several
   employments, the payer decides if it is one of these employers, else the month named if only one of them owes it;
   otherwise nobody guesses and the payment is listed as ambiguous.
4. A payment whose memo names a month belongs to that month, though it be too much (over-paid) or the month not be on
   the payroll (then it settles nothing here).
5. All others settle what is left, the oldest due date first (Civil Code 民法典 art. 560); of equal dates the earlier
   month. What is left over when all is settled settles nothing.
6. Rows of one worker, employer and month are one debt: amounts add up, and it is due when its last part is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from anxin.domain.wages.lines import (
    Account,
    EmployerFinding,
    Finding,
    Outcome,
    Payment,
    PayrollLine,
    PayStatus,
    Settled,
    Standing,
)
from anxin.domain.wages.memo import month_named, says_wages
from anxin.domain.wages.rules import short_of, status_of

Employment = tuple[int, int]
"""Employer, then worker: the order of every result."""


@dataclass(slots=True)
class _Debt:
    month: int
    due_cents: int
    due_date: date
    paid_cents: int = 0
    last_paid: date | None = None

    @property
    def left(self) -> int:
        return max(self.due_cents - self.paid_cents, 0)

    def settle(self, amount: int, day: date) -> None:
        self.paid_cents += amount
        self.last_paid = day if self.last_paid is None else max(self.last_paid, day)

    def days_over(self) -> int:
        if self.last_paid is None or self.paid_cents < self.due_cents:
            return 0
        return max((self.last_paid - self.due_date).days, 0)


@dataclass(slots=True)
class _Book:
    debts: dict[int, _Debt] = field(default_factory=dict)
    bound: list[tuple[int, Payment]] = field(default_factory=list)
    free: list[Payment] = field(default_factory=list)


def reconcile(lines: Iterable[PayrollLine], payments: Iterable[Payment], accounts: Iterable[Account]) -> Outcome:
    """What became of every worker's month, and which payment settled which."""
    books = _open_books(lines)
    owners = _owners(accounts)
    unknown, ambiguous = _enter(books, owners, _once(payments, owners))
    settled: list[Settled] = []
    for (ent_id, worker_id), book in sorted(books.items()):
        settled += _settle(book, worker_id, ent_id)
    findings = tuple(
        _finding(worker_id, ent_id, debt)
        for (ent_id, worker_id), book in sorted(books.items())
        for _, debt in sorted(book.debts.items())
    )
    return Outcome(findings, _employers(findings), tuple(settled), tuple(unknown), tuple(ambiguous))


def _open_books(lines: Iterable[PayrollLine]) -> dict[Employment, _Book]:
    books: dict[Employment, _Book] = defaultdict(_Book)
    for line in lines:
        debts = books[line.ent_id, line.worker_id].debts
        debt = debts.setdefault(line.month, _Debt(line.month, 0, line.due_date))
        debt.due_cents += line.due_cents
        debt.due_date = max(debt.due_date, line.due_date)
    return books


def _owners(accounts: Iterable[Account]) -> dict[int, tuple[Employment, ...]]:
    owners: dict[int, set[Employment]] = defaultdict(set)
    for account in accounts:
        owners[account.acct].add((account.ent_id, account.worker_id))
    return {acct: tuple(sorted(each)) for acct, each in owners.items()}


def _once(payments: Iterable[Payment], known: Collection[int]) -> list[Payment]:
    """Each transfer of wages once, in the order in which they settle."""
    kept: dict[int, Payment] = {}
    for payment in payments:
        if not says_wages(payment.memo) or payment.amount_cents <= 0:
            continue
        rival = kept.get(payment.txn_id)
        if rival is None or _preference(payment, known) < _preference(rival, known):
            kept[payment.txn_id] = payment
    return sorted(kept.values(), key=lambda payment: (payment.paid_date, payment.txn_id))


def _preference(payment: Payment, known: Collection[int]) -> tuple[object, ...]:
    month = month_named(payment.memo)
    account = (payment.payee_acct not in known, payment.payee_acct)
    payer = (payment.payer_id is None, payment.payer_id or 0)
    return payment.paid_date, payment.amount_cents, not month, month, account, payer


def _enter(
    books: dict[Employment, _Book], owners: Mapping[int, Sequence[Employment]], payments: Iterable[Payment]
) -> tuple[list[Payment], list[Payment]]:
    unknown, ambiguous = [], []
    for payment in payments:
        candidates = owners.get(payment.payee_acct, ())
        month = month_named(payment.memo)
        if not candidates:
            unknown.append(payment)
            continue
        employment = _which(candidates, payment, month, books)
        if employment is None:
            ambiguous.append(payment)
        elif month:
            books[employment].bound.append((month, payment))
        else:
            books[employment].free.append(payment)
    return unknown, ambiguous


def _which(
    candidates: Sequence[Employment], payment: Payment, month: int, books: Mapping[Employment, _Book]
) -> Employment | None:
    """The one employment a payment can be for, or none when nobody could say."""
    paid_by_employer = [each for each in candidates if each[0] == payment.payer_id]
    left = paid_by_employer or list(candidates)
    if len(left) > 1 and month:
        left = [each for each in left if each in books and month in books[each].debts]
    return left[0] if len(left) == 1 else None


def _settle(book: _Book, worker_id: int, ent_id: int) -> list[Settled]:
    settled: list[Settled] = []

    def note(payment: Payment, month: int, amount: int, *, by_memo: bool) -> None:
        settled.append(Settled(payment.txn_id, worker_id, ent_id, month, amount, payment.paid_date, by_memo))

    for month, payment in book.bound:
        debt = book.debts.get(month)
        if debt is not None:
            debt.settle(payment.amount_cents, payment.paid_date)
        note(payment, month if debt else 0, payment.amount_cents, by_memo=True)
    waiting = sorted((debt for debt in book.debts.values() if debt.left), key=lambda debt: (debt.due_date, debt.month))
    for payment in book.free:
        rest = payment.amount_cents
        while rest and waiting:
            part = min(rest, waiting[0].left)
            waiting[0].settle(part, payment.paid_date)
            note(payment, waiting[0].month, part, by_memo=False)
            rest -= part
            if not waiting[0].left:
                waiting.pop(0)
        if rest:
            note(payment, 0, rest, by_memo=False)
    return settled


def _finding(worker_id: int, ent_id: int, debt: _Debt) -> Finding:
    line = Standing(worker_id, ent_id, debt.month, debt.due_cents, debt.paid_cents, debt.days_over())
    status = status_of(line)
    days_late = line.days_over if status is PayStatus.LATE else 0
    arrears = max(short_of(line), 0)
    return Finding(worker_id, ent_id, debt.month, debt.due_cents, debt.paid_cents, arrears, int(status), days_late)


def _employers(findings: Iterable[Finding]) -> tuple[EmployerFinding, ...]:
    groups: dict[int, list[Finding]] = defaultdict(list)
    for finding in findings:
        groups[finding.ent_id].append(finding)
    return tuple(_employer(ent_id, group) for ent_id, group in sorted(groups.items()))


def _employer(ent_id: int, group: Sequence[Finding]) -> EmployerFinding:
    def count(status: PayStatus) -> int:
        return sum(finding.status == status for finding in group)

    return EmployerFinding(
        ent_id,
        len(group),
        count(PayStatus.UNPAID),
        count(PayStatus.UNDER),
        count(PayStatus.LATE),
        count(PayStatus.OVER),
        sum(finding.arrears_cents for finding in group),
        max(finding.days_late for finding in group),
    )
