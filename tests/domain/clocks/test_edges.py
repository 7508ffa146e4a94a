"""Pauses and extensions where a clock is counted to its very end, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from anxin.domain.clocks import Pause, StatutoryClock, deadline
from anxin.domain.clocks.counting import instant_steps, last_instant
from anxin.domain.clocks.moments import is_day, parse_pause
from anxin.domain.clocks.pauses import day_runs
from anxin.kernel.clock import SHANGHAI, local_midnight
from anxin.kernel.outcome import RuleBroken
from anxin.law import book, office_calendar
from anxin.law.periods import Period, Unit

CALENDAR, LAW = office_calendar(), book()
NINE = datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)


def paused(first: str, last: str, reason: str = "") -> Pause:
    return replace(parse_pause(f"{first}..{last}"), reason=reason)


def test_a_pause_on_the_way_from_a_rest_day_to_the_next_working_day_moves_the_end_behind_it():
    start, weekend = local_midnight(date(2026, 6, 1)), paused("2026-06-07", "2026-06-10")
    assert deadline(Period(5, Unit.DAYS), start, calendar=CALENDAR).due == date(2026, 6, 8)
    assert deadline(Period(5, Unit.DAYS), start, calendar=CALENDAR, pauses=[weekend]).due == date(2026, 6, 11)


@pytest.mark.parametrize("day", range(1, 29))
def test_a_period_in_months_with_a_pause_says_so_and_never_ends_within_it(day: int):
    start = date(2026, 2, day)
    pause = paused("2026-02-10", "2026-03-20", "等待鉴定")
    found = deadline(Period(1, Unit.MONTHS), local_midnight(start), calendar=CALENDAR, pauses=[pause])
    assert found.due is not None
    assert not date(2026, 2, 10) <= found.due <= date(2026, 3, 20) or found.due < date(2026, 2, 10)


def test_hours_stand_still_in_a_pause_and_an_open_pause_has_no_end_to_count_from():
    period = Period(24, Unit.HOURS)
    during = Pause(NINE + timedelta(hours=2), NINE + timedelta(hours=5))
    after = Pause(NINE + timedelta(days=9), NINE + timedelta(days=10))
    before = Pause(NINE - timedelta(days=2), NINE - timedelta(days=1))
    due = last_instant(period, NINE, [before, during, after])
    assert due == NINE + timedelta(hours=27)
    assert len(list(instant_steps(period, NINE, due, [before, during, after]))) == 3
    with pytest.raises(ValueError, match="no end"):
        last_instant(period, NINE, [Pause(NINE)])


def test_an_open_pause_gives_no_run_of_days_and_an_instant_needs_its_zone():
    with pytest.raises(ValueError, match="open pause"):
        day_runs([Pause(NINE)], date(2026, 3, 1))
    with pytest.raises(ValueError, match="time zone"):
        Pause(NINE.replace(tzinfo=None))


def test_a_day_is_no_moment():
    assert is_day("2026-11-24")
    assert not is_day("2026-11-24T09:00")
    assert not is_day("someday")


def test_a_clock_is_paused_once_at_a_time_and_never_before_it_began():
    clock = a_clock()
    with pytest.raises(RuleBroken, match="早于"):
        clock.pause(at=NINE - timedelta(days=1))
    stopped = clock.pause(at=NINE + timedelta(days=1))
    with pytest.raises(RuleBroken, match="不能再次中止"):
        stopped.pause(at=NINE + timedelta(days=2))
    again = stopped.resume(at=NINE + timedelta(days=3))
    assert again.resume(at=NINE + timedelta(days=4)) == again
    with pytest.raises(RuleBroken, match="早于"):
        again.pause(at=NINE + timedelta(days=2))


def a_clock() -> StatutoryClock:
    one = next(one for one in LAW if one.unit == "working_days")
    return StatutoryClock.start(one, at=datetime.combine(max(one.effective.start, date(2026, 3, 2)), NINE.timetz()))


def test_an_extension_in_another_unit_cannot_be_added():
    from anxin.law.periods import extension_of

    one = next(one for one in LAW if extension_of(one.id) is not None)
    start = datetime.combine(max(one.effective.start, date(2026, 3, 2)), NINE.timetz())
    clock = StatutoryClock.start(one, at=start)
    clock.extend(LAW)
    other = replace(clock, period=Period(1, Unit.MINUTES))
    with pytest.raises(RuleBroken, match="单位与原期限不同"):
        other.extend(LAW)
