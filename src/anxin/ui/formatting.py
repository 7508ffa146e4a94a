"""How values are written for people: amounts, dates, remaining time, levels. `now` always comes in as an argument.

A page in English says them in English; what is stored, signed or printed is composed in Chinese.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from django.utils.translation import get_language

from anxin.kernel.clock import SHANGHAI
from anxin.kernel.money import wan as in_wan
from anxin.kernel.money import yuan
from anxin.kernel.period import Week

WEEKDAYS = "一二三四五六日"
WAN = 1_000_000
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def _in_english() -> bool:
    return get_language() == "en"


def money(fen: int | None) -> str:
    """An amount on a line: 1,234.50 元."""
    return "—" if fen is None else f"{yuan(fen)} {'yuan' if _in_english() else '元'}"


def money_short(fen: int | None) -> str:
    """An amount in a summary: 12.3 万元, below ten thousand in yuan."""
    if fen is None or abs(fen) < WAN:
        return money(fen)
    return f"{fen / 100_000:,.0f} thousand yuan" if _in_english() else f"{in_wan(fen)} 万元"


def day(value: date | datetime | None, now: datetime | None = None) -> str:
    """A day as the office says it: 11月23日 周一, with the year when it is not this year."""
    if value is None:
        return "—"
    local = value.astimezone(SHANGHAI).date() if isinstance(value, datetime) else value
    this_year = now is not None and now.astimezone(SHANGHAI).year == local.year
    if _in_english():
        words = f"{DAYS[local.weekday()]} {local.day} {MONTHS[local.month - 1]}"
        return words if this_year else f"{words} {local.year}"
    text = f"{local.month}月{local.day}日 周{WEEKDAYS[local.weekday()]}"
    return text if this_year else f"{local.year}年{text}"


def moment(value: datetime | None, now: datetime | None = None) -> str:
    """An instant as the office says it: 11月23日 周一 09:05."""
    if value is None:
        return "—"
    return f"{day(value, now)} {value.astimezone(SHANGHAI):%H:%M}"


def month(code: int | None) -> str:
    """A wage month: 2026年3月."""
    if not code:
        return "—"
    return f"{MONTHS[code % 100 - 1]} {code // 100}" if _in_english() else f"{code // 100}年{code % 100}月"


def week(code: str | None) -> str:
    """A week of a report as the office says it: 2026年第47周（11月16日—11月22日）."""
    if not code:
        return "—"
    one = Week.parse(code)
    first, last = one.monday, one.sunday
    if _in_english():
        days = (f"{each.day} {MONTHS[each.month - 1]}" for each in (first, last))
        return f"week {one.number} of {one.year} ({' – '.join(days)})"
    return f"{one.year}年第{one.number}周（{first.month}月{first.day}日—{last.month}月{last.day}日）"


_DATED = re.compile(r"(?<!\d)((?:19|20)\d\d)-(?:W(\d\d)|(\d\d)(?:-(\d\d))?)(?![\d-])")


def spoken_dates(text: str) -> str:
    """A sentence kept with the dates of machines, said with those of people.

    >>> spoken_dates("自 2026-11-29 起，2026-10 月工资，2026-W48 周报")
    '自 2026年11月29日 起，2026年10月 月工资，2026年第48周 周报'
    """

    def said(found: re.Match[str]) -> str:
        year, in_year, in_month, of_month = found.groups()
        if in_year:
            return f"{year}年第{int(in_year)}周"
        return f"{year}年{int(in_month)}月" + (f"{int(of_month)}日" if of_month else "")

    return _DATED.sub(said, text)


WITHOUT_HOURS = 31
"""Days after which hours say nothing."""


def span(length: timedelta) -> str:
    """A length of time in its two largest units: 2 天 3 小时; of more than a month nobody counts the hours."""
    minutes = max(0, int(length.total_seconds() // 60))
    days, rest = divmod(minutes, 24 * 60)
    hours, left = divmod(rest, 60)
    units = ("d", "h", "min", "less than a minute") if _in_english() else ("天", "小时", "分钟", "不到 1 分钟")
    parts = [
        f"{days} {units[0]}" if days else "",
        f"{hours} {units[1]}" if hours and days <= WITHOUT_HOURS else "",
        f"{left} {units[2]}" if not days and left else "",
    ]
    return " ".join(part for part in parts if part) or units[3]


def remaining(due: datetime, now: datetime) -> str:
    """How long is left, or by how much it is late: 还剩 3 天, 已超期 2 天."""
    if _in_english():
        return f"{span(due - now)} left" if due > now else f"{span(now - due)} late"
    return f"还剩 {span(due - now)}" if due > now else f"已超期 {span(now - due)}"


def percent(share: float | None) -> str:
    """A share: 95.2%."""
    return "—" if share is None else f"{share * 100:.1f}%"
