"""Days and months of an employment (用工期间): from a day on and before another, both in Shanghai days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

from anxin.domain.wages.claim_facts import ClaimFacts
from anxin.kernel.period import Month

DAY = timedelta(days=1)
HALF_A_YEAR = 6
_SATURDAY = 5


def end_of(facts: ClaimFacts) -> date:
    """The day after the last day that counts: of work, or of the reckoning."""
    return (facts.on if facts.ended_on is None else min(facts.ended_on, facts.on)) + DAY


def months_between(first: date, until: date) -> list[Month]:
    """The months that have a day from one day on and before another."""
    if first >= until:
        return []
    start, last = Month.of_day(first), Month.of_day(until - DAY)
    return [start.plus(number) for number in range(start.until(last) + 1)]


def spelt(months: Sequence[Month]) -> str:
    """Months in a sentence, those that follow one another from the first to the last.

    >>> spelt([Month(2025, 12), Month(2026, 1), Month(2026, 3)])
    '2025-12 至 2026-01、2026-03'
    """
    runs: list[list[Month]] = []
    for one in months:
        if runs and runs[-1][-1].next() == one:
            runs[-1].append(one)
        else:
            runs.append([one])
    return "、".join(str(run[0]) if len(run) == 1 else f"{run[0]} 至 {run[-1]}" for run in runs)


def years_of_work(started: date, ended: date) -> Fraction:
    """Whole years, and half a year less or more by the rule of 劳动合同法 art. 47; the last day counts.

    >>> years_of_work(date(2024, 1, 1), date(2025, 12, 31)), years_of_work(date(2024, 1, 1), date(2026, 1, 1))
    (Fraction(2, 1), Fraction(5, 2))
    >>> years_of_work(date(2025, 1, 1), date(2025, 6, 29)), years_of_work(date(2025, 1, 1), date(2025, 6, 30))
    (Fraction(1, 2), Fraction(1, 1))
    """
    end = ended + DAY
    months = (end.year - started.year) * 12 + end.month - started.month
    months -= months_later(started, months) > end
    years, rest = divmod(months, 12)
    if rest >= HALF_A_YEAR:
        return Fraction(years + 1)
    exact = rest == 0 and months_later(started, months) == end
    return Fraction(years) if exact else years + Fraction(1, 2)


def months_later(day: date, months: int) -> date:
    """The day on which some months from a day on are full and over: the corresponding day; where the month has none, its last
    day is the last of the period (民法典 art. 202), and the first of the next month follows.

    >>> months_later(date(2026, 3, 10), 1).isoformat(), months_later(date(2026, 1, 31), 1).isoformat()
    ('2026-04-10', '2026-03-01')
    """
    month = Month.of_day(day).plus(months)
    return month.first.replace(day=day.day) if day.day <= month.last.day else month.last + DAY


def same_day_later(day: date, months: int) -> date:
    """The corresponding day some months later, or the month's last day: the last day of a period that begins after a day.

    >>> same_day_later(date(2024, 2, 29), 12).isoformat()
    '2025-02-28'
    """
    month = Month.of_day(day).plus(months)
    return month.first.replace(day=min(day.day, month.last.day))


def days_within(month: Month, first: date, until: date) -> int:
    """The days of a month from a day on and before another."""
    begin, end = max(month.first, first), min(month.last + DAY, until)
    return max((end - begin).days, 0)


def workdays_within(month: Month, first: date, until: date) -> int:
    """Those of the days that fall on Monday to Friday: the paid days, statutory holidays among them."""
    begin = max(month.first, first)
    return sum((begin + DAY * step).weekday() < _SATURDAY for step in range(days_within(month, first, until)))
