"""Facts from wage months and wage sheets: paid when, how many, how much, handed in or not, and beside its peers."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from anxin.apps.payroll.api import WagesAsOf
from anxin.apps.registry.api import Employer, employers
from anxin.apps.warning.gathered import Facts, Gathered
from anxin.base.scope import Scope
from anxin.domain.risk.statistics import against_peers
from anxin.kernel.period import Month

USUAL_DELAY = 3.0
"""Days of delay that weekends and transfers between banks explain; peers that never pay late have no less spread."""


def add_months(gathered: Gathered, wages: WagesAsOf, known: Mapping[int, Employer]) -> None:
    """Add what the last twelve wage months say."""
    last = Month.of_day(gathered.on).previous()
    peers = _by_sector(wages.delays)
    for pk, one in wages.of.items():
        if not one.months:
            continue
        due = [row for row in one.months if row.due_date is None or row.due_date <= gathered.on]
        gathered.add(pk, **_history(one.months, due, last), **_insured(due, wages.newest_list))
        gathered.add(pk, return_late_days=_sheet_late(known[pk], one.months, last, gathered.on))
        if due:
            gathered.add(pk, **_newest(due, gathered.on), late_deviation=_beside_peers(pk, due[0], peers, known))


def add_sheets(gathered: Gathered, wages: WagesAsOf) -> None:
    """Add what only the sheets and statements themselves tell: the highest pay, and transfers the bank sent back."""
    for pk, one in wages.of.items():
        if one.sheets is not None:
            gathered.add(
                pk,
                top_month_pay_fen=one.sheets.top_month_fen,
                top_year_pay_fen=one.sheets.top_year_fen,
                failed_transfers=one.sheets.failed_transfers,
            )


def _history(some: Sequence[Any], due: list[Any], last: Month) -> Facts:
    return {
        "payrolls_missing_months": _missing(some, last),
        "late_months_12": sum(1 for row in due if row.late),
        "unpaid_months": _in_a_row(due),
        "insurance_gap_months": sum(1 for row in due if row.uninsured),
    }


def _newest(due: list[Any], on: date) -> Facts:
    """What the newest month that fell due says."""
    newest = due[0]
    known: Facts = {
        "below_minimum_workers": newest.below_minimum,
        "late_workers": newest.late,
        "max_late_days": newest.max_late,
        "paid_share": 1 - (newest.unpaid + newest.short) / newest.workers,
        "below_minimum_share": newest.below_minimum / newest.workers,
        "mean_pay_fen": newest.due_fen // newest.workers,
    }
    if newest.due_date is not None:
        silent = newest.due_fen > 0 and newest.paid_fen == 0
        known["payday_silent_days"] = (on - newest.due_date).days if silent else 0
    usual = [row.due_fen / row.workers for row in due[1:]]
    if len(usual) >= 3 and sum(usual):
        known["pay_change"] = newest.due_fen / newest.workers / (sum(usual) / len(usual))
    return known


def _insured(due: list[Any], listed: int | None) -> Facts:
    """Who was not insured in the employer's newest month that an insurance list covers."""
    newest = next((row for row in due if listed is not None and row.month <= listed), None)
    if newest is None:
        return {}
    return {"uninsured_workers": newest.uninsured, "uninsured_share": newest.uninsured / newest.workers}


def _missing(some: Sequence[Any], last: Month) -> int:
    """Wage months without a payroll since the employer's first one, up to the month before last, which all must have."""
    first = Month.of_code(min(row.month for row in some))
    return max(0, first.until(last.previous()) + 1 - sum(1 for row in some if row.month < last.code))


def _in_a_row(due: list[Any]) -> int:
    """How many of the newest months in a row were not paid at all to most of the workers."""
    count = 0
    for row in due:
        if row.unpaid * 2 < row.workers:
            break
        count += 1
    return count


def _sheet_late(employer: Employer, some: Sequence[Any], last: Month, on: date) -> int | None:
    """For how many days last month's sheet is overdue; it should be there by the pay day, unknown where none is known."""
    newest = some[0]
    if newest.month == last.code:
        return 0
    pay_day = employer.pay_day or (newest.due_date.day if newest.due_date else None)
    if pay_day is None:
        return None
    expected = on.replace(day=min(pay_day, monthrange(on.year, on.month)[1]))
    return max(0, (on - expected).days)


Delays = Mapping[str, Mapping[int, int]]


def _by_sector(delays: Mapping[int, int]) -> Delays:
    """The longest delay of every employer's newest due month, by sector."""
    sectors = dict(employers(Scope.everywhere()).values_list("pk", "sector"))
    found: dict[str, dict[int, int]] = {}
    for pk, delay in delays.items():
        found.setdefault(sectors.get(pk, ""), {})[pk] = delay
    return found


def _beside_peers(pk: int, newest: Any, peers: Delays, known: Mapping[int, Employer]) -> float | None:
    others = (delay for other, delay in peers.get(known[pk].sector, {}).items() if other != pk)
    return against_peers(newest.max_late, others, least=USUAL_DELAY)
