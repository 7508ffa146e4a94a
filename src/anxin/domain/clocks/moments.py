"""Instants as people write them: a day or a day with its time, in Shanghai when no zone is named."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from anxin.domain.clocks.pauses import Pause
from anxin.kernel.clock import SHANGHAI
from anxin.kernel.outcome import BadInput, Fault

_REMEDY = "日期写作 2026-05-18，时刻写作 2026-05-18T09:30（未写时区按北京时间）"


def parse_moment(text: str) -> datetime:
    """An aware instant in Shanghai, to the second; a day alone is its first instant.

    >>> parse_moment("2026-05-18T01:30Z").isoformat()
    '2026-05-18T09:30:00+08:00'
    """
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        raise _unreadable(text) from None
    local = found.replace(tzinfo=SHANGHAI) if found.tzinfo is None else found.astimezone(SHANGHAI)
    return local.replace(microsecond=0)


def is_day(text: str) -> bool:
    """Whether a text names a day without a time."""
    try:
        date.fromisoformat(text.strip())
    except ValueError:
        return False
    return True


def parse_pause(text: str) -> Pause:
    """`FROM..TO`, or `FROM..` while the pause lasts; of two days both are left out of the count.

    >>> parse_pause("2026-05-18..2026-05-20").last_day
    datetime.date(2026, 5, 20)
    """
    since, dots, until = text.partition("..")
    if not dots or not since.strip():
        raise _unreadable(text)
    return Pause(parse_moment(since), _end(until) if until.strip() else None)


def _end(text: str) -> datetime:
    """The end of a pause: a day alone is left out as a whole."""
    return parse_moment(text) + timedelta(days=1) if is_day(text) else parse_moment(text)


def _unreadable(text: str) -> BadInput:
    fault = Fault("时间", f"“{text}”不是能识别的日期或时刻", _REMEDY)
    return BadInput("clocks.moment_unreadable", "时间无法识别：", [fault])
