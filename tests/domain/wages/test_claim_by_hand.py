"""Claims reckoned by hand from the articles, to the fen: the working stands beside each, the calculator must say the same."""

from __future__ import annotations

from datetime import date

import pytest

from anxin.domain.wages.claim import claim, trace
from anxin.domain.wages.claim_facts import Standing
from anxin.domain.wages.claim_reading import facts_of, in_plain_words
from anxin.kernel.outcome import BadInput
from anxin.kernel.period import Month
from anxin.law import book

LAW, ON, PLACE = book("330602013"), date(2026, 11, 28), "330602013"


def found(**told):
    return claim(facts_of(told, on=ON, place=PLACE), LAW)


def reckoned(**told):
    """Every line that is due or may be, in fen, by its kind."""
    return [(one.id, one.standing.value, one.amount_fen) for one in found(**told).lines if one.id != "extra"]


def month(name, wage, paid=None, **more):
    return {"month": name, "wage_yuan": wage, "paid_yuan": wage if paid is None else paid, **more}


def months(first, count, wage, paid=None):
    start = Month.parse(first)
    return [month(str(start.plus(number)), wage, paid) for number in range(count)]


LACKING = ("double_wage", "lacking", 0)
BY_HAND = {
    "part paid: 6000 - 4500.50": ({"months": [month("2026-03", 6000, "4500.50")]}, [("unpaid", "due", 149_950)]),
    # 劳动法 art. 44: 6000 / 21.75 / 8 x 10 x 1.5 = 517.2413...
    "overtime on working days": (
        {"months": [month("2026-03", 6000, overtime_hours=10)]},
        [("overtime", "due", 51_724)],
    ),
    # 5200 / 21.75 / 8 x 16 x 2 = 956.3218...
    "overtime on rest days": ({"months": [month("2026-03", 5200, rest_day_hours=16)]}, [("overtime", "due", 95_632)]),
    # 5200 / 21.75 / 8 x 24 x 3 = 2151.7241...
    "overtime on holidays": ({"months": [month("2026-02", 5200, holiday_hours=24)]}, [("overtime", "due", 215_172)]),
    # 25 an hour: 750 + 400 + 600 = 1750, of which 1000 was paid: the first is settled, 150 of the second and the third are left
    "overtime of three kinds, part paid": (
        {"months": [month("2026-05", 4350, overtime_hours=20, rest_day_hours=8, holiday_hours=8, overtime_paid_yuan=1000)]},
        [("overtime", "due", 15_000), ("overtime", "due", 60_000)],
    ),
    # the second tier of Zhejiang is 2260 from 2024 on
    "below the minimum wage": ({"months": [month("2026-03", 2000)]}, [("minimum", "due", 26_000)]),
    # and was 2070 from August 2021 on
    "below the minimum wage of its time, and not paid in full": (
        {"months": [month("2023-05", 2000, 1500)]},
        [("unpaid", "due", 50_000), ("minimum", "due", 7_000)],
    ),
    "paid more than agreed, still below the minimum": (
        {"months": [month("2026-03", 2000, 2200)]},
        [("minimum", "due", 6_000)],
    ),
    "a month begun on its 20th day owes no full minimum wage": (
        {"started_on": "2026-03-20", "months": [month("2026-03", 900)]},
        [],
    ),
    # 工资支付暂行规定 art. 16: a fifth of 6000 is 1200; the 1500 that did not come are no unpaid wage beside it
    "a deduction beyond a fifth, net pay told": (
        {"months": [month("2026-03", 6000, 4500, deducted_yuan=1500)]},
        [("deduction", "due", 30_000), ("deduction_ground", "conditional", 120_000)],
    ),
    # a fifth of 2500 is 500, but 2260 must remain: 240
    "a deduction down to the minimum wage": (
        {"months": [month("2026-03", 2500, 2000, deducted_yuan=500)]},
        [("deduction", "due", 26_000), ("deduction_ground", "conditional", 24_000)],
    ),
    "a deduction within the limit beside unpaid wages": (
        {"months": [month("2026-03", 6000, 3000, deducted_yuan=800)]},
        [("unpaid", "due", 220_000), ("deduction_ground", "conditional", 80_000)],
    ),
    # 实施条例 art. 6, 7: from 10 April to 9 March; of parts of months the working days (法释〔2025〕12号 art. 6):
    # 6200 x 15/22 = 4227.27, ten whole months, 6200 x 6/22 = 1690.91; what ended before 28 November 2025 is a year old
    "no contract for more than a year": (
        {"started_on": "2025-03-10", "no_contract": True, "months": months("2025-03", 20, 6200)},
        [
            ("double_wage", "conditional", 422_727), *[("double_wage", "conditional", 620_000)] * 6,
            *[("double_wage", "due", 620_000)] * 4, ("double_wage", "due", 169_091),
        ],
    ),
    # from 1 February to 10 March, the day before it was signed: 3100 + 3100 x 7/22, seven working days of twenty-two
    "contract signed late": (
        {"started_on": "2026-01-01", "contract_signed_on": "2026-03-11", "months": months("2026-01", 3, 3100)},
        [("double_wage", "due", 310_000), ("double_wage", "due", 98_636)],
    ),
    # from 1 April to 15 June: what was earned in half of June was all earned without a contract
    "no contract, left in the middle of a month": (
        {
            "started_on": "2026-03-01", "ended_on": "2026-06-15", "ending": "resigned", "no_contract": True,
            "months": [month("2026-03", 6000), month("2026-04", 6000), month("2026-05", 6200), month("2026-06", 3000)],
        },
        [("double_wage", "due", 600_000), ("double_wage", "due", 620_000), ("double_wage", "due", 300_000)],
    ),
    "left on the day on which the first month was full": (
        {"started_on": "2026-05-10", "ended_on": "2026-06-09", "no_contract": True, "months": [month("2026-06", 1800)]},
        [],
    ),
    # one day, 10 June, of eight working days: 2000 x 1/8
    "left on the first day of the second month": (
        {"started_on": "2026-05-10", "ended_on": "2026-06-10", "no_contract": True, "months": [month("2026-06", 2000)]},
        [("double_wage", "due", 25_000)],
    ),
    # 15 to 20 February of a leap year, four working days of fourteen: 4000 x 4/14; and more than a year ago
    "a part of a leap February": (
        {"started_on": "2024-01-15", "ended_on": "2024-02-20", "no_contract": True, "months": [month("2024-02", 4000)]},
        [("double_wage", "conditional", 114_286)],
    ),
    # 民法典 art. 202: a month from 31 January on has its last day on 28 February; two working days of March, all that was earned in it
    "no contract since the 31st of January": (
        {"started_on": "2026-01-31", "ended_on": "2026-03-03", "no_contract": True, "months": [month("2026-03", 400)]},
        [("double_wage", "due", 40_000)],
    ),
    "no contract since the 29th of February, until the year is full": (
        {"started_on": "2024-02-29", "no_contract": True, "months": [month("2025-02", 2800), month("2025-03", 2800)], "last_claimed_on": "2025-12-01"},
        [("double_wage", "due", 280_000), LACKING],
    ),
    # 30 August to 27 February lacks the last day of six months, 28 February; half a month and a whole one
    "severance of a day less than half a year": (
        {"started_on": "2025-08-30", "ended_on": "2026-02-27", "ending": "resigned_for_arrears", "months": months("2025-09", 6, 6000)},
        [("severance", "due", 300_000)],
    ),
    "severance of half a year that ends with February": (
        {"started_on": "2025-08-31", "ended_on": "2026-02-28", "ending": "resigned_for_arrears", "months": months("2025-09", 6, 6000)},
        [("severance", "due", 600_000)],
    ),
    # 劳动合同法 art. 20: 80 % of 6000 in the probation
    "probation below four fifths": (
        {"started_on": "2026-03-01", "months": [month("2026-03", 4500, regular_yuan=6000)]},
        [("probation", "due", 30_000)],
    ),
    # 33.33 an hour: x 7.5 x 1.5 = 374.9625
    "overtime of a piece worker by the odd half hour": (
        {"months": [month("2026-03", 5000, hourly_yuan="33.33", overtime_hours="7.5")]},
        [("overtime", "due", 37_496)],
    ),
    # 民法典 art. 560: the oldest first; 6000 - 5000.01
    "paid afterwards without a word for which month": (
        {"later_paid_yuan": "5000.01", "months": [month("2026-03", 3000, 0), month("2026-04", 3000, 0)]},
        [("unpaid", "due", 99_999)],
    ),
    "what was too much in one month settles nothing of the next": (
        {"months": [month("2026-03", 5000, 6000), month("2026-04", 5000, 4500)]},
        [("unpaid", "due", 50_000)],
    ),
    # 劳动合同法 art. 47: three years, five months and 24 days are three and a half months' wages
    "severance of three years and less than half": (
        {"started_on": "2023-05-08", "ended_on": "2026-10-31", "ending": "resigned_for_arrears", "months": months("2025-11", 12, 6000)},
        [("severance", "due", 2_100_000)],
    ),
    "severance of exactly two years": (
        {"started_on": "2024-11-01", "ended_on": "2026-10-31", "ending": "resigned_for_arrears", "months": months("2025-11", 12, 6000)},
        [("severance", "due", 1_200_000)],
    ),
    # 六个月以上 includes six months (民法典 art. 1259)
    "severance of exactly half a year": (
        {"started_on": "2026-05-01", "ended_on": "2026-10-31", "ending": "resigned_for_arrears", "months": months("2026-05", 6, 6000)},
        [("severance", "due", 600_000)],
    ),
    # the average of the last twelve months is 6000; the bonus thirteen months before counts no more; a year and ten months are two
    "severance by the twelve months before the end": (
        {
            "started_on": "2025-01-01", "ended_on": "2026-10-31", "ending": "resigned_for_arrears",
            "months": [month("2025-10", 20000), *months("2025-11", 6, 5000), *months("2026-05", 6, 7000)],
        },
        [("severance", "due", 1_200_000)],
    ),
    # 实施条例 art. 27: an average of 1800 counts as 2260; and 460 are short in each month
    "severance of a wage below the minimum": (
        {"started_on": "2025-11-01", "ended_on": "2026-10-31", "ending": "resigned_for_arrears", "months": months("2025-11", 12, 1800)},
        [*[("minimum", "due", 46_000)] * 12, ("severance", "due", 226_000)],
    ),
    # 3 x 8000 = 24000 for twelve years at most, of sixteen
    "severance of a high wage": (
        {
            "started_on": "2010-01-01", "ended_on": "2025-12-31", "ending": "resigned_for_arrears", "average_wage_yuan": 8000,
            "months": months("2025-01", 12, 60000),
        },
        [("severance", "due", 28_800_000)],
    ),
    # art. 97: from 1 January 2008; 18 years and five months are eighteen and a half
    "severance of an employment from before the law": (
        {"started_on": "2005-06-01", "ended_on": "2026-05-31", "ending": "resigned_for_arrears", "months": months("2025-06", 12, 6000)},
        [("severance", "due", 11_100_000)],
    ),
    "dismissed: severance or, if unlawful, twice as much (art. 87), neither counted before it is decided": (
        {"started_on": "2024-11-01", "ended_on": "2026-10-31", "ending": "dismissed", "months": months("2025-11", 12, 6000)},
        [("severance", "conditional", 1_200_000), ("unlawful", "conditional", 2_400_000), ("notice", "conditional", 600_000)],
    ),
    "the month of leaving is due at once": (
        {"started_on": "2025-01-01", "ended_on": "2026-11-20", "ending": "resigned", "months": [month("2026-11", 4000, 0)]},
        [("unpaid", "due", 400_000)],
    ),
    "the month that still runs is not due": (
        {"months": [month("2026-11", 6000, 0)]},
        [("unpaid", "conditional", 600_000)],
    ),
    "a month of 2019, before the regulation on migrant workers' wages": (
        {"months": [month("2019-12", 6000, 0)]},
        [("unpaid", "due", 600_000)],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("told", "expected"), BY_HAND.values(), ids=BY_HAND)
def test_the_calculator_says_what_was_reckoned_by_hand(told, expected):
    assert reckoned(**told) == expected
    due = sum(fen for _, standing, fen in expected if standing == "due")
    assert found(**told).due_fen == due


def test_extra_compensation_counts_wages_overtime_and_what_was_withheld_but_not_the_double_wage():
    told = {
        "started_on": "2026-01-01", "no_contract": True, "order_expired_unpaid": True,
        "months": [month("2026-03", 6000, 0, overtime_hours=10), month("2026-04", 6000, 4500, deducted_yuan=1500)],
    }  # fmt: skip
    extra = found(**told).lines[-1]
    # 6000 + 517.24 + 300 = 6817.24; half of it is 3408.62
    assert (extra.id, extra.standing, extra.amount_fen, extra.most_fen) == ("extra", Standing.DUE, 340_862, 681_724)


def articles(line, **told):
    return {cited.in_words() for one in found(**told).lines if one.id == line for cited in one.citations}


def test_each_line_names_the_articles_it_rests_on():
    left = {"started_on": "2024-11-01", "ended_on": "2026-10-31", "ending": "resigned_for_arrears"}
    told = {**left, "no_contract": True, "months": months("2025-08", 15, 2000, 0)}
    assert {"《劳动法》第50条", "《保障农民工工资支付条例》第11条", "《工资支付暂行规定》第9条"} == articles(
        "unpaid", **told
    )
    assert "《劳动合同法实施条例》第6,7条" in articles("double_wage", **told)
    assert {"《劳动合同法》第47条", "《劳动合同法实施条例》第27条"} <= articles("severance", **told)
    assert articles("unpaid", months=[month("2019-12", 6000, 0)]) == {"《劳动法》第50条"}


def lacks(**told):
    return [one.note for one in found(**told).lines if one.standing is Standing.LACKING]


def test_what_cannot_be_reckoned_is_said_and_never_left_out():
    nobody_told = {"started_on": "2026-05-01", "no_contract": True, "months": [month("2026-09", 6000)]}
    assert lacks(**nobody_told) == ["请补充 2026-06 至 2026-08、2026-10 至 2026-11 的应得工资"]
    assert lacks(no_contract=True, months=[month("2026-09", 6000)]) == ["请补充：入职日期"]
    assert lacks(place="999999", months=[month("2026-03", 600)]) == ["当地当时的最低工资标准未收录，请人工核对"]
    assert lacks(months=[month("1999-12", 6000, overtime_hours=8)]) == ["当时的规定未收录，请人工计算"]
    assert lacks(months=[month("1990-12", 6000, deducted_yuan=1)])[0] == "当时的规定未收录，请人工计算"
    assert lacks(months=[{"month": "2026-03", "deducted_yuan": 100}]) == ["请补充当月应得工资"] * 2
    early = {"started_on": "2001-01-01", "ended_on": "2006-12-31", "ending": "expired"}
    assert "当时的规定未收录，请人工计算" in lacks(**early, months=[month("2006-12", 6000)])
    left = {"started_on": "2026-05-01", "ended_on": "2026-10-31", "ending": "expired"}
    assert lacks(**left, months=[month("2026-05", None)]) == ["请补充当月应得工资", "请补充：离职前十二个月的工资"]
    nobody_knows_when = {"ended_on": "2026-10-31", "ending": "expired", "months": [month("2026-10", 6000)]}
    assert "请补充：入职日期" in lacks(**nobody_knows_when)
    assert "请补充：离职日期" in lacks(started_on="2026-05-01", ending="expired", months=[month("2026-05", 6000)])


def severance(**told):
    return next(one for one in found(**told).lines if one.id == "severance")


def test_an_average_of_fewer_months_than_the_law_counts_says_so():
    left = {"started_on": "2024-11-01", "ended_on": "2026-10-31", "ending": "resigned_for_arrears"}
    few = severance(**left, months=[month("2026-09", 6000, overtime_hours=2), month("2026-10", 8000)])
    assert "所述 2 个月平均" in few.formula
    assert "请补充其余月份的工资" in few.note
    assert "未含加班工资" in few.note
    assert severance(**left, months=months("2025-11", 12, 6000)).note == ""
    short = {"started_on": "2026-10-12", "ended_on": "2026-10-31", "ending": "resigned_for_arrears"}
    assert severance(**short, months=[month("2026-10", 3000)]).amount_fen == 150_000


def test_the_trace_names_every_value_of_the_law_the_minimum_wage_among_them():
    told = {"months": [month("2026-03", 2000)]}
    before = found(**told)
    assert {"mw_zj_2024_monthly", "mw_shaoxing_yuecheng_tier"} <= {one.id for one in before.parameters}
    assert trace(before) != trace(found(months=[month("2023-03", 2000)])), "another minimum wage is another trace"


@pytest.mark.parametrize(
    ("told", "where", "what"),
    [
        ({"months": [month("2026-03", 6000, overtime_hours="1/0")]}, "overtime_hours", "无法识别"),
        ({"months": [month("2026-03", 6000, overtime_hours="1e99999999")]}, "overtime_hours", "无法识别"),
        ({"months": [month("2026-03", 6000, holiday_hours=745)]}, "holiday_hours", "无法识别"),
        ({"months": [month("2026-03", 6000, holiday_hours=True)]}, "holiday_hours", "无法识别"),
        ({"months": [month("0000-01", 6000)]}, "month", "无法识别"),
        ({"months": [month("9999-12", 6000)]}, "month", "无法识别"),
        ({"months": [{"month": [1], "wage_yuan": 1}]}, "month", "无法识别"),
        ({"months": [month("2026-03", "9" * 5000)]}, "wage_yuan", "无法识别"),
        ({"months": [month("2026-03", 10**9)]}, "wage_yuan", "无法识别"),
        ({"months": [month("2026-03", 6000, wage_fen=600_000)]}, "wage_yuan", "同时填写"),
        ({"months": [month("2026-12", 6000)]}, "months", "还没有到"),
        ({"started_on": "2026-03-10", "months": [month("2026-02", 6000)]}, "months", "入职以前"),
        ({"ended_on": "2026-03-10", "months": [month("2026-04", 6000)]}, "months", "离职以后"),
        ({"started_on": "2027-01-01"}, "started_on", "晚于计算日"),
        ({"ended_on": "2027-01-01"}, "ended_on", "晚于计算日"),
        ({"no_contract": True, "contract_signed_on": "2026-01-01"}, "contract_signed_on", "同时填写"),
        ({"place": {"town": 1}}, "place", "无法识别"),
    ],
)
def test_odd_facts_are_refused_by_the_name_of_the_field(told, where, what):
    with pytest.raises(BadInput) as refused:
        found(**told)
    assert [one for one in refused.value.faults if where in one.where and what in one.in_words()]


def test_faults_are_told_in_the_words_of_a_form_to_whoever_filled_one_in():
    with pytest.raises(BadInput) as refused:
        found(started_on="昨天", months=[month("2026-03", "许多", 0), {"wage_yuan": 1}])
    assert in_plain_words(refused.value) == [
        "入职日期：“昨天”无法识别。日期写作 2026-03-31",
        '2026-03 应得工资：“许多”无法识别。请填金额，如 6000 或 "6000.50"，不超过一亿元',
        "第 2 个月 月份：没有月份。月份写作 2026-03",
    ]


def test_a_month_may_be_a_number_and_hours_full_width():
    assert reckoned(
        months=[{"month": 202603, "wage_yuan": "６０００", "paid_yuan": 6000, "overtime_hours": "１０"}]
    ) == [("overtime", "due", 51_724)]
