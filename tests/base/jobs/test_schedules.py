"""Schedules: each slot is put to work once, whoever ticks and however often."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anxin.base.jobs import schedules
from anxin.base.jobs.models import Job, ScheduleSlot
from anxin.base.jobs.schedules import Schedule, tick
from anxin.base.jobs.worker import run_until_idle
from anxin.kernel.clock import SHANGHAI

INSTANTS = st.datetimes(datetime(2021, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))


@pytest.fixture
def only():
    """Nothing but the schedules of the test."""
    before = dict(schedules._SCHEDULES)
    schedules._SCHEDULES.clear()
    yield schedules.add
    schedules._SCHEDULES.clear()
    schedules._SCHEDULES.update(before)


@pytest.mark.django_db
def test_every_minute_is_put_to_work_once(only, at, handle):
    handle("t.sweep", lambda job: None)
    only(Schedule("sweep", "t.sweep", "巡检", every=timedelta(minutes=1)))
    for seconds in range(0, 180, 7):
        tick(at + timedelta(seconds=seconds))
        run_until_idle(at + timedelta(seconds=seconds))
    assert Job.objects.count() == 3


@pytest.mark.django_db
def test_of_slots_missed_only_the_latest_is_made_up_for(only, at, handle):
    handle("t.sweep", lambda job: None)
    only(Schedule("sweep", "t.sweep", "巡检", every=timedelta(minutes=1)))
    tick(at)
    run_until_idle(at)
    tick(at + timedelta(days=2))
    assert Job.objects.count() == 2


@pytest.mark.django_db
def test_a_server_whose_clock_ran_ahead_goes_on_as_soon_as_it_is_set_right(only, at, handle):
    handle("t.sweep", lambda job: None)
    only(Schedule("sweep", "t.sweep", "巡检", every=timedelta(minutes=1)))
    tick(at + timedelta(days=40))
    run_until_idle(at + timedelta(days=40))
    assert tick(at)
    run_until_idle(at)
    assert not tick(at), "and each slot once, as before"
    assert tick(at + timedelta(minutes=1))


@pytest.mark.django_db
def test_a_time_of_day_is_kept_in_shanghai_and_on_its_weekdays(only, handle):
    handle("t.week", lambda job: None)
    only(Schedule("week", "t.week", "周报", at=time(9), weekdays=frozenset({0})))
    sunday = datetime(2026, 11, 22, 12, 0, tzinfo=SHANGHAI)
    fired = [
        hours
        for hours in range(24 * 9)
        if tick(sunday + timedelta(hours=hours)) and run_until_idle(sunday + timedelta(hours=hours))
    ]
    assert fired == [21, 21 + 24 * 7]


@pytest.mark.django_db
def test_a_time_of_day_first_seen_after_its_hour_waits_for_the_next_day(only, handle):
    handle("t.day", lambda job: None)
    only(Schedule("day", "t.day", "每日", at=time(9)))
    assert not tick(datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI))
    assert tick(datetime(2026, 11, 24, 9, 0, tzinfo=SHANGHAI))


@pytest.mark.django_db
def test_a_stalled_worker_does_not_pile_up_the_same_job(only, at):
    only(Schedule("sweep", "t.sweep", "巡检", every=timedelta(minutes=1)))
    for minute in range(10):
        tick(at + timedelta(minutes=minute))
    assert Job.objects.count() == 1


@pytest.mark.django_db
def test_a_process_that_looked_before_another_fired_does_not_fire_again(only, at, handle, monkeypatch):
    handle("t.sweep", lambda job: None)
    one = Schedule("sweep", "t.sweep", "巡检", every=timedelta(minutes=1))
    only(one)
    tick(at)
    run_until_idle(at)
    later = at + timedelta(minutes=1)
    stale = ScheduleSlot.objects.get()
    tick(later)
    monkeypatch.setattr(type(ScheduleSlot.objects.all()), "first", lambda self: stale)
    assert schedules._fire(one, later) is None


@given(INSTANTS, st.integers(1, 5000), st.integers(0, 10**6))
def test_a_slot_is_never_later_than_now_and_never_goes_back(now, minutes, seconds):
    one = Schedule("x", "x", "x", every=timedelta(minutes=minutes))
    assert now - one.every < one.slot(now) <= now
    assert one.slot(now) <= one.slot(now + timedelta(seconds=seconds))


@given(INSTANTS, st.times().map(lambda moment: moment.replace(tzinfo=None)), st.sets(st.integers(0, 6), min_size=1))
def test_a_slot_at_a_time_of_day_falls_on_its_weekday_within_the_last_week(now, moment, days):
    slot = Schedule("x", "x", "x", at=moment, weekdays=frozenset(days)).slot(now)
    assert now - timedelta(days=7) < slot <= now
    assert slot.astimezone(SHANGHAI).weekday() in days


def test_a_schedule_needs_one_kind_of_time():
    with pytest.raises(ValueError, match="either"):
        Schedule("x", "x", "x")
    with pytest.raises(ValueError, match="either"):
        Schedule("x", "x", "x", every=timedelta(1), at=time(1))
