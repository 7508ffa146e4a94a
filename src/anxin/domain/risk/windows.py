"""Rolling windows (滚动窗口): what happened in the last n days, so that nothing is lost that straddles a week or a month."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

from anxin.law.data.rules import document


def falls_within(day: date, on: date, length: int) -> bool:
    """Whether a day is one of the last `length` days up to and including `on`.

    >>> falls_within(date(2026, 11, 17), date(2026, 11, 23), 7), falls_within(date(2026, 11, 16), date(2026, 11, 23), 7)
    (True, False)
    """
    return on - timedelta(days=length) < day <= on


def count_within(happened: Iterable[date], on: date, length: int) -> int:
    """How many things happened in the last `length` days."""
    return sum(falls_within(day, on, length) for day in happened)


def sum_within(amounts: Iterable[tuple[date, int]], on: date, length: int) -> int:
    """The sum of what happened in the last `length` days."""
    return sum(amount for day, amount in amounts if falls_within(day, on, length))


def growth(happened: Iterable[date], on: date, length: int) -> float | None:
    """By how much the last window exceeds the one before it; unknown when there was nothing before."""
    days = tuple(happened)
    before = count_within(days, on - timedelta(days=length), length)
    return None if before == 0 else count_within(days, on, length) / before - 1


def month_number(since: date, on: date) -> int:
    """In which month of its life a debt is: 0 while not yet late, 1 up to a month after the due day, then 2 and so on.

    >>> [month_number(date(2026, 1, 31), day) for day in (date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 1))]
    [0, 1, 2]
    """
    if on <= since:
        return 0
    whole = (on.year - since.year) * 12 + on.month - since.month
    anniversary = min(since.day, monthrange(on.year, on.month)[1])
    return whole + (1 if on.day > anniversary else 0)


def weekly_counts(happened: Iterable[date], last_monday: date, weeks: int) -> tuple[int, ...]:
    """Counts by week, the oldest first, up to the week that begins on `last_monday`."""
    counts = [0] * weeks
    first = last_monday - timedelta(weeks=weeks - 1)
    for day in happened:
        place = (day - first).days // 7
        if 0 <= place < weeks:
            counts[place] += 1
    return tuple(counts)


def days_to_festival(on: date) -> int | None:
    """How many days it is to the next Spring Festival (春节); unknown where the table ends.

    >>> days_to_festival(date(2026, 11, 23)), days_to_festival(date(2099, 1, 1))
    (75, None)
    """
    return next(((day - on).days for day in _festivals() if day >= on), None)


@lru_cache(maxsize=1)
def _festivals() -> tuple[date, ...]:
    return tuple(document("festivals")["spring_festival"])
