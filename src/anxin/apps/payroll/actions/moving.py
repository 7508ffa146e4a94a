"""What a comparison moves of the stored findings (变动), employer by employer: read and worked out before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from anxin.apps.payroll.actions.sums import Shift, share_of
from anxin.apps.payroll.checking import BreachFound
from anxin.apps.payroll.comparing import Compared, rows
from anxin.apps.payroll.models import Breach, EmployerMonth, PayStatus, Recovery, Shortfall
from anxin.apps.registry.api import employers
from anxin.base.scope import Scope
from anxin.kernel.clock import SHANGHAI

Counts = Counter[tuple[int, int]]
OWED = ("due_date", "due_fen", "paid_fen", "arrears_fen", "status", "days_late", "place_path")
"""What of a shortfall may move from one comparison to the next."""
SUMMED = (
    "workers", "unpaid", "short", "late", "over", "due_fen", "paid_fen", "arrears_fen", "max_late", "due_date",
    "handed_in_at", "uninsured", "below_minimum", "place_path",
)  # fmt: skip
"""What of an employer's month may move."""


class Where(NamedTuple):
    """Where an employer stands, and its sector: by both its months are summed."""

    place: str
    focus: str


@dataclass(slots=True)
class Moved:
    """What moves for one employer; rows that go are named by their keys."""

    employer: int
    fresh: list[Shortfall] = field(default_factory=list)
    changed: list[Shortfall] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    recovered: list[Recovery] = field(default_factory=list)
    fresh_months: list[EmployerMonth] = field(default_factory=list)
    changed_months: list[EmployerMonth] = field(default_factory=list)
    gone_months: list[int] = field(default_factory=list)
    shifts: list[Shift] = field(default_factory=list)
    fresh_breaches: list[dict[str, Any]] = field(default_factory=list)
    stale_breaches: list[int] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """How many rows are written for it."""
        some: tuple[Sequence[object], ...] = (
            self.fresh, self.changed, self.gone, self.recovered, self.fresh_months, self.changed_months,
            self.gone_months, self.fresh_breaches, self.stale_breaches,
        )  # fmt: skip
        return sum(len(rows) for rows in some)


class _Moves(dict[int, Moved]):
    def __missing__(self, employer: int) -> Moved:
        one = self[employer] = Moved(employer)
        return one


def moves(place_path: str, compared: Compared, broken: Sequence[BreachFound]) -> list[Moved]:
    """What must be written so that a town's findings are those of a comparison; employers for whom nothing moves are left out."""
    known = employers(Scope.everywhere()).values_list("pk", "place_path", "focus")
    found, where = _Moves(), {pk: Where(place, focus) for pk, place, focus in known}
    _shortfalls(found, place_path, compared, where)
    _months(found, place_path, compared, broken, where)
    _breaches(found, place_path, broken, where)
    return [found[employer] for employer in sorted(found)]


def _shortfalls(found: _Moves, place_path: str, compared: Compared, where: dict[int, Where]) -> None:
    """A fall in what is owed is kept as a recovery (补发)."""
    stored = Shortfall.objects.filter(place_path__startswith=place_path)
    known = {row[:3]: row for row in stored.values_list("employer_id", "worker_id", "month", "pk", *OWED).iterator()}
    on = compared.as_of
    for employer, worker, month, *values in _short(compared.result):
        key, now = (employer, worker, month), (*values, where[employer].place)
        before = known.pop(key, None)
        if before is None:
            found[employer].fresh.append(_shortfall(key, now, first_seen=on))
        elif before[4:] != now:
            one = _shortfall(key, now, pk=before[3])
            found[employer].recovered += _recovery(_as_stored(before), one.arrears_fen, on)
            found[employer].changed.append(one)
    for row in known.values():
        found[row[0]].gone.append(row[3])
        found[row[0]].recovered += _recovery(_as_stored(row), 0, on)


def _shortfall(key: tuple[int, int, int], values: Sequence[Any], **more: Any) -> Shortfall:
    employer, worker, month = key
    return Shortfall(
        employer_id=employer, worker_id=worker, month=month, **dict(zip(OWED, values, strict=True)), **more
    )


def _as_stored(row: tuple[Any, ...]) -> Shortfall:
    return _shortfall(row[:3], row[4:], pk=row[3])


def _short(result: pa.Table) -> list[tuple[Any, ...]]:
    bad = pc.is_in(result["status"].cast(pa.int32()), value_set=pa.array([1, 2, 3], pa.int32()))
    kept = result.filter(pc.and_(bad, result["fallen_due"]))
    columns = (
        "ent_id", "worker_id", "month", "due_date", "due_cents", "paid_cents", "arrears_cents", "status", "days_late",
    )  # fmt: skip
    return rows(kept, *columns)


