"""Pay days move before rest days, never after; what is late is said with its days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anxin.domain.wages.payday import Sure, check_payday, due_date, lawful_payday
from anxin.kernel.period import Month


def weekday(day: date) -> bool:
    return day.weekday() < 5


@pytest.fixture
def sunday_15(law):
    """Wage of October 2026, due on 15 November, a Sunday."""
    return lawful_payday(Month(2026, 10), 15, law, is_working_day=weekday)


def test_a_pay_day_on_a_rest_day_moves_before_it(sunday_15):
    assert sunday_15.agreed == date(2026, 11, 15)
    assert sunday_15.latest == date(2026, 11, 13)
    assert "应提前到2026-11-13" in sunday_15.why[1]
    assert sunday_15.citations


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(number=st.integers(1, 12), day=st.integers(1, 31) | st.none())
def test_the_latest_lawful_day_is_a_working_day_not_after_the_agreed_one(law, number, day):
    found = lawful_payday(Month(2026, number), day, law, is_working_day=weekday)
    assert weekday(found.latest)
    assert timedelta(0) <= found.agreed - found.latest <= timedelta(days=2)
    assert found.moved is not weekday(found.agreed)


def test_without_a_calendar_the_day_stays_and_is_provisional(law):
    found = lawful_payday(Month(2026, 10), 15, law, is_working_day=None)
    assert found.latest == date(2026, 11, 15)
    assert found.provisional


def test_before_the_rule_was_in_force_nothing_moves(law):
    found = lawful_payday(Month(2019, 1), 17, law, is_working_day=weekday)
    assert found.latest == found.agreed == date(2019, 2, 17)
    assert not found.provisional


def test_a_calendar_without_working_days_is_refused(law):
    with pytest.raises(ValueError, match="no working day"):
        lawful_payday(Month(2026, 10), 15, law, is_working_day=lambda _: False)


def test_without_agreement_the_wage_is_due_by_the_end_of_the_next_month():
    assert due_date(Month(2025, 12), None) == date(2026, 1, 31)


@pytest.mark.parametrize(
    ("paid", "days", "words"),
    [
        (date(2026, 11, 13), None, ""),
        (date(2026, 11, 15), 2, "逢休息日，应提前到2026-11-13发放，晚了2天"),
        (date(2026, 11, 18), 5, "应于2026-11-13前发放，迟发5天"),
        (None, 10, "至今已逾期10天未发足"),
    ],
)
def test_a_wage_is_late_from_the_moved_day_on(law, sunday_15, paid, days, words):
    found = check_payday(sunday_15, law, on=date(2026, 11, 23), paid_in_full_on=paid)
    if days is None:
        assert found is None
        return
    assert found.sure is Sure.FINDING
    assert found.days == days
    assert words in found.words
    assert found.still_owed is (paid is None)


def test_an_agreed_delay_is_a_doubt_and_its_basis_unverified(law, sunday_15):
    found = check_payday(
        sunday_15, law, on=date(2026, 12, 23), paid_in_full_on=date(2026, 12, 13), delay_agreed=True, migrant=False
    )
    assert found.sure is Sure.DOUBT
    assert not found.verified
    assert found.words.endswith("（依据未核实）")


@pytest.mark.parametrize(("migrant", "paid"), [(True, date(2026, 11, 20)), (False, date(2026, 12, 14))])
def test_no_delay_is_agreed_for_migrant_workers_nor_beyond_the_longest(law, sunday_15, migrant, paid):
    found = check_payday(
        sunday_15, law, on=date(2026, 12, 23), paid_in_full_on=paid, delay_agreed=True, migrant=migrant
    )
    assert found.sure is Sure.FINDING


def test_a_pay_day_two_months_later_breaks_monthly_pay_even_when_kept(law):
    due = lawful_payday(Month(2026, 8), 15, law, is_working_day=weekday, months_after=2)
    found = check_payday(due, law, on=date(2026, 11, 1), paid_in_full_on=due.latest, months_after=2)
    assert found.days == 0
    assert "每月支付一次" in found.words
