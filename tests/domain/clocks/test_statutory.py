"""Statutory clocks (法定期限): counted day by day as a person with a wall calendar would, with pauses and extensions."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from anxin.domain.clocks import Pause, StatutoryClock, StepKind, counted_days, deadline, recompute
from anxin.domain.clocks.moments import parse_moment, parse_pause
from anxin.kernel.clock import SHANGHAI, local_midnight
from anxin.kernel.outcome import BadInput, RuleBroken
from anxin.law import book, office_calendar
from anxin.law.periods import Period, Unit

CALENDAR = office_calendar()
LAW = book()
STARTS = st.dates(date(2004, 1, 1), date(2028, 12, 31))
BY_THE_DAY = st.sampled_from([unit for unit in Unit if unit.by_the_day])
ONE_DAY = timedelta(days=1)


def at(text: str) -> datetime:
    return parse_moment(text)


def working(amount: int) -> Period:
    return Period(amount, Unit.WORKING_DAYS)


def due(period: Period, start: date, *pauses: Pause) -> date:
    found = deadline(period, local_midnight(start), calendar=CALENDAR, pauses=pauses).due
    assert found is not None
    return found


def by_hand(amount: int, start: date, unit: Unit, paused: set[date]) -> date:
    """Count on the fingers: a day counts unless it is paused, or is no working day in a period of working days."""
    day = start
    while amount:
        day += ONE_DAY
        amount -= day not in paused and (unit is Unit.DAYS or CALENDAR.is_working(day))
    while unit is Unit.DAYS and (day in paused or not CALENDAR.is_working(day)):
        day += ONE_DAY
    return day


@st.composite
def pauses_after(draw: st.DrawFn, start: date) -> list[Pause]:
    """Up to three pauses in order, none touching another; some begin before the clock does."""
    found: list[Pause] = []
    day = start - timedelta(days=draw(st.integers(0, 10)))
    for _ in range(draw(st.integers(0, 3))):
        first = day + timedelta(days=draw(st.integers(0, 25)))
        last = first + timedelta(days=draw(st.integers(0, 20)))
        found.append(Pause.of_days(first, last))
        day = last + ONE_DAY
    return found


def days_of(pauses: list[Pause]) -> set[date]:
    return {
        one.first_day + timedelta(days=step)
        for one in pauses
        if one.last_day is not None
        for step in range((one.last_day - one.first_day).days + 1)
    }


@given(st.data(), STARTS, st.integers(1, 90), st.sampled_from([Unit.WORKING_DAYS, Unit.DAYS]))
def test_the_due_day_is_the_one_counted_on_the_fingers(
    data: st.DataObject, start: date, amount: int, unit: Unit
) -> None:
    pauses = data.draw(pauses_after(start))
    assert due(Period(amount, unit), start, *pauses) == by_hand(amount, start, unit, days_of(pauses))


@given(st.data(), STARTS, st.integers(1, 90))
def test_the_explanation_counts_exactly_the_days_of_the_period(data: st.DataObject, start: date, amount: int) -> None:
    pauses = data.draw(pauses_after(start))
    found = deadline(working(amount), local_midnight(start), calendar=CALENDAR, pauses=pauses)
    counted = counted_days(found.steps)
    assert len(counted) == amount
    assert counted[-1] == found.due
    assert all(CALENDAR.is_working(day) for day in counted)
    assert not set(counted) & days_of(pauses)


@given(STARTS, st.integers(1, 90), st.sampled_from([Unit.WORKING_DAYS, Unit.DAYS]))
def test_the_steps_leave_no_day_out_and_count_none_twice(start: date, amount: int, unit: Unit) -> None:
    found = deadline(Period(amount, unit), local_midnight(start), calendar=CALENDAR)
    told = [day for step in found.steps if step.kind not in (StepKind.NOTE, StepKind.DUE) for day in step.days()]
    assert found.due is not None
    assert {*told, found.due} == {start + timedelta(days=step) for step in range((found.due - start).days + 1)}
    # A last day that is a rest day is told twice: as counted, and as the one that is moved (顺延).
    twice = [earlier for earlier, later in pairwise(told) if later == earlier]
    assert twice == (
        [start + timedelta(days=amount)] if any(one.kind is StepKind.ROLLED for one in found.steps) else []
    )


@given(STARTS, st.integers(1, 10), BY_THE_DAY)
def test_a_period_by_the_day_ends_on_a_working_day(start: date, amount: int, unit: Unit) -> None:
    assert CALENDAR.is_working(due(Period(amount, unit), start))


@given(STARTS, st.integers(1, 60), st.integers(0, 30), BY_THE_DAY)
def test_a_longer_period_or_a_later_start_never_ends_sooner(start: date, amount: int, more: int, unit: Unit) -> None:
    amount = min(amount, 20) if unit is Unit.YEARS else amount
    first = due(Period(amount, unit), start)
    assert due(Period(amount + (more if unit is not Unit.YEARS else 0), unit), start) >= first
    assert due(Period(amount, unit), start + timedelta(days=more)) >= first


@given(STARTS, st.integers(1, 60), st.integers(1, 30), st.integers(0, 20))
def test_a_pause_moves_the_due_day_by_the_working_days_it_covers(
    start: date, amount: int, after: int, length: int
) -> None:
    plain = due(working(amount), start)
    first = start + timedelta(days=after)
    assume(first <= plain)
    last = first + timedelta(days=length)
    lost = CALENDAR.count(first - ONE_DAY, last)
    moved = due(working(amount), start, Pause.of_days(first, last))
    assert moved == (CALENDAR.due_day(start, amount + lost) if lost else plain)


@given(STARTS, st.integers(1, 60), BY_THE_DAY)
def test_a_pause_before_the_start_or_after_the_end_changes_nothing(start: date, amount: int, unit: Unit) -> None:
    plain = due(Period(min(amount, 20), unit), start)
    before = Pause.of_days(start - timedelta(days=9), start - timedelta(days=2))
    after = Pause.of_days(plain + ONE_DAY, plain + timedelta(days=8))
    assert due(Period(min(amount, 20), unit), start, before, after) == plain


@given(st.datetimes(datetime(2004, 1, 1), datetime(2030, 1, 1)), st.integers(1, 500))
def test_hours_and_minutes_run_through_holidays_and_are_never_provisional(start: datetime, amount: int) -> None:
    begun = start.replace(tzinfo=SHANGHAI)
    hours = deadline(Period(amount, Unit.HOURS), begun, calendar=CALENDAR)
    minutes = deadline(Period(amount * 60, Unit.MINUTES), begun, calendar=CALENDAR)
    assert hours.due_at == minutes.due_at == begun + timedelta(hours=amount)
    assert not hours.provisional


def test_a_pause_adds_its_whole_length_to_hours() -> None:
    pause = Pause(at("2026-02-16T09:00"), at("2026-02-16T11:30"))
    found = deadline(Period(24, Unit.HOURS), at("2026-02-16T08:00"), calendar=CALENDAR, pauses=[pause])
    assert found.due_at == at("2026-02-17T10:30")


def test_sixty_working_days_from_2_february_2026_over_spring_festival() -> None:
    clock = StatutoryClock.start(LAW.get("insp_investigation_days", on=date(2026, 2, 2)), at=at("2026-02-02"))
    found = clock.deadline(CALENDAR)
    assert found.due == date(2026, 5, 7)
    words = "\n".join(found.in_words())
    assert "2026-02-14（周六）：春节调休上班，计入第10日" in words
    assert "2026-02-15（周日）至2026-02-23（周一），共9日：春节放假，不计入" in words
    assert "《行政处罚法》第85条" in words


@pytest.mark.parametrize(
    ("amount", "start", "expected"),
    [
        (1, date(2025, 9, 27), date(2025, 9, 28)),  # the Sunday before National Day is worked
        (3, date(2025, 9, 28), date(2025, 10, 9)),  # 29, 30, then eight days off
        (4, date(2025, 9, 28), date(2025, 10, 10)),
        (5, date(2025, 9, 28), date(2025, 10, 11)),  # the Saturday after is worked
        (6, date(2025, 9, 28), date(2025, 10, 13)),
    ],
)
def test_working_days_around_national_day_2025(amount: int, start: date, expected: date) -> None:
    assert due(working(amount), start) == expected


@pytest.mark.parametrize(
    ("period", "start", "expected"),
    [
        (Period(15, Unit.DAYS), date(2026, 2, 2), date(2026, 2, 24)),  # ends 17 February, in the festival
        (Period(7, Unit.DAYS), date(2026, 2, 7), date(2026, 2, 14)),  # a make-up Saturday is no rest day
        (Period(1, Unit.MONTHS), date(2026, 1, 31), date(2026, 2, 28)),  # no corresponding day; worked Saturday
        (Period(6, Unit.MONTHS), date(2026, 4, 3), date(2026, 10, 8)),  # 3 October, rolled over the holiday
        (Period(1, Unit.YEARS), date(2024, 2, 29), date(2025, 2, 28)),
    ],
)
def test_days_months_and_years_by_hand(period: Period, start: date, expected: date) -> None:
    assert due(period, start) == expected


def test_the_last_instant_of_the_day_is_in_shanghai() -> None:
    found = deadline(working(1), at("2026-11-23T23:59"), calendar=CALENDAR)
    assert found.due_at == at("2026-11-24T23:59:59")


def test_a_period_that_touches_a_year_without_notice_is_provisional_and_says_so() -> None:
    inside = deadline(working(5), at("2026-12-23"), calendar=CALENDAR)
    across = deadline(working(10), at("2026-12-23"), calendar=CALENDAR)
    assert (inside.due, inside.provisional) == (date(2026, 12, 30), False)
    assert across.provisional
    assert any("2027年放假安排尚未公布" in line for line in across.in_words())


def test_a_standing_clock_has_no_due_day_and_does_not_expire() -> None:
    clock = StatutoryClock.start(LAW.get("insp_investigation_days", on=date(2026, 2, 2)), at=at("2026-02-02"))
    standing = clock.pause(at=at("2026-03-02T10:00"), reason="等待司法鉴定")
    found = standing.deadline(CALENDAR)
    assert (found.due, found.due_at) == (None, None)
    assert any("等待司法鉴定" in line for line in found.in_words())
    assert not standing.expired(at=at("2030-01-01"), calendar=CALENDAR)
    with pytest.raises(RuleBroken):
        standing.pause(at=at("2026-03-03"))


def test_the_days_of_stopping_and_of_resuming_are_both_left_out() -> None:
    parameter = LAW.get("insp_investigation_days", on=date(2026, 2, 2))
    clock = StatutoryClock.start(parameter, at=at("2026-02-02"))
    plain = clock.deadline(CALENDAR).due
    resumed = clock.pause(at=at("2026-03-02T10:00")).resume(at=at("2026-03-03T10:00"))
    assert plain == date(2026, 5, 7)
    assert resumed.deadline(CALENDAR).due == date(2026, 5, 9)  # two days more: Saturday 9 May is worked


@pytest.mark.parametrize("param_id", ["insp_investigation_days", "arb_award_days", "pet_conclude_days"])
def test_an_extension_adds_the_linked_parameter_and_may_be_used_once(param_id: str) -> None:
    parameter, _ = LAW.nearest(param_id, on=date(2026, 3, 2))
    clock = StatutoryClock.start(parameter, at=at("2026-03-02"), law_date=date(2026, 6, 1))
    extended = clock.extend(LAW)
    assert extended.length.amount > clock.length.amount
    assert (extended.deadline(CALENDAR).due or date.min) > (clock.deadline(CALENDAR).due or date.max)
    with pytest.raises(RuleBroken):
        extended.extend(LAW)


def test_a_period_without_a_provision_cannot_be_extended() -> None:
    clock = StatutoryClock.start(LAW.get("arb_acceptance_days", on=date(2026, 3, 2)), at=at("2026-03-02"))
    with pytest.raises(RuleBroken):
        clock.extend(LAW)


def test_a_clock_expires_after_its_last_instant_and_not_at_it() -> None:
    clock = StatutoryClock.start(LAW.get("insp_investigation_days", on=date(2026, 2, 2)), at=at("2026-02-02"))
    assert not clock.expired(at=at("2026-05-07T23:59:59"), calendar=CALENDAR)
    assert clock.expired(at=at("2026-05-08T00:00:00"), calendar=CALENDAR)


def test_recomputing_says_whether_a_stored_deadline_moves() -> None:
    clock = StatutoryClock.start(LAW.get("insp_investigation_days", on=date(2026, 2, 2)), at=at("2026-02-02"))
    now = clock.deadline(CALENDAR)
    same = recompute(clock, stored_due_at=now.due_at, stored_version=CALENDAR.version, calendar=CALENDAR)
    other = recompute(clock, stored_due_at=at("2026-05-01"), stored_version="cn2025-0", calendar=CALENDAR)
    assert (same.moved, same.calendar_changed) == (False, False)
    assert (other.moved, other.calendar_changed) == (True, True)


@pytest.mark.parametrize(
    "texts",
    [
        ("2026-03-02..2026-03-06", "2026-03-06..2026-03-09"),
        ("2026-03-02..", "2026-03-09..2026-03-10"),
        ("2026-03-02..2026-03-10", "2026-03-03..2026-03-04"),
    ],
)
def test_pauses_that_overlap_are_refused(texts: tuple[str, ...]) -> None:
    with pytest.raises(BadInput) as refused:
        deadline(working(9), at("2026-03-01"), calendar=CALENDAR, pauses=[parse_pause(text) for text in texts])
    assert "重叠" in refused.value.faults[0].in_words()


@pytest.mark.parametrize("text", ["2026-03-05..2026-03-01", "2026-03-05", "..2026-03-05", "sooner..later", ""])
def test_a_pause_that_makes_no_sense_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        parse_pause(text)


@given(STARTS, st.integers(1, 90))
def test_written_out_day_by_day_as_many_days_are_counted_as_the_period_has(start: date, amount: int) -> None:
    found = deadline(working(amount), local_midnight(start), calendar=CALENDAR)
    every = list(found.expand())
    assert [day for day, kind, _ in every if kind is StepKind.COUNTED] == counted_days(found.steps)
    assert sum(kind is StepKind.COUNTED for _, kind, _ in every) == amount
    assert len(every) == ((found.due or date.min) - start).days + 1
    assert all(why == CALENDAR.day(day).why for day, kind, why in every if kind is not StepKind.START)
