"""Deadlines in bulk (批量期限): the calendar's two look-up tables as arrays, so that a million deadlines cost a few milliseconds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from anxin.kernel.outcome import BadInput, Fault
from anxin.law.calendar import FIRST_DAY, LAST_DAY, Calendar
from anxin.law.periods import Period, Unit

Days = NDArray[np.datetime64]
Flags = NDArray[np.bool_]
_EPOCH = np.datetime64("1970-01-01", "D")
_EPOCH_ORDINAL = 719163
_BLOCK = 1 << 15


@dataclass(frozen=True, slots=True)
class BulkCalendar:
    """The working days as arrays: how many up to each day, and which they are, as days since 1970."""

    origin: int
    rank: NDArray[np.int32]
    working: NDArray[np.int32]
    unpublished: NDArray[np.int32]

    @classmethod
    def of(cls, calendar: Calendar) -> Self:
        """The arrays of a calendar; building them takes some milliseconds, so keep them."""
        origin = calendar.origin - _EPOCH_ORDINAL
        days = _EPOCH + (origin + np.arange(len(calendar.rank)))
        years = days.astype("datetime64[Y]").astype(np.int64) + 1970
        missing = ~np.isin(years, list(calendar.published))
        missing[0] = False
        return cls(
            origin,
            np.asarray(calendar.rank, dtype=np.int32),
            np.asarray(calendar.working, dtype=np.int32) - np.int32(_EPOCH_ORDINAL),
            np.cumsum(missing, dtype=np.int32),
        )

    def due(self, period: Period, starts: Days) -> Days:
        """The last day of a period for each start; equal to `domain.clocks` day by day (no pauses)."""
        if period.unit is Unit.WORKING_DAYS:
            return self.due_working(starts, period.amount)
        return self.rolled(self.nominal(period, starts))

    def due_working(self, starts: Days, amounts: int | NDArray[np.integer[Any]]) -> Days:
        """The day on which the n-th working day after each start ends; one n for all, or one each."""
        index = self._index(starts, first=0)
        if isinstance(amounts, int):
            return self._by_table(index, self._due_table(amounts))
        if amounts.size and int(amounts.min()) < 1:
            raise _unusable("工作日数应为正整数")
        return self._by_two_tables(index, amounts.astype(np.int32, copy=False))

    def nominal(self, period: Period, starts: Days) -> Days:
        """The last day of a period in days, months or years by the count alone, before a rest day moves it."""
        if period.unit is Unit.DAYS:
            return starts + np.timedelta64(period.amount, "D")
        if period.unit not in (Unit.MONTHS, Unit.YEARS):
            raise ValueError(f"{period.unit} does not end with a day")
        months = period.amount * (12 if period.unit is Unit.YEARS else 1)
        begun = starts.astype("datetime64[M]")
        into = starts - begun.astype("datetime64[D]")
        target = begun + np.timedelta64(months, "M")
        last = (target + np.timedelta64(1, "M")).astype("datetime64[D]") - np.timedelta64(1, "D")
        due: Days = np.minimum(target.astype("datetime64[D]") + into, last)
        return due

    def rolled(self, days: Days) -> Days:
        """Each day itself when the office works, else the next day on which it does."""
        table = self.working[np.minimum(self.rank[:-1], len(self.working) - 1)]
        return self._by_table(self._index(days, first=1) - 1, table)

    def provisional(self, period: Period, starts: Days, due: Days) -> Flags:
        """Whether a year without a notice had a part in each deadline."""
        by_count = period.unit is Unit.WORKING_DAYS
        first = starts if by_count else self.nominal(period, starts) - np.timedelta64(1, "D")
        begun, ended = self._index(first, first=0) - self.origin, self._index(due, first=0) - self.origin
        return np.asarray(self.unpublished[ended] > self.unpublished[begun])

    def _due_table(self, amount: int) -> NDArray[np.int32]:
        """For each day the due day; days too late to have one are cut off, so that asking for them is refused."""
        if amount < 1:
            raise _unusable("工作日数应为正整数")
        return self.working[self.rank[self.rank + amount <= len(self.working)] + (amount - 1)]

    def _index(self, days: Days, *, first: int) -> NDArray[np.int64]:
        whole = days.astype("datetime64[D]", copy=False).view(np.int64)
        if whole.size:
            low, high = int(whole.min()) - self.origin, int(whole.max()) - self.origin
            if low < first or high >= len(self.rank):
                raise _unusable(f"日期超出工作日历（{FIRST_DAY} 至 {LAST_DAY}）")
        return whole

    def _by_table(self, whole: NDArray[np.int64], table: NDArray[np.int32]) -> Days:
        if whole.size and int(whole.max()) - self.origin >= len(table):
            raise _unusable(f"到期日晚于工作日历的最后一天 {LAST_DAY}")
        shifted = np.empty(len(table), dtype=np.int64)
        shifted[:] = table

        def fill(part: slice, out: NDArray[np.int64]) -> None:
            np.subtract(whole[part], self.origin, out=out)
            np.take(shifted, out, out=out, mode="clip")

        return _in_blocks(len(whole), fill)

    def _by_two_tables(self, whole: NDArray[np.int64], amounts: NDArray[np.int32]) -> Days:
        working = np.empty(len(self.working) + 1, dtype=np.int64)
        working[1:] = self.working
        self._check_reach(whole, amounts)

        def fill(part: slice, out: NDArray[np.int64]) -> None:
            np.subtract(whole[part], self.origin, out=out)
            position = np.take(self.rank, out, mode="clip")
            position += amounts[part]
            np.take(working, position, out=out, mode="clip")

        return _in_blocks(len(whole), fill)

    def _check_reach(self, whole: NDArray[np.int64], amounts: NDArray[np.int32]) -> None:
        """Refuse deadlines past the calendar; the exact look is taken only when the farthest of both could be past it."""
        if not whole.size:
            return
        farthest = int(self.rank[int(whole.max()) - self.origin]) + int(amounts.max())
        if farthest <= len(self.working):
            return
        if int((self.rank[whole - self.origin] + amounts).max()) > len(self.working):
            raise _unusable(f"到期日晚于工作日历的最后一天 {LAST_DAY}")


def _in_blocks(size: int, fill: Callable[[slice, NDArray[np.int64]], None]) -> Days:
    """Fill the answer in blocks that stay in the processor's cache."""
    out = np.empty(size, dtype=np.int64)
    for begin in range(0, size, _BLOCK):
        part = slice(begin, min(begin + _BLOCK, size))
        fill(part, out[part])
    return out.view("datetime64[D]")


def _unusable(what: str) -> BadInput:
    return BadInput("law.no_calendar", what, [Fault("起算日", what, "请核对日期")])
