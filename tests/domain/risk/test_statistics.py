"""Deviations are robust to single outliers; alarms need a baseline; unknown weeks are left out, not taken as zero."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anxin.domain.risk.statistics import against_past, against_peers, deviation, ears
from anxin.domain.risk.windows import count_within, growth, month_number, sum_within, weekly_counts

ON = date(2026, 11, 23)
FIGURES = st.lists(st.none() | st.integers(0, 1000), min_size=5, max_size=30)


def test_one_wild_month_does_not_hide_the_next():
    usual = [1.0, 0.95, 1.05, 0.98, 1.02, 1.0]
    assert deviation(0.3, usual) < -8
    assert deviation(0.3, [*usual, 0.02]) < -8


@pytest.mark.parametrize("others", [[], [1, 2, 3, 4], [None] * 10, [1.0] * 9])
def test_too_little_known_gives_no_answer(others):
    assert deviation(5, others) is None


def test_a_least_spread_answers_where_nothing_ever_varied():
    assert deviation(10, [0] * 9, least=1) == 10
    assert against_past([0] * 9 + [10], least=1) == 10
    assert against_peers(None, [1, 2, 3, 4, 5]) is None
    assert against_past([]) is None


@given(figures=FIGURES, value=st.integers(0, 1000), more=st.integers(0, 1000))
def test_a_higher_figure_never_deviates_less(figures, value, more):
    low, high = deviation(value, figures, least=1), deviation(value + more, figures, least=1)
    assert (low is None) is (high is None)
    assert low is None or low <= high


@given(figures=FIGURES, value=st.integers(0, 1000))
def test_the_order_of_the_others_does_not_matter(figures, value):
    assert deviation(value, figures, least=1) == deviation(value, figures[::-1], least=1)


def test_a_jump_sounds_the_alarm_and_quiet_weeks_do_not():
    assert ears([1, 0, 1, 0, 0, 1, 0, 1, 0, 0, 5]).sounds is True
    assert ears([1, 0, 1, 0, 0, 1, 0, 1, 0, 0, 1]).sounds is False


def test_a_slow_rise_is_seen_over_three_weeks():
    alarm = ears([0, 1, 0, 1, 0, 1, 0, 0, 0, 2, 2, 2])
    assert alarm.c3 > 2
    assert alarm.sounds


def test_unknown_weeks_are_not_zero():
    assert ears([1, 1, 2, 1, 1, 2, 1, 1, None]).sounds is None
    assert ears([None] * 8 + [9]).sounds is None
    assert ears([3, None, 3, 3, None, 3, 3, 3]).c1 == 0
    assert ears([]).sounds is None


@given(days=st.lists(st.integers(-5, 80), max_size=40), length=st.integers(1, 30))
def test_a_window_is_the_difference_of_two_longer_ones(days, length):
    happened = [ON - timedelta(days=one) for one in days]
    later = count_within(happened, ON, length)
    before = count_within(happened, ON - timedelta(days=length), length)
    assert later + before == count_within(happened, ON, 2 * length)
    assert sum_within([(day, 2) for day in happened], ON, length) == 2 * later


def test_what_straddles_a_week_is_one_cluster():
    sunday, monday = date(2026, 11, 22), date(2026, 11, 23)
    assert count_within([sunday, monday], monday, 7) == 2
    assert weekly_counts([sunday, monday], monday, 2) == (1, 1)
    assert weekly_counts([monday - timedelta(weeks=2), monday + timedelta(weeks=1)], monday, 2) == (0, 0)


def test_growth_is_unknown_when_there_was_nothing_before():
    assert growth([ON], ON, 30) is None
    assert growth([ON, ON, ON - timedelta(days=30)], ON, 30) == 1


@given(days=st.integers(0, 800))
def test_a_debt_grows_older_month_by_month(days):
    since = date(2025, 1, 31)
    number = month_number(since, since + timedelta(days=days))
    assert number <= month_number(since, since + timedelta(days=days + 1)) <= number + 1
    assert (number == 0) is (days == 0)


def test_rule_sets_of_many_days_are_not_all_kept(book):
    for step in range(70):
        book.on(date(2025, 1, 1) + timedelta(days=step))
    assert len(book._sets) <= 64
