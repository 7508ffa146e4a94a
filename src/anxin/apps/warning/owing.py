"""What employers owed on a day (欠薪): the worker-months still open then, with what was paid only later counted back in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from anxin.apps.payroll.api import recoveries, shortfalls
from anxin.apps.registry.api import spells_of
from anxin.apps.warning.gathered import MONTH, Gathered
from anxin.base.scope import Scope
from anxin.domain.risk.windows import month_number

Key = tuple[int, int, int]
"""Employer, worker, wage month."""


@dataclass(frozen=True, slots=True)
class Line:
    """A worker-month that was short at some time: what is open now and what came in late, day by day."""

    employer: int
    worker: int
    due: date
    paid_fen: int
    open_fen: int
    late: tuple[tuple[date, int], ...]

    def open_on(self, day: date) -> int:
        """What was still owed on a day; nothing before the wage was due."""
        return 0 if self.due > day else self.open_fen + self._after(day)

    def nothing_paid_on(self, day: date) -> bool:
        """Whether no fen of it had arrived by a day."""
        return self.paid_fen <= self._after(day)

    def _after(self, day: date) -> int:
        return sum(fen for on, fen in self.late if on > day)


def add_debts(gathered: Gathered, scope: Scope) -> None:
    """Add what is owed as of the day: to whom, how much, how long, and how fast it grew."""
    by_employer: dict[int, list[Line]] = {pk: [] for pk in gathered.ids}
    for line in _lines(gathered, scope):
        by_employer[line.employer].append(line)
    spells = spells_of(gathered.ids)
    for pk, lines in by_employer.items():
        _add_debt(gathered, pk, lines)
        gone = {line.worker for line in lines if line.open_on(gathered.on) and _left(spells, line, gathered.on)}
        gathered.add(pk, leavers_unsettled=len(gone))


def _lines(gathered: Gathered, scope: Scope) -> Iterable[Line]:
    late: dict[Key, list[tuple[date, int]]] = {}
    back = recoveries(scope).filter(employer_id__in=gathered.ids, on__gt=gathered.on - MONTH)
    for employer, worker, month, on, fen in back.values_list("employer_id", "worker_id", "month", "on", "amount_fen"):
        late.setdefault((employer, worker, month), []).append((on, fen))
    rows = shortfalls(scope).filter(employer_id__in=gathered.ids, due_date__lte=gathered.on)
    wanted = rows.order_by().values_list("employer_id", "worker_id", "month", "due_date", "paid_fen", "arrears_fen")
    for employer, worker, month, due, paid_fen, open_fen in wanted:
        yield Line(employer, worker, due, paid_fen, open_fen, tuple(late.get((employer, worker, month), ())))


def _add_debt(gathered: Gathered, pk: int, lines: Iterable[Line]) -> None:
    on = gathered.on
    held = list(lines)
    owing = [line for line in held if line.open_on(on)]
    now, before = (sum(line.open_on(day) for line in held) for day in (on, on - MONTH))
    unpaid = {line.worker for line in owing if line.nothing_paid_on(on)}
    short = {line.worker for line in owing if not line.nothing_paid_on(on)}
    gathered.add(pk, arrears_fen=now, arrears_workers=len(unpaid | short), arrears_growth=_growth(before, now))
    if not owing:
        return
    oldest = min(line.due for line in owing)
    worst_fen, worst_months = _worst_worker(owing, on)
    gathered.add(
        pk,
        unpaid_workers=len(unpaid),
        short_workers=len(short),
        arrears_days=(on - oldest).days,
        arrears_month_no=month_number(oldest, on),
        top_worker_arrears_fen=worst_fen,
        top_worker_arrears_months=worst_months,
    )


def _growth(before: int, now: int) -> float | None:
    """By how much the debt grew in thirty days; unknown when nothing was owed before."""
    return round(now / before - 1, 3) if before else None


def _worst_worker(owing: Iterable[Line], on: date) -> tuple[int, int]:
    """What the worker to whom most is owed misses, and for how many months some worker misses wages at most."""
    fen: dict[int, int] = {}
    months: dict[int, int] = {}
    for line in owing:
        fen[line.worker] = fen.get(line.worker, 0) + line.open_on(on)
        months[line.worker] = months.get(line.worker, 0) + 1
    return max(fen.values()), max(months.values())


def _left(spells: Mapping[tuple[int, int], tuple[date | None, date | None, bool]], line: Line, on: date) -> bool:
    """Whether a worker's newest employment there had ended by a day."""
    ended = spells.get((line.worker, line.employer), (None, None, False))[1]
    return ended is not None and ended <= on
