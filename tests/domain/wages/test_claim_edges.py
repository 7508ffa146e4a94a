"""Facts as a person types them: what is read, and what each wrong one is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from anxin.domain.wages.claim import claim
from anxin.domain.wages.claim_facts import ClaimFacts, Ending, MonthOfWork, Standing
from anxin.domain.wages.claim_reading import facts_of
from anxin.kernel.outcome import BadInput
from anxin.kernel.period import Month
from anxin.law import book

LAW, ON = book("330602013"), date(2026, 11, 23)
MONTH = {"month": "2026-03", "wage_fen": 600_000, "paid_yuan": 1000.5, "overtime_hours": 2.5, "full_month": False}


def read(**told):
    return facts_of(told, on=ON, place="330602013")


def test_fen_yuan_hours_and_yes_or_no_are_read():
    [found] = read(months=[MONTH]).months
    assert (found.wage_fen, found.paid_fen, found.overtime_hours, found.full_month) == (600_000, 100_050, Fraction(5, 2), False)  # fmt: skip


@pytest.mark.parametrize(
    ("told", "where"),
    [
        ({"months": "2026-03"}, "months"),
        ({"months": [{**MONTH, "wage_fen": 1.5}]}, "wage_fen"),
        ({"months": [{**MONTH, "wage_fen": -1}]}, "wage_fen"),
        ({"months": [{**MONTH, "wage_fen": True}]}, "wage_fen"),
        ({"months": [{**MONTH, "paid_yuan": True}]}, "paid_yuan"),
        ({"months": [{**MONTH, "paid_yuan": -3}]}, "paid_yuan"),
        ({"months": [{**MONTH, "paid_yuan": "许多"}]}, "paid_yuan"),
        ({"months": [{**MONTH, "overtime_hours": -2}]}, "overtime_hours"),
        ({"months": [{**MONTH, "overtime_hours": "多"}]}, "overtime_hours"),
        ({"months": [{**MONTH, "full_month": "是"}]}, "full_month"),
        ({"started_on": "2026-05-01", "ended_on": "2026-04-01"}, "ended_on"),
        ({"months": [MONTH, MONTH]}, "months"),
        ({"nonsense": 1}, "nonsense"),
    ],
)
def test_each_wrong_fact_is_named_with_its_remedy(told, where):
    with pytest.raises(BadInput) as refused:
        read(**told)
    faults = [one for one in refused.value.faults if where in one.where]
    assert faults
    assert all(one.remedy for one in faults)


LEFT = ClaimFacts(
    on=ON, place="330602013", started_on=date(2020, 1, 1), ended_on=date(2026, 6, 30), ending=Ending.RESIGNED_FOR_ARREARS,
    months=tuple(MonthOfWork(Month(2026, number), 600_000, paid_fen=600_000) for number in range(1, 7)),
)  # fmt: skip


def severance(facts):
    return next((one for one in claim(facts, LAW).lines if one.id == "severance"), None)


def test_severance_without_the_day_of_entry_says_what_is_lacking():
    for ending in Ending:
        found = severance(replace(LEFT, ending=ending, started_on=None))
        if found is not None:
            assert found.standing is Standing.LACKING
            assert "入职日期" in found.note


def test_severance_is_capped_only_above_the_ceiling():
    told = [severance(replace(LEFT, ending=ending, average_wage_fen=fen)) for ending in Ending for fen in (10_000_000, 100_000)]  # fmt: skip
    found = [one for one in told if one is not None]
    assert any("封顶" in one.formula for one in found)
    assert any("封顶" not in one.formula for one in found)
