"""Pauses of a period (中止): the clock stands still from the instant it stops until the instant it resumes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Self

from anxin.kernel.clock import local_date, local_midnight, midnight_after
from anxin.kernel.outcome import BadInput, Fault

_TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Pause:
    """One standstill: since when, until when (None while it lasts), and why.

    Counted by the day, the day it begins and the day it ends are both left out.
    """

    since: datetime
    until: datetime | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        if self.since.tzinfo is None or (self.until is not None and self.until.tzinfo is None):
            raise ValueError("an instant must carry its time zone")
        if self.until is not None and self.until <= self.since:
            what = f"中止自 {self.since:%Y-%m-%d %H:%M} 起，恢复时间却是 {self.until:%Y-%m-%d %H:%M}"
            fault = Fault("中止", what, "恢复时间应晚于中止时间")
            raise BadInput("clocks.pause_backwards", "中止的起止时间有误：", [fault])

    @classmethod
    def of_days(cls, first: date, last: date | None, reason: str = "") -> Self:
        """A pause over whole days, the first and the last included."""
        until = None if last is None else midnight_after(last)
        return cls(local_midnight(first), until, reason)

    @property
    def first_day(self) -> date:
        return local_date(self.since)

    @property
    def last_day(self) -> date | None:
        return None if self.until is None else local_date(self.until - _TICK)


def in_order(pauses: Iterable[Pause]) -> tuple[Pause, ...]:
    """The pauses by their beginning; two that overlap are refused, because a standing clock cannot stop."""
    found = tuple(sorted(pauses, key=lambda one: one.since))
    for earlier, later in pairwise(found):
        if earlier.until is None or later.since < earlier.until:
            what = f"{_span(earlier)} 与 {_span(later)} 重叠"
            fault = Fault("中止", what, "请合并或更正两段中止的起止时间")
            raise BadInput("clocks.pauses_overlap", "中止的起止时间有误：", [fault])
    return found


def _span(pause: Pause) -> str:
    return f"{pause.first_day} 至 {pause.last_day or '未恢复'}"


def day_runs(pauses: Sequence[Pause], after: date) -> list[tuple[int, int]]:
    """The paused days after a day as runs of ordinals without overlap, both ends included; pauses must have ended."""
    runs: list[tuple[int, int]] = []
    floor = after.toordinal() + 1
    for pause in pauses:
        if pause.last_day is None:
            raise ValueError("an open pause has no last day")
        first, last = max(pause.first_day.toordinal(), floor), pause.last_day.toordinal()
        if last < first:
            continue
        runs.append((first, last))
        floor = last + 1
    return runs
