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
from anxin.apps.registry.api import refs
from anxin.base.bulk import insert_many, update_many
from anxin.kernel.clock import SHANGHAI

CHUNK = 1000
M = TypeVar("M", bound=models.Model)
Counts = Counter[tuple[int, int]]


def write_shortfalls(run: Run, compared: Compared) -> set[int]:
    """Make the stored shortfalls those of this run; a fall in what is owed is kept as a recovery (补发)."""
    places = {pk: ref.place_path for pk, ref in refs().items()}
    found = {(row[0], row[1], row[2]): row for row in _short(compared.result)}
    known = {
        (one.employer_id, one.worker_id, one.month): one
        for one in Shortfall.objects.filter(place_path__startswith=run.place_path)
    }
    fresh, changed, recovered = [], [], []
    for key, row in found.items():
        values = dict(
            zip(("due_date", "due_fen", "paid_fen", "arrears_fen", "status", "days_late"), row[3:], strict=True)
        )
        one, values["place_path"] = known.pop(key, None), places[key[0]]
        if one is None:
            fresh.append(
                Shortfall(employer_id=key[0], worker_id=key[1], month=key[2], run=run, first_seen=run.as_of, **values)
            )
        elif any(getattr(one, name) != value for name, value in values.items()):
            recovered += _recovery(one, values["arrears_fen"], run)
            for name, value in values.items():
                setattr(one, name, value)
            one.run = run
            changed.append(one)
    gone = list(known.values())
    recovered += [recovery for one in gone for recovery in _recovery(one, 0, run)]
    insert_many(fresh)
    update_many(changed, ["due_date", "due_fen", "paid_fen", "arrears_fen", "status", "days_late", "run", "place_path"])
    _delete(Shortfall, gone)
    insert_many(recovered)
    sum_debts(run.place_path)
    return {one.employer_id for some in (fresh, changed, gone) for one in some}


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


def write_employer_months(run: Run, compared: Compared, broken: Sequence[BreachFound]) -> set[int]:
    """Make the stored sums per employer and month those of this run."""
    places = {pk: ref.place_path for pk, ref in refs().items()}
    known = {
        (one.employer_id, one.month): one for one in EmployerMonth.objects.filter(place_path__startswith=run.place_path)
    }
    low, gaps = _counted(broken, Breach.Kind.MINIMUM), _counted(broken, Breach.Kind.INSURANCE)
    fields = (
        "workers", "unpaid", "short", "late", "over", "due_fen", "paid_fen", "arrears_fen", "max_late", "due_date",
        "handed_in_at", "uninsured", "below_minimum", "place_path",
    )  # fmt: skip
    fresh, changed = [], []
    for key, values in _month_values(compared.months, low, gaps).items():
        one, values["place_path"] = known.pop(key, None), places[key[0]]
        if one is None:
            fresh.append(EmployerMonth(employer_id=key[0], month=key[1], **values))
        elif any(getattr(one, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(one, name, value)
            changed.append(one)
    insert_many(fresh)
    update_many(changed, fields)
    _delete(EmployerMonth, known.values())
    sum_months(run.place_path)
    return {one.employer_id for some in (fresh, changed, known.values()) for one in some}


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
    places = {pk: ref.place_path for pk, ref in refs().items()}
    found = {one.key: one for one in broken}
    known = {
        (one.kind, one.employer_id, one.worker_id, one.month): one
        for one in Breach.objects.filter(place_path__startswith=run.place_path)
    }
    stale = [one for key, one in known.items() if key not in found or _moved(one, found[key])]
    kept = known.keys() - {(one.kind, one.employer_id, one.worker_id, one.month) for one in stale}
    fresh = [_breach(found[key], places) for key in found.keys() - kept]
    _delete(Breach, stale)
    insert_many(fresh)
    return {one.employer_id for some in (fresh, stale) for one in some}


def _moved(one: Breach, now: BreachFound) -> bool:
    return (one.amount_fen, one.sure, one.law, one.facts) != (now.amount_fen, now.sure, now.law, now.facts)


def _breach(one: BreachFound, places: dict[int, str]) -> Breach:
    return Breach(
        kind=one.kind, employer_id=one.employer, worker_id=one.worker, month=one.month, place_path=places[one.employer],
        amount_fen=one.amount_fen, facts=one.facts, law=one.law, verified_law=one.verified, sure=one.sure,
    )  # fmt: skip


def _delete(model: type[M], some: Iterable[M]) -> None:
    keys = [one.pk for one in some]
    for start in range(0, len(keys), CHUNK // 2):
        model._default_manager.filter(pk__in=keys[start : start + CHUNK // 2]).delete()
