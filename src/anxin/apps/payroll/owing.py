"""What employers owed on a day (欠薪): the worker-months still open then, with what was paid only later counted back in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from anxin.apps.payroll.queries import recoveries, shortfalls
from anxin.base.scope import Scope

BEFORE = timedelta(30)
"""How long ago debts are compared with: the rolling month of the warning rules, which no law sets."""


@dataclass(frozen=True, slots=True)
class Owed:
    """What one employer owed on a day, to workers to whom nothing or too little had arrived, and thirty days before."""

    fen: int
    month_before_fen: int
    unpaid: frozenset[int]
    short: frozenset[int]
    oldest_due: date | None
    most_fen: int
    """What the worker misses to whom most is owed."""
    most_months: int
    """For how many months some worker misses wages at most."""


@dataclass(frozen=True, slots=True)
class _Line:
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


def owed_on(scope: Scope, employer_ids: Collection[int], *, on: date) -> dict[int, Owed]:
    """What each of some employers owed on a day."""
    by_employer: dict[int, list[_Line]] = {pk: [] for pk in employer_ids}
    for line in _lines(scope, employer_ids, on):
        by_employer[line.employer].append(line)
    return {pk: _owed(lines, on) for pk, lines in by_employer.items()}


def _lines(scope: Scope, employer_ids: Collection[int], on: date) -> Iterable[_Line]:
    late: dict[tuple[int, int, int], list[tuple[date, int]]] = {}
    back = recoveries(scope).filter(employer_id__in=employer_ids, on__gt=on - BEFORE)
    for employer, worker, month, day, fen in back.values_list("employer_id", "worker_id", "month", "on", "amount_fen"):
        late.setdefault((employer, worker, month), []).append((day, fen))
    rows = shortfalls(scope).filter(employer_id__in=employer_ids, due_date__lte=on)
    wanted = rows.order_by().values_list("employer_id", "worker_id", "month", "due_date", "paid_fen", "arrears_fen")
    for employer, worker, month, due, paid_fen, open_fen in wanted:
        yield _Line(employer, worker, due, paid_fen, open_fen, tuple(late.get((employer, worker, month), ())))


def _owed(lines: Sequence[_Line], on: date) -> Owed:
    owing = [line for line in lines if line.open_on(on)]
    fen: dict[int, int] = {}
    months: dict[int, int] = {}
    for line in owing:
        fen[line.worker] = fen.get(line.worker, 0) + line.open_on(on)
        months[line.worker] = months.get(line.worker, 0) + 1
    return Owed(
        fen=sum(fen.values()),
        month_before_fen=sum(line.open_on(on - BEFORE) for line in lines),
        unpaid=frozenset(line.worker for line in owing if line.nothing_paid_on(on)),
        short=frozenset(line.worker for line in owing if not line.nothing_paid_on(on)),
        oldest_due=min((line.due for line in owing), default=None),
        most_fen=max(fen.values(), default=0),
        most_months=max(months.values(), default=0),
    )
