"""Claims reckoned from the words of the articles by somebody who had not read the calculator: the edges, in 2005, 2012, 2021 and 2026."""

from __future__ import annotations

from datetime import date

import pytest

from anxin.domain.wages.claim import claim
from anxin.domain.wages.claim_reading import facts_of
from anxin.kernel.outcome import BadInput
from anxin.kernel.period import Month
from anxin.law import book

LAW, ON, PLACE = book("330602013"), date(2026, 11, 28), "330602013"


def found(**told):
    return claim(facts_of(told, on=ON, place=PLACE), LAW).lines


def month(name, wage, paid=None, **more):
    return {"month": name, "wage_yuan": wage, "paid_yuan": wage if paid is None else paid, **more}


def months(first, count, wage, paid=None):
    start = Month.parse(first)
    return [month(str(start.plus(number)), wage, paid) for number in range(count)]


LEFT = {"ended_on": "2026-10-31", "ending": "resigned_for_arrears"}
YEAR = months("2025-11", 12, 6000)

SETS = {
    # 劳动法 art. 44, 人社部发〔2025〕2号: 4350 / 21.75 / 8 = 25 an hour
    "one hour more": ("overtime", {"months": [month("2026-03", 4350, overtime_hours=1)]}, [("due", 3_750)]),
    # 5000 / 21.75 / 8 x 3 x 1.5 = 129.3103...
    "three hours of 5000": ("overtime", {"months": [month("2026-03", 5000, overtime_hours=3)]}, [("due", 12_931)]),
    # 工资支付暂行规定 art. 13: by the hour as agreed, and of the piece rate likewise
    "paid by the hour": ("overtime", {"months": [month("2026-03", 3480, hourly_yuan=20, overtime_hours=10)]}, [("due", 30_000)]),
    "paid by the piece on a rest day and a holiday": (
        "overtime", {"months": [month("2026-05", 5000, hourly_yuan=30, rest_day_hours=8, holiday_hours=8)]},
        [("due", 48_000), ("due", 72_000)],
    ),
    "a rest day that was given back in lieu is not told and not due": ("overtime", {"months": [month("2026-03", 4350)]}, []),
    # art. 13: where hours are averaged, what goes beyond is overtime at 150 %, a holiday stays at 300 %
    "averaged hours": (
        "overtime",
        {"hours_system": "comprehensive", "months": [month("2026-05", 4350, overtime_hours=10, rest_day_hours=8, holiday_hours=8)]},
        [("due", 37_500), ("due", 30_000), ("due", 60_000)],
    ),
    "no fixed hours: due only if nobody approved them": (
        "overtime", {"hours_system": "irregular", "months": [month("2026-03", 4350, overtime_hours=10)]}, [("conditional", 37_500)],
    ),
    # 劳社部发〔2000〕8号: 20.92 days; 4184 / 20.92 / 8 = 25
    "overtime in 2005": ("overtime", {"months": [month("2005-06", 4184, overtime_hours=10)]}, [("due", 37_500)]),
    "three days of the National Day of 2012": ("overtime", {"months": [month("2012-10", 4350, holiday_hours=24)]}, [("due", 180_000)]),
    "overtime in 2021": ("overtime", {"months": [month("2021-05", 4350, rest_day_hours=8)]}, [("due", 40_000)]),
    # entry and leaving in the middle of a month
    "entered on the 16th": ("unpaid", {"started_on": "2026-03-16", "months": [month("2026-03", 3000, 1000)]}, [("due", 200_000)]),
    "entered on the 16th, no minimum wage for half a month": (
        "minimum", {"started_on": "2026-03-16", "months": [month("2026-03", 1100)]}, [],
    ),
    "left on the 10th": (
        "unpaid", {"started_on": "2026-01-01", "ended_on": "2026-06-10", "ending": "resigned", "months": [month("2026-06", 1500, 0)]},
        [("due", 150_000)],
    ),
    # the standards of Zhejiang, second tier: 1160, 1310, 1470, 1800, 2070, 2260
    "the minimum wage rose at New Year 2024": ("minimum", {"months": [month("2023-12", 2100), month("2024-01", 2100)]}, [("due", 16_000)]),
    "the minimum wage rose in August 2021": ("minimum", {"months": [month("2021-07", 1800), month("2021-08", 1800)]}, [("due", 27_000)]),
    "the minimum wage of 2012": ("minimum", {"months": [month("2012-06", 1000)]}, [("due", 16_000)]),
    "the minimum wage of 2013": ("minimum", {"months": [month("2013-01", 1200)]}, [("due", 11_000)]),
    "the minimum wage of September 2014": ("minimum", {"months": [month("2014-09", 1400)]}, [("due", 7_000)]),
    "the minimum wage of 2005 is not held and said to be": ("minimum", {"months": [month("2005-05", 500)]}, [("lacking", 0)]),
    # 劳动合同法 art. 72: 60 x 22 = 1320
    "hired by the hour below the hourly minimum": ("minimum", {"months": [month("2026-03", 1200, part_time_hours=60)]}, [("due", 12_000)]),
    "hired by the hour at the hourly minimum": ("minimum", {"months": [month("2026-03", 1320, part_time_hours=60)]}, []),
    # art. 20: 80 % of 6000 is 4800; of 2700 it is 2160, below the minimum wage of 2260, whose line speaks
    "probation below four fifths": ("probation", {"months": [month("2026-03", 4000, regular_yuan=6000)]}, [("due", 80_000)]),
    "probation of four fifths below the minimum wage": ("probation", {"months": [month("2026-03", 2000, regular_yuan=2700)]}, []),
    # 工资支付暂行规定 art. 16: a fifth of 2800 is 560, but 2260 must remain: 540
    "a deduction stops at the minimum wage": ("deduction", {"months": [month("2026-03", 2800, 2100, deducted_yuan=700)]}, [("due", 16_000)]),
    "a deduction of exactly a fifth": ("deduction", {"months": [month("2026-03", 6000, 4800, deducted_yuan=1200)]}, []),
    # 劳动合同法 art. 82 and 97, 实施条例 art. 6: whoever worked before 2008 counts from 1 January 2008: February to June
    "no contract across the beginning of 2008": (
        "double_wage",
        {
            "on": "2008-09-30", "started_on": "2007-03-01", "ended_on": "2008-06-30", "ending": "resigned", "no_contract": True,
            "months": months("2007-03", 16, 2000),
        },
        [("due", 200_000)] * 5,
    ),
    "no contract and gone before 2008": (
        "double_wage",
        {"started_on": "2006-01-01", "ended_on": "2007-12-31", "ending": "resigned", "no_contract": True, "months": months("2006-01", 24, 2000)},
        [],
    ),
    # eleven months from February 2008; on 30 April 2009 those of February and March are more than a year old
    "no contract, a year later": (
        "double_wage",
        {
            "on": "2009-04-30", "started_on": "2007-06-01", "ended_on": "2009-03-31", "ending": "resigned", "no_contract": True,
            "months": months("2008-01", 12, 2000),
        },
        [*[("conditional", 200_000)] * 2, *[("due", 200_000)] * 9],
    ),
    "no contract, asked for in time (调解仲裁法 art. 27)": (
        "double_wage",
        {
            "on": "2009-04-30", "started_on": "2007-06-01", "ended_on": "2009-03-31", "ending": "resigned", "no_contract": True,
            "last_claimed_on": "2009-02-15", "months": months("2008-01", 12, 2000),
        },
        [("due", 200_000)] * 11,
    ),
    "no contract, asked for in time and then never again for a year": (
        "double_wage",
        {
            "on": "2010-06-30", "started_on": "2007-06-01", "ended_on": "2009-03-31", "ending": "resigned", "no_contract": True,
            "last_claimed_on": "2009-02-15", "months": months("2008-01", 12, 2000),
        },
        [("conditional", 200_000)] * 11,
    ),
    # before 法释〔2025〕12号 by the days of the month: 15 to 29 February 2024, 5800 x 15/29
    "part of a month, reckoned in 2024": (
        "double_wage", {"on": "2024-03-01", "started_on": "2024-01-15", "no_contract": True, "months": months("2024-01", 2, 5800)},
        [("due", 300_000), ("lacking", 0)],
    ),
    # art. 47: 2 years and 6 months are three; 5 months and 30 days a half
    "severance of two years and a half": ("severance", {"started_on": "2024-05-01", **LEFT, "months": YEAR}, [("due", 1_800_000)]),
    "severance of a day less than half a year": (
        "severance", {"started_on": "2026-05-02", **LEFT, "months": months("2026-06", 5, 6000)}, [("due", 300_000)],
    ),
    "severance capped, five years": (
        "severance", {"started_on": "2021-11-01", **LEFT, "average_wage_yuan": 8000, "months": months("2025-11", 12, 30000)},
        [("due", 12_000_000)],
    ),
    "exactly three averages are not above them, so no twelve years either": (
        "severance", {"started_on": "2011-11-01", **LEFT, "average_wage_yuan": 8000, "months": months("2025-11", 12, 24000)},
        [("due", 36_000_000)],
    ),
    "a fen above three averages: twelve years": (
        "severance", {"started_on": "2011-11-01", **LEFT, "average_wage_yuan": 8000, "months": months("2025-11", 12, "24000.01")},
        [("due", 28_800_000)],
    ),
    # art. 97: severance from 2008 on, 18 years and 5 months; 实施条例 art. 25: damages from the first day, 23 years, twice
    "severance and damages of an employment from 2003": (
        "unlawful", {"started_on": "2003-06-01", "ended_on": "2026-05-31", "ending": "dismissed", "months": months("2025-06", 12, 6000)},
        [("conditional", 27_600_000)],
    ),
    # 实施条例 art. 20: the wage of the last month, not the average
    "a month's wage in place of notice": (
        "notice", {"started_on": "2024-11-01", "ended_on": "2026-10-31", "ending": "dismissed", "months": [*months("2025-11", 11, 6000), month("2026-10", 6500)]},
        [("conditional", 650_000)],
    ),
    # 实施条例 art. 10: moved from another employer, six years together
    "two employers in a row": (
        "severance", {"counted_from": "2020-11-01", "started_on": "2024-11-01", **LEFT, "months": YEAR}, [("due", 3_600_000)],
    ),
    "the contract ran out": (
        "severance", {"started_on": "2024-11-01", "ended_on": "2026-10-31", "ending": "expired", "months": YEAR}, [("conditional", 1_200_000)],
    ),
    "went of their own will": (
        "severance", {"started_on": "2024-11-01", "ended_on": "2026-10-31", "ending": "resigned", "months": YEAR}, [],
    ),
    "dead: the wages are due, severance is not (art. 44, 46)": (
        "unpaid", {"started_on": "2024-11-01", "ended_on": "2026-10-31", "ending": "died", "months": [month("2026-10", 4000, 0)]},
        [("due", 400_000)],
    ),
    "gone in 2006: before our rules, and said to be": (
        "severance", {"on": "2007-02-01", "started_on": "2001-01-01", "ended_on": "2006-12-31", "ending": "expired", "months": months("2006-01", 12, 900)},
        [("lacking", 0)],
    ),
    # 民法典 art. 560: 7000 settle January and 2000 of February
    "a payment that names no month settles the oldest": (
        "unpaid", {"later_paid_yuan": 7000, "months": months("2026-01", 3, 5000, 0)}, [("due", 300_000), ("due", 500_000)],
    ),
    "more was paid than is unpaid": (
        "later_paid", {"later_paid_yuan": 16000, "months": months("2026-01", 3, 5000, 0)}, [("lacking", 0)],
    ),
    # 监察条例 art. 26, 劳动合同法 art. 85: half of what was due by the order's last day
    "an order that ran out counts what was due by then": (
        "extra", {"order_deadline": "2026-06-30", "months": [month("2026-05", 5000, 0), month("2026-07", 5000, 0)]}, [("due", 250_000)],
    ),
    "an order that still runs": (
        "extra", {"order_deadline": "2026-12-15", "months": [month("2026-05", 5000, 0), month("2026-07", 5000, 0)]}, [("conditional", 500_000)],
    ),
    "an order of 2006": ("extra", {"on": "2006-03-01", "order_expired_unpaid": True, "months": [month("2006-01", 1000, 0)]}, [("due", 50_000)]),
    "2003, before the regulation on inspection": ("extra", {"on": "2003-05-01", "order_expired_unpaid": True, "months": [month("2003-01", 1000, 0)]}, []),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "told", "expected"), SETS.values(), ids=SETS)
