"""A report is no question: each clause is asked, a few answers fit it, or none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anxin.domain.advice.answers import first_step, only_where, shipped
from anxin.domain.advice.fitting import fitting
from anxin.domain.advice.searching import Index
from anxin.domain.intake.arrears import about_arrears

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


@pytest.mark.parametrize(
    "report", ["供电所拒付我们的加班工资，望主持公道", "门窗厂恶意拖欠员工工资", "绿化队欠我22920元，过年前说好给的"]
)
def test_beside_a_report_of_wages_owed_the_first_step_stands_always(report):
    found = [one.id for one in fitting(report, INDEX, owed=about_arrears(report).value)]
    assert "owed-first" in found
    assert len(found) <= 3


def test_answers_for_some_people_are_not_suggested_where_nothing_tells_of_them():
    """A bus driver is no rider, and whose telephone is masked asks nothing about secrecy."""
    for report in (
        "我是公交公司一名公交车司机，公司从去年七月起开始拖欠工资和社保",
        "十个人的工资如今都没拿到，没办法，只好请求政府部门解决",
        "我叫某某，身份证号码：****，电话号码：****，工资一直没给",
    ):
        assert not {one.id for one in fitting(report, INDEX)} & {"ct-rider", "ct-elder", "of-data", "of-lost-code"}


def test_every_answer_that_is_held_back_and_the_first_step_are_there():
    assert {*only_where(), first_step()} <= set(shipped())


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
