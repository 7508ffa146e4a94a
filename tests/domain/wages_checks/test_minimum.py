"""Below the minimum wage: a finding only for a full month at full time; all else is a doubt that says why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anxin.domain.wages.minimum import MinimumWage, MonthWorked, check_minimum, minimum_wage, paid_days
from anxin.domain.wages.payday import Sure
from anxin.kernel.money import Fen
from anxin.kernel.period import Month

YUECHENG = "330602013"
MAY = Month(2026, 5)
FULL = MonthWorked(MAY, pay_fen=220_000, attendance_days=paid_days(MAY), part_time=False)


@pytest.fixture
def standard(law):
    return minimum_wage(law, MAY, place=YUECHENG)


def test_the_standard_is_that_of_the_tier_in_the_month(law, standard):
    assert standard.monthly_fen == 226_000
    assert standard.hourly_fen == 2_200
    assert minimum_wage(law, Month(2023, 12), place=YUECHENG).monthly_fen == 207_000
    assert minimum_wage(law, Month(2024, 1), place=YUECHENG).monthly_fen == 226_000


def test_an_unverified_tier_marks_every_answer(standard):
    assert not standard.verified
    assert "依据未核实" in check_minimum(FULL, standard).words


def test_a_standard_that_may_have_changed_since_says_so(law, standard):
    assert not standard.cautions
    later = minimum_wage(law, Month(2026, 9), place=YUECHENG)
    assert "是否调整未核实" in later.cautions[0]


def test_where_no_tier_is_known_nothing_is_said(law):
    assert minimum_wage(law, MAY, place="3301") is None
    assert minimum_wage(law, Month(2020, 1), place=YUECHENG) is None


def test_a_full_month_below_the_standard_is_a_finding(standard):
    found = check_minimum(FULL, standard)
    assert found.sure is Sure.FINDING
    assert found.short_fen == 6_000
    assert "2026-05工资2,200.00元，低于最低工资2,260.00元，差60.00元" in found.words
    assert {one.law for one in found.citations} == {
        "mw_zj_2024_monthly", "mw_zj_2024_hourly", "mw_shaoxing_yuecheng_tier",
    }  # fmt: skip


def test_a_full_month_at_the_standard_is_none(standard):
    assert check_minimum(replace(FULL, pay_fen=226_000), standard) is None


DOUBTS = {
    "考勤天数未知": {"attendance_days": None},
    "未满勤": {"attendance_days": 15.0, "pay_fen": 100_000},
    "当月入职或离职": {"started_on": date(2026, 5, 4)},
    "离职": {"ended_on": date(2026, 5, 30)},
    "须按应发额核对": {"net_of_deductions": True},
}


@pytest.mark.parametrize("words", DOUBTS)
def test_what_could_have_another_reason_is_a_doubt(standard, words):
    found = check_minimum(replace(FULL, **DOUBTS[words]), standard)
    assert found.sure is Sure.DOUBT
    assert words in found.words


def test_absence_that_explains_the_pay_is_nothing(standard):
    assert check_minimum(replace(FULL, attendance_days=15.0, pay_fen=160_000), standard) is None


@pytest.mark.parametrize(("hours", "pay", "short"), [(40, 88_000, None), (40, 87_999, 1), (None, 1, None)])
def test_part_time_is_measured_by_the_hour(standard, hours, pay, short):
    worked = MonthWorked(MAY, pay_fen=pay, hours=hours, part_time=True)
    found = check_minimum(worked, standard)
    assert (found and found.short_fen) == short


STANDARD = MinimumWage(Fen(226_000), Fen(2_200), 2, (), verified=True, cautions=(), paid_days=None)


@given(pay=st.integers(0, 400_000), attendance=st.none() | st.floats(0, 31, allow_nan=False), more=st.integers(1, 9999))
def test_more_pay_never_makes_it_worse(pay, attendance, more):
    worked = MonthWorked(MAY, pay_fen=pay, attendance_days=attendance)
    before, after = check_minimum(worked, STANDARD), check_minimum(replace(worked, pay_fen=pay + more), STANDARD)
    assert after is None or (before is not None and after.short_fen < before.short_fen)
    assert before is None or before.sure is Sure.DOUBT or attendance >= paid_days(MAY)
