"""Which month a payroll is for (工资所属月份), as written in titles, tab names, file names and cells.

A full month states year and month; a half month (7月份) needs a year from elsewhere. A date with a day is never a wage
month by itself: 制表日期 and 发放日期 lie after the month. Two different months written down are a doubt, not a choice.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

_DIGITS = str.maketrans("〇零○一二三四五六七八九壹贰叁肆伍陆柒捌玖", "000123456789123456789")
_CHINESE_YEAR = re.compile(r"[二贰][〇零○0][〇零○一二三四五六七八九零壹贰叁肆伍陆柒捌玖]{2}(?=年)")
_SPACED = re.compile(r"(?<!\d)(2) (0) (\d) (\d)(?= ?年)")
_FIRST_MONTH = re.compile(r"元月(?!份?\s*旦)")
_CHINESE_MONTH = re.compile(r"([十拾][一二壹贰]?|[一二三四五六七八九壹贰叁肆伍陆柒捌玖])月")
_TENS = str.maketrans("拾壹贰", "十一二")
_MONTH_NUMBER = {"十": 10, "十一": 11, "十二": 12}
_RANGE = re.compile(
    r"(20\d\d)\s*[年.\-/]\s*(\d{1,2})\s*[月.\-/]\s*(\d{1,2})\s*[日号]?\s*(?:-|~|—|–|－|至|到)+\s*"
    r"(?:(20\d\d)\s*[年.\-/]\s*)?(\d{1,2})\s*[月.\-/]\s*(\d{1,2})\s*[日号]?"
)
_CLOCK = r"(?:[ T]\d{1,2}:\d\d(?::\d\d)?(?:\.\d+)?)?"
_M, _D = r"(1[0-2]|0?[1-9])", r"(3[01]|[12]\d|0?[1-9])"
_DAY = re.compile(
    rf"(20\d\d)\s*年\s*{_M}\s*月\s*{_D}(?!\d)\s*[日号]?{_CLOCK}|(20\d\d)\s*([.\-/])\s*{_M}\s*\5\s*{_D}(?!\d)\s*[日号]?{_CLOCK}"
)
_ACT = r"(?:制表|填表|填报|编制|打印|发放|支付|发薪|审核|报送|上报|出表|制单|导出|入职|付款|截[至止])"
_NOT_WAGE = re.compile(
    rf"{_ACT}(?:日期|时间|月份|日|于)?\s*[:：]?\s*(20\d\d)\s*[年.\-/]\s*(1[0-2]|0?[1-9])\s*月?(?!\d)"
    rf"|(20\d\d)\s*年\s*(1[0-2]|0?[1-9])\s*月\s*(?:份)?\s*(?:{_ACT}|发(?!票|放))(?!\s*表|\s*工资|\s*明细)"
)
_NUMBERED = re.compile(
    r"(?:编号|文号|单号|批号|流水号|账号|卡号|电话|No[.．]|№)\s*:?\s*[A-Za-z0-9\-./_〔〕]+", re.IGNORECASE
)
_FULL_SPAN = re.compile(
    r"(20\d\d)\s*年\s*(1[0-2]|0?[1-9])\s*月?份?\s*(?:-|~|—|–|至|到|和|及|与|、|,)+\s*(?:(20\d\d)\s*年\s*)?(1[0-2]|0?[1-9])\s*月"
)
_SPAN = re.compile(r"(1[0-2]|0?[1-9])\s*月?\s*(?:-|~|—|–|至|到|、)+\s*(1[0-2]|0?[1-9])\s*月")
_FULL = re.compile(
    r"(?<!\d)((?:20)?[1-3]\d|20\d\d)\s*年\s*度?\s*(?:第)?(1[0-2]|0?[1-9])\s*月|(?<!\d)(20[0-4]\d)\s*[.\-/_ ]\s*(1[0-2]|0?[1-9])(?!\d)(?:\s*月)?(?:份)?"
)
_COMPACT = re.compile(r"(?<!\d)(20[0-4]\d)(0[1-9]|1[0-2])(?!\d)")
_ASKED = re.compile(r"(?<![发薪])月份?\s*:\s*(1[0-2]|0?[1-9])(?!\d)(?!\s*[月.\-/])")
_HALF = re.compile(r"(?<![\d\-])(1[0-2]|0?[1-9])\s*月(?!\d)(?!\s*\d{1,2}\s*[日号])")
_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)\s*(?:年|$|[^\d.\-/])")
_ENGLISH = re.compile(
    r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[\s,.\-]*(20\d\d)\b|\b(20\d\d)[\s,.\-]*(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b"
)
_ENGLISH_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


@dataclass(frozen=True, slots=True)
class Said:
    """What one text says of months: full ones as yyyymm, half ones (month number), years, and dates with a day."""

    full: tuple[int, ...] = ()
    half: tuple[int, ...] = ()
    years: tuple[int, ...] = ()
    days: tuple[date, ...] = ()


@lru_cache(maxsize=65_536)
def said_in(text: str) -> Said:
    """The months, years and dates a text states.

    >>> said_in("2019年7月工资表").full, said_in("７月份工资").half, said_in("工资202306").full
    ((201907,), (7,), (202306,))
    >>> said_in("制表日期：2019年8月5日").full, said_in("2019.1.1至2019.1.31").full, said_in("2019年5月、6月工资").full
    ((), (201901,), (201905, 201906))
    """
    text = unicodedata.normalize("NFKC", text)
    text = _SPACED.sub(r"\1\2\3\4", _FIRST_MONTH.sub("1月", text))
    text = _CHINESE_YEAR.sub(lambda found: found[0].translate(_DIGITS), text)
    text = _CHINESE_MONTH.sub(_month_in_figures, text)
    text = _NUMBERED.sub(" ", _ASKED.sub(r"\1月", text))
    full: list[int] = []
    days: list[date] = []
    text = _cut(_RANGE, text, lambda found: _range(found, full, days))
    text = _cut(_DAY, text, lambda found: _keep_day(*_day_parts(found), days))
    text = _cut(_NOT_WAGE, text, lambda found: _keep_day(found[1] or found[3], found[2] or found[4], "1", days))
    text = _cut(_FULL_SPAN, text, lambda found: full.extend(_ends(found)))
    full += [_code(found[1] or found[3], found[2] or found[4]) for found in _FULL.finditer(text)]
    text = _FULL.sub(" ", text)
    full += [_code(found[1], found[2]) for found in _COMPACT.finditer(text)]
    full += [_english(found) for found in _ENGLISH.finditer(text.lower())]
    text = _SPAN.sub(" ", _COMPACT.sub(" ", text))
    half = [int(found[1]) for found in _HALF.finditer(text)]
    years = [int(found[1]) for found in _YEAR.finditer(text)]
    return Said(tuple(dict.fromkeys(full)), tuple(dict.fromkeys(half)), tuple(dict.fromkeys(years)), tuple(days))


def _month_in_figures(found: re.Match[str]) -> str:
    return f"{_MONTH_NUMBER.get(found[1].translate(_TENS)) or found[1].translate(_DIGITS)}月"


def _ends(found: re.Match[str]) -> tuple[int, int]:
    """The first and the last month of a span or list of months: two months stated, so neither is the one."""
    return _code(found[1], found[2]), _code(found[3] or found[1], found[4])


def _cut(pattern: re.Pattern[str], text: str, take: object) -> str:
    for found in pattern.finditer(text):
        take(found)  # type: ignore[operator]
    return pattern.sub(" ", text)


def _range(found: re.Match[str], full: list[int], days: list[date]) -> None:
    """A stated span of days is a wage month when it lies within one month."""
    _keep_day(found[1], found[2], found[3], days)
    _keep_day(found[4] or found[1], found[5], found[6], days)
    if (found[4] or found[1], int(found[5])) == (found[1], int(found[2])):
        full.append(_code(found[1], found[2]))


def _day_parts(found: re.Match[str]) -> tuple[str, str, str]:
    return (found[1], found[2], found[3]) if found[1] else (found[4], found[6], found[7])


def _keep_day(year: str, month: str, day: str, days: list[date]) -> None:
    try:
        days.append(date(int(year), int(month), int(day)))
    except ValueError:
        return


def _code(year: str, month: str) -> int:
    whole = int(year) + (2000 if len(year) == 2 else 0)
    return whole * 100 + int(month)


def _english(found: re.Match[str]) -> int:
    name, year = (found[1], found[2]) if found[1] else (found[4], found[3])
    return int(year) * 100 + _ENGLISH_MONTHS.index(name) + 1


@dataclass(frozen=True, slots=True)
class Evidence:
    """A text and where it stands, strongest place first: title rows, tab name, file name."""

    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Decided:
    """The month of a sheet, or None with the reason in Chinese why it is not certain."""

    month: int | None
    doubt: str = ""
    doubt_place: str = ""


def decide(titles: Sequence[Evidence], tab: str, file: str, *, dates: Iterable[date] = ()) -> Decided:
    """The one month that the titles, else the tab, else the file name state."""
    for texts in (titles, [Evidence("工作表名", tab)], [Evidence("文件名", file)]):
        stated = {code: one for one in texts for code in said_in(one.text).full}
        if len(stated) > 1:
            listed = "、".join(f"{_shown(code)}（{one.place}）" for code, one in stated.items())
            return Decided(None, f"写明的月份不一致：{listed}，请确认工资所属月份", next(iter(stated.values())).place)
        if stated:
            return _unless_contradicted(next(iter(stated)), titles, tab, file)
    return _from_half([*titles, Evidence("工作表名", tab), Evidence("文件名", file)], list(dates))


def _unless_contradicted(month: int, titles: Sequence[Evidence], tab: str, file: str) -> Decided:
    """A full month stands unless the tab, the file or a half month in a title says another one."""
    halves = {number for one in titles for number in said_in(one.text).half}
    if halves and month % 100 not in halves and not any(said_in(one.text).full for one in titles):
        return Decided(
            None, f"标题写的是{min(halves)}月，工作表或文件名却是{_shown(month)}，请确认工资所属月份", titles[0].place
        )
    for place, text in (("工作表名", tab), ("文件名", file)):
        said = said_in(text)
        full, half = said.full, said.half
        if (full and month not in full) or (place == "工作表名" and half and not full and month % 100 not in half):
            return Decided(None, f"标题写的是{_shown(month)}，{place}却是「{text}」，请确认工资所属月份", place)
    return Decided(month)


_OF_MONTH = re.compile(r"(?:20\d\d年?度?)?\D{0,20}?\d{1,2}月份?(?:\D{0,6}(?:工资|薪[资酬]|劳务费|报酬|发放)\D{0,8})?")


def below_titles(titles: Sequence[tuple[int, str]], year: int | None) -> tuple[tuple[int, int], ...]:
    """From which row on another month holds: title rows between persons that state one; 0 where its year is not known.

    >>> below_titles([(9, "10月份"), (20, "2027年1月工资表"), (30, "裁剪车间 3月入职")], 2026)
    ((9, 202610), (20, 202701))
    """
    found = []
    for row, text in titles:
        said = said_in(text)
        if len(said.full) == 1:
            found.append((row, said.full[0]))
        elif not said.full and len(said.half) == 1 and _OF_MONTH.fullmatch(re.sub(r"\s", "", text)):
            found.append((row, year * 100 + said.half[0] if year else 0))
    return tuple(found)


def _from_half(texts: list[Evidence], dates: list[date]) -> Decided:
    halves = {number: one for one in reversed(texts) for number in said_in(one.text).half}
    dates = [*dates, *(day for one in texts for day in said_in(one.text).days)]
    if len(halves) != 1:
        return Decided(None, _no_month(halves, dates), next(iter(halves.values())).place if halves else "")
    number, where = next(iter(halves.items()))
    years = {year for one in texts for year in said_in(one.text).years}
    if not years:
        years = {year for day in dates for year in (day.year, day.year - 1) if 0 <= _gap(year, number, day) <= 3}
    if len(years) == 1:
        return Decided(next(iter(years)) * 100 + number)
    return Decided(None, f"只写了{number}月，没有写明年份，请确认工资所属月份", where.place)


def _gap(year: int, month: int, day: date) -> int:
    return (day.year - year) * 12 + day.month - month


def _no_month(halves: dict[int, Evidence], dates: list[date]) -> str:
    if halves:
        return f"出现了几个月份（{'、'.join(f'{number}月' for number in sorted(halves))}），请确认工资所属月份"
    if dates:
        return f"没有写明工资所属月份；只有日期 {min(dates).isoformat()}，日期不等于所属月份，请确认"
    return "没有写明工资所属月份，请确认"


def _shown(code: int) -> str:
    return f"{code // 100}年{code % 100}月"


def month_of_cell(text: str, year: int | None = None) -> int | None:
    """The month a cell of a month column states: 202306, 2023-06, 2023年6月, 6 with a known year; else None.

    >>> month_of_cell("202306"), month_of_cell("2019-07-01 00:00:00"), month_of_cell("7月", 2019), month_of_cell("7")
    (202306, 201907, 201907, None)
    """
    said = said_in(text)
    if len(said.full) == 1:
        return said.full[0]
    if len(said.days) == 1 and not said.full:
        return said.days[0].year * 100 + said.days[0].month
    number = said.half[0] if len(said.half) == 1 else int(text) if text.isdigit() and 1 <= int(text) <= 12 else None
    if number is None or year is None:
        return None
    return year * 100 + number
