"""What payrolls, bank and office say of employers as of a day (工资情况), in one record for whoever judges them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Count

from anxin.apps.payroll.models import Dispute
from anxin.apps.payroll.owing import Owed, owed_on
from anxin.apps.payroll.queries import breaches, disputes, employer_months
from anxin.apps.payroll.sheet_readings import SheetReading, sheet_readings
from anxin.apps.registry.api import Employer
from anxin.base.scope import Scope
from anxin.kernel.period import Month

MONTHS = 12


class WageMonth(NamedTuple):
    """One wage month of an employer: persons by what went wrong, fen due and paid, the longest delay in days."""

    month: int
    due_date: date | None
    workers: int
    unpaid: int
    short: int
    late: int
    uninsured: int
    below_minimum: int
    due_fen: int
    paid_fen: int
    max_late: int


@dataclass(frozen=True, slots=True)
class EmployerWages:
    """One employer: its last twelve wage months, newest first, what it owed, and what is found or said against it."""

    months: Sequence[WageMonth]
    owed: Owed
    over_deducted: int
    """From how many workers more was kept back than the law allows, in the two wage months before the day."""
    gap_months: int
    """In how many of the last twelve wage months somebody was found without insurance."""
    open_disputes: int
    """Objections nobody has verified yet."""
    sheets: SheetReading | None


@dataclass(frozen=True, slots=True)
class WagesAsOf:
    """The employers asked for, and what their months are held against."""

    of: Mapping[int, EmployerWages]
    delays: Mapping[int, int]
    """The longest delay in the newest month that fell due, of every employer within reach."""
    newest_list: int | None
    """The newest month of which an insurance list has shown anything; later months are not known yet, not in order."""


def wages_as_of(scope: Scope, some: Collection[Employer], *, on: date) -> WagesAsOf:
    """What is known of some employers' wages as of a day."""
    ids, last = [one.pk for one in some], Month.of_day(on).previous()
    months, owed = _months(scope, ids, last), owed_on(scope, ids, on=on)
    over, gaps = _over_deducted(scope, ids, last), _gap_months(scope, ids, last)
    open_ones = disputes(scope).filter(employer_id__in=ids, state=Dispute.State.OPEN).order_by()
    objected = dict(open_ones.values_list("employer_id").annotate(n=Count("pk")))
    sheets = sheet_readings({one.place_path for one in some}, on=on)
    found = {
        pk: EmployerWages(
            months.get(pk, ()), owed[pk], over.get(pk, 0), gaps.get(pk, 0), objected.get(pk, 0), sheets.get(pk)
        )
        for pk in ids
    }
    return WagesAsOf(found, _delays(scope, last, on), _newest_list(scope, last))


def _months(scope: Scope, ids: Collection[int], last: Month) -> dict[int, list[WageMonth]]:
    rows = employer_months(scope).filter(
        employer_id__in=ids, month__range=(last.plus(1 - MONTHS).code, last.code), workers__gt=0
    )
    found: dict[int, list[WageMonth]] = {}
    for employer, *values in rows.order_by("employer_id", "-month").values_list("employer_id", *WageMonth._fields):
        found.setdefault(employer, []).append(WageMonth(*values))
    return found


def _over_deducted(scope: Scope, ids: Collection[int], last: Month) -> dict[int, int]:
    found = breaches(scope).filter(employer_id__in=ids, kind="deduction", month__gte=last.previous().code)
    return dict(found.order_by().values_list("employer_id").annotate(n=Count("worker", distinct=True)))


def _gap_months(scope: Scope, ids: Collection[int], last: Month) -> dict[int, int]:
    found = breaches(scope).filter(employer_id__in=ids, kind="insurance", month__gte=last.plus(1 - MONTHS).code)
    return dict(found.order_by().values_list("employer_id").annotate(n=Count("month", distinct=True)))


def _delays(scope: Scope, last: Month, on: date) -> dict[int, int]:
    rows = employer_months(scope).filter(
        month__range=(last.previous().code, last.code), workers__gt=0, due_date__lte=on
    )
    return dict(rows.order_by("month").values_list("employer_id", "max_late"))


def _newest_list(scope: Scope, last: Month) -> int | None:
    found = employer_months(scope).filter(month__range=(last.plus(1 - MONTHS).code, last.code), uninsured__gt=0)
    return found.order_by("-month").values_list("month", flat=True).first()
