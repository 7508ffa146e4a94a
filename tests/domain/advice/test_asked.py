"""Questions in everyday words, typos, traditional characters and one breath: how many reach the answer that helps."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from anxin.domain.advice.answers import shipped
from anxin.domain.advice.searching import Index
from anxin.domain.advice.spelling import set_right, simplified

ASKED = yaml.safe_load((Path(__file__).parent / "asked.yaml").read_text(encoding="utf-8"))
INDEX = Index(shipped().values())


def place(one) -> int:
    """The place of the first answer that helps; 99 where none is among the first five."""
    found = [hit.answer.id for hit in INDEX.find(one["asked"])]
    return next((number for number, name in enumerate(found, 1) if name in one["wanted"]), 99)


def test_every_answer_wanted_ships():
    assert {name for one in ASKED for name in one["wanted"]} <= set(shipped())


def test_of_a_hundred_questions_ninety_reach_their_answer_first_and_ninety_six_among_three():
    places = [place(one) for one in ASKED]
    missed = [one["asked"] for one, at in zip(ASKED, places, strict=True) if at > 3]
    assert sum(at == 1 for at in places) >= 0.90 * len(places), missed
    assert sum(at <= 3 for at in places) >= 0.96 * len(places), missed


@pytest.mark.parametrize(
    "asked",
    [
        "小区门口停车被贴条了去哪里交罚单", "我想问一下医保卡丢了去哪里补办", "路灯坏了很久没人修", "高考分数线什么时候公布",
        "怎么在网上开店卖衣服要什么手续", "我家狗丢了怎么找", "疫苗在哪里打", "菜市场缺斤少两找谁", "公交车改线路了坐几路去医院",
    ],
)  # fmt: skip
def test_what_is_none_of_ours_finds_nothing(asked: str):
    assert INDEX.find(asked) == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("老闆拖欠工資怎麼辦", "老板拖欠工资怎么办"), ("托欠公资", "拖欠工资"), ("加搬费", "加班费"), ("舌保", "社保"),
        ("老班跑路", "老板跑路"), ("重裁", "仲裁"), ("天气好", "天气好"), ("", ""),
    ],
)  # fmt: skip
def test_traditional_characters_and_slips_of_the_keyboard_are_read_as_they_were_meant(typed: str, meant: str):
    assert set_right(simplified(typed), known=set()) == meant


def test_a_pair_that_is_known_is_never_set_right():
    assert set_right("公资", known={"公资"}) == "公资"


def test_an_age_says_who_is_asking():
    assert INDEX.find("我72岁在厂里打扫卫生")[0].answer.id == "ct-elder"
    assert INDEX.find("15岁在饭店端盘子")[0].answer.id == "ct-child"
