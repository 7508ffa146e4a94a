"""What the calendar, the notices and the periods refuse, each in words."""

from __future__ import annotations

from datetime import date

import pytest
import yaml

from anxin.kernel.outcome import BadInput
from anxin.law import NoCalendar, book, office_calendar
from anxin.law.notices import read_notices, span
from anxin.law.periods import Period, Unit

CALENDAR = office_calendar()


def test_a_day_before_the_first_notice_is_outside_for_every_question():
    for ask in (CALENDAR.is_working, CALENDAR.day, lambda day: CALENDAR.due_day(day, 5)):
        with pytest.raises(NoCalendar):
            ask(date(1950, 1, 1))


def test_a_period_beyond_the_end_of_the_calendar_is_outside_and_of_no_day_is_none():
    with pytest.raises(NoCalendar):
        CALENDAR.due_day(date(2026, 1, 5), 100_000)
    with pytest.raises(ValueError, match="at least one day"):
        CALENDAR.due_day(date(2026, 1, 5), 0)


def test_every_day_between_two_is_told_both_included():
    days = list(CALENDAR.days(date(2026, 9, 30), date(2026, 10, 8)))
    assert len(days) == 9
    assert CALENDAR.is_published(date(2026, 10, 1))
    assert not CALENDAR.is_published(date(2090, 10, 1))


def test_a_span_that_ends_before_it_begins_and_a_period_of_nothing_are_refused():
    with pytest.raises(ValueError, match="ends before"):
        span("2026-10-07..2026-10-01")
    with pytest.raises(ValueError, match="at least one unit"):
        Period(0, Unit.DAYS)


NOTICE = {"title": "国务院办公厅关于 2031 年部分节假日安排的通知", "url": "https://example.invalid/2031", "published": "2030-11-01", "days": [{"name": "元旦", "rest": "2031-01-01"}]}  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"url": ""},
        {"days": [{"name": "元旦", "rest": "2035-01-01"}]},
        {"days": [{"name": "元旦", "rest": "2031-01-01", "work": ["2031-01-06"]}]},
        {"days": [{"name": "元旦", "rest": "2031-01-03..2031-01-01"}]},
    ],
)
def test_a_notice_without_source_outside_its_year_or_with_a_weekday_made_up_is_refused(tmp_path, wrong):
    path = tmp_path / "calendar" / "2031.yaml"
    path.parent.mkdir()
    path.write_text(yaml.safe_dump({"year": 2031, "notices": [NOTICE]}, allow_unicode=True), encoding="utf-8")
    assert any(one.year == 2031 for one in read_notices(tmp_path))
    path.write_text(yaml.safe_dump({"year": 2031, "notices": [NOTICE | wrong]}, allow_unicode=True), encoding="utf-8")
    with pytest.raises(BadInput):
        read_notices(tmp_path)


def test_a_file_among_the_local_ones_that_holds_no_parameters_is_passed_over(tmp_path):
    (tmp_path / "calendar.yaml").write_text("notes: 无\n", encoding="utf-8")
    assert book("330602013", tmp_path).get("gp_response_minutes", on=date(2026, 11, 23)).value == 60
