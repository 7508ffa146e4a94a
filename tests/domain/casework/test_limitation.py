from __future__ import annotations

from datetime import date, datetime

from anxin.domain.casework.limitation import Ground, Interruption, alarms, arbitration, inspection
from anxin.kernel.clock import SHANGHAI
from anxin.law import book

LAW = book("330602013")
ON = date(2026, 11, 23)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=SHANGHAI)


def test_while_the_employment_lasts_there_is_no_limit():
    assert arbitration(LAW, ended_on=None, on=ON).last_day is None


def test_one_year_from_the_end_of_the_employment():
    found = arbitration(LAW, ended_on=date(2026, 2, 28), on=ON)
    assert found.last_day == date(2027, 2, 28)
    assert not found.expired(at=at(date(2027, 2, 28)))
    assert found.expired(at=at(date(2027, 3, 1)))


def test_a_complaint_to_the_town_begins_the_year_anew():
    told = Interruption(date(2026, 10, 8), Ground.REMEDY)
    assert arbitration(LAW, ended_on=date(2025, 12, 31), on=ON, interruptions=[told]).last_day == date(2027, 10, 8)


def test_what_comes_after_the_last_day_interrupts_nothing_and_says_so():
    late = Interruption(date(2026, 6, 1), Ground.CLAIM)
    found = arbitration(LAW, ended_on=date(2025, 5, 1), on=ON, interruptions=[late])
    assert found.last_day == date(2026, 5, 1)
    assert "不再中断" in found.why[-1]


def test_inspection_looks_back_two_years_from_the_end_of_the_breach():
    assert inspection(LAW, breach_ended_on=date(2025, 1, 15), on=ON).last_day == date(2027, 1, 15)
    assert inspection(LAW, breach_ended_on=None, on=ON).last_day is None


def test_alarms_name_the_nearest_first_and_leave_out_what_is_far():
    near, far = (
        arbitration(LAW, ended_on=date(2025, 12, 1), on=ON),
        inspection(LAW, breach_ended_on=date(2026, 1, 1), on=ON),
    )
    assert alarms([far, near], at=at(ON)) == [near]
