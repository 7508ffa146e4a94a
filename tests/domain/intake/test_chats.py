"""A pasted chat in which nobody is named; what was said, sums and firms stay."""

from __future__ import annotations

import pytest

from anxin.domain.intake.chats import masked

QQ = """2026-11-20 18:03:22 阿强(1234567)
恒源机械欠我们十二个人三个月工资，一共两万五
2026-11-20 18:04:10 小芳<fang@qq.com>
@阿强 老板王大海不接电话，他手机13800138000
2026-11-20 18:05:00 阿强(1234567)
小芳说得对，我的卡6228480402564890018"""


def test_in_a_chat_of_qq_each_speaker_is_one_letter_throughout_and_numbers_are_cut():
    told = masked(QQ)
    assert told.people == 2
    assert told.words == (
        "甲 2026-11-20 18:03:22\n恒源机械欠我们十二个人三个月工资，一共两万五\n乙 2026-11-20 18:04:10\n@甲 老板王某不接电话，他手机***8000\n"
        "甲 2026-11-20 18:05:00\n乙说得对，我的卡***0018"
    )


@pytest.mark.parametrize(
    ("chat", "words"),
    [
        ("阿强 昨天 下午 6:03\n工资没发\n小芳 18:05\n是的，阿强", "甲 昨天 下午 6:03\n工资没发\n乙 18:05\n是的，甲"),
        ("阿强：工资没发\n小芳: 问阿强", "甲：工资没发\n乙：问甲"),
        ("工资没发，我叫李小芳，微信号：fang_2026", "工资没发，我叫李某，微信号：***"),
        ("强 18:03\n他很强", "甲 18:03\n他很强"),
        ("班长陈国平拿走了工资表", "班长陈某拿走了工资表"),
        ("老板没说什么时候发，一共123456.50元", "老板没说什么时候发，一共123456.50元"),
        ("", ""),
    ],
)
def test_chats_of_other_shapes(chat, words):
    assert masked(chat).words == words


def test_a_name_that_no_rule_can_know_is_told_by_the_clerk():
    told = masked("阿强 18:03\n建国和秀英也没拿到，建国欠得最多", names=["建国", " 秀英", ""])
    assert told.words == "甲 18:03\n乙和丙也没拿到，乙欠得最多"


def test_the_eleventh_speaker_has_a_number():
    chat = "\n".join(f"工友{number:02} 18:{number:02}\n没发" for number in range(11))
    assert "第11人 18:10" in masked(chat).words
