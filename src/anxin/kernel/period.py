"""Periods as values: the wage month (工资月), the ISO week of the weekly report (周报), half-open date ranges."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

_MONTH = re.compile(r"(\d{4})-?(0[1-9]|1[0-2])")
_WEEK = re.compile(r"(\d{4})-W(\d{2})")


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month for which wages are owed, written yyyymm in bulk files.

    >>> Month.parse("2026-03").code, str(Month.of_code(202612).next())
    (202603, '2027-01')
    """

    year: int
    number: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= 12:
            raise ValueError(f"month {self.number} does not exist")

    @classmethod
    def of_code(cls, code: int) -> Self:
        return cls(code // 100, code % 100)

    @classmethod
    def of_day(cls, day: date) -> Self:
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Self:
        found = _MONTH.fullmatch(text.strip())
        if not found:
            raise ValueError(f"not a month: {text!r}")
        return cls(int(found[1]), int(found[2]))

    @property
    def code(self) -> int:
        return self.year * 100 + self.number

    @property
    def first(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        return self.next().first - timedelta(days=1)

    def plus(self, months: int) -> Self:
        total = self.year * 12 + self.number - 1 + months
        return type(self)(total // 12, total % 12 + 1)

    def next(self) -> Self:
        return self.plus(1)

    def previous(self) -> Self:
        return self.plus(-1)

    def until(self, other: Month) -> int:
        """How many months lie between this month and a later one."""
        return (other.year - self.year) * 12 + other.number - self.number

    def in_words(self) -> str:
        """As people say it.

        >>> Month.of_code(202603).in_words()
        '2026年3月'
        """
        return f"{self.year}年{self.number}月"

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """An ISO 8601 week, Monday to Sunday: the period of a weekly report.

    >>> Week.parse("2026-W47").monday
    datetime.date(2026, 11, 16)
    """

    year: int
    number: int

    def __post_init__(self) -> None:
        date.fromisocalendar(self.year, self.number, 1)

    @classmethod
    def of_day(cls, day: date) -> Self:
        iso = day.isocalendar()
        return cls(iso.year, iso.week)

    @classmethod
    def parse(cls, text: str) -> Self:
        found = _WEEK.fullmatch(text.strip())
        if not found:
            raise ValueError(f"not a week: {text!r}")
        return cls(int(found[1]), int(found[2]))

    @property
    def monday(self) -> date:
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    def plus(self, weeks: int) -> Self:
        return type(self).of_day(self.monday + timedelta(weeks=weeks))

    def __str__(self) -> str:
        return f"{self.year:04d}-W{self.number:02d}"


@dataclass(frozen=True, slots=True)
class DateRange:
    """Days from `start` up to but not including `end`; no end means still running.

    >>> date(2026, 1, 1) in DateRange(date(2025, 1, 1), date(2026, 1, 1))
    False
    """

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise ValueError("a range cannot end before it starts")

    def __contains__(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)


def months_between(first: Month, last: Month) -> Iterator[Month]:
    """Every month from the first to the last, both included."""
    for step in range(first.until(last) + 1):
        yield first.plus(step)
