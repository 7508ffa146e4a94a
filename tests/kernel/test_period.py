"""Months, weeks and ranges behave like the calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anxin.kernel.period import DateRange, Month, Week, months_between

days = st.dates(date(1990, 1, 1), date(2099, 12, 31))


@given(days)
def test_a_day_lies_in_its_month(day):
    month = Month.of_day(day)
    assert month.first <= day <= month.last
    assert Month.parse(str(month)) == Month.of_code(month.code) == month


@given(days, st.integers(-500, 500))
def test_adding_months_is_undone_by_taking_them_away(day, months):
    month = Month.of_day(day)
    assert month.plus(months).plus(-months) == month
    assert month.until(month.plus(months)) == months


@given(days)
def test_a_day_lies_in_its_week(day):
    week = Week.of_day(day)
    assert week.monday <= day <= week.sunday
    assert week.plus(1).monday == week.monday + timedelta(days=7)
    assert Week.parse(str(week)) == week


@pytest.mark.parametrize("text", ["2026-13", "202600", "26-01", "2026年1月"])
def test_what_is_no_month_is_refused(text):
    with pytest.raises(ValueError, match="not a month"):
        Month.parse(text)


def test_week_53_exists_only_in_long_years():
    assert Week.parse("2026-W53").monday == date(2026, 12, 28)
    with pytest.raises(ValueError, match="week"):
        Week.parse("2025-W53")


@given(days, st.integers(0, 1000), st.integers(-10, 1010))
def test_a_range_holds_its_start_and_not_its_end(start, length, offset):
    span = DateRange(start, start + timedelta(days=length))
    assert (start + timedelta(days=offset) in span) == (0 <= offset < length)


def test_months_between_counts_both_ends():
    assert [m.code for m in months_between(Month(2025, 11), Month(2026, 2))] == [202511, 202512, 202601, 202602]
