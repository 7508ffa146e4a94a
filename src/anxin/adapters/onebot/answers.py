"""Short answers about the office itself (办事指引): where to file, how to ask, how soon somebody answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.conf import settings

from anxin.law import book

FIRST_REPLY = "local_first_reply_hours"


class Answer(Protocol):
    """An answer in plain words and how sure it is, from 0 to 1."""

    @property
    def words(self) -> str: ...

    @property
    def confidence(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Known:
    """An answer of the robot's own."""

    words: str
    confidence: float


FIXED_WORDS = frozenset(
    {
        "帮助",
        "菜单",
        "欠薪怎么办",
        "不发工资怎么办",
        "怎么投诉",
        "怎么举报",
        "在哪投诉",
        "投诉入口",
        "查进度",
        "怎么查进度",
        "多久答复",
    }
)
"""What the robot answers in a group without being called; nothing else, so that it never joins a talk."""

_HELP = re.compile(r"^(?:帮助|菜单|你能做什么|你会什么)$")
_FILE = re.compile(
    r"(?:怎么|如何|哪里|在哪|哪儿|去哪).{0,6}(?:投诉|举报|反映|讨薪|维权)|投诉入口|(?:欠薪|不发工资|拖欠工资).{0,4}怎么办"
)
_STANDING = re.compile(r"进度|回执|办到哪|办得怎么样|查询.{0,4}(?:投诉|结果)")
_SOON = re.compile(r"(?:多久|多长时间|几天|什么时候).{0,8}(?:答复|回复|处理|受理|有人联系)")


def answer_from_facts(text: str, *, on: date) -> Sequence[Answer]:
    """What the robot knows of itself; figures come from the law book of the day."""
    asked = text.strip(" ？?。！!，,")
    if _HELP.search(asked):
        return [Known(_help(), 1.0)]
    if _STANDING.search(asked):
        return [Known(f"凭回执编号查询进度、留言、补充材料：{settings.SETTINGS.public_url}/query/", 0.9)]
    if _SOON.search(asked):
        return [Known(_soon(on), 0.9)]
    if _FILE.search(asked):
        return [Known(f"{_where()}{_soon(on)}", 0.85)]
    return []


def _where() -> str:
    return f"反映欠薪：{settings.SETTINGS.public_url}/report/ 不用登录，可以匿名，提交后得到 16 位回执编号。"


def _soon(on: date) -> str:
    hours = book(settings.SETTINGS.town, settings.SETTINGS.law_overrides).get(FIRST_REPLY, on=on)
    source = hours.citation.law.partition("（")[0]
    return f"登记后 {hours.value} 小时内首次答复（{source}）。"


def _help() -> str:
    return f"我能回答：怎么投诉、查进度、多久答复，以及工资政策问题（请@我提问）。{_where()}个人情况请私聊我，不要发在群里。"
