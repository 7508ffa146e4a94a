"""Since which month wages are owed (欠薪起始): 去年腊月, 八月份到现在, 三个月没发, relative to the day of the message.

A span counts back from the month of the message, whose own wages are not due yet: three months said in November begin in
August. Feast days and lunar months are near, not exact, and carry a doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from anxin.domain.intake.numerals import NUMBER, normal, read
from anxin.domain.intake.said import Read
from anxin.domain.intake.unpaid_since import weight
from anxin.kernel.period import Month

_YEAR = r"(?P<year>(?:20)?\d{2}年|今年|去年|前年|大前年|本年)?"
_MONTH = r"(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]|元|正|腊)月(?:份|底|初|中旬?|下旬|上旬)?"
_TIME = r"\s*(?:上午|下午|晚上|中午|凌晨)?\s*\d{1,2}:\d{2}"
"""Behind a day it says when somebody wrote, as in the head of a chat."""
_NAMED = re.compile(rf"{_YEAR}(?:的)?{_MONTH}(?P<day>\d{{1,2}}[日号])?(?!(?:\d{{1,2}}[日号])?{_TIME})")
_SEVERAL = re.compile(
    r"(?<![\d.月初十万千百块元])(?P<first>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])(?:[、，,/和到至\-—~～]|月、)(?=(?:1[0-2]|\d|[一二三四五六七八九十])[、，,\d一二三四五六七八九十到至和\-—~～月]{0,60}(?:[两三四]个)?月)"
)
_NUMERIC = re.compile(r"(?P<year>20\d{2})[-./](?P<month>1[0-2]|0?[1-9])(?![\d万千元块]|[-./]\d{1,2}" + _TIME + ")")
_SPAN = re.compile(
    rf"(?P<more>快|近|将近|差不多|大半|整整|足足)?(?P<count>{NUMBER.pattern}|半|几|好几|大半)(?P<half>个半|年半)?(?:个)?(?P<vague>多)?(?P<unit>月|年)(?P<tail>半|多)?"
)
_LAST = re.compile(
    r"(?P<what>上个?月|上上个?月|这个?月|本月|当月|年初|年前|年后|过年前|去年年?底|去年底|年底|前年年?底|去年过年|过年|春节|开春)"
)
_FEAST = re.compile(r"(?P<year>今年|去年|前年)?(?P<feast>元旦|清明|五一|端午|中秋|国庆|十一)(?P<side>节?前|节?后|节)?")
_HALF = re.compile(r"(?P<year>(?:20)?\d{2}年|今年|去年|前年)?(?:度)?(?:的)?(?P<half>[上下])半年")
_QUARTER = re.compile(r"(?P<year>(?:20)?\d{2}年|今年|去年|前年)?(?:度)?(?:的)?第?(?P<quarter>[一二三四1-4])个?季度")
_DAY_TO_DAY = re.compile(
    r"(?<![\d.])(?P<month>1[0-2]|0?[1-9])\.(?:[12]\d|3[01]|0?[1-9])\s?[-~—–到至]\s?(?:1[0-2]|0?[1-9])\.\d{1,2}(?![\d.])"
)
"""8.15-10.20, the days that somebody worked."""
_RUN = re.compile(
    r"(?<![一二三四五六七八九十])(?P<first>[一二三四五六七八九])(?P<more>[二三四五六七八九十]{1,4})(?P<count>[两二三四五])个月"
)
"""六七八三个月: as many months as are named one behind another."""
_SHORT_YEAR = re.compile(r"(?<![\d.])(?P<year>2\d)\.(?P<month>1[0-2]|0?[1-9])(?=月|起|开始|到|至|以来|就)")
_FEASTS = {"元旦": 1, "清明": 4, "五一": 5, "端午": 6, "中秋": 9, "国庆": 10, "十一": 10}
_PROMISED = re.compile(r"(?:再|才|说好|说|统一|一起|结|发放?|给|回|拿|返)")
LONGEST_SPAN = 60
"""Months; what lies further back is told by its year."""
LEAST = 0.5
"""A mention less sure than this is rather about something else."""


def since(text: str, *, on: date) -> Read[Month] | None:
    """The first month not paid, as the message says it; the mention nearest to the words of owing counts."""
    plain = normal(text)
    found = [one for one in _all(plain, on) if one.value <= Month.of_day(on) and one.confidence >= LEAST]
    return max(found, key=lambda one: (one.confidence, -one.start), default=None)


def _all(text: str, on: date) -> Iterator[Read[Month]]:
    yield from _named(text, on)
    yield from _spans(text, on)
    yield from _feasts(text, on)
    yield from _spoken(text, on)
    yield from _parts_of_a_year(text, on)
    yield from _written_short(text, on)


def _named(text: str, on: date) -> Iterator[Read[Month]]:
    for match in _NUMERIC.finditer(text):
        yield _read(text, match, Month(int(match["year"]), int(match["month"])), 0.8)
    for match in _SEVERAL.finditer(text):
        year = _year(_year_before(text, match.start()), int(_number(match["first"])), on)
        yield _read(text, match, Month(year, int(_number(match["first"]))), 0.8)
    for match in _NAMED.finditer(text):
        month, doubt = _month(match["month"])
        if _is_rate_or_deadline(text, match):
            continue
        if month and not re.match(r"\d", text[match.start() - 1 : match.start()] or " "):
            year = _year(match["year"], month, on) + (match["month"] == "腊" and bool(match["year"]))
            lunar = match["month"] in ("腊", "正")
            sure = (0.82 if match["year"] else 0.74) - (0.15 if match["year"] else 0.25) * lunar
            yield _read(text, match, Month(year, month), sure, doubt)


def _is_rate_or_deadline(text: str, match: re.Match[str]) -> bool:
    """一月7500 says how much a month is; 6月30日前付清 says until when somebody promised to pay."""
    after = text[match.end() :]
    if text[: match.start()].endswith("都") and after.startswith("了"):  # 都十一月了 says what month it is by now
        return True
    if match[0] == "一月" and re.match(r"\d{3}|[一二两三四五六七八九\d]+[千万]", after):
        return True
    return bool(re.match(r"(?:之|以)?前[^，。；]{0,4}(?:付|结|给|发|还|兑)", after))


def _year_before(text: str, start: int) -> str | None:
    found = re.search(r"((?:20)?\d{2}年|今年|去年|前年)的?$", text[max(0, start - 7) : start])
    return found[1] if found else None


def _month(said: str) -> tuple[int, str]:
    if said in ("腊", "正"):
        return (1 if said == "腊" else 2), "农历月份，对应的公历月份是估计"
    if said == "元":
        return 1, ""
    return int(_number(said)), ""


def _number(said: str) -> int:
    value = read(said.lstrip("0") or "0")
    return int(value.low) if value is not None else 0


def _year(said: str | None, month: int, on: date) -> int:
    """The year said; without one the month lies in the year that ends with the message."""
    if said is None:
        return on.year if month <= on.month else on.year - 1
    named = {"今年": 0, "本年": 0, "去年": 1, "前年": 2, "大前年": 3}
    if said in named:
        return on.year - named[said]
    number = int(said.removesuffix("年"))
    return number if number > 100 else 2000 + number


def _spans(text: str, on: date) -> Iterator[Read[Month]]:
    for match in _SPAN.finditer(text):
        months, doubt = _months(match)
        if not months or months > LONGEST_SPAN or _is_calendar(text, match) or _is_rate(text, match):
            continue
        yield _read(text, match, Month.of_day(on).plus(-months), 0.72 - 0.1 * bool(doubt), doubt)


def _is_calendar(text: str, match: re.Match[str]) -> bool:
    """8月 is a month of the year, 8个月 and 三个月 are a span."""
    if match["unit"] == "年":
        return False
    said_as_span = "个" in match[0] or match["count"] in ("半", "几", "好几", "俩", "仨", "两")
    return not said_as_span or text[match.end() : match.end() + 1] in ("份", "底", "初")


def _is_rate(text: str, match: re.Match[str]) -> bool:
    """一个月六千 says how much, 押一个月工资 what is kept as a deposit, 下半年 which half; none says since when."""
    if re.search(r"(?:每|押|按|最后|[头前第])$", text[: match.start()][-2:]) or (
        match[0].startswith("半年") and text[match.start() - 1 : match.start()] in ("上", "下")
    ):
        return True
    if match["count"] in ("一", "1") and re.search(r"[\d百千万](?:元|块钱?|多)?$", text[: match.start()][-6:]):
        return True
    return bool(
        match["count"] in ("一", "1")
        and re.match(
            r"(?:\d|[一二两三四五六七八九]|加班|给|拿|挣|就|发|是|能|才|只|大概|工资\d|休)", text[match.end() :]
        )
    )


def _months(match: re.Match[str]) -> tuple[int, str]:
    if match["unit"] == "年" and "个" in match[0]:
        return 0, ""
    count, doubt = match["count"], ""
    if count in ("半", "大半"):
        months = 6 if match["unit"] == "年" else 1
    elif count in ("几", "好几"):
        return (3, "“几个月”不是确数") if match["unit"] == "月" else (0, "")
    else:
        value = read(count)
        if value is None or value.low.denominator != 1 or value.low > 60:
            return 0, ""
        months = int(value.low) * (12 if match["unit"] == "年" else 1)
        doubt = "" if value.exact else "月数是约数，取较少的"
    half = (match["tail"] or "") == "半" or (match["half"] or "").endswith("半")
    months += 6 * (half and match["unit"] == "年")
    if match["vague"] or match["tail"] == "多" or match["more"]:
        doubt = "时长是约数"
    return months, doubt


def _feasts(text: str, on: date) -> Iterator[Read[Month]]:
    for match in _FEAST.finditer(text):
        if match["feast"] == "十一" and text[match.end() : match.end() + 1] in (
            "月",
            "个",
            "万",
            "年",
            "点",
            "人",
            "号",
        ):
            continue
        month = _FEASTS[match["feast"]]
        if match["side"] and match["side"].endswith("前"):
            month = month - 1 or 12
        yield _read(text, match, Month(_year(match["year"], month, on), month), 0.5, "以节日表示，月份是估计")


def _spoken(text: str, on: date) -> Iterator[Read[Month]]:
    this = Month.of_day(on)
    new_year = Month(on.year if on.month >= 2 else on.year - 1, 1)
    named = {
        "上月": this.plus(-1), "上个月": this.plus(-1), "上上月": this.plus(-2), "上上个月": this.plus(-2),
        "这月": this, "这个月": this, "本月": this, "当月": this,
        "年初": Month(on.year, 1), "开春": Month(on.year, 2), "年后": Month(on.year, 2),
        "年前": new_year, "过年前": new_year, "过年": new_year, "去年过年": new_year.plus(-12), "春节": new_year,
        "去年年底": Month(on.year - 1, 12), "去年底": Month(on.year - 1, 12), "年底": Month(on.year - 1, 12),
        "前年年底": Month(on.year - 2, 12), "前年底": Month(on.year - 2, 12),
    }  # fmt: skip
    for match in _LAST.finditer(text):
        if _PROMISED.match(text[match.end() :]) or text.startswith("罚", match.end()):
            continue
        exact = "月" in match["what"]
        sure = 0.72 if exact else 0.5
        yield _read(text, match, named[match["what"]], sure, "" if exact else "不是确切月份，是估计")


def _parts_of_a_year(text: str, on: date) -> Iterator[Read[Month]]:
    """上半年, 2018年度下半年, 三季度: from the first month of that part."""
    for match in _HALF.finditer(text) if "半年" in text else ():
        month = 1 if match["half"] == "上" else 7
        yield _read(text, match, Month(_year(match["year"], month, on), month), 0.5, "只说了半年，按头一个月计")
    for match in _QUARTER.finditer(text) if "季度" in text else ():
        month = 3 * int(_number(match["quarter"])) - 2
        yield _read(text, match, Month(_year(match["year"], month, on), month), 0.5, "只说了季度，按头一个月计")


def _written_short(text: str, on: date) -> Iterator[Read[Month]]:
    """六七八三个月, 26.8开始, 8.15-10.20."""
    for match in _RUN.finditer(text) if "个月" in text else ():
        if len(match["more"]) + 1 == int(_number(match["count"])):
            yield _read(text, match, _in_the_year_before(match["first"], on), 0.8)
    if "." in text:
        for match in _SHORT_YEAR.finditer(text):
            yield _read(text, match, Month(2000 + int(match["year"]), int(match["month"])), 0.7)
        for match in _DAY_TO_DAY.finditer(text):
            yield _read(text, match, _in_the_year_before(match["month"], on), 0.6)


def _in_the_year_before(month: str, on: date) -> Month:
    return Month(_year(None, int(_number(month)), on), int(_number(month)))


def _read(text: str, match: re.Match[str], month: Month, sure: float, doubt: str = "") -> Read[Month]:
    """Weigh a mention by what stands around it; a whole day is more often the day of something else, a feast seldom the day of pay."""
    sure += weight(text, match, whole_day=match.re is _NAMED and bool(match["day"]), feast=match.re is _FEAST)
    return Read(month, match[0], match.start(), round(min(max(sure, 0.05), 0.95), 2), doubt)
