"""Who is owed what: each rule of attribution by an example an officer would give."""

from __future__ import annotations

from datetime import date

import pytest

from anxin.domain.wages.lines import Account, Outcome, Payment, PayrollLine, PayStatus
from anxin.domain.wages.owed import reconcile

MARCH, APRIL = date(2026, 4, 15), date(2026, 5, 15)
LINES = [PayrollLine(1, 9, 202603, 500_000, MARCH), PayrollLine(1, 9, 202604, 500_000, APRIL)]
ACCOUNTS = [Account(11, 1, 9), Account(12, 1, 9)]


def pay(
    amount: int, day: date, memo: str | None = "工资", *, txn: int = 1, acct: int = 11, payer: int | None = 9
) -> Payment:
    return Payment(txn, payer, acct, amount, day, memo)


def standing(found: Outcome) -> list[tuple[int, int, int]]:
    return [(row.paid_cents, row.status, row.days_late) for row in found.findings]


def test_nothing_paid_is_unpaid_and_all_of_it_is_owed() -> None:
    found = reconcile(LINES, [], ACCOUNTS)
    assert standing(found) == [(0, PayStatus.UNPAID, 0)] * 2
    assert found.employers[0].arrears_cents == 1_000_000


def test_paid_in_full_by_the_due_date_is_on_time_and_a_day_later_is_late() -> None:
    assert standing(reconcile(LINES[:1], [pay(500_000, MARCH)], ACCOUNTS)) == [(500_000, PayStatus.ON_TIME, 0)]
    assert standing(reconcile(LINES[:1], [pay(500_000, date(2026, 4, 16))], ACCOUNTS)) == [(500_000, PayStatus.LATE, 1)]


def test_a_fen_missing_is_under_paid_and_has_no_days_late() -> None:
    assert standing(reconcile(LINES[:1], [pay(499_999, date(2026, 6, 1))], ACCOUNTS)) == [(499_999, PayStatus.UNDER, 0)]


def test_a_split_month_is_late_by_its_last_part() -> None:
    parts = [pay(200_000, MARCH, txn=1), pay(300_000, date(2026, 4, 25), txn=2)]
    assert standing(reconcile(LINES[:1], parts, ACCOUNTS)) == [(500_000, PayStatus.LATE, 10)]


def test_the_same_transfer_in_two_exports_is_one_payment() -> None:
    twice = [pay(500_000, MARCH), pay(500_000, MARCH)]
    assert standing(reconcile(LINES, twice, ACCOUNTS))[1] == (0, PayStatus.UNPAID, 0)


def test_of_exports_that_differ_the_earliest_day_counts() -> None:
    twice = [pay(500_000, date(2026, 4, 20)), pay(500_000, MARCH)]
    assert standing(reconcile(LINES[:1], twice, ACCOUNTS)) == [(500_000, PayStatus.ON_TIME, 0)]


@pytest.mark.parametrize("memo", ["报销款", "劳务费", "", None])
def test_what_does_not_say_wages_pays_no_wages(memo: str | None) -> None:
    assert standing(reconcile(LINES[:1], [pay(500_000, MARCH, memo)], ACCOUNTS)) == [(0, PayStatus.UNPAID, 0)]


def test_a_third_party_and_a_second_account_pay_as_well() -> None:
    paid = [pay(500_000, MARCH, acct=12, payer=777)]
    assert standing(reconcile(LINES[:1], paid, ACCOUNTS)) == [(500_000, PayStatus.ON_TIME, 0)]


def test_a_month_named_is_paid_though_an_older_one_is_open() -> None:
    found = reconcile(LINES, [pay(500_000, APRIL, "2026年4月工资")], ACCOUNTS)
    assert standing(found) == [(0, PayStatus.UNPAID, 0), (500_000, PayStatus.ON_TIME, 0)]


def test_what_names_no_month_settles_the_oldest_due_date_first_and_runs_on() -> None:
    found = reconcile(LINES, [pay(700_000, date(2026, 5, 20))], ACCOUNTS)
    assert standing(found) == [(500_000, PayStatus.LATE, 35), (200_000, PayStatus.UNDER, 0)]
    assert [(piece.month, piece.amount_cents) for piece in found.settled] == [(202603, 500_000), (202604, 200_000)]


