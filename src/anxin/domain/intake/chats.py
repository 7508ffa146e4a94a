"""A chat pasted from QQ or WeChat (聊天记录): who spoke becomes a letter, numbers keep their last digits, and what was said stays.

What no rule can know, a person names: the clerk reads the draft before it is filed. The chat as it came is not kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from anxin.kernel.ids import mask_numbers

_DATE = r"(?:\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}月\d{1,2}日|昨天|星期[一二三四五六日天])"
_WHEN = rf"(?:{_DATE}\s*)?(?:(?:上午|下午|晚上|凌晨|中午)\s*)?\d{{1,2}}:\d{{2}}(?::\d{{2}})?"
_ACCOUNT = r"\s*(?:[(（<]\s*[\w.@-]{4,}\s*[)）>])?"
_HEADS = (
    re.compile(rf"(?P<when>{_WHEN})\s+(?P<who>\S.{{0,38}}?){_ACCOUNT}"),
    re.compile(rf"(?P<who>\S.{{0,38}}?){_ACCOUNT}\s+(?P<when>{_WHEN})"),
)
"""QQ writes the time first, WeChat the name; behind the name there may be the account in brackets."""
_SAYS = re.compile(r"(?P<who>[^\s：:，。]{1,20})[：:]\s*(?P<words>.*)")
_LETTERS = "甲乙丙丁戊己庚辛壬癸"
_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑谢罗梁宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
_NO_NAME = "不没说在的把给欠跑拿去来也就都是让叫和跟还要已电人昨今明早上下这那你我他她们了着过吗呢吧啊呀打发答从到为什怎知又总经理老板师傅工头班长"
_CALLED = re.compile(
    rf"(?P<post>包工头|工头|老板娘|老板|班组长|班长|组长|经理|厂长|会计|财务|主管|法人|我叫|名叫|姓名[:：]?\s*)(?P<surname>[{_SURNAMES}])[^\W\d_a-zA-Z{_NO_NAME}]{{1,2}}"
)
_HANDLE = re.compile(
    r"(?P<what>微信号?|QQ号?|qq号?|支付宝)(?P<is>\s*(?:是|[:：])?\s*)(?=[\w.@-]*\d)[A-Za-z0-9_.@-]{5,40}"
)


@dataclass(frozen=True, slots=True)
class Masked:
    """The chat as it may be read, and how many people spoke or were named in it."""

    words: str
    people: int


def masked(chat: str, *, names: Iterable[str] = ()) -> Masked:
    """The chat with each speaker and each name told of replaced by one letter throughout, and numbers cut to their last digits.

    >>> masked("阿强 18:03\\n老板王大海欠我三个月，电话13800138000\\n小芳 18:05\\n阿强说得对").words
    '甲 18:03\\n老板王某欠我三个月，电话***8000\\n乙 18:05\\n甲说得对'
    """
    lines = [(line, _head(line)) for line in chat.splitlines()]
    if not any(head for _, head in lines):
        lines = [(line, _SAYS.fullmatch(line.strip())) for line in chat.splitlines()]
    spoke = [head["who"].strip().lstrip("@") for _, head in lines if head]
    letters = {who: _letter(number) for number, who in enumerate(dict.fromkeys([*spoke, *_said(names)]))}
    told = "\n".join(_line(line, head, letters) for line, head in lines).strip()
    return Masked(told, len(letters))


def _head(line: str) -> re.Match[str] | None:
    return next((found for head in _HEADS if (found := head.fullmatch(line.strip()))), None)


def _said(names: Iterable[str]) -> list[str]:
    return [name.strip() for name in names if name.strip()]


def _letter(number: int) -> str:
    return _LETTERS[number] if number < len(_LETTERS) else f"第{number + 1}人"


def _line(line: str, head: re.Match[str] | None, letters: dict[str, str]) -> str:
    """One line: of a head the letter and the time, of words the words without names."""
    if head is None:
        return unnamed(line, letters)
    who, parts = letters[head["who"].strip().lstrip("@")], head.groupdict()
    return f"{who} {parts['when']}" if "when" in parts else f"{who}：{unnamed(parts['words'], letters)}"


def unnamed(text: str, letters: Mapping[str, str]) -> str:
    """Words in which nobody is named: each name told of becomes what stands for it. A name of one character stands too often for something else to be looked for."""
    for who in sorted((one for one in letters if len(one) > 1), key=len, reverse=True):
        text = text.replace(who, letters[who])
    text = _CALLED.sub(lambda found: f"{found['post']}{found['surname']}某", text)
    return mask_numbers(_HANDLE.sub(lambda found: f"{found['what']}{found['is']}***", text))
