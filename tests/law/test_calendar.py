"""The working-day calendar against the notices of the State Council, an independent table, and unpublished years."""

from __future__ import annotations

import random
from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from anxin.kernel.outcome import BadInput
from anxin.law import NoCalendar, office_calendar
from anxin.law.calendar import DayKind
from anxin.law.notices import read_notices

CALENDAR = office_calendar()
PUBLISHED = st.dates(date(2004, 1, 1), date(2026, 12, 31))

# By the text of the notice of 16 December 2005 (国办发明电〔2005〕35号): "12月31日（星期六）上班". The table lacks it.
CHINESECALENDAR_IS_WRONG = {date(2005, 12, 31)}

# Copied by hand from the notices 国办发明电〔2023〕7号, 〔2024〕12号 and 〔2025〕7号, apart from the data files.
REST = """
2024-01-01 2024-02-10 2024-02-17 2024-04-04 2024-04-06 2024-05-01 2024-05-05 2024-06-10 2024-09-15 2024-09-17 2024-10-01 2024-10-07
2025-01-01 2025-01-28 2025-02-04 2025-04-04 2025-05-01 2025-05-05 2025-06-02 2025-10-01 2025-10-08
2026-01-01 2026-01-02 2026-01-03 2026-02-15 2026-02-16 2026-02-23 2026-04-06 2026-05-01 2026-05-05 2026-06-19 2026-09-25
2026-10-01 2026-10-07
"""
MAKE_UP = """
2024-02-04 2024-02-18 2024-04-07 2024-04-28 2024-05-11 2024-09-14 2024-09-29 2024-10-12
2025-01-26 2025-02-08 2025-04-27 2025-09-28 2025-10-11
2026-01-04 2026-02-14 2026-02-28 2026-05-09 2026-09-20 2026-10-10
"""


def days(text):
    return [date.fromisoformat(word) for word in text.split()]


def test_every_day_from_2004_to_2026_is_as_an_independent_table_says_but_for_one_known_error_of_it():
    day, different = date(2004, 1, 1), set()
    while day <= date(2026, 12, 31):
        if CALENDAR.is_working(day) != chinese_calendar.is_workday(day):
            different.add(day)
        day += timedelta(days=1)
    assert different == CHINESECALENDAR_IS_WRONG


@pytest.mark.parametrize("day", days(REST))
def test_days_off_of_the_notices_are_rest_days(day):
    found = CALENDAR.day(day)
    assert found.kind is DayKind.HOLIDAY
    assert "放假" in found.why
    assert found.notice is not None


@pytest.mark.parametrize("day", days(MAKE_UP))
def test_make_up_weekends_are_working_days(day):
    found = CALENDAR.day(day)
    assert day.weekday() >= 5
    assert found.kind is DayKind.MAKE_UP
    assert CALENDAR.is_working(day)
    assert "调休上班" in found.why


def test_new_years_eve_of_2024_was_a_working_day_because_it_was_only_encouraged_as_leave():
    assert CALENDAR.is_working(date(2024, 2, 9))


def test_a_later_notice_goes_over_an_earlier_one():
    assert not CALENDAR.is_working(date(2020, 2, 1)), "first a make-up Saturday, then the holiday was prolonged"
    assert not CALENDAR.is_working(date(2020, 1, 31))
    assert CALENDAR.is_working(date(2019, 5, 5)), "the Labour Day of 2019 was made longer"
    assert not CALENDAR.is_working(date(2015, 9, 4))
    assert CALENDAR.is_working(date(2015, 9, 6))


def test_each_year_has_an_annual_notice_with_title_link_and_date():
    notices = read_notices()
    assert {one.year for one in notices if one.annual} == set(range(2004, 2027))
    assert all(one.title and one.url and one.festivals for one in notices)
    for one in notices:
        for festival in one.festivals:
            assert not set(festival.rest) & set(festival.work)
            assert all(day.weekday() >= 5 for day in festival.work), (one.title, festival.name)