def test_payments_that_name_a_month_come_first_whatever_their_day() -> None:
    paid = [pay(500_000, MARCH, txn=1), pay(500_000, APRIL, "2026年3月工资", txn=2)]
    assert standing(reconcile(LINES, paid, ACCOUNTS)) == [
        (500_000, PayStatus.LATE, 30),
        (500_000, PayStatus.ON_TIME, 0),
    ]


def test_too_much_for_a_named_month_stays_there_as_over_paid() -> None:
    found = reconcile(LINES, [pay(500_100, MARCH, "2026年3月工资")], ACCOUNTS)
    assert standing(found) == [(500_100, PayStatus.OVER, 0), (0, PayStatus.UNPAID, 0)]
    assert found.findings[0].arrears_cents == 0


def test_a_named_month_that_is_not_on_the_payroll_settles_nothing_here() -> None:
    found = reconcile(LINES, [pay(500_000, MARCH, "2025年12月工资")], ACCOUNTS)
    assert standing(found) == [(0, PayStatus.UNPAID, 0)] * 2
    assert [(piece.month, piece.by_memo) for piece in found.settled] == [(0, True)]


def test_what_is_left_when_all_is_settled_settles_nothing() -> None:
    found = reconcile(LINES[:1], [pay(500_300, MARCH)], ACCOUNTS)
    assert standing(found) == [(500_000, PayStatus.ON_TIME, 0)]
    assert [(piece.month, piece.amount_cents) for piece in found.settled] == [(202603, 500_000), (0, 300)]


def test_payment_before_the_due_date_is_on_time() -> None:
    assert standing(reconcile(LINES[:1], [pay(500_000, date(2026, 4, 1))], ACCOUNTS)) == [
        (500_000, PayStatus.ON_TIME, 0)
    ]


def test_an_unknown_account_is_listed_and_pays_nobody() -> None:
    found = reconcile(LINES[:1], [pay(500_000, MARCH, acct=99)], ACCOUNTS)
    assert (len(found.unknown), standing(found)) == (1, [(0, PayStatus.UNPAID, 0)])


def test_one_account_for_two_employers_is_told_apart_by_payer_then_by_month_and_never_guessed() -> None:
    lines = [PayrollLine(1, 8, 202603, 100, MARCH), PayrollLine(1, 9, 202604, 100, APRIL)]
    shared = [Account(11, 1, 8), Account(11, 1, 9)]
    by_payer = reconcile(lines, [pay(100, MARCH, payer=9)], shared)
    assert [row.paid_cents for row in by_payer.findings] == [0, 100]
    by_month = reconcile(lines, [pay(100, MARCH, "2026年3月工资", payer=5)], shared)
    assert [row.paid_cents for row in by_month.findings] == [100, 0]
    nobody_knows = reconcile(lines, [pay(100, MARCH, payer=5)], shared)
    assert [row.paid_cents for row in nobody_knows.findings] == [0, 0]
    assert len(nobody_knows.ambiguous) == 1


def test_two_employers_of_one_worker_are_two_debts() -> None:
    lines = [PayrollLine(1, 8, 202603, 100, MARCH), PayrollLine(1, 9, 202603, 100, MARCH)]
    found = reconcile(lines, [pay(200, MARCH, acct=11)], [Account(11, 1, 9)])
    assert [(row.ent_id, row.paid_cents) for row in found.findings] == [(8, 0), (9, 100)]


def test_two_rows_of_one_month_are_one_debt_due_when_its_last_part_is() -> None:
    lines = [PayrollLine(1, 9, 202603, 100, MARCH), PayrollLine(1, 9, 202603, 50, APRIL)]
    found = reconcile(lines, [pay(150, APRIL)], ACCOUNTS)
    assert [(row.due_cents, row.status) for row in found.findings] == [(150, PayStatus.ON_TIME)]


def test_nothing_due_and_nothing_paid_is_in_order() -> None:
    assert standing(reconcile([PayrollLine(1, 9, 202603, 0, MARCH)], [], ACCOUNTS)) == [(0, PayStatus.ON_TIME, 0)]
