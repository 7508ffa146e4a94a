"""What the cells of call records say: an instant, a length, whether anybody answered, which way it went."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, time, timedelta
from typing import Literal

from anxin.adapters.grids.cells import date_of
from anxin.kernel.clock import SHANGHAI

_CLOCK = re.compile(r"(?<!\d)(\d{1,2})\s*[:时点]\s*(\d{1,2})(?:\s*[:分]\s*(\d{1,2})(?:\.\d+)?\s*秒?)?")
_PACKED = re.compile(r"20\d{6}[ T]?(\d\d)(\d\d)(\d\d)")
_SERIAL = re.compile(r"(\d{5})\.(\d+)")
_FIRST_DAY = datetime(1899, 12, 30, tzinfo=SHANGHAI)
"""Day 0 of spreadsheets."""
_UNITS = re.compile(r"(?:(\d+)\s*(?:小时|时|h))?\s*(?:(\d+)\s*(?:分钟|分|m))?\s*(?:(\d+)(?:\.\d+)?\s*(?:秒钟|秒|s)?)?")
_MISSED = re.compile(
    r"未|无应答|无人|放弃|呼损|忙|失败|拒|取消|留言|漏接|no[ _]?answer|busy|fail|cancel|abandon|missed|^否$|^n$|^0$|^no$"
)
_ANSWERED = re.compile(r"接|应答|成功|完成|正常|answer|normal|complete|^是$|^y$|^1$|^yes$")
_INCOMING = re.compile(r"呼入|来电|来话|接入|^入|inbound|incoming|^in$|^被叫$")
_OUTGOING = re.compile(r"呼出|去电|去话|外呼|拨出|^出|outbound|outgoing|^out$|^主叫$")
_INTERNAL = re.compile(r"内部|内线|分机互拨|internal|local")
_WITHHELD = re.compile(r"|匿名|未知|隐藏|无|-+|anonymous|unknown|private|restricted")
_PUBLIC_SHORT = re.compile(r"110|119|120|122|123\d\d|100\d\d|95\d{3,}|96\d{3,}")
"""Short numbers of the public network; any other of up to six digits is one of the house."""
LONGEST_EXTENSION = 6


def narrow(text: str) -> str:
    """A cell's text without the width and case that mean nothing."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def instant_of(text: str) -> datetime | None:
    """When a call began, in Shanghai; None when day or hour is missing.

    >>> instant_of("2026/11/23 9:15").isoformat(), instant_of("20261123091507").isoformat(), instant_of("2026-11-23")
    ('2026-11-23T09:15:00+08:00', '2026-11-23T09:15:07+08:00', None)
    """
    said = narrow(text).replace("t", " ")
    if serial := _SERIAL.fullmatch(said):
        return _FIRST_DAY + timedelta(days=int(serial[1]), seconds=round(float(f"0.{serial[2]}") * 86_400))
    day, clock = date_of(said), _PACKED.match(said) or _CLOCK.search(said)
    if day is None or clock is None:
        return None
    try:
        at = time(int(clock[1]), int(clock[2]), int(clock[3] or 0))
    except ValueError:
        return None
    return datetime.combine(day, at, tzinfo=SHANGHAI)


def seconds_of(text: str) -> int | None:
    """How long it took; None when the text is no length.

    >>> [seconds_of(one) for one in ("65", "00:01:05", "1分5秒", "01:05", "65.0", "", "很久")]
    [65, 65, 65, 65, 65, 0, None]
    """
    said = narrow(text)
    if re.fullmatch(r"\d{1,3}(:\d{1,2}){1,2}", said):
        total = 0
        for part in said.split(":"):
            total = total * 60 + int(part)
        return total
    found = _UNITS.fullmatch(said)
    return (
        sum(int(part or 0) * unit for part, unit in zip(found.groups(), (3600, 60, 1), strict=True)) if found else None
    )


def answered_of(text: str) -> bool | None:
    """Whether anybody answered; None when the words are not known."""
    said = narrow(text)
    return False if _MISSED.search(said) else True if _ANSWERED.search(said) else None


def direction_of(text: str) -> Literal["in", "out", "internal", ""]:
    """Which way a call went, where the file says so."""
    said = narrow(text)
    if _INTERNAL.search(said):
        return "internal"
    return "in" if _INCOMING.search(said) else "out" if _OUTGOING.search(said) else ""


def is_withheld(text: str) -> bool:
    """Whether a number is not given."""
    return bool(_WITHHELD.fullmatch(narrow(text)))


def is_inner(digits: str, own: frozenset[str]) -> bool:
    """Whether a number is an extension or one of the office's own lines."""
    if any(one.endswith(digits) or digits.endswith(one) for one in own if len(digits) > LONGEST_EXTENSION):
        return True
    return len(digits) <= LONGEST_EXTENSION and not _PUBLIC_SHORT.fullmatch(digits)
