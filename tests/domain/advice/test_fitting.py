"""A report is no question: each clause is asked, a few answers fit it, or none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anxin.domain.advice.answers import shipped
from anxin.domain.advice.fitting import fitting
from anxin.domain.advice.searching import Index

INDEX = Index(shipped().values())


@pytest.mark.parametrize(
    ("report", "wanted"),
    [
        ("两个月没发工资了，老板电话打不通，大家都在厂门口。", "老板跑了"),
        ("单位不签劳动合同，试用期六个月，是否合法？", "没签劳动合同"),
        ("入职半年一直没交社保，问了说自愿放弃，要求补缴。", "自愿不交社保"),
        ("咨询农民工工资专用账户怎么查，单位说已经打到账户了。", "专用账户"),
        ("请问最低工资标准现在是多少？单位给的底薪低于这个数可以投诉吗？", "最低工资"),
    ],
)
def test_a_report_finds_the_answer_that_one_of_its_clauses_asks_for(report, wanted):
    assert any(wanted in one.question for one in fitting(report, INDEX))


@pytest.mark.parametrize("report", ["村口夜里施工噪声扰民。", "好的，谢谢！", "", "，，。。"])
def test_what_asks_nothing_that_is_known_finds_nothing(report):
    assert not fitting(report, INDEX)


@given(
    st.lists(st.sampled_from("工资没发。老板跑了，加班费怎么算？社保 ！一"), max_size=80).map("".join),
    st.integers(0, 5),
)
def test_no_more_than_asked_for_no_answer_twice_and_always_the_same(report, most):
    found = [one.id for one in fitting(report, INDEX, most=most)]
    assert len(found) == len(set(found)) <= most
    assert found == [one.id for one in fitting(report, INDEX, most=most)]
