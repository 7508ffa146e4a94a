"""What counts as a worker saying that wages are owed, and what does not: notices, rules, questions of policy."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anxin.adapters.onebot.hearing import heard
from anxin.adapters.onebot.noticing import complains
from anxin.domain.intake.reading import read_message

LABELLED = Path(__file__).parents[2] / "domain" / "intake" / "data"
DAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    "words",
    [
        "厂里两个月没发工资了",
        "老板欠我三个月工资",
        "拖欠我们工资一万八",
        "工资到现在还没发",
        "压了我两个月的工资",
        "我们二十几个人的血汗钱要不到",
        "包工头跑路了",
        "干了半年一分钱没拿到",
        "加班费一直不给",
        "欠薪三个月了，老板联系不上",
        "到现在没拿到九月的工资",
        "克扣工资 500",
    ],
)
def test_a_complaint_is_noticed(words):
    assert complains(words)


@pytest.mark.parametrize(
    "words",
    [
        "严禁拖欠农民工工资",
        "任何单位不得拖欠工资",
        "我们厂从不拖欠工资",
        "工资已经发了，大家查一下",
        "工资几号发？",
        "如果老板拖欠工资怎么办",
        "拖欠工资违法吗",
        "今天食堂没开",
        "根治欠薪冬季行动开始了",
        "欠条写好了",
        "请各车间把考勤表交上来",
        "",
    ],
)
def test_other_talk_is_not(words):
    assert not complains(words)


def test_the_robot_decides_as_triage_does_and_passes_over_what_is_too_long_for_talk():
    for name in ("messages.tsv", "messages_unseen.tsv", "group_talk.tsv"):
        with (LABELLED / name).open(encoding="utf-8") as lines:
            texts = [row["text"] for row in csv.DictReader(lines, delimiter="\t")]
        assert [complains(text) for text in texts] == [read_message(text, on=DAY).arrears.value for text in texts]
    assert not complains("厂里两个月没发工资了" + "。" * 300)


SEGMENTS = st.lists(
    st.one_of(
        st.none(), st.integers(), st.text(max_size=5),
        st.dictionaries(st.sampled_from(["type", "data"]), st.one_of(st.text(max_size=5), st.none(), st.just({"qq": 1}))),
    )
)  # fmt: skip
ODD = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=30), SEGMENTS, st.just({"x": 1}))


@given(
    st.fixed_dictionaries(
        {"post_type": st.just("message"), "message_type": st.sampled_from(["group", "private", "x", None])},
        optional=dict.fromkeys(("self_id", "user_id", "group_id", "message", "time", "sender", "anonymous", "message_id"), ODD),
    )
)  # fmt: skip
def test_whatever_an_event_holds_is_read_or_passed_over(event):
    found = heard(event)
    assert found is None or (found.person.isdecimal() and found.robot.isdecimal() and found.person != found.robot)
    assert found is None or found.person not in repr(found) or found.person in repr((found.time, found.kind))
