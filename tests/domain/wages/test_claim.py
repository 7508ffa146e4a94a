"""What a worker is owed: examples signed by hand, and what must hold for any facts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anxin.domain.wages.claim import claim
from anxin.domain.wages.claim_facts import ClaimFacts, Ending, MonthOfWork, Standing
from anxin.domain.wages.claim_reading import facts_of
from anxin.kernel.outcome import BadInput
from anxin.kernel.period import Month
from anxin.law import book

LAW = book("330602013")
BASE = ClaimFacts(on=date(2026, 11, 23), place="330602013")
MARCH = Month(2026, 3)


def lines(facts: ClaimFacts, line: str) -> list[tuple[str, int]]:
    return [(one.standing.value, one.amount_fen) for one in claim(facts, LAW).lines if one.id == line]


def month(fen: int | None, **more: object) -> MonthOfWork:
    return MonthOfWork(MARCH, fen, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("work", "line", "expected"),
    [
        (month(600_000, paid_fen=450_050), "unpaid", [("due", 149_950)]),
        (month(600_000, paid_fen=600_000), "unpaid", []),
        (month(None), "unpaid", [("lacking", 0)]),
        (month(200_000, paid_fen=200_000), "minimum", [("due", 26_000)]),
        (month(200_000, paid_fen=200_000, full_month=False), "minimum", []),
        # 6000 / 21.75 / 8 * 10 * 1.5 = 517.241…
        (month(600_000, paid_fen=600_000, overtime_hours=Fraction(10)), "overtime", [("due", 51_724)]),
        (month(600_000, paid_fen=600_000, holiday_hours=Fraction(8)), "overtime", [("due", 82_759)]),
        (month(600_000, paid_fen=600_000, rest_day_hours=Fraction(8), overtime_paid_fen=55_172), "overtime", []),
        # a fifth of 3000 is 600, but 2260 must remain: 740 may not be reached by the fifth, so 600 may be taken
        (month(300_000, paid_fen=300_000, deducted_fen=100_000), "deduction", [("due", 40_000)]),
        # of 2500 only 240 may be taken, because 2260 must remain
        (month(250_000, paid_fen=250_000, deducted_fen=50_000), "deduction", [("due", 26_000)]),
    ],
)
def test_one_month_reckoned_by_hand(work, line, expected):
    assert lines(replace(BASE, months=(work,)), line) == expected


@pytest.mark.parametrize(
    ("started", "ended", "months"),
    [
        (date(2024, 4, 1), date(2026, 3, 31), 2),
        (date(2024, 3, 31), date(2026, 3, 31), Fraction(5, 2)),
        (date(2023, 10, 2), date(2026, 3, 31), Fraction(5, 2)),
        (date(2023, 10, 1), date(2026, 3, 31), 3),
        (date(2026, 2, 1), date(2026, 3, 31), Fraction(1, 2)),
    ],
)
def test_severance_is_a_month_per_year_and_half_a_month_for_less_than_half_a_year(started, ended, months):
    facts = replace(
        BASE,
        started_on=started,
        ended_on=ended,
        ending=Ending.RESIGNED_FOR_ARREARS,
        months=(month(600_000, paid_fen=600_000),),
    )
    assert lines(facts, "severance") == [("due", int(600_000 * months))]


def test_severance_of_a_high_wage_is_capped_by_the_local_average():
    facts = replace(
        BASE, started_on=date(2010, 1, 1), ended_on=date(2026, 3, 31), ending=Ending.RESIGNED_FOR_ARREARS,
        months=(month(5_000_000, paid_fen=5_000_000),), average_wage_fen=800_000,
    )  # fmt: skip
    assert lines(facts, "severance") == [("due", 3 * 800_000 * 12)]


def test_double_wage_runs_from_the_second_month_until_the_contract_and_never_beyond_a_year():
    months = tuple(MonthOfWork(Month(2026, number), 310_000, paid_fen=310_000) for number in (1, 2, 3))
    facts = replace(BASE, started_on=date(2026, 1, 1), contract_signed_on=date(2026, 3, 11), months=months)
    assert lines(facts, "double_wage") == [("due", 310_000), ("due", 98_636)], "7 of 22 working days of March"
    old = replace(facts, started_on=date(2024, 1, 1), contract_signed_on=None, no_contract=True)
    assert lines(old, "double_wage") == [("lacking", 0)], "the months of 2024 were not told"


def test_extra_compensation_is_a_band_and_due_only_after_an_order_ran_out():
    facts = replace(BASE, months=(month(600_000),))
    extra = claim(facts, LAW).lines[-1]
    assert (extra.id, extra.standing, extra.amount_fen, extra.most_fen) == (
        "extra",
        Standing.CONDITIONAL,
        300_000,
        600_000,
    )
    assert claim(facts, LAW).due_fen == 600_000
    assert claim(replace(facts, order_expired_unpaid=True), LAW).due_fen == 900_000


WORK = st.builds(
    MonthOfWork,
    month=st.builds(Month, st.integers(2022, 2026), st.integers(1, 9)),
    wage_fen=st.none() | st.integers(0, 3_000_000),
    paid_fen=st.integers(0, 3_000_000),
    overtime_hours=st.integers(0, 200).map(Fraction),
    holiday_hours=st.integers(0, 24).map(Fraction),
    deducted_fen=st.integers(0, 300_000),
    full_month=st.booleans(),
)


@given(st.lists(WORK, max_size=8, unique_by=lambda one: one.month), st.booleans())
def test_every_line_has_its_formula_or_its_lack_and_an_article_and_the_sum_adds_up(months, order):
    found = claim(replace(BASE, months=tuple(months), order_expired_unpaid=order), LAW)
    for one in found.lines:
        assert one.citations
        assert bool(one.formula) == (one.standing is not Standing.LACKING)
        assert 0 <= one.amount_fen <= one.most_fen
    assert found.due_fen == sum(one.amount_fen for one in found.lines if one.standing is Standing.DUE)


@given(st.integers(1, 2_000_000), st.integers(0, 2_000_000), st.integers(0, 500_000))
def test_paying_more_never_raises_what_is_owed(wage, paid, more):
    before = claim(replace(BASE, months=(month(wage, paid_fen=paid),)), LAW).due_fen
    assert claim(replace(BASE, months=(month(wage, paid_fen=paid + more),)), LAW).due_fen <= before


def test_facts_that_cannot_be_read_are_all_named():
    told = {
        "started": "2026-01-01", "ended_on": "31.3.2026", "no_contract": "yes",
        "months": [{"month": "2026-03", "wage_yuan": "六千"}, {"wage_fen": -1}, {"month": "2026-03"}],
    }  # fmt: skip
    with pytest.raises(BadInput) as refused:
        facts_of(told, on=BASE.on, place=BASE.place)
    words = "；".join(one.in_words() for one in refused.value.faults)
    for part in (
        "started：没有这一项",
        "ended_on",
        "no_contract",
        "2026-03 应得工资（wage_yuan）：“六千”",
        "wage_fen",
        "没有月份",
        "写了两次",
    ):
        assert part in words
