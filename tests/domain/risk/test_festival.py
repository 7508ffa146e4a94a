"""How far off the Spring Festival (春节) is: the days in which wages are asked for before everyone goes home."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anxin.domain.risk.windows import days_to_festival
from anxin.law.data.rules import document

FESTIVALS: tuple[date, ...] = tuple(document("festivals")["spring_festival"])


@pytest.mark.parametrize(
    ("on", "days"),
    [
        (date(2026, 2, 16), 1),
        (date(2026, 2, 17), 0),
        (date(2026, 2, 18), 353),
        (date(2026, 11, 24), 74),
    ],
)
def test_the_day_itself_is_nought_and_the_day_after_looks_to_the_next_year(on, days):
    assert days_to_festival(on) == days


@given(st.dates(FESTIVALS[0] - timedelta(days=300), FESTIVALS[-1]))
def test_counting_that_many_days_on_arrives_at_a_festival_and_passes_none(on):
    days = days_to_festival(on)
    assert days is not None
    arrived = on + timedelta(days=days)
    assert arrived in FESTIVALS
    assert not [day for day in FESTIVALS if on <= day < arrived]


def test_after_the_last_festival_of_the_table_it_is_unknown_and_not_guessed():
    assert days_to_festival(FESTIVALS[-1] + timedelta(days=1)) is None


def test_the_table_names_one_festival_a_year_between_the_21st_of_january_and_the_21st_of_february():
    assert [day.year for day in FESTIVALS] == list(range(FESTIVALS[0].year, FESTIVALS[-1].year + 1))
    assert all((1, 21) <= (day.month, day.day) <= (2, 21) for day in FESTIVALS)
