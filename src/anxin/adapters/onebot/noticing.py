"""Noticing in a talk that somebody's wages are owed (群聊中的欠薪苗头): plain rules that would rather miss than accuse."""

from __future__ import annotations

import re

_WAGES = r"(?:工资|工钱|薪水|薪资|血汗钱|加班费|生活费|提成|辛苦钱|奖金)"
_OWED = re.compile(
    rf"(?:拖欠|欠|压|扣|克扣|拖)(?:着|了|我|我们|俺们?|咱们?|大家|工人|员工|民工|\d|[一二三四五六七八九十两仨半几个多月年]|的|天){{0,14}}{_WAGES}"
    rf"|{_WAGES}.{{0,10}}(?:没发|没给|没到|未发|未到账|不发|不给|还没|拖着|欠着|压着|发不出|发不了|要不到|讨不到|扣了|被扣)"
    rf"|(?:没发|没给|未发|不发|不给|没领到|没拿到|拿不到|要不到|讨不回)(?:过|我|我们|俺们?|大家|[一二三四五六七八九十两仨半几\d个多月的]){{0,10}}{_WAGES}"
    r"|(?:老板|包工头|厂里|公司|项目部).{0,12}(?:跑路|失联|跑了|联系不上|欠薪)"
    r"|(?:干了|做了|上了).{0,10}(?:一分钱?没|没拿到钱|没给钱|不给钱)"
)
_NOT_A_COMPLAINT = re.compile(
    r"(?:不得|不准|严禁|禁止|杜绝|根治|整治|防范|预防|治理|打击|严厉|依法查处|没有|没|未|不|从不|从未)(?:恶意)?(?:拖欠|欠薪|欠|克扣)"
    r"|保障农民工|条例|通知|公告|宣传|培训|工资已(?:经)?(?:发|到)|工资(?:都)?(?:发了|到账了|结清)"
)
_QUESTION_OF_POLICY = re.compile(r"^(?:请问)?(?:如果|要是|假如|万一)|(?:犯法|违法|合法)吗|怎么规定|有什么规定|几号发")
LONGEST = 300
"""A longer text in a group is a notice or a forwarded article."""


def complains(text: str) -> bool:
    """Whether these words say that the speaker's wages are owed.

    >>> complains("厂里两个月没发工资了"), complains("严禁拖欠农民工工资"), complains("工资几号发？")
    (True, False, False)
    """
    plain = re.sub(r"\s+", "", text)
    if len(plain) > LONGEST or _NOT_A_COMPLAINT.search(plain) or _QUESTION_OF_POLICY.search(plain):
        return False
    return bool(_OWED.search(plain))
