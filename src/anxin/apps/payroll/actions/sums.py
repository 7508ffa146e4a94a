"""Sums that overviews read instead of every finding, kept right in the transaction that changes the findings."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import TypeAlias

from django.db.models import Count, F, Max, Min, Q, Sum

from anxin.apps.payroll.models import EmployerDebt, EmployerMonth, PayStatus, PlaceMonth, Shortfall
from anxin.base.bulk import insert_many, insert_numbered, update_many

Key: TypeAlias = tuple[str, int, str, date]
"""A village's month by sector and due day."""
Shift: TypeAlias = tuple[Key, tuple[int, ...]]
"""By how much one of its sums moves, in the order of `_SUMS`."""
_KEY = ("place_path", "month", "focus", "due_date")
_SUMS = ("employers", "owing", "only_late", "workers", "bad", "arrears_fen")


def sum_debts(employer_ids: Collection[int]) -> None:
    """Sum what each of some employers still owes."""
    EmployerDebt.objects.filter(employer_id__in=employer_ids).delete()
    owed = Shortfall.objects.filter(
        employer_id__in=employer_ids, status__in=[PayStatus.SHORT, PayStatus.UNPAID], arrears_fen__gt=0
    )
    sums = (
        owed.order_by()
        .values_list("employer_id")
        .annotate(
            place=Max("place_path"),
            fen=Sum("arrears_fen"),
            people=Count("worker", distinct=True),
            since=Min("month"),
            n=Count("month", distinct=True),
            oldest=Min("due_date"),
        )
    )
    fields = ("employer_id", "place_path", "fen", "workers", "since", "months", "oldest_due")
    insert_many(EmployerDebt(**dict(zip(fields, row, strict=True))) for row in list(sums))


def share_of(one: EmployerMonth, focus: str, sign: int) -> list[Shift]:
    """What an employer's month adds to the sums of its village, or takes from them; nothing where nobody was to be paid."""
    if not one.workers or one.due_date is None:
        return []
    owing = one.unpaid > 0 or one.short > 0
    late = one.late > 0 and not owing
    bad = one.unpaid + one.short + one.late
    key = (one.place_path, one.month, focus, one.due_date)
    return [(key, tuple(sign * int(n) for n in (1, owing, late, one.workers, bad, one.arrears_fen)))]


class MonthSums:
    """The sums of a town's months by village, sector and due day, moved part by part.

    They are added up from the stored months before anything is written, so a sector changed in the register since the last
    comparison is put right with the first part. Whoever writes them holds the turn of comparing (`alone`).
    """

    def __init__(self, place_path: str) -> None:
        self._right = _added_up(place_path)
        stored = PlaceMonth.objects.filter(place_path__startswith=place_path)
        self._stored = {(one.place_path, one.month, one.focus, one.due_date): one for one in stored}
        keys = self._right.keys() | self._stored.keys()
        self._stale = {key for key in keys if self._right.get(key) != _sums_in(self._stored.get(key))}

    def write(self, shifts: Iterable[Shift]) -> None:
        """Move the sums, within the transaction that moves the months."""
        for key, by in shifts:
            before = self._right.get(key, (0,) * len(_SUMS))
            self._right[key] = tuple(map(sum, zip(before, by, strict=True)))
            self._stale.add(key)
        fresh, moved, gone = [], [], []
        for key in self._stale:
            one, sums = self._stored.get(key), self._right.get(key)
            if sums is None or not sums[0]:
                self._stored.pop(key, None)
                gone += [] if one is None else [one.pk]
                continue
            if one is None:
                one = self._stored[key] = PlaceMonth(**dict(zip(_KEY, key, strict=True)))
                fresh.append(one)
            else:
                moved.append(one)
            for name, value in zip(_SUMS, sums, strict=True):
                setattr(one, name, value)
        PlaceMonth.objects.filter(pk__in=gone).delete()
        update_many(moved, _SUMS)
        insert_numbered(fresh)
        self._stale = set()


def _sums_in(one: PlaceMonth | None) -> tuple[int, ...] | None:
    return None if one is None else tuple(getattr(one, name) for name in _SUMS)


def _added_up(place_path: str) -> dict[Key, tuple[int, ...]]:
    """What the stored months of a town add up to."""
    owing = Q(unpaid__gt=0) | Q(short__gt=0)
    rows = (
        EmployerMonth.objects.filter(place_path__startswith=place_path, workers__gt=0, due_date__isnull=False)
        .order_by()
        .values_list("place_path", "month", "employer__focus", "due_date")
        .annotate(
            n=Count("pk"),
            owing=Count("pk", filter=owing),
            only_late=Count("pk", filter=Q(late__gt=0) & ~owing),
            people=Sum("workers"),
            bad=Sum(F("unpaid") + F("short") + F("late")),
            fen=Sum("arrears_fen"),
        )
    )
    return {(place, month, focus, due): tuple(sums) for place, month, focus, due, *sums in rows}