def test_the_calculator_says_what_the_articles_say(kind, told, expected):
    lines = [one for one in found(**told) if one.id == kind]
    assert [(one.standing.value, one.amount_fen) for one in lines] == expected
    assert all(one.citations and (one.formula or one.note) for one in lines)


def test_extra_compensation_of_2006_cites_the_regulation_alone():
    (extra,) = [one for one in found(on="2006-03-01", months=[month("2006-01", 1000, 0)]) if one.id == "extra"]
    assert [one.law for one in extra.citations] == ["劳动保障监察条例"]


def test_a_high_wage_without_a_local_average_says_that_a_cap_may_bite():
    (high,) = [
        one
        for one in found(started_on="2021-11-01", **LEFT, months=months("2025-11", 12, 30000))
        if one.id == "severance"
    ]
    assert "封顶" in high.note


def test_an_hourly_minimum_that_is_not_held_is_said():
    told = {"place": "330602013", "months": [month("2005-05", 500, part_time_hours=60)]}
    assert [one.standing.value for one in found(**told)] == ["lacking"]


def test_double_wage_without_a_first_day_asks_for_it():
    assert [one.note for one in found(no_contract=True)] == ["请补充：入职日期"]


@pytest.mark.parametrize(
    ("told", "what"),
    [
        ({"counted_from": "2025-01-01", "started_on": "2024-01-01"}, "工作年限起算日"),
        ({"hours_system": "flexible"}, "工时制度"),
        ({"last_claimed_on": "2027-01-01"}, "最近一次讨要"),
    ],
)
def test_odd_days_and_systems_are_refused_by_their_names(told, what):
    with pytest.raises(BadInput) as refused:
        found(**told)
    assert what in refused.value.faults[0].in_words()
