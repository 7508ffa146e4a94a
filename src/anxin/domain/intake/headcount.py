"""How many workers a message speaks of (涉及人数): 我们二十多个人, 十几个工友, 夫妻俩, 一个班组 12 人."""

from __future__ import annotations

import re
from fractions import Fraction

from anxin.domain.intake.numerals import NUMBER, Range, normal, read
from anxin.domain.intake.said import Read

_PEOPLE = (
    r"(?:工人|实习生|群演|演员|大妈|大姐|大叔|大爷|学徒|骑手|工友|民工|农民工|人员|员工|职工|同事|老乡|兄弟|姐妹|师傅|同伴|伙伴|同学|学生|临时工|小工|大工|木工|瓦工|保安|保洁|"
    r"女工|男工|老师|厨师|司机|服务员|阿姨|保姆|骑手|瓦匠|木匠|钢筋工|油漆工|电工|焊工|护士|教练|人家|人|工)"
)
_COUNTED = re.compile(
    rf"(?P<vague>几十|十几|十多|[二三四五六七八九]十好几|上百|好几百|几百|近百|百来|[二三四五六七八九]十几|好几|几)(?:号|个|名|位|来)?{_PEOPLE}"
    rf"|(?P<number>{NUMBER.pattern})(?P<more>多|余|来)?(?P<unit>个|名|位|号|口)?(?P<who>{_PEOPLE})"
    rf"|(?P<skilled>{NUMBER.pattern})(?:个|名|位)(?!月|小时|晚|夜)(?P<trade>[\u4e00-\u9fff]{{1,4}}?(?:{_PEOPLE}(?<!人)(?<!工)|工人|工(?![资钱作程地时])))"
    rf"|(?:我们|俺们|咱们?)(?P<us>{NUMBER.pattern})个(?=[，,。；;、\s]|\d|都|全|的工资)"
)
_SAID = re.compile(
    rf"(?:人数|员工数)(?:大概|大约|约|有|为|是|在|共|：|:)*(?P<number>{NUMBER.pattern})|(?:工人|工友|民工|农民工|员工|职工|老乡|兄弟|姐妹|同事)(?:一共|总共|大概|大约|有|共)*(?P<heads>{NUMBER.pattern})(?P<more>多|余|来)?(?:个|名|位|人)(?![月年])|(?:连我|加我|算上我)(?:在内|自己)?(?:的)?(?:一共|总共|有|共)*(?P<with_me>{NUMBER.pattern})个?(?=[，,。；;、\s人]|都|全)|(?P<family>[二两三四五六七八])口"
)
_VAGUE = {
    "几十": (20, 90), "十几": (11, 19), "十多": (11, 19), "上百": (100, 199), "好几百": (300, 900), "几百": (200, 900),
    "近百": (90, 99), "百来": (90, 110), "好几": (3, 9), "几": (3, 9),
}  # fmt: skip
_PAIR = re.compile(
    r"我们?(?:和|跟|与|同)(?:我)?(?:老公|老婆|妻子|丈夫|弟弟|哥哥|姐姐|妹妹|爸|妈|儿子|女儿|同事|老乡|工友|朋友)|夫妻|两口子|父子|母子|兄弟俩|姐妹俩"
)
_TOGETHER = re.compile(
    r"(?:我|俺|咱|他|她|哥|姐|弟|兄)(?:们|弟|妹)?(?:几个)?(?P<few>俩|仨)|(?<![\u4e00-\u9fff])(?P<alone>俩|仨)人"
)
_OURS = re.compile(
    r"(?:我们|咱们|俺们|一共|总共|共有|共计|共|还有|连我|加上我|涉及|拖欠|欠了?|代表|带了|带着|其他|另外|以及|等)(?:这|了|里|班组|车间|工地|店里|厂里|大概|大约|差不多|有|的|是|我们?|，)*$"
)
_EACH = re.compile(r"(?:每|平均|人均|任何|第|另)$")
_NOT_OWED = re.compile(r"(?:厂里|公司|单位|企业|全厂|全公司)(?:一共|总共|共|大概|大约)?有?$")
_ALONE = re.compile(r"我(?!们|国|市|县|省|区|镇|村|街道|公司|厂|单位)|本人|俺(?!们)|我自己")
_WITH_ME = re.compile(r"^(?:[^，,。]{0,6})(?:和我|跟我|加我|连我)")


