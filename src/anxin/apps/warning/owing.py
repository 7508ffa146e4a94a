"""Facts from what employers owed on a day (欠薪): to whom, how much, how long, and how fast it grew."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from anxin.apps.payroll.api import WagesAsOf
from anxin.apps.registry.api import spells_of
from anxin.apps.warning.gathered import Gathered
from anxin.domain.risk.windows import month_number

Spells = Mapping[tuple[int, int], tuple[date | None, date | None, bool]]


def add_debts(gathered: Gathered, wages: WagesAsOf) -> None:
    """Add what is owed as of the day, and how many of those to whom it is owed had left by then."""
    spells = spells_of(gathered.ids)
    for pk, one in wages.of.items():
        owed = one.owed
        workers = owed.unpaid | owed.short
        gone = sum(_left(spells, worker, pk, gathered.on) for worker in workers)
        growth = _growth(owed.month_before_fen, owed.fen)
        gathered.add(
            pk, arrears_fen=owed.fen, arrears_workers=len(workers), arrears_growth=growth, leavers_unsettled=gone
        )
        if owed.oldest_due is not None:
            gathered.add(
                pk,
                unpaid_workers=len(owed.unpaid),
                short_workers=len(owed.short),
                arrears_days=(gathered.on - owed.oldest_due).days,
                arrears_month_no=month_number(owed.oldest_due, gathered.on),
                top_worker_arrears_fen=owed.most_fen,
                top_worker_arrears_months=owed.most_months,
            )


def _growth(before: int, now: int) -> float | None:
    """By how much the debt grew in thirty days; unknown when nothing was owed before."""
    return round(now / before - 1, 3) if before else None


def _left(spells: Spells, worker: int, employer: int, on: date) -> bool:
    """Whether a worker's newest employment there had ended by a day."""
    ended = spells.get((worker, employer), (None, None, False))[1]
    return ended is not None and ended <= on
