"""The rows that the figures of a week count (明细), streamed from the books as they stand; each is written once, however many figures it is in."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from django.db.models import QuerySet

from anxin.apps.payroll.api import week_of_wages
from anxin.apps.registry.api import employers
from anxin.apps.warning.api import happened
from anxin.base.scope import Scope
from anxin.kernel.period import Month, Week

CHUNK = 2000
_WHOSE = ("employer_id", "employer__name", "employer__place_path", "employer__focus")


class Row(NamedTuple):
    """One row: whose, where and of which sector; then the worker, month, amount (fen, or persons), days and mark, as far as it has them."""

    employer: int
    name: str
    village: str
    focus: str
    worker: int | None = None
    month: int | None = None
    amount: int | None = None
    day: str = ""
    first_seen: str = ""
    ref: int | None = None
    """The warning or signal it is about."""
    mark: str = ""
    """The level of a warning, the source of a signal."""


Found = tuple[str, Row]
Make = Callable[..., dict[str, Any]]


def rows_of_week(
    scope: Scope, *, week: Week, as_of: datetime, today: date, villages: Collection[tuple[str, str]]
) -> Iterator[Found]:
    """Every row of the week, kind by kind, as known at an instant; `villages` are paths with codes.

    Those about workers come worker by worker.
    """
    seen, wages = (
        happened(scope, week.monday, week.sunday),
        week_of_wages(scope, week, month=Month.of_day(today).previous()),
    )
    by_worker = ("worker_id", "employer_id", "month", "pk")
    where = _village_of(villages)
    running = employers(scope).filter(status="active").order_by("pk").values_list("pk", "name", "place_path", "focus")
    for number, name, path, focus in running.iterator(CHUNK):
        yield "employer", Row(number, name, where(path), focus)
    sources: tuple[tuple[str, QuerySet[Any], tuple[str, ...], tuple[str, ...], Make], ...] = (
        ("handed_in", wages.handed_in, ("employer_id", "pk"), ("month",), lambda month: {"month": month}),
        ("debt", wages.owed, by_worker, ("worker_id", "month", "arrears_fen", "due_date", "first_seen"), _debt),
        ("recovery", wages.recovered, by_worker, ("worker_id", "month", "amount_fen", "on"), _recovery),
        ("uninsured", wages.uninsured, ("employer_id", "pk"), ("month", "uninsured"), _uninsured),
        ("warning", seen.raised.filter(raised_at__lt=as_of), ("pk",), ("pk", "peak", "raised_at"), _warning),
        ("complaint", seen.complaints, ("pk",), ("pk", "on", "source"), _signal),
        ("gathering", seen.mass_incidents, ("pk",), ("pk", "on", "source"), _signal),
    )
    for kind, rows, order, names, make in sources:
        found = rows.order_by(*order).values_list(*_WHOSE, *names)
        for number, name, path, focus, *values in found.iterator(CHUNK):
            yield kind, Row(number, name, where(path), focus, **make(*values))


def _debt(worker: int, month: int, fen: int, due: date, seen: date) -> dict[str, Any]:
    return {"worker": worker, "month": month, "amount": fen, "day": str(due), "first_seen": str(seen)}


def _recovery(worker: int, month: int, fen: int, on: date) -> dict[str, Any]:
    return {"worker": worker, "month": month, "amount": fen, "day": str(on)}


def _uninsured(month: int, persons: int) -> dict[str, Any]:
    return {"month": month, "amount": persons}


def _warning(number: int, peak: str, at: datetime) -> dict[str, Any]:
    return {"ref": number, "mark": peak, "day": at.isoformat()}


def _signal(number: int, on: date, source: str) -> dict[str, Any]:
    return {"ref": number, "mark": source, "day": str(on)}


def _village_of(villages: Collection[tuple[str, str]]) -> Callable[[str], str]:
    """In which village a place lies, by its code; nothing for one that lies in none."""

    @cache
    def code(path: str) -> str:
        return next((found for above, found in villages if path.startswith(above)), "")

    return code