@given(PUBLISHED, st.integers(1, 120))
def test_a_deadline_counts_exactly_as_many_working_days(start, count):
    due = CALENDAR.due_day(start, count)
    assert CALENDAR.is_working(due)
    assert CALENDAR.count(start, due) == count


@given(st.dates(date(2004, 1, 1), date(2026, 6, 1)), st.sampled_from((1, 2, 3, 5, 10, 15, 60)))
def test_a_deadline_equals_the_walk_day_by_day_through_the_independent_table(start, count):
    day, left = start, count
    while left:
        day += timedelta(days=1)
        left -= chinese_calendar.is_workday(day) or day in CHINESECALENDAR_IS_WRONG
    assert CALENDAR.due_day(start, count) == day


def test_rolling_goes_to_the_next_working_day_and_leaves_working_days_alone():
    assert CALENDAR.roll(date(2026, 10, 3)) == date(2026, 10, 8)
    assert CALENDAR.roll(date(2026, 10, 10)) == date(2026, 10, 10)
    assert CALENDAR.roll(date(2026, 2, 15)) == date(2026, 2, 24)


def test_days_before_the_first_notice_are_refused():
    with pytest.raises(NoCalendar, match="2004-01-01"):
        CALENDAR.day(date(2003, 12, 31))
    with pytest.raises(NoCalendar):
        CALENDAR.due_day(date(2003, 12, 30), 5)
    assert CALENDAR.due_day(date(2003, 12, 31), 1) == date(2004, 1, 2)


def test_years_without_a_notice_are_estimated_and_marked():
    found = CALENDAR.day(date(2027, 2, 8))
    assert found.provisional
    assert not found.working
    assert "未公布" in found.why
    assert CALENDAR.day(date(2027, 2, 9)).working
    assert CALENDAR.published_until == date(2026, 12, 31)


def test_the_year_that_arrives_as_data_ends_the_estimate_without_a_change_of_code(tmp_path):
    folder = tmp_path / "calendar"
    folder.mkdir()
    (folder / "2027.yaml").write_text(
        "year: 2027\nnotices:\n- title: 国务院办公厅关于2027年部分节假日安排的通知\n  url: https://example.invalid/2027\n"
        "  published: '2026-11-30'\n  days:\n  - {name: 元旦, rest: '2027-01-01..2027-01-03', work: ['2026-12-27']}\n"
        "  - {name: 春节, rest: '2027-02-05..2027-02-12', work: ['2027-02-13']}\n",
        encoding="utf-8",
    )
    newer = office_calendar(tmp_path)
    assert newer.version != CALENDAR.version
    assert newer.published_until == date(2027, 12, 31)
    assert not newer.day(date(2027, 2, 9)).working
    assert not newer.day(date(2027, 3, 1)).provisional
    assert newer.is_working(date(2026, 12, 27)), "a notice may also turn days of the December before"
    (folder / "2027.yaml").unlink()
    assert office_calendar(tmp_path).version == CALENDAR.version, "a folder that changed is read again"


@pytest.mark.parametrize(
    "text",
    ["year: 2027", "[]", "year: 2027\nnotices:\n- {title: t, url: u, published: x, days: []}", "a: [", ""],
)
def test_a_broken_year_file_is_refused_with_its_name(tmp_path, text):
    folder = tmp_path / "calendar"
    folder.mkdir()
    (folder / "2027.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        office_calendar(tmp_path)
    assert "2027.yaml" in refused.value.faults[0].where


def test_the_version_names_the_last_published_year_and_fits_its_column():
    assert CALENDAR.version.startswith("cn2026-")
    assert len(CALENDAR.version) <= 40


def test_single_deadlines_are_fast_enough_for_a_page_full_of_them():
    import time

    generator = random.Random(3)
    starts = [date(2024, 1, 1) + timedelta(days=generator.randrange(900)) for _ in range(2000)]
    shortest = float("inf")
    for _ in range(20):
        begun = time.perf_counter()
        for start in starts:
            CALENDAR.due_day(start, 60)
        shortest = min(shortest, (time.perf_counter() - begun) / len(starts))
    assert shortest < 5e-6