def _recovery(one: Shortfall, now_owed: int, on: date) -> list[Recovery]:
    """What came in for a month that was owed; a payroll taken back or corrected is no recovery, so the paid sum decides."""
    fallen = one.arrears_fen - now_owed
    if one.status not in (PayStatus.SHORT, PayStatus.UNPAID) or fallen <= 0:
        return []
    return [
        Recovery(
            employer_id=one.employer_id, worker_id=one.worker_id, month=one.month, place_path=one.place_path,
            amount_fen=fallen, on=on,
        )
    ]  # fmt: skip


def _months(
    found: _Moves, place_path: str, compared: Compared, broken: Sequence[BreachFound], where: dict[int, Where]
) -> None:
    stored = EmployerMonth.objects.filter(place_path__startswith=place_path)
    known = {row[:2]: row for row in stored.values_list("employer_id", "month", "pk", *SUMMED).iterator()}
    low, gaps = _counted(broken, Breach.Kind.MINIMUM), _counted(broken, Breach.Kind.INSURANCE)
    for (employer, month), values in _month_values(compared.months, low, gaps).items():
        place, focus = where[employer]
        before, values["place_path"] = known.pop((employer, month), None), place
        if before is not None and before[3:] == tuple(values[name] for name in SUMMED):
            continue
        one, now = found[employer], EmployerMonth(employer_id=employer, month=month, **values)
        one.shifts += share_of(now, focus, 1)
        if before is None:
            one.fresh_months.append(now)
        else:
            one.shifts += share_of(_month_as_stored(before), focus, -1)
            now.pk = before[2]
            one.changed_months.append(now)
    for row in known.values():
        found[row[0]].gone_months.append(row[2])
        found[row[0]].shifts += share_of(_month_as_stored(row), where[row[0]].focus, -1)


def _month_as_stored(row: tuple[Any, ...]) -> EmployerMonth:
    employer, month, pk, *values = row
    return EmployerMonth(pk=pk, employer_id=employer, month=month, **dict(zip(SUMMED, values, strict=True)))


def _month_values(months: pa.Table, low: Counts, gaps: Counts) -> dict[tuple[int, int], dict[str, Any]]:
    columns = (
        "ent_id", "month", "month_count", "unpaid_sum", "short_sum", "late_sum", "over_sum", "due_cents_sum",
        "paid_cents_sum", "arrears_cents_sum", "days_late_max", "due_date_max", "handed_in_max",
    )  # fmt: skip
    names = (
        "workers", "unpaid", "short", "late", "over", "due_fen", "paid_fen", "arrears_fen", "max_late", "due_date",
    )  # fmt: skip
    values = {}
    for ent, month, *rest, handed_in in rows(months, *columns):
        kept = dict(zip(names, rest, strict=True))
        kept["handed_in_at"] = _noon(handed_in) if handed_in else None
        kept["uninsured"], kept["below_minimum"] = gaps[ent, month], low[ent, month]
        values[ent, month] = kept
    return values


def _noon(day: Any) -> datetime:
    """A day as an instant; lines know only the day on which they were handed in."""
    return datetime.combine(day, time(12), tzinfo=SHANGHAI).astimezone(UTC)


def _counted(broken: Iterable[BreachFound], kind: str) -> Counts:
    """How many workers of each employer and month break a rule for certain; doubts wait for a person."""
    return Counter((one.employer, one.month) for one in broken if one.kind == kind and one.sure == Breach.Sure.FINDING)


def _breaches(found: _Moves, place_path: str, broken: Sequence[BreachFound], where: dict[int, Where]) -> None:
    fresh = {one.key: one for one in broken}
    stored = Breach.objects.filter(place_path__startswith=place_path)
    standing = stored.values_list(
        "kind", "employer_id", "worker_id", "month", "pk", "amount_fen", "sure", "law", "facts"
    )
    for row in standing.iterator():
        now = fresh.get(row[:4])
        if now is None or row[5:] != (now.amount_fen, now.sure, now.law, now.facts):
            found[row[1]].stale_breaches.append(row[4])
        else:
            del fresh[row[:4]]
    for one in fresh.values():
        found[one.employer].fresh_breaches.append(_breach(one, where[one.employer].place))


def _breach(one: BreachFound, place: str) -> dict[str, Any]:
    return {
        "kind": one.kind, "employer_id": one.employer, "worker_id": one.worker, "month": one.month,
        "place_path": place, "amount_fen": one.amount_fen, "facts": one.facts, "law": one.law,
        "verified_law": one.verified, "sure": one.sure,
    }  # fmt: skip
