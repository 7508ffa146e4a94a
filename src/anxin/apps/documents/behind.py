"""The rows behind one figure of a report (数字所数的行): asked of the database some at a time, however many there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, cast

from django.db.models import Min, QuerySet, Sum

from anxin.apps.documents.counting import TOTAL
from anxin.apps.documents.measures import MEASURES, Measure
from anxin.apps.documents.models import EarlySnapshot, ReportRow, WeeklyReport
from anxin.apps.documents.snapshots import shown_of
from anxin.kernel.period import Week

AT_ONCE = 2000
SHOWN = ("employer", "name", "worker", "month", "amount", "day")
"""What a page or workbook shows of a row."""
Shown = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Behind:
    """One figure of a line with its rows; it is counted and cut into pages like a list."""

    place: str
    value: int
    rows: _Rows

    def count(self) -> int:
        """How many rows there are: as many as the figure says, unless it is a sum of their amounts."""
        return len(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, part: slice) -> list[Shown]:
        return self.rows[part]

    def __iter__(self) -> Iterator[Shown]:
        return iter(self.rows)


class _Kept(list[Shown]):
    """Rows that an early report kept in its snapshot."""


class _Each:
    """Rows as they stand, in their order."""

    def __init__(self, rows: QuerySet[ReportRow], count: int | None) -> None:
        self._rows, self._count = rows.order_by("number").values(*SHOWN), count

    def __len__(self) -> int:
        return self._rows.count() if self._count is None else self._count

    def __getitem__(self, part: slice) -> list[Shown]:
        return list(self._rows[part])

    def __iter__(self) -> Iterator[Shown]:
        return iter(self._rows.iterator(AT_ONCE))


class _Once:
    """One row for each employer or worker: who it is by its first row, the first month named, amounts added up."""

    def __init__(self, rows: QuerySet[ReportRow], by: str, count: int) -> None:
        self._rows, self._by, self._count = rows, by, count

    @property
    def _grouped(self) -> QuerySet[Any, dict[str, Any]]:
        each = self._rows.order_by().values(self._by)
        summed = each.annotate(first=Min("number"), since=Min("month"), all=Sum("amount")).order_by(self._by)
        return cast("QuerySet[Any, dict[str, Any]]", summed)

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, part: slice) -> list[Shown]:
        return list(self._told(self._grouped[part]))

    def __iter__(self) -> Iterator[Shown]:
        groups = self._grouped.iterator(AT_ONCE)
        while some := list(islice(groups, AT_ONCE)):
            yield from self._told(some)

    def _told(self, groups: Iterable[Mapping[str, Any]]) -> Iterator[Shown]:
        found = list(groups)
        rows = self._rows.filter(number__in=[one["first"] for one in found]).values("number", *SHOWN)
        firsts = {one["number"]: one for one in rows}
        for one in found:
            worker = one["worker"] if self._by == "worker" else None
            yield {**firsts[one["first"]], "worker": worker, "month": one["since"], "amount": one["all"]}


_Rows = _Kept | _Each | _Once


def behind(report: WeeklyReport, line: str, key: str) -> Behind | None:
    """What one cell of a report counts; None where there is no such cell."""
    shown = shown_of(report)
    places = [("total", shown["total"])]
    places += [(f"{part}__{n}", one) for part in ("villages", "focus") for n, one in enumerate(shown[part])]
    for path, one in places:
        if one["code"] == line and key in one["figures"]:
            value = one["figures"][key]["value"]
            rows = _kept(report, path, key) if report.rows_id is None else _rows_of(report, path, line, key, value)
            return Behind(one["name"], value, rows)
    return None


def _rows_of(report: WeeklyReport, path: str, line: str, key: str, value: int) -> _Rows:
    measure = MEASURES[key]
    rows = _narrowed(ReportRow.objects.filter(rows=report.rows_id, kind=measure.kind), measure, report)
    if line != TOTAL:
        rows = rows.filter(**{"village" if path.startswith("villages") else "focus": line})
    if measure.once == "worker":
        rows = rows.filter(worker__isnull=False)  # always so; the index of workers holds no others
    return _Once(rows, measure.once, value) if measure.once else _Each(rows, None if measure.adds_up else value)


def _narrowed(rows: QuerySet[ReportRow], measure: Measure, report: WeeklyReport) -> QuerySet[ReportRow]:
    if measure.only == "old":
        return rows.filter(day__lt=shown_of(report)["old_before"])
    if measure.only == "new":
        week = Week.parse(report.week)
        earliest = rows.order_by().values("employer").annotate(seen=Min("first_seen"))
        fresh = earliest.filter(seen__range=(str(week.monday), str(week.sunday)))
        return rows.filter(employer__in=fresh.values("employer"))
    return rows.filter(mark=measure.mark) if measure.mark else rows


def _kept(report: WeeklyReport, path: str, key: str) -> _Kept:
    """The database takes them out of the snapshot, so that the rest of it is not read."""
    cell = f"{path}__figures__{key}__rows"
    moved = EarlySnapshot.objects.filter(report=report.pk).values_list(f"content__{cell}", flat=True).first()
    rows = (
        WeeklyReport.objects.filter(pk=report.pk).values_list(f"snapshot__{cell}", flat=True)[0]
        if moved is None
        else moved
    )
    return _Kept(_of_old(row) for row in rows)


def _of_old(row: Mapping[str, Any]) -> Shown:
    amount = row.get("fen", row.get("n"))
    day = row.get("due_date") or row.get("on") or row.get("at") or ""
    return {**{key: row.get(key) for key in SHOWN}, "amount": amount, "day": day}
