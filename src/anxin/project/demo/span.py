"""The time that is simulated: wage months, weeks, due days (约定发薪日) and the distance to the Spring Festival."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from anxin.kernel.period import Month
from anxin.project.demo.assumptions import assumptions

EPOCH = date(1970, 1, 1)
NEVER = 2_000_000
"""A day number later than any real one: not paid, not ended."""

Days = npt.NDArray[np.int64]


def day_number(day: date) -> int:
    """Days since 1970."""
    return (day - EPOCH).days


def day_of(number: int) -> date:
    """The date of a day number."""
    return EPOCH + timedelta(days=int(number))


@dataclass(frozen=True, slots=True)
class Span:
    """`months` holds the loaded wage months and, last, the month of `as_of`, whose payroll is drawn up but not due."""

    as_of: date
    months: tuple[Month, ...]

    @classmethod
    def ending(cls, as_of: date, months: int) -> Span:
        current = Month.of_day(as_of)
        return cls(as_of, tuple(current.plus(step) for step in range(-months, 1)))

    @property
    def today(self) -> int:
        return day_number(self.as_of)

    @property
    def loaded(self) -> int:
        return len(self.months) - 1

    @property
    def monday(self) -> int:
        """Day number of the Monday that begins week 0."""
        first = self.months[0].first
        return day_number(first - timedelta(days=first.weekday()))

    @property
    def weeks(self) -> int:
        """Weeks that began by the day of looking."""
        return (self.today - self.monday) // 7 + 1

    def codes(self) -> npt.NDArray[np.int32]:
        return np.array([month.code for month in self.months], np.int32)

    def firsts(self) -> Days:
        return np.array([day_number(month.first) for month in self.months], np.int64)

    def lasts(self) -> Days:
        return np.array([day_number(month.last) for month in self.months], np.int64)

    def weekdays(self) -> Days:
        """Paid days of each month: Monday to Friday, public holidays included as they are paid."""
        starts = np.array([month.first for month in self.months], "datetime64[D]")
        ends = np.array([month.next().first for month in self.months], "datetime64[D]")
        return np.busday_count(starts, ends).astype(np.int64)

    def due_days(self, pay_day: npt.NDArray[Any]) -> Days:
        """Employers × months: the agreed pay day in the following month."""
        following = np.array([day_number(month.next().first) for month in self.months], np.int64)
        return following[None, :] + pay_day[:, None].astype(np.int64) - 1

    def weeks_to_festival(self) -> npt.NDArray[np.int32]:
        """For each week, whole weeks to the next Spring Festival."""
        out = np.empty(self.weeks, np.int32)
        for week in range(self.weeks):
            day = day_of(self.monday + 7 * week)
            out[week] = (assumptions().festival_after(day) - day).days // 7
        return out

    def last_festival(self) -> int:
        """Day number of the latest Spring Festival before today."""
        return max(day_number(day) for day in assumptions().spring_festivals if day <= self.as_of)
