"""Counting a period on the calendar (期限计算): which day or instant is the last, and why, day by day.

The first day does not count; pauses do not count; a period in days, months or years that ends on a rest day ends on the next
working day; hours and minutes run through.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from anxin.domain.clocks.pauses import Pause, day_runs
from anxin.domain.clocks.steps import Step, StepKind, in_runs
from anxin.kernel.clock import SHANGHAI, local_date
from anxin.law.calendar import Calendar
from anxin.law.periods import Period, Unit

Runs = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Counted:
    """The last day of a period: by the count alone, and after a rest day moved it."""

    nominal: date
    due: date


def add_months(day: date, months: int) -> date:
    """The corresponding day of a later month, or its last day when it has none (民法典 art. 202).

    >>> add_months(date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_day(period: Period, start: date, calendar: Calendar, pauses: Sequence[Pause] = ()) -> Counted:
    """The last day of a period counted by the day; every pause must have ended."""
    runs = day_runs(pauses, start)
    if period.unit is Unit.WORKING_DAYS:
        due = _working(period.amount, start, calendar, runs)
        return Counted(due, due)
    nominal = _calendar_days(period, start, runs)
    return Counted(nominal, _rolled(nominal, calendar, runs))


def _working(amount: int, start: date, calendar: Calendar, runs: Runs) -> date:
    cursor, left = start, amount
    for first, last in runs:
        before = date.fromordinal(first - 1)
        counted = calendar.count(cursor, before) if before > cursor else 0
        if counted >= left:
            break
        left -= counted
        cursor = date.fromordinal(last)
    return calendar.due_day(cursor, left)


def _calendar_days(period: Period, start: date, runs: Runs) -> date:
    if period.unit is Unit.DAYS:
        nominal = start + timedelta(days=period.amount)
    else:
        nominal = add_months(start, period.amount * (12 if period.unit is Unit.YEARS else 1))
    for first, last in runs:
        if first > nominal.toordinal():
            break
        nominal += timedelta(days=last - first + 1)
    return nominal


def _rolled(nominal: date, calendar: Calendar, runs: Runs) -> date:
    """The first day from the nominal end on that is a working day and not paused."""
    due = calendar.roll(nominal)
    for first, last in runs:
        if nominal.toordinal() < first <= due.toordinal():
            due = calendar.roll(date.fromordinal(last + 1))
    return due


def last_instant(period: Period, start: datetime, pauses: Sequence[Pause]) -> datetime:
    """The instant at which a period in hours or minutes ends, with every pause after its start added."""
    due = start + (timedelta(hours=period.amount) if period.unit is Unit.HOURS else timedelta(minutes=period.amount))
    for pause in pauses:
        if pause.until is None:
            raise ValueError("an open pause has no end")
        since = max(pause.since, start)
        if pause.until > since and since < due:
            due += pause.until - since
    return due


def day_steps(
    period: Period, start: date, counted: Counted, calendar: Calendar, pauses: Sequence[Pause]
) -> Iterator[Step]:
    """Each day from the start to the end with its reason; months and years go from date to date (对应日)."""
    runs = day_runs(pauses, start)
    yield Step(StepKind.START, start, start, "起算当日")
    if period.unit in (Unit.MONTHS, Unit.YEARS):
        yield from _date_to_date(period, start, counted, runs, pauses)
    else:
        named = ((day, *_what(day, period.unit, calendar, pauses, runs)) for day in _between(start, counted.nominal))
        yield from in_runs(named)
    rest = ((day, StepKind.ROLLED, _why_rolled(day, calendar, runs)) for day in _from(counted.nominal, counted.due))
    yield from in_runs(rest)


def _what(day: date, unit: Unit, calendar: Calendar, pauses: Sequence[Pause], runs: Runs) -> tuple[StepKind, str]:
    if _paused(day, runs):
        return StepKind.PAUSED, _reason(day, pauses)
    if unit is Unit.DAYS:
        return StepKind.COUNTED, "自然日"
    found = calendar.day(day)
    return (StepKind.COUNTED if found.working else StepKind.SKIPPED), found.why


def _date_to_date(period: Period, start: date, counted: Counted, runs: Runs, pauses: Sequence[Pause]) -> Iterator[Step]:
    plain = add_months(start, period.amount * (12 if period.unit is Unit.YEARS else 1))
    yield Step(StepKind.JUMP, start, plain, f"自{start}起满{period.in_words()}，对应日（无对应日则月末日）为{plain}")
    stopped = [(first, last) for first, last in runs if first <= counted.nominal.toordinal()]
    for first, last in stopped:
        begin = date.fromordinal(first)
        yield Step(StepKind.PAUSED, begin, date.fromordinal(last), _reason(begin, pauses))
    if stopped:
        total = sum(last - first + 1 for first, last in stopped)
        yield Step(StepKind.JUMP, plain, counted.nominal, f"扣除中止{total}日，期满日后移至{counted.nominal}")


def _why_rolled(day: date, calendar: Calendar, runs: Runs) -> str:
    return "期满前后中止" if _paused(day, runs) else f"期满日为{calendar.day(day).why}"


def _paused(day: date, runs: Runs) -> bool:
    ordinal = day.toordinal()
    return any(first <= ordinal <= last for first, last in runs)


def _reason(day: date, pauses: Sequence[Pause]) -> str:
    """Why a paused day does not count; the day is one of a run, and runs are cut from pauses that ended."""
    pause = next(one for one in pauses if one.last_day is not None and one.first_day <= day <= one.last_day)
    return f"中止（{pause.reason}）" if pause.reason else "中止期间"


def _between(start: date, last: date) -> Iterator[date]:
    return (start + timedelta(days=step) for step in range(1, (last - start).days + 1))


def _from(nominal: date, due: date) -> Iterator[date]:
    return (nominal + timedelta(days=step) for step in range((due - nominal).days))


def instant_steps(period: Period, start: datetime, due: datetime, pauses: Sequence[Pause]) -> Iterator[Step]:
    """The few steps of a period that runs through by the clock."""
    begin, end = local_date(start), local_date(due)
    yield Step(StepKind.NOTE, begin, begin, f"自 {_at(start)} 起连续计算{period.in_words()}，节假日不扣除")
    for pause in pauses:
        if pause.until is not None and pause.until > start and pause.since < due:
            since = max(pause.since, start)
            why = f"{_at(since)} 至 {_at(pause.until)} 中止{f'（{pause.reason}）' if pause.reason else ''}，不计入"
            yield Step(StepKind.NOTE, local_date(since), local_date(pause.until), why)
    yield Step(StepKind.JUMP, begin, end, f"至 {_at(due)} 满{period.in_words()}")


def _at(instant: datetime) -> str:
    return f"{instant.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