def headcount(text: str) -> Read[Range] | None:
    """The workers concerned, as a range; the clearest mention counts, one who speaks of 我 alone is one."""
    plain = normal(text)
    found = [one for match in _COUNTED.finditer(plain) if (one := _counted(plain, match)) is not None]
    found += [one for match in _SAID.finditer(plain) if (one := _said(match)) is not None]
    if found:
        return max(found, key=lambda one: (one.confidence, -one.start))
    together = _TOGETHER.search(plain)
    if together is not None:
        few = 2 if "俩" in together[0] else 3
        return Read(_range(few, few), together[0], together.start(), 0.75)
    pair = _PAIR.search(plain)
    if pair is not None:
        return Read(_range(2, 2), pair[0], pair.start(), 0.7)
    alone = _ALONE.search(plain)
    if alone is not None and "我们" not in plain:
        return Read(_range(1, 1), alone[0], alone.start(), 0.55)
    return None


def _counted(text: str, match: re.Match[str]) -> Read[Range] | None:
    before = text[max(0, match.start() - 10) : match.start()]
    value = _value(match)
    if value is None or not 1 <= value.low <= 20_000 or _EACH.search(before):
        return None
    if _is_no_count(text, match, value):
        return None
    confidence = 0.62
    if _OURS.search(before):
        confidence += 0.25
    if _NOT_OWED.search(before):
        confidence -= 0.2
    if match["who"] == "人" and not match["unit"] and not match["vague"] and value.low == 1:
        return None
    doubt = "" if value.exact else "人数是约数，取下限"
    return Read(value, match[0], match.start(), round(confidence, 2), doubt)


def _said(match: re.Match[str]) -> Read[Range] | None:
    value = read(match["number"] or match["heads"] or match["with_me"] or match["family"])
    if value is None or value.low.denominator != 1:
        return None
    return Read(_more(value) if match["more"] in ("多", "余") else value, match[0], match.start(), 0.8)


def _is_no_count(text: str, match: re.Match[str], value: Range) -> bool:
    """一个人八千 is a rate; 三个工 are days of work; 王工 is a title; 12345工单 is none of it."""
    after = text[match.end() : match.end() + 6].lstrip()
    if value.high == 1 and re.match(rf"(?:欠|拖欠|就|只|一个月|每月|一天)?(?:{NUMBER.pattern})(?:元|块|万|千)?", after):
        return True
    if match["skilled"] or match["us"]:
        return False
    if match["who"] == "工" or re.match(r"(?:资|钱|地|程|作|时|单|伤|龄|日|期|业|民|行|事|大|代|均)", after):
        return True
    return match["number"] is not None and not match["unit"] and match["who"] == "人" and len(match["number"]) > 5


def _value(match: re.Match[str]) -> Range | None:
    vague = match["vague"]
    if vague:
        if vague in _VAGUE:
            return _range(*_VAGUE[vague])
        tens = read(vague[:2])
        return None if tens is None else Range(tens.low + 1, tens.low + 9)
    value = read(match["number"] or match["skilled"] or match["us"])
    if value is None or value.low.denominator != 1:
        return None
    if match["more"] == "来":
        return Range(value.low, _more(value).high)
    return _more(value) if match["more"] else value


def _more(value: Range) -> Range:
    """二十多: at least one more, and less than the next round number."""
    step = 10 ** (len(str(int(value.low))) - len(str(int(value.low)).rstrip("0")))
    return Range(value.low + 1, value.low + max(step - 1, 1))


def _range(low: int, high: int) -> Range:
    return Range(Fraction(low), Fraction(high))
