"""The wall clock (挂钟), read here and nowhere else.

Rules take the instant as an argument; a request or a job asks a `Clock` once and hands the answer down.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    """Anything that can say what time it is, as an aware UTC instant."""

    def now(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class FixedClock:
    """A clock that stands still, for tests and for recomputing the past.

    >>> FixedClock(datetime(2026, 11, 23, tzinfo=UTC)).now().year
    2026
    """

    instant: datetime

    def now(self) -> datetime:
        return self.instant


@dataclass(frozen=True, slots=True)
class DrillClock:
    """A clock running ahead of or behind another one, for drills (演练)."""

    base: Clock
    shift: timedelta

    def now(self) -> datetime:
        return self.base.now() + self.shift


def local_date(at: datetime) -> date:
    """The calendar day in Asia/Shanghai on which an aware instant falls; statutory days are counted there.

    >>> local_date(datetime(2026, 11, 22, 16, 0, tzinfo=UTC))
    datetime.date(2026, 11, 23)
    """
    if at.tzinfo is None:
        raise ValueError("an instant must carry its time zone")
    return at.astimezone(SHANGHAI).date()


def midnight_after(day: date) -> datetime:
    """The aware instant at which a calendar day ends in Asia/Shanghai; the calendar's last day, typed for "without end", ends with it.

    >>> midnight_after(date(2026, 12, 31)).isoformat()
    '2027-01-01T00:00:00+08:00'
    >>> midnight_after(date.max).date() == date.max
    True
    """
    return local_midnight(day + timedelta(days=1)) if day < date.max else datetime.max.replace(tzinfo=SHANGHAI)


def local_midnight(day: date) -> datetime:
    """The aware instant at which a calendar day begins in Asia/Shanghai.

    The calendar's first day has no such instant in UTC, which begins hours later: it begins with the first that there is.

    >>> local_midnight(date(2026, 12, 31)).isoformat(), local_midnight(date.min).isoformat()
    ('2026-12-31T00:00:00+08:00', '0001-01-01T00:00:00+00:00')
    """
    return datetime.combine(day, time.min, SHANGHAI if day > date.min else UTC)
