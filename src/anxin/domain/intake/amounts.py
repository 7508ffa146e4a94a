"""Amounts owed, as people say them (欠薪金额): 欠我两万五, 一个月6千欠仨月, 每人八千共20人, 十五六万.

Everything found is a suggestion with its confidence and the words it stands on; a person confirms it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from anxin.domain.intake.numerals import NUMBER, Range, normal, read

_MONEY_AFTER = re.compile(
    r"(?P<more>多|余|来|把)?(?P<unit>元整|块钱|块|元|圆|圓|RMB|rmb|人民币)(?P<tail>[1-9一二三四五六七八九](?!\d|个|月|年|天|人|点))?"
)
_VAGUE_AFTER = re.compile(r"(?:多|余|来|左右|上下|以上)")
_NOT_MONEY = re.compile(
    r"(?:个|名|位|人|年|月|日|号|天|点|时|分钟?|小时|岁|平|米|斤|吨|套|栋|幢|层|楼|室|次|家|户|条|%|％|周|星期|期|辆|路|组|班|届|倍|元/平)"
)
_RATE = re.compile(
    r"(?:每个?月|(?<!十)(?<!那)一个?月|(?<![\d一二三四五六七八九十两俩仨几半个到至、])月薪?|底薪)(?:工资|每月|合计|一共|大概|大约|约|是|为|的|拿|给|有|少发|少给|都|少|差|都?扣(?:了|我们?)?)*$"
)
_RATE_AFTER = re.compile(r"(?:元|块钱?)?(?:的?底薪|一个月|每个?月|/月|一月)")
_UNIT = r"(?:间|平|立?方|米|吨|件|套|台|张|根|层|栋|户|扇|车|趟|节|小时|次|斤|亩|桌|单|把|双|只|块砖|串|箱|包|盒|袋|篇|页|份|棵|株|盏|桶|筐|捆|课时|场)"
_PIECE_AFTER = re.compile(rf"(?:元|块钱?)?(?:一|每|/)个?{_UNIT}")
_DAY_RATE_AFTER = re.compile(r"(?:元|块钱?)?(?:一天|每天|/天|一个工|每?一?[/每]个?工)")
_PIECE_BEFORE = re.compile(rf"(?:一|每|按)个?{_UNIT}[^，。；\d一二两三四五六七八九十]{{0,3}}$")
"""A price of a piece of work, which says nothing of what is owed."""
_ONE_OF_SEVERAL = re.compile(r"(?:多的|少的|高的|低的|最多|最少|有的)(?:有|是|欠|也|就)*$")
"""What some have got or lack is not what all are owed."""
_DATED, _YEAR = re.compile(r"(?:19|20)\d\d[.\-/]\d"), re.compile(r"(?:19|20)\d\d$")
_DAY_RATE = re.compile(
    r"(?:每天|一天|一人一天|日薪|(?<!\d)日工资|[一每]个工|一晚上?|每晚|[一每]个?(?:夜?班))(?:工资|大概|大约|约|是|为|给|加|补)*$"
)
_EACH = re.compile(
    r"(?:每人|每个人|人均|平均|一人|一个人)(?:工资|欠|拖欠|还差|还欠|还剩|还有|少发|少了|差|该|大概|大约|约|差不多|是|有|为|的)*$"
)
_EACH_MONTH = re.compile(
    r"(?:(?:每个?人|一个?人|人均)(?:每个?月|一个?月|月)|(?:每个?月|一个?月)(?:每个?人|一个?人))(?:都|少发|少给|少|差|欠|工资|大概|大约|约|是|为|的)*$"
)
_OTHERS = re.compile(r"(?:工程款|货款|材料款)[^，。；！？\d]{0,8}$")
"""Money that somebody else owes; the wages hang on it and are another sum."""
M = r"(?:1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])"
OF_MONTH = re.compile(
    rf"(?P<month>{M})月份?(?:\d{{1,2}}[日号]?[至到\-]\d{{1,2}}[日号])?(?:的|那一?个月|工资|应发|欠了?|没发|是|：|:)*$"
)
AGREED = re.compile(
    r"(?:说好|讲好|谈好|讲定|约定|应付|应发|总价|工价|一年工资|年工资|总工资)(?:的?工资|的?工钱|包工|包干|一口价|的|是|给|一共|总共|共|了)*$"
)
_OF_WORK = re.compile(r"[多余]?的(?:单费|提成|工钱|尾款|加班费|劳务费|人工费|辛苦钱|血汗钱)")
_RANGE = re.compile(r"\s*(?:到|至|[-~～—]{1,2})\s*")
OWED = re.compile(
    r"(?:欠|拖欠|少了|少[发给打转结]|(?<![多不至])少|短了|克扣|扣|没发|没给|未发|未付|未支付|不给|还差|差|(?<!只)剩下?|剩余|余下|尾款|合计|总共|一共|共计|共|总计|加起来|合起来|一起|工资|工钱|薪水|提成|人工费?|劳务费|加班费|奖金|全勤奖?|绩效|餐补|算(?:了一下|下来|起来|出来|算))(?:了|我(?:爸|妈|哥|姐|弟|妹)?|我们|俺|他们?|她们?|工人|大家|的|工资|薪水|款|钱|血汗钱|约|大约|大概|近|将近|差不多|有|达|高达|为|是|人民币|:|：|、|，)*$"
)
_PAID = re.compile(
    r"(?:已付|已经付|(?<![少没不未])(?:发|给|付|支|结|拿|领)(?:了|过|到|走)|支付了|(?:只|就|才|先|仅)(?:打|转|塞)?(?:给|发|付|支|结|拿)|(?<!少)(?:打|转|丢|扔|塞)(?:给|下|了|过)+|(?<![少没不未])支过|预支|借支|罚款?|(?:需要?|要|得)[交叫缴]|交了?|缴|倒贴|垫付?|补贴|奖励?|亏|亏损|报名费|保证金|招聘(?:信息|公告|时)?(?:写|说)?(?:的|着)?工资|试用期(?:的|说)?(?:工资)?|押金|定金|首付|房租|贷款|投资|注册资本|合同价|工程款)(?:了|我|我们|的|约|大概|共|，|：)*$"
)


_CLAUSE_ENDS = re.compile(
    r"(?:左右|上下|以上|出头|多|余|来|块|整)*(?:$|[，。；、！？,.;!?\s]|没|不|还|的|给|都|至今|到现在|工资|工钱)"
)
_AHEAD, _MORE = 40, ("多", "余", "来")
"""How many characters behind a number are looked at, and the words that make it somewhat more."""
_REACH = 200
"""How many characters a clause reaches at most."""
_BREAK = re.compile(r"[，。；！？,;!?\n]")
_TOLD = re.compile(
    r"欠|金额|没|不[给发结付]|未[付发结给]|工资|工钱|薪|扣|压|拖|合计|总共|一共|共计|总计|劳务费|结算|结账|给我们?|讨|要回|血汗"
)
_UNTOLD = 0.15
"""How sure a sum is in whose clause nothing is owed, paid or summed up: it may be a fee, a price or a loan."""
LEAST_YUAN = 100
"""A bare number below this beside words of owing is rather a count than a sum."""


class Basis(StrEnum):
    """What an amount is an amount of."""

    TOTAL = "total"
    MONTH = "month"
    DAY = "day"
    EACH = "each"
    EACH_MONTH = "each_month"
    PAID = "paid"


@dataclass(frozen=True, slots=True)
class Amount:
    """One amount in a text: its range in fen, what it is of, where it stands, and how sure that is (0 to 1)."""

    low_fen: int
    high_fen: int
    basis: Basis
    start: int
    end: int
    words: str
    confidence: float


def amounts(text: str) -> list[Amount]:
    """Every amount of money in a text, in order."""
    plain = normal(text)
    found: list[Amount] = []
    for match in NUMBER.finditer(plain):
        one = _amount(plain, match)
        if one is None:
            continue
        before = found[-1] if found else None
        if before and _RANGE.fullmatch(plain, before.end, one.start) and before.low_fen < one.high_fen:
            found[-1] = replace(before, high_fen=one.high_fen, end=one.end, words=plain[before.start : one.end])
        else:
            found.append(one)
    return found


def _amount(text: str, match: re.Match[str]) -> Amount | None:
    before, after = (
        text[max(0, match.start() - 14) : match.start()].replace(" ", ""),
        text[match.end() : match.end() + _AHEAD],
    )
    if _counts_something(after):
        return None
    value = read(match[0])
    if value is None or value.low <= 0:
        return None
    end, value, named = _unit(match, value, after)
    owed = bool(OWED.search(before))
    owed = owed or bool(_OF_WORK.match(after) or OF_MONTH.search(before) or AGREED.search(before))
    scaled = bool(re.search(r"[万萬千仟百佰kKwW]", match[0]))
    rate = _basis_of(before) or _basis_after(after)
    said = owed or rate is not None
    if not named and not _may_be_money(after, value, scaled=scaled, said=said):
        return None
    if _is_something_else(before, after) or (not named and _is_a_date(match[0], said=said)):
        return None
    if rate is Basis.EACH and _DAY_RATE_AFTER.match(after):  # 每人120一天 is a price of a day
        rate = Basis.DAY
    basis = rate or Basis.TOTAL
    told = said or _TOLD.search(_clause(text, match.start(), end)) is not None
    confidence = (0.55 if told else _UNTOLD) + 0.25 * named + 0.15 * owed
    low, high = (int(bound * 100) for bound in (value.low, value.high))
    return Amount(low, high, basis, match.start(), end, text[match.start() : end], round(min(confidence, 0.95), 2))


def _is_something_else(before: str, after: str) -> bool:
    """The price of a piece, what some have got and others not, or a part of a telephone number or a name."""
    if _PIECE_AFTER.match(after) or _PIECE_BEFORE.search(before) or _ONE_OF_SEVERAL.search(before):
        return True
    return before.endswith(("第", "电话", "号", "QQ", "qq", "-")) or re.search(r"[\dA-Za-z]$", before) is not None


def _is_a_date(number: str, *, said: bool) -> bool:
    """2025.9 is a month; a bare 2000 is a year unless words of owing stand before it."""
    return _DATED.match(number) is not None or (not said and _YEAR.match(number) is not None)


def _clause(text: str, start: int, end: int) -> str:
    nearest, furthest = max(start - _REACH, 0), end + _REACH
    begun = max((one.end() for one in _BREAK.finditer(text, nearest, start)), default=nearest)
    ended = _BREAK.search(text, end, furthest)
    return text[begun : ended.start() if ended else furthest]


def _counts_something(after: str) -> bool:
    """Whether days, heads, pieces or the like are counted: 三个月, 20多人."""
    counted = _NOT_MONEY.match(after, 1 if after[:1] in _MORE else 0)
    return counted is not None and _MONEY_AFTER.match(after) is None and _basis_after(after) is None


def _may_be_money(after: str, value: Range, *, scaled: bool, said: bool) -> bool:
    """Whether a number without 元 is money: words of owing stand before it, or it is so many 万 and its clause ends there."""
    if said:
        return scaled or value.low >= LEAST_YUAN
    return scaled and _CLAUSE_ENDS.match(after) is not None


def _unit(match: re.Match[str], value: Range, after: str) -> tuple[int, Range, bool]:
    """The unit of money after a number, with 多 (up to half as much again of the last unit) and 块五 (a tenth)."""
    found = _MONEY_AFTER.match(after)
    vague = _VAGUE_AFTER.match(after)
    if found is None:
        if vague and vague[0] in ("多", "余") and re.search(r"[万千百]$", match[0]):
            return match.end() + vague.end(), Range(value.low, value.low + _last_unit(match[0]) / 2), False
        return match.end(), value, False
    if found["more"] in ("多", "余"):
        value = Range(value.low, value.low + _last_unit(match[0]) / 2)
    if found["tail"] and (tenths := read(found["tail"])) is not None:
        value = Range(value.low + tenths.low / 10, value.high + tenths.high / 10)
    return match.end() + found.end(), value, True


def _last_unit(number: str) -> Fraction:
    """The unit that 多 adds to: the last one said, or the round part of plain digits."""
    last = number[-1]
    units = {"万": 10_000, "千": 1000, "百": 100, "十": 10, "w": 10_000, "k": 1000}
    if last in units:
        return Fraction(units[last])
    zeros = len(number) - len(number.rstrip("0"))
    return Fraction(10**zeros)


def _basis_after(after: str) -> Basis | None:
    if _DAY_RATE_AFTER.match(after):
        return Basis.DAY
    return Basis.MONTH if _RATE_AFTER.match(after) else None


def _basis_of(before: str) -> Basis | None:
    for pattern, basis in (
        (_OTHERS, Basis.PAID),
        (_PAID, Basis.PAID),
        (_EACH_MONTH, Basis.EACH_MONTH),
        (_EACH, Basis.EACH),
        (_DAY_RATE, Basis.DAY),
        (_RATE, Basis.MONTH),
    ):
        if pattern.search(before):
            return basis
    return None
