"""The calendar of working days (工作日历): the State Council's notices day by day, with make-up days worked (调休上班).

A day of a year whose notice is not published is estimated from the statutory holidays and is marked provisional (暂定); a day
before 2004 is refused, because there is no data for it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import NewType

from anxin.kernel.outcome import BadInput, Citation
from anxin.law.instruments import state_of
from anxin.law.notices import Notice, Statutory, read_notices, read_statutory

FIRST_DAY = date(2004, 1, 1)
LAST_DAY = date(2060, 12, 31)
_SATURDAY = 5
_WEEKDAYS = "一二三四五六日"

CalendarVersion = NewType("CalendarVersion", str)


class NoCalendar(BadInput):
    """The day lies outside every calendar we have."""


class DayKind(StrEnum):
    """What a day is to the office."""

    WORKING = "working"
    MAKE_UP = "make_up"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"


@dataclass(frozen=True, slots=True)
class Day:
    """One calendar day: what it is and why, whether that is only an estimate, and the notice that says so."""

    date: date
    kind: DayKind
    why: str
    provisional: bool
    notice: Citation | None = None

    @property
    def working(self) -> bool:
        return self.kind in (DayKind.WORKING, DayKind.MAKE_UP)


def weekday(day: date) -> str:
    """The day of the week as written in notices.

    >>> weekday(date(2026, 2, 14))
    '周六'
    """
    return "周" + _WEEKDAYS[day.weekday()]


class Calendar:
    """The working days from 2004 on, by look-up tables, so that one deadline costs two list accesses.

    `rank[i]` counts the working days up to and including the i-th day after the eve of the first day; `working` lists their
    ordinals. `analytics.deadlines` makes arrays of the same two tables.
    """

    __slots__ = ("_origin", "_special", "_statutory", "published", "rank", "version", "working")

    def __init__(self, notices: Iterable[Notice], statutory: Statutory) -> None:
        held = tuple(notices)
        self.published = frozenset(one.year for one in held if one.annual)
        self._special = _special_days(held)
        self._statutory = _statutory_days(statutory, self.published)
        self._origin = FIRST_DAY.toordinal() - 1
        self.rank: list[int] = [0]
        self.working: list[int] = []
        for ordinal in range(self._origin + 1, LAST_DAY.toordinal() + 1):
            if self.day(date.fromordinal(ordinal)).working:
                self.working.append(ordinal)
            self.rank.append(len(self.working))
        self.version = self._digest()

    @property
    def published_until(self) -> date:
        """The last day up to which every year has its notice."""
        year = FIRST_DAY.year
        while year in self.published:
            year += 1
        return date(year - 1, 12, 31)

    @property
    def origin(self) -> int:
        """The ordinal of the eve of the first day: index 0 of `rank`."""
        return self._origin

    def day(self, on: date) -> Day:
        """What a day is to the office, with its reason and the notice it stands in."""
        if not FIRST_DAY <= on <= LAST_DAY:
            raise _outside(on)
        special = self._special.get(on)
        provisional = on.year not in self.published
        if special is not None:
            return Day(on, special[0], special[1], provisional, special[2])
        name = self._statutory.get(on)
        if name is not None:
            return Day(on, DayKind.HOLIDAY, f"{name}（法定节假日，放假安排未公布）", provisional)
        if on.weekday() >= _SATURDAY:
            return Day(on, DayKind.WEEKEND, "休息日", provisional)
        return Day(on, DayKind.WORKING, "工作日", provisional)

    def is_working(self, on: date) -> bool:
        """Whether the office works on a day (工作日)."""
        return self.rank[self._index(on)] > self.rank[self._index(on) - 1]

    def is_published(self, on: date) -> bool:
        """Whether the notice of the day's year is there."""
        return on.year in self.published

    def due_day(self, start: date, count: int) -> date:
        """The day on which the count-th working day after the start ends; the start itself does not count (当日不计入).

        >>> office_calendar().due_day(date(2026, 2, 13), 5)
        datetime.date(2026, 2, 27)
        """
        index = start.toordinal() - self._origin
        if count < 1:
            raise ValueError("a period in working days has at least one day")
        if index < 0:
            raise _outside(start)
        try:
            return date.fromordinal(self.working[self.rank[index] + count - 1])
        except IndexError:
            raise _outside(start) from None

    def roll(self, on: date) -> date:
        """The day itself when the office works, else the next day on which it does (顺延)."""
        return date.fromordinal(self.working[self.rank[self._index(on) - 1]])

    def count(self, after: date, until: date) -> int:
        """The working days after one day up to and including another."""
        return self.rank[self._index(until)] - self.rank[after.toordinal() - self._origin]

    def any_unpublished(self, first: date, last: date) -> bool:
        """Whether a day of a year without notice lies between two days, both included."""
        return any(year not in self.published for year in range(first.year, last.year + 1))

    def days(self, first: date, last: date) -> Iterator[Day]:
        """Every day from one to another, both included."""
        return (self.day(first + timedelta(days=step)) for step in range((last - first).days + 1))

    def _index(self, on: date) -> int:
        index = on.toordinal() - self._origin
        if not 0 < index < len(self.rank):
            raise _outside(on)
        return index

    def _digest(self) -> CalendarVersion:
        rows = [f"{day}{kind}" for day, (kind, _, _) in sorted(self._special.items())]
        rows += [f"{day}?" for day in sorted(self._statutory)]
        text = "\n".join([*map(str, sorted(self.published)), *rows])
        digest = hashlib.sha256(text.encode()).hexdigest()[:12]
        return CalendarVersion(f"cn{self.published_until.year}-{digest}")


def _special_days(notices: Iterable[Notice]) -> Mapping[date, tuple[DayKind, str, Citation]]:
    """What the notices say of single days; a later notice goes over an earlier one for the days it names."""
    found: dict[date, tuple[DayKind, str, Citation]] = {}
    for notice in notices:
        for festival in notice.festivals:
            for day in festival.rest:
                found[day] = (DayKind.HOLIDAY, f"{festival.name}放假", notice.citation)
            for day in festival.work:
                found[day] = (DayKind.MAKE_UP, f"{festival.name}调休上班", notice.citation)
    return found


def _statutory_days(statutory: Statutory, published: frozenset[int]) -> Mapping[date, str]:
    years = (year for year in range(FIRST_DAY.year, LAST_DAY.year + 1) if year not in published)
    return {day: name for year in years for day, name in statutory.of_year(year)}


def _outside(on: date) -> NoCalendar:
    return NoCalendar(
        "law.no_calendar",
        f"没有可用于 {on} 的工作日历：现有放假安排自 {FIRST_DAY} 起，推算至 {LAST_DAY} 止。",
    )


def office_calendar(overrides: Path | None = None) -> Calendar:
    """The calendar of this deployment: shipped notices and those in its own `calendar` folder, read again when a file changes."""
    return _load(overrides, state_of(overrides / "calendar" if overrides else None))


@lru_cache(maxsize=8)
def _load(overrides: Path | None, state: tuple[tuple[str, int], ...]) -> Calendar:
    del state  # only there so that a changed file is read again
    return Calendar(read_notices(overrides), read_statutory())
