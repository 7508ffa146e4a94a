"""Amounts owed, as people say them (欠薪金额): 欠我两万五, 一个月6千欠仨月, 每人八千共20人, 十五六万.

Everything found is a suggestion with its confidence and the words it stands on; a person confirms it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from anxin.domain.intake.numerals import NUMBER, Range, normal, read

_MONEY_AFTER = re.compile(
    r"(?P<more>多|余|来)?(?P<unit>元整|块钱|块|元|圆|圓|RMB|rmb|人民币)(?P<tail>[1-9一二三四五六七八九](?!\d|个|月|年|天|人|点))?"
)
_VAGUE_AFTER = re.compile(r"(?:多|余|来|左右|上下|以上)")
_NOT_MONEY = re.compile(
    r"(?:个|名|位|人|年|月|日|号|天|点|时|分钟?|小时|岁|平|米|斤|吨|套|栋|幢|层|楼|室|次|家|户|条|%|％|周|星期|期|辆|路|组|班|届|倍|元/平)"
)
_RATE = re.compile(
    r"(?:每个?月|(?<!十)一个?月|(?<![\d一二三四五六七八九十两俩仨几半个到至、])月薪?|底薪)(?:工资|每月|合计|一共|大概|大约|约|是|为|的|拿|给|有|少发|少给|都?扣(?:了|我们?)?)*$"
)
_RATE_AFTER = re.compile(r"(?:元|块钱?)?(?:的?底薪|一个月|每个?月|/月|一月)")
_PIECE_AFTER = re.compile(
    r"(?:元|块钱?)?(?:一|每|/)(?:间|平|米|方|吨|件|套|台|张|根|层|栋|户|扇|车|趟|节|小时|次|斤|亩|桌|单)"
)
"""A price of a piece of work, which says nothing of what is owed."""
_DATED = re.compile(r"(?:19|20)\d\d(?:[.\-/]\d|$)")
_DAY_RATE = re.compile(r"(?:每天|一天|日薪|日工资|一个工)(?:工资|大概|大约|约|是|为|给)*$")
_EACH = re.compile(r"(?:每人|每个人|人均|平均|一人|一个人)(?:工资|欠|拖欠|大概|大约|约|是|为|的)*$")
_EACH_MONTH = re.compile(
    r"(?:(?:每个?人|一个?人|人均)(?:每个?月|一个?月|月)|(?:每个?月|一个?月)(?:每个?人|一个?人))(?:工资|大概|大约|约|是|为|的)*$"
)
_OTHERS = re.compile(r"(?:工程款|货款|材料款)[^，。；！？\d]{0,8}$")
"""Money that somebody else owes; the wages hang on it and are another sum."""
_M = r"(?:1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])"
_OF_MONTH = re.compile(rf"(?P<month>{_M})月份?(?:的|工资|应发|欠了?|没发|是|：|:)*$")
_AGREED = re.compile(
    r"(?:说好|讲好|谈好|讲定|约定|应付|应发|总价|工价|一年工资|年工资|总工资)(?:的?工资|的?工钱|的|是|给|一共|总共|共|了)*$"
)
_RANGE = re.compile(r"\s*(?:到|至|[-~～—]{1,2})\s*")
_OWED = re.compile(
    r"(?:欠|拖欠|少了|少发|少给|短了|克扣|扣|没发|没给|未发|未付|未支付|不给|还差|差|剩下?|剩余|余下|尾款|合计|总共|一共|共计|共|总计|工资)(?:了|我(?:爸|妈|哥|姐|弟|妹)?|我们|俺|他们?|她们?|工人|大家|的|工资|薪水|款|钱|血汗钱|约|大约|大概|近|将近|差不多|有|达|高达|为|是|人民币|:|：|、|，)*$"
)
_LEFT = re.compile(r"(?:剩下?的?|剩余|还差|还欠|余下的?)(?:了|有|我|我们|大概|约)*$")
_PAID = re.compile(
    r"(?:已付|已经付|发了|给了|付了|支付了|预支|借支|罚款?|(?:需要?|要|得)[交叫缴]|交了?|缴|倒贴|垫付?|补贴|奖励?|亏|亏损|报名费|保证金|招聘(?:信息|公告|时)?(?:写|说)?(?:的|着)?工资|试用期(?:的|说)?(?:工资)?|押金|定金|首付|房租|贷款|投资|注册资本|合同价|工程款)(?:了|我|我们|的|约|大概|共|，|：)*$"
)
_SUMMED = re.compile(r"(?:合计|总共|一共|共计|总计|加起来|共)(?:欠|是|有|为|大概|大约|约|工资|：|:)*$")
_LISTED = re.compile(rf"(?<!\d)(?:(?:{_M}月份?[、,和]?){{2,12}}|(?:{_M}、){{1,11}}{_M}月)")
_FROM_TO = re.compile(rf"(?<!\d)({_M})月份?(?:到|至|[-~—])({_M})月")
_DAYS = re.compile(rf"(?:干|做|上)(?:了|满)?(?:班)?({NUMBER.pattern})(?:天|个工)")
_MONTHS_WORKED = re.compile(rf"(?:干了|做了|一共|总共)({NUMBER.pattern})个(半)?多?月")
_MONTHS_OWED = re.compile(
    rf"(?:欠|拖欠|没发|没给|未发|拖|压)(?:了|着|我|我们|俺们?|工人|大家|薪|的)*({NUMBER.pattern})(?:个(半)?多?|(?<=[俩仨]))月"
)
_MONTHS_UNPAID = re.compile(
    rf"({NUMBER.pattern})(?:个(半)?多?|(?<=[俩仨]))月(?:的|了|都|都没|没有)*(?:工资|薪水|还没|没发|没给|未发|不发|钱)"
)


_CLAUSE_ENDS = re.compile(
    r"(?:左右|上下|以上|出头|多|余|来|块|整)*(?:$|[，。；、！？,.;!?\s]|没|不|还|的|给|都|至今|到现在)"
)
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


@dataclass(frozen=True, slots=True)
class Owed:
    """The amount owed in all, with how it was reckoned; None low when the text gives nothing to go by."""

    low_fen: int
    high_fen: int
    confidence: float
    reckoned: str


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
    value = read(match[0])
    if value is None or value.low <= 0:
        return None
    before, after = text[max(0, match.start() - 14) : match.start()], text[match.end() :]
    end, value, named = _unit(match, value, after)
    owed = bool(_OWED.search(before))
    owed = owed or bool(_OF_MONTH.search(before) or _AGREED.search(before))
    scaled = bool(re.search(r"[万萬千仟百佰kKwW]", match[0]))
    rate = _basis_of(before) or (Basis.MONTH if _RATE_AFTER.match(text[match.end() :]) else None)
    if not named and not _may_be_money(after, value, scaled=scaled, said=owed or rate is not None):
        return None
    if _PIECE_AFTER.match(text[match.end() :]) or (not named and _DATED.match(match[0])):
        return None
    if before.endswith(("第", "电话", "号", "QQ", "qq", "-")) or re.search(r"[\dA-Za-z]$", before):
        return None
    basis = rate or Basis.TOTAL
    told = owed or rate is not None or _TOLD.search(_clause(text, match.start(), end)) is not None
    confidence = (0.55 if told else _UNTOLD) + 0.25 * named + 0.15 * owed
    low, high = (int(bound * 100) for bound in (value.low, value.high))
    return Amount(low, high, basis, match.start(), end, text[match.start() : end], round(min(confidence, 0.95), 2))


def _clause(text: str, start: int, end: int) -> str:
    nearest, furthest = max(start - _REACH, 0), end + _REACH
    begun = max((one.end() for one in _BREAK.finditer(text, nearest, start)), default=nearest)
    ended = _BREAK.search(text, end, furthest)
    return text[begun : ended.start() if ended else furthest]


def _may_be_money(after: str, value: Range, *, scaled: bool, said: bool) -> bool:
    """Whether a number without 元 is money: words of owing stand before it, or it is so many 万 and its clause ends there."""
    if _NOT_MONEY.match(re.sub(r"^(?:多|余|来)", "", after)) and not _RATE_AFTER.match(after):
        return False
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


def owed(text: str, *, workers: Range | None = None, months: Range | None = None) -> Owed | None:
    """What is owed in all: the total said, else a rate times the months, else so much each times the workers.

    `months` are those since wages were last paid, for a text that gives the month instead of a span.
    """
    found, plain = amounts(text), normal(text)
    totals = [one for one in found if one.basis is Basis.TOTAL]
    named = [one for one in totals if _OWED.search(plain[max(0, one.start - 14) : one.start])]
    if len(months_named := _by_month(totals, plain)) > 1 and not [one for one in named if one not in months_named]:
        words = " + ".join(one.words for one in months_named)
        return Owed(sum(one.low_fen for one in months_named), sum(one.high_fen for one in months_named), 0.7, words)
    if rest := _agreed_less_paid(found, plain, named):
        return rest
    if named or totals:
        left = [one for one in named if _LEFT.search(plain[max(0, one.start - 6) : one.start])]
        summed = [one for one in named if _SUMMED.search(plain[max(0, one.start - 14) : one.start])]
        best = max(left or summed or named or totals, key=lambda one: (one.confidence, one.high_fen))
        return Owed(best.low_fen, best.high_fen, best.confidence, best.words)
    return next(_reckoned(found, _months(plain) or months, workers, days=_days(plain)), None)


def _by_month(totals: list[Amount], text: str) -> list[Amount]:
    """8月6800，9月7200: what is owed for each of several months, each named once."""
    said = [(one, _OF_MONTH.search(text[max(0, one.start - 14) : one.start])) for one in totals]
    months = [match["month"] for _one, match in said if match]
    return [one for one, match in said if match] if len(set(months)) == len(months) else []


def _agreed_less_paid(found: list[Amount], text: str, named: list[Amount]) -> Owed | None:
    """说好三万，才给了一万: what was agreed less what was paid, where nobody said what is left."""
    agreed = [one for one in found if _AGREED.search(text[max(0, one.start - 14) : one.start])]
    paid = [one for one in found if one.basis is Basis.PAID]
    if (
        len(agreed) != 1
        or len(paid) != 1
        or agreed[0].basis is not Basis.TOTAL
        or [one for one in named if one not in agreed]
    ):
        return None
    low, high = agreed[0].low_fen - paid[0].high_fen, agreed[0].high_fen - paid[0].low_fen
    return Owed(low, high, 0.6, f"{agreed[0].words} − {paid[0].words}") if low > 0 else None


def _reckoned(
    found: list[Amount], months: Range | None, workers: Range | None, *, days: Range | None
) -> Iterator[Owed]:
    paid = [one for one in found if one.basis is Basis.PAID]
    for one in found:
        rate = Range(Fraction(one.low_fen), Fraction(one.high_fen))
        if one.basis is Basis.MONTH and months is not None:
            yield _product(rate.times(months), 0.6, f"{one.words} × {_plain(months)} 个月")
        if one.basis is Basis.DAY and days is not None and not paid:
            yield _product(rate.times(days), 0.6, f"{one.words} × {_plain(days)} 天")
        if one.basis is Basis.EACH_MONTH and months is not None and workers is not None:
            words = f"{one.words} × {_plain(months)} 个月 × {_plain(workers)} 人"
            yield _product(rate.times(months).times(workers), 0.6, words)
        if one.basis is Basis.EACH and workers is not None:
            yield _product(rate.times(workers), 0.6, f"{one.words} × {_plain(workers)} 人")


def _months(text: str) -> Range | None:
    if listed := _LISTED.search(text) or _FROM_TO.search(text):
        return _named_months(listed)
    for pattern in (_MONTHS_OWED, _MONTHS_UNPAID, _MONTHS_WORKED):
        if (match := pattern.search(text)) and (value := read(match[1])) is not None and value.high <= 60:
            half = Fraction(1, 2) if match[2] else Fraction(0)
            return Range(value.low + half, value.high + half)
    return None


def _named_months(match: re.Match[str]) -> Range | None:
    """How many months a list names (3月4月5月; 7、8月), or a span from one to another (11月到2月)."""
    if match.re is _LISTED:
        count = len(re.findall(_M, match[0]))
    else:
        first, last = (int(value.low) for one in match.groups() if (value := read(one)) is not None)
        count = (last - first) % 12 + 1
    return Range(Fraction(count), Fraction(count))


def _days(text: str) -> Range | None:
    match = _DAYS.search(text)
    return read(match[1]) if match else None


def _product(value: Range, confidence: float, words: str) -> Owed:
    return Owed(int(value.low), int(value.high), confidence, words)


def _plain(value: Range) -> str:
    low, high = float(value.low), float(value.high)
    return f"{low:g}" if low == high else f"{low:g}–{high:g}"
