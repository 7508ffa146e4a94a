"""What is owed in all (合计欠薪): the total said, or a rate times what was worked, less what was given already."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from anxin.domain.intake.amounts import AGREED, LEAST_YUAN, OF_MONTH, OWED, Amount, Basis, M, amounts
from anxin.domain.intake.numerals import NUMBER, Range, normal, read

_NUMBER = NUMBER.pattern
_LEFT = re.compile(r"(?:剩下?的?|剩余|还?差|还欠|余下的?|尾款)(?:了|有|我|我们|大概|约)*$")
_SUMMED = re.compile(r"(?:合计|总共|一共|共计|总计|加起来|合起来|共)(?:欠|是|有|为|大概|大约|约|工资|：|:)*$")
_LISTED = re.compile(rf"(?<!\d)(?:(?:{M}月份?[、,和]?\s?){{2,12}}|(?:{M}、){{1,11}}{M}月)")
_FROM_TO = re.compile(rf"(?<![\d.])({M})(?:月份?)?(?:到|至|[-~—])({M})月")
_DAYS = re.compile(
    rf"(?:干|做|上|看|守|算|算下来|值班|加班|拍|帮忙|顶班|一共|总共|共|欠)(?:了|满|着|我们?|俺们?)*(?:班)?({_NUMBER})(?:来|多)?(?:天|个工|个夜?班|个通宵|个?晚上?|夜)"
    rf"|(?:^|[,，。：:\s]|点工)({_NUMBER})个工(?=[,，。；;\s])"
    rf"|({_NUMBER})(?:来|多)?(?:天|个工)的?(?:工(?!作)|活|工资|工钱)"
)
_MONTHS_WORKED = re.compile(rf"(?:干了|做了|一共|总共)({_NUMBER})(?:个(半)?多?|(?<=[俩仨]))月")
_MONTHS_AND_DAYS = re.compile(rf"(?:干了|做了|上了)({_NUMBER})个月(?:零|又|加|多|还有)?({_NUMBER})天")
_MONTHS_OWED = re.compile(
    rf"(?:欠|拖欠|没发|没给|未发|拖|压)(?:了|着|我|我们|俺们?|工人|大家|薪|的)*({_NUMBER})(?:个(半)?多?|(?<=[俩仨]))月"
)
_MONTHS_UNPAID = re.compile(
    rf"({_NUMBER})(?:个(半)?多?|(?<=[俩仨]))月(?:的|了|都|都没|没有|一直|还|\s)*(?:一分|工资|薪水|还没|没发|没给|未发|不发|钱)"
)
_MONTHS_EACH = re.compile(rf"(?:每个?人|一个人|人均)(?:都|被|还|欠|拖欠|欠了|各)*({_NUMBER})个(半)?月")
_HALF_PAID = re.compile(r"(?:只|就|才)?(?:给我)?(?:发|给|付|结|打)了?一半(?:的)?(?:工资|工钱|钱)?")
_UNIT = r"(?:平方米?|平米|平|立方|方|米|吨|件|套|台|张|根|间|栋|户|扇|车|趟|把|双|斤|亩|桌|单|小时|个小时|串|箱|包|盒|袋|篇|页|份|棵|株|盏|桶|筐|捆|节|课时|场)"
_PIECE_PRICE = re.compile(
    rf"(?P<price>{_NUMBER})(?:元|块钱?)?(?:一|每|/)个?(?P<of>{_UNIT})|(?:一|每|按)个?(?P<of_one>{_UNIT})(?:工资|工价|单价|该|是|给|算)*(?P<price_after>{_NUMBER})(?:元|块(?P<tail>[1-9一二三四五六七八九]?)|$|[，,。；\s])"
)
_PIECES = re.compile(rf"(?P<count>{_NUMBER})(?:来|多|余)?个?(?P<of>{_UNIT})")
_NUMBER_ALONE = re.compile(_NUMBER)
_RESPECTIVELY = re.compile(rf"分别(?:是|为|有|欠|差)*((?:{_NUMBER}(?:元|块)?[、和]){{1,8}}{_NUMBER})")
_ONLY = re.compile(r"(?:只|才|就|仅)[^,，。；]{0,4}$")
_KIND, _JOINED = re.compile(r"底薪|提成|全勤奖?|绩效|奖金|加班费|餐补|补贴"), 10
_GIVEN = re.compile(r"(?:给|付|发|支|借|拿|领|结|丢|扔|塞|转)(?:了|过|到|走|下)?(?:我们?|俺)?$")
_MONTH_BEFORE = re.compile(rf"{M}月份?(?:上了|做了|干了|是|有|共)?$")
_RUN = re.compile(r"(?<![一二三四五六七八九十])([一二三四五六七八九十]{2,5})([两二三四五])个月")
"""六七八三个月, months one behind another and how many they are."""
_OWED_SAID = re.compile(r"[欠差剩](?:了|我们?|俺们?|着)*$")
_REST = re.compile(r"[块元钱]*[，,。；\s]*(?:说|讲|然后|就)?(?:剩|其余|还有的?|余下|尾款)(?!\d)")
"""Speaks of the rest behind what was paid."""
_DAYS_SHORT = re.compile(rf"(?:差|欠|少算?)(?:了|着)?(?:我们?|俺们?|他|她)?(?:的)?({_NUMBER})(?:天|个工)")
_SURE = 0.6
"""How sure a product is: its factors may belong to different things."""


@dataclass(frozen=True, slots=True)
class Owed:
    """The amount owed in all, with how it was reckoned; None low when the text gives nothing to go by."""

    low_fen: int
    high_fen: int
    confidence: float
    reckoned: str


def owed(text: str, *, workers: Range | None = None, months: Range | None = None) -> Owed | None:
    """What is owed in all: the total said, else a rate times the months, days or pieces, else so much each times the workers.

    `months` are those since wages were last paid, for a text that gives the month instead of a span.
    """
    found, plain = amounts(text), normal(text)
    totals = [one for one in found if one.basis is Basis.TOTAL]
    named = [one for one in totals if OWED.search(_before(plain, one, 14))]
    if len(months_named := _by_month(totals, plain)) > 1 and not [one for one in named if one not in months_named]:
        words = " + ".join(one.words for one in months_named)
        return Owed(sum(one.low_fen for one in months_named), sum(one.high_fen for one in months_named), 0.7, words)
    if several := _by_kind(found, plain) or _one_by_one(plain):
        return several
    if rest := _agreed_less_paid(found, plain, named) or _whole_less_paid(found, plain, totals):
        return rest
    if named or totals:
        left = [one for one in named if _LEFT.search(_before(plain, one, 6))]
        summed = [one for one in named if _SUMMED.search(_before(plain, one, 14))]
        best = max(left or summed or named or totals, key=lambda one: (one.confidence, one.high_fen))
        return Owed(best.low_fen, best.high_fen, best.confidence, best.words)
    reckoned = next(_reckoned(plain, found, _months(plain) or months, workers), None)
    return _less(reckoned, found, plain) if reckoned else None


def _before(text: str, one: Amount, reach: int) -> str:
    return text[max(0, one.start - reach) : one.start]


def _by_month(totals: list[Amount], text: str) -> list[Amount]:
    """8月6800，9月7200: what is owed for each of several months, each named once."""
    said = [(one, OF_MONTH.search(_before(text, one, 14))) for one in totals]
    months = [match["month"] for _one, match in said if match]
    return [one for one, match in said if match] if len(set(months)) == len(months) else []


def _by_kind(found: list[Amount], text: str) -> Owed | None:
    """底薪4000还有提成2300: sums of several kinds of pay, one behind the other, for each of the months said or for one."""
    said = [(one, _KIND.search(_before(text, one, 6))) for one in found if one.basis in (Basis.TOTAL, Basis.MONTH)]
    kinds = [(one, kind[0]) for one, kind in said if kind]
    if len(kinds) < 2 or len({kind for _one, kind in kinds}) != len(kinds) or len(kinds) != len(found):
        return None
    if any(later.start - one.end > _JOINED for (one, _), (later, _kind) in pairwise(kinds)):
        return None
    months = (_months(text) if any(kind == "底薪" for _one, kind in kinds) else None) or Range(Fraction(1), Fraction(1))
    low, high = sum(one.low_fen for one, _ in kinds) * months.low, sum(one.high_fen for one, _ in kinds) * months.high
    return Owed(
        int(low),
        int(high),
        _SURE,
        " + ".join(one.words for one, _ in kinds) + ("" if months.high == 1 else f" × {_plain(months)} 个月"),
    )


def _one_by_one(text: str) -> Owed | None:
    """分别是9400、7100、6800: what is owed to each of several."""
    match = _RESPECTIVELY.search(text)
    each = [read(one) for one in _NUMBER_ALONE.findall(match[1])] if match else []
    sums = [one for one in each if one is not None and one.low >= LEAST_YUAN]
    if match is None or len(sums) != len(each):
        return None
    return Owed(
        int(sum(one.low for one in sums) * 100),
        int(sum(one.high for one in sums) * 100),
        _SURE,
        match[1].replace("、", " + "),
    )


def _agreed_less_paid(found: list[Amount], text: str, named: list[Amount]) -> Owed | None:
    """说好三万，才给了一万: what was agreed less what was paid, where nobody said what is left."""
    agreed = [one for one in found if AGREED.search(_before(text, one, 14))]
    paid = [one for one in found if one.basis is Basis.PAID]
    if len(agreed) != 1 or len(paid) != 1 or agreed[0].basis is not Basis.TOTAL:
        return None
    if [one for one in named if one not in agreed]:
        return None
    return _less(Owed(agreed[0].low_fen, agreed[0].high_fen, _SURE, agreed[0].words), found, text, given=False)


def _whole_less_paid(found: list[Amount], text: str, totals: list[Amount]) -> Owed | None:
    """工钱总共四万二，拿了两万五，还有的说等: the whole less what was paid, where the rest is spoken of and not named."""
    paid = [one for one in found if one.basis is Basis.PAID]
    if (
        len(totals) != 1
        or len(paid) != 1
        or paid[0].start < totals[0].end
        or _OWED_SAID.search(_before(text, totals[0], 6))
    ):
        return None
    if not _REST.match(text, paid[0].end) and not _ONLY.search(_before(text, paid[0], 8)):
        return None
    return _less(Owed(totals[0].low_fen, totals[0].high_fen, _SURE, totals[0].words), found, text, given=False)


def _less(gross: Owed, found: list[Amount], text: str, *, given: bool = True) -> Owed | None:
    """What is left when one sum was given already; several say nothing certain."""
    paid = [one for one in found if one.basis is Basis.PAID and (not given or _GIVEN.search(_before(text, one, 6)))]
    if not paid:
        return gross
    low, high = gross.low_fen - paid[0].high_fen, gross.high_fen - paid[0].low_fen
    return (
        Owed(low, high, gross.confidence, f"{gross.reckoned} − {paid[0].words}") if len(paid) == 1 and low > 0 else None
    )


def _reckoned(text: str, found: list[Amount], months: Range | None, workers: Range | None) -> Iterator[Owed]:
    days, each = _days(text), _spoken_months(_MONTHS_EACH.search(text))
    heads = workers if workers is not None and workers.low > 1 else None
    for one in found:
        rate = Range(Fraction(one.low_fen), Fraction(one.high_fen))
        if one.basis is Basis.MONTH and each is not None and heads is not None:
            yield _product(rate, [(each, "个月"), (heads, "人")], one.words)
        elif one.basis is Basis.MONTH and months is not None:
            whole = _product(rate, [(months, "个月")], one.words)
            yield _halved(whole) if _HALF_PAID.search(text) else whole
        if one.basis is Basis.DAY and days is not None:
            yield _product(rate, [(days, "天"), *([(heads, "人")] if heads else [])], one.words)
        if one.basis is Basis.EACH_MONTH and months is not None and workers is not None:
            yield _product(rate, [(months, "个月"), (workers, "人")], one.words)
        if one.basis is Basis.EACH and workers is not None:
            yield _product(rate, [(workers, "人")], one.words)
    yield from _by_the_piece(text)


def _by_the_piece(text: str) -> Iterator[Owed]:
    """280一个平方，贴了120个平方: a price of a piece times the pieces, where both are said once."""
    prices = list(_PIECE_PRICE.finditer(text))
    if len(prices) != 1:
        return
    unit = _plain_unit(prices[0]["of"] or prices[0]["of_one"])
    price = read(prices[0]["price"] or prices[0]["price_after"])
    if price is not None and prices[0]["tail"] and (tenths := read(prices[0]["tail"])):
        price = Range(price.low + tenths.low / 10, price.high + tenths.high / 10)
    elsewhere = text[: prices[0].start()] + "，" * len(prices[0][0]) + text[prices[0].end() :]
    counts = [one for one in _PIECES.finditer(elsewhere) if _plain_unit(one["of"]) == unit]
    count = _together(elsewhere, counts)
    if price is not None and count is not None:
        whole = _product(price.times(Range(Fraction(100), Fraction(100))), [(count, unit)], f"{_plain(price)}元")
        yield _halved(whole) if _HALF_PAID.search(text) else whole


def _together(text: str, counts: list[re.Match[str]]) -> Range | None:
    """The pieces counted: once, or once for each of several months (9月上了46节，10月52节)."""
    numbers = [value for one in counts if (value := read(one["count"]))]
    months = [_MONTH_BEFORE.search(text[max(0, one.start() - 8) : one.start()]) for one in counts]
    if len(numbers) != len(counts) or not (len(counts) == 1 or all(months)):
        return None
    return (
        Range(sum((one.low for one in numbers), Fraction(0)), sum((one.high for one in numbers), Fraction(0)))
        if numbers
        else None
    )


def _plain_unit(said: str) -> str:
    """平方, 平米 and 平 are one unit, and 个小时 is an hour."""
    return "平方" if said.startswith("平") else said.removeprefix("个")


def _months(text: str) -> Range | None:
    if listed := _LISTED.search(text) or _FROM_TO.search(text):
        return _named_months(listed)
    if (run := _RUN.search(text)) and (count := read(run[2])) and count.low == len(run[1]):
        return count
    if (match := _MONTHS_AND_DAYS.search(text)) and (months := read(match[1])) and (days := read(match[2])):
        return Range(months.low + days.low / 30, months.high + days.high / 30)
    for pattern in (_MONTHS_OWED, _MONTHS_UNPAID, _MONTHS_WORKED):
        if value := _spoken_months(pattern.search(text)):
            return value
    return None


def _spoken_months(match: re.Match[str] | None) -> Range | None:
    value = read(match[1]) if match else None
    if match is None or value is None or value.high > 60:
        return None
    half = Fraction(1, 2) if match[2] else Fraction(0)
    return Range(value.low + half, value.high + half)


def _named_months(match: re.Match[str]) -> Range | None:
    """How many months a list names (3月4月5月; 7、8月), or a span from one to another (11月到2月)."""
    if match.re is _LISTED:
        count = len(re.findall(M, match[0]))
    else:
        first, last = (int(value.low) for one in match.groups() if (value := read(one)) is not None)
        count = (last - first) % 12 + 1
    return Range(Fraction(count), Fraction(count))


def _days(text: str) -> Range | None:
    match = _DAYS_SHORT.search(text) or _DAYS.search(text)
    return read(next(filter(None, match.groups()))) if match else None


def _product(rate: Range, factors: list[tuple[Range, str]], words: str) -> Owed:
    for factor, unit in factors:
        rate, words = rate.times(factor), f"{words} × {_plain(factor)} {unit}"
    return Owed(int(rate.low), int(rate.high), _SURE, words)


def _halved(one: Owed) -> Owed:
    return Owed(one.low_fen // 2, one.high_fen // 2, one.confidence, f"{one.reckoned} ÷ 2")


def _plain(value: Range) -> str:
    low, high = float(value.low), float(value.high)
    return f"{low:g}" if low == high else f"{low:g}–{high:g}"
