"""Insurance gaps: employed and not insured in a month of which the list came in."""

from __future__ import annotations

from datetime import date

import pytest

from anxin.domain.wages.insurance import Employed, gap_months, gaps, late_contribution, uninsured_workers
from anxin.domain.wages.payday import Sure
from anxin.kernel.period import Month, months_between

ON = date(2026, 11, 23)
MONTHS = tuple(months_between(Month(2026, 7), Month(2026, 10)))
REPORTED = {(7, month) for month in MONTHS}
OLD = Employed(worker_id=1, employer_id=7, started_on=date(2025, 1, 1))


def _gaps(law, *employed, insured=(), reported=REPORTED, on=ON):
    return gaps(employed, set(insured), reported=reported, law=law, on=on)


def test_every_employed_month_without_insurance_is_a_gap(law):
    found = _gaps(law, OLD, insured=[(7, 1, Month(2026, 7)), (7, 1, Month(2026, 8))])
    assert [(one.month, one.sure) for one in found] == [
        (Month(2026, 9), Sure.FINDING), (Month(2026, 10), Sure.FINDING),
    ]  # fmt: skip
    assert gap_months(found, employer_id=7, through=Month(2026, 10)) == 2
    assert uninsured_workers(found, employer_id=7, month=Month(2026, 10)) == 1


def test_a_month_of_which_no_list_came_in_is_unknown_not_a_gap(law):
    found = _gaps(law, OLD, reported={(7, Month(2026, 8)), (8, Month(2026, 9))})
    assert [one.month for one in found] == [Month(2026, 8)]


def test_months_in_a_row_stop_at_the_first_insured_one(law):
    found = _gaps(law, OLD, insured=[(7, 1, Month(2026, 9))])
    assert gap_months(found, employer_id=7, through=Month(2026, 10)) == 1


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (Employed(1, 7, None), "入职日期未知"),
        (Employed(1, 7, date(2026, 10, 1), part_time=True), "非全日制"),
        (Employed(1, 7, date(2026, 10, 9)), "当月入职"),
        (Employed(1, 7, date(2026, 9, 1), date(2026, 10, 15)), "当月离职"),
    ],
)
def test_what_could_have_another_reason_is_a_doubt(law, one, words):
    last = _gaps(law, one)[-1]
    assert last.month == Month(2026, 10)
    assert last.sure is Sure.DOUBT
    assert words in last.words


def test_a_newcomer_may_still_be_registered_in_time(law):
    one = Employed(1, 7, date(2026, 10, 1))
    assert _gaps(law, one, on=date(2026, 10, 31))[0].sure is Sure.DOUBT
    assert _gaps(law, one, on=date(2026, 11, 1))[0].sure is Sure.FINDING


def test_nobody_is_missed_before_joining_or_after_leaving(law):
    assert not _gaps(law, Employed(1, 7, date(2026, 11, 1)), Employed(2, 7, date(2025, 1, 1), date(2026, 6, 30)))


def test_the_late_fee_runs_by_day_and_whole_fen(law):
    found = late_contribution(
        amount_fen=10_000_01, due_on=date(2026, 10, 25), paid_on=date(2026, 11, 4), law=law, on=ON
    )
    assert (found.days, found.fee_fen) == (10, 5_000)
    assert "迟缴10天" in found.words


def test_an_unpaid_contribution_is_late_until_today_and_a_timely_one_is_not(law):
    open_ = late_contribution(amount_fen=100, due_on=date(2026, 11, 20), paid_on=None, law=law, on=ON)
    assert open_.days == 3
    assert "未缴" in open_.words
    assert late_contribution(amount_fen=100, due_on=ON, paid_on=ON, law=law, on=ON) is None
