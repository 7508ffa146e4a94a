"""Words of wages as they are typed by their sound and spoken in dialects (错字、方言): 公资, 欠新, 冇发, 呒没, 铜钿.

What is read instead is as long as what stands there, so that places in the text stay what they were.
"""

from __future__ import annotations

import re

_MEANT = {
    r"[公供攻功]资(?![产本金源讯询格历质助深委企])|公姿|公咨(?!询)|工[姿咨孜]|公子(?=[都还也]?(?:[没冇呒]|不给|不发|未)|到现在)": "工资",
    r"工(?:zi|ZI)|gz(?=[都还没不呢到冇呒勿弗])": "工资",
    r"(?<![创更革刷崭重全最])新[水资](?=[都还没不呢到一也冇呒勿弗])": "薪水",
    r"欠新(?![鲜家房车买的年老建增货手])": "欠薪",
    r"讨新(?![鲜家房车买的年老建增货手])": "讨薪",
    r"托欠|拖签|脱欠": "拖欠",
    r"刻扣|克口": "克扣",
    r"呒没|呒不|无没|冇得|[没冒]得(?=[发给钱工畀])": "没有",
    r"冇|呒": "没",
    r"[勿弗](?=[给发付结认肯拨畀])": "不",
    r"工钿|铜[钿钱]": "工钱",
    r"畀": "给",
    r"咗": "了",
    r"(?<=[毛角分])钿": "钱",
}
_ANY = re.compile("|".join(f"(?P<w{number}>{said})" for number, said in enumerate(_MEANT)))
_WORDS = tuple(_MEANT.values())
_SIGNS = (
    "公资", "供资", "攻资", "功资", "公姿", "公咨", "公子", "工姿", "工咨", "工孜", "工zi", "工ZI", "gz", "新水", "新资", "欠新", "讨新", "托欠", "拖签",
    "脱欠", "刻扣", "克口", "呒", "冇", "无没", "没得", "冒得", "勿", "弗", "畀", "咗", "钿", "铜钱",
)  # fmt: skip
"""Without one of these there is nothing to read otherwise; most messages have none."""


def as_meant(text: str) -> str:
    """The text with these words as everybody spells them, of the same length.

    >>> as_meant("公资呒没发，老板欠新"), as_meant("公资企业"), as_meant("工zi没发")
    ('工资没有发，老板欠薪', '公资企业', '工资 没发')
    """
    return _ANY.sub(_meant, text) if any(one in text for one in _SIGNS) else text


def _meant(found: re.Match[str]) -> str:
    return _WORDS[int(found.lastgroup[1:])].ljust(len(found[0])) if found.lastgroup else found[0]
