"""Counts the figures of a weekly report, each together with the rows it counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from anxin.apps.documents.weekly import INDICATORS
from anxin.apps.payroll.api import week_of_wages
from anxin.apps.registry.api import employers
from anxin.apps.warning.api import happened
from anxin.base.scope import Scope
from anxin.domain.clocks.counting import add_months
from anxin.kernel.period import Month, Week

Row = dict[str, Any]


@dataclass(slots=True)
class Cell:
    """One figure and the rows it counts: a worker or an employer that is counted once is one row."""

    value: int = 0
    rows: list[Row] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        return {"value": self.value, "rows": self.rows}


@dataclass(frozen=True, slots=True)
class Counted:
    """All rows of all indicators of a week, before they are shared out over villages and sectors."""

    rows: dict[str, list[Row]]

    def cells(self, keep: Callable[[Row], bool]) -> dict[str, Cell]:
        """The figures of the rows that belong to a village, a sector or the town."""
        return {one.key: _cell(one.key, [row for row in self.rows[one.key] if keep(row)]) for one in INDICATORS}

    def shared_out(self, of: Callable[[Row], str]) -> Callable[[str], dict[str, Cell]]:
        """The figures of each village or sector, by what a row belongs to: all rows are gone through once, however many there are."""
        shares: dict[str, dict[str, list[Row]]] = {key: defaultdict(list) for key in self.rows}
        for key, rows in self.rows.items():
            for row in rows:
                shares[key][of(row)].append(row)
        return lambda whose: {one.key: _cell(one.key, shares[one.key].get(whose, [])) for one in INDICATORS}


COUNT_ONCE = {
    "employers": "employer", "handed_in": "employer", "new_debtors": "employer", "debtors": "employer",
    "owed_workers": "worker", "recovered_workers": "worker", "uninsured_employers": "employer",
}  # fmt: skip
SUM_OF = {
    "owed_fen": "fen", "old_owed_fen": "fen", "recovered_fen": "fen", "uninsured_workers": "n",
}  # fmt: skip


def _cell(key: str, rows: list[Row]) -> Cell:
    if key in SUM_OF:
        return Cell(sum(row[SUM_OF[key]] for row in rows), rows)
    if key in COUNT_ONCE:
        rows = _once(rows, COUNT_ONCE[key])
    return Cell(len(rows), rows)


def _once(rows: Iterable[Row], by: str) -> list[Row]:
    """One row for each worker or employer counted: the first month named, amounts added up.

    A figure that says 3 must open 3 rows; a worker with two unpaid months, or with two employers, is one of them.
    """
    kept: dict[int, Row] = {}
    for row in rows:
        one = kept.get(row[by])
        if one is None:
            kept[row[by]] = {key: value for key, value in row.items() if key != "worker" or by == "worker"}
        elif "fen" in row:
            one["fen"] += row["fen"]
            one["month"] = min(one["month"], row["month"])
    return list(kept.values())


def count(scope: Scope, *, week: Week, as_of: datetime, today: date) -> Counted:
    """Every row that a figure of the week counts, as known at an instant."""
    seen = happened(scope, week.monday, week.sunday)
    active = employers(scope).filter(status="active")
    running = [_employer_row(*row) for row in active.values_list("pk", "name", "place_path", "focus")]
    month = Month.of_day(today).previous()
    wages = week_of_wages(scope, week, month=month)
    debts = [
        _debt_row(one) for one in _values(wages.owed, "worker_id", "month", "arrears_fen", "due_date", "first_seen")
    ]
    back = [
        _placed(
            one, {"worker": one["worker_id"], "month": one["month"], "fen": one["amount_fen"], "on": str(one["on"])}
        )
        for one in _values(wages.recovered, "worker_id", "month", "amount_fen", "on")
    ]
    uninsured = [
        _placed(one, {"month": one["month"], "n": one["uninsured"]})
        for one in _values(wages.uninsured, "month", "uninsured")
    ]
    old = str(add_months(today, -1))
    rows: dict[str, list[Row]] = {
        "employers": running,
        "handed_in": [_placed(one, {"month": one["month"]}) for one in _values(wages.handed_in, "month")],
        "new_debtors": _new_debtors(debts, week),
        "debtors": debts,
        "owed_workers": debts,
        "owed_fen": debts,
        "old_owed_fen": [row for row in debts if row["due_date"] < old],
        "recovered_workers": back,
        "recovered_fen": back,
        "uninsured_employers": uninsured,
        "uninsured_workers": uninsured,
        **_warnings(seen.raised.filter(raised_at__lt=as_of)),
        "complaints": _signals(seen.complaints),
        "mass_incidents": _signals(seen.mass_incidents),
    }
    return Counted(rows)


def _values(rows: QuerySet[Any], *fields: str) -> Iterable[Row]:
    """Some fields of rows about employers, with what says whose they are and where; no objects, as there are thousands."""
    return rows.values(*_PLACED, *fields)


_PLACED = ("employer_id", "employer__name", "employer__focus", "employer__place_path")


def _employer_row(number: int, name: str, path: str, focus: str) -> Row:
    return {"employer": number, "name": name, "path": path, "focus": focus}


def _placed(one: Row, more: Row) -> Row:
    number, name, focus, path = (one[key] for key in _PLACED)
    return {"employer": number, "name": name, "focus": focus, "path": path, **more}


def _debt_row(one: Row) -> Row:
    return _placed(
        one,
        {
            "worker": one["worker_id"],
            "month": one["month"],
            "fen": one["arrears_fen"],
            "due_date": str(one["due_date"]),
            "first_seen": str(one["first_seen"]),
        },
    )


def _new_debtors(debts: Iterable[Row], week: Week) -> list[Row]:
    """Employers none of whose debts was known before this week."""
    first: dict[int, str] = {}
    rows: dict[int, Row] = {}
    for row in debts:
        first[row["employer"]] = min(first.get(row["employer"], "9999"), row["first_seen"])
        rows.setdefault(row["employer"], row)
    inside = (str(week.monday), str(week.sunday))
    return [rows[employer] for employer, seen in first.items() if inside[0] <= seen <= inside[1]]


def _warnings(raised: QuerySet[Any]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for one in _values(raised, "pk", "peak", "raised_at"):
        row = _placed(one, {"warning": one["pk"], "at": one["raised_at"].isoformat()})
        found[f"warnings_{one['peak']}"].append(row)
    return {key: found[key] for key in ("warnings_red", "warnings_orange", "warnings_yellow")}


def _signals(rows: QuerySet[Any]) -> list[Row]:
    return [
        _placed(one, {"signal": one["pk"], "on": str(one["on"]), "source": one["source"]})
        for one in _values(rows, "pk", "on", "source")
    ]
