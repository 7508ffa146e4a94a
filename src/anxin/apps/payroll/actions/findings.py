"""Writing down what a comparison found: only what moved is touched, and whom it moved for is answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time
from typing import Any, TypeVar

import pyarrow as pa
import pyarrow.compute as pc
from django.db import models

from anxin.apps.payroll.actions.sums import sum_debts, sum_months
from anxin.apps.payroll.checking import BreachFound
from anxin.apps.payroll.comparing import Compared, rows
from anxin.apps.payroll.models import Breach, EmployerMonth, PayStatus, Recovery, Run, Shortfall
from anxin.apps.registry.api import employers
from anxin.base.bulk import insert_many, insert_mappings, update_many
from anxin.base.scope import Scope
from anxin.kernel.clock import SHANGHAI

CHUNK = 1000
M = TypeVar("M", bound=models.Model)
Counts = Counter[tuple[int, int]]


_OWED = ("due_date", "due_fen", "paid_fen", "arrears_fen", "status", "days_late", "place_path")
"""What of a shortfall may move from one comparison to the next."""


def write_shortfalls(run: Run, compared: Compared) -> set[int]:
    """Make the stored shortfalls those of this run; a fall in what is owed is kept as a recovery (补发)."""
    places = _places()
    stored = Shortfall.objects.filter(place_path__startswith=run.place_path)
    known = {row[:3]: row for row in stored.values_list("employer_id", "worker_id", "month", "pk", *_OWED)}
    fresh, changed, recovered = [], [], []
    for employer, worker, month, *values in _short(compared.result):
        key, now = (employer, worker, month), (*values, places[employer])
        before = known.pop(key, None)
        if before is None:
            fresh.append(_shortfall(key, now, run=run, first_seen=run.as_of))
        elif before[4:] != now:
            one = _shortfall(key, now, run=run, pk=before[3])
            recovered += _recovery(_as_stored(before), one.arrears_fen, run)
            changed.append(one)
    gone = [_as_stored(row) for row in known.values()]
    recovered += [recovery for one in gone for recovery in _recovery(one, 0, run)]
    insert_many(fresh)
    update_many(changed, [*_OWED, "run"])
    _delete(Shortfall, [one.pk for one in gone])
    insert_many(recovered)
    sum_debts(run.place_path)
    return {one.employer_id for some in (fresh, changed, gone) for one in some}


def _shortfall(key: tuple[int, int, int], values: Sequence[Any], **more: Any) -> Shortfall:
    employer, worker, month = key
    return Shortfall(
        employer_id=employer, worker_id=worker, month=month, **dict(zip(_OWED, values, strict=True)), **more
    )


def _as_stored(row: tuple[Any, ...]) -> Shortfall:
    return _shortfall(row[:3], row[4:], pk=row[3])


def _short(result: pa.Table) -> list[tuple[Any, ...]]:
    bad = pc.is_in(result["status"].cast(pa.int32()), value_set=pa.array([1, 2, 3], pa.int32()))
    kept = result.filter(pc.and_(bad, result["fallen_due"]))
    columns = (
        "ent_id",
        "worker_id",
        "month",
        "due_date",
        "due_cents",
        "paid_cents",
        "arrears_cents",
        "status",
        "days_late",
    )
    return rows(kept, *columns)


def _recovery(one: Shortfall, now_owed: int, run: Run) -> list[Recovery]:
    """What came in for a month that was owed; a payroll taken back or corrected is no recovery, so the paid sum decides."""
    fallen = one.arrears_fen - now_owed
    if one.status not in (PayStatus.SHORT, PayStatus.UNPAID) or fallen <= 0:
        return []
    return [
        Recovery(
            employer_id=one.employer_id, worker_id=one.worker_id, month=one.month, place_path=one.place_path,
            amount_fen=fallen, on=run.as_of, run=run,
        )
    ]  # fmt: skip


def _places() -> dict[int, str]:
    return dict(employers(Scope.everywhere()).values_list("pk", "place_path"))


_SUMMED = (
    "workers", "unpaid", "short", "late", "over", "due_fen", "paid_fen", "arrears_fen", "max_late", "due_date",
    "handed_in_at", "uninsured", "below_minimum", "place_path",
)  # fmt: skip
"""What of an employer's month may move."""


def write_employer_months(run: Run, compared: Compared, broken: Sequence[BreachFound]) -> set[int]:
    """Make the stored sums per employer and month those of this run."""
    places = _places()
    stored = EmployerMonth.objects.filter(place_path__startswith=run.place_path)
    known = {row[:2]: row for row in stored.values_list("employer_id", "month", "pk", *_SUMMED)}
    low, gaps = _counted(broken, Breach.Kind.MINIMUM), _counted(broken, Breach.Kind.INSURANCE)
    fresh, changed = [], []
    for key, values in _month_values(compared.months, low, gaps).items():
        before, values["place_path"] = known.pop(key, None), places[key[0]]
        if before is None:
            fresh.append(EmployerMonth(employer_id=key[0], month=key[1], **values))
        elif before[3:] != tuple(values[name] for name in _SUMMED):
            changed.append(EmployerMonth(pk=before[2], employer_id=key[0], month=key[1], **values))
    insert_many(fresh)
    update_many(changed, _SUMMED)
    _delete(EmployerMonth, [row[2] for row in known.values()])
    sum_months(run.place_path)
    return {one.employer_id for some in (fresh, changed) for one in some} | {row[0] for row in known.values()}


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


def write_breaches(run: Run, broken: Sequence[BreachFound]) -> set[int]:
    """Make the stored breaches of wage and insurance rules those of this run."""
    places = _places()
    found = {one.key: one for one in broken}
    stored = Breach.objects.filter(place_path__startswith=run.place_path)
    standing = stored.values_list(
        "kind", "employer_id", "worker_id", "month", "pk", "amount_fen", "sure", "law", "facts"
    )
    stale, kept = [], set()
    for row in standing.iterator():
        now = found.get(row[:4])
        if now is None or row[5:] != (now.amount_fen, now.sure, now.law, now.facts):
            stale.append(row[:5])
        else:
            kept.add(row[:4])
    fresh = [one for key, one in found.items() if key not in kept]
    _delete(Breach, [pk for *_, pk in stale])
    insert_mappings(Breach, (_breach(one, places) for one in fresh))
    return {one.employer for one in fresh} | {employer for _, employer, *_ in stale}


def _breach(one: BreachFound, places: dict[int, str]) -> dict[str, Any]:
    return {
        "kind": one.kind, "employer_id": one.employer, "worker_id": one.worker, "month": one.month,
        "place_path": places[one.employer], "amount_fen": one.amount_fen, "facts": one.facts, "law": one.law,
        "verified_law": one.verified, "sure": one.sure,
    }  # fmt: skip


def _delete(model: type[M], keys: Sequence[int]) -> None:
    for start in range(0, len(keys), CHUNK // 2):
        model._default_manager.filter(pk__in=keys[start : start + CHUNK // 2]).delete()
